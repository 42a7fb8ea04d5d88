# ruff: noqa: D102 - the members are those of xlwings and Excel, which document them
"""A stand-in for a sheet of Excel: cells, formulas, spilling results and obstacles."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace

from excel_error import refuse
from fake_range import FakeRange
from fake_values import MAX_COLUMNS, MAX_ROWS, NOT_AVAILABLE, SPILL, stored, text_of

VISIBLE, HIDDEN, VERY_HIDDEN = -1, 0, 2
LONGEST_PRINT_AREA = 255


@dataclass
class FakeTable:
    """A table of the user (ListObject), header included."""

    name: str
    sheet: object
    first: tuple[int, int]
    last: tuple[int, int]

    @property
    def range(self):
        return FakeRange(self.sheet, self.first, self.last)


class FakeNote:
    """A note on a cell."""

    def __init__(self, sheet, place):
        self._sheet, self._place = sheet, place
        self.api = SimpleNamespace(Shape=SimpleNamespace(Width=0.0, Height=0.0))

    @property
    def text(self):
        return self._sheet.note_texts[self._place]

    @property
    def location(self):
        return FakeRange(self._sheet, self._place, self._place)

    def delete(self):
        self._sheet.allow("The cell or chart you're trying to change is on a protected sheet.")
        del self._sheet.note_texts[self._place]


class FakePageSetup:
    """What goes to paper."""

    def __init__(self):
        self._area = None

    @property
    def print_area(self):
        return self._area

    @print_area.setter
    def print_area(self, text):
        if text is not None and len(text) > LONGEST_PRINT_AREA:
            refuse("Unable to set the PrintArea property of the PageSetup class")
        self._area = text


class FakeSheetApi:
    """The members of Excel's own Worksheet that xlwings does not have."""

    def __init__(self, sheet):
        self._sheet = sheet

    @property
    def ProtectContents(self):
        return self._sheet.protected

    @property
    def ProtectDrawingObjects(self):
        return self._sheet.protected

    @property
    def ProtectionMode(self):
        return self._sheet.user_interface_only

    @property
    def FilterMode(self):
        return bool(self._sheet.filtered)

    def ShowAllData(self):
        self._sheet.allow("ShowAllData method of Worksheet class failed")
        if not self._sheet.filtered:
            refuse("ShowAllData method of Worksheet class failed")
        self._sheet.filtered.clear()


class FakeSheet:
    """A sheet.

    Attributes
    ----------
    cells, formulas, formats : dict
        By place: values, formulas where they were entered, number formats.
    arrays, spills : dict
        Last cell by first cell, of array formulas of a fixed size and of formulas that spill.
    merged : list
        First and last cell of merged areas.
    filtered : set
        Rows that a filter hides.
    entered : list
        Places into which a formula was entered, in turn.
    note_texts : dict
        The notes, by place.
    threads : set
        Places where somebody has begun a discussion, which take no note.
    """

    def __init__(self, book, name):
        self.book, self.name = book, name
        self.cells, self.formulas, self.formats = {}, {}, {}
        self.arrays, self.spills, self.entered = {}, {}, []
        self.widths, self.heights, self.charts = {}, {}, []
        self.merged, self.tables, self.filtered = [], [], set()
        self.protected = self.user_interface_only = False
        self.visible, self.formatted_to = VISIBLE, (1, 1)
        self.page_setup = FakePageSetup()
        self.note_texts, self.threads = {}, set()

    @property
    def api(self):
        return FakeSheetApi(self)

    @property
    def notes(self):
        return [FakeNote(self, place) for place in self.note_texts]

    @property
    def impl(self):
        return SimpleNamespace(activate=self.activate)

    def allow(self, words):
        """Refuse a change where the sheet is protected against macros too."""
        if self.protected and not self.user_interface_only:
            refuse(words)

    def range(self, first, last=None):
        return FakeRange(self, first, last or first)

    @property
    def used_range(self):
        """The cells up to the last that holds something, or that looks like something."""
        places = [*self.cells, *self.formats, self.formatted_to]
        return FakeRange(self, (1, 1), tuple(map(max, zip(*places, strict=True))))

    def clear(self):
        self.allow("The cell or chart you're trying to change is on a protected sheet.")
        for content in (self.cells, self.formulas, self.formats, self.arrays, self.spills):
            content.clear()
        self.merged.clear()
        self.tables.clear()

    def autofit(self):
        self.allow("AutoFit method of Range class failed")

    def activate(self):
        if self.visible != VISIBLE:
            refuse("Activate method of Worksheet class failed")
        self.book.active = self

    def select(self):
        if self.visible != VISIBLE:
            refuse("Select method of Worksheet class failed")
        self.book.active = self

    def occupied(self, cells):
        """Places within a range that hold a value or a formula."""
        return [place for place in {*self.cells, *self.formulas} if cells.holds(place)]

    def array_at(self, place):
        """First and last cell of the array formula that a cell is part of; None if of none."""
        for area in self.arrays.items():
            if FakeRange(self, *area).holds(place):
                return area
        return None

    def refuse_part_of_array(self, cells):
        if any(cells._cuts(area) for area in self.arrays.items()):
            refuse("You can't change part of an array.")

    def release_arrays(self, cells):
        """Take what array formulas and spilling formulas show, where they are written over."""
        for kind in (self.arrays, self.spills):
            for first, last in list(kind.items()):
                if cells.holds(first):
                    self._take(kind, first, last)

    def _take(self, kind, first, last):
        area = FakeRange(self, first, kind.pop(first, last))
        for place in (p for row in area.places() for p in row):
            self.cells.pop(place, None)
        self.formulas.pop(first, None)

    def merge(self, first, last):
        """Merge cells; what all but the first of them hold is lost."""
        for place in self.occupied(FakeRange(self, first, last)):
            if place != first:
                self.cells.pop(place, None)
        self.merged.append((first, last))

    def put(self, place, cell):
        """Write a value into one cell, as Excel takes it."""
        if any(
            place != first and FakeRange(self, first, last).holds(place)
            for first, last in self.merged
        ):
            return  # only the first cell of a merged area holds anything
        if cell in (None, ""):
            self.cells.pop(place, None)
        else:
            self._block_spills(place)
            self.cells[place] = stored(cell, self.formats.get(place))
        self.formulas.pop(place, None)
        self._name_header(place, self.cells.get(place))

    def _name_header(self, place, cell):
        """The header of a table holds texts, each another one."""
        for table in self.tables:
            (row, first), last = table.first, table.last[1]
            if place[0] == row and first <= place[1] <= last:
                name = f"Column{place[1] - first + 1}" if cell is None else cell
                self.cells[place] = name if isinstance(name, str) else text_of(name)

    def _block_spills(self, place):
        for first, last in list(self.spills.items()):
            if place != first and FakeRange(self, first, last).holds(place):
                formula = self.formulas.get(first)
                self._take(self.spills, first, last)
                self.formulas[first], self.cells[first] = formula, SPILL

    def enter(self, place, text):
        """Enter a formula into one cell; Excel calculates it at once."""
        self.release_arrays(FakeRange(self, place, place))
        self._block_spills(place)
        self.entered.append(place)
        self.formulas[place] = text
        rows = self.book.app.ask(self, place, text)
        if rows is not None:
            self.show(place, rows[:1] and [rows[0][:1]] if text.startswith("=@") else rows)

    def show(self, place, rows):
        """Let a formula show its result: it spills, or #SPILL! says that something is there."""
        last = place[0] + len(rows) - 1, place[1] + len(rows[0]) - 1
        if last[0] > MAX_ROWS or last[1] > MAX_COLUMNS:
            self.cells[place] = SPILL
            return
        area = FakeRange(self, place, last)
        blocked = [p for p in self.occupied(area) if p != place]
        blocked += [a for a in self.merged if last != place and area._touches(a)]
        blocked += [t for t in self.tables if last != place and area._touches((t.first, t.last))]
        if blocked:
            self.cells[place] = SPILL
            return
        self._fill(area, rows)
        if last != place:
            self.spills[place] = last

    def _fill(self, area, rows):
        for i, places in enumerate(area.places()):
            for j, place in enumerate(places):
                row = rows[0] if len(rows) == 1 else rows[i] if i < len(rows) else None
                cell = NOT_AVAILABLE
                if row is not None and (len(row) == 1 or j < len(row)):
                    cell = row[0] if len(row) == 1 else row[j]
                if cell in (None, ""):
                    self.cells.pop(place, None)
                else:
                    self.cells[place] = cell

    def enter_array(self, first, last, text):
        """Enter an array formula of a fixed size; what is too much shows #N/A."""
        self.entered.append(first)
        self.formulas[first], self.arrays[first] = text, last
        rows = self.book.app.ask(self, first, text)
        if rows is not None:
            self._fill(FakeRange(self, first, last), rows)

    def recalculate(self, place):
        """Calculate a cell again."""
        rows, text = self.book.app.ask(self, place, self.formulas[place]), self.formulas[place]
        if place in self.arrays:
            self._fill(FakeRange(self, place, self.arrays[place]), rows)
            return
        last = self.spills.get(place, place)
        self._take(self.spills, place, last)
        self.formulas[place] = text
        self.show(place, [rows[0][:1]] if text.startswith("=@") else rows)

    def changed(self, cells):
        """Tell the application which cells were written."""
        self.book.app.mark_area(self, cells)
