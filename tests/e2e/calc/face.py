"""What the formulas of the template have to show, computed by the Python face from frames."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd
from cells import serial

import labfolio_xl
from labfolio_xl.excel.book.formula_call import parse_call
from labfolio_xl.plan.settings import IN_WORKBOOKS
from labfolio_xl.sheet.functions import REGISTRY

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


# What the sheet Settings of a workbook with daily returns says.
OF_THE_SAMPLE = {**IN_WORKBOOKS, "periods_per_year": 252}


@dataclass(frozen=True)
class Frames:
    """The inputs of a workbook as a user of Python has them."""

    assets: pd.DataFrame
    factors: pd.DataFrame
    weights: pd.Series | None = None
    risk_free: pd.Series | None = None
    settings: Mapping[str, Any] = field(default_factory=lambda: OF_THE_SAMPLE)

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


def lambdas(i, *, show="periods", **options):
    table = labfolio_xl.estimate_lambdas(*i.tables, **options).by_period
    return table.cumsum() if show == "cumulative" else table


def premia(i, *, show="premia", periods_per_year=None, sort=False, **options):
    estimates = labfolio_xl.estimate_lambdas(*i.tables, **options)
    found = estimates.premia(periods_per_year=periods_per_year)
    if show == "test":
        return found.tests()
    if show == "premia":
        return found.to_frame(sort=sort)
    table = found.premia.to_frame("premium")
    for kind in ("robust", "fm", "hac", "shanken"):
        other = estimates.premia(kind)
        columns = {"s.e.": other.std_errors, "t": other.tstats, "p": other.pvalues}
        for word, values in columns.items():
            table[f"{word} {kind}"] = values
    return table.sort_values("premium") if sort else table


def exposure(i, *, sort=False, **options):
    assets, factors, risk_free = i.tables
    table = labfolio_xl.exposure(assets, factors, risk_free, i.weights, **options).to_frame()
    return table.sort_values("exposure") if sort else table


def expected(i, **options):
    return labfolio_xl.expected_returns(*i.tables, i.weights, **options).to_frame()


def model(i, **options):
    return labfolio_xl.factor_model(*i.tables, **options)


def header(i, **options):
    found = model(i, **options)
    span = {"From": serial(found.dates.first), "To": serial(found.dates.last)}
    return pd.DataFrame({"value": pd.Series({**found.header(), **span}, dtype=object)})


def report(i, **options):
    return labfolio_xl.examine(*i.tables, i.weights, **options).to_frame().set_index("check")


def risk(i, *, show="factors", **options):
    split = labfolio_xl.risk_decomposition(*i.tables, i.weights, **options)
    return split.to_frame() if show == "factors" else split.by_asset


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
    entry = REGISTRY[call.function]
    options = {name: v for name, v in frames.settings.items() if name in entry.uses.words}
    for argument, value in zip(entry.arguments, call.arguments, strict=False):
        if isinstance(value, str):
            options[argument.name] = value
    table = ORACLES[call.function](frames, **options)
    return [
        [serial(label), *map(plain, values)]
        for label, values in zip(table.index, table.to_numpy(object), strict=True)
    ]


def plain(value):
    """Return a value of a frame as Calc gives it back."""
    if isinstance(value, str):
        return value
    return None if value is None or math.isnan(value) else float(value)
