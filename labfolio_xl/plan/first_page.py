"""The first page of a workbook: what stands in which cell, and from where a formula reads it.

The page is fixed: it is as large for one factor as for forty. What varies in size (the table by
factor, the columns behind the charts) stands below it and to its right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from labfolio_xl.blocks.cells.values import Cell
from labfolio_xl.models.shared import readings
from labfolio_xl.models.summary import MOST_FACTORS, MOST_HOLDINGS
from labfolio_xl.options import LEVEL
from labfolio_xl.plan.analysis import Analysis
from labfolio_xl.plan.layout import Block
from labfolio_xl.plan.places import Area
from labfolio_xl.plan.slots import FIRST_PAGE, Slot

__all__ = [
    "BLANK",
    "CHECK_LINE",
    "HEIGHTS",
    "HOLDINGS",
    "LAST_COLUMN",
    "SHARES",
    "SLOTS",
    "PageCell",
    "first_page",
]

_LABEL, _TEXT, LAST_COLUMN = 1, 2, 14
# What a formula shows for a blank cell.
BLANK = " "
# The right half of the page begins here.
_RIGHT = 8

_SENTENCES = 2
_TILES, _TILE_COLUMNS = 6, ((1, 2), (3, 5), (6, 8), (9, 11), (12, 14))
_RISK_HEADING, _CHART, _BAR_ROWS = 10, 11, 4
_SHARE_HEADER, _SHARE_ROWS = 15, 5
# First and last column of both halves of the table of shares.
_SHARE_COLUMNS = ((_RIGHT, _RIGHT + 3), (_RIGHT + 4, LAST_COLUMN))
_RETURN_HEADING, _RETURN_ROWS = 22, 24
_HOLDINGS_HEADING = _RETURN_HEADING + _RETURN_ROWS + 2
_CHECK = _HOLDINGS_HEADING + MOST_HOLDINGS + 3

# Heights of rows in pixels; all others have 20. Rows 1 to 21 take the 460 pixels that a laptop
# shows below the ribbon: title, sentences, figures, exposures and risk.
HEIGHTS = {
    0: 26,
    1: 20,
    # Risk and return speak of the benchmark too, and may need a third line for it.
    _SENTENCES: 36,
    **dict.fromkeys(range(_SENTENCES + 1, _SENTENCES + 3), 48),
    5: 6,
    _TILES: 16,
    _TILES + 1: 26,
    _TILES + 2: 28,
    9: 6,
    _RISK_HEADING: 20,
    **dict.fromkeys(range(_CHART, _CHART + _BAR_ROWS), 18),
    **dict.fromkeys(range(_SHARE_HEADER, _SHARE_HEADER + 1 + _SHARE_ROWS), 18),
    21: 10,
    _HOLDINGS_HEADING - 1: 10,
    _HOLDINGS_HEADING + 1: 36,
    _CHECK - 1: 10,
    _CHECK: 36,
    _CHECK + 1: 36,
}

# Rows are those of the sheet here.
SLOTS = {
    "LabfolioFirstExposures": Slot(_CHART, 1, 7, _BAR_ROWS + 1 + _SHARE_ROWS),
    "LabfolioFirstRisk": Slot(_CHART, _RIGHT, 7, _BAR_ROWS),
    "LabfolioFirstReturn": Slot(_RETURN_HEADING + 1, 1, 7, _RETURN_ROWS),
    "LabfolioFirstPremia": Slot(_RETURN_HEADING + 1, _RIGHT, 7, _RETURN_ROWS),
}
# The cells of the betas of the largest holdings, and of the shares of the variance.
HOLDINGS = Area(FIRST_PAGE, _HOLDINGS_HEADING + 2, 3, MOST_HOLDINGS, MOST_FACTORS)
SHARES = tuple(
    Area(FIRST_PAGE, _SHARE_HEADER + 1 + row, first)
    for first, _ in _SHARE_COLUMNS
    for row in range(_SHARE_ROWS)
)
# The line on the data; the link to the sheet Check stands to its right.
CHECK_LINE = Area(FIRST_PAGE, _CHECK, 1, 1, LAST_COLUMN - 1)


@dataclass(frozen=True, slots=True)
class PageCell:
    """A cell of the first page, which may be merged with those to its right.

    Attributes
    ----------
    area : Area
    value : Cell
        What it shows.
    look : str
        Its style.
    formula : str
        What reads the value from a table of results; "" for a text that no formula makes.
    """

    area: Area
    value: Cell
    look: str
    formula: str = ""


def first_page(analysis: Analysis, blocks: Mapping[str, Block]) -> list[PageCell]:
    """Return all cells below the title, in the order of their rows."""
    return [
        *_sentences(blocks["summary_words"]),
        *_tiles(blocks["summary_words"]),
        *_headings(analysis),
        *_shares(blocks["summary_charts"]),
        *_holdings(blocks["summary_holdings"]),
        *_data(blocks["summary_words"]),
    ]


def _place(row: int, first: int, last: int) -> Area:
    return Area(FIRST_PAGE, row, first, 1, last - first + 1)


@dataclass(frozen=True, slots=True)
class _Source:
    """Cells of a table of results: their values, and the formulas that read them."""

    block: Block

    def value(self, row: int, column: int) -> Cell:
        """Return a cell of the table; a blank beyond its end."""
        cells = self.block.cells
        if self.block.failed or row >= len(cells) or column >= len(cells[row]):
            return ""
        return cells[row][column]

    def reference(self, row: int, column: int) -> str:
        """Return the address of a cell of the table, on the sheet of the table."""
        area = self.block.area
        place = Area(area.sheet, area.row + row, area.column + column)
        return place.address.rpartition("!")[2]

    def read(
        self, place: Area, row: int, column: int | str, look: str, blank: str = ""
    ) -> PageCell:
        """Return a cell of the page that shows a cell of the table, or a word for a blank one."""
        if isinstance(column, str):
            column = self.block.header.index(column) if not self.block.failed else 0
        there = self.reference(row, column)
        # A reference to a blank cell shows 0. LibreOffice calculates a formula anew whose stored
        # result is an empty text, and would ask Python, which a reader may not have.
        value = self.value(row, column)
        value = blank if value == "" else value
        return PageCell(place, value, look, f'=IF({there}="","{blank or BLANK}",{there})')

    def together(self, place: Area, row: int, columns: Sequence[str], look: str) -> PageCell:
        """Return a cell of the page that shows texts of a row, one after the other."""
        if self.block.failed:
            return PageCell(place, "", look)
        numbers = [self.block.header.index(name) for name in columns]
        texts = [str(self.value(row, number)) for number in numbers]
        there = '&" "&'.join(self.reference(row, number) for number in numbers)
        return PageCell(place, " ".join(texts).strip(), look, f"=TRIM({there})")


def _sentences(words: Block) -> Iterator[PageCell]:
    source = _Source(words)
    for n, name in enumerate(("Exposure", "Risk", "Return")):
        row = _SENTENCES + n
        yield PageCell(_place(row, _LABEL, _LABEL), name, "first_label")
        place = _place(row, _TEXT, LAST_COLUMN)
        if words.failed and n == 0:
            yield PageCell(place, words.mistake, "first_sentence")
        else:
            yield source.together(place, n + 1, ("says", "caution"), "first_sentence")


def _tiles(words: Block) -> Iterator[PageCell]:
    source = _Source(words)
    for n, columns in enumerate(_TILE_COLUMNS):
        row = 5 + n  # the header and four sentences stand above the figures
        annual = str(source.value(row, 0)).endswith("per period")
        number = "tile_return" if annual else "tile_percent"
        parts = (("item", "tile_label", ""), ("value", number, "n/a"), ("says", "tile_note", ""))
        for below, (column, look, blank) in enumerate(parts):
            yield source.read(_place(_TILES + below, *columns), row, column, look, blank)


def _headings(analysis: Analysis) -> Iterator[PageCell]:
    level = f"{analysis.inputs.settings.given.get('level', LEVEL):.0%}"
    left, right = (_LABEL, _RIGHT - 1), (_RIGHT, LAST_COLUMN)
    texts = (
        (_RISK_HEADING, left, "Exposure", f"{level} intervals; {readings.FILLED}"),
        (_RISK_HEADING, right, "Risk", "numbered shares of the variance; left of zero: a hedge"),
        (_RETURN_HEADING, left, "Return", "what the mean return is made of; losses are hatched"),
        (_RETURN_HEADING, right, "Premia", f"{level} intervals; grey: what the factor earned"),
    )
    for row, (first, last), title, note in texts:
        yield PageCell(_place(row, first, first), title, "section")
        yield PageCell(_place(row, first + 1, last), note, "first_note")
    told = "betas to the factors with the largest shares of the risk; bold: the strongest of a row"
    yield PageCell(_place(_HOLDINGS_HEADING, _LABEL, _LABEL), "Largest holdings", "section")
    yield PageCell(_place(_HOLDINGS_HEADING, 2, LAST_COLUMN), told, "first_note")


def _shares(charts: Block) -> Iterator[PageCell]:
    source = _Source(charts)
    for first, last in _SHARE_COLUMNS:
        yield PageCell(_place(_SHARE_HEADER, first, first), "share", "header")
        yield PageCell(_place(_SHARE_HEADER, first + 1, last), "of", "header_text_after")
    for row, place in enumerate(SHARES, start=1):
        look = f"share_{row}" if row <= MOST_FACTORS else "first_share"
        yield source.read(place, row, "share", look)
        last = _SHARE_COLUMNS[(row - 1) // _SHARE_ROWS][1]
        name = _place(place.row, place.column + 1, last)
        yield source.read(name, row, "share of", "first_part")


def _holdings(betas: Block) -> Iterator[PageCell]:
    source, top = _Source(betas), HOLDINGS.row - 1
    for row in range(MOST_HOLDINGS + 1):
        for column in range(MOST_FACTORS + 2):
            look = ("first_name", "weight", "first_beta")[min(column, 2)]
            if row == 0:
                look = "header_text" if column == 0 else "first_header"
            yield source.read(_place(top + row, 1 + column, 1 + column), row, column, look)


def _data(words: Block) -> Iterator[PageCell]:
    yield _Source(words).together(CHECK_LINE, 4, ("says", "caution"), "first_check")
