# ruff: noqa: D102 - the members are those of xlwings and Excel, which document them
"""A stand-in for a range of Excel, which refuses what Excel refuses to read or write.

The rules are those of labfolio_xl/docs/excel-rules.md.
"""

from __future__ import annotations

from types import SimpleNamespace

from excel_error import refuse
from fake_values import MAX_COLUMNS, MAX_ROWS, as_com, as_com2, check_texts

LONGEST_ARRAY_FORMULA = 255
# Somewhat more than the largest inputs; a real Excel runs out of memory later, but it does.
MOST_CELLS_AT_ONCE = 4_000_000


class FakeRange:
    """Cells from one corner to the other, counted from 1."""

    def __init__(self, sheet, first, last):
        if not (1 <= first[0] <= last[0] <= MAX_ROWS and 1 <= first[1] <= last[1] <= MAX_COLUMNS):
            refuse("Application-defined or object-defined error")
        self.sheet, self.first, self.last = sheet, first, last

    @property
    def row(self):
        return self.first[0]

    @property
    def column(self):
        return self.first[1]

    @property
    def shape(self):
        return self.last[0] - self.first[0] + 1, self.last[1] - self.first[1] + 1

    @property
    def last_cell(self):
        return FakeRange(self.sheet, self.last, self.last)

    @property
    def address(self):
        return f"R{self.first[0]}C{self.first[1]}:R{self.last[0]}C{self.last[1]}"

    @property
    def api(self):
        return FakeRangeApi(self)

    def holds(self, place):
        return all(a <= p <= b for a, p, b in zip(self.first, place, self.last, strict=True))

    def places(self):
        rows = range(self.first[0], self.last[0] + 1)
        return [[(r, c) for c in range(self.first[1], self.last[1] + 1)] for r in rows]

    def _read(self, convert):
        if self.shape[0] * self.shape[1] > MOST_CELLS_AT_ONCE:
            refuse("Not enough storage is available to complete this operation.", 7)
        sheet = self.sheet
        rows = [[convert(sheet, place) for place in row] for row in self.places()]
        return rows[0][0] if self.shape == (1, 1) else rows

    @property
    def raw_value(self):
        return self._read(as_com)

    @property
    def value(self):
        return self.raw_value

    @value.setter
    def value(self, rows):
        self.sheet.allow("The cell or chart you're trying to change is on a protected sheet.")
        single = not isinstance(rows, list)
        rows = [[rows] * self.shape[1]] * self.shape[0] if single else rows
        assert len({len(row) for row in rows}) == 1, "not a rectangle"
        check_texts(rows, in_array=self.shape != (1, 1))
        self.sheet.refuse_part_of_array(self)
        seen = [row for row in self.places() if row[0][0] not in self.sheet.filtered]
        if len(seen) < len(rows):  # Excel puts the first value into every cell that is seen
            rows = [[rows[0][0]] * len(rows[0])] * len(seen)
        self.sheet.release_arrays(self)
        for places, cells in zip(seen, rows, strict=True):
            for place, cell in zip(places, cells, strict=True):
                self.sheet.put(place, cell)
        self.sheet.changed(self)

    def clear_contents(self):
        self.sheet.allow("The cell or chart you're trying to change is on a protected sheet.")
        if any(self._cuts(area) for area in self.sheet.merged):
            refuse("We can't do that to a merged cell.")
        self.sheet.refuse_part_of_array(self)
        self.sheet.release_arrays(self)
        for place in self.sheet.occupied(self):
            if place[0] not in self.sheet.filtered:
                self.sheet.put(place, None)
        self.sheet.changed(self)

    def _cuts(self, area):
        """Whether it holds a part of an area, and not all of it."""
        first, last = area
        apart = any(
            b < c or d < a for a, b, c, d in zip(self.first, self.last, first, last, strict=True)
        )
        return not apart and not (self.holds(first) and self.holds(last))

    @property
    def merge_cells(self):
        """True, False, or None where some are and some are not."""
        first = {p for row in self.places() for p in row} if self.shape == (1, 1) else None
        if first is not None:
            return any(FakeRange(self.sheet, *a).holds(self.first) for a in self.sheet.merged)
        touched = [a for a in self.sheet.merged if self._touches(a)]
        if len(touched) == 1 and (self.first, self.last) == touched[0]:
            return True
        return None if touched else False

    def _touches(self, area):
        other = FakeRange(self.sheet, *area)
        return self._cuts(area) or (self.holds(area[0])) or other.holds(self.first)

    @property
    def has_array(self):
        return self.sheet.array_at(self.first) is not None

    def _format(self, what):
        self.sheet.allow(f"Unable to set the {what} property of the Range class")

    @property
    def number_format(self):
        formats = self.sheet.formats
        found = {formats.get(place, "General") for row in self.places() for place in row}
        return found.pop() if len(found) == 1 else None

    @number_format.setter
    def number_format(self, text):
        self._format("NumberFormat")
        for place in (p for row in self.places() for p in row):
            self.sheet.formats[place] = text

    @property
    def formula(self):
        if self.shape != (1, 1):
            return tuple(
                tuple(FakeRange(self.sheet, p, p).formula for p in row) for row in self.places()
            )
        return self._text().replace("=@", "=", 1)

    @formula.setter
    def formula(self, text):
        # Excel before dynamic arrays, and since then by implicit intersection: one value.
        self._enter(text.replace("=LF_", "=@LF_", 1))

    @property
    def formula2(self):
        self._need_dynamic_arrays()
        return self._text()

    def _need_dynamic_arrays(self):
        if not self.sheet.book.app.dynamic_arrays:
            raise AttributeError("<unknown>.Formula2")

    def _text(self):
        place = (self.sheet.array_at(self.first) or (self.first,))[0]
        found = self.sheet.formulas.get(place)
        return found if found is not None else str(self.sheet.cells.get(self.first) or "")

    @formula2.setter
    def formula2(self, text):
        self._need_dynamic_arrays()
        self._enter(text)

    def _enter(self, text):
        self.sheet.allow("The cell or chart you're trying to change is on a protected sheet.")
        self.sheet.refuse_part_of_array(self)
        if self.sheet.formats.get(self.first) == "@":
            self.sheet.put(self.first, text)  # a text that looks like a formula
            return
        self.sheet.enter(self.first, text)

    @property
    def formula_array(self):
        return self._text()

    @formula_array.setter
    def formula_array(self, text):
        self.sheet.allow("The cell or chart you're trying to change is on a protected sheet.")
        if len(text) > LONGEST_ARRAY_FORMULA:
            refuse("Unable to set the FormulaArray property of the Range class")
        if any(self._touches(area) for area in self.sheet.merged):
            refuse("Array formulas are not valid in merged cells.")
        if any(self._touches((t.first, t.last)) for t in self.sheet.tables):
            refuse("Multi-cell array formulas are not allowed in tables.")
        self.sheet.refuse_part_of_array(self)
        self.sheet.release_arrays(self)
        self.sheet.enter_array(self.first, self.last, text)

    @property
    def font(self):
        return FakeFont(self)

    @property
    def color(self):
        return None

    @color.setter
    def color(self, _):
        self._format("Color")

    def _set_look(self, _):
        self._format("HorizontalAlignment")

    horizontal_alignment = property(None, _set_look)
    vertical_alignment = property(None, _set_look)
    wrap_text = property(None, _set_look)

    @property
    def borders(self):
        return SimpleNamespace(
            clear=lambda _: self._format("LineStyle"),
            set=lambda *_, **__: self._format("LineStyle"),
        )

    @property
    def _columns(self):
        return range(self.first[1], self.last[1] + 1)

    @property
    def column_width(self):
        widths = {self.sheet.widths.get(column, 8.43) for column in self._columns}
        return widths.pop() if len(widths) == 1 else None

    @column_width.setter
    def column_width(self, width):
        self._format("ColumnWidth")
        if not 0 <= width <= 255:
            refuse("Unable to set the ColumnWidth property of the Range class")
        self.sheet.widths.update(dict.fromkeys(self._columns, width))

    @property
    def row_height(self):
        return self.sheet.heights.get(self.first[0], 15.0)

    @row_height.setter
    def row_height(self, height):
        self._format("RowHeight")
        if not 0 <= height <= 409.5:
            refuse("Unable to set the RowHeight property of the Range class")
        rows = range(self.first[0], self.last[0] + 1)
        self.sheet.heights.update(dict.fromkeys(rows, height))

    @property
    def note(self):
        notes = (note for note in self.sheet.notes if self.holds(note._place))
        return next(notes, None)

    def add_note(self, text):
        place = self.row, self.column
        if place in {*self.sheet.note_texts, *self.sheet.threads}:
            refuse("Application-defined or object-defined error")
        self.sheet.note_texts[place] = text
        return self.note

    def select(self):
        if self.sheet.book.active is not self.sheet or self.sheet.visible != -1:
            refuse("Select method of Range class failed")
        self.sheet.book.selected = (self.sheet.name, self.first)


class FakeFont:
    """The font of cells; only whether it may be set matters here."""

    def __init__(self, cells):
        object.__setattr__(self, "_cells", cells)

    def __setattr__(self, name, value):
        self._cells._format(name.capitalize())


class FakeRangeApi:
    """The members of Excel's own Range that xlwings does not have."""

    def __init__(self, cells):
        self.cells = cells

    @property
    def Value2(self):
        return self.cells._read(as_com2)

    @property
    def Address(self):
        return self.cells.address

    def _indent(self, _):
        self.cells._format("IndentLevel")

    IndentLevel = property(None, _indent)

    @property
    def CountLarge(self):
        return self.cells.shape[0] * self.cells.shape[1]

    @property
    def Row(self):
        return self.cells.first[0]

    @property
    def Column(self):
        return self.cells.first[1]

    @property
    def Rows(self):
        return SimpleNamespace(Count=self.cells.shape[0])

    @property
    def Columns(self):
        return SimpleNamespace(Count=self.cells.shape[1])

    @property
    def HasFormula(self):
        """False where no cell has one; else None, as where some have and some have not."""
        return None if any(map(self.cells.holds, self.cells.sheet.formulas)) else False

    @property
    def CurrentArray(self):
        found = self.cells.sheet.array_at(self.cells.first)
        if found is None:
            refuse("No cells were found.")
        return FakeRangeApi(FakeRange(self.cells.sheet, *found))

    @property
    def FormulaArray(self):
        return self.cells.formula_array

    @FormulaArray.setter
    def FormulaArray(self, text):
        self.cells.formula_array = text
