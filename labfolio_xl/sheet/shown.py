"""Declarations of the tables that a workbook shows, which stand beside each worksheet function."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["LINES", "ResultSheet", "ShownTable"]

# The column that describes the standard errors is wider than a column of numbers.
LINES: Mapping[str, float] = {"inference": 44.0}


@dataclass(frozen=True, slots=True)
class ResultSheet:
    """A sheet of results.

    Attributes
    ----------
    name : str
    order : int
        Sheets are sorted by this number.
    purpose : str
        The text beside the sheet's name in the contents on About.
    title : str
        The title at the top of the sheet: what a manager asks, with the term of the field in
        brackets. At most 50 letters.
    note : str
        The explanation above the numbers, of two lines at most.
    apart : bool
        Whether each stack of tables is printed on separate pages, because together they would be
        too small to read.
    needs : str
        The input without which the sheet has nothing to show, such as "benchmark": a report
        leaves it out then. In a live workbook the sheet stands ready for the input.
    """

    name: str
    order: int
    purpose: str
    title: str
    note: str
    apart: bool = False
    needs: str = ""


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table of the workbook that one function spills.

    Attributes
    ----------
    key : str
        Charts and Refresh find the table by this key.
    title : str
    sheet : ResultSheet
    style : str
        The style of columns whose header has none: "beta", "return", "mixed" or "item".
    own : mapping
        The function's own arguments, by name.
    widest : mapping
        By header: the width of a column beyond which its texts are broken into lines.
    headers : mapping
        By header: what the column holds, where ``HEADERS`` has no words for it or where this table
        means something else.
    names : str
        What the columns hold whose headers are names of factors or assets.
    filtered : bool
        Whether the table of a report has a filter. A sheet takes one filter.
    stack, place : int
        Stacks stand side by side on a sheet, the tables of a stack below each other.
    is_grid : bool
        Whether both rows and columns are assets.
    is_source : bool
        Whether only cells and charts of the first page read the table: it is not printed, and its
        headers have no notes.
    """

    key: str
    title: str
    sheet: ResultSheet
    style: str
    own: Mapping[str, str] = field(default_factory=dict)
    widest: Mapping[str, float] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    names: str = ""
    filtered: bool = False
    stack: int = 0
    place: int = 0
    is_grid: bool = False
    is_source: bool = False
