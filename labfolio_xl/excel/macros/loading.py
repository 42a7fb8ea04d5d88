"""Fill the inputs of an open workbook from a file or with the sample returns."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pandas as pd

from labfolio_xl.errors import InputError, LabfolioError
from labfolio_xl.excel.book.decisions import Loaded
from labfolio_xl.excel.book.inputs import (
    place_of,
    require_inputs,
    require_labfolio,
    write_input,
)
from labfolio_xl.excel.book.load_settings import DECLARATIONS, LoadSettings
from labfolio_xl.excel.book.provenance import record_load
from labfolio_xl.excel.book.settings import write_settings
from labfolio_xl.excel.macros.refreshing import refresh, summary
from labfolio_xl.files import read_risk_free, read_table, read_weights
from labfolio_xl.plan.inputs import sample_inputs
from labfolio_xl.plan.places import INPUTS
from labfolio_xl.returns.findings import Findings
from labfolio_xl.returns.frequency.detection import find_frequency
from labfolio_xl.returns.rates.risk_free import per_period
from labfolio_xl.returns.tables.input_table import InputTable
from labfolio_xl.returns.tables.prices import returns_from_prices
from labfolio_xl.returns.weights.judgement import WeightTable
from labfolio_xl.returns.weights.rows import WeightRows
from labfolio_xl.returns.weights.units import as_fractions
from labfolio_xl.returns.weights.words import is_total
from labfolio_xl.sheet.cells import to_cells

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from labfolio_xl.blocks import Rows
    from labfolio_xl.files import Source
    from labfolio_xl.options import RiskFreeIs
    from labfolio_xl.returns.findings import Finding

__all__ = ["file_rows", "load_file", "load_sample"]

# The headers of columns of names in a table of holdings, in the order of preference.
_OTHER_NAMES = ("isin", "name", "security", "description")
# The name that the readers of weights take for cash, which has no return.
_CASH = "Cash"


def load_file(
    book: Any,
    name: str,
    path: Path,
    say: Callable[[str], None],
    settings: str = "",
) -> str:
    """Fill one input from a file and refresh; return the closing sentence.

    The workbook is not changed if the file cannot be read or a sheet cannot be written to.
    """
    require_labfolio(book)
    place = place_of(name)
    say(f"Reading {path.name}")
    given = LoadSettings.read(settings, place.argument)
    rows, source, lines = file_rows(path, given)
    require_inputs(book, {place.name: rows})
    write_input(book, place, rows)
    said = [*write_settings(book, given.of_workbook), *given.told]
    loaded = Loaded(
        names=(place.name,),
        decided=tuple(line for line in lines if line.severity != "ok"),
    )
    record_load(book, {place.name: source})
    try:
        done = refresh(book, say, loaded=loaded)
    except LabfolioError as mistake:
        # The other input may be loaded next, such as factors of the same years as the assets.
        text = (
            f"{place.name} loaded from {path.name}; the results cannot be computed yet: {mistake}"
        )
        raise type(mistake)(" ".join([text, *said])) from mistake
    told = [f"{line.sentence[:1].upper()}{line.sentence[1:]}." for line in lines]
    first = f"{place.name} loaded from {path.name}."
    return " ".join([first, *told, *said, summary(done)])


def load_sample(book: Any, say: Callable[[str], None]) -> str:
    """Fill all inputs with the sample returns and refresh; return the closing sentence."""
    require_labfolio(book)
    sample = sample_inputs()
    inputs = {place.name: _rows(getattr(sample, place.argument)) for place in INPUTS}
    require_inputs(book, inputs)
    for place in INPUTS:
        write_input(book, place, inputs[place.name])
    write_settings(book, {**dict.fromkeys(DECLARATIONS), **sample.settings.given})
    origins = {place.name: sample.origins.get(place.argument, "") for place in INPUTS}
    record_load(book, origins, sample.subject, (*sample.notes, *sample.cautions))
    loaded = Loaded([place.name for place in INPUTS])
    return summary(refresh(book, say, loaded=loaded))


def file_rows(path: Path, settings: LoadSettings) -> tuple[Rows, Source, tuple[Finding, ...]]:
    """Read a file for an input; return the cells for its sheet, the origin and the decisions.

    Parameters
    ----------
    path : Path
    settings : LoadSettings
        The input that is filled, and the settings that the user gave for the file.

    Raises
    ------
    InputError
        The file cannot be read; if it is in doubt, the sentence names the setting to give.
    """
    argument, given = settings.argument, settings.of_file
    if argument == "weights":
        weights, source = read_weights(path, sheet=given.get("sheet"))
        findings = Findings("refuse", list(weights.findings))
        rows = _rows(_fractions(weights, given, findings), weights.aliases)
        return rows, source, tuple(findings.lines)
    if argument == "risk_free":
        rate, source = read_risk_free(path, sheet=given.get("sheet"), dates=given.get("dates"))
        findings = Findings("refuse", list(rate.findings) if isinstance(rate, InputTable) else [])
        rows = _rows(_per_period(rate, given.get("risk_free_is"), findings))
        return rows, source, tuple(findings.lines)
    table = read_table(
        path,
        sheet=given.get("sheet"),
        are=given.get(f"{argument}_are"),
        dates=given.get("dates"),
        argument=argument,
    )
    frame = table.frame
    if table.kind == "prices":
        frame = returns_from_prices(frame, argument=argument.capitalize())
    return _rows(frame), cast("Source", table.source), table.findings


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
) -> pd.Series[float] | NDArray[np.float64]:
    """Return the weights as their sheet has them: fractions, with all cash under one name.

    Whether each name has returns is judged later, when the results are computed.
    """
    how = (table.says, given.get("weights_are"), given.get("nav"), findings)
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


def _rows(table: object, aliases: Mapping[str, tuple[str, ...]] = MappingProxyType({})) -> Rows:
    """Return the cells of an input as its sheet has them; no rows if it is not given.

    Other names of weights, such as an ISIN, stand beside the first one. Which of them the assets
    use is known only when the sheet Portfolio is read, which may be loaded after the weights.
    """
    if table is None:
        return []
    if isinstance(table, InputTable):
        table = table.frame
    if isinstance(table, pd.DataFrame):
        return to_cells(table.rename_axis("date"), blank_missing=True)
    if isinstance(table, pd.Series):
        if isinstance(table.index, pd.DatetimeIndex):
            return to_cells(table.to_frame("risk_free").rename_axis("date"), blank_missing=True)
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
