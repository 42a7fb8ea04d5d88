"""Which tables each result sheet shows, in which order, from the declarations of the functions."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from itertools import groupby

from labfolio_xl.plan.decided import CHECK
from labfolio_xl.plan.places import INPUTS, INTELLISENSE, LOAD, SETTINGS
from labfolio_xl.plan.slots import FIRST_PAGE
from labfolio_xl.plan.styles import ACCENT, GRID, MUTED, OTHER
from labfolio_xl.sheet.functions import REGISTRY
from labfolio_xl.sheet.shown import ResultSheet, ShownTable

__all__ = [
    "CODE_NAMES",
    "CONTENTS",
    "MOST_ASSETS_OF_A_GRID",
    "SHEETS",
    "TAB_COLORS",
    "TITLE",
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

# The title of the first page, where a user gave none.
TITLE = next(contents.about.title for contents in CONTENTS if contents.sheet == FIRST_PAGE)

_PURPOSES = {contents.sheet: contents.about.purpose for contents in CONTENTS}
_RESULTS = tuple(name for name in _PURPOSES if name not in (FIRST_PAGE, CHECK))

# The visible sheets of a workbook in their order, each with its purpose: results first, then what
# they are made from. The writer of workbooks adds its sheets in this order.
SHEETS: dict[str, str] = {
    FIRST_PAGE: _PURPOSES[FIRST_PAGE],
    **{name: _PURPOSES[name] for name in _RESULTS},
    "Settings": "how the inputs are meant, and how the numbers are estimated",
    LOAD: "fill the inputs from files",
    "Portfolio": "input: returns of the assets",
    "Factors": "input: returns of the factors",
    "RiskFree": "input: the risk-free rate, if any",
    "Weights": "input: weights of the portfolio",
    "Benchmark": "input: returns or weights of the benchmark, if any",
    CHECK: _PURPOSES[CHECK],
    "Functions": "the manual of the worksheet functions",
    "About": "where the numbers come from, and what to keep in mind",
}

# The colour of a tab tells the kind of its sheet. The tones differ in brightness, so that they can
# be told apart in greyscale too; sheets that are not listed only inform, and have no colour.
TAB_COLORS: dict[str, str] = {
    FIRST_PAGE: ACCENT,
    **dict.fromkeys(_RESULTS, MUTED),
    **dict.fromkeys((SETTINGS.sheet, LOAD, *(place.sheet for place in INPUTS)), OTHER),
    CHECK: GRID,
}

# The sheets that a report has not, because it has no formulas and no macros.
_LIVE_ONLY = (LOAD, "Functions")

CODE_NAMES = {name: f"Labfolio{name.strip('_')}" for name in (*SHEETS, INTELLISENSE)}


def live_sheets() -> list[str]:
    """Return the names of the sheets of a live workbook in their order; the last one is hidden."""
    return [*SHEETS, INTELLISENSE]


def report_sheets(given: Container[str]) -> list[str]:
    """Return the names of the sheets of a report in their order.

    Parameters
    ----------
    given : container of str
        The inputs that are given ("weights", "benchmark"). A sheet that needs another is left out.
    """
    idle = {c.sheet for c in CONTENTS if c.about.needs and c.about.needs not in given}
    return [name for name in SHEETS if name not in _LIVE_ONLY and name not in idle]
