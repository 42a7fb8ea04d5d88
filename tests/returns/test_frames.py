"""Frames as programmers have them: series, several headers, dates in a column, other libraries."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

import numpy as np
import pandas as pd
import pytest

from labfolio_xl.errors import InputError
from labfolio_xl.returns.tables.checked import as_input, check_rate, check_table
from labfolio_xl.returns.tables.input_table import InputTable
from labfolio_xl.returns.tables.price_history import (
    are_price_fields,
    closing_field,
    is_price_history,
)

DATES = pd.bdate_range("2020-01-06", periods=60, name="Date")
MONTHS = pd.date_range("2018-01-31", periods=24, freq="ME", name="Date")


def table(dates=DATES):
    values = np.random.default_rng(3).normal(0.0, 0.01, (len(dates), 3))
    return pd.DataFrame(values, index=dates, columns=["A", "B", "C"])


RIGHT = check_table(table(), "Assets")


def read_right(given):
    """Read a frame, and see that its numbers and dates are right; the findings are returned."""
    read = as_input(given, "Assets")
    pd.testing.assert_frame_equal(
        read.frame,
        RIGHT,
        check_freq=False,
        check_index_type=False,
        check_column_type=False,
        check_names=False,
    )
    return read.findings


def refused(given, argument="Assets"):
    with pytest.raises(InputError) as error:
        as_input(given, argument)
    return str(error.value)


def yahoo(*fields):
    """What a download of several fields and tickers looks like."""
    prices = 100.0 * (1.0 + RIGHT).cumprod()
    scale = {"Adj Close": 0.9, "Close": 1.0, "Open": 1.001, "High": 1.01, "Volume": 1e4}
    tables = {field: scale[field] * prices for field in fields}
    return pd.concat(tables, axis=1, names=["Price", "Ticker"]), prices


class OfAnotherLibrary:
    """A frame that makes one of pandas of itself, as those of polars do with pyarrow beside."""

    def __init__(self, columns):
        self.columns = columns

    def to_pandas(self):
        """As pandas has it."""
        return pd.DataFrame(self.columns)


class WithoutArrow(OfAnotherLibrary):
    """The same where pyarrow is not installed."""

    def to_pandas(self):
        """Not without pyarrow."""
        raise ModuleNotFoundError("pyarrow is required")

    def to_dict(self, *, as_series):
        """Columns as lists."""
        assert not as_series
        return self.columns


def test_an_input_table_passes_unchanged():
    given = InputTable(RIGHT, kind="prices")
    assert as_input(given, "Assets") is given
    assert check_table(InputTable(RIGHT), "Assets") is RIGHT


def test_a_series_is_a_table_of_one_column():
    assert as_input(RIGHT["A"], "Assets").frame.columns.tolist() == ["A"]
    assert as_input(RIGHT["A"].rename(None), "Assets").frame.columns.tolist() == ["Asset"]
    np.testing.assert_array_equal(check_table(RIGHT["B"], "Assets")["B"], RIGHT["B"])


@pytest.mark.parametrize("what", [[[1.0]], {"A": [1.0]}, np.ones((2, 2)), 1.0, None, "prices.csv"])
def test_what_is_no_table(what):
    assert refused(what) == "Assets: give a table with dates in its rows and names in its columns."


@pytest.mark.parametrize(
    "dates",
    [
        DATES,
        DATES.astype(str),
        DATES.strftime("%d/%m/%Y"),
        DATES.date,
        DATES.tz_localize("America/New_York"),
        DATES.to_period("D"),
        [f"{date:%Y-%m-%d} 09:30:00-05:00" for date in DATES],
    ],
    ids=["dates", "text", "day first", "objects", "zone", "periods", "times"],
)
@pytest.mark.parametrize("place", [0, 3])
def test_dates_in_the_only_column_of_dates_are_taken_with_a_note(dates, place):
    given = table().reset_index(drop=True)
    given.insert(place, "Date", dates)
    note = read_right(given)[0]
    assert (note.found, note.severity) == ('column "Date"', "note")
    read_right(given.set_axis(given.index * 2 + 5))


def test_rows_without_dates_name_set_index():
    assert refused(table().reset_index(drop=True)) == (
        "Assets: the index holds 0 where a date is expected; put the dates there, as "
        'set_index("Date") does.'
    )


def test_two_columns_of_dates_are_left_to_the_owner():
    given = table().reset_index().assign(Announced=DATES.to_numpy())
    assert refused(given) == (
        'Assets: the columns "Date" and "Announced" hold dates; choose one, as set_index("Date") '
        "does, and drop the other."
    )


@pytest.mark.parametrize(("style", "first"), [("%Y%m", "201801"), ("%Y%m%d", "20180131")])
def test_numbers_that_may_be_dates_are_taken_from_the_index_alone(style, first):
    given = table(MONTHS)
    numbered = given.set_axis(pd.Index(given.index.strftime(style).astype(int), name="when"))
    assert as_input(numbered, "Assets").frame.index.tolist() == MONTHS.tolist()
    assert refused(numbered.reset_index()) == (
        f'Assets: the rows are only numbered, and the column "when" holds {first}; make it the '
        'dates with set_index("when").'
    )


def test_numbers_of_rows_are_no_years():
    assert refused(table().set_axis(range(1950, 2010))) == (
        "Assets: the index holds 1950 where a date is expected; make text of years."
    )
    years = as_input(table().set_axis([str(year) for year in range(1950, 2010)]), "Assets")
    assert years.frequency == "yearly"
    assert str(years.frame.index[0].date()) == "1950-12-31"


def test_a_long_table_names_pivot():
    given = table().reset_index().melt(id_vars="Date", var_name="Ticker", value_name="Return")
    assert refused(given) == (
        'Assets: each date has several rows, told apart by the column "Ticker"; give one row a '
        'date, as pivot(index="Date", columns="Ticker", values=...) does.'
    )
    read_right(given.pivot_table(index="Date", columns="Ticker", values="Return"))


def test_an_open_order_of_day_and_month_is_refused():
    given = table(pd.bdate_range("2018-01-01", periods=7)).reset_index(names="Date")
    given["Date"] = given["Date"].dt.strftime("%d/%m/%Y")
    for frame in (given, given.set_index("Date")):
        assert refused(frame) == (
            'Assets: the first column holds "01/01/2018" where a date is expected; write dates as '
            "YYYY-MM-DD."
        )


@pytest.mark.parametrize("swapped", [False, True])
@pytest.mark.parametrize("reset", [False, True])
def test_of_a_download_the_adjusted_close_is_taken(swapped, reset):
    given, prices = yahoo("Close", "Volume", "Open", "Adj Close")
    given = given.swaplevel(axis=1).sort_index(axis=1) if swapped else given
    read = as_input(given.reset_index() if reset else given, "Assets")
    assert read.kind == "prices"
    assert read.frame.columns.tolist() == ["A", "B", "C"]
    np.testing.assert_allclose(read.frame, 0.9 * prices)
    assert read.findings[-1].found == "Adj Close"
    assert read.findings[-1].reading.startswith("taken as prices; ")
    assert all(word in read.findings[-1].reading for word in ("Close", "Open", "Volume"))


def test_without_an_adjusted_close_the_close_is_taken():
    given, prices = yahoo("Open", "Close")
    np.testing.assert_allclose(as_input(given, "Assets").frame, prices)
    np.testing.assert_allclose(as_input(given["Close"], "Assets").frame, prices)
    only = as_input(given[("Close", "B")], "Assets")
    assert (only.kind, only.frame.columns.tolist()) == ("prices", ["B"])


def test_a_ticker_without_adjusted_close_is_not_lost():
    given, prices = yahoo("Adj Close", "Close", "Open")
    read = as_input(given.drop(columns=[("Adj Close", "B")]), "Assets").frame
    np.testing.assert_allclose(read[["A", "B", "C"]], prices * [0.9, 1.0, 0.9])
    without = given.drop(columns=[("Adj Close", "B"), ("Close", "B")])
    assert refused(without) == (
        'Assets: "B" has no closing price among Open; keep one for each name.'
    )
    twice = pd.concat([given, given[["Adj Close"]]], axis=1)
    assert '"A" has several columns Adj Close among' in refused(twice)


def test_the_history_of_one_price_is_not_five_assets():
    given, prices = yahoo("Open", "High", "Close", "Adj Close", "Volume")
    one = given.xs("A", axis=1, level="Ticker")
    read = as_input(one, "Assets")
    assert (read.kind, read.frame.columns.tolist()) == ("prices", ["Adj Close"])
    np.testing.assert_allclose(read.frame["Adj Close"], 0.9 * prices["A"])
    read = as_input(one.rename(columns=str.lower)[["open", "close"]].reset_index(), "Assets")
    assert read.frame.columns.tolist() == ["close"]


def test_prices_are_refused_where_only_returns_belong():
    given, prices = yahoo("Open", "Close")
    np.testing.assert_allclose(check_table(given, "Prices"), prices)
    with pytest.raises(InputError, match="Returns: the table holds prices; make returns of them"):
        check_table(given, "Returns")


@pytest.mark.parametrize(
    ("level", "cure"), [(0, 'frame["Return"]'), (1, 'frame.xs("Return", axis=1, level=1)')]
)
def test_other_columns_of_two_labels_name_the_cure(level, cure):
    given = pd.concat({"Return": table()}, axis=1)
    given = given.swaplevel(axis=1) if level else given
    sentence = refused(given)
    assert "each column has 2 labels" in sentence
    assert sentence.endswith(f"take one part, as {cure} does.")
    read_right(given.xs("Return", axis=1, level=level))


def test_a_level_without_words_is_none():
    given = table()
    given.columns = pd.MultiIndex.from_product([["A", "B", "C"], [""]])
    assert read_right(given) == ()


@pytest.mark.parametrize(
    "names",
    [
        ["Low", "Med", "High"],
        ["Lo 30", "Hi 30"],
        ["Close"],
        ["Close", "Volume"],
        ["Open", "High", "Low"],
        ["Market", "Open", "High", "Low", "Close"],
    ],
)
def test_what_is_no_price_history(names):
    assert not is_price_history(names)


def test_fields_of_vendors():
    bloomberg = ["PX_LAST", "PX_OPEN", "PX_VOLUME"]
    assert are_price_fields(bloomberg)
    assert closing_field(bloomberg) == "PX_LAST"
    assert closing_field(["close", "adjusted_close", "high"]) == "adjusted_close"
    assert not are_price_fields(["PX_OPEN", "PX_VOLUME"])


@pytest.mark.parametrize("kind", [OfAnotherLibrary, WithoutArrow])
@pytest.mark.parametrize("text", [False, True])
def test_frames_of_other_libraries(kind, text):
    dates = DATES.astype(str).tolist() if text else list(DATES.date)
    columns = {"date": dates, **{name: table()[name].tolist() for name in "ABC"}}
    columns["B"][7] = None
    read = as_input(kind(columns), "Assets").frame
    expected = RIGHT.copy()
    expected.iloc[7, 1] = np.nan
    np.testing.assert_array_equal(read, expected)
    assert read.index.tolist() == DATES.tolist()
    del columns["date"]
    assert 'as set_index("Date") does' in refused(kind(columns))
    assert check_rate(kind({"date": dates, "RF": [1e-4] * 60})).tolist() == [1e-4] * 60


def test_an_object_that_cannot_become_a_table():
    class Lazy:
        def to_pandas(self):
            raise ModuleNotFoundError("pyarrow is required")

    assert (
        refused(Lazy()) == "Assets: give a table with dates in its rows and names in its columns."
    )


@pytest.mark.parametrize("missing", [None, pd.NA, np.nan, pd.NaT])
def test_whatever_is_missing_in_a_column_of_objects_is_missing(missing):
    given = table().astype(object)
    given.iloc[5, 0] = missing
    read = check_table(given, "Assets")
    assert np.isnan(read.iloc[5, 0])
    assert int(read.isna().sum().sum()) == 1
    np.testing.assert_array_equal(read["B"], RIGHT["B"])


@pytest.mark.parametrize("value", [True, False, np.True_])
@pytest.mark.parametrize("kind", [object, "category"])
def test_true_in_a_column_of_objects_is_refused_as_in_a_cell(value, kind):
    given = table().astype(object)
    given.iloc[3, 1] = value
    given["B"] = given["B"].astype(kind)
    shown = str(value).upper()
    assert refused(given) == (
        f'Assets: column "B", 2020-01-09 holds {shown}; clear the cell or type a return.'
    )


@pytest.mark.parametrize(
    "value",
    [dt.datetime(2020, 1, 1), np.datetime64("2020-01-01"), np.timedelta64(1, "D"), "True"],
)
def test_other_objects_are_no_numbers(value):
    given = table().astype(object)
    given.iloc[3, 1] = value
    assert refused(given).startswith('Assets: column "B", 2020-01-09 holds "')


def test_columns_of_all_kinds_keep_their_places():
    given = table().astype({"A": object, "B": "Float64", "C": "float32"})
    given.iloc[5, 1] = pd.NA
    read = check_table(given, "Assets")
    np.testing.assert_array_equal(read["A"], RIGHT["A"])
    np.testing.assert_allclose(read["C"], RIGHT["C"], rtol=1e-6)
    assert np.flatnonzero(read["B"].isna()).tolist() == [5]


def test_names_of_a_mac_match():
    composed, of_a_mac = (unicodedata.normalize(form, "Société") for form in ("NFC", "NFD"))
    given = table().set_axis([of_a_mac, "B", "Å"], axis=1)
    assert check_table(given, "Assets").columns.tolist() == [composed, "B", "Å"]
    twice = given.set_axis([of_a_mac, composed, "C"], axis=1)
    assert refused(twice) == (f'Assets: the name "{composed}" occurs more than once; rename one.')


def numbered(name, first=0):
    counts = pd.Series(range(first, first + len(DATES)), DATES, name=name)
    return pd.concat([counts, table()], axis=1)


@pytest.mark.parametrize(
    "given",
    [
        table().reset_index().reset_index(),
        numbered("Unnamed: 0").reset_index(),
        numbered("Unnamed: 0"),
        numbered("rownum", first=1),
        numbered("index", first=500).reset_index(drop=False),
        OfAnotherLibrary(numbered("index").reset_index().to_dict("list")),
    ],
    ids=["reset twice", "a file's index", "beside dates", "from one", "cut", "of polars"],
)
def test_a_column_that_counts_the_rows_is_left_out_and_told(given):
    findings = read_right(given)
    assert [f.reading for f in findings if f.check == "columns"] == ["left out: it counts the rows"]


@pytest.mark.parametrize("name", ["trend", "AAPL"])
def test_whole_numbers_of_another_name_are_numbers(name):
    assert name in as_input(numbered(name), "Factors").frame


def test_whole_numbers_that_do_not_count_are_numbers():
    assert "x" in as_input(table().assign(x=(7 * np.arange(len(DATES))) % 5), "Factors").frame


class Lazy:
    """A frame that is made when it is asked for, as those of polars."""

    def collect_schema(self):
        """Names and types."""
        return dict(table().reset_index().dtypes)

    def collect(self):
        """Make it."""
        return OfAnotherLibrary(table().reset_index().to_dict("list"))


def test_a_lazy_frame_is_made():
    read_right(Lazy())


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (table().map("{:.2%}".format), '"-?[0-9.]+%" \\(the first of 180 such cells\\)'),
        (table().astype(object).mask(table() > 0, "up"), '"up" \\(the first of [0-9]+ such cells'),
        (table().astype(object).mask(table() == RIGHT.iloc[3, 1], "up"), '"up"; clear'),
    ],
    ids=["percent signs", "words", "one word"],
)
def test_the_first_text_is_told_with_their_count(given, found):
    assert re.search(found, refused(given))


@pytest.mark.parametrize(
    "fields",
    [["Close", "Volume"], ["Price", "Volume"], ["Close/Last", "Volume"], ["Adj Close", "Close"]],
)
def test_two_fields_of_one_price_are_its_history_as_they_are_in_files(fields):
    level = np.linspace(50.0, 60.0, len(DATES))
    given = pd.DataFrame({fields[0]: level, fields[1]: 1e6 + level}, DATES)
    read = as_input(given, "Assets")
    assert read.kind == "prices"
    assert read.frame.columns.tolist() == fields[:1]
    assert read.frame.iloc[:, 0].tolist() == level.tolist()


def test_the_rate_of_a_yields_history_is_its_close():
    history = pd.DataFrame({"Open": 4.4, "High": 4.7, "Low": 4.3, "Close": 4.5}, DATES)
    assert check_rate(history).tolist() == [4.5] * len(DATES)
