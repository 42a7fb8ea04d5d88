"""Weights and risk-free rates from small blocks."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from labfolio_xl.blocks import parse_risk_free, parse_weights
from labfolio_xl.errors import InputError

D1, D2 = dt.datetime(2023, 5, 2), dt.datetime(2023, 5, 3)
NA = -2146826246


def test_weights_are_pairs_with_or_without_a_header_down_or_across():
    down = (("A", 0.6), ("B", "40%"))
    across = (("A", "B"), (0.6, 0.4))
    labelled = (("Asset", "A", "B"), ("Weight", 0.6, 0.4))
    for rows in (down, (("Asset", "Weight"), *down), ((None, "w"), *down), across, labelled):
        weights = parse_weights(rows)
        assert weights.weights.to_dict() == {"A": 0.6, "B": 0.4}


def test_a_bare_column_or_row_of_weights_has_no_names():
    for rows in (((0.6,), (0.4,)), ((0.6, 0.4),), (("weight",), (0.6,), (0.4,))):
        weights = parse_weights(rows).weights
        assert isinstance(weights, np.ndarray)
        assert weights.tolist() == [0.6, 0.4]


def test_a_number_may_be_the_name_of_an_asset():
    weights = parse_weights(((2330.0, 0.6), (2454.0, 0.4))).weights
    assert weights.to_dict() == {"2330": 0.6, "2454": 0.4}


@pytest.mark.parametrize("rows", [None, (), ((None,),), (("", None), (" ", ""))])
def test_an_empty_block_of_weights_is_none(rows):
    assert parse_weights(rows) is None


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ((("A", 0.5), ("B", None)), 'Weights: "B" has no weight; type a number, 0 for none.'),
        ((("A", 0.5), ("B", NA)), 'Weights: "B" has no weight; type a number, 0 for none.'),
        (
            (("A", 0.5), ("B", "half")),
            'Weights: column "weight", B holds "half"; clear the cell or type a weight.',
        ),
        ((("A", 0.5), ("A", 0.5)), 'Weights: the name "A" occurs in rows 1 and 2; rename one.'),
        ((("A", 0.5), (None, 0.5)), "Weights: row 2, column 1 holds nothing; type a name."),
        (
            (("A", 0.5, 1), ("B", 0.5, 1), ("C", 0.5, 1)),
            (
                "Weights: the block has 3 columns; select two, the asset and its weight, or "
                "write Ticker and Weight above them (or names of portfolios, above numbers only)."
            ),
        ),
        (((0.5,), ("x",)), 'Weights: row 2, column 1 holds "x"; type a weight.'),
        (((0.5,), (None,), (0.5,)), "Weights: row 2, column 1 holds nothing; type a weight."),
        (((0.5,), (float("inf"),)), "Weights: row 2, column 1 holds an infinite number; type a"),
    ],
)
def test_each_mistake_in_weights_is_one_sentence(rows, sentence):
    with pytest.raises(InputError) as caught:
        parse_weights(rows)
    assert str(caught.value).startswith(sentence)


@pytest.mark.parametrize(
    "rows",
    [
        ((600519.0, 1.0),),
        (("asset", "weight"), (600519.0, 1.0)),
        (("asset", "weight"), ("600519", 1.0)),
        (("code", "w"), (600519.0, "100%")),
        (("code", "w"), ("600519", 1)),
    ],
)
def test_a_numeric_ticker_and_its_weight_are_a_pair(rows):
    assert parse_weights(rows).weights.to_dict() == {"600519": 1.0}


@pytest.mark.parametrize("rows", [((60, 40),), ((2.0, -1.0),), ((99, 1),), ((5, 1.0),)])
def test_a_row_of_two_weights_stays_one(rows):
    assert parse_weights(rows).weights.tolist() == list(rows[0])


@pytest.mark.parametrize("weight", [100.0, 12500.0])
def test_a_row_that_may_be_a_pair_or_two_weights_is_refused(weight):
    with pytest.raises(InputError) as caught:
        parse_weights(((600519.0, weight),))
    assert str(caught.value) == (
        f"Weights: the row holds 600519 and {weight:g}, which are a ticker and its weight, or two "
        "weights; write Ticker and Weight above a pair, or put two weights below each other."
    )


@pytest.mark.parametrize(
    "rows",
    [
        (("7203", "9984"), (60, 40)),
        ((7203, 9984), (60, 40)),
        (("Asset", 7203, 9984), ("Weight", 60, 40)),
        (("Ticker", "Weight"), (7203, 60), (9984, 40)),
        ((7203, 60), (9984, 40)),
    ],
    ids=["text above", "numbers above", "labelled", "header", "pairs"],
)
def test_numeric_tickers_above_or_beside_their_weights(rows):
    assert parse_weights(rows).weights.to_dict() == {"7203": 60.0, "9984": 40.0}


def test_an_asset_may_be_called_as_a_header_is():
    rows = (("Asset", "Value", "Growth"), ("Weight", 0.6, 0.4))
    assert parse_weights(rows).weights.to_dict() == {"Value": 0.6, "Growth": 0.4}


@pytest.mark.parametrize(
    ("header", "says"),
    [
        *(("Weight", None), ("Portfolio weight", None), ("w", None), ("Market Value", "values")),
        *(("Weight (%)", "percent"), ("% of net assets", "percent"), ("Pct of fund", "percent")),
        *(("MktVal", "values"), ("Position Value (USD)", "values"), ("Amount", "values")),
        *(("Shares", "quantities"), ("Quantity", "quantities")),
    ],
)
def test_a_header_says_what_the_numbers_are(header, says):
    rows = (("Ticker", header), ("A", 60.0), ("B", 40.0))
    assert parse_weights(rows).says == says
    assert parse_weights((("Weight (%)",), (60.0,), (40.0,))).says == "percent"


@pytest.mark.parametrize("header", ["Weight", "Weight (%)"])
def test_percent_signs_in_all_cells_make_fractions_whatever_the_header_says(header):
    weights = parse_weights((("Ticker", header), ("A", "60%"), ("B", "40.5 %")))
    assert weights.says == "fractions"
    assert weights.weights.to_dict() == {"A": 0.6, "B": 0.405}


def test_some_percent_signs_below_percent_say_the_same():
    weights = parse_weights((("Ticker", "Weight %"), ("A", "60%"), ("B", 40)))
    assert (weights.says, weights.weights.tolist()) == ("percent", [60.0, 40.0])


@pytest.mark.parametrize(
    ("cells", "numbers"),
    [
        (("4,000,000.00", "1,500.5"), [4e6, 1500.5]),
        (("4.000.000,00", "1.500,5"), [4e6, 1500.5]),
        (("$1,000.25", "($500.00)"), [1000.25, -500.0]),
        (("\N{MINUS SIGN}12.5", "1e3"), [-12.5, 1000.0]),
    ],
)
def test_numbers_as_people_write_them(cells, numbers):
    rows = (("Ticker", "Market Value"), *zip("AB", cells, strict=True))
    assert parse_weights(rows).weights.tolist() == numbers
    assert parse_weights(rows[1:]).weights.tolist() == numbers


def test_thousands_that_may_be_decimals_are_refused_but_in_a_file_that_settled_it():
    rows = (("Ticker", "Market Value"), ("A", "1,234"), ("B", "2,345"))
    with pytest.raises(InputError, match="which can have thousands or decimals"):
        parse_weights(rows)
    assert parse_weights(rows, text_file=True).weights.tolist() == [1234.0, 2345.0]
    with pytest.raises(InputError, match=r"with a decimal comma and .* with a decimal point"):
        parse_weights((("A", "1,5"), ("B", "1.5")))


HOLDINGS = (
    ("Invented Core Fund",),
    ("Fund Holdings as of", "Jan 31, 2024"),
    ("Shares Outstanding", "1,000.00"),
    (None,),
    (
        *("Ticker", "Name", "Sector", "Asset Class", "Market Value", "Weight (%)"),
        *("Notional Value", "Quantity", "CUSIP", "ISIN", "SEDOL", "Price", "Location", "Exchange"),
        "Currency",
    ),
    ("AAA", "ALPHA", "Tech", "Equity", "4,000", "40.00", "4,000", 10, "1", "US1", "X", 1, *"UNU"),
    ("BBB", "BETA, INC", "-", "Equity", "3,000", "30.00", "3,000", 10, "2", "US2", "Y", 1, *"UNU"),
    ("CCC", "GAMMA", "-", "Equity", "2,950", "29.50", "2,950", 10, "3", "US3", "Z", 1, *"UNU"),
    (
        "XTSLA",
        "TREASURY FUND",
        "-",
        "Money Market",
        "25",
        "0.25",
        "25",
        1,
        "-",
        "-",
        "-",
        1,
        *"UNU",
    ),
    ("-", "USD CASH", "Cash", "Cash", "25", "0.25", "25", 1, "-", "-", "-", 1, *"UNU"),
    ("-", "-", "-", "-", "-", "-", "-", "-", "-", "-", "-", "-", "-", "-", "-"),
    (None,),
    ("The content contained herein is owned or licensed.",),
    ("Past performance guarantees nothing, 2024.",),
)


def test_the_columns_of_a_file_of_holdings_are_found_by_name():
    table = parse_weights(HOLDINGS)
    assert table.weights.to_dict() == {
        "AAA": 40.0,
        "BBB": 30.0,
        "CCC": 29.5,
        "XTSLA": 0.25,
        "USD CASH": 0.25,
    }
    assert table.says == "percent"
    assert table.cash == {"XTSLA", "USD CASH"}
    assert table.aliases["BBB"] == ("2", "US2", "Y", "BETA, INC")
    told = {line.check: f"{line.found}; {line.reading}" for line in table.findings}
    assert told == {
        "columns": '"Ticker" and "Weight (%)"; taken as names and weights',
        "rows": "rows 1 to 3, 11, 13 to 14; left out, they hold no weight",
    }


def test_market_value_is_taken_where_there_is_no_weight():
    keep = [0, 1, 3, 4, 7]
    rows = [[row[c] for c in keep if c < len(row)] for row in HOLDINGS]
    table = parse_weights(rows, text_file=True)
    assert table.says == "values"
    assert table.weights["AAA"] == 4000.0


@pytest.mark.parametrize(
    "header",
    [
        ("Name", "Ticker", "Identifier", "SEDOL", "Weight", "Shares Held"),
        ("HOLDINGS", "TICKER", "CUSIP", "SEDOL", "% of fund", "SHARES"),
        ("Security name", "Symbol", "x", "y", "Portfolio Weight", "Benchmark weight"),
        ("company", "ticker", "cusip", "sedol", "weight (%)", "market value ($)"),
        ("Description", "Symbol", "x", "y", "Percent of account", "Quantity"),
        ("Security", None, "x", "y", "Allocation", "Notional weight"),
    ],
)
def test_headers_of_other_providers(header):
    rows = (
        header,
        ("Alpha", "A", "c1", "s1", 60.0, 100.0),
        ("Beta", "B", "c2", "s2", 40.0, 50.0),
    )
    named = {"Alpha": 60.0, "Beta": 40.0} if header[1] is None else {"A": 60.0, "B": 40.0}
    assert parse_weights(rows).weights.to_dict() == named


def test_lots_of_a_file_are_summed_and_told():
    rows = (
        ("Symbol", "Description", "Current value"),
        ("A", "ALPHA", 10.0),
        ("B", "BETA", 5.0),
        ("A", "Alpha ", 30.0),
    )
    table = parse_weights(rows)
    assert table.weights.to_dict() == {"A": 40.0, "B": 5.0}
    assert ("names", "A", "rows of the same name are summed") in {
        (line.check, line.found, line.reading) for line in table.findings
    }


def test_securities_of_one_ticker_stay_apart():
    rows = (
        ("Ticker", "ISIN", "Name", "Weight"),
        ("T", "US0", "AT&T", 1.0),
        ("T", "US91", "Treasury 2030", 60.0),
        ("T", "US92", "Treasury 2040", 39.0),
    )
    assert parse_weights(rows).weights.to_dict() == {"US0": 1.0, "US91": 60.0, "US92": 39.0}


def test_an_unnamed_row_of_the_sum_and_a_second_table_are_left_out():
    rows = (
        ("Ticker", "Name", "Weight"),
        ("A", "Alpha", 60.0),
        ("B", "Beta", 40.0),
        (None, None, 100.0),
        ("Ticker", "Name", "Weight"),
        ("A", "Alpha", 50.0),
    )
    table = parse_weights(rows)
    assert table.weights.to_dict() == {"A": 60.0, "B": 40.0}
    assert [line.found for line in table.findings if line.check == "rows"] == ["rows 4 to 6"]


def test_a_footer_below_two_columns_is_left_out_and_a_forgotten_weight_is_not():
    rows = (("Ticker", "Weight"), ("A", 0.6), ("B", 0.4), (None, None), ("Source: the bank", None))
    assert parse_weights(rows).weights.to_dict() == {"A": 0.6, "B": 0.4}
    for missing in (None, "-", "n/a", "#N/A"):
        with pytest.raises(InputError, match='"B" has no weight; type a number, 0 for none'):
            parse_weights((("Ticker", "Name", "Weight"), ("A", "x", 0.6), ("B", "y", missing)))


def test_text_in_the_place_of_a_weight_names_column_row_and_cell():
    rows = (("Ticker", "Name", "Weight (%)"), ("A", "Alpha", 60.0), ("B", "Beta", "heavy"))
    with pytest.raises(InputError) as caught:
        parse_weights(rows, where=lambda row, column: f"{'ABC'[column]}{row + 1}")
    assert str(caught.value) == (
        'Weights: column "Weight (%)", B (cell C3) holds "heavy"; clear the cell or type a weight.'
    )


def test_a_risk_free_rate_is_dates_and_rates_with_or_without_a_header():
    rows = ((D2, 0.0002), (D1, "0.01%"))
    for block in (rows, (("date", "RF"), *rows), ((None, "RF", None), *rows)):
        rate = parse_risk_free(block).frame.iloc[:, 0]
        assert rate.index.tolist() == [pd.Timestamp(D1), pd.Timestamp(D2)]
        assert rate.tolist() == [0.0001, 0.0002]


def test_a_rate_is_found_as_other_tables_are():
    rows = (("Treasury bills",), ("Date", "RF"), ("31/01/2023", 0.001), ("28/02/2023", 0.002))
    rate = parse_risk_free(rows)
    assert rate.frame["RF"].tolist() == [0.001, 0.002]
    assert rate.frame.index[0] == pd.Timestamp("2023-01-31")
    months = parse_risk_free(((202301, 0.001), (202302, 0.002), (202303, 0.002)))
    assert months.frequency == "monthly"
    open_dates = (("01/02/2023", 0.001), ("02/02/2023", 0.001))
    assert parse_risk_free(open_dates, order="mdy").frame.index[0] == pd.Timestamp("2023-01-02")
    with pytest.raises(InputError, match="dates=dmy"):
        parse_risk_free(open_dates)


@pytest.mark.parametrize("cell", [0.0001, "0.0001", "0.01%", ((0.0001,),), ((None, 0.0001),)])
def test_a_risk_free_rate_may_be_one_number(cell):
    assert parse_risk_free(cell) == 0.0001


@pytest.mark.parametrize("rows", [None, "", " ", (), ((None,),), (("",), (None,))])
def test_an_empty_risk_free_rate_is_none(rows):
    assert parse_risk_free(rows) is None


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ("high", 'RiskFree: row 1, column 1 holds "high"; type a rate.'),
        (NA, "RiskFree: row 1, column 1 holds #N/A; type a rate."),
        (True, "RiskFree: row 1, column 1 holds TRUE; type a rate."),
        (
            ((0.1,), (0.2,)),
            "RiskFree: the block has one column; select dates and one rate, or one number.",
        ),
        (
            (("date", "a", "b"), (D1, 1, 2)),
            (
                "RiskFree: the block has 2 columns of numbers (a, b) and not one named RF; select "
                "dates and one rate, or one number."
            ),
        ),
        (
            ((D1, 0.1), (D1, 0.1)),
            "RiskFree: the date 2023-05-02 occurs in rows 1 and 2; keep one row for each date.",
        ),
        (
            ((D1, 0.1), (D2, "low")),
            'RiskFree: column "risk_free", 2023-05-03 holds "low"; clear the cell or type a rate.',
        ),
    ],
)
def test_each_mistake_in_a_rate_is_one_sentence(rows, sentence):
    with pytest.raises(InputError) as caught:
        parse_risk_free(rows)
    assert str(caught.value) == sentence


def test_a_sentence_names_the_cell_also_where_a_header_was_put_in_or_the_block_turned():
    def where(row, column):
        return f"{'ABC'[column]}{row + 1}"

    with pytest.raises(InputError, match=r"\(cell B2\) holds"):
        parse_risk_free(((D1, 0.1), (D2, "low")), where=where)
    with pytest.raises(InputError, match=r"\(cell B2\) holds"):
        parse_weights((("A", 0.5), ("B", "x")), where=where)
    with pytest.raises(InputError, match=r"cell B1 holds nothing"):
        parse_weights((("A", None, "C"), (0.5, 0.5, 0.5)), where=where)
