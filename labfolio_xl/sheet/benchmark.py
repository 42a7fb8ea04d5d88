"""What the gate says of a benchmark: a series of returns, or weights of the assets."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from labfolio_xl.blocks import Rows, parse_table, parse_weights
from labfolio_xl.blocks.cells.values import read_name
from labfolio_xl.errors import InputError, LabfolioError, counted
from labfolio_xl.returns.alignment import align
from labfolio_xl.returns.dates.columns import may_be_date
from labfolio_xl.returns.findings import Finding
from labfolio_xl.returns.names.keys import name_key
from labfolio_xl.returns.report.data_report import examine
from labfolio_xl.returns.tables.checked import RiskFree, day
from labfolio_xl.returns.tables.input_table import InputTable
from labfolio_xl.returns.weights.words import ITEM
from labfolio_xl.sheet.cache import once
from labfolio_xl.sheet.cells import date_system
from labfolio_xl.sheet.settings import Settings

__all__ = ["benchmark_findings"]

_NAME = "Benchmark"


def benchmark_findings(
    rows: Rows, assets: InputTable, factors: InputTable, risk_free: RiskFree, settings: Settings
) -> tuple[Finding, ...]:
    """The lines of the data report on a benchmark; what cannot be read is a line too.

    Parameters
    ----------
    rows : sequence of sequences
        The cells: names of assets and weights, a bare column of weights, or dates and returns.
    assets, factors, risk_free
        Beside which it will stand.
    settings : Settings
        Those of the assets and of the weights hold for the benchmark too.
    """
    try:
        if _holds_weights(rows, assets):
            weights = parse_weights(rows, _NAME)
            report = once(examine)(assets, factors, risk_free, weights, **settings.portfolio)
            return _about(ITEM, report.findings)
        table = _series(
            parse_table(rows, argument=_NAME, order=settings.order, date_system=date_system(rows))
        )
        aligned = once(align)(table, factors, risk_free, **settings.data)
        return (*_about("Assets", aligned.findings), _span(aligned.assets.index))
    except LabfolioError as error:
        sentence = str(error).replace("Assets", _NAME, 1).removeprefix(f"{_NAME}: ")
        return (Finding("input", _NAME, "", "error", sentence.rstrip(".")),)


def _span(dates: pd.Index) -> Finding:
    reading = f"{counted(len(dates), 'date')} together with Factors"
    return Finding("span", _NAME, f"{day(dates[0])} to {day(dates[-1])}", "ok", reading)


def _holds_weights(rows: Rows, assets: InputTable) -> bool:
    """Whether the first column names assets, or is the only one, or holds no date at all.

    A date is no name of an asset, and what looks like a date may be a numeric ticker.
    """
    known = set(map(name_key, assets.frame.columns))
    names = any(name_key(read_name(row[0]) or "") in known for row in rows)
    return names or len(rows[0]) == 1 or not any(may_be_date(row[0]) for row in rows)


def _series(table: InputTable) -> InputTable:
    """The one series of a table, under a name that no factor has."""
    n_columns = table.frame.shape[1]
    if n_columns != 1:
        raise InputError(
            f"{_NAME}: it has {counted(n_columns, 'column')} of returns; select one, or names of "
            "assets and their weights."
        )
    return replace(table, frame=table.frame.set_axis([_NAME], axis=1))


def _about(argument: str, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The lines on the argument in whose place the benchmark stood, under its own name."""
    return tuple(
        replace(line, item=line.item.replace(argument, _NAME, 1))
        for line in findings
        if line.item.startswith((argument, _NAME))
    )
