"""Read a file for an input of a workbook: the cells for its sheet, and what was found in words."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pandas as pd

from labfolio_xl.errors import InputError, counted
from labfolio_xl.files import read_benchmark, read_risk_free, read_table, read_weights
from labfolio_xl.plan.formulas import dated_rows, portfolio_rows
from labfolio_xl.returns.benchmark import (
    about_benchmark,
    check_kind,
    is_series,
    line_of_benchmark,
    series_in_its_unit,
    settled_unit,
)
from labfolio_xl.returns.findings import Findings, listed
from labfolio_xl.returns.frequency.detection import find_frequency
from labfolio_xl.returns.rates.risk_free import per_period
from labfolio_xl.returns.tables.checked import day
from labfolio_xl.returns.tables.input_table import InputTable
from labfolio_xl.returns.tables.prices import returns_from_prices
from labfolio_xl.returns.weights.judgement import WeightTable, as_weight_table
from labfolio_xl.returns.weights.rows import WeightRows
from labfolio_xl.returns.weights.units import as_fractions
from labfolio_xl.returns.weights.weighing import Weighing, fractions_of_frame, has_dates
from labfolio_xl.returns.weights.words import is_total

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from labfolio_xl.blocks import Rows
    from labfolio_xl.excel.book.load_settings import LoadSettings
    from labfolio_xl.files import Source
    from labfolio_xl.options import RiskFreeIs
    from labfolio_xl.returns.findings import Finding

__all__ = ["InputFile", "cells_of", "read_input_file"]

# The headers of columns of names in a table of holdings, in the order of preference.
_OTHER_NAMES = ("isin", "name", "security", "description")
# The name that the readers of weights take for cash, which has no return.
_CASH = "Cash"


# What the numbers of a table were, in words.
_KINDS = {"returns": "returns", "prices": "prices, of which returns are taken", "values": "values"}


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file that was read for an input.

    Attributes
    ----------
    rows : rows
        The cells for the sheet of the input: decimal returns, a decimal rate per period, or
        fractions.
    source : Source
    lines : tuple of Finding
        What was decided while the file was read.
    words : str
        What was found: kind and unit, dates, frequency, names.
    settled : mapping
        The settings that are true of the rows, where the file decides them.
    """

    rows: Rows
    source: Source
    lines: tuple[Finding, ...]
    words: str
    settled: Mapping[str, str] = field(default_factory=dict)

    @property
    def decided(self) -> tuple[Finding, ...]:
        """The decisions of the input gate, without the facts."""
        return tuple(line for line in self.lines if line.severity != "ok")

    @property
    def found(self) -> str:
        """What was found in words, with the sheet and with what was decided."""
        sheet = f' Sheet "{self.source.sheet}".' if self.source.sheet else ""
        told = "".join(f" {_sentence(line)}" for line in self.decided)
        return f"{self.words}.{sheet}{told}"


def read_input_file(path: Path, settings: LoadSettings, assets: Collection[str] = ()) -> InputFile:
    """Read a file for an input.

    Parameters
    ----------
    path : Path
    settings : LoadSettings
        The input that is filled, and how the file is read.
    assets : names
        The assets of the workbook, by which the weights of a benchmark are told from returns.

    Raises
    ------
    InputError
        The file cannot be read; if it is in doubt, the sentence names the option that settles it.
    """
    given = settings.given
    place = {"sheet": given.get("sheet"), "cells": given.get("cells")}
    if settings.argument == "weights":
        return _weights_file(path, place, given)
    if settings.argument == "risk_free":
        return _rate_file(path, place, given)
    if settings.argument == "benchmark":
        return _benchmark_file(path, place, given, assets)
    argument = settings.argument
    table = read_table(
        path,
        **place,
        are=given.get(f"{argument}_are"),
        dates=given.get("dates"),
        argument=argument,
    )
    frame = table.frame
    if table.kind == "prices":
        frame = returns_from_prices(frame, argument=argument.capitalize())
    words = f"{_kind(table)}; {_dates(table.frame)}; {_names(table.frame.columns)}"
    return InputFile(cells_of(frame), cast("Source", table.source), table.findings, words)


def _weights_file(path: Path, place: Mapping[str, Any], given: Mapping[str, Any]) -> InputFile:
    weights, source = read_weights(path, **place, dates=given.get("dates"))
    return _of_weights(weights, source, given, Findings("refuse", list(weights.findings)))


def _of_weights(
    weights: WeightTable, source: Source, given: Mapping[str, Any], findings: Findings
) -> InputFile:
    fractions = _fractions(weights, given, findings)
    if isinstance(fractions, pd.DataFrame):
        words = f"{_of_frame(fractions)}; {_names(fractions.columns)}"
        return InputFile(cells_of(fractions), source, tuple(findings.lines), words)
    known = counted(len(fractions), "number")
    if isinstance(fractions, pd.Series):
        known = _names(fractions.index)
    total = float(np.asarray(fractions).sum())
    words = f"Weights; {known}; their sum is {total:.4g} as a fraction"
    rows = cells_of(fractions, weights.aliases)
    return InputFile(rows, source, tuple(findings.lines), words)


def _benchmark_file(
    path: Path, place: Mapping[str, Any], given: Mapping[str, Any], assets: Collection[str]
) -> InputFile:
    read, source = read_benchmark(path, **place, dates=given.get("dates"), assets=assets)
    findings, declared = Findings("refuse"), given.get("benchmark_is")
    of_series = is_series(read)
    check_kind(declared, of_series=of_series)
    now = {} if declared is None else {"benchmark_is": settled_unit(of_series=of_series)}
    if of_series:
        frame = series_in_its_unit(cast("InputTable", read), declared, findings).frame
        words = f"Returns; {_dates(frame)}; {_names(frame.columns)}"
        return InputFile(cells_of(frame), source, tuple(findings.lines), words, now)
    try:
        found = _of_weights(as_weight_table(read), source, {"weights_are": declared}, findings)
    except InputError as error:
        raise type(error)(about_benchmark(str(error))) from None
    return replace(found, lines=tuple(map(line_of_benchmark, found.lines)), settled=now)


def _rate_file(path: Path, place: Mapping[str, Any], given: Mapping[str, Any]) -> InputFile:
    rate, source = read_risk_free(path, **place, dates=given.get("dates"))
    findings = Findings("refuse", [] if isinstance(rate, float) else list(rate.findings))
    known = _per_period(rate, given.get("risk_free_is"), findings)
    if isinstance(rate, float):
        words = f"Rate; one number, {rate:g} per period"
    else:
        words = f"Rate; {_dates(rate.frame)}; its mean is {np.nanmean(known):.4g} per period"
    return InputFile(cells_of(known), source, tuple(findings.lines), words)


def _of_frame(weights: pd.DataFrame) -> str:
    """What a frame of weights is in words: weights over time, or of several portfolios."""
    if has_dates(weights):
        return f"Weights by date; {_dates(weights)}"
    return f"Weights of several portfolios, {counted(len(weights), 'name')}"


def _kind(table: InputTable) -> str:
    """Return what the numbers are and their unit, such as "Returns in percent"."""
    words = _KINDS[table.kind or "returns"]
    unit = {"percent": " in percent", "decimal": ", decimal"}.get(table.unit or "", "")
    return f"{words[0].upper()}{words[1:]}{unit if table.kind == 'returns' else ''}"


def _dates(frame: pd.DataFrame) -> str:
    """Return how many dates there are, from when to when, and how often they come."""
    dates = pd.DatetimeIndex(frame.index)
    often = find_frequency(dates)
    words = f"{counted(len(dates), 'date')}, {day(dates[0])} to {day(dates[-1])}"
    return words if often is None else f"{words}, {often.words}"


def _names(names: Collection[Any]) -> str:
    return f"{counted(len(names), 'name')}: {listed([str(name) for name in names])}"


def _sentence(line: Finding) -> str:
    return f"{line.sentence[:1].upper()}{line.sentence[1:]}."


def _per_period(
    rate: InputTable | float, risk_free_is: RiskFreeIs | None, findings: Findings
) -> pd.Series[float] | float:
    """Return the rate in the unit of the sheet: decimal, per period of its own dates."""
    if isinstance(rate, float):
        if risk_free_is not in (None, "period"):
            raise InputError(
                "RiskFree: one number does not say how long its period is; type the decimal rate "
                "per period of the returns, or load dates and rates."
            )
        return rate
    dates = pd.DatetimeIndex(rate.frame.index)
    known = per_period(rate, risk_free_is, dates, find_frequency(dates), findings)
    return pd.Series(known, dates)


def _fractions(
    table: WeightTable, given: Mapping[str, Any], findings: Findings
) -> pd.Series[float] | pd.DataFrame | NDArray[np.float64]:
    """Return the weights as their sheet has them: fractions, with all cash under one name.

    Whether each name has returns is judged later, when the results are computed.
    """
    how = (table.says, given.get("weights_are"), given.get("nav"), findings)
    if isinstance(table.weights, pd.DataFrame):
        return fractions_of_frame(table, Weighing.of(given), findings)
    if not isinstance(table.weights, pd.Series):
        return as_fractions(np.asarray(table.weights, dtype=float), *how)
    names = [str(name) for name in table.weights.index]
    assets = [name for name in names if not is_total(name)]
    numbers = np.asarray(table.weights, dtype=np.float64)
    rows = WeightRows.of(names, numbers, assets, cash=table.cash, aliases={}, findings=findings)
    fractions = pd.Series(as_fractions(rows.numbers, *how), rows.names)
    called_cash = fractions.index.isin(list(table.cash))
    if called_cash.any():
        fractions = pd.concat(
            [fractions[~called_cash], pd.Series({_CASH: fractions[called_cash].sum()})]
        )
    return fractions


def cells_of(table: object, aliases: Mapping[str, tuple[str, ...]] = MappingProxyType({})) -> Rows:
    """Return the cells of an input as its sheet has them; no rows if it is not given.

    Other names of weights, such as an ISIN, stand beside the first one. Which of them the assets
    use is known only when the sheet Portfolio is read, which may be loaded after the weights.
    """
    if table is None:
        return []
    if isinstance(table, InputTable):
        table = table.frame
    if isinstance(table, pd.DataFrame):
        return dated_rows(table) if has_dates(table) else portfolio_rows(table)
    if isinstance(table, pd.Series):
        if isinstance(table.index, pd.DatetimeIndex):
            return dated_rows(table.to_frame("risk_free"))
        named = [(str(name), aliases.get(str(name), ())) for name in table.index]
        others = _OTHER_NAMES[: max((len(more) for _, more in named), default=0)]
        first = "ticker" if others else "asset"
        rows = zip(named, table.to_numpy(float), strict=True)
        return [
            [first, *others, "weight"],
            *(
                [name, *more[: len(others)], *[None] * (len(others) - len(more)), float(weight)]
                for (name, more), weight in rows
            ),
        ]
    return [[float(number)] for number in np.atleast_1d(np.asarray(table, dtype=float))]
