"""The input gate for the tables of a formula, and its findings as cells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pandas as pd

from labfolio_xl.blocks.cells.values import Cell
from labfolio_xl.errors import InputError, LabfolioError
from labfolio_xl.models.shared.outcome import Outcome, known
from labfolio_xl.options import AssetsAre
from labfolio_xl.returns.aligned import Aligned, Table
from labfolio_xl.returns.alignment import align
from labfolio_xl.returns.benchmark import BENCHMARK, Benchmark
from labfolio_xl.returns.findings import Finding, Findings
from labfolio_xl.returns.frequency.detection import check_periods_per_year
from labfolio_xl.returns.report.data_report import DataReport, examine
from labfolio_xl.returns.tables.checked import RiskFree
from labfolio_xl.returns.tables.input_table import InputTable
from labfolio_xl.returns.units.judgement import judge
from labfolio_xl.returns.weights.judgement import Weights
from labfolio_xl.sheet.cache import fingerprint, known_by, once
from labfolio_xl.sheet.cells import Result
from labfolio_xl.sheet.layout import HOW
from labfolio_xl.sheet.settings import Settings

__all__ = [
    "align_once",
    "aligned_tables",
    "decimal",
    "examine_inputs",
    "first_warning",
    "mistake_rows",
    "mistake_status",
    "remarks",
    "rows",
    "through_gate",
    "with_own_warning",
    "with_remarks",
]

# The tables of a function that takes all of these pass the input gate before it is called.
_TABLES = frozenset({"assets", "factors", "risk_free", "settings"})
_HEADER: list[Cell] = ["check", "item", "found", "severity", "reading"]


def examine_inputs(
    assets: InputTable,
    factors: InputTable,
    risk_free: RiskFree,
    weights: Weights,
    *,
    benchmark: Outcome[Benchmark],
    settings: Settings,
) -> DataReport:
    """The data report on the inputs of a formula, in which errors are lines too."""
    listing = replace(settings, doubts="list")
    a_year = settings.given.get("periods_per_year")
    data = once(examine)(
        assets,
        factors,
        risk_free,
        weights,
        known(benchmark),
        periods_per_year=a_year,
        benchmark_is=settings.given.get("benchmark_is"),
        **listing.portfolio,
    )
    if isinstance(benchmark, LabfolioError):
        reading = str(benchmark).removeprefix(f"{BENCHMARK}: ").rstrip(".")
        line = Finding("input", BENCHMARK, "", "error", reading)
        return replace(data, findings=(*data.findings, line))
    return data


def rows(data: DataReport) -> list[list[Cell]]:
    """The data report as rows of cells."""
    return [_HEADER, *map(_row, data.findings)]


def _row(line: Finding) -> list[Cell]:
    return [line.check, line.item, line.found, line.severity, line.reading]


def mistake_rows(sentence: str) -> list[list[Cell]]:
    """The data report on inputs that cannot be read: one row."""
    return [_HEADER, ["input", "not readable", "", "error", sentence]]


def mistake_status(sentence: str) -> str:
    """The status of inputs that cannot be read."""
    return f"1 error: {sentence}"


def aligned_tables(values: dict[str, Any]) -> Aligned | None:
    """Return the aligned tables of a function, computed once for all formulas with equal tables.

    The answer is None for a function that takes other tables, or where no factors are given.
    """
    if not values.keys() >= _TABLES:
        return None
    if isinstance(values["assets"], Aligned):
        return values["assets"]
    if values["factors"] is None:
        return None
    assets, factors, risk_free = (values[name] for name in ("assets", "factors", "risk_free"))
    return align_once(assets, factors, risk_free, values["settings"])


def align_once(
    assets: Table, factors: Table, risk_free: RiskFree | InputTable, settings: Settings
) -> Aligned:
    """Align tables once; the cache then knows the result by a key, without a digest of it."""
    inputs, options = (assets, factors, risk_free), settings.data
    aligned = once(align)(*inputs, **options)
    known_by(aligned, ("aligned", fingerprint((*inputs, options))))
    return aligned


def through_gate(values: dict[str, Any], aligned: Aligned | None) -> Iterable[Any]:
    """Return the arguments of a function, with the aligned tables in the place of its tables."""
    if aligned is None:
        return values.values()
    return (values | {"assets": aligned, "factors": None, "risk_free": None}).values()


def first_warning(values: dict[str, Any], aligned: Aligned | None) -> str:
    """Return the first warning about the tables or the periods in a year; "" if there is none."""
    if aligned is None:
        return ""
    line = next((line for line in aligned.findings if line.severity == "warning"), None)
    if line is not None:
        return f"data warning: {line.check}, {line.item}; see LF_STATUS"
    settings, findings = values["settings"], Findings("list")
    if "periods_per_year" not in settings.uses.words:
        return ""
    a_year = settings["periods_per_year"]
    check_periods_per_year(a_year, aligned.frequency, findings)
    return next((f"data warning: {line.sentence}" for line in findings.lines), "")


def remarks(values: dict[str, Any], aligned: Aligned | None) -> str:
    """Return what is said of the tables beside every result: net factors, the first warning."""
    net = "" if aligned is None or aligned.net_of is None else f"factors net of {aligned.net_of}"
    return "; ".join(filter(None, [net, first_warning(values, aligned)]))


def with_remarks(result: Result, said: str) -> Result:
    """Add remarks to the column that describes how the numbers of a result were made.

    Parameters
    ----------
    result : what a worksheet function returns
        It is returned unchanged unless it is a table whose last column describes its numbers.
    said : str
        "" if there is nothing to say.
    """
    if not said or not isinstance(result, pd.DataFrame) or result.columns[-1] not in HOW:
        return result
    texts = result.iloc[:, -1].tolist()
    row = next((row for row, text in enumerate(texts) if text and isinstance(text, str)), None)
    if row is None:  # the column is a factor of this name
        return result
    texts[row] = f"{texts[row]}; {said}"
    warned = result.copy(deep=False)
    warned.isetitem(result.shape[1] - 1, texts)
    return warned


def with_own_warning(
    result: pd.DataFrame, warnings: Iterable[Finding], assets: InputTable | Aligned
) -> Result:
    """Add the first warning about tables that did not pass the gate: assets without factors."""
    if isinstance(assets, Aligned):
        return result
    sentences = (f"data warning: {line.sentence}" for line in warnings)
    return with_remarks(result, next(sentences, ""))


def decimal(returns: InputTable, settings: Settings) -> InputTable:
    """Return decimal returns, for a function that takes no other table.

    Raises
    ------
    InputError
        The numbers are prices, or may be percent.
    """
    table = once(_judged)(returns, settings["assets_are"])
    if table.kind == "prices":
        raise InputError("Returns: they are prices; take their returns first, with LF_RETURNS.")
    return table


def _judged(returns: InputTable, are: AssetsAre | None) -> InputTable:
    return judge(returns, "Returns", are, Findings("refuse"))
