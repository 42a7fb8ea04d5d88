"""Formulas over the defined names, and what they return for the inputs of a workbook.

A formula and its cached values come from the same entry of the functions' registry, so that
what a reader sees is what Excel would compute.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from labfolio_xl.blocks import Rows
from labfolio_xl.blocks.cells.values import quote
from labfolio_xl.errors import InputError
from labfolio_xl.options import OPTIONS
from labfolio_xl.options.settings import settings_text
from labfolio_xl.plan.analysis import Analysis
from labfolio_xl.plan.places import INPUTS
from labfolio_xl.sheet import functions as _functions  # noqa: F401 - fills the registry
from labfolio_xl.sheet.boundary import REGISTRY, WorksheetFunction
from labfolio_xl.sheet.cells import to_cells

__all__ = [
    "Formula",
    "InputSheets",
    "formula",
    "formula_settings",
    "input_rows",
    "written_sheets",
]

# With a longer text in a formula Excel refuses to open the workbook.
_LONGEST_TEXT = 255
_NAMES = {place.argument: place.name for place in INPUTS}


@dataclass(frozen=True, slots=True)
class Formula:
    """A call of a worksheet function on the inputs.

    Attributes
    ----------
    function : str
    options : mapping
        What is given beside the inputs, by argument; the rest is left to its default.
    """

    function: str
    options: Mapping[str, str | float | bool]

    @property
    def entry(self) -> WorksheetFunction:
        """The function in the registry."""
        return REGISTRY[self.function]

    @property
    def text(self) -> str:
        """As one types it: ``=LF_BETAS(Assets,Factors,RiskFree)``."""
        parts = [self._argument(argument.name) for argument in self.entry.arguments]
        while parts and not parts[-1]:
            parts.pop()
        return f"={self.function}({','.join(parts)})"

    @property
    def caption(self) -> str:
        """What stands above the table."""
        return self.text

    @property
    def found_as(self) -> str:
        """What stands above the table in a workbook that was made before."""
        return self.text

    def _argument(self, name: str) -> str:
        if name in _NAMES:
            return _NAMES[name]
        return _literal(self.options[name]) if name in self.options else ""

    def evaluate(self, inputs: Mapping[str, Rows]) -> Rows:
        """What the function spills for the inputs' rows of cells."""
        raw = [
            inputs.get(argument.name, self.options.get(argument.name))
            for argument in self.entry.arguments
        ]
        return self.entry.call(*raw)


def formula(function: str, **options: str | float | bool | None) -> Formula:
    """A formula; an option that is None is left out."""
    given = {name: value for name, value in options.items() if value is not None}
    known = {argument.name for argument in REGISTRY[function].arguments}
    return Formula(function, {name: given[name] for name in given if name in known})


def _literal(value: str | float | bool) -> str:  # noqa: FBT001 - a cell's value, not a switch
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, str):
        if len(value) > _LONGEST_TEXT:
            raise InputError(
                f"the text {quote(value)} is longer than the {_LONGEST_TEXT} characters that a "
                'formula takes; name fewer factors, or say "all".'
            )
        return '"' + value.replace('"', '""') + '"'
    return f"{value:.15g}"


@dataclass(frozen=True, slots=True)
class InputSheets:
    """The inputs as the sheets of a workbook hold them.

    Attributes
    ----------
    rows : mapping
        The cells of each input by its argument; one that is not given is absent.
    settings : str or None
        What the formulas have to say of them.
    """

    rows: Mapping[str, Rows]
    settings: str | None


def written_sheets(analysis: Analysis) -> InputSheets:
    """The input sheets of a new workbook, and the settings that its formulas need."""
    said: dict[str, Any] = {**analysis.inputs.data}
    if "self_financing" in said and said["self_financing"] != "auto":
        said["self_financing"] = _self_financing(analysis)
    known = {name: value for name, value in said.items() if name in OPTIONS}
    return InputSheets(input_rows(analysis), formula_settings(known))


def formula_settings(settings: Mapping[str, Any]) -> str | None:
    """Settings as a formula takes them; None where all are what it takes without."""
    said = {
        name: value for name, value in settings.items() if value not in ("", OPTIONS[name].default)
    }
    return settings_text(said) or None


def _self_financing(analysis: Analysis) -> str:
    """The names that were chosen; "" where no rate is subtracted at all."""
    names = analysis.aligned.self_financing
    if analysis.aligned.risk_free is None:
        return ""
    if len(names) == analysis.aligned.factors.shape[1]:
        return "all"
    return ",".join(names) or "none"


def input_rows(analysis: Analysis) -> dict[str, Rows]:
    """The cells of each input, as they stand on its sheet; an input that is not given is absent.

    With ``missing="complete"`` the sheets hold only the dates that were used, because the
    formulas use all that a date has.
    """
    inputs = analysis.inputs
    assets, factors, _ = analysis.aligned.given
    if analysis.aligned.missing == "complete":
        assets, factors = analysis.aligned.assets, analysis.aligned.factors
    rows = {"assets": _dated(assets), "factors": _dated(factors)}
    if inputs.risk_free is not None:
        rows["risk_free"] = _rate_rows(analysis)
    if inputs.weights is not None:
        rows["weights"] = _weight_rows(inputs.weights, list(assets.columns))
    return rows


def _dated(frame: pd.DataFrame) -> Rows:
    return to_cells(frame.rename_axis("date"), blank_missing=True)


def _rate_rows(analysis: Analysis) -> Rows:
    rate: Any = analysis.aligned.given[2]
    if isinstance(rate, pd.Series):
        return _dated(rate.to_frame("risk_free"))
    return [[float(rate)]]


def _weight_rows(weights: Any, assets: list[str]) -> Rows:
    if isinstance(weights, Mapping | pd.Series):
        pairs = [(str(name).strip(), float(weight)) for name, weight in weights.items()]
    else:
        values = np.asarray(weights, dtype=float).ravel().tolist()
        pairs = list(zip(assets, values, strict=True))
    return [["asset", "weight"], *([name, weight] for name, weight in pairs)]
