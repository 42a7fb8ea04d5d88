"""xlwings on Calc: the engine through which the macros run on a real document, without Excel.

It has the members of xlwings' interface (`xlwings.base_classes`) that the macros use, and no
others. What the macros see is what Excel would give them over COM: dates as datetimes where
the cell shows a date, errors as COM's error numbers, formulas in Excel's grammar.
"""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from pathlib import Path

import xlwings
from engine_api import AppApi, BookApi, SheetApi
from engine_charts import Charts
from engine_formulas import Formulas
from engine_names import Names
from engine_notes import notes_of
from engine_range import Range
from engine_rules import check_print_area, check_writable, refuse
from office import XLSX, save
from xlwings import base_classes, utils

XLSM = "Calc MS Excel 2007 VBA XML"
MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384
EVERYTHING = 1023  # com.sun.star.sheet.CellFlags


def book_of(document, path):
    """Return a document of Calc as xlwings' Book; `path` is the file that it stands for."""
    return xlwings.Book(impl=Book(App(), document, Path(path)))


class Engine:
    """What xlwings asks of every engine."""

    name = "calc"
    type = "desktop"

    @staticmethod
    def clean_value_data(data, datetime_builder, empty_as, number_builder, err_to_str):
        """Turn what was read into what the options of a Range ask for."""

        def clean(cell):
            if cell is None:
                return empty_as
            if isinstance(cell, dt.datetime):
                return datetime_builder(cell.year, cell.month, cell.day, cell.hour, cell.minute)
            if isinstance(cell, int) and not isinstance(cell, bool):
                return "#N/A" if err_to_str else None
            return cell if number_builder is None else number_builder(cell)

        return [[clean(cell) for cell in row] for row in data]

    @staticmethod
    def prepare_xl_data_element(cell, _options):
        """Turn what the macros write into what a cell takes."""
        return "" if cell is None else cell


class App(base_classes.App):
    """The application: what a macro switches there has no effect in a headless Calc."""

    engine = Engine()
    calculation = "automatic"
    screen_updating = display_alerts = enable_events = interactive = visible = True
    status_bar = None
    pid = 0

    def __init__(self):
        self.open_books = []

    @property
    def api(self):
        """The Application of Excel."""
        return AppApi(self)

    @property
    def books(self):
        """The books that were opened through it."""
        return self.open_books

    def activate(self, steal_focus=False):  # noqa: FBT002  as xlwings calls it
        """Nothing to bring to the front."""

    def calculate(self):
        """Recalculate everything."""
        for book in self.open_books:
            book.document.calculateAll()


class Book(base_classes.Book):
    """A document."""

    def __init__(self, app, document, path):
        self._app, self.document, self.path = app, document, path
        self.formulas = Formulas(document)
        self.active_name = document.Sheets.ElementNames[0]
        app.open_books.append(self)

    @property
    def api(self):
        """The Workbook of Excel, over the document of UNO."""
        return BookApi(self.document)

    @property
    def app(self):
        """The application."""
        return self._app

    @property
    def name(self):
        """The file's name."""
        return self.path.name

    @property
    def fullname(self):
        """The file's path."""
        return str(self.path)

    @property
    def sheets(self):
        """All sheets."""
        return Sheets(self)

    @property
    def names(self):
        """All defined names of the book."""
        return Names(self)

    def save(self, path=None, password=None):
        """Write the file, here or under another name."""
        assert password is None
        self.path = Path(path) if path else self.path
        save(self.document, self.path, XLSM if self.path.suffix == ".xlsm" else XLSX)

    def activate(self):
        """Nothing to bring to the front."""


class Sheets(base_classes.Sheets):
    """The sheets of a book."""

    def __init__(self, book):
        self.book = book

    @property
    def active(self):
        """The one that was activated last; at first the first."""
        return self(self.book.active_name)

    def __call__(self, name_or_index):
        """Return a sheet by name or by its place, from 1."""
        names = self.book.document.Sheets.ElementNames
        if not isinstance(name_or_index, str):
            return Sheet(self.book, names[name_or_index - 1])
        # Excel does not tell upper from lower case.
        for name in names:
            if name.lower() == name_or_index.lower():
                return Sheet(self.book, name)
        raise xlwings.NoSuchObjectError(name_or_index)

    def __len__(self):
        return self.book.document.Sheets.Count

    def __iter__(self):
        return (Sheet(self.book, name) for name in self.book.document.Sheets.ElementNames)

    def add(self, before=None, after=None, name=None):
        """Add a sheet before or after another; it is the active one then."""
        if self.book.document.isProtected():
            refuse("Add method of Sheets class failed")
        place = len(self) if after is None and before is None else (after or before).index
        sheets = self.book.document.Sheets
        free = (f"Sheet{number}" for number in range(1, len(self) + 2))
        name = name or next(n for n in free if not sheets.hasByName(n))
        sheets.insertNewByName(name, place - (before is not None))
        self.book.active_name = name
        return self(name)


class PageSetup(base_classes.PageSetup):
    """What of a sheet goes to paper."""

    def __init__(self, page):
        self.page = page

    @property
    def api(self):
        """The sheet of UNO."""
        return self.page

    @property
    def print_area(self):
        """The areas as Excel writes them, None for the whole sheet."""
        areas = [self.page.getCellRangeByPosition(*corners(a)) for a in self.page.getPrintAreas()]
        return ",".join(area.AbsoluteName.rpartition(".")[2] for area in areas) or None

    @print_area.setter
    def print_area(self, value):
        check_print_area(value)
        areas = [self.page.getCellRangeByName(part).RangeAddress for part in value.split(",")]
        self.page.setPrintAreas(tuple(areas))


def corners(address):
    """Return left, top, right and bottom of an address of UNO."""
    return address.StartColumn, address.StartRow, address.EndColumn, address.EndRow


class Sheet(base_classes.Sheet):
    """A sheet."""

    def __init__(self, book, name):
        self._book, self._name = book, name

    @cached_property
    def page(self):
        """The sheet of UNO, asked for when it is needed: each question crosses a pipe."""
        return self._book.document.Sheets.getByName(self._name)

    @property
    def api(self):
        """The Worksheet of Excel, over the sheet of UNO."""
        return SheetApi(self.page)

    @property
    def book(self):
        """Its book."""
        return self._book

    @property
    def name(self):
        """Its name."""
        return self._name

    @name.setter
    def name(self, value):
        if self._book.active_name == self._name:
            self._book.active_name = value
        self.page.Name = self._name = value

    @property
    def index(self):
        """Its place, from 1."""
        return self.page.RangeAddress.Sheet + 1

    @property
    def tables(self):
        """The tables of the user, which Calc does not have."""
        return ()

    @property
    def visible(self):
        """Whether it is shown."""
        return self.page.IsVisible

    @visible.setter
    def visible(self, value):
        self.page.IsVisible = value

    def range(self, arg1, arg2=None):
        """Return a range by address, name, or one or two cells."""
        if isinstance(arg1, str):
            first, last = utils.a1_to_tuples(arg1)
            if not first:
                return self._book.names(arg1).refers_to_range
            return Range(self, first, last or first)
        first = (arg1.row, arg1.column) if isinstance(arg1, Range) else tuple(arg1)
        if isinstance(arg2, Range):
            return Range(self, first, arg2.last)
        return Range(self, first, tuple(arg2 or first))

    @property
    def cells(self):
        """All cells."""
        return Range(self, (1, 1), (MAX_ROWS, MAX_COLUMNS))

    @property
    def used_range(self):
        """The cells from A1 to the last that holds something."""
        cursor = self.page.createCursor()
        cursor.gotoEndOfUsedArea(False)  # noqa: FBT003  UNO has no names for arguments
        last = cursor.RangeAddress
        return Range(self, (1, 1), (last.EndRow + 1, last.EndColumn + 1))

    @property
    def charts(self):
        """All charts."""
        return Charts(self)

    @property
    def notes(self):
        """The notes on its cells."""
        return notes_of(self)

    @property
    def page_setup(self):
        """What goes to paper."""
        return PageSetup(self.page)

    def clear(self):
        """Remove everything, looks too."""
        check_writable(self)
        self.used_range.block.clearContents(EVERYTHING)

    def autofit(self, axis=None):
        """Make columns and rows as large as what they hold."""
        assert axis is None
        check_writable(self)
        self.page.Columns.OptimalWidth = True

    def activate(self):
        """Make it the active one, which a hidden sheet cannot be."""
        self._bring_to_front("Activate")

    def select(self):
        """Do the same."""
        self._bring_to_front("Select")

    def _bring_to_front(self, method):
        if not self.visible:
            refuse(f"{method} method of Worksheet class failed")
        self._book.active_name = self.name
