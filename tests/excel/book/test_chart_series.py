"""The series of charts, when the tables that they draw change."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest
from excel_error import refuse
from fake_charts import FakeChart

from labfolio_xl.excel.book.chart_series import (
    Fit,
    fitted,
    series_formula,
)
from labfolio_xl.excel.book.dashboard import fit_charts
from labfolio_xl.excel.host import host
from labfolio_xl.plan.charts import Series
from labfolio_xl.plan.places import Area

# Header in row 6, ten assets, asset and three factors: B6:E16.
OLD = Area("Betas", 5, 1, 11, 4)


def betas(column, last=16, order=1, first=7):
    rows = f"Betas!$B${first}:$B${last},Betas!${column}${first}:${column}${last}"
    return f"=SERIES(Betas!${column}$6,{rows},{order})"


ALL = [betas(c, order=n) for n, c in enumerate("CDE", 1)]


def changed(**changes):
    return [Fit(OLD, replace(OLD, **changes))]


@pytest.mark.parametrize("n_rows", [2, 8, 11, 300])
def test_series_follow_the_rows(n_rows):
    last = 5 + n_rows
    expected = [betas(c, last, n) for n, c in enumerate("CDE", 1)]
    assert fitted(ALL, changed(n_rows=n_rows)) == [
        text.replace(f"$7:$B${last}", f"$7:$B${last}") if last > 7 else one_row(text)
        for text in expected
    ]


def one_row(text):
    """A range of one cell is written as a cell."""
    return (
        text.replace("$B$7:$B$7", "$B$7")
        .replace("$C$7:$C$7", "$C$7")
        .replace("$D$7:$D$7", "$D$7")
        .replace("$E$7:$E$7", "$E$7")
    )


def test_series_follow_a_table_that_moved():
    moved = fitted([betas("C")], changed(row=25, column=3))
    assert moved == ["=SERIES(Betas!$E$26,Betas!$D$27:$D$36,Betas!$E$27:$E$36,1)"]


def test_a_series_whose_column_is_gone_is_left_out_and_the_rest_renumbered():
    assert fitted(ALL, changed(n_columns=3)) == ALL[:2]


def test_new_columns_are_drawn_where_all_columns_were():
    further = [betas("F", order=4), betas("G", order=5)]
    assert fitted(ALL, changed(n_columns=6)) == [*ALL, *further]


def test_new_columns_and_rows_at_once():
    expected = [betas(c, last=20, order=n) for n, c in enumerate("CDEF", 1)]
    assert fitted(ALL, changed(n_columns=5, n_rows=15)) == expected


def test_a_chart_of_one_column_stays_one_of_one_column():
    assert fitted([betas("E")], changed(n_columns=6)) == [betas("E")]


def test_a_chart_of_some_columns_gets_no_new_ones():
    assert fitted(ALL[:2], changed(n_columns=6)) == ALL[:2]


def test_a_total_in_the_last_row_stays_the_last_row():
    total = "=SERIES(,Betas!$B$16,Betas!$C$16,1)"
    assert fitted([total], changed(n_rows=15)) == ["=SERIES(,Betas!$B$20,Betas!$C$20,1)"]


def test_other_sheets_and_constants_stay():
    other = '=SERIES("a, b",Data!$A$1:$A$3,{1,2,3},1)'
    assert fitted([other], changed(n_rows=3)) == [other]


def test_a_sheet_with_a_blank_in_its_name_is_recognised():
    fit = Fit(replace(OLD, sheet="My sheet"), replace(OLD, sheet="My sheet", n_rows=5))
    series = "=SERIES(,'My sheet'!$B$7:$B$16,'My sheet'!$C$7:$C$16,1)"
    assert fitted([series], [fit]) == ["=SERIES(,'My sheet'!$B$7:$B$10,'My sheet'!$C$7:$C$10,1)"]


def test_there_and_back_again_changes_nothing():
    there = changed(n_rows=30, n_columns=7)
    back = [Fit(there[0].new, OLD)]
    assert fitted(fitted(ALL, there), back) == ALL


def test_a_series_of_the_layout_as_excel_writes_it():
    name, categories, values = Area("Betas", 5, 2), Area("Betas", 6, 1, 10), Area("Betas", 6, 2, 10)
    assert series_formula(Series(name, categories, values), 1) == betas("C")
    named = series_formula(Series('say "hi"', categories, values), 2)
    assert named.startswith('=SERIES("say ""hi""",Betas!')
    assert named.endswith(",2)")


@pytest.mark.parametrize("wanted", [ALL, ALL[:1], [*ALL, betas("F", order=4)]])
def test_excel_is_given_the_series_one_by_one(wanted):
    chart = FakeChart("Mine", ALL)
    assert host().series_formulas(chart) == ALL
    host().set_series_formulas(chart, wanted, host().series_formulas(chart))
    assert chart.series_formulas == wanted


class Untold:
    """A series whose formula Excel does not tell, such as one without data."""

    def __init__(self):
        self.written = None

    @property
    def Formula(self):  # noqa: D102
        refuse("Unable to get the Formula property of the Series class")

    @Formula.setter
    def Formula(self, text):
        self.written = text


def test_a_series_that_excel_does_not_tell_is_written_or_left_alone():
    """A chart of ours gets its series all the same; one of the user is not touched."""
    untold = Untold()
    others = FakeChart("Mine", ALL)
    found = others.api[1].SeriesCollection()
    collection = SimpleNamespace(
        Count=found.Count, Item=lambda n: untold if n == 1 else found.Item(n)
    )
    drawing = SimpleNamespace(SeriesCollection=lambda: collection)
    chart = SimpleNamespace(name="Mine", api=(None, drawing))
    assert host().series_formulas(chart) == ["", *ALL[1:]]
    fit_charts(SimpleNamespace(sheets=[SimpleNamespace(charts=[chart])]), {}, changed(n_rows=5))
    assert untold.written is None
    assert others.series_formulas == ALL
    host().set_series_formulas(chart, ALL, host().series_formulas(chart))
    assert untold.written == ALL[0]


def test_error_bars_take_their_lengths_from_cells():
    chart = FakeChart("Mine", ALL)
    cells = SimpleNamespace(api=SimpleNamespace(Address="$D$8:$D$13"))
    host().set_error_bars(chart, 1, cells)
    assert chart.errors == {1: "$D$8:$D$13"}
