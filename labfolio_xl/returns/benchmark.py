"""The benchmark of a portfolio: weights of assets, or one series of returns."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeAlias, cast

import pandas as pd

from labfolio_xl.errors import InputError, LabfolioError, counted
from labfolio_xl.options import BenchmarkIs, check_option
from labfolio_xl.returns.aligned import Aligned, Table
from labfolio_xl.returns.alignment import align_into
from labfolio_xl.returns.data_options import DataOptions
from labfolio_xl.returns.findings import Finding, Findings
from labfolio_xl.returns.rates.excess import subtract_risk_free
from labfolio_xl.returns.tables.checked import as_input, day
from labfolio_xl.returns.tables.input_table import InputTable, settled
from labfolio_xl.returns.weights.judgement import Weights
from labfolio_xl.returns.weights.weighing import JudgedWeights, Weighing

__all__ = ["BENCHMARK", "Benchmark", "benchmark_returns", "is_series", "judge_benchmark"]

# The name of the argument, of the row in tables, and of the item in the data report.
BENCHMARK = "Benchmark"

Benchmark: TypeAlias = "Weights | Table"

_OF_SERIES = ("returns", "percent", "prices")
_OF_WEIGHTS = ("fractions", "percent", "values")


def is_series(benchmark: Benchmark) -> bool:
    """Whether a benchmark is one series of returns by date, and not weights of assets.

    One column beside dates is a series, whatever its name; several columns beside dates are
    weights of the assets over time.
    """
    if isinstance(benchmark, InputTable):
        return benchmark.frame.shape[1] == 1
    if isinstance(benchmark, pd.Series | pd.DataFrame):
        dated = isinstance(benchmark.index, pd.DatetimeIndex | pd.PeriodIndex)
        return dated and (isinstance(benchmark, pd.Series) or benchmark.shape[1] == 1)
    return False


def judge_benchmark(
    benchmark: Weights,
    assets: pd.Index,
    how: Weighing,
    findings: Findings,
    *,
    are: BenchmarkIs | None,
) -> JudgedWeights:
    """Judge the weights of a benchmark as those of a portfolio, without its nav and its unit.

    Raises
    ------
    InputError
        As :meth:`Weighing.judge`, about the Benchmark.
    """
    _check_kind(are, _OF_WEIGHTS, "weights of assets")
    own = how._replace(nav=None, portfolio=None, weights_are=are)  # type: ignore[arg-type]
    told = Findings(findings.doubts)
    try:
        judged = own.judge(benchmark, assets, told)
    except LabfolioError as mistake:
        raise _about_benchmark(mistake, "Weights") from None
    findings.lines += _renamed(told.lines, "Weights")
    return judged


def benchmark_returns(
    benchmark: Table, aligned: Aligned, are: BenchmarkIs | None, findings: Findings
) -> pd.Series[float]:
    """Returns of a benchmark in excess of the rate, on those of the common dates that it has.

    Parameters
    ----------
    benchmark : one column by date
        Returns, percent or prices; like the assets, they are total returns where a risk-free
        rate is given, and excess returns where none is.
    aligned : Aligned
        Assets and factors on their common dates. Finer returns of the benchmark are compounded
        to their frequency.
    are : {"returns", "percent", "prices"} or None
        What the numbers are; without it, this is judged from the numbers.
    findings : Findings

    Raises
    ------
    InputError, MissingDataError
        As :func:`labfolio_xl.align` does, about the Benchmark.
    """
    _check_kind(are, _OF_SERIES, "one series by date")
    given = as_input(benchmark, BENCHMARK)
    if given.frame.shape[1] != 1:
        raise InputError(
            f"{BENCHMARK}: it has {counted(given.frame.shape[1], 'column')} of returns; give one, "
            "or the weights of assets by date."
        )
    series = replace(given, frame=given.frame.set_axis([BENCHMARK], axis=1))
    options: dict[str, object] = {"missing": "available", "self_financing": "all"}
    if are is not None:
        options["assets_are"] = are
    if aligned.frequency is not None and "frequency" in aligned.options:
        options["frequency"] = aligned.frequency.name
    for bound in ("start", "end"):
        if aligned.options.get(bound) is not None:
            options[bound] = aligned.options[bound]
    told = Findings(findings.doubts)
    try:
        found = align_into(
            told,
            series,
            settled(_dates_alone(aligned)),
            aligned.risk_free,
            **cast("DataOptions", options),
        )
    except LabfolioError as mistake:
        raise _about_benchmark(mistake, "Assets") from None
    findings.lines += _renamed(told.lines, "Assets")
    column = subtract_risk_free(found).assets[BENCHMARK].dropna()
    if not len(column):
        raise InputError(
            f"{BENCHMARK}: it has no return on the common dates of Assets and Factors, "
            f"{day(aligned.factors.index[0])} to {day(aligned.factors.index[-1])}; give returns "
            "of these dates."
        )
    return column


def _dates_alone(aligned: Aligned) -> pd.DataFrame:
    """The common dates as a table, to which the benchmark is aligned like assets to factors."""
    return pd.DataFrame({"common dates": 0.0}, index=aligned.factors.index)


def _check_kind(are: BenchmarkIs | None, known: tuple[str, ...], what: str) -> None:
    if are is None:
        return
    word = check_option(are, BenchmarkIs, "benchmark_is")
    if word not in known:
        raise InputError(
            f"benchmark_is is {word}, but {BENCHMARK} holds {what}, which are "
            f"{', '.join(known[:-1])} or {known[-1]}; correct it, or leave it out."
        )


def _about_benchmark(mistake: LabfolioError, argument: str) -> LabfolioError:
    """The same error about the benchmark, in whose place the argument was judged."""
    text = str(mistake).replace(f"{argument.lower()}_are", "benchmark_is")
    return type(mistake)(text.replace(argument, BENCHMARK, 1))


def _renamed(lines: list[Finding], argument: str) -> list[Finding]:
    """The lines about the benchmark, in whose place the argument was judged."""
    return [
        replace(line, item=line.item.replace(argument, BENCHMARK, 1))
        for line in lines
        if line.item.startswith((argument, BENCHMARK))
    ]
