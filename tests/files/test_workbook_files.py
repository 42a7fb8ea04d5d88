"""Tables from workbooks: formats, date systems, sheets, and what is damaged or dangerous."""

import datetime as dt
import sys
import zipfile
import zlib
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter

from labfolio_xl.errors import InputError
from labfolio_xl.files import cell_name, child, read_risk_free, read_table, read_weights

sys.path.insert(0, str(Path(__file__).parent))

import small_workbooks

# 2023-05-02 and the day after, counted from 1900.
SERIALS = (45048.0, 45049.0)
ROWS = [["date", "AAPL", "MSFT"], [SERIALS[1], 0.02, None], [SERIALS[0], -0.01, 0.5]]
DAYS = [pd.Timestamp("2023-05-02"), pd.Timestamp("2023-05-03")]


def write_xlsx(path, rows, sheet="Returns", formats=None, **options):
    """Write a workbook with dates, numbers in General, and other sheets after the first."""
    with xlsxwriter.Workbook(path, options) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        percent = book.add_format({"num_format": "0.00%"})
        page = book.add_worksheet(sheet)
        for i, row in enumerate(rows):
            for j, cell in enumerate(row):
                if isinstance(cell, dt.datetime):
                    page.write_datetime(i, j, cell, day)
                elif isinstance(cell, str) and cell.startswith("="):
                    page.write_formula(i, j, cell, None, "#N/A")
                else:
                    page.write(i, j, cell, percent if (i, j) in (formats or []) else None)
        book.add_worksheet("Other").write_row(0, 0, ["x"])
        book.add_worksheet("Empty")
    return path


def sentence_of(path, **options):
    with pytest.raises(InputError) as caught:
        read_table(path, **options)
    assert str(caught.value).endswith(".")
    return str(caught.value)


def test_a_workbook_is_read_with_its_dates_and_its_source(tmp_path):
    """A time of day, an error cell, a percentage and an empty cell."""
    rows = [
        ["date", "AAPL", "MSFT"],
        [dt.datetime(2023, 5, 3, 17, 30), "=NA()", 0.012],
        [dt.datetime(2023, 5, 2), 0.1, None],
    ]
    table = read_table(write_xlsx(tmp_path / "r.xlsx", rows, formats=[(1, 2)]))
    assert table.frame.index.tolist() == DAYS
    assert table.frame["AAPL"].isna().tolist() == [False, True]
    assert table.frame["MSFT"].iloc[1] == 0.012
    source = table.source
    assert (source.file, source.sheet, source.n_rows, source.n_columns) == (
        "r.xlsx",
        "Returns",
        3,
        3,
    )


@pytest.mark.parametrize("date_1904", [False, True])
@pytest.mark.parametrize("kind", ["xlsx", "xlsm", "xlsb", "xls"])
def test_a_serial_counts_from_the_start_of_the_workbooks_date_system(kind, date_1904, tmp_path):
    shift = 1462 if date_1904 else 0
    rows = [ROWS[0], *([serial - shift, *rest] for serial, *rest in ROWS[1:])]
    path = tmp_path / f"returns.{kind}"
    if kind in ("xls", "xlsb"):
        path.write_bytes(getattr(small_workbooks, kind)(rows, date_1904=date_1904))
    else:
        write_xlsx(path, rows, date_1904=date_1904)
    frame = read_table(path).frame
    assert frame.index.tolist() == DAYS
    assert frame["AAPL"].tolist() == [-0.01, 0.02]
    assert frame["MSFT"].isna().tolist() == [False, True]


def test_dates_in_the_1904_system_are_dates(tmp_path):
    rows = [["", "A"], [dt.datetime(2023, 5, 2), 0.1]]
    path = write_xlsx(tmp_path / "r.xlsx", rows, date_1904=True)
    assert read_table(path).frame.index.tolist() == DAYS[:1]


def test_an_opendocument_spreadsheet_is_read(tmp_path):
    path = tmp_path / "returns.ods"
    path.write_bytes(
        small_workbooks.ods(
            [ROWS[0], ["2023-05-03", 0.02, None], ["2023-05-02T17:30:00", -0.01, 0.5]]
        )
    )
    assert read_table(path).frame.index.tolist() == DAYS
    assert read_table(path).frame["AAPL"].tolist() == [-0.01, 0.02]


def test_a_sheet_is_found_by_name_whatever_its_case(tmp_path):
    path = write_xlsx(tmp_path / "r.xlsx", [["a"]], sheet="Notes")
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Notes").write(0, 0, "hello")
        page = book.add_worksheet("Returns")
        for i, row in enumerate(ROWS):
            page.write_row(i, 0, row)
    assert read_table(path, sheet=" returns ").frame.shape == (2, 2)
    assert read_table(path, sheet="Returns").source.sheet == "Returns"
    assert sentence_of(path, sheet="Prices") == (
        f'Assets: "{path}" has no sheet "Prices"; it has "Notes", "Returns".'
    )


def test_a_chart_sheet_is_no_sheet_of_data(tmp_path):
    path = tmp_path / "r.xlsx"
    with xlsxwriter.Workbook(path) as book:
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Data!$A$1:$A$2"})
        book.add_chartsheet("Chart").set_chart(chart)
        page = book.add_worksheet("Data")
        for i, row in enumerate(ROWS):
            page.write_row(i, 0, row)
    assert read_table(path).source.sheet == "Data"
    assert sentence_of(path, sheet="Chart").endswith('has no sheet "Chart"; it has "Data".')


def test_the_sentence_names_the_cell_of_the_sheet(tmp_path):
    """Counted from A1, also when the table starts further down and right."""
    rows = [[None] * 3, [None, "date", "A"], [None, dt.datetime(2023, 5, 2), "soon"]]
    path = write_xlsx(tmp_path / "r.xlsx", rows)
    assert sentence_of(path) == (
        'Assets: column "A", 2023-05-02 (cell C3) holds "soon"; clear the cell or type a return.'
    )


@pytest.mark.parametrize(
    ("column", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")]
)
def test_columns_are_named_as_in_a_spreadsheet(column, name):
    assert cell_name(0, column) == f"{name}1"


def test_an_empty_sheet_is_one_sentence(tmp_path):
    path = write_xlsx(tmp_path / "r.xlsx", ROWS)
    assert sentence_of(path, sheet="Empty") == (
        'Assets: sheet "Empty" of "r.xlsx" is empty; name a sheet or file with values.'
    )


@pytest.mark.parametrize("name", ["r.xlsx", "r.xlsm", "r.xlsb", "r.xls", "r.ods"])
@pytest.mark.parametrize(
    "content", [b"", b"date,A\n1,2\n", b"PK\x03\x04" + b"x" * 100, b"\xd0\xcf\x11"]
)
def test_what_is_no_workbook_is_one_sentence(name, content, tmp_path):
    path = tmp_path / name
    path.write_bytes(content)
    assert sentence_of(path).startswith(
        f'Assets: "{path}" is damaged or not a workbook; open it in a spreadsheet and save it'
    )


def test_a_truncated_workbook_is_one_sentence(tmp_path):
    whole = write_xlsx(tmp_path / "whole.xlsx", ROWS).read_bytes()
    for share in (0.2, 0.5, 0.9, 0.99):
        path = tmp_path / "cut.xlsx"
        path.write_bytes(whole[: int(len(whole) * share)])
        assert "is damaged or not a workbook" in sentence_of(path)


def test_a_workbook_with_flipped_bytes_is_read_or_one_sentence(tmp_path):
    whole = bytearray(write_xlsx(tmp_path / "whole.xlsx", ROWS).read_bytes())
    for position in range(0, len(whole), 37):
        broken = whole.copy()
        broken[position] ^= 0xFF
        path = tmp_path / "broken.xlsx"
        path.write_bytes(broken)
        try:
            assert read_table(path).frame.shape[0] >= 1
        except InputError as error:
            assert "\n" not in str(error)  # noqa: PT017 - both are allowed


def test_a_panic_of_the_library_is_one_sentence_and_nothing_is_printed(tmp_path, capfd):
    """A format record without content, which calamine reads past its end."""
    path = tmp_path / "r.xls"
    path.write_bytes(small_workbooks.xls(ROWS, records=[(0x0018, b"")]))
    assert "is damaged or not a workbook" in sentence_of(path)
    assert capfd.readouterr().err == ""


def test_a_workbook_with_a_password_is_one_sentence(tmp_path):
    """An encrypted package is a compound file with these two streams."""
    path = tmp_path / "r.xlsx"
    streams = {"EncryptionInfo": b"\4\0\4\0@\0\0\0<x/>", "EncryptedPackage": b"\0" * 64}
    path.write_bytes(small_workbooks.compound_file(streams))
    assert sentence_of(path) == f'Assets: "{path}" is protected by a password; save it without one.'


def rewrite(path, change):
    """Pack a workbook again with changed parts."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, change(name, content))


def test_entities_are_not_expanded(tmp_path):
    path = write_xlsx(tmp_path / "r.xlsx", ROWS)
    entities = b'<!DOCTYPE sst [<!ENTITY a "AAAA"><!ENTITY x SYSTEM "file:///etc/hostname">]><sst'

    def plant(name, content):
        if not name.endswith("sharedStrings.xml"):
            return content
        return content.replace(b"<sst", entities, 1).replace(b"AAPL", b"&a;&x;")

    rewrite(path, plant)
    assert "is damaged or not a workbook" in sentence_of(path)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("end", [b"</tleab:table>", b"", b"</table:table"])
def test_a_sheet_of_opendocument_that_does_not_end_is_one_sentence(end, tmp_path, monkeypatch):
    """Found by the fuzzer: calamine looks for the end of the sheet for ever."""
    monkeypatch.setattr(child, "seconds_to_read", lambda _: 1)
    path = tmp_path / "r.ods"
    path.write_bytes(small_workbooks.ods(ROWS))
    rewrite(path, lambda _, c: c.replace(b"</table:table>", end))
    assert "longer than 1 seconds to read; save the values alone" in sentence_of(path)


@pytest.mark.parametrize("far", [(300_000, 3), (3, 2000)])
def test_a_long_narrow_and_a_wide_short_sheet_are_no_strays(far, tmp_path):
    path = tmp_path / "r.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Returns")
        for i, row in enumerate(ROWS):
            page.write_row(i, 0, row)
        page.write(*far, " ")
    assert read_table(path).frame.shape == (2, 2)


def test_deflate_is_bounded_by_the_ratio_that_is_trusted():
    """The check of declared sizes rests on deflate making at most 1032 bytes of one."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(b"\0" * 2**24) + packer.flush()
    assert 2**24 / len(packed) < 1032


def test_weights_and_rates_are_read_from_workbooks(tmp_path):
    path = write_xlsx(tmp_path / "w.xlsx", [["asset", "weight"], ["A", 0.6], ["B", 0.4]])
    assert read_weights(path)[0].weights.to_dict() == {"A": 0.6, "B": 0.4}
    path = write_xlsx(tmp_path / "rf.xlsx", [["", "RF"], [dt.datetime(2023, 5, 2), 0.0001]])
    assert read_risk_free(path)[0].frame.iloc[:, 0].tolist() == [0.0001]


# Which sheet


def book(path, **sheets):
    """Write a workbook with rows on each sheet; a name that ends with an underscore is hidden."""
    with xlsxwriter.Workbook(path) as written:
        for name, rows in sheets.items():
            page = written.add_worksheet(name)
            if name.endswith("_"):
                page.hide()
            for i, row in enumerate(rows):
                page.write_row(i, 0, row)
    return path


COVER = [["Returns of a fund"], ["Made by", "nobody"], [None, "pages", 3]]
PAIRS = [["asset", "weight"], ["A", 0.6], ["B", 0.4]]


def test_data_on_a_later_sheet_are_taken_with_a_note_if_they_are_the_only_ones(tmp_path):
    table = read_table(book(tmp_path / "r.xlsx", Cover=COVER, Notes=[["x"]], Data=ROWS))
    assert table.frame["AAPL"].tolist() == [-0.01, 0.02]
    assert table.source.sheet == "Data"
    assert table.notes[0] == (
        'sheet, Assets: sheet "Data"; taken, since the first sheet "Cover" has no data'
    )


def test_an_empty_first_sheet_and_hidden_ones_are_passed_over(tmp_path):
    path = book(tmp_path / "r.xlsx", Empty=[], Old_=ROWS, Data=ROWS)
    assert read_table(path).source.sheet == "Data"
    assert read_table(path, sheet="Old_").frame.shape == (2, 2)


def test_the_first_sheet_is_taken_without_a_note_if_it_has_data(tmp_path):
    table = read_table(book(tmp_path / "r.xlsx", Data=ROWS, More=ROWS))
    assert table.source.sheet == "Data"
    assert not [note for note in table.notes if note.startswith("sheet")]


def test_several_sheets_with_data_are_named_with_the_option(tmp_path):
    path = book(tmp_path / "r.xlsx", Cover=COVER, Monthly=ROWS, Daily=ROWS)
    assert sentence_of(path) == (
        f'Assets: "{path}" has no data on its first sheet "Cover", but on "Monthly", "Daily"; '
        'name one of them: sheet="Monthly".'
    )
    assert read_table(path, sheet="daily").source.sheet == "Daily"


def test_without_data_anywhere_the_first_sheet_tells_what_is_wrong(tmp_path):
    assert sentence_of(book(tmp_path / "r.xlsx", Cover=COVER, Notes=[["x"]])).startswith("Assets: ")


def test_weights_and_rates_on_a_later_sheet(tmp_path):
    text = [["Weights of a fund"], ["of nobody"]]
    weights, source = read_weights(book(tmp_path / "w.xlsx", Cover=text, Weights=PAIRS))
    assert source.sheet == "Weights"
    assert weights.weights.to_dict() == {"A": 0.6, "B": 0.4}
    assert "taken, since the first sheet" in weights.findings[0].reading
    rates = [["date", "RF"], [SERIALS[0], 0.0001]]
    rate, source = read_risk_free(book(tmp_path / "rf.xlsx", Cover=text, Rate=rates))
    assert source.sheet == "Rate"
    assert rate.frame.iloc[0, 0] == 0.0001
    assert read_risk_free(book(tmp_path / "n.xlsx", Cover=text, Rate=[[0.0002]]))[0] == 0.0002
