"""What the formulas of the template have to show, computed by the Python face from frames."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
from cells import serial

import labfolio_xl
from labfolio_xl.excel.book.formula_call import parse_call

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Frames:
    """The inputs of a workbook as a user of Python has them."""

    assets: pd.DataFrame
    factors: pd.DataFrame
    weights: pd.Series | None = None
    risk_free: pd.Series | None = None

    @property
    def tables(self):
        """Assets, factors and risk-free rate, in the order of the functions."""
        return self.assets, self.factors, self.risk_free


def betas(i, **options):
    return labfolio_xl.estimate_betas(*i.tables, **options)


def beta_means(i, *, sort=False, **options):
    table = betas(i, **options).betas
    summary = {"mean": table.mean(), "std": table.std(), "lowest": table.min()}
    means = pd.DataFrame({**summary, "highest": table.max()})
    return means.sort_values("mean") if sort else means


def lambdas(i, *, cumulative=False, **options):
    table = labfolio_xl.estimate_lambdas(*i.tables, **options).by_period
    return table.cumsum() if cumulative else table


def premia(i, *, cov="fm", lags=None, per_year=None, sort=False, **options):
    estimates = labfolio_xl.estimate_lambdas(*i.tables, **options)
    table = estimates.premia(cov, lags, per_year).to_frame()
    return table.sort_values("premium") if sort else table


def exposure(i, *, sort=False, **options):
    assets, factors, risk_free = i.tables
    table = labfolio_xl.exposure(assets, factors, risk_free, i.weights, **options).to_frame()
    return table.sort_values("exposure") if sort else table


def expected(i, *, per_year=None, **options):
    assets, factors, risk_free = i.tables
    return labfolio_xl.expected_returns(
        assets, factors, risk_free, i.weights, periods_per_year=per_year, **options
    ).to_frame()


def model(i, *, zero_beta=False, **options):
    return labfolio_xl.factor_model(*i.tables, intercept=zero_beta, **options)


def header(i, **options):
    found = model(i, **options)
    span = {"From": serial(found.dates.first), "To": serial(found.dates.last)}
    return pd.DataFrame({"value": pd.Series({**found.header(), **span}, dtype=object)})


def report(i):
    return labfolio_xl.examine(*i.tables, i.weights).to_frame().set_index("check")


def risk(i, *, by="factors", per_year=None, **options):
    split = labfolio_xl.risk_decomposition(
        i.assets, i.factors, i.risk_free, i.weights, periods_per_year=per_year, **options
    )
    return split.to_frame() if by == "factors" else split.by_asset


def attribution(i, **options):
    return labfolio_xl.attribution(
        i.assets, i.factors, i.risk_free, i.weights, **options
    ).to_frame()


def rolling(i, **options):
    return labfolio_xl.rolling_exposure(
        i.assets, i.factors, i.risk_free, i.weights, **options
    ).to_frame()


def diagnosed(i, *, show="findings", **options):
    result = labfolio_xl.diagnostics(*i.tables, **options)
    if show == "assets":
        return result.by_asset
    if show == "correlations":
        return result.residual_correlation
    return result.to_frame().set_index("check")


ORACLES: dict[str, Callable[..., pd.DataFrame]] = {
    "LF_BETAS": lambda i, **o: betas(i, **o).betas,
    "LF_BETA_STATS": lambda i, **o: betas(i, **o).to_frame().set_index("asset"),
    "LF_BETA_MEANS": beta_means,
    "LF_LAMBDAS": lambdas,
    "LF_PREMIA": premia,
    "LF_EXPOSURE": exposure,
    "LF_EXPECTED": expected,
    "LF_MODEL": header,
    "LF_MODEL_PREMIA": lambda i, **o: model(i, **o).to_frame(),
    "LF_MODEL_PARAMS": lambda i, **o: model(i, **o).params,
    "LF_CHECK": report,
    "LF_RISK": risk,
    "LF_ATTRIBUTION": attribution,
    "LF_ROLLING": rolling,
    "LF_GRS": lambda i, **o: labfolio_xl.grs_test(*i.tables, **o).to_frame(),
    "LF_DIAGNOSTICS": diagnosed,
}


def expected_rows(formula, frames):
    """Return what stands below the header of a table: rows of labels, numbers and texts.

    Missing numbers are None. A table may have further columns and rows to the right and
    below (how errors were made, notes); those are no numbers.
    """
    call = parse_call(formula)
    table = ORACLES[call.function](frames, **call.options())
    return [
        [serial(label), *map(plain, values)]
        for label, values in zip(table.index, table.to_numpy(object), strict=True)
    ]


def plain(value):
    """Return a value of a frame as Calc gives it back."""
    if isinstance(value, str):
        return value
    return None if value is None or math.isnan(value) else float(value)
