"""The series of charts, when the tables that they draw change."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest
from excel_error import refuse

from labfolio_xl.excel.chart_series import (
    Fit,
    fitted,
    read_series,
    series_formula,
    write_series,
)
from labfolio_xl.excel.dashboard import fit_charts, set_error_bars
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


class Collection:  # the members are those of Excel
    """SeriesCollection as Excel gives it over COM: counted from 1."""

    def __init__(self, formulas):
        self.items = [SimpleNamespace(Formula=text, Delete=self._delete) for text in formulas]

    @property
    def Count(self):  # noqa: D102
        return len(self.items)

    def Item(self, number):  # noqa: D102
        return self.items[number - 1]

    def NewSeries(self):  # noqa: D102
        self.items.append(SimpleNamespace(Formula="", Delete=self._delete))
        return self.items[-1]

    def _delete(self):
        self.items.pop()


def excel_chart(formulas):
    collection = Collection(formulas)
    chart = SimpleNamespace(
        impl=object(), api=(None, SimpleNamespace(SeriesCollection=lambda: collection))
    )
    chart.series = [SimpleNamespace(api=item) for item in collection.items]
    return chart, collection


@pytest.mark.parametrize("wanted", [ALL, ALL[:1], [*ALL, betas("F", order=4)]])
def test_excel_is_given_the_series_one_by_one(wanted):
    chart, collection = excel_chart(ALL)
    assert read_series(chart) == ALL
    write_series(chart, wanted)
    assert [item.Formula for item in collection.items] == wanted


def test_another_engine_is_given_the_list():
    chart = SimpleNamespace(impl=SimpleNamespace(series_formulas=ALL))
    assert read_series(chart) == ALL
    write_series(chart, ALL[:1])
    assert chart.impl.series_formulas == ALL[:1]


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
    chart, collection = excel_chart(ALL)
    collection.items[0] = untold = Untold()
    chart.series = [SimpleNamespace(api=item) for item in collection.items]
    assert read_series(chart) == ["", *ALL[1:]]
    chart.name, book = "Mine", SimpleNamespace(sheets=[SimpleNamespace(charts=[chart])])
    fit_charts(book, {}, changed(n_rows=5))
    assert untold.written is None
    assert [item.Formula for item in collection.items[1:]] == ALL[1:]
    write_series(chart, ALL)
    assert untold.written == ALL[0]


def test_a_band_takes_its_cells_from_the_book_of_the_chart():
    """Application.Range would look into the workbook that is active."""
    drawn = []
    series = SimpleNamespace(ErrorBar=lambda *words: drawn.append(words))
    collection = SimpleNamespace(Item=lambda number: (number, series)[1])
    chart = SimpleNamespace(
        impl=object(), api=(None, SimpleNamespace(SeriesCollection=lambda: collection))
    )
    sheet = SimpleNamespace(range=lambda *corners: SimpleNamespace(api=corners))
    book = SimpleNamespace(sheets={"Exposure": sheet})
    set_error_bars(book, chart, 0, Area("Exposure", 7, 3, 6))
    cells = ((8, 4), (13, 4))
    assert drawn == [(1, 1, -4114, cells, cells)]
