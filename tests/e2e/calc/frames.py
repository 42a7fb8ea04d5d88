"""What the formulas of the template have to show, computed from frames.

The tables are those of the tests over COM (`function_cases.EXPECTED`), which are laid out by hand.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cells import serial
from function_cases import EXPECTED

from labfolio_xl.excel.book.formula_call import parse_call
from labfolio_xl.plan.settings import IN_WORKBOOKS
from labfolio_xl.sheet.functions import REGISTRY

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd


# What the sheet Settings of a workbook with daily returns says.
OF_THE_SAMPLE = {**IN_WORKBOOKS, "periods_per_year": 252}
TABLES = ("assets", "factors", "risk_free", "weights", "benchmark")


@dataclass(frozen=True)
class Frames:
    """The inputs of a workbook as a user of Python has them."""

    assets: pd.DataFrame
    factors: pd.DataFrame
    weights: pd.Series | None = None
    risk_free: pd.Series | None = None
    benchmark: pd.Series | None = None
    settings: Mapping[str, Any] = field(default_factory=lambda: OF_THE_SAMPLE)


def expected_rows(formula, frames):
    """Return the rows that a formula has to show, with the header; missing numbers are None."""
    call = parse_call(formula)
    entry = REGISTRY[call.function]
    given = {name: value for name, value in frames.settings.items() if name in entry.uses.words}
    for argument, typed in zip(entry.arguments, call.arguments, strict=False):
        value = getattr(frames, argument.name) if argument.name in TABLES else typed
        if argument.name != "settings" and value is not None:
            given[argument.name] = value
    return [[plain(cell) for cell in row] for row in EXPECTED[call.function](**given)]


def plain(cell):
    """Return a cell as Calc gives it back: a date as its serial, a missing number as None."""
    if isinstance(cell, dt.datetime):
        return serial(cell)
    return None if cell != cell else cell
