"""Which tables of a worksheet function the workbook shows, declared beside the function."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["LINES", "ResultSheet", "ShownTable"]

# How errors were made, and from which dates, takes more room than a column of numbers.
LINES: Mapping[str, float] = {"inference": 44.0}


@dataclass(frozen=True, slots=True)
class ResultSheet:
    """A sheet of results.

    Attributes
    ----------
    name : str
    order : int
        Sheets stand in the order of these numbers.
    purpose : str
        What the list of sheets on Start says.
    subtitle : str
        What stands below the sheet's title.
    note : str
        What a reader has to know of the numbers, above them.
    apart : bool
        Whether each stack of tables has paper of its own, since together they would print too
        small.
    """

    name: str
    order: int
    purpose: str
    subtitle: str
    note: str
    apart: bool = False


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table of the workbook that one function spills.

    Attributes
    ----------
    key : str
        By which charts and Refresh find it.
    title : str
    sheet : ResultSheet
    style : str
        How numbers are shown where the header does not say it: "beta", "return", "mixed", "item".
    own : mapping
        What the function is given beside the inputs and the settings, by argument.
    widest : mapping
        By header: units of width beyond which the words of a column are broken into lines.
    stack, place : int
        Stacks stand side by side on a sheet, the tables of a stack below each other.
    is_grid : bool
        Whether assets stand down and across.
    """

    key: str
    title: str
    sheet: ResultSheet
    style: str
    own: Mapping[str, str] = field(default_factory=dict)
    widest: Mapping[str, float] = field(default_factory=dict)
    stack: int = 0
    place: int = 0
    is_grid: bool = False
