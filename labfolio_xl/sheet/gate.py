"""What the input gate says of the tables of a formula, as cells show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from labfolio_xl.blocks.values import Cell
from labfolio_xl.errors import InputError, counted
from labfolio_xl.options import FrequencyName
from labfolio_xl.returns.alignment import align
from labfolio_xl.returns.compounding import resample
from labfolio_xl.returns.findings import Finding, Findings
from labfolio_xl.returns.input_table import InputTable
from labfolio_xl.returns.report import DataReport
from labfolio_xl.returns.tables import RiskFree
from labfolio_xl.returns.units import judge
from labfolio_xl.returns.weights import Weights
from labfolio_xl.sheet.cache import once
from labfolio_xl.sheet.cells import Result
from labfolio_xl.sheet.layout import INFERENCE
from labfolio_xl.sheet.settings import Settings

__all__ = [
    "mistake_rows",
    "mistake_status",
    "report",
    "resampled",
    "rows",
    "status",
    "with_warning",
]

_HEADER: list[Cell] = ["check", "item", "found", "severity", "reading"]


def report(
    assets: InputTable,
    factors: InputTable,
    risk_free: RiskFree,
    weights: Weights,
    settings: Settings,
) -> DataReport:
    """The report on the tables, in which errors are lines too."""
    listing = replace(settings, doubts="list")
    return once(align)(assets, factors, risk_free, **listing.data).report


def rows(data: DataReport) -> list[list[Cell]]:
    """The report as rows of cells."""
    return [_HEADER, *map(_row, data.findings)]


def _row(line: Finding) -> list[Cell]:
    return [line.check, line.item, line.found, line.severity, line.reading]


def mistake_rows(sentence: str) -> list[list[Cell]]:
    """The report on tables that cannot be read: one row."""
    return [_HEADER, ["input", "not readable", "", "error", sentence]]


def status(data: DataReport) -> str:
    """In one line: "ok", or how many errors there are and which, or else how many warnings."""
    for severity in ("error", "warning"):
        found = [line for line in data.findings if line.severity == severity]
        if found:
            return f"{_number(found, severity)}: {' | '.join(line.sentence for line in found)}"
    return "ok"


def _number(found: Sequence[Finding], severity: str) -> str:
    """Count them: "error", "2 errors", "1 warning"."""
    if severity == "error" and len(found) == 1:
        return severity
    return counted(len(found), severity)


def mistake_status(sentence: str) -> str:
    """The status of tables that cannot be read."""
    return f"error: {sentence}"


def with_warning(result: Result, values: Mapping[str, Any]) -> Result:
    """Name the first warning about the tables beside how the errors of a result were made.

    Parameters
    ----------
    result : what a worksheet function returns
        Left as it is unless it is a table with a column ``inference``.
    values : mapping
        What the function got, by the names of its arguments.
    """
    if not isinstance(result, pd.DataFrame) or result.columns[-1] != INFERENCE:
        return result
    warning = _first_warning(values)
    if not warning:
        return result
    texts = result.iloc[:, -1].tolist()
    row = next(number for number, text in enumerate(texts) if text)
    texts[row] = f"{texts[row]}; {warning}"
    told = result.copy(deep=False)
    told.isetitem(result.shape[1] - 1, texts)
    return told


def _first_warning(values: Mapping[str, Any]) -> str:
    """The first warning about the tables that a function got, short; "" if there is none."""
    assets, settings = next(iter(values.values())), values["settings"]
    aligned = once(align)(assets, values["factors"], values["risk_free"], **settings.data)
    line = next((line for line in aligned.report.findings if line.severity == "warning"), None)
    return "" if line is None else f"data warning: {line.check}, {line.item}; see LF_STATUS"


def resampled(returns: InputTable, frequency: FrequencyName, settings: Settings) -> pd.DataFrame:
    """Returns compounded to a coarser frequency, once their unit is settled.

    Raises
    ------
    InputError
        They are no returns, or may be percent.
    """
    are = settings.given.get("assets_are")
    table = judge(returns, "Returns", are, Findings(settings.doubts))
    if table.kind == "prices":
        raise InputError("Returns: they are prices; take their returns first, with LF_RETURNS.")
    return resample(table.frame, frequency)
