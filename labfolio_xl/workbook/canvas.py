"""Write tables, titles and notes onto the sheets of one workbook, in either flavour."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from labfolio_xl.blocks.cells.values import Cell
from labfolio_xl.plan.decided import EXPLAINED
from labfolio_xl.plan.layout import Block, Cells
from labfolio_xl.plan.places import CODE_NAMES
from labfolio_xl.plan.sizes import (
    HIGHEST_ROW,
    LETTERS_IN_A_UNIT,
    LINE,
    is_broken,
    is_rotated,
    letters,
)
from labfolio_xl.plan.styles import ACCENT, Styles

__all__ = ["Canvas", "Flavour", "header_looks", "is_by_value", "look_of_value", "paragraph_height"]

# "report" has values only; the other two have formulas, as dynamic arrays or as the arrays
# of Ctrl+Shift+Enter that Excel 2019 and earlier know.
Flavour = Literal["report", "365", "2019"]

_A4 = 9
_CONTENTS = "Start"
# Units of column width that upright paper takes, and that lying paper takes to stay legible.
_UPRIGHT, _LEGIBLE = 115.0, 260.0
# Inside the margins of A4: units of column width across, points down.
_PAGES = {"upright": (99.0, 745.0), "lying": (145.0, 498.0)}
_SMALLEST = 0.62  # of the scales, for which letters of 10 points stay legible
# Less of a last page than this is spared; so is what only seems to fit.
_SPARED, _UNSURE, _FEW_PAGES = 0.2, 0.1, 4
_LONGEST_TEXT = 10_000  # more a sentence never needs
# Letters in a unit of column width, in another size than that of the tables.
_LETTERS = {"note": 1.3, "step": 1.15}


@dataclass(slots=True)
class Canvas:
    """A workbook that is being written.

    Attributes
    ----------
    book : xlsxwriter.Workbook
    flavour : Flavour
    """

    book: Any
    flavour: Flavour
    styles: Styles = field(init=False)
    sheets: dict[str, Any] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Start without sheets and with the styles of this workbook."""
        self.styles = Styles(self.book)

    @property
    def live(self) -> bool:
        """Whether results are formulas."""
        return self.flavour != "report"

    def add_sheet(self, name: str, *, gridlines: bool = False) -> Any:
        """A new sheet, set up for screen and paper."""
        sheet = self.book.add_worksheet(name)
        self.sheets[name] = sheet
        if self.live:
            sheet.set_vba_name(CODE_NAMES[name])
        sheet.hide_gridlines(1 if gridlines else 2)
        sheet.set_paper(_A4)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.set_footer("&L&8&F&C&8&A&R&8&P / &N")
        return sheet

    def write_heading(self, sheet: Any, title: str, subtitle: str, *, columns: int = 8) -> None:
        """Title and subtitle in the first two rows, and a way back to the contents."""
        sheet.set_row(0, 30)
        sheet.write_string(0, 1, title, self.styles["title"])
        sheet.set_row(1, 18)
        sheet.merge_range(1, 1, 1, columns, "", self.styles["subtitle"])
        sheet.write_string(1, 1, subtitle, self.styles["subtitle"])
        if sheet is not self.sheets.get(_CONTENTS):
            self.link(sheet, 0, columns, _CONTENTS)

    def write_paragraph(
        self,
        sheet: Any,
        row: int,
        columns: tuple[int, int],
        text: str,
        *,
        width: float,
        style: str = "note",
    ) -> None:
        """Text over merged columns, in a row as high as the text needs."""
        format_ = self.styles[style]
        text = text if len(text) <= _LONGEST_TEXT else f"{text[: _LONGEST_TEXT - 1]}…"
        if columns[1] > columns[0]:
            sheet.merge_range(row, columns[0], row, columns[1], "", format_)
        sheet.write_string(row, columns[0], text, format_)
        sheet.set_row(row, paragraph_height(text, width, style))

    def write_told(self, table: Cells) -> None:
        """A table of no formula, with its title and what it is above it."""
        sheet, area = self.sheets[table.area.sheet], table.area
        self._write_caption(sheet, table, EXPLAINED)
        self._write_row(sheet, area.row, area.column, table.cells[0], header_looks(table))
        self.write_rows(sheet, area.row + 1, area.column, table.cells[1:], table.styles)

    def write_block(self, block: Block) -> None:
        """A table with its title and formula above it; in the live flavour as its formula."""
        sheet, area = self.sheets[block.area.sheet], block.area
        self._write_caption(sheet, block, f" {block.formula.text}" if self.live else "")
        if self.live:
            self._write_formula(sheet, block)
        looks = header_looks(block)
        if block.failed:
            if not self.live:
                self.write_cell(sheet, area.row, area.column, block.mistake, "mistake")
            return
        self._write_row(sheet, area.row, area.column, block.cells[0], looks, live=self.live)
        for place, cells in enumerate(block.cells[1:], start=1):
            self._write_row(sheet, area.row + place, area.column, cells, block.styles)

    def _write_caption(self, sheet: Any, table: Cells, text: str) -> None:
        row, column = table.area.row, table.area.column
        sheet.write_string(row - 2, column, table.title, self.styles["section"])
        if text:
            sheet.write_string(row - 1, column, text, self.styles["formula"])

    def _write_formula(self, sheet: Any, block: Block) -> None:
        write = (
            sheet.write_dynamic_array_formula
            if self.flavour == "365"
            else sheet.write_array_formula
        )
        look = "mistake" if block.failed else header_looks(block)[0]
        value = block.cells[0][0]
        write(*block.area.corners, block.formula.text, self.styles[look], value)

    def _write_row(
        self,
        sheet: Any,
        row: int,
        column: int,
        cells: Sequence[Cell],
        looks: Sequence[str],
        *,
        live: bool = False,
    ) -> None:
        """Cells of one row; the first is left to the formula that stands there if ``live``."""
        for place, (cell, look) in enumerate(zip(cells, looks, strict=True)):
            if not (live and place == 0):
                self.write_cell(sheet, row, column + place, cell, look)

    def write_cell(self, sheet: Any, row: int, column: int, cell: Cell, look: str) -> None:
        """One value as what it is: text stays text, whatever it begins with.

        A number that does not exist (NaN, infinite) is a blank: a file cannot hold it.
        """
        format_ = self.styles[look_of_value(cell, look) if is_by_value(look) else look]
        if isinstance(cell, float | int) and math.isfinite(cell):
            sheet.write_number(row, column, cell, format_)
        elif isinstance(cell, str) and cell:
            sheet.write_string(row, column, cell, format_)
        elif isinstance(cell, dt.datetime):
            sheet.write_datetime(row, column, cell.replace(tzinfo=None), format_)
        else:
            sheet.write_blank(row, column, None, format_)

    def write_rows(
        self,
        sheet: Any,
        row: int,
        column: int,
        rows: Iterable[Sequence[Cell]],
        looks: Sequence[str],
    ) -> None:
        """Rows of values, all with the same looks."""
        for place, cells in enumerate(rows):
            self._write_row(sheet, row + place, column, cells, looks)

    def link(self, sheet: Any, row: int, column: int, target: str, text: str = "") -> None:
        """A link to another sheet."""
        sheet.write_url(
            row, column, f"internal:'{target}'!A1", self.styles["link"], string=text or target
        )

    def set_widths(self, sheet: Any, widths: dict[int, float], *, margin: float = 2.0) -> None:
        """Widths of columns; the first is a margin unless it is given."""
        for column, width in {0: margin, **widths}.items():
            sheet.set_column(column, column, width)

    def fit_paper(
        self,
        sheet: Any,
        width: float,
        height: float = 0.0,
        *,
        upright: bool = False,
    ) -> None:
        """Upright paper for a narrow sheet; more than one page across where it would shrink.

        Parameters
        ----------
        width : float
            Of the sheet, in units of column width.
        height : float
            In points. A last page with a few rows is spared by shrinking a little more.
        upright : bool
            Whether it has to be upright whatever the width.
        """
        upright = upright or _is_upright(width, height)
        if not upright:
            sheet.set_landscape()
        page_width, page_height = _PAGES["upright" if upright else "lying"]
        across = max(1, math.ceil(width / _LEGIBLE))
        scale = min(1.0, across * page_width / width)
        sheet.fit_to_pages(across, _pages_down(scale * height / page_height))

    def color_tab(self, sheet: Any) -> None:
        """Mark the tab of a sheet that a reader should open first."""
        sheet.set_tab_color(ACCENT)


def _is_upright(width: float, height: float) -> bool:
    """Whether upright paper suits: for what is narrow, or goes on one such page, yet legible."""
    scales = {name: min(1.0, page[0] / width) for name, page in _PAGES.items()}
    pages = {name: scales[name] * height / page[1] for name, page in _PAGES.items()}
    one = pages["upright"] <= 1.0 and pages["lying"] > 1.0 + _SPARED
    return width <= _UPRIGHT or (one and scales["upright"] >= _SMALLEST)


def _pages_down(pages: float) -> int:
    """How many pages down to fit the sheet on; 0 where that does not matter."""
    whole = max(1, math.floor(pages + _UNSURE))
    spares = pages <= whole + _SPARED and (whole == 1 or pages >= whole - _UNSURE)
    return whole if 0.0 < pages < _FEW_PAGES and spares else 0


def paragraph_height(text: str, width: float, style: str) -> float:
    """Points of a row that holds a text in cells of this width together."""
    room = width * _LETTERS.get(style, LETTERS_IN_A_UNIT)
    lines = max(1, math.ceil(letters(text) / room))
    return min(LINE * lines + 4, HIGHEST_ROW)


def header_looks(block: Cells) -> list[str]:
    """The looks of the cells of a table's first row."""
    rotated = is_rotated(block)
    names = zip(block.header, block.styles, strict=True)
    return [_header_look(name, style, rotated=rotated) for name, style in names]


def _header_look(name: str, style: str, *, rotated: bool) -> str:
    look = style.removesuffix("_wrapped")
    if look == "text_after":
        return "header_text_after"
    if look == "correlation" and rotated:
        return "header_rotated"
    if is_broken(name, look):
        return "header_broken"
    return "header_text" if look in ("text", "date", "item") else "header"


def is_by_value(look: str) -> bool:
    """Whether each cell of a column is shown as suits it."""
    return look.removesuffix("_wrapped") in ("mixed", "item")


def look_of_value(cell: Cell, look: str) -> str:
    """The style of a cell in a column that holds counts, ratios and words."""
    if isinstance(cell, str) or cell is None:
        return "item" if look == "item" else look.replace("mixed", "text_right")
    if isinstance(cell, dt.date):  # such as the first of the dates that a result rests on
        return "date"
    if not math.isfinite(cell):
        return "text_right"
    if look == "item":
        return "item_count" if float(cell).is_integer() else "item_number"
    if float(cell).is_integer():
        return "count"
    return "t" if abs(cell) >= 1.0 else "number"
