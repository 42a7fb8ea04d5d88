"""A table is found in a sheet whatever stands around it, and whichever layout it has."""

import calendar
import datetime as dt

import numpy as np
import pandas as pd
import pytest

from labfolio_xl.blocks import parse_table
from labfolio_xl.errors import InputError

DAYS = [dt.datetime(2020, month, calendar.monthrange(2020, month)[1]) for month in range(1, 9)]
RETURNS = np.random.default_rng(3).normal(0.01, 0.04, (len(DAYS), 2)).round(5)
PRICES = (100.0 * np.cumprod(1.0 + RETURNS, axis=0)).round(4)
WIDE = [
    ["Date", "AAA", "BBB"],
    *([day, *row] for day, row in zip(DAYS, RETURNS.tolist(), strict=True)),
]


def parse(rows, **options):
    return parse_table(rows, argument="assets", **options)


def sentence(rows, **options):
    with pytest.raises(InputError) as caught:
        parse(rows, **options)
    return str(caught.value)


def assert_returns(table, values=RETURNS, names=("AAA", "BBB")):
    assert list(table.frame) == list(names)
    assert table.frame.index.tolist() == DAYS
    np.testing.assert_array_equal(table.frame.to_numpy(), values)


def text_rows(frame, form):
    """Rows as a text file gives them: dates as text or whole numbers, numbers as floats."""
    return [[form(day), *row] for day, row in zip(DAYS, frame.tolist(), strict=True)]


# --- titles, footers, other tables ------------------------------------------------------------


def test_titles_above_and_text_below_are_left_out_and_named():
    rows = [["Invented Capital"], ["Monthly returns", None, None], [], *WIDE, [], ["All invented."]]
    table = parse(rows)
    assert_returns(table)
    assert table.notes == ("table, Assets: rows 1-2, 14; left out",)


def test_a_table_may_stand_anywhere_in_the_sheet():
    rows = [[None, None, "My funds"], [], *([None, None, *row] for row in WIDE), [None, "a note"]]
    assert_returns(parse(rows))


def test_facts_above_a_table_are_no_names():
    """Vendors write them in two columns; some of them are dates."""
    facts = [["Currency:", "USD"], ["As of", DAYS[-1]], [DAYS[-1]], ["Index Level : Gross"], []]
    assert_returns(parse([*facts, *WIDE]))


def test_statistics_below_names_or_numbers_are_left_out():
    means = ["Average", *RETURNS.mean(axis=0).tolist()]
    table = parse([WIDE[0], means, *WIDE[1:], means])
    assert_returns(table)
    assert table.notes == ("table, Assets: rows 2, 11; left out",)


def french(months, yearly):
    """Lines as a library of factors has them: titles, months, then years with the same names."""
    names = [None, "AAA", "BBB"]
    year = [[2019.0, 0.1, 0.2], [2020.0, 0.3, 0.4]] if yearly else []
    below = [["Annual: January-December"], names, *year] if yearly else []
    return [["Made from nothing at all."], [], names, *months, [], *below, ["Copyright"]]


def test_of_several_tables_the_first_is_taken_and_the_others_are_named():
    months = text_rows(RETURNS, lambda day: float(f"{day:%Y%m}"))
    table = parse(french(months, yearly=True), text_file=True)
    assert_returns(table)
    assert table.frequency == "monthly"
    assert "rows 1, 13-17; left out (another table stands there)" in table.notes[0]


def test_days_are_dates_in_the_same_file():
    days = text_rows(RETURNS, lambda day: float(f"{day:%Y%m%d}"))
    table = parse(french(days, yearly=False), text_file=True)
    assert_returns(table)
    assert table.frequency is None


def test_a_second_table_of_the_same_dates_is_left_out():
    """Value-weighted and equally weighted returns below each other."""
    rows = [["Value weighted"], *WIDE, [], ["Equally weighted"], *WIDE]
    table = parse(rows)
    assert_returns(table)
    assert table.notes == ("table, Assets: rows 1, 12-21; left out (another table stands there)",)


def test_names_that_are_repeated_on_the_next_page_part_no_table():
    table = parse([*WIDE[:5], [], ["Page 2"], WIDE[0], *WIDE[5:]])
    assert_returns(table)
    assert "left out" in table.notes[0]


def test_a_remark_between_dates_parts_no_table():
    assert_returns(parse([*WIDE[:5], ["Since then under new management"], *WIDE[5:]]))


@pytest.mark.parametrize("cell", ["2020-04-31", "30 Febtember 2020", None, "#REF!"])
@pytest.mark.parametrize("place", [1, 4, 8])
def test_a_row_whose_date_is_wrong_is_never_left_out(cell, place):
    rows = [list(row) for row in WIDE]
    rows[place][0] = cell
    assert f"row {place + 2}, column 1" in sentence([["A title"], *rows])


def test_data_without_names_are_refused():
    assert "the first row holds data" in sentence([["A title"], *WIDE[1:]])


def test_row_numbers_to_the_left_of_the_dates_are_left_out():
    rows = [["Unnamed: 0", *WIDE[0]], *([float(i), *row] for i, row in enumerate(WIDE[1:]))]
    table = parse(rows)
    assert_returns(table)
    assert table.notes == ("table, Assets: column 1; left out: it counts the rows",)


def test_a_single_fund_and_numeric_tickers_are_a_table_below_a_title():
    fund = [["A fund"], *([row[0], row[1]] for row in WIDE)]
    assert_returns(parse(fund), RETURNS[:, :1], ["AAA"])
    numeric = [["A title"], [None, 600519.0, 700.0], *WIDE[1:]]
    assert_returns(parse(numeric), RETURNS, ["600519", "700"])


# --- two rows of names ------------------------------------------------------------------------


def test_tickers_above_fields_give_the_close_of_each_ticker():
    rows = [[None, "AAA US", None, "BBB US", None], ["Dates", *["PX_LAST", "PX_VOLUME"] * 2]]
    rows += [[d, a, 1000.0, b, 2000.0] for d, (a, b) in zip(DAYS, PRICES.tolist(), strict=True)]
    table = parse(rows)
    assert_returns(table, PRICES, ["AAA US", "BBB US"])
    assert table.kind == "prices"
    assert table.notes[-1] == "table, Assets: a price history; PX_LAST taken; PX_VOLUME left out"


@pytest.mark.parametrize("adjusted", [True, False])
def test_fields_above_tickers_give_the_adjusted_close_else_the_close(adjusted):
    """As yfinance writes several tickers, with the word Date in a row of its own."""
    fields = [*(["Adj Close"] if adjusted else []), "Close", "Volume"]
    rows = [["Price", *np.repeat(fields, 2).tolist()], ["Ticker", *["AAA", "BBB"] * len(fields)]]
    rows.append(["Date", *[None] * 2 * len(fields)])
    first = PRICES if adjusted else PRICES + 1.0
    parts = [PRICES, PRICES + 1.0, np.full_like(PRICES, 5000.0)][0 if adjusted else 1 :]
    rows += [[d, *row] for d, row in zip(DAYS, np.hstack(parts).tolist(), strict=True)]
    table = parse(rows)
    assert_returns(table, first)
    assert table.kind == "prices"


def test_the_same_field_below_all_tickers_is_dropped():
    rows = [["Name", "AAA", "BBB"], ["Code", "X(RI)", "Y(RI)"], ["Currency", "U$", "U$"], *WIDE[1:]]
    assert_returns(parse(rows), RETURNS, ["X(RI)", "Y(RI)"])


def test_fields_that_differ_and_are_no_prices_are_joined_to_the_tickers():
    rows = [[None, "AAA", None], ["Date", "Gross", "Net"], *WIDE[1:]]
    assert_returns(parse(rows), RETURNS, ["Gross", "Net"])
    rows = [[None, "AAA", None, "BBB", None], ["Date", "Gross", "Net", "Gross", "Net"]]
    rows += [[row[0], row[1], 0.0, row[2], 0.0] for row in WIDE[1:]]
    assert list(parse(rows).frame) == ["AAA Gross", "AAA Net", "BBB Gross", "BBB Net"]


def test_one_ticker_above_its_fields_names_the_price():
    rows = [[None, "AAA", None, None], ["Date", "Open", "Close", "Volume"]]
    rows += [[d, 1.0, p, 9.0] for d, p in zip(DAYS, PRICES[:, 0].tolist(), strict=True)]
    table = parse(rows, name="file")
    assert_returns(table, PRICES[:, :1], ["AAA"])


# --- dates for each ticker --------------------------------------------------------------------


def pairs(head, *, serials=False):
    """Rows with a column of dates for each ticker; the second one begins two months later."""
    days = [float((d - dt.datetime(1899, 12, 30)).days) for d in DAYS] if serials else DAYS
    first = [[d, p] for d, p in zip(days, PRICES[:, 0].tolist(), strict=True)]
    second = [[d, p] for d, p in zip(days[2:], PRICES[2:, 1].tolist(), strict=True)]
    second += [[None, None]] * 2
    return [*head, *([*a, *b] for a, b in zip(first, second, strict=True))]


@pytest.mark.parametrize("serials", [False, True])
@pytest.mark.parametrize(
    "head",
    [
        [["Date", "AAA", "Date2", "BBB"]],
        [["Date", "AAA", "Date", "BBB"]],
        [["Prices"], ["Date", "AAA", "Date.1", "BBB"]],
        [["AAA", None, "BBB", None], ["Date", "PX_LAST", "Date", "PX_LAST"]],
        [["AAA", None, "BBB", None]],
        [[None, "AAA", None, "BBB"], ["Dates", "PX_LAST", "Dates", "PX_LAST"]],
    ],
)
def test_columns_of_dates_are_joined(head, serials):
    expected = PRICES.copy()
    expected[:2, 1] = np.nan
    assert_returns(parse(pairs(head, serials=serials)), expected)


def test_a_ticker_with_more_dates_than_the_first_keeps_them():
    rows = pairs([["Date", "BBB", "Date2", "AAA"]])
    rows = [[row[2], row[3], row[0], row[1]] for row in rows]
    expected = PRICES[:, [1, 0]].copy()
    expected[:2, 0] = np.nan
    assert_returns(parse(rows), expected, ["AAA", "BBB"])


def test_a_number_without_its_date_is_refused_in_each_pair():
    rows = pairs([["Date", "AAA", "Date2", "BBB"]])
    rows[4][2] = None
    assert "row 5, column 3 is blank where a date belongs" in sentence(rows)


def test_a_serial_in_a_text_file_is_no_date():
    found = sentence(pairs([["Date", "AAA", "Date2", "BBB"]], serials=True), text_file=True)
    assert "no date in a text file" in found


# --- long tables, years by months -------------------------------------------------------------


def long_rows(names, order=(0, 1, 2), head=("date", "ticker", "ret")):
    rows = [
        [day, name, number]
        for day, row in zip(DAYS, RETURNS.tolist(), strict=True)
        for name, number in zip(names, row, strict=True)
    ]
    return [[row[i] for i in order] for row in [list(head), *rows]]


@pytest.mark.parametrize("order", [(0, 1, 2), (1, 0, 2), (0, 2, 1)])
@pytest.mark.parametrize("names", [("AAA", "BBB"), (600519.0, 7203.0)])
def test_a_long_table_gets_a_column_for_each_name(names, order):
    table = parse(long_rows(names, order))
    assert_returns(table, RETURNS, [str(name).removesuffix(".0") for name in names])
    assert "a long table of 2 names" in table.notes[0]


def test_a_long_table_by_name_is_the_same_whatever_its_headers_are():
    rows = long_rows(("AAA", "BBB"), head=("Monat", "Wert", "Zahl"))
    assert_returns(parse([rows[0], *sorted(rows[1:], key=lambda row: row[1])]))


def test_a_long_table_leaves_out_other_words_and_may_lack_rows():
    rows = [[*row[:2], "USD", row[2]] for row in long_rows(("AAA", "BBB"))]
    rows[0][2] = "currency"
    del rows[4]
    table = parse(rows)
    assert np.isnan(table.frame["BBB"].iloc[1])
    assert table.notes[0].endswith("currency left out")


def test_a_long_price_history_gives_the_close():
    rows = [[*row, row[2] + 1.0, 100.0] for row in long_rows(("AAA", "BBB"))[1:]]
    table = parse([["date", "symbol", "open", "close", "volume"], *rows])
    assert_returns(table, RETURNS + 1.0)
    assert table.kind == "prices"


def test_a_long_table_that_is_not_clear_is_refused():
    rows = long_rows(("AAA", "BBB"))
    assert '"AAA" has two numbers for 2020-01-31, in rows 2 and 4' in sentence(
        [*rows[:3], rows[1], *rows[3:]]
    )
    two = [["date", "ticker", "ret", "size"], *([*row, 1.0] for row in rows[1:])]
    assert "2 columns of numbers (ret, size)" in sentence(two)


MONTHS = [calendar.month_abbr[month] for month in range(1, 13)]


@pytest.mark.parametrize(
    "head",
    [
        ["Year", *MONTHS, "YTD"],
        [None, *map(str.upper, MONTHS), "Total"],
        [
            "Jahr",
            "Jan.",
            "Feb.",
            "März",
            "April",
            "Mai",
            "Juni",
            "Juli",
            "Aug.",
            *MONTHS[8:11],
            "Dez.",
            "Jahr",
        ],
        ["Year", *map(float, range(1, 13)), "Year total"],
    ],
)
@pytest.mark.parametrize("text_file", [True, False])
def test_years_by_months_are_one_series(head, text_file):
    numbers = np.arange(1.0, 25.0)
    first = [2018.0, None, *numbers[1:12].tolist(), 0.5]
    second = [2019.0, *numbers[12:21].tolist(), None, None, None, 0.7]
    table = parse([["A Fund"], head, second, first], text_file=text_file, name="fund")
    dates = pd.date_range("2018-02-28", "2019-09-30", freq="ME")
    assert table.frame.index.tolist() == dates.tolist()
    assert table.frame["fund"].tolist() == numbers[1:21].tolist()
    assert table.frequency == "monthly"


def test_years_by_quarters_are_one_series_under_the_title():
    rows = [["A Fund"], ["Year", "Q1", "Q2", "Q3", "Q4"], [2018.0, 1.0, 2.0, 3.0, 4.0]]
    table = parse(rows)
    assert table.frame["A Fund"].tolist() == [1.0, 2.0, 3.0, 4.0]
    assert table.frequency == "quarterly"


def test_a_table_of_years_is_no_table_of_months():
    table = parse([["Year", "AAA"], [2018.0, 0.1], [2019.0, 0.2]], text_file=True)
    assert table.frequency == "yearly"
    assert [str(date.date()) for date in table.frame.index] == ["2018-12-31", "2019-12-31"]


# --- price histories --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "taken"),
    [
        (["Open", "High", "Low", "Close", "Adj Close", "Volume"], 4),
        (["Volume", "Adj Close", "Close"], 1),
        (["Close/Last", "Volume", "Open", "High", "Low"], 0),
        (["Price", "Open", "High", "Low", "Vol.", "Change %"], 0),
        (["Close"], 0),
        (["Open", "High", "Low", "Close", "Volume", "Dividends", "Stock Splits"], 3),
        (["Eröffnung", "Hoch", "Tief", "Schluss", "Stück", "Volumen"], 3),
        (["Zuletzt", "Eröffn.", "Hoch", "Tief", "Vol.", "+/- %"], 0),
        (["PX_OPEN", "PX_HIGH", "PX_LOW", "PX_LAST", "Note of mine"], 3),
    ],
)
def test_a_price_history_gives_one_price_under_the_name_of_its_file(head, taken):
    numbers = PRICES[:, :1] + np.arange(len(head))
    rows = [["Date", *head], *([d, *row] for d, row in zip(DAYS, numbers.tolist(), strict=True))]
    table = parse(rows, name="AAA")
    assert_returns(table, numbers[:, [taken]], ["AAA"])
    assert table.kind == "prices"


@pytest.mark.parametrize("head", [["Low", "Med", "High"], ["Open", "Volume"], ["AAA", "Close"]])
def test_names_that_may_be_assets_are_no_price_history(head):
    rows = [["Date", *head], *([day, *[0.01 * i for i in range(len(head))]] for day in DAYS)]
    table = parse(rows)
    assert list(table.frame) == head
    assert table.kind is None


def test_a_volume_beside_assets_is_left_out_and_a_factor_of_that_name_is_not():
    rows = [[*row, 1000.0 * i] for i, row in enumerate(WIDE)]
    rows[0][3] = "Volume"
    table = parse(rows)
    assert_returns(table)
    assert table.notes == ("table, Assets: Volume; left out, since it is no price and no return",)
    factor = [[*row, 0.01 * i] for i, row in enumerate(WIDE)]
    factor[0][3] = "Volume"
    assert list(parse(factor).frame) == ["AAA", "BBB", "Volume"]


# --- percent ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "above",
    [
        [["Date", "AAA (%)", "BBB (%)"]],
        [["Date", "AAA, %", "BBB, in percent"]],
        [["Date", "AAA_pct", "BBB_pct"]],
        [["Monthly returns in percent"], WIDE[0]],
        [["Monthly Returns (%)"], WIDE[0]],
        [["Date", "AAA", "BBB"], ["Unit", "%", "%"]],
        [["Rendite in Prozent"], [], WIDE[0]],
    ],
)
def test_a_header_or_title_that_says_percent_settles_the_unit(above):
    table = parse([*above, *WIDE[1:]])
    assert_returns(table)
    assert table.unit == "percent"
    assert table.kind is None


@pytest.mark.parametrize(
    "above",
    [
        [["Date", "Top 10% Fund", "Low 30%"]],
        [["Date", "AAA (%)", "BBB"]],
        [["The breakpoints are the 30th percentile of stocks, 40 percent of them small"], WIDE[0]],
        [["Returns are decimal, not in percent"], WIDE[0]],
    ],
)
def test_other_percents_say_nothing_of_the_unit(above):
    assert parse([*above, *WIDE[1:]]).unit is None


def test_cells_with_a_percent_sign_are_fractions_and_stay_so():
    rows = [
        [day, *(f"{x:.3%}" for x in row)] for day, row in zip(DAYS, RETURNS.tolist(), strict=True)
    ]
    for head in (WIDE[0], ["Date", "AAA (%)", "BBB (%)"]):
        table = parse([head, *rows])
        np.testing.assert_allclose(table.frame.to_numpy(), RETURNS, atol=1e-15)
        assert table.unit == "decimal"
    mixed = [["Date", "AAA (%)", "BBB (%)"], *([row[0], row[1], 1.5] for row in rows)]
    assert "the names say percent, and 8 cells of 16 have a percent sign" in sentence(mixed)


# --- the fast way and the other ---------------------------------------------------------------


def test_a_kept_table_that_was_searched_is_known_by_all_its_cells():
    kept = {}

    def keep(digest, make):
        return kept.setdefault(digest, make())

    first = parse([["A title"], *WIDE], keep=keep)
    assert parse([["A title"], *WIDE], keep=keep) is first
    assert parse([["In percent"], *WIDE], keep=keep).unit == "percent"
    assert (
        parse_table([["A title"], *WIDE], argument="factors", keep=keep)
        .notes[0]
        .startswith("table, Factors")
    )
    assert len(kept) == 3


def test_facts_right_above_the_names_are_no_tickers():
    """As a terminal writes them: the period, then the field of the only series."""
    facts = [["Security", "AAA US"], ["Start Date", DAYS[0]], ["Period", "M"]]
    rows = [*facts, ["Date", "PX_LAST"], *([d, p] for d, p in zip(DAYS, PRICES[:, 0], strict=True))]
    table = parse(rows, name="AAA")
    assert_returns(table, PRICES[:, :1], ["AAA"])
    assert table.kind == "prices"


@pytest.mark.parametrize("name", ["DAY", "DT", "TIME", "Data 2"])
def test_a_ticker_that_reads_like_a_header_of_dates_is_a_ticker(name):
    rows = [
        ["Date", "AAA", name],
        *([d, *row] for d, row in zip(DAYS, (PRICES * 100).tolist(), strict=True)),
    ]
    assert list(parse(rows).frame) == ["AAA", name]


def test_one_ticker_in_a_row_of_its_own_names_the_price():
    """As yfinance writes a single ticker."""
    rows = [["Price", "Close", "High", "Volume"], ["Ticker", "AAA", "AAA", "AAA"]]
    rows += [["Date", None, None, None]]
    rows += [[d, p, 999.0, 5.0] for d, p in zip(DAYS, PRICES[:, 0].tolist(), strict=True)]
    assert_returns(parse(rows, name="download"), PRICES[:, :1], ["AAA"])


def test_a_unit_below_a_price_history_names_nothing():
    rows = [["Date", "Close", "High", "Volume"], [None, "USD", "USD", "USD"]]
    rows += [[d, p, 999.0, 5.0] for d, p in zip(DAYS, PRICES[:, 0].tolist(), strict=True)]
    assert_returns(parse(rows, name="AAA"), PRICES[:, :1], ["AAA"])


def test_a_long_price_history_with_fields_of_its_vendor_gives_the_close():
    head = [
        "ts_code",
        "trade_date",
        "open",
        "high",
        "low",
        "close",
        "pre_close",
        "pct_chg",
        "amount",
    ]
    rows = [
        [name, day, *[1.0] * 3, price, *[2.0] * 3]
        for column, name in enumerate(("600519.SH", "000001.SZ"))
        for day, price in zip(DAYS, PRICES[:, column].tolist(), strict=True)
    ]
    table = parse([head, *rows])
    assert_returns(table, PRICES, ["600519.SH", "000001.SZ"])
    assert table.kind == "prices"


@pytest.mark.parametrize("form", ["%d.%m.%Y", "%d/%m/%Y", "%Y.%m.%d", "%d %b %Y"])
def test_columns_of_dates_may_be_text(form):
    rows = pairs([["Date", "AAA", "Date2", "BBB"]])
    for row in rows[1:]:
        row[0], row[2] = (day and day.strftime(form) for day in (row[0], row[2]))
    expected = PRICES.copy()
    expected[:2, 1] = np.nan
    for text_file in (False, True):
        assert_returns(parse(rows, text_file=text_file), expected)


@pytest.mark.parametrize("number", [10**400, -(10**400)])
def test_a_whole_number_that_no_float_can_hold_is_no_date_and_no_name(number):
    """Excel has none, but a file may."""
    rows = [["Date", "AAA"], [43101, 0.1], [43102, 0.2], [number, 0.3]]
    assert "row 4, column 1 holds" in sentence(rows)
