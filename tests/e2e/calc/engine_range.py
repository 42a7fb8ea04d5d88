"""Ranges and fonts of Calc, as xlwings asks for them."""

from __future__ import annotations

from com.sun.star.table import BorderLine2
from engine_api import LETTER, RangeApi
from engine_cells import Cells
from engine_notes import add_note, note_of
from engine_rules import check_array_formula, check_texts, check_writable, refuse
from office import enum, slant
from xlwings import base_classes, utils

POINT = 35.28  # hundredths of a millimetre
SIDES = {
    "edge_top": "Top",
    "edge_bottom": "Bottom",
    "edge_left": "Left",
    "edge_right": "Right",
    "inside_horizontal": "Horizontal",
    "inside_vertical": "Vertical",
}
VERTICAL = {"top": 1, "center": 2, "bottom": 3}  # com.sun.star.table.CellVertJustify2
THIN = 26  # hundredths of a millimetre
NO_COLOR, BOLD, REGULAR = -1, 150.0, 100.0


class Range(base_classes.Range):
    """A rectangle of cells; `first` and `last` are rows and columns from 1."""

    def __init__(self, sheet, first, last):
        self.sheet, self.first, self.last = sheet, first, last
        self.options = None  # set by xlwings
        top, left, bottom, right = first[0] - 1, first[1] - 1, last[0] - 1, last[1] - 1
        self.block = sheet.page.getCellRangeByPosition(left, top, right, bottom)

    @property
    def api(self):
        """The Range of Excel, over the range of UNO."""
        return RangeApi(self.sheet.book, self.sheet.page, self.block)

    @property
    def coords(self):
        """Sheet, row, column, rows, columns."""
        return (self.sheet.name, *self.first, *self.shape)

    @property
    def row(self):
        """Its first row, from 1."""
        return self.first[0]

    @property
    def column(self):
        """Its first column, from 1."""
        return self.first[1]

    @property
    def shape(self):
        """Rows and columns."""
        return self.last[0] - self.first[0] + 1, self.last[1] - self.first[1] + 1

    def __len__(self):
        return self.shape[0] * self.shape[1]

    def __call__(self, arg1, arg2=None):
        """Return one cell by row and column, or by its number, from 1."""
        row, column = (arg1, arg2) if arg2 is not None else divmod(arg1 - 1, self.shape[1])
        if arg2 is None:
            row, column = row + 1, column + 1
        place = (self.row + row - 1, self.column + column - 1)
        return Range(self.sheet, place, place)

    @property
    def note(self):
        """The note of the cell; None if it has none."""
        return note_of(self)

    def add_note(self, text):
        """Add a note to the cell."""
        return add_note(self, text)

    @property
    def address(self):
        """The address with dollars, without the sheet."""
        return self.get_address(row_absolute=True, col_absolute=True, external=False)

    def get_address(self, row_absolute, col_absolute, external):
        """Return the address as Excel writes it."""
        corners = [
            f"{'$' * col_absolute}{utils.col_name(column)}{'$' * row_absolute}{row}"
            for row, column in dict.fromkeys((self.first, self.last))
        ]
        book = f"[{self.sheet.book.name}]{self.sheet.name}!" if external else ""
        return book + ":".join(corners)

    max_cells_per_read = max_cells_per_write = None

    @property
    def raw_value(self):
        """The values as COM gives them: one cell as it is, more as tuples of rows."""
        rows = Cells(self.sheet.book.document, self.block).read()
        return rows[0][0] if self.shape == (1, 1) else rows

    @raw_value.setter
    def raw_value(self, value):
        check_writable(self.sheet)
        check_texts(value)
        Cells(self.sheet.book.document, self.block).write(value)

    def clear_contents(self):
        """Remove values and formulas, not formats."""
        check_writable(self.sheet)
        Cells(self.sheet.book.document, self.block).clear()

    @property
    def formula(self):
        """The formula in Excel's grammar, or the value as text; of more cells, rows of them."""
        return self.sheet.book.formulas.read(self.block)

    @formula.setter
    def formula(self, value):
        check_writable(self.sheet)
        self.sheet.book.formulas.write(self.block, value)

    # In Calc nothing spills: a formula that would is an array formula, as large as the range.
    formula2 = formula

    @property
    def formula_array(self):
        """The array formula of the range."""
        return self.sheet.book.formulas.read_array(self.block)

    @formula_array.setter
    def formula_array(self, value):
        check_writable(self.sheet)
        check_array_formula(value)
        self.sheet.book.formulas.write_array(self.block, value)

    @property
    def has_array(self):
        """Whether one array formula fills it."""
        return bool(self.block.getArrayFormula())

    @property
    def merge_cells(self):
        """Whether its cells are merged; None where some are."""
        if self.shape == (1, 1):
            return self._merged_around() != self.shape
        cursor = self.sheet.page.createCursorByRange(self.block)
        cursor.collapseToMergedArea()
        grown = cursor.RangeAddress != self.block.RangeAddress
        inside = self.block.getIsMerged() or self._has_merged()
        return None if grown or inside else False

    def _merged_around(self):
        cursor = self.sheet.page.createCursorByRange(self.block)
        cursor.collapseToMergedArea()
        return cursor.Rows.Count, cursor.Columns.Count

    def _has_merged(self):
        """Whether a merged area begins in it; its cells are looked at by their formats."""
        groups = self.block.UniqueCellFormatRanges
        firsts = (groups.getByIndex(number) for number in range(groups.Count))
        return any(area.getIsMerged() for group in firsts for area in _ranges(group))

    @property
    def number_format(self):
        """The format code of its cells; None if they differ."""
        if self.block.getPropertyState("NumberFormat").value == "AMBIGUOUS_VALUE":
            return None
        document = self.sheet.book.document
        return document.NumberFormats.getByKey(self.block.NumberFormat).FormatString

    @number_format.setter
    def number_format(self, value):
        check_writable(self.sheet)
        Cells(self.sheet.book.document, self.block).show_as(value)

    @property
    def font(self):
        """How its text looks."""
        return Font(self.block)

    @property
    def color(self):
        """The fill as red, green and blue, None for no fill."""
        color = self.block.CellBackColor
        return None if color == NO_COLOR else rgb(color)

    @color.setter
    def color(self, color_or_rgb):
        check_writable(self.sheet)
        self.block.CellBackColor = NO_COLOR if color_or_rgb is None else number_of(color_or_rgb)

    @property
    def horizontal_alignment(self):
        """Where its first cell has its text."""
        return self.block.getCellByPosition(0, 0).HoriJustify.value.lower()

    @horizontal_alignment.setter
    def horizontal_alignment(self, value):
        word = "STANDARD" if value == "general" else value.upper()
        self.block.HoriJustify = enum("com.sun.star.table.CellHoriJustify", word)

    @property
    def vertical_alignment(self):
        """At which height its first cell has its text; a number, as UNO has it."""
        return self.block.getCellByPosition(0, 0).VertJustify

    @vertical_alignment.setter
    def vertical_alignment(self, value):
        self.block.VertJustify = VERTICAL[value]

    @property
    def wrap_text(self):
        """Whether its first cell breaks its text into lines."""
        return self.block.getCellByPosition(0, 0).IsTextWrapped

    @wrap_text.setter
    def wrap_text(self, value):
        self.block.IsTextWrapped = value

    @property
    def borders(self):
        """The lines around its cells."""
        return Borders(self.block)

    @property
    def column_width(self):
        """The width of its columns in letters, about as Excel counts; None if they differ."""
        columns = self.block.Columns
        if self.shape[1] == 1:
            return columns.Width / LETTER
        widths = {columns.getByIndex(number).Width for number in range(columns.Count)}
        return widths.pop() / LETTER if len(widths) == 1 else None

    @column_width.setter
    def column_width(self, value):
        check_writable(self.sheet)
        self.block.Columns.Width = round(value * LETTER)

    @property
    def row_height(self):
        """The height of its first row in points."""
        return self.block.Rows.getByIndex(0).Height / POINT

    @row_height.setter
    def row_height(self, value):
        check_writable(self.sheet)
        self.block.Rows.Height = round(value * POINT)

    def select(self):
        """Refuse a sheet that is not the active one; a headless document shows no selection."""
        if self.sheet.book.active_name != self.sheet.name or not self.sheet.visible:
            refuse("Select method of Range class failed")


def _ranges(group):
    return (group.getByIndex(number) for number in range(group.Count))


class Borders(base_classes.Borders):
    """The lines around the cells of a range."""

    def __init__(self, block):
        self.block = block

    def clear(self, which):
        """Remove the lines of some sides."""
        self.set(which, line_style=None)

    def set(self, which, *, line_style, weight=None, color=None):
        """Draw thin lines, or none, at some sides."""
        assert line_style is None or (line_style, weight) == ("continuous", "thin")
        lines = self.block.TableBorder2
        for name in SIDES.values():
            setattr(lines, f"Is{name}LineValid", False)
        for side in which:
            line = BorderLine2()
            line.Color = number_of(color) if line_style else 0
            line.OuterLineWidth = THIN if line_style else 0
            line.LineWidth = line.OuterLineWidth
            setattr(lines, f"{SIDES[side]}Line", line)
            setattr(lines, f"Is{SIDES[side]}LineValid", True)
        self.block.TableBorder2 = lines


class Font(base_classes.Font):
    """The font of a range."""

    def __init__(self, block):
        self.block = block

    @property
    def bold(self):
        """Whether it is bold."""
        return self.block.CharWeight == BOLD

    @bold.setter
    def bold(self, value):
        self.block.CharWeight = BOLD if value else REGULAR

    @property
    def italic(self):
        """Whether it is italic."""
        return self.block.CharPosture.value == "ITALIC"

    @italic.setter
    def italic(self, value):
        self.block.CharPosture = slant("ITALIC" if value else "NONE")

    @property
    def size(self):
        """Its height in points."""
        return self.block.CharHeight

    @size.setter
    def size(self, value):
        self.block.CharHeight = value

    @property
    def color(self):
        """Its color as red, green and blue."""
        return rgb(self.block.CharColor)

    @color.setter
    def color(self, color_or_rgb):
        self.block.CharColor = number_of(color_or_rgb)


def rgb(number):
    """Return a color of Calc as red, green and blue."""
    return number >> 16 & 255, number >> 8 & 255, number & 255


def number_of(color):
    """Return a color as Calc has it, from red, green and blue or from ``#102030``."""
    red, green, blue = utils.hex_to_rgb(color) if isinstance(color, str) else color
    return red << 16 | green << 8 | blue
