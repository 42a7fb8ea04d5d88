"""Read weights, risk-free rates and benchmarks from files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from labfolio_xl.blocks.benchmark import parse_benchmark
from labfolio_xl.blocks.cells.values import is_blank
from labfolio_xl.blocks.risk_free import parse_risk_free
from labfolio_xl.blocks.weights.parsing import parse_weights
from labfolio_xl.files.cells import cell_name, empty, read_cells
from labfolio_xl.files.child import FileReader
from labfolio_xl.files.tables import has_dates, has_number
from labfolio_xl.returns.tables.input_table import InputTable
from labfolio_xl.returns.weights.judgement import WeightTable

if TYPE_CHECKING:
    from collections.abc import Collection

    import pandas as pd

    from labfolio_xl.blocks import Rows
    from labfolio_xl.options import DateOrder
    from labfolio_xl.returns.tables.input_table import Source

__all__ = ["read_benchmark", "read_risk_free", "read_weights"]


def read_weights(
    path: str | Path,
    *,
    sheet: str | None = None,
    cells: str | None = None,
    dates: DateOrder | None = None,
    argument: str = "weights",
) -> tuple[WeightTable, Source]:
    """Read weights or holdings: names and weights, weights by date, or one column of numbers.

    Raises
    ------
    InputError
        The file cannot be read, or does not hold weights; see ``blocks.parse_weights``.
    """
    with FileReader(argument) as reader:
        found = read_cells(reader, Path(path), sheet, argument, _has_weights_or_dates, cells=cells)
    weights = parse_weights(
        found.rows,
        argument,
        where=cell_name,
        text_file=found.is_text,
        order=dates,
        date_system=found.date_system,
    )
    if weights is None:
        raise empty(argument, found.source, cells)
    return replace(weights, findings=(*found.findings, *weights.findings)), found.source


def read_risk_free(
    path: str | Path,
    *,
    sheet: str | None = None,
    cells: str | None = None,
    dates: DateOrder | None = None,
    argument: str = "RiskFree",
) -> tuple[InputTable | float, Source]:
    """Read a risk-free rate: dates and one rate in two columns, or one number.

    Raises
    ------
    InputError
        The file cannot be read, or does not hold a rate; see ``blocks.parse_risk_free``.
    """
    with FileReader(argument) as reader:
        found = read_cells(reader, Path(path), sheet, argument, _has_rates, cells=cells)
    rate = parse_risk_free(
        found.rows,
        argument,
        order=dates,
        text_file=found.is_text,
        date_system=found.date_system,
        where=cell_name,
    )
    if rate is None:
        raise empty(argument, found.source, cells)
    if isinstance(rate, float):
        return rate, found.source
    findings = (*found.findings, *rate.findings)
    return replace(rate, findings=findings, source=found.source), found.source


def read_benchmark(
    path: str | Path,
    *,
    sheet: str | None = None,
    cells: str | None = None,
    dates: DateOrder | None = None,
    assets: Collection[str] = (),
    argument: str = "Benchmark",
) -> tuple[WeightTable | InputTable | pd.DataFrame, Source]:
    """Read a benchmark: dates and one column of returns, or weights of the assets.

    Returns
    -------
    tuple
        InputTable of one column for returns; WeightTable; or DataFrame, dates x assets, for dated
        weights. And the source.

    Raises
    ------
    InputError
        The file cannot be read, or holds neither; see ``blocks.parse_benchmark``.
    """
    with FileReader(argument) as reader:
        found = read_cells(reader, Path(path), sheet, argument, _has_weights_or_dates, cells=cells)
    benchmark = parse_benchmark(
        found.rows,
        argument,
        assets=assets,
        order=dates,
        text_file=found.is_text,
        date_system=found.date_system,
        where=cell_name,
    )
    if benchmark is None:
        raise empty(argument, found.source, cells)
    if isinstance(benchmark, InputTable):
        benchmark = replace(benchmark, source=found.source)
    if isinstance(benchmark, InputTable | WeightTable):
        benchmark = replace(benchmark, findings=(*found.findings, *benchmark.findings))
    return benchmark, found.source


def _has_weights_or_dates(rows: Rows) -> bool:
    return has_dates(rows) or _has_weights(rows)


def _has_weights(rows: Rows) -> bool:
    """Whether a row has a name and a number."""
    return any(
        any(isinstance(cell, str) and not is_blank(cell) for cell in row) and has_number(row)
        for row in rows
    )


def _has_rates(rows: Rows) -> bool:
    return has_dates(rows) or any(map(has_number, rows))
