"""The sheet Settings: what stands in its rows, and how its values are chosen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, get_args

from labfolio_xl.blocks.cells.values import Cell
from labfolio_xl.options import OPTIONS, Option
from labfolio_xl.options.kinds import Count, Day, Flag, Name, Names, Number, Words
from labfolio_xl.options.settings import value_text

__all__ = [
    "HEADER",
    "IN_WORKBOOKS",
    "choices",
    "explanation",
    "number_bounds",
    "setting_cell",
    "setting_look",
    "setting_rows",
]

HEADER = ("Setting", "Value", "What it does", "What to type")
# What a workbook says from the beginning: bars that are sorted are easier to read.
IN_WORKBOOKS: Mapping[str, Any] = {"sort": True}


def setting_rows(given: Mapping[str, Any]) -> list[list[Cell]]:
    """Name and value of every setting, below their header.

    Parameters
    ----------
    given : mapping
        By name; a setting that is not given has its default, or a blank cell where the data
        decide.
    """
    rows: list[list[Cell]] = [list(HEADER[:2])]
    return [
        *rows,
        *([name, setting_cell(given.get(name, o.default))] for name, o in OPTIONS.items()),
    ]


def setting_cell(value: object) -> Cell:
    """The value of a setting as its cell holds it; a blank cell for None.

    A date is a text with the year first, as somebody types it into a cell of text.
    """
    if isinstance(value, bool):
        return value_text(value)
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    if isinstance(value, dt.date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, int | float):
        return float(value)
    return None if value is None else str(value)


def setting_look(option: Option) -> str:
    """The look of the cell in which the value of a setting is typed.

    Dates and names are typed into cells of text: Excel would make the first of December of the
    month 2023-12, and a date of the name 10-2.
    """
    return "input_setting_text" if isinstance(option.kind, Day | Name | Names) else "input_setting"


def explanation(option: Option) -> tuple[str, str]:
    """What stands beside a setting: what it does, and what to type."""
    blank = "" if option.default is not None else "; or leave it blank"
    return option.help, f"{option.kind.takes}{blank}"


def choices(option: Option) -> list[str]:
    """The words of the drop-down of a setting; none where a number, a date or names are typed."""
    if isinstance(option.kind, Words):
        return list(get_args(option.kind.allowed))
    if isinstance(option.kind, Flag):
        return [value_text(value) for value in (True, False)]
    return []


def number_bounds(option: Option) -> tuple[str, float, float] | None:
    """The numbers that a setting takes: "integer" or "decimal", the least and the largest."""
    kind = option.kind
    if isinstance(kind, Count):
        return "integer", float(kind.least), min(kind.most, _LARGEST)
    if isinstance(kind, Number):
        return "decimal", max(kind.above, kind.least, -_LARGEST), min(kind.below, _LARGEST)
    return None


_LARGEST = 1e9  # more than any setting needs; Excel asks for two bounds
