"""Write tables, titles and notes onto the sheets of one workbook, in any flavour."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from labfolio_xl.blocks.cells.values import Cell
from labfolio_xl.plan.contents import (
    CODE_NAMES,
    TAB_COLORS,
    live_sheets,
    report_sheets,
)
from labfolio_xl.plan.decided import EXPLAINED
from labfolio_xl.plan.layout import Block, Cells
from labfolio_xl.plan.places import INPUTS, SETTINGS
from labfolio_xl.plan.sizes import (
    MARGIN,
    is_broken,
    is_rotated,
    paragraph_height,
)
from labfolio_xl.plan.slots import FIRST_PAGE, FIRST_TABLE
from labfolio_xl.plan.styles import Styles
from labfolio_xl.workbook.numeric_blocks import NumericSheet

__all__ = [
    "LEGIBLE",
    "Canvas",
    "Flavour",
    "header_looks",
    "is_by_value",
    "look_of_value",
    "paragraph_height",
]

# "report" has values only; the other two have formulas, as dynamic arrays or as the arrays
# of Ctrl+Shift+Enter that Excel 2019 and earlier know.
Flavour = Literal["report", "365", "2019"]

_A4 = 9
# The sheets on which a user types show their gridlines.
_WITH_GRIDLINES = frozenset(place.sheet for place in (*INPUTS, SETTINGS))
# The widest sheet for upright paper, and the widest for one page of lying paper, in units of
# column width: on a wider sheet the letters would be too small to read.
_UPRIGHT, LEGIBLE = 115.0, 260.0
# What fits inside the margins of A4: units of column width across, and points down.
_PAGES = {"upright": (99.0, 745.0), "lying": (145.0, 498.0)}
_NEARLY = 0.75  # of that width: for a narrower table the whole sheet is not printed smaller
_SMALLEST = 0.62  # the smallest scale at which letters of 10 points can be read
# A last page is avoided if less than the first of these shares would stand on it. The second is
# how far the estimate of the height may be wrong; a sheet of more pages than the third is not
# fitted at all.
_SPARED, _UNSURE, _FEW_PAGES = 0.2, 0.1, 4
_FOOTER = "&L&8&F&C&8&A{}&R&8&P / &N"
_CUT = " (only the first part is printed; the sheet has all)"
_MAY_BE_CUT = " (of long tables only the first part is printed; the sheet has all)"
_LONGEST_TEXT = 10_000  # no sentence needs more characters


@dataclass(slots=True)
class Canvas:
    """A workbook that is being written.

    Attributes
    ----------
    book : xlsxwriter.Workbook
    flavour : Flavour
    given : container of str
        The inputs that are given; a report leaves sheets out that need others.
    styles : Styles
    sheets : dict
        All sheets of the flavour in their order, by name. They are empty at first.
    """

    book: Any
    flavour: Flavour
    given: Container[str] = ()
    styles: Styles = field(init=False)
    sheets: dict[str, Any] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Make the styles and the sheets."""
        self.styles = Styles(self.book)
        for name in live_sheets() if self.live else report_sheets(self.given):
            self.sheets[name] = self._add_sheet(name)

    @property
    def live(self) -> bool:
        """Whether results are formulas."""
        return self.flavour != "report"

    def _add_sheet(self, name: str) -> Any:
        """Return a new sheet, set up for screen and paper."""
        sheet = self.book.add_worksheet(name, NumericSheet)
        if self.live:
            sheet.set_vba_name(CODE_NAMES[name])
        if name in TAB_COLORS:
            sheet.set_tab_color(TAB_COLORS[name])
        sheet.hide_gridlines(1 if name in _WITH_GRIDLINES else 2)
        sheet.set_paper(_A4)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.set_footer(_FOOTER.format(""))
        return sheet

    def write_heading(self, sheet: Any, title: str, subtitle: str, *, columns: int = 8) -> None:
        """Write title and subtitle into the first two rows, with a link to the first page."""
        sheet.set_row(0, 30)
        sheet.write_string(0, 1, title, self.styles["title"])
        sheet.set_row(1, 18)
        sheet.merge_range(1, 1, 1, columns, "", self.styles["subtitle"])
        sheet.write_string(1, 1, subtitle, self.styles["subtitle"])
        if sheet is not self.sheets.get(FIRST_PAGE):
            self.link(sheet, 0, columns, FIRST_PAGE)

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
        """Write a text over merged columns, in a row as high as the text needs."""
        format_ = self.styles[style]
        text = text if len(text) <= _LONGEST_TEXT else f"{text[: _LONGEST_TEXT - 1]}…"
        if columns[1] > columns[0]:
            sheet.merge_range(row, columns[0], row, columns[1], "", format_)
        sheet.write_string(row, columns[0], text, format_)
        sheet.set_row(row, paragraph_height(text, width, style))

    def write_title(self, sheet: Any, title: str, *, columns: int) -> None:
        """Write the title of a result sheet, with a link to the first page."""
        sheet.write_string(0, 1, title, self.styles["title"])
        self.link(sheet, 0, columns, FIRST_PAGE)

    def write_decided(self, table: Cells) -> None:
        """Write the table of decisions below its title and a line of explanation."""
        sheet, area = self.sheets[table.area.sheet], table.area
        self._write_caption(sheet, table, EXPLAINED)
        self._write_row(sheet, area.row, area.column, table.cells[0], header_looks(table))
        self.write_rows(sheet, area.row + 1, area.column, table.cells[1:], table.styles)

    def write_block(self, block: Block) -> None:
        """Write a table below its title; in a live workbook as a formula, shown above it."""
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
        self.write_rows(sheet, area.row + 1, area.column, block.cells[1:], block.styles)

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
        """Write the cells of one row; if ``live``, the formula in the first cell stays."""
        for place, (cell, look) in enumerate(zip(cells, looks, strict=True)):
            if not (live and place == 0):
                self.write_cell(sheet, row, column + place, cell, look)

    def write_cell(self, sheet: Any, row: int, column: int, cell: Cell, look: str) -> None:
        """Write one value with its own type: text stays text, whatever it begins with.

        NaN and infinite numbers are written as blank cells, because a file cannot hold them.
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
        rows: Sequence[Sequence[Cell]],
        looks: Sequence[str],
    ) -> None:
        """Write rows of values, all with the same styles; columns of numbers in bulk."""
        formats = {n: self.styles[look] for n, look in enumerate(looks) if not is_by_value(look)}
        done = sheet.write_numbers(row, column, rows, formats)
        left = [(place, look) for place, look in enumerate(looks) if place not in done]
        for number, cells in enumerate(rows if left else (), start=row):
            for place, look in left:
                self.write_cell(sheet, number, column + place, cells[place], look)

    def link(self, sheet: Any, row: int, column: int, target: str, text: str = "") -> None:
        """Write a link to another sheet."""
        sheet.write_url(
            row, column, f"internal:'{target}'!A1", self.styles["link"], string=text or target
        )

    def set_widths(self, sheet: Any, widths: dict[int, float], *, margin: float = MARGIN) -> None:
        """Set the widths of columns; the first column is a margin unless its width is given."""
        for column, width in {0: margin, **widths}.items():
            sheet.set_column(column, column, width)

    def tell_cut(self, sheet: Any, *, is_cut: bool) -> None:
        """Say at the foot of each printed page if the sheet has more than is printed.

        In a live workbook tables grow, so that the words have to be true of any length.
        """
        if self.live or is_cut:
            sheet.set_footer(_FOOTER.format(_MAY_BE_CUT if self.live else _CUT))

    def fit_paper(
        self,
        sheet: Any,
        width: float,
        height: float = 0.0,
        *,
        upright: bool = False,
        beside: Sequence[float] = (),
    ) -> None:
        """Choose upright paper for a narrow sheet, and several pages across for a very wide one.

        Parameters
        ----------
        width : float
            The width of the sheet, in units of column width.
        height : float
            The height of the sheet in points. Where only a few rows would stand on the last page,
            all pages are printed a little smaller instead.
        upright : bool
            Whether the paper has to be upright, whatever the width is.
        beside : sequence of float
            The widths of all areas with pages of their own. Where one of them goes to several pages
            across, the print is as small as can be read if another then fits on one page.
        """
        upright = upright or _is_upright(width, height)
        if not upright:
            sheet.set_landscape()
        page_width, page_height = _PAGES["upright" if upright else "lying"]
        across = max(1, math.ceil(width / LEGIBLE))
        held = max((1.0 - _UNSURE) * width / across, _NEARLY * LEGIBLE)
        if across > 1 and any(held < area <= LEGIBLE for area in beside):
            sheet.set_print_scale(int(100.0 * page_width / LEGIBLE))
            return
        scale = min(1.0, across * page_width / width)
        sheet.fit_to_pages(across, _pages_down(scale * height / page_height))


def _is_upright(width: float, height: float) -> bool:
    """Whether upright paper suits: the sheet is narrow, or can be read on one such page."""
    scales = {name: min(1.0, page[0] / width) for name, page in _PAGES.items()}
    pages = {name: scales[name] * height / page[1] for name, page in _PAGES.items()}
    one = pages["upright"] <= 1.0 and pages["lying"] > 1.0 + _SPARED
    return width <= _UPRIGHT or (one and scales["upright"] >= _SMALLEST)


def _pages_down(pages: float) -> int:
    """Return on how many pages, one below the other, the sheet is fitted; 0 for any number."""
    whole = max(1, math.floor(pages + _UNSURE))
    spares = pages <= whole + _SPARED and (whole == 1 or pages >= whole - _UNSURE)
    return whole if 0.0 < pages < _FEW_PAGES and spares else 0


def header_looks(block: Cells) -> list[str]:
    """Return the styles of the cells in the first row of a table."""
    rotated = is_rotated(block)
    names = zip(block.header, block.styles, strict=True)
    if block.key == FIRST_TABLE:
        return ["header_text", *["header_broken"] * (len(block.header) - 1)]
    return [_header_look(name, style, rotated=rotated) for name, style in names]


def _header_look(name: str, style: str, *, rotated: bool) -> str:
    look = style.removesuffix("_wrapped")
    if look in ("text_after", "date_after"):
        return "header_text_after"
    if look == "correlation" and rotated:
        return "header_rotated"
    if is_broken(name, look):
        return "header_broken"
    return "header_text" if look in ("text", "date", "item") else "header"


def is_by_value(look: str) -> bool:
    """Whether the style of each cell in a column depends on its value."""
    return look.removesuffix("_wrapped") in ("mixed", "item")


def look_of_value(cell: Cell, look: str) -> str:
    """Return the style of a cell in a column that holds counts, ratios and words."""
    if isinstance(cell, str) or cell is None:
        return "item" if look == "item" else look.replace("mixed", "text_right")
    if isinstance(cell, dt.date):  # such as the first date of a result
        return "date"
    if not math.isfinite(cell):
        return "text_right"
    if look == "item":
        return "item_count" if float(cell).is_integer() else "item_number"
    if float(cell).is_integer():
        return "count"
    return "t" if abs(cell) >= 1.0 else "number"
