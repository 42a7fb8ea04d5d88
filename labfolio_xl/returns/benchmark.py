"""The benchmark of a portfolio: weights of assets, or one series of returns."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias, cast, get_args

import pandas as pd

from labfolio_xl.errors import InputError, LabfolioError, counted
from labfolio_xl.options import AssetsAre, BenchmarkIs, WeightsAre, check_option
from labfolio_xl.returns.aligned import Aligned, Table
from labfolio_xl.returns.alignment import align_into
from labfolio_xl.returns.findings import Finding, Findings, listed
from labfolio_xl.returns.rates.excess import subtract_risk_free
from labfolio_xl.returns.tables.checked import as_input, day
from labfolio_xl.returns.tables.input_table import InputTable, settled
from labfolio_xl.returns.tables.prices import returns_from_prices
from labfolio_xl.returns.units.judgement import judge
from labfolio_xl.returns.units.sanity import check_returns
from labfolio_xl.returns.weights.judgement import Weights
from labfolio_xl.returns.weights.weighing import (
    JudgedWeights,
    Weighing,
    has_dates,
    portfolio_names,
)
from labfolio_xl.returns.weights.words import ITEM

if TYPE_CHECKING:
    from labfolio_xl.returns.data_options import DataOptions

__all__ = [
    "BENCHMARK",
    "Benchmark",
    "about_benchmark",
    "benchmark_returns",
    "check_kind",
    "is_series",
    "judge_benchmark",
    "judge_beside",
    "line_of_benchmark",
    "series_in_its_unit",
    "settled_unit",
]

# The name of the argument, of the row in tables, and of the item in the data report.
BENCHMARK = "Benchmark"

Benchmark: TypeAlias = "Weights | Table"

_ASSETS = "Assets"
_SEATS = {"Assets": BENCHMARK, "Factors": "Assets"}


def is_series(benchmark: Benchmark) -> bool:
    """Whether a benchmark is one series of returns by date, and not weights of assets.

    One column beside dates is a series, whatever its name; several columns beside dates are
    weights of the assets over time.
    """
    if isinstance(benchmark, InputTable):
        return True
    if isinstance(benchmark, pd.Series | pd.DataFrame):
        is_one = isinstance(benchmark, pd.Series) or benchmark.shape[1] == 1
        return is_one and has_dates(benchmark)
    return False


def settled_unit(*, of_series: bool) -> BenchmarkIs:
    """Return what is true of a benchmark after it was converted."""
    return "returns" if of_series else "fractions"


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
    check_kind(are, of_series=False)
    names = portfolio_names(benchmark)
    if names:
        raise InputError(
            f"{BENCHMARK}: it has {counted(len(names), 'column')} of weights ({listed(names)}); "
            "select the names of the assets and one column."
        )
    own = how._replace(nav=None, portfolio=None, weights_are=cast("WeightsAre | None", are))
    told = Findings(findings.doubts)
    try:
        judged = own.judge(benchmark, assets, told)
    except LabfolioError as mistake:
        findings.lines += _lines(told)
        raise type(mistake)(about_benchmark(str(mistake))) from None
    findings.lines += _lines(told)
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
        Assets and factors on their common dates.
    are : {"returns", "percent", "prices"} or None
        What the numbers are; without it, this is judged from the numbers.
    findings : Findings

    Raises
    ------
    InputError, MissingDataError
        As :func:`labfolio_xl.align` does, about the Benchmark.
    """
    found = _aligned_series(benchmark, aligned, are, findings)
    return subtract_risk_free(found).assets[BENCHMARK].dropna()


def judge_beside(
    benchmark: Benchmark,
    aligned: Aligned,
    how: Weighing,
    findings: Findings,
    *,
    are: BenchmarkIs | None,
) -> InputTable | pd.Series[float] | pd.DataFrame | None:
    """Judge a benchmark beside the other tables, and convert it.

    Parameters
    ----------
    benchmark : returns or weights, or None
    aligned : Aligned
        Assets and factors on their common dates.
    how : Weighing
        How weights are meant.
    findings : Findings
        Collects the lines; their items begin with "Benchmark".
    are : {"returns", "percent", "prices", "fractions", "values"} or None
        What the numbers are.

    Returns
    -------
    InputTable, Series, DataFrame or None
        Decimal returns in one column; fractions by asset; or fractions, dates x assets.

    Raises
    ------
    LabfolioError
        As :func:`judge_benchmark` and :func:`benchmark_returns`.
    """
    if benchmark is None:
        return None
    assets = aligned.assets.columns
    if not is_series(benchmark):
        weights = cast("Weights", benchmark)
        return judge_benchmark(weights, assets, how, findings, are=are).table(assets)
    found = _aligned_series(cast("Table", benchmark), aligned, are, findings)
    dates = found.assets.index
    span, reading = f"{day(dates[0])} to {day(dates[-1])}", "together with Assets and Factors"
    findings.ok("span", BENCHMARK, span, f"{counted(len(dates), 'date')} {reading}")
    absent = aligned.assets.index.difference(found.assets[BENCHMARK].dropna().index)
    if len(absent):
        reading = (
            f"of Assets and Factors without a return of it, the first {day(absent[0])}; what "
            "stands beside the benchmark is of the other dates"
        )
        inside = (absent > dates[0]) & (absent < dates[-1])
        tell = findings.warning if inside.any() else findings.note
        tell("dates", BENCHMARK, counted(len(absent), "date"), reading)
    often = None if found.frequency is None else found.frequency.name
    name = as_input(cast("Table", benchmark), BENCHMARK).frame.columns[0]
    decimal = found.given[0].set_axis([name], axis=1)
    return InputTable(decimal, "returns", "decimal", often)


def series_in_its_unit(table: Table, are: BenchmarkIs | None, findings: Findings) -> InputTable:
    """Convert one series by date to decimal returns, on its own dates.

    Raises
    ------
    InputError
        There are several columns; or the numbers cannot be what they are declared to be, or look
        like something else.
    """
    given = _one_column(table, are)
    findings.lines += given.findings
    judged = judge(given, BENCHMARK, cast("AssetsAre | None", are), findings)
    if judged.kind == "prices":
        frame = returns_from_prices(judged.frame, argument=BENCHMARK)
        check_returns(frame, BENCHMARK, findings)
        judged = replace(judged, kind="returns", unit="decimal", frame=frame)
    return replace(judged, findings=())


def _one_column(table: Table, are: BenchmarkIs | None) -> InputTable:
    check_kind(are, of_series=True)
    given = as_input(table, BENCHMARK)
    if given.frame.shape[1] != 1:
        raise InputError(
            f"{BENCHMARK}: it has {counted(given.frame.shape[1], 'column')} of returns; give one, "
            "or names of assets and their weights."
        )
    return given


def _aligned_series(
    benchmark: Table, aligned: Aligned, are: BenchmarkIs | None, findings: Findings
) -> Aligned:
    """The benchmark in the place of the assets, on the common dates that it has."""
    told = Findings(findings.doubts)
    try:
        given = _one_column(benchmark, are)
        plain = replace(given, frame=given.frame.set_axis([BENCHMARK], axis=1))
        options: dict[str, Any] = {"missing": "available", "self_financing": "all"}
        options |= {
            name: aligned.options[name]
            for name in ("start", "end", "frequency")
            if aligned.options.get(name) is not None
        }
        if are is not None:
            options["assets_are"] = are
        found = align_into(
            told,
            plain,
            settled(_dates_alone(aligned)),
            aligned.risk_free,
            **cast("DataOptions", options),
        )
    except LabfolioError as mistake:
        findings.lines += _lines(told)
        # The benchmark was in the place of the assets, and the assets in that of the factors.
        sentence = re.sub(r"\b(Assets|Factors)\b", lambda name: _SEATS[name[1]], str(mistake))
        raise type(mistake)(about_benchmark(sentence)) from None
    findings.lines += _lines(told)
    if found.assets[BENCHMARK].isna().all():
        raise InputError(
            f"{BENCHMARK}: it has no return on the common dates of Assets and Factors, "
            f"{day(aligned.factors.index[0])} to {day(aligned.factors.index[-1])}; give returns "
            "of these dates."
        )
    return found


def _dates_alone(aligned: Aligned) -> pd.DataFrame:
    """The common dates as a table, to which the benchmark is aligned like assets to factors."""
    return pd.DataFrame({"common dates": 0.0}, index=aligned.factors.index)


def check_kind(are: BenchmarkIs | None, *, of_series: bool) -> None:
    """Refuse a declaration that cannot be one of a series, or of weights.

    Raises
    ------
    InputError
        The word is unknown, or is said of the other kind.
    """
    if are is None:
        return
    known = get_args(AssetsAre if of_series else WeightsAre)
    what = "one series by date" if of_series else "weights of assets"
    word = check_option(are, BenchmarkIs, "benchmark_is")
    if word not in known:
        raise InputError(
            f"benchmark_is is {word}, but {BENCHMARK} holds {what}, which are "
            f"{', '.join(known[:-1])} or {known[-1]}; correct it, or leave it out."
        )


def about_benchmark(sentence: str) -> str:
    """Return a sentence about the table in whose place the benchmark was judged, renamed."""
    said = sentence.replace("weights_are", "benchmark_is").replace("assets_are", "benchmark_is")
    if said.startswith(f"{ITEM} are "):
        return f"{BENCHMARK}: the weights {said.removeprefix(f'{ITEM} ')}"
    for argument in (_ASSETS, ITEM):
        if said.startswith(argument):
            said = BENCHMARK + said.removeprefix(argument)
            break
    return said.replace(f"{BENCHMARK}: {BENCHMARK}: ", f"{BENCHMARK}: ")


def line_of_benchmark(line: Finding) -> Finding:
    """Return a line about the table in whose place the benchmark was judged, renamed."""
    return replace(line, item=about_benchmark(line.item), reading=about_benchmark(line.reading))


def _lines(told: Findings) -> list[Finding]:
    """The lines about the benchmark; those about the dates and the rate stand elsewhere."""
    ours = (_ASSETS, ITEM, BENCHMARK)
    return [line_of_benchmark(line) for line in told.lines if line.item.startswith(ours)]
