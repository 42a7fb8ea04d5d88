"""Files that say one thing to a pattern and another to calamine: what both see is what counts."""

from __future__ import annotations

import struct
import sys
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import pytest

from labfolio_xl.files import read_table

sys.path.insert(0, str(Path(__file__).parent))

import small_workbooks
from packages import (
    MOST_SECONDS,
    ROWS,
    answers,
    packed,
    parts_of,
    text_cells_xlsx,
    xlsx,
)

SHEET, RELATIONS = "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"
FAR_ROW = b'<row r="20000"><c r="XFD20000"><v>1</v></c></row></sheetData>'


def far():
    """Return the parts of a workbook with a cell far away."""
    parts = parts_of(xlsx())
    return {**parts, SHEET: parts[SHEET].replace(b"</sheetData>", FAR_ROW)}


def moved(parts, old, new):
    return {new if name == old else name: content for name, content in parts.items()}


def changed(parts, name, old, new):
    content = parts[name].replace(old, new)
    assert content != parts[name]
    return {**parts, name: content}


def named_twice(parts):
    """Give the sheet another name in the field that Info-ZIP has for it."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in parts.items():
            info = zipfile.ZipInfo("xl/other.xml" if name == SHEET else name)
            if name == SHEET:
                crc = struct.pack("<BI", 1, zlib.crc32(info.filename.encode()))
                field = crc + SHEET.encode()
                info.extra = struct.pack("<HH", 0x7075, len(field)) + field
            package.writestr(info, content)
    return out.getvalue()


TARGET = b'Target="worksheets/sheet1.xml"'
# A value that looks like another attribute or another end of the tag, to patterns but not to XML.
DECEPTIONS = {
    "a backslash in the name of the sheet": lambda: packed(
        moved(far(), SHEET, "xl\\worksheets\\sheet1.xml")
    ),
    "another name in a field": lambda: named_twice(far()),
    "a sheet outside of xl": lambda: packed(
        moved(changed(far(), RELATIONS, TARGET, b'Target="/data/d.xml"'), SHEET, "data/d.xml")
    ),
    "a sheet with the suffix of records": lambda: packed(
        moved(
            changed(far(), RELATIONS, TARGET, b'Target="worksheets/sheet1.bin"'),
            SHEET,
            "xl/worksheets/sheet1.bin",
        )
    ),
    "a target within another attribute": lambda: packed(
        changed(
            {**far(), "xl/worksheets/small.xml": parts_of(xlsx())[SHEET]},
            RELATIONS,
            TARGET,
            b"x=' Target=\"worksheets/small.xml\"' " + TARGET,
        )
    ),
    "a relation in a comment": lambda: packed(
        changed(
            {**far(), "xl/worksheets/small.xml": parts_of(xlsx())[SHEET]},
            RELATIONS,
            b"<Relationship ",
            b'<!-- <Relationship Id="rId1" Target="worksheets/small.xml"/> --><Relationship ',
        )
    ),
    "a workbook of records beside": lambda: packed(
        {**far(), "xl/workbook.bin": b"", "xl/_rels/workbook.bin.rels": b"<Relationships/>"}
    ),
    "a row's number behind an angle bracket": lambda: packed(
        changed(far(), SHEET, FAR_ROW, FAR_ROW.replace(b"<row r=", b'<row x=">" r='))
    ),
    "a row's number behind another one": lambda: packed(
        changed(
            far(),
            SHEET,
            FAR_ROW,
            b'<row r="3"><c r="XFD3"><v>1</v></c></row><row x:r="4" r="1048576">'
            b'<c x:r="A4"><v>1</v></c></row></sheetData>',
        )
    ),
    "a cell's address behind two angle brackets": lambda: packed(
        changed(far(), SHEET, FAR_ROW, FAR_ROW.replace(b"<c r=", b"<c x='><' r="))
    ),
}


@pytest.mark.timeout(MOST_SECONDS)
@pytest.mark.parametrize("how", DECEPTIONS)
def test_a_far_cell_is_found_whatever_hides_it(how, tmp_path):
    """Calamine would make room for 328 million cells; without memory the process ends."""
    for kind in ("xlsx", "XLSX"):
        for said in answers(tmp_path, kind, DECEPTIONS[how]()):
            assert "reaches to cell" in said or "is damaged or not a workbook" in said


def test_a_workbook_with_quotes_of_the_other_kind_is_read(tmp_path):
    """As some writers make it; patterns are not trusted with it, a parser is."""
    parts = parts_of(xlsx([["date", "Bob's > Ann's"], [45048.0, 0.1], [45049.0, 0.2]]))
    path = tmp_path / "r.xlsx"
    path.write_bytes(packed({**parts, SHEET: parts[SHEET].replace(b'"', b"'")}))
    assert read_table(path).frame.iloc[:, 0].tolist() == [0.1, 0.2]


@pytest.mark.timeout(MOST_SECONDS)
@pytest.mark.parametrize("kind", [0x06, 0xBD, 0xD6, 0xFD, 0x0203, 0x0204, 0x0205, 0x027E])
def test_every_kind_of_cell_counts(kind, tmp_path):
    """The kinds of records, of 4,096 that were tried, for which calamine makes room."""
    content = struct.pack("<HHHHB", 65_535, 65_535, 0, 1, 0) + b"x" + bytes(20)
    for said in answers(tmp_path, "xls", small_workbooks.xls(ROWS, cells=[(kind, content)])):
        assert "reaches to cell" in said


@pytest.mark.timeout(MOST_SECONDS)
@pytest.mark.parametrize("limits", [(65_536, 3, 0, 3), (0, 3, 4, 3)])
def test_a_sheet_that_ends_before_it_begins_is_refused(limits, tmp_path):
    """Calamine would make room for 13 thousand million cells."""
    cells = [(0x0200, struct.pack("<IIHHH", *limits, 0))]
    for said in answers(tmp_path, "xls", small_workbooks.xls(ROWS, cells=cells)):
        assert "is damaged or not a workbook" in said


@pytest.mark.parametrize("suffix", ["XLS", "XLSX"])
def test_a_file_of_two_kinds_is_refused_where_calamine_would_try_both(suffix, tmp_path):
    for said in answers(tmp_path, suffix, small_workbooks.xls(ROWS) + packed(far())):
        assert "is damaged or not a workbook" in said


@pytest.mark.timeout(MOST_SECONDS)
@pytest.mark.parametrize("blanks", [b't = "s"', b't=\n"s"', b"t='s'"])
def test_a_shared_text_is_counted_however_a_cell_says_so(blanks, tmp_path):
    parts = changed(parts_of(text_cells_xlsx(32_000)), SHEET, b't="s"', blanks)
    for said in answers(tmp_path, "xlsx", packed(parts)):
        assert "unpacks to more than 1024 MB" in said


@pytest.mark.timeout(MOST_SECONDS)
@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<table:table ", b"<table:table\n"),
        (b"<table:table-row ", b'<table:table-row x=">" '),
        (b"</table:table-row>", b"</table:table-row >"),
        (b"number-rows-repeated", b"number-rows-repeated "),
    ],
)
def test_repeated_rows_are_found_however_they_are_written(old, new, tmp_path):
    parts = parts_of(small_workbooks.ods(ROWS))
    row = b'<table:table-row table:number-rows-repeated="900000000">'
    parts = changed(parts, "content.xml", b"<table:table-row>", row)
    for said in answers(tmp_path, "ods", packed(changed(parts, "content.xml", old, new))):
        assert "reaches to cell" in said


@pytest.mark.parametrize("number", ["-900000000", "", "1e9", "\u0663"])
def test_a_number_of_rows_that_is_none_is_refused(number, tmp_path):
    parts = parts_of(small_workbooks.ods(ROWS))
    row = f'<table:table-row table:number-rows-repeated="{number}">'.encode()
    data = packed(changed(parts, "content.xml", b"<table:table-row>", row))
    for said in answers(tmp_path, "ods", data):
        assert "is damaged or not a workbook" in said


LONG = b"x\0" * 32_000
FAR = struct.pack("<I", 0x7AE147AE)
SHORT_CELLS = {
    "a cell without its column": (100, FAR * 5, 2, b""),
    "a row without its number": (100, FAR * 5, 0, b""),
    "a number without its digits": (5, struct.pack("<II", 0, 0)),
    "a text that is longer than its cell": (6, struct.pack("<III", 0, 0, 32_000)),
    "a formula's text that is longer": (8, struct.pack("<III", 0, 0, 32_000)),
}


@pytest.mark.timeout(MOST_SECONDS)
@pytest.mark.parametrize("what", SHORT_CELLS)
def test_a_record_that_is_shorter_than_what_it_says_to_hold(what, tmp_path):
    """Calamine takes the rest from the record before: a column of 2,061,584,303, for example."""
    given = SHORT_CELLS[what]
    cells = small_workbooks.records(*zip(given[::2], given[1::2], strict=True))
    assert_damaged(cells, tmp_path)


@pytest.mark.timeout(MOST_SECONDS)
def test_a_cell_of_a_shared_text_that_is_written_to_go_uncounted(tmp_path):
    assert_damaged(b"\x87\0\x0c" + struct.pack("<III", 0, 0, 0), tmp_path)


def assert_damaged(cells, folder):
    parts = parts_of(small_workbooks.xlsb(ROWS))
    name = "xl/worksheets/sheet1.bin"
    changed = parts[name].replace(b"\x92\x01\0", cells + b"\x92\x01\0")
    assert changed != parts[name]
    for said in answers(folder, "xlsb", packed({**parts, name: changed})):
        assert "is damaged or not a workbook" in said


@pytest.mark.timeout(MOST_SECONDS)
@pytest.mark.parametrize("item", [b"", b"\0" + struct.pack("<I", 32_000)])
def test_shared_texts_that_repeat_the_one_before_are_refused(item, tmp_path):
    """A thousand bytes would take two gigabytes; a text of no letters is right."""
    parts = parts_of(small_workbooks.xlsb(ROWS))
    first = b"\0" + struct.pack("<I", 32_000) + LONG
    for again, right in ((item, False), (b"\0" + struct.pack("<I", 0), True)):
        count = (159, struct.pack("<II", 20_001, 20_001))
        items = [(19, first)] + [(19, again)] * 20_000
        texts = small_workbooks.records(count, *items, (160, b""))
        data = packed({**parts, "xl/sharedStrings.bin": texts})
        for said in answers(tmp_path, "xlsb", data):
            assert right or "is damaged or not a workbook" in said
            assert not right or "damaged" not in (said or "")
