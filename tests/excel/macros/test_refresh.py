"""Refresh: whatever was pasted into the inputs, the workbook becomes what a new one would be."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace
from functools import cache

import pandas as pd
import pytest
from fake_book import FakeBook
from fake_range import FakeRange
from fake_sheet import FakeSheet
from live_workbooks import LiveWorkbooks

from labfolio_xl.errors import InputError
from labfolio_xl.excel.book.dashboard import CAPTION, CAUTIONS
from labfolio_xl.excel.book.inputs import write_input
from labfolio_xl.excel.macros.input_file import cells_of
from labfolio_xl.excel.macros.refreshing import refresh, summary
from labfolio_xl.plan.contents import CONTENTS
from labfolio_xl.plan.first_page import BLANK, first_page
from labfolio_xl.plan.inputs import sample_inputs
from labfolio_xl.plan.layout import FORMULAS
from labfolio_xl.plan.places import INPUTS
from labfolio_xl.plan.slots import FIRST_PAGE

RESULTS = tuple(contents.sheet for contents in CONTENTS)
# The subject of the numbers, and what is to be known of their choice: a paste takes both away.
OF_THE_SAMPLE = [(FIRST_PAGE, (row + 1, column + 1)) for row, column in (CAPTION, CAUTIONS)]
FULL = sample_inputs()


def part(assets=20, factors=6, dates=249, **changes):
    """The sample with fewer columns or rows."""
    return replace(
        FULL,
        assets=FULL.assets.iloc[:dates, :assets],
        factors=FULL.factors.iloc[:dates, :factors],
        **changes,
    )


SHAPES = {
    "full": part(),
    "fewer dates": part(dates=120),
    "fewer assets": part(assets=9),
    "fewer factors": part(factors=3),
    "weights": part(weights=pd.Series(0.05, index=FULL.assets.columns)),
    "benchmark": part(benchmark=0.9 * FULL.factors.iloc[:, :1]),
    "benchmark by weights": part(benchmark=pd.Series(0.05, index=FULL.assets.columns)),
    "benchmark by dated weights": part(benchmark=0 * FULL.assets.iloc[:2] + 0.05),
    "risk-free rate": part(risk_free=FULL.factors.iloc[:, 0].abs() / 100),
}
BOOKS = LiveWorkbooks(SHAPES)


def pasted(book, inputs):
    """Put other inputs where the old ones stand, as a user would."""
    for place in INPUTS:
        write_input(book, place, cells_of(getattr(inputs, place.argument)))


def silent(_):
    """Say nothing."""


def cells(book, sheet):
    return {
        place: pytest.approx(cell, rel=1e-9, abs=1e-12) if isinstance(cell, (float, int)) else cell
        for place, cell in book.sheets[sheet].cells.items()
        if cell != BLANK and (sheet, place) not in OF_THE_SAMPLE
    }


PAIRS = [("full", name) for name in SHAPES] + [(name, "full") for name in SHAPES if name != "full"]


@cache
def refreshed(before, after):
    """A workbook in which other inputs were pasted, refreshed; tests only look at it."""
    book = FakeBook(BOOKS[before])
    pasted(book, SHAPES[after])
    return book, refresh(book, silent, mode="spill")


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_a_refreshed_workbook_shows_what_a_new_one_shows(before, after):
    book, new = FakeBook(BOOKS[before]), FakeBook(BOOKS[after])
    pasted(book, SHAPES[after])
    refresh(book, silent, mode="values")
    for sheet in RESULTS:
        assert cells(book, sheet) == cells(new, sheet), sheet


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_a_refreshed_workbook_has_the_formulas_and_charts_of_a_new_one(before, after):
    (book, _), new = refreshed(before, after), FakeBook(BOOKS[after])
    for sheet in (*RESULTS, "Dashboard"):
        assert book.sheets[sheet].formulas == new.sheets[sheet].formulas, sheet
        charts = zip(book.sheets[sheet].charts, new.sheets[sheet].charts, strict=True)
        for chart, wanted in charts:
            assert chart.series_formulas == wanted.series_formulas, chart.name
            assert chart.shown == wanted.shown, chart.name
            assert [s.told for s in chart.looks] == [s.told for s in wanted.looks], chart.name


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_nothing_of_a_refreshed_workbook_is_clipped_on_screen_or_paper(before, after):
    """Columns are at least as wide as those of a new one, rows as high, all goes to paper."""
    (book, done), new = refreshed(before, after), FakeBook(BOOKS[after])
    for sheet in RESULTS:
        mine, wanted = book.sheets[sheet], new.sheets[sheet]
        assert mine.page_setup.print_area == wanted.page_setup.print_area, sheet
        for block in (block for block in done.blocks.values() if block.area.sheet == sheet):
            for column in range(block.area.column + 1, block.area.last_column + 2):
                least = wanted.widths.get(column, 8.43) - 0.1  # a file counts pixels
                assert mine.widths.get(column, 8.43) > least, (sheet, column)
            for row in range(block.area.row + 2, block.area.last_row + 2):
                height = pytest.approx(wanted.heights.get(row, 15.0), abs=0.75)  # a pixel
                assert mine.heights.get(row, 15.0) == height, (sheet, row)


def test_a_workbook_from_before_there_were_such_sheets_is_refreshed_all_the_same():
    book = FakeBook(BOOKS["full"])
    kept = [sheet for sheet in book.sheets if sheet.name not in ("Risk", "Rolling", "Tests")]
    book.sheets._sheets = kept
    pasted(book, SHAPES["fewer assets"])
    done = refresh(book, silent, mode="spill")
    assert book.sheets["Betas"].page_setup.print_area.startswith("$A$1:")
    assert done.analysis.data_report.n_assets == 9


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_the_names_stand_for_the_new_inputs(before, after):
    (book, _), new = refreshed(before, after), FakeBook(BOOKS[after])
    given = {p.name for p in INPUTS if getattr(SHAPES[after], p.argument) is not None}
    for name in given:
        assert book.names[name].refers_to == new.names[name].refers_to


def test_arrays_of_a_fixed_size_get_the_new_size():
    book = FakeBook(BOOKS["full"])
    pasted(book, SHAPES["fewer factors"])
    done = refresh(book, silent, mode="array")
    sheet = book.sheets["Betas"]
    block = done.blocks["betas"].area
    assert sheet.arrays[block.row + 1, block.column + 1] == (
        block.last_row + 1,
        block.last_column + 1,
    )


def test_where_nothing_changed_its_size_nothing_but_the_stamp_is_written():
    book = FakeBook(BOOKS["full"])
    before = {sheet: dict(book.sheets[sheet].cells) for sheet in RESULTS}
    refresh(book, silent, mode="spill")
    assert {sheet: book.sheets[sheet].cells for sheet in RESULTS} == before


def counted(monkeypatch):
    """Count which sheets are read, how many ranges are asked for, and how many looks are set."""
    calls = Counter()

    def counting(kind, name, label):
        original = getattr(kind, name)

        def call(self, *arguments):
            calls[label(self, *arguments)] += 1
            return original(self, *arguments)

        monkeypatch.setattr(kind, name, call)

    counting(FakeRange, "_read", lambda cells, *_: f"read {cells.sheet.name}")
    counting(FakeRange, "_format", lambda *_: "looks")
    counting(FakeSheet, "range", lambda *_: "ranges")
    return calls


def test_each_sheet_is_read_once_and_little_else_is_asked_of_excel(monkeypatch):
    """Each call goes to another process. Where nothing has changed, there are few."""
    book = FakeBook(BOOKS["full"])
    calls = counted(monkeypatch)
    refresh(book, silent, mode="spill")
    once = {*RESULTS, *(place.sheet for place in INPUTS), "Settings"} - {FIRST_PAGE}
    assert {sheet: calls[f"read {sheet}"] for sheet in once} == dict.fromkeys(once, 1)
    assert calls[f"read {FIRST_PAGE}"] == 2, "the subject below its title is read alone"
    assert calls["ranges"] < 11 * len(FORMULAS), "eleven for each table"
    assert calls["looks"] < 180


def test_values_that_a_mac_wrote_become_formulas_again():
    book = FakeBook(BOOKS["full"])
    refresh(book, silent, mode="values")
    assert not book.sheets["Betas"].formulas
    refresh(book, silent, mode="spill")
    assert book.sheets["Betas"].formulas == FakeBook(BOOKS["full"]).sheets["Betas"].formulas


def place(area):
    return f"R{area.row + 1}C{area.column + 1}:R{area.last_row + 1}C{area.last_column + 1}"


def test_the_intervals_of_the_exposures_follow():
    book = FakeBook(BOOKS["full"])
    pasted(book, SHAPES["fewer factors"])
    done = refresh(book, silent, mode="spill")
    chart = next(c for c in book.sheets["Dashboard"].charts if c.name == "LabfolioFirstExposures")
    lengths = done.blocks["summary_charts"].column("length")
    n_factors = done.analysis.data_report.n_factors
    assert chart.errors == {2: place(replace(lengths, n_rows=n_factors))}


@pytest.mark.parametrize("mode", ["spill", "values"])
def test_the_first_page_shows_what_that_of_a_new_workbook_shows(mode):
    book, new = FakeBook(BOOKS["full"]), FakeBook(BOOKS["fewer factors"])
    pasted(book, SHAPES["fewer factors"])
    done = refresh(book, silent, mode=mode)
    before = FakeBook(BOOKS["full"]).sheets["Dashboard"]
    after, wanted = book.sheets["Dashboard"], new.sheets["Dashboard"]
    changed = 0
    for cell in first_page(done.analysis, done.blocks):
        corner = cell.area.row + 1, cell.area.column + 1
        if mode == "spill":
            assert after.formulas.get(corner) == wanted.formulas.get(corner)
        else:
            shown = after.cells.get(corner) or ""
            assert shown == (pytest.approx(cell.value) if cell.value else "")
            changed += shown != (before.cells.get(corner) or "")
    assert mode == "spill" or changed > 50


def test_what_was_said_of_the_choice_of_other_data_is_said_no_more():
    book = FakeBook(BOOKS["full"])
    caution = CAUTIONS[0] + 1, CAUTIONS[1] + 1
    book.sheets["Dashboard"].cells[caution] = "They lasted."
    refresh(book, silent, mode="spill")
    assert book.sheets["Dashboard"].cells[caution] == "They lasted."
    pasted(book, SHAPES["fewer assets"])
    refresh(book, silent, mode="spill")
    assert not book.sheets["Dashboard"].cells.get(caution)


def test_a_chart_of_the_user_follows_the_table_that_it_draws():
    book = FakeBook(BOOKS["full"])
    chart = book.sheets["Dashboard"].charts[0]
    chart.name = "My chart"
    betas = refresh(book, silent, mode="spill").blocks["betas"]
    name, values = betas.head("SP500").address[1:], betas.column("SP500").address[1:]
    assets = betas.column("asset").address[1:]
    chart.series_formulas = [f"=SERIES({name},{assets},{values},1)"]
    pasted(book, SHAPES["fewer assets"])
    after = refresh(book, silent, mode="spill").blocks["betas"].column("SP500").address[1:]
    assert after != values
    assert after in chart.series_formulas[0]


def test_about_tells_when_and_with_what():
    book = FakeBook(BOOKS["full"])
    pasted(book, SHAPES["fewer dates"])
    refresh(book, silent, mode="spill")
    about = list(book.sheets["About"].cells.values())
    assert any(f"refreshed {dt.datetime.now().astimezone():%Y-%m-%d}" in str(c) for c in about)
    assert any("120 dates" in str(cell) for cell in about)


def test_what_an_empty_input_means_is_said_as_long_as_it_is_empty():
    book = FakeBook(BOOKS["full"])
    pasted(book, SHAPES["weights"])
    refresh(book, silent, mode="spill")
    assert book.sheets["Weights"].cells[2, 1] == "Asset and weight, matched by name."
    pasted(book, SHAPES["fewer assets"])
    refresh(book, silent, mode="spill")
    assert "all assets weigh the same (1/9)" in book.sheets["Weights"].cells[2, 1]
    assert book.sheets["Benchmark"].cells[2, 1].startswith("None was given")
    pasted(book, SHAPES["benchmark"])
    refresh(book, silent, mode="spill")
    assert book.sheets["Benchmark"].cells[2, 1].startswith("Dates and decimal returns")
    assert book.names["Benchmark"].refers_to == "=Benchmark!$A$4:$B$253"


def test_the_dashboard_says_the_new_span_where_it_said_one():
    book = FakeBook(BOOKS["full"])
    assert book.sheets["Dashboard"].cells[2, 2] == FULL.subject
    book.sheets["Dashboard"].cells[2, 2] = "20 assets, 6 factors, 2022-01-03 to 2022-12-28"
    pasted(book, SHAPES["fewer assets"])
    refresh(book, silent, mode="spill")
    assert book.sheets["Dashboard"].cells[2, 2].startswith("9 assets, 6 factors")


def test_what_was_dropped_is_said_in_the_end_and_on_about():
    inputs = part()
    inputs = replace(inputs, factors=inputs.factors.iloc[5:])
    book = FakeBook(BOOKS["full"])
    pasted(book, inputs)
    done = refresh(book, silent, mode="spill")
    assert "5 dates dropped: not in Factors." in summary(done)
    assert "244 dates from" in summary(done)
    about = [str(cell) for cell in book.sheets["About"].cells.values()]
    assert "5 dates" in about
    assert any(cell.startswith("not in Factors: 2022-01-03") for cell in about)


def test_the_status_bar_says_what_is_being_done():
    said = []
    refresh(FakeBook(BOOKS["full"]), said.append, mode="spill")
    assert said[0] == "Finding the inputs"
    assert "Estimating risk premia" in said
    assert said[-1] == "Fitting the charts"


def test_a_cell_that_cannot_be_read_is_one_sentence_and_the_names_follow_all_the_same():
    book = FakeBook(BOOKS["full"])
    pasted(book, SHAPES["fewer dates"])
    book.sheets["Portfolio"].cells[9, 3] = "later"
    with pytest.raises(InputError, match=r'column .* holds "later"'):
        refresh(book, silent, mode="spill")
    assert book.names["Assets"].refers_to == "=Portfolio!$A$4:$U$124"


def test_a_note_beside_the_inputs_is_not_passed_over():
    book = FakeBook(BOOKS["full"])
    book.sheets["Portfolio"].cells[9, 30] = "my note"
    with pytest.raises(InputError):
        refresh(book, silent, mode="spill")


def test_an_input_that_was_emptied_is_not_given():
    book = FakeBook(BOOKS["risk-free rate"])
    pasted(book, SHAPES["full"])
    done = refresh(book, silent, mode="values")
    assert done.analysis.aligned.risk_free is None
    assert book.names["RiskFree"].refers_to == "=RiskFree!$A$4:$B$5"


def test_a_workbook_of_another_kind_is_refused():
    book = FakeBook(BOOKS["full"])
    book.sheets._sheets = [s for s in book.sheets if s.name != "Factors"]
    with pytest.raises(InputError, match="no Labfolio workbook, it has no sheet Factors"):
        refresh(book, silent)
