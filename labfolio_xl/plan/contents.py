"""Which tables each result sheet shows, in which order, from the declarations of the functions."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from labfolio_xl.plan.places import INTELLISENSE
from labfolio_xl.sheet.functions import REGISTRY
from labfolio_xl.sheet.shown import ResultSheet, ShownTable

__all__ = [
    "CODE_NAMES",
    "CONTENTS",
    "MOST_ASSETS_OF_A_GRID",
    "SHEETS",
    "ContentsTable",
    "SheetContents",
    "live_sheets",
    "report_sheets",
]

# A grid of all pairs of more assets cannot be read, and computing it would take longer than
# everything else.
MOST_ASSETS_OF_A_GRID = 250


@dataclass(frozen=True, slots=True)
class ContentsTable:
    """A table of results, and the name of the function that spills it."""

    shown: ShownTable
    function: str

    @property
    def key(self) -> str:
        """The key by which charts and Refresh find the table."""
        return self.shown.key


@dataclass(frozen=True, slots=True)
class SheetContents:
    """The tables of a result sheet, in stacks that stand side by side.

    The tables of a stack stand below each other. If each stack has one table, all headers stand in
    one row, which stays visible.

    Attributes
    ----------
    about : ResultSheet
    stacks : tuple of tuple of ContentsTable
    """

    about: ResultSheet
    stacks: tuple[tuple[ContentsTable, ...], ...]

    @property
    def sheet(self) -> str:
        """The name of the sheet."""
        return self.about.name


def _contents() -> tuple[SheetContents, ...]:
    tables = [
        ContentsTable(shown, entry.name) for entry in REGISTRY.values() for shown in entry.shows
    ]
    sheets = sorted({table.shown.sheet for table in tables}, key=lambda sheet: sheet.order)
    return tuple(
        SheetContents(sheet, _stacks([t for t in tables if t.shown.sheet == sheet]))
        for sheet in sheets
    )


def _stacks(tables: list[ContentsTable]) -> tuple[tuple[ContentsTable, ...], ...]:
    ordered = sorted(tables, key=lambda table: (table.shown.stack, table.shown.place))
    grouped = groupby(ordered, key=lambda table: table.shown.stack)
    return tuple(tuple(stack) for _, stack in grouped)


CONTENTS = _contents()

# The visible sheets of a workbook in their order, each with its purpose. The writer of workbooks
# adds its sheets in this order.
SHEETS: dict[str, str] = {
    "Start": "what this workbook is, and where to find what",
    "Dashboard": "",  # which stands first, and is described where its tables are declared
    "Portfolio": "input: returns of the assets",
    "Factors": "input: returns of the factors",
    "RiskFree": "input: the risk-free rate, if any",
    "Weights": "input: weights of the portfolio",
    "Settings": "how the inputs are meant, and how the numbers are estimated",
    **{contents.sheet: contents.about.purpose for contents in CONTENTS},
    "Functions": "the manual of the worksheet functions",
    "About": "where the numbers come from, and what to keep in mind",
}

# The sheets that a report has not, because it has no formulas.
_LIVE_ONLY = ("Functions",)

CODE_NAMES = {name: f"Labfolio{name.strip('_')}" for name in (*SHEETS, INTELLISENSE)}


def live_sheets() -> list[str]:
    """Return the names of the sheets of a live workbook in their order; the last one is hidden."""
    return [*SHEETS, INTELLISENSE]


def report_sheets() -> list[str]:
    """Return the names of the sheets of a report in their order."""
    return [name for name in SHEETS if name not in _LIVE_ONLY]
