"""The engine returns to xlwings what Excel would return; the tests of the macros rely on it."""

from __future__ import annotations

import datetime as dt

import pytest
import xlsxwriter

from labfolio_xl.excel.host import host

pytestmark = pytest.mark.calc

NOT_AVAILABLE = -2146826246  # COM's number of #N/A


@pytest.fixture
def book(tmp_path, new_document):
    """Give a book of two sheets, a name and a chart, as xlwings sees it in Calc."""
    from engine import book_of

    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as made:
        date_format = made.add_format({"num_format": "yyyy-mm-dd"})
        page = made.add_worksheet("Port folio")
        page.write_row("A1", ["date", "A", "B"])
        for row in range(1, 4):
            page.write_datetime(row, 0, dt.datetime(2024, 1, row), date_format)
            page.write_row(row, 1, [row / 100, f"text {row}"])
        page.write_formula("B4", "=NA()", None, "#N/A")
        made.define_name("Assets", "='Port folio'!$A$1:$C$4")
        other = made.add_worksheet("Result")
        other.write_array_formula("B2:C4", "{='Port folio'!A2:B4}")
        chart = made.add_chart({"type": "line"})
        for column in "BC":
            chart.add_series(
                {
                    "name": f"='Port folio'!${column}$1",
                    "categories": "='Port folio'!$A$2:$A$4",
                    "values": f"='Port folio'!${column}$2:${column}$4",
                    "y_error_bars": {
                        "type": "custom",
                        "plus_values": "='Port folio'!$B$2:$B$4",
                        "minus_values": "='Port folio'!$B$2:$B$4",
                    },
                }
            )
        other.insert_chart("E2", chart, {"object_position": 1})
        chart.set_title({"name": "Returns"})
        chart.set_chartarea({"border": {"none": True}})
    return book_of(new_document(path), path)


def test_values_are_those_of_com(book):
    cells = book.sheets["port folio"].range("A1:C4").raw_value
    assert cells == (
        ("date", "A", "B"),
        (dt.datetime(2024, 1, 1), 0.01, "text 1"),
        (dt.datetime(2024, 1, 2), 0.02, "text 2"),
        (dt.datetime(2024, 1, 3), NOT_AVAILABLE, "text 3"),
    )
    assert book.sheets["Port folio"].range("E9").raw_value is None


def test_what_is_written_is_read_again(book):
    page = book.sheets["Result"]
    day = dt.datetime(2024, 5, 6)
    page.range("H1:I2").value = [[1.5, "=no formula"], [day, None]]
    assert page.range("H1:I2").raw_value == ((1.5, "=no formula"), (day, None))
    page.range("H1").number_format = "0.00%"
    assert page.range("H1").number_format == "0.00%"
    page.range("H1:I2").clear_contents()
    assert page.range("H1:I2").raw_value == ((None, None), (None, None))


def test_formulas_are_in_the_grammar_of_excel(book):
    page = book.sheets["Result"]
    assert page.range("B2").formula_array == "='Port folio'!A2:B4"
    page.range("H1").formula = "=SUM('Port folio'!$B$2:$B$3,1)"
    assert page.range("H1").formula == "=SUM('Port folio'!$B$2:$B$3,1)"
    assert page.range("H1").value == 1.03
    page.range("H3:I4").formula_array = "=LF_VERSION()"
    assert page.range("H3").formula_array == "=LF_VERSION()"
    page.range("B2:C4").clear_contents()
    assert page.range("B2:C4").value == [[None, None]] * 3


def test_names_can_be_pointed_elsewhere(book):
    assert book.names["Assets"].refers_to == "='Port folio'!$A$1:$C$4"
    assert book.names["Assets"].refers_to_range.shape == (4, 3)
    book.names["Assets"].refers_to = "='Port folio'!$A$1:$B$3"
    assert book.names["Assets"].refers_to_range.address == "$A$1:$B$3"
    assert "Assets" in book.names
    assert "Nothing" not in book.names


def test_series_of_a_chart_can_be_read_and_set(book):
    (chart,) = book.sheets["Result"].charts
    expected = [
        f"=SERIES('Port folio'!${c}$1,'Port folio'!$A$2:$A$4,'Port folio'!${c}$2:${c}$4,{n})"
        for n, c in enumerate("BC", 1)
    ]
    assert chart.impl.series_formulas == expected
    shorter = [formula.replace("$4", "$3") for formula in expected]
    host().set_series_formulas(chart, shorter, host().series_formulas(chart))
    assert chart.impl.series_formulas == shorter
    host().set_series_formulas(chart, expected[:1], host().series_formulas(chart))
    assert chart.impl.series_formulas == expected[:1]
    three = [*expected, expected[0].replace(",1)", ",3)")]
    host().set_series_formulas(chart, three, host().series_formulas(chart))
    assert chart.impl.series_formulas == three


def test_error_bars_of_a_chart_can_be_set(book):
    (chart,) = book.sheets["Result"].charts
    assert chart.impl.error_bars(1) == ["'Port folio'!$B$2:$B$4"] * 2
    host().set_error_bars(chart, 1, book.sheets["Port folio"].range("B2:B3"))
    assert chart.impl.error_bars(1) == ["'Port folio'!$B$2:$B$3"] * 2


def test_the_look_of_cells_can_be_set(book):
    cells = book.sheets["Result"].range("H1:I1")
    cells.font.bold, cells.font.italic, cells.font.size = True, True, 14
    cells.font.color = "#102030"
    cells.color = "#F0E0D0"
    assert (cells.font.bold, cells.font.italic, cells.font.size) == (True, True, 14)
    assert cells.font.color == (16, 32, 48)
    assert cells.color == (240, 224, 208)
    cells.color = None
    assert cells.color is None


def test_sheets_are_counted_named_and_added(book):
    assert [page.name for page in book.sheets] == ["Port folio", "Result"]
    added = book.sheets.add(after=book.sheets["Result"])
    added.name = "More"
    assert [page.name for page in book.sheets] == ["Port folio", "Result", "More"]
    assert book.sheets["Result"].used_range.last_cell.address == "$C$4"


def test_a_saved_book_is_the_same_book(book, tmp_path, new_document):
    from engine import book_of

    book.sheets["Port folio"].range("C2").value = "changed"
    book.save(tmp_path / "other.xlsx")
    assert book.name == "other.xlsx"
    again = book_of(new_document(tmp_path / "other.xlsx"), tmp_path / "other.xlsx")
    assert again.sheets["Port folio"].range("C2").value == "changed"
