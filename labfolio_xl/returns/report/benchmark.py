"""The lines of the data report on a benchmark, and the benchmark as it was judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

import pandas as pd

from labfolio_xl.errors import LabfolioError, counted
from labfolio_xl.options import BenchmarkAre
from labfolio_xl.returns.aligned import Aligned, Table
from labfolio_xl.returns.alignment import align_into
from labfolio_xl.returns.benchmark_unit import (
    BENCHMARK,
    Benchmark,
    are_returns,
    benchmark_in_its_unit,
)
from labfolio_xl.returns.data_options import DataOptions
from labfolio_xl.returns.findings import Finding, Findings
from labfolio_xl.returns.tables.checked import RiskFree, day
from labfolio_xl.returns.tables.input_table import InputTable
from labfolio_xl.returns.weights.dated import are_dated, judge_dated_weights
from labfolio_xl.returns.weights.judgement import Weighing, Weights
from labfolio_xl.returns.weights.words import ITEM

if TYPE_CHECKING:
    from labfolio_xl.options import Unmatched

__all__ = ["about_benchmark", "as_line", "judge_benchmark", "line_of_benchmark"]

_ASSETS = "Assets"


def judge_benchmark(
    benchmark: Benchmark,
    aligned: Aligned,
    factors: Table,
    risk_free: RiskFree | InputTable,
    *,
    are: BenchmarkAre | None = None,
    unmatched: Unmatched = "error",
    data: DataOptions,
    findings: Findings,
) -> InputTable | pd.Series[float] | pd.DataFrame | None:
    """Judge a benchmark beside the other tables.

    Parameters
    ----------
    benchmark : returns or weights, or None
        See :func:`are_returns`.
    aligned : Aligned
        The tables that are used, by whose assets weights are matched.
    factors, risk_free
        The tables with which returns must have dates in common.
    are : {"returns", "percent", "prices", "fractions", "values"} or None
        What the numbers of the benchmark are. What is said of Assets and of Weights does not
        count for it.
    unmatched : {"error", "drop"}
        What to do with weights of names that no asset has.
    data : DataOptions
        The options for the other tables.
    findings : Findings
        Collects the lines; their items begin with "Benchmark".

    Returns
    -------
    InputTable, Series, DataFrame or None
        Decimal returns in one column; fractions by asset; or fractions, dates x assets.

    Raises
    ------
    LabfolioError
        The benchmark cannot be read, or has no date in common with the factors.
    """
    if benchmark is None:
        return None
    own, names = Findings(findings.doubts), list(aligned.assets.columns)
    result: InputTable | pd.Series[float] | pd.DataFrame | None
    try:
        judged = benchmark_in_its_unit(benchmark, are, own, names)
        if are_returns(judged, names):
            result = _returns(judged, factors, risk_free, data, own)
            _note_absent(result, aligned, own)
        else:
            result = _fractions(judged, names, Weighing(unmatched=unmatched), own)
    except LabfolioError as error:
        # An error that is raised after one was listed only follows from that one.
        if not any(line.severity == "error" for line in _lines(own)):
            raise type(error)(about_benchmark(str(error))) from None
        result = None
    findings.lines += _lines(own)
    return result


def _lines(own: Findings) -> list[Finding]:
    """Return the lines on the benchmark; those on factors and the rate stand elsewhere."""
    ours = (_ASSETS, ITEM, BENCHMARK)
    return [line_of_benchmark(line) for line in own.lines if line.item.startswith(ours)]


def line_of_benchmark(line: Finding) -> Finding:
    """Return a line about the table in whose place the benchmark was judged, renamed."""
    return replace(line, item=about_benchmark(line.item), reading=about_benchmark(line.reading))


def _returns(
    judged: Benchmark,
    factors: Table,
    risk_free: RiskFree | InputTable,
    data: DataOptions,
    findings: Findings,
) -> InputTable:
    table = cast("InputTable", judged)
    name = str(table.frame.columns[0])
    # A factor may have the name of the benchmark, which an asset must not have.
    plain = replace(table, frame=table.frame.set_axis([BENCHMARK], axis=1))
    options = cast("DataOptions", {key: said for key, said in data.items() if key != "assets_are"})
    aligned = align_into(findings, plain, factors, risk_free, **options)
    dates = aligned.assets.index
    reading = f"{counted(len(dates), 'date')} together with Factors"
    findings.ok("span", BENCHMARK, f"{day(dates[0])} to {day(dates[-1])}", reading)
    often = None if aligned.frequency is None else aligned.frequency.name
    decimal = aligned.given[0].set_axis([name], axis=1)
    return InputTable(decimal, "returns", "decimal", often)


def _note_absent(benchmark: InputTable, aligned: Aligned, findings: Findings) -> None:
    """Note the dates of the other tables on which the benchmark has no return."""
    known = benchmark.frame.dropna().index
    absent = aligned.assets.index.difference(known)
    if len(absent):
        reading = f"of Assets and Factors without a return of it, the first {day(absent[0])}"
        findings.note("dates", BENCHMARK, counted(len(absent), "date"), reading)


def _fractions(
    judged: Benchmark, names: Sequence[str], weighing: Weighing, findings: Findings
) -> pd.Series[float] | pd.DataFrame:
    if are_dated(judged):
        return judge_dated_weights(cast("pd.DataFrame", judged), names, weighing, findings)
    index = pd.Index(names)
    return pd.Series(weighing.judge(cast("Weights", judged), index, findings), index)


def about_benchmark(sentence: str) -> str:
    """Return a sentence about the table in whose place the benchmark was judged, renamed."""
    said = sentence.replace("weights_are", "benchmark_are").replace("assets_are", "benchmark_are")
    if said.startswith(f"{ITEM} are "):
        return f"{BENCHMARK}: the weights {said.removeprefix(f'{ITEM} ')}"
    for argument in (_ASSETS, ITEM):
        if said.startswith(argument):
            return BENCHMARK + said.removeprefix(argument)
    return said


def as_line(error: LabfolioError) -> Finding:
    """Return the line of the report for a benchmark that cannot be read."""
    sentence = str(error).removeprefix(f"{BENCHMARK}: ").rstrip(".")
    return Finding("input", BENCHMARK, "", "error", sentence)
