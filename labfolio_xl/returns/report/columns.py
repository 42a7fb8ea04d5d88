"""Lines of the data report about columns: constant, equal, explained or collinear ones."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from labfolio_xl.core.diagnostics import HIGH_INFLATION, inflation_net_of, variance_inflation
from labfolio_xl.core.qr import design, factorise
from labfolio_xl.core.time_series import fit_available
from labfolio_xl.returns.findings import Finding, listed

__all__ = ["column_lines"]

_CONSTANT = {
    "Assets": "its betas are 0, and model, tests and covariance leave it out; remove the column, "
    "and if it is cash keep its weight",
    "Factors": "no beta to it can be estimated; remove the column",
}


def column_lines(assets: pd.DataFrame, factors: pd.DataFrame) -> Iterator[Finding]:
    """One line for each kind of trouble, however many columns have it."""
    yield from _explained(assets, factors)
    for name, table in (("Assets", assets), ("Factors", factors)):
        yield from _constant(name, table)
        yield from _equal(name, table)
    yield from _collinear(factors)


def _explained(assets: pd.DataFrame, factors: pd.DataFrame) -> Iterator[Finding]:
    """Assets that the factors explain with no residual, such as a fund that is a factor itself."""
    regressors = factors.to_numpy()
    if len(regressors) <= regressors.shape[1] + 1 or factorise(design(regressors)).dependent:
        return
    fitted = fit_available(assets.to_numpy(), regressors)
    # A constant asset has no residual either, and no R-squared.
    names = assets.columns[(fitted.residual_variance == 0.0) & (fitted.rsquared == 1.0)]
    if len(names):
        reading = "a factor or a combination of them: no alpha to test; remove the column"
        yield _line("explained column", "Assets", names, reading)


def _constant(name: str, table: pd.DataFrame) -> Iterator[Finding]:
    """Columns that hold the same number on every date."""
    values = table.to_numpy()
    known = ~np.isnan(values).all(axis=0)
    constant = known & ~(np.fmin.reduce(values, axis=0) < np.fmax.reduce(values, axis=0))
    if constant.any():
        reading = "the same number on every date: " + _CONSTANT[name]
        yield _line("constant column", name, table.columns[constant], reading)


def _equal(name: str, table: pd.DataFrame) -> Iterator[Finding]:
    """Columns that repeat an earlier one."""
    seen: dict[bytes, str] = {}
    pairs = []
    for column, cells in zip(table.columns, table.to_numpy().T, strict=True):
        if np.fmin.reduce(cells) == np.fmax.reduce(cells):
            continue  # a constant column has a line of its own
        first = seen.setdefault((cells + 0.0).tobytes(), str(column))
        if first != column:
            pairs.append(f"{column} equals {first}")
    if pairs:
        yield _line("duplicate column", name, pairs, "remove one of each")


def _collinear(factors: pd.DataFrame) -> Iterator[Finding]:
    """Factors with a high variance inflation factor (VIF), or the largest VIF if none is high."""
    if len(factors) <= factors.shape[1]:
        return
    inflation = variance_inflation(factors.to_numpy())
    infinite, high = np.isinf(inflation), inflation > HIGH_INFLATION
    if infinite.any():
        names = factors.columns[infinite]
        reading = f"constant, or a combination of other factors; drop {names[-1]} first"
        yield _line("VIF", "Factors", names, reading)
    elif high.any():
        worst = int(np.argmax(inflation))
        name, net = factors.columns[worst], inflation_net_of(factors.to_numpy(), worst)
        cure = (
            f"if {name} is the market, take the others net of it (net_of={name})"
            if net <= HIGH_INFLATION
            else f"drop {name} first"
        )
        reading = (
            f"move with the other factors (VIF up to {inflation[worst]:.0f}): the betas of each "
            f"alone are uncertain; {cure}"
        )
        yield _line("VIF", "Factors", factors.columns[high], reading)
    else:
        largest = round(float(inflation.max()), 2)
        yield Finding("VIF", "Factors", largest, "ok", "no factor is explained by the others")


def _line(check: str, table: str, names: pd.Index | list[str], reading: str) -> Finding:
    """One line for all columns that have the same trouble."""
    return Finding(check, table, listed([str(name) for name in names]), "warning", reading)
