"""What a file becomes on its sheet, with the settings that say how it is to be read."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from load_rows import choices

from labfolio_xl.errors import InputError
from labfolio_xl.excel.book.load_settings import LoadSettings
from labfolio_xl.excel.macros.input_file import read_input_file

MONTHS = pd.date_range("2018-01-31", periods=36, freq="ME", name="date")
RETURNS = pd.DataFrame(
    np.random.default_rng(5).normal(0.005, 0.04, (36, 2)), MONTHS, ["A", "B"]
).round(6)


@pytest.fixture
def load(tmp_path):
    """Load a table, or the text of a file, and return rows and notes."""

    def load_it(content, argument="assets", settings="", name="file.csv"):
        path = tmp_path / name
        if isinstance(content, str):
            path.write_text(content)
        elif name.endswith(".csv"):
            content.to_csv(path)
        else:
            content(path)
        nav = settings.partition("nav=")[2] or None
        chosen = LoadSettings.of_row(argument, choices(settings), nav)
        read = read_input_file(path, chosen)
        return read.rows, [line.sentence for line in read.lines]

    return load_it


def numbers(rows):
    return np.array([row[1:] for row in rows[1:]], dtype=float)


def test_percent_is_refused_with_the_setting_that_then_reads_it(load):
    with pytest.raises(InputError, match="assets_are=percent"):
        load(100 * RETURNS)
    rows, notes = load(100 * RETURNS, settings="assets_are=percent")
    np.testing.assert_allclose(numbers(rows), RETURNS, rtol=1e-12)
    assert any("divided by 100" in note for note in notes)


@pytest.mark.parametrize("argument", ["assets", "factors"])
def test_prices_become_returns(load, argument):
    prices = 100 * (1 + RETURNS).cumprod()
    with pytest.raises(InputError, match=f"{argument}_are=prices"):
        load(prices, argument)
    rows, _ = load(prices, argument, f"{argument}_are=prices")
    np.testing.assert_allclose(numbers(rows), RETURNS.iloc[1:], rtol=1e-9)


def test_the_order_of_dates_and_the_sheet(load):
    table = RETURNS.set_axis(pd.date_range("2018-01-01", periods=36, freq="MS"))
    days = table.iloc[:12].set_axis(table.index[:12].strftime("%d/%m/%Y"))
    with pytest.raises(InputError, match="dates=dmy"):
        load(days)
    assert [str(row[0])[:7] for row in load(days, settings="dates=dmy")[0][1:4]] == [
        "2018-01",
        "2018-02",
        "2018-03",
    ]

    def write(path):
        with pd.ExcelWriter(path, engine="xlsxwriter") as book:
            pd.DataFrame(["cover"]).to_excel(book, sheet_name="Cover", header=False, index=False)
            RETURNS.to_excel(book, sheet_name="One")
            RETURNS[["B"]].to_excel(book, sheet_name="Two")

    with pytest.raises(InputError, match='sheet="One"'):
        load(write, name="book.xlsx")
    assert load(write, settings="sheet=Two", name="book.xlsx")[0][0] == ["date", "B"]


def test_a_rate_stands_on_its_sheet_per_period(load):
    annual = pd.Series(0.03, MONTHS, name="rf").to_frame()
    with pytest.raises(InputError, match="risk_free_is=annual"):
        load(annual, "risk_free")
    rows, notes = load(annual, "risk_free", "risk_free_is=annual")
    np.testing.assert_allclose(numbers(rows), 1.03 ** (1 / 12) - 1, rtol=1e-3)
    assert any("3% a year" in note for note in notes)
    rows, _ = load(annual / 12, "risk_free")
    np.testing.assert_allclose(numbers(rows), 0.0025, rtol=1e-12)


def test_one_number_has_no_period_of_its_own(load):
    assert load("0.0001\n", "risk_free")[0] == [[0.0001]]
    with pytest.raises(InputError, match="one number does not say how long its period is"):
        load("0.02\n", "risk_free", "risk_free_is=annual")


@pytest.mark.parametrize(
    ("text", "settings", "expected"),
    [
        ("asset,weight\nA,60\nB,40\n", "", {"A": 0.6, "B": 0.4}),
        ("asset,weight\nA,6\nB,3\n", "weights_are=percent", {"A": 0.06, "B": 0.03}),
        ("asset,weight\nA,3000\nB,1000\n", "", {"A": 0.75, "B": 0.25}),
        ("asset,weight\nA,3000\nB,1000\n", "nav=8000", {"A": 0.375, "B": 0.125}),
        ("asset,weight\nA,0.6\nB,0.4\nTotal,1\n", "", {"A": 0.6, "B": 0.4}),
        (
            "Ticker,Asset Class,Weight (%)\nA,Equity,60\nB,Equity,38\nUSD,Cash,1.5\nEUR,Cash,0.5\n",
            "",
            {"A": 0.6, "B": 0.38, "Cash": 0.02},
        ),
    ],
)
def test_weights_stand_on_their_sheet_as_fractions(load, text, settings, expected):
    rows, _ = load(text, "weights", settings)
    assert rows[0] == ["asset", "weight"]
    assert dict(rows[1:]) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("settings", ["assets_are=per cent?", "dates=ydm"])
def test_a_word_that_is_not_offered_is_refused_with_those_that_are(load, settings):
    with pytest.raises(InputError, match=f"{settings.partition('=')[0]} is .* choose one of "):
        load(RETURNS, settings=settings)


def test_the_cells_of_a_table_can_be_named(load):
    def write(path):
        with pd.ExcelWriter(path, engine="xlsxwriter") as book:
            RETURNS.to_excel(book, sheet_name="Data", startrow=2, startcol=1)
            (RETURNS * 2).to_excel(book, sheet_name="Data", startrow=60, startcol=1)

    rows, _ = load(write, settings="cells=B61:D97", name="book.xlsx")
    np.testing.assert_allclose(numbers(rows), 2 * RETURNS, rtol=1e-12)
