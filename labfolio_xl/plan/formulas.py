"""Formulas over the defined names, and what they return for the inputs of a workbook.

A formula and its cached values come from the same entry of the functions' registry, so that
what a reader sees is what Excel would compute.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from labfolio_xl.blocks import Rows
from labfolio_xl.plan.analysis import Analysis
from labfolio_xl.plan.places import INPUTS, SETTINGS
from labfolio_xl.plan.settings import setting_rows
from labfolio_xl.returns.benchmark import Benchmark, is_series
from labfolio_xl.returns.tables.input_table import InputTable
from labfolio_xl.returns.weights.weighing import has_dates
from labfolio_xl.sheet import functions as _functions  # noqa: F401 - fills the registry
from labfolio_xl.sheet.boundary import REGISTRY, WorksheetFunction
from labfolio_xl.sheet.cells import to_cells

__all__ = ["Formula", "dated_rows", "input_rows"]

_NAMES = {place.argument: place.name for place in (*INPUTS, SETTINGS)}


@dataclass(frozen=True, slots=True)
class Formula:
    """A call of a worksheet function on the inputs and the settings.

    Attributes
    ----------
    function : str
    own : mapping
        Further arguments by name. All others keep their defaults.
    """

    function: str
    own: Mapping[str, str] = field(default_factory=dict)

    @property
    def entry(self) -> WorksheetFunction:
        """The function in the registry."""
        return REGISTRY[self.function]

    @property
    def text(self) -> str:
        """The formula as a user types it: ``=LF_BETAS(Assets,Factors,RiskFree,Settings)``."""
        parts = [self._argument(argument.name) for argument in self.entry.arguments]
        while parts and not parts[-1]:
            parts.pop()
        return f"={self.function}({','.join(parts)})"

    @property
    def caption(self) -> str:
        """The text above the table."""
        return self.text

    @property
    def found_as(self) -> str:
        """The text above the table in an existing workbook."""
        return self.text

    def _argument(self, name: str) -> str:
        return f'"{self.own[name]}"' if name in self.own else _NAMES.get(name, "")

    def evaluate(self, inputs: Mapping[str, Rows]) -> Rows:
        """Return the cells that the function spills for raw cells, which are given by argument."""
        raw = [
            inputs.get(argument.name, self.own.get(argument.name))
            for argument in self.entry.arguments
        ]
        return self.entry.call(*raw)

    def answer(self, analysis: Analysis) -> Rows:
        """Return the cells that the function spills for the tables of an analysis."""
        values = {**analysis.tables_for(self.entry), **self.own}
        known = {argument.name for argument in self.entry.arguments}
        return self.entry.answer(**{name: values[name] for name in values if name in known})


def input_rows(analysis: Analysis) -> dict[str, Rows]:
    """Return the cells of each input as its sheet shows them, without inputs that are not given.

    With ``missing="complete"`` the sheets hold only the dates that were used, because a formula
    uses every value that it finds on a date.
    """
    inputs = analysis.inputs
    assets, factors, _ = analysis.aligned.given
    if analysis.aligned.missing == "complete":
        assets, factors = analysis.aligned.assets, analysis.aligned.factors
    rows: dict[str, Rows] = {"assets": dated_rows(assets), "factors": dated_rows(factors)}
    if inputs.risk_free is not None:
        rows["risk_free"] = _rate_rows(analysis)
    if inputs.weights is not None:
        rows["weights"] = _weight_rows(inputs.weights, list(assets.columns))
    if inputs.benchmark is not None:
        rows["benchmark"] = _benchmark_rows(inputs.benchmark, list(assets.columns))
    rows["settings"] = setting_rows(inputs.settings.given)
    return rows


def dated_rows(frame: pd.DataFrame) -> Rows:
    """Return the cells of a table of dates; a missing number is a blank cell."""
    return to_cells(frame.rename_axis("date"), blank_missing=True)


def portfolio_rows(frame: pd.DataFrame) -> Rows:
    """Return the cells of weights of several portfolios; what one does not hold is blank."""
    return to_cells(frame.rename_axis("asset"), blank_missing=True)


def _rate_rows(analysis: Analysis) -> Rows:
    rate: Any = analysis.aligned.given[2]
    if isinstance(rate, pd.Series):
        return dated_rows(rate.to_frame("risk_free"))
    return [[float(rate)]]


def _benchmark_rows(benchmark: Benchmark, assets: list[str]) -> Rows:
    if not is_series(benchmark):
        return _weight_rows(benchmark, assets)
    table: Any = benchmark
    frame = table.frame if isinstance(table, InputTable) else pd.DataFrame(table)
    return dated_rows(frame)


def _weight_rows(weights: Any, assets: list[str]) -> Rows:
    """Return pairs of asset and weight, or a table of dated weights or of several portfolios."""
    if isinstance(weights, pd.DataFrame):
        if has_dates(weights):
            return dated_rows(weights)
        return portfolio_rows(weights)
    if isinstance(weights, Mapping | pd.Series):
        pairs = [(str(name).strip(), float(weight)) for name, weight in weights.items()]
    else:
        values = np.asarray(weights, dtype=float).ravel().tolist()
        pairs = list(zip(assets, values, strict=True))
    return [["asset", "weight"], *([name, weight] for name, weight in pairs)]
