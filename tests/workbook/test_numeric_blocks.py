"""Numbers that are written in bulk mean the same as those that XlsxWriter writes one by one."""

from __future__ import annotations

import datetime as dt
import io
import math
import zipfile
from xml.etree import ElementTree as ET

import openpyxl
import pytest
import python_calamine as calamine
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from labfolio_xl.workbook.canvas import Canvas
from labfolio_xl.workbook.numeric_blocks import NumericSheet
from labfolio_xl.workbook.package import Book, zipped

NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ODD = [
    math.nan,
    math.inf,
    -0.0,
    0.0,
    5.0,
    1e-320,
    2.5e-308,
    -1.7e308,
    0.1,
    1 / 3,
    1e16,
    123456789.0,
]
# A cell of Excel holds no larger numbers.
numbers = st.one_of(st.sampled_from(ODD), st.floats(-9e307, 9e307), st.just(""), st.none())
days = st.datetimes(dt.datetime(1950, 1, 1), dt.datetime(2100, 1, 1)).map(
    lambda day: day.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=dt.UTC)
)
texts = st.sampled_from(["", "AAPL", "=1+1", "<&>", "nan", ".0"])
COLUMNS = {"n": numbers, "d": days, "t": st.one_of(texts, numbers)}
LOOKS = {"n": "return", "d": "date", "t": "text"}


@st.composite
def tables(draw):
    """Rows of cells, and the style of each column."""
    kinds = draw(st.lists(st.sampled_from("nnndt"), min_size=1, max_size=7))
    rows = draw(st.lists(st.tuples(*(COLUMNS[kind] for kind in kinds)), min_size=1, max_size=20))
    return rows, [LOOKS[kind] for kind in kinds]


class SlowSheet(NumericSheet):
    """A sheet to which no column is written in bulk."""

    def write_numbers(self, *_):
        """Write nothing."""
        return frozenset()


def written(kind, places):
    """Write tables to a sheet of a kind, with other cells around and between them."""
    with Book({"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("S", kind)
        book.set_properties({"created": dt.datetime(2025, 1, 1)})
        canvas = object.__new__(Canvas)
        canvas.book, canvas.flavour, canvas.sheets = book, "report", {"S": sheet}
        canvas.styles = {
            look: book.add_format({"num_format": f'0.0"{look}"'}) for look in LOOKS.values()
        }
        sheet.write_string(0, 0, "title")
        sheet.set_row(3, 33.0)
        for row, column, (rows, looks) in places:
            canvas.write_rows(sheet, row, column, rows, looks)
            sheet.write_string(row, column + len(looks), "beside")
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": ["S", 2, 1, 12, 1]})
        sheet.insert_chart(0, 30, chart)
    return book.parts


def meaning(parts, digits=str):
    """Rows with their attributes, and cells with type, format and value."""
    root = ET.fromstring(parts["xl/worksheets/sheet1.xml"])  # noqa: S314  our own file
    rows = [
        (row.attrib, [(c.get("r"), c.get("t"), c.get("s"), value(c, digits)) for c in row])
        for row in root.iter(f"{NS}row")
    ]
    return root.find(f"{NS}dimension").attrib, rows


def value(cell, digits):
    """Return the value of a cell as a text, of a number with so many digits."""
    text = cell.findtext(f"{NS}v")
    return text if text is None or cell.get("t") else digits(text)


def as_xlsxwriter_writes(number):
    """Return a number with the 16 digits that XlsxWriter gives it."""
    return f"{float(number):.16G}"


@settings(max_examples=150, deadline=None)
@given(tables(), tables())
def test_bulk_and_single_cells_mean_the_same(first, second):
    places = [(2, 1, first), (5, 12, second), (40, 0, second)]
    bulk, single = written(NumericSheet, places), written(SlowSheet, places)
    assert meaning(bulk, as_xlsxwriter_writes) == meaning(single)
    for name in bulk.keys() | single.keys():
        if name != "xl/worksheets/sheet1.xml":
            assert bulk[name] == single[name], name


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=2, max_size=30))
def test_readers_find_the_very_same_numbers(column):
    content = zipped(written(NumericSheet, [(2, 1, ([(x,) for x in column], ["return"]))]))
    sheet = openpyxl.load_workbook(io.BytesIO(content))["S"]
    assert [sheet.cell(3 + k, 2).value for k in range(len(column))] == column
    with calamine.load_workbook(io.BytesIO(content)) as book:
        found = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert [row[1] for row in found[2 : 2 + len(column)]] == column


def sheet_of_numbers(rows):
    book = Book()
    sheet = book.add_worksheet("S", NumericSheet)
    assert sheet.write_numbers(1, 1, rows, dict.fromkeys(range(len(rows[0])), None)) == {0, 1}
    return book, sheet


def test_what_stood_there_before_is_replaced():
    with Book() as book:
        sheet = book.add_worksheet("S", NumericSheet)
        sheet.write_array_formula(1, 1, 2, 3, "=X()", None, 9)
        sheet.write_numbers(1, 2, [[0.5, 1.5], [2.5, 3.5]], {0: None, 1: None})
    found = openpyxl.load_workbook(io.BytesIO(zipped(book.parts)))["S"]
    assert [[c.value for c in row] for row in found["C2:D3"]] == [[0.5, 1.5], [2.5, 3.5]]


def test_a_cell_that_is_written_into_a_block_is_refused():
    book, sheet = sheet_of_numbers([[1.0, 2.0], [3.0, 4.0]])
    sheet.write_string(2, 2, "late")
    with pytest.raises(ValueError, match="S: a cell was written into a block of numbers"):
        book.close()


def test_a_block_that_does_not_fit_is_refused():
    sheet = Book().add_worksheet("S", NumericSheet)
    with pytest.raises(ValueError, match="do not fit"):
        sheet.write_numbers(1_048_575, 0, [[1.0], [2.0]], {0: None})


def test_parts_are_zipped_once_and_in_full():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as theirs, Book() as ours:
        for book in (theirs, ours):
            book.set_properties({"created": dt.datetime(2025, 1, 1)})
            book.add_worksheet().write("A1", "kept")
    with zipfile.ZipFile(out) as zipped_by_them:
        wanted = {name: zipped_by_them.read(name) for name in zipped_by_them.namelist()}
    assert ours.parts == wanted
