# ruff: noqa: D102 - the members are those of xlwings, which documents them
"""An open workbook without Excel: the members of xlwings that the macros use, over plain cells.

It knows no formulas. What it does know it takes strictly: text that looks like a formula or a
number is what Excel would make of it, unless the cell is formatted as text.
"""

from __future__ import annotations

import io
import re
import zipfile
from functools import cache
from types import SimpleNamespace

from openpyxl import load_workbook

PADDING = 5 / 7  # what a file counts beside the letters of a column


class FakeRange:
    """Cells from one corner to the other, counted from 1."""

    def __init__(self, sheet, first, last):
        self.sheet, self.first, self.last = sheet, first, last

    @property
    def row(self):
        return self.first[0]

    @property
    def column(self):
        return self.first[1]

    @property
    def last_cell(self):
        return FakeRange(self.sheet, self.last, self.last)

    def places(self):
        rows = range(self.first[0], self.last[0] + 1)
        return [[(r, c) for c in range(self.first[1], self.last[1] + 1)] for r in rows]

    @property
    def raw_value(self):
        rows = [[self.sheet.cells.get(place) for place in row] for row in self.places()]
        return rows[0][0] if len(rows) == len(rows[0]) == 1 else rows

    @property
    def value(self):
        return self.raw_value

    @value.setter
    def value(self, rows):
        assert len({len(row) for row in rows}) == 1, "not a rectangle"
        for places, cells in zip(self.places(), rows, strict=True):
            for place, cell in zip(places, cells, strict=True):
                self.sheet.put(place, cell)

    def clear_contents(self):
        for place in (p for row in self.places() for p in row):
            self.sheet.cells.pop(place, None)
            self.sheet.formulas.pop(place, None)

    @property
    def number_format(self):
        return self.sheet.formats.get(self.first, "General")

    @number_format.setter
    def number_format(self, text):
        for place in (p for row in self.places() for p in row):
            self.sheet.formats[place] = text

    @property
    def formula(self):
        return self.sheet.formulas.get(self.first, self.sheet.cells.get(self.first) or "")

    @formula.setter
    def formula(self, text):
        self.sheet.formulas[self.first] = text

    formula2 = formula

    @property
    def formula_array(self):
        return self.formula

    @formula_array.setter
    def formula_array(self, text):
        self.sheet.formulas[self.first] = text
        self.sheet.arrays[self.first] = self.last

    @property
    def font(self):
        return SimpleNamespace()

    color = None

    @property
    def impl(self):
        return SimpleNamespace(set_indent=lambda _: None)

    @property
    def borders(self):
        return SimpleNamespace(clear=lambda _: None, set=lambda *_, **__: None)

    @property
    def column_width(self):
        return self.sheet.widths.get(self.first[1], 8.43)

    @column_width.setter
    def column_width(self, width):
        assert 0 <= width <= 255
        self.sheet.widths[self.first[1]] = width

    @property
    def row_height(self):
        return self.sheet.heights.get(self.first[0], 15.0)

    @row_height.setter
    def row_height(self, height):
        assert 0 <= height <= 409.5
        self.sheet.heights[self.first[0]] = height

    def select(self):
        self.sheet.book.selected = (self.sheet.name, self.first)


class FakeSheet:
    """A sheet: cells, formulas, number formats by place."""

    def __init__(self, book, name):
        self.book, self.name = book, name
        self.cells, self.formulas, self.formats, self.arrays = {}, {}, {}, {}
        self.widths, self.heights, self.charts = {}, {}, []
        self.page_setup = SimpleNamespace(print_area=None)

    def put(self, place, cell):
        if isinstance(cell, str) and self.formats.get(place) != "@":
            assert not re.match(r"[=+\-@']", cell), f"{cell!r} would become a formula"
            assert not re.fullmatch(r"[\d.,eE%/-]+", cell), f"{cell!r} would become a number"
        if cell in (None, ""):
            self.cells.pop(place, None)
        else:
            self.cells[place] = cell
        self.formulas.pop(place, None)

    def range(self, first, last=None):
        return FakeRange(self, first, last or first)

    @property
    def used_range(self):
        places = self.cells or {(1, 1): None}
        return FakeRange(self, (1, 1), tuple(map(max, zip(*places, strict=True))))

    def clear(self):
        self.cells.clear()

    def autofit(self):
        pass


class FakeChart:
    """A chart whose series are formulas, as an engine offers them."""

    def __init__(self, name, series, *, shown=True):
        self.name, self.shown, self.errors = name, shown, {}
        self.impl = SimpleNamespace(
            series_formulas=list(series),
            set_error_bars=lambda number, reference: self.errors.update({number: reference}),
            set_visible=lambda shown: setattr(self, "shown", shown),
        )


class FakeName:
    """A defined name."""

    def __init__(self, refers_to):
        self.refers_to = refers_to


class FakeSheets:
    """Sheets by name or number."""

    def __init__(self, sheets):
        self._sheets = sheets

    def __iter__(self):
        return iter(self._sheets)

    def __len__(self):
        return len(self._sheets)

    def __getitem__(self, key):
        if isinstance(key, int):
            return self._sheets[key]
        return next(sheet for sheet in self._sheets if sheet.name == key)

    def add(self, name, after=None):
        assert after is not None
        self._sheets.append(FakeSheet(self._sheets[0].book, name))
        return self._sheets[-1]


class FakeBook:
    """A workbook, read from the bytes of an .xlsx or .xlsm."""

    def __init__(self, workbook, name="book.xlsm", folder="/nowhere"):
        values, formulas = _parsed(workbook)
        self.name, self.fullname = name, f"{folder}/{name}"
        self.app = SimpleNamespace(
            status_bar=None, calculated=0, said=[], calculate=self._calculate
        )
        self.selected = None
        self.names = {n: FakeName(f"={d.attr_text}") for n, d in values.defined_names.items()}
        self.sheets = FakeSheets([FakeSheet(self, sheet.title) for sheet in values])
        for sheet in self.sheets:
            _read_cells(sheet, values[sheet.name], formulas[sheet.name])
        for number, sheet in enumerate(self.sheets, 1):
            sheet.page_setup.print_area = _print_area(values[sheet.name])
            _read_sizes(sheet, formulas[sheet.name])
            sheet.charts = _charts(workbook, number, formulas[sheet.name])

    def _calculate(self):
        self.app.calculated += 1


@cache
def _parsed(workbook):
    """Cells with their values and with their formulas; read once, since it takes seconds."""
    return load_workbook(io.BytesIO(workbook), data_only=True), load_workbook(io.BytesIO(workbook))


def _read_cells(sheet, values, formulas):
    for row in values.iter_rows():
        for cell in row:
            if cell.value is not None:
                sheet.cells[cell.row, cell.column] = cell.value
    for row in formulas.iter_rows():
        for cell in row:
            text = getattr(cell.value, "text", cell.value)
            if cell.data_type == "f" or hasattr(cell.value, "text"):
                sheet.formulas[cell.row, cell.column] = "=" + str(text).lstrip("=")


def _read_sizes(sheet, formulas):
    for column in formulas.column_dimensions.values():
        for number in range(column.min, column.max + 1):
            sheet.widths[number] = column.width - PADDING
    for number, row in formulas.row_dimensions.items():
        if row.height:
            sheet.heights[number] = row.height


def _print_area(sheet):
    area = sheet.print_area
    return re.sub(r"'?\w+'?!", "", area) if area else None


def _charts(workbook, number, sheet):
    """The charts of a sheet, each with the name that its drawing gives it."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as source:
        relations = f"xl/worksheets/_rels/sheet{number}.xml.rels"
        parts = source.read(relations).decode() if relations in source.namelist() else ""
        found = re.search(r"drawings/drawing\d+\.xml", parts)
        drawing = source.read(f"xl/{found[0]}").decode() if found else ""
    frames = re.findall(r"<xdr:graphicFrame.*?<xdr:cNvPr ([^>]*)>", drawing)
    return [
        FakeChart(
            re.search('name="([^"]*)"', frame)[1],
            [_series(s, order) for order, s in enumerate(drawn.series, 1)],
            shown='hidden="1"' not in frame,
        )
        for frame, drawn in zip(frames, sheet._charts, strict=True)
    ]


def _series(series, order):
    name = series.tx.strRef.f if series.tx.strRef else f'"{series.tx.v}"'
    categories, values = series.cat or series.xVal, series.val or series.yVal
    source = categories.numRef or categories.strRef
    return f"=SERIES({name},{source.f},{values.numRef.f},{order})"
