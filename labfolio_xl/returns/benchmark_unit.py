"""What a benchmark is, returns or weights of the assets, and in which unit its numbers are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeAlias, cast, get_args

import numpy as np
import pandas as pd

from labfolio_xl.errors import InputError, counted
from labfolio_xl.options import AssetsAre, BenchmarkAre, WeightsAre, check_option
from labfolio_xl.returns.findings import Findings
from labfolio_xl.returns.names.keys import name_key
from labfolio_xl.returns.tables.checked import as_input, as_number
from labfolio_xl.returns.tables.input_table import InputTable
from labfolio_xl.returns.tables.prices import returns_from_prices
from labfolio_xl.returns.units.judgement import judge
from labfolio_xl.returns.units.sanity import check_returns
from labfolio_xl.returns.weights.dated import are_dated
from labfolio_xl.returns.weights.judgement import Weights, as_weight_table

__all__ = ["BENCHMARK", "Benchmark", "are_returns", "benchmark_in_its_unit", "settled_unit"]

Benchmark: TypeAlias = "Weights | InputTable"

# The name of the input in messages and in the data report.
BENCHMARK = "Benchmark"
_PERCENT = 100.0


def are_returns(benchmark: Benchmark, assets: Iterable[str] = ()) -> bool:
    """Whether a benchmark is a series of returns by date, and not weights of the assets.

    Parameters
    ----------
    benchmark : Series, DataFrame, Mapping, WeightTable, InputTable or None
        Returns are an InputTable, a Series with a DatetimeIndex, or a DataFrame with a
        DatetimeIndex and one column that is not the name of an asset.
    assets : names
    """
    if isinstance(benchmark, InputTable):
        return True
    if isinstance(benchmark, pd.Series):
        return isinstance(benchmark.index, pd.DatetimeIndex)
    if not are_dated(benchmark):
        return False
    frame = cast("pd.DataFrame", benchmark)
    return frame.shape[1] == 1 and name_key(frame.columns[0]) not in set(map(name_key, assets))


def benchmark_in_its_unit(
    benchmark: Benchmark, are: BenchmarkAre | None, findings: Findings, assets: Iterable[str] = ()
) -> Benchmark:
    """Convert returns to decimal ones; bring weights to a form in which their unit is known.

    Returns in a table whose unit is settled already, and weights without a declaration, are given
    back as they are.

    Parameters
    ----------
    benchmark : Series, DataFrame, Mapping, WeightTable, InputTable or None
    are : {"returns", "percent", "prices", "fractions", "values"} or None
        What the user declared. "values" are amounts of money, which are divided by their sum.
    findings : Findings
        Collects notes and doubts, under the item "Benchmark".
    assets : names

    Returns
    -------
    InputTable of one column for returns; weights otherwise; None if there is no benchmark.

    Raises
    ------
    InputError
        The numbers cannot be what was declared, or have several columns of returns; undeclared
        returns look like percent or levels, and doubts are refused.
    """
    if benchmark is None:
        return None
    word = None if are is None else check_option(are, BenchmarkAre, "benchmark_are")
    if are_returns(benchmark, assets):
        return _decimal(benchmark, word, findings)
    return _weights(cast("Weights", benchmark), word, findings)


def settled_unit(*, of_returns: bool) -> BenchmarkAre:
    """Return what is true of a benchmark after it was converted."""
    return "returns" if of_returns else "fractions"


def _decimal(benchmark: Benchmark, word: str | None, findings: Findings) -> InputTable:
    _refuse_other(word, get_args(AssetsAre), "returns by date")
    given = as_input(benchmark, BENCHMARK)
    n_columns = given.frame.shape[1]
    if n_columns != 1:
        raise InputError(
            f"{BENCHMARK}: it has {counted(n_columns, 'column')} of returns; select one, or names "
            "of assets and their weights."
        )
    findings.lines += given.findings
    table = judge(given, BENCHMARK, cast("AssetsAre | None", word), findings)
    if table.kind == "prices":
        frame = returns_from_prices(table.frame, argument=BENCHMARK)
        check_returns(frame, BENCHMARK, findings)
        table = replace(table, kind="returns", unit="decimal", frame=frame)
    return replace(table, findings=())


def _weights(weights: Weights, word: str | None, findings: Findings) -> Weights:
    _refuse_other(word, get_args(WeightsAre), "weights")
    if word is None:
        return weights
    if word != "fractions":
        how = "100" if word == "percent" else "their sum"
        findings.note("unit", BENCHMARK, word, f"divided by {how}, as declared")
    if are_dated(weights):
        frame = cast("pd.DataFrame", weights)
        if word == "fractions":
            return frame
        sums = frame.sum(axis=1).replace(0.0, np.nan)
        return frame / _PERCENT if word == "percent" else frame.div(sums, axis=0)
    table = as_weight_table(weights)
    if word == "values":
        return replace(table, says="values")
    # Cells with percent signs are fractions already; what is no number is refused later.
    is_percent = word == "percent" and table.says != "fractions"
    if is_percent and all(as_number(cell) is not None for cell in table.weights):
        table = replace(table, weights=table.weights / _PERCENT)
    return replace(table, says="fractions")


def _refuse_other(word: str | None, taken: tuple[str, ...], what: str) -> None:
    if word is not None and word not in taken:
        raise InputError(
            f"{BENCHMARK}: it holds {what}, and benchmark_are={word} is said of something else; "
            f"say {', '.join(taken[:-1])} or {taken[-1]}, or leave it out."
        )
