"""A benchmark in cells, a series of returns or weights of the assets, and the report on it."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import pandas as pd

from labfolio_xl.blocks import Rows, parse_table, parse_weights
from labfolio_xl.blocks.cells.values import read_name
from labfolio_xl.errors import InputError, LabfolioError, counted
from labfolio_xl.returns.aligned import Aligned
from labfolio_xl.returns.alignment import align
from labfolio_xl.returns.benchmark import Benchmark
from labfolio_xl.returns.dates.columns import may_be_date
from labfolio_xl.returns.findings import Finding
from labfolio_xl.returns.names.keys import name_key
from labfolio_xl.returns.report.data_report import examine
from labfolio_xl.returns.tables.checked import RiskFree, day
from labfolio_xl.returns.tables.input_table import InputTable
from labfolio_xl.returns.weights.words import ITEM
from labfolio_xl.sheet.cache import once
from labfolio_xl.sheet.cells import as_block, date_system
from labfolio_xl.sheet.settings import Settings

__all__ = ["benchmark_findings", "read_benchmark"]

_NAME = "Benchmark"


def benchmark_findings(
    rows: Rows, assets: InputTable, factors: InputTable, risk_free: RiskFree, settings: Settings
) -> tuple[Finding, ...]:
    """Return the lines of the data report on a benchmark; an error is a line too.

    Parameters
    ----------
    rows : sequence of sequences
        The cells: names and weights of assets, one column of weights, or dates and returns.
    assets, factors, risk_free
        The other inputs of the formula.
    settings : Settings
        The settings for the assets and for the weights apply to the benchmark too.
    """
    try:
        if _holds_weights(rows, assets):
            weights = parse_weights(rows, _NAME)
            report = once(examine)(assets, factors, risk_free, weights, **settings.portfolio)
            return _about(ITEM, report.findings)
        table = _series_in(rows, settings)
        aligned = once(align)(table, factors, risk_free, **settings.data)
        return (*_about("Assets", aligned.findings), _span(aligned.assets.index))
    except LabfolioError as error:
        sentence = str(error).replace("Assets", _NAME, 1).removeprefix(f"{_NAME}: ")
        return (Finding("input", _NAME, "", "error", sentence.rstrip(".")),)


def read_benchmark(
    given: Rows | Benchmark, assets: InputTable | Aligned, settings: Settings
) -> Benchmark:
    """Return the benchmark that cells hold: one series of returns, or weights of the assets.

    Parameters
    ----------
    given : sequence of sequences, or a benchmark
        Cells as :func:`benchmark_findings` takes them. A benchmark that is no cells, and None, is
        returned as it is.
    assets : InputTable or Aligned
        By whose names weights are recognised.
    settings : Settings
        The order of day and month in dates.
    """
    if not isinstance(given, list | tuple):
        return cast("Benchmark", given)
    rows = as_block(given)
    if _holds_weights(rows, assets):
        return parse_weights(rows, _NAME)
    return _series_in(rows, settings)


def _span(dates: pd.Index) -> Finding:
    reading = f"{counted(len(dates), 'date')} together with Factors"
    return Finding("span", _NAME, f"{day(dates[0])} to {day(dates[-1])}", "ok", reading)


def _holds_weights(rows: Rows, assets: InputTable | Aligned) -> bool:
    """Whether the cells are weights: they name assets, have one column, or have no date.

    A numeric ticker may look like a date, so that names of assets are looked for first.
    """
    table = assets.assets if isinstance(assets, Aligned) else assets.frame
    known = set(map(name_key, table.columns))
    names = any(name_key(read_name(row[0]) or "") in known for row in rows)
    return names or len(rows[0]) == 1 or not any(may_be_date(row[0]) for row in rows)


def _series_in(rows: Rows, settings: Settings) -> InputTable:
    """Return the single series that cells hold, under the name of the argument."""
    table = parse_table(rows, argument=_NAME, order=settings.order, date_system=date_system(rows))
    n_columns = table.frame.shape[1]
    if n_columns != 1:
        raise InputError(
            f"{_NAME}: it has {counted(n_columns, 'column')} of returns; select one, or names of "
            "assets and their weights."
        )
    return replace(table, frame=table.frame.set_axis([_NAME], axis=1))


def _about(argument: str, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return the lines about an argument in whose place the benchmark was examined, renamed."""
    return tuple(
        replace(line, item=line.item.replace(argument, _NAME, 1))
        for line in findings
        if line.item.startswith((argument, _NAME))
    )
