"""xlwings on Calc: the engine through which the macros run on a real document, without Excel.

It has the members of xlwings' interface (`xlwings.base_classes`) that the macros use, and no
others. What the macros see is what Excel would give them over COM: dates as datetimes where
the cell shows a date, errors as COM's error numbers, formulas in Excel's grammar.
"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import xlwings
from engine_cells import Cells
from engine_charts import Chart, charts_of
from engine_formulas import Formulas
from office import XLSX, save, slant
from xlwings import base_classes, utils

XLSM = "Calc MS Excel 2007 VBA XML"
MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384
NO_COLOR, BOLD, REGULAR = -1, 150.0, 100.0


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
    def books(self):
        """The books that were opened through it."""
        return self.open_books

    def calculate(self):
        """Recalculate everything."""
        for book in self.open_books:
            book.api.calculateAll()


class Book(base_classes.Book):
    """A document."""

    def __init__(self, app, document, path):
        self._app, self.document, self.path = app, document, path
        self.formulas = Formulas(document)
        app.open_books.append(self)

    @property
    def api(self):
        """The document of UNO."""
        return self.document

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
        """The first one; nothing is active in a headless document."""
        return self(1)

    def __call__(self, name_or_index):
        sheets = self.book.document.Sheets
        if isinstance(name_or_index, str):
            # Excel does not tell upper from lower case.
            (name,) = [n for n in sheets.ElementNames if n.lower() == name_or_index.lower()] or [""]
            if not name:
                raise xlwings.NoSuchObjectError(name_or_index)
            return Sheet(self.book, sheets.getByName(name))
        return Sheet(self.book, sheets.getByIndex(name_or_index - 1))

    def __len__(self):
        return self.book.document.Sheets.Count

    def __iter__(self):
        return (self(number) for number in range(1, len(self) + 1))

    def add(self, before=None, after=None, name=None):
        """Add a sheet before or after another."""
        place = len(self) if after is None and before is None else (after or before).index
        sheets = self.book.document.Sheets
        free = (f"Sheet{number}" for number in range(1, len(self) + 2))
        name = name or next(n for n in free if not sheets.hasByName(n))
        sheets.insertNewByName(name, place - (before is not None))
        return self(name)


class Sheet(base_classes.Sheet):
    """A sheet."""

    def __init__(self, book, page):
        self._book, self.page = book, page

    @property
    def api(self):
        """The sheet of UNO."""
        return self.page

    @property
    def book(self):
        """Its book."""
        return self._book

    @property
    def name(self):
        """Its name."""
        return self.page.Name

    @name.setter
    def name(self, value):
        self.page.Name = value

    @property
    def index(self):
        """Its place, from 1."""
        return self.page.RangeAddress.Sheet + 1

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

    def activate(self):
        """Nothing to bring to the front."""

    def select(self):
        """Nothing to bring to the front."""


class Range(base_classes.Range):
    """A rectangle of cells; `first` and `last` are rows and columns from 1."""

    def __init__(self, sheet, first, last):
        self.sheet, self.first, self.last = sheet, first, last
        self.options = None  # set by xlwings
        top, left, bottom, right = first[0] - 1, first[1] - 1, last[0] - 1, last[1] - 1
        self.block = sheet.page.getCellRangeByPosition(left, top, right, bottom)

    @property
    def api(self):
        """The range of UNO."""
        return self.block

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
        row, column = (arg1, arg2) if arg2 is not None else divmod(arg1 - 1, self.shape[1])
        if arg2 is None:
            row, column = row + 1, column + 1
        place = (self.row + row - 1, self.column + column - 1)
        return Range(self.sheet, place, place)

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
        Cells(self.sheet.book.document, self.block).write(value)

    def clear_contents(self):
        """Remove values and formulas, not formats."""
        Cells(self.sheet.book.document, self.block).clear()

    @property
    def formula(self):
        """The formula in Excel's grammar, or the value as text; of more cells, rows of them."""
        return self.sheet.book.formulas.read(self.block)

    @formula.setter
    def formula(self, value):
        self.sheet.book.formulas.write(self.block, value)

    # In Calc nothing spills: a formula that would is an array formula, as large as the range.
    formula2 = formula

    @property
    def formula_array(self):
        """The array formula of the range."""
        return self.sheet.book.formulas.read_array(self.block)

    @formula_array.setter
    def formula_array(self, value):
        self.sheet.book.formulas.write_array(self.block, value)

    @property
    def has_array(self):
        """Whether one array formula fills it."""
        return bool(self.block.getArrayFormula())

    @property
    def number_format(self):
        """The format code of its first cell."""
        document = self.sheet.book.document
        return document.NumberFormats.getByKey(self.block.NumberFormat).FormatString

    @number_format.setter
    def number_format(self, value):
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
        self.block.CellBackColor = NO_COLOR if color_or_rgb is None else number_of(color_or_rgb)

    def select(self):
        """Nothing to bring to the front."""


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


class Names(base_classes.Names):
    """The defined names of a book."""

    def __init__(self, book):
        self.book = book

    @property
    def api(self):
        """The names of UNO."""
        return self.book.document.NamedRanges

    def __call__(self, name_or_index):
        if isinstance(name_or_index, str) and not self.contains(name_or_index):
            raise KeyError(name_or_index)
        if isinstance(name_or_index, str):
            return Name(self.book, self.api.getByName(name_or_index))
        return Name(self.book, self.api.getByIndex(name_or_index - 1))

    def contains(self, name_or_index):
        """Whether there is such a name."""
        if isinstance(name_or_index, str):
            return self.api.hasByName(name_or_index)
        return 0 < name_or_index <= len(self)

    def __len__(self):
        return self.api.Count

    def __iter__(self):
        return (self(number) for number in range(1, len(self) + 1))

    def add(self, name, refers_to):
        """Define a name, or define it anew."""
        if self.contains(name):
            self.api.removeByName(name)
        origin = self.book.formulas.origin
        self.api.addNewByName(name, "", origin, 0)
        found = self(name)
        found.refers_to = refers_to
        return found


class Name(base_classes.Name):
    """A defined name."""

    def __init__(self, book, named):
        self.book, self.named = book, named

    @property
    def api(self):
        """The name of UNO."""
        return self.named

    @property
    def name(self):
        """The name."""
        return self.named.Name

    @property
    def refers_to(self):
        """What it refers to, as Excel writes it: ``=Betas!$A$1:$C$5``."""
        return self.book.formulas.read_tokens(self.named.getTokens())

    @refers_to.setter
    def refers_to(self, value):
        self.named.setTokens(self.book.formulas.parse(value))

    @property
    def refers_to_range(self):
        """The range that it refers to."""
        found = re.fullmatch(r"='?(.+?)'?!(\$[A-Z]+\$\d+(?::\$[A-Z]+\$\d+)?)", self.refers_to)
        if found is None:
            raise xlwings.NoSuchObjectError(f"{self.name} refers to no range")
        return self.book.sheets(found[1]).range(found[2])

    def delete(self):
        """Remove the name."""
        self.book.names.api.removeByName(self.name)


class Charts(base_classes.Charts):
    """The charts of a sheet, in their order."""

    def __init__(self, sheet):
        self.parent = sheet
        self.found = [Chart(sheet, shape) for shape in charts_of(sheet.page)]

    @property
    def api(self):
        """The charts of UNO."""
        return self.parent.page.Charts

    def __len__(self):
        return len(self.found)

    def __iter__(self):
        return iter(self.found)

    def __call__(self, key):
        if isinstance(key, str):
            matching = [chart for chart in self.found if chart.name == key]
            if not matching:
                raise KeyError(key)
            return matching[0]
        return self.found[key - 1]

    def __contains__(self, key):
        return any(chart.name == key for chart in self.found)
