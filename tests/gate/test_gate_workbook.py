"""What a written workbook says of its data: the numbers, the decisions, the dates, the windows."""

from __future__ import annotations

import datetime as dt

import numpy as np
import openpyxl
import pandas as pd
import pytest
from cases_of_files import ATOL, Case
from invented_market import FACTORS, MONTHLY, MONTHLY_FACTORS, PRICES, by_hand
from written_files import text

from labfolio_xl import cli


@pytest.fixture
def written(folder, capsys):
    """Run the command `report` to its end, and give the rows of cells of each sheet."""

    def write(case: Case) -> dict[str, list[list[object]]]:
        assert cli.main(["report", "out.xlsx", *case.write(folder)]) == 0, capsys.readouterr().err
        book = openpyxl.load_workbook("out.xlsx", data_only=True)
        return {
            sheet.title: [[c for c in row if c is not None] for row in sheet.values]
            for sheet in book.worksheets
        }

    return write


def _right_of(rows, label):
    return [row[1] for row in rows if row and row[0] == label]


_RATE = np.linspace(0.0005, 0.004, len(MONTHLY))
_FRENCH = pd.DataFrame(
    {"Mkt-RF": MONTHLY_FACTORS["MKT"] - _RATE, "SMB": MONTHLY_FACTORS["SIZE"], "RF": _RATE}
)


def test_about_tells_what_was_done_to_each_input(written):
    """Prices under American dates, French's columns in percent, weights in percent."""
    files = {
        "assets.csv": "Invented Capital\n\n" + text(PRICES, dates="%m/%d/%Y"),
        "factors.csv": text(100 * _FRENCH, dates="%Y%m"),
        "weights.csv": "Ticker,Weight\nAAA,40\nBBB,30\nCCC,20\nDDD,10\n",
    }
    sheets = written(Case("all", files, words="--assets-are prices --factors-are percent"))
    excess = MONTHLY - _RATE[:, None]
    right = by_hand(excess, _FRENCH[["Mkt-RF", "SMB"]], [0.4, 0.3, 0.2, 0.1])[1:]
    found = [_right_of(sheets["Exposure"], name)[0] for name in ("Mkt-RF", "SMB")]
    np.testing.assert_allclose(found, right, rtol=0, atol=ATOL)
    about = [" ".join(map(str, row)) for row in sheets["About"]]
    check = sheets["Check"]
    assert ["unit", "Factors", "percent", "note", "divided by 100, as declared"] in check
    assert [line for line in check if line[:2] == ["table", "Assets"]]
    lines = [tuple(line) for line in check if line[3:4] in (["note"], ["warning"], ["ok"])]
    assert len(lines) == len(set(lines))
    for decision in (
        "Assets: row 1; left out",
        "read as month, day, year",
        "Factors: 201901; read as months",
        "Factors: percent; divided by 100",
        "Assets: daily prices; taken for 37 months",
        "Weights: percent; net 100.00, gross 100.00; divided by 100",
        "RiskFree a column of Factors",
    ):
        assert [line for line in about if decision in line], decision


def test_the_dates_that_the_portfolio_rests_on_are_shown(written):
    late = MONTHLY.copy()
    late.iloc[:20, 0] = np.nan
    sheets = written(Case("late", {"assets.csv": text(late), "factors.csv": text(MONTHLY_FACTORS)}))
    dashboard = " ".join(str(cell) for row in sheets["Dashboard"] for cell in row)
    assert "Data: 16 dates" in dashboard
    assert "16 of 36 dates have a return of every held asset" in dashboard
    (line,) = [row for row in sheets["Check"] if row[:1] == ["dates used"]]
    assert line[3] == "warning"
    assert "16 of 36 dates" in line[4]
    assert "without AAA there would be 36" in line[4]


@pytest.mark.parametrize("months", [36, 24])
def test_a_short_history_has_windows_that_fit(months, written):
    tables = MONTHLY.iloc[:months], MONTHLY_FACTORS.iloc[:months]
    files = {
        name: text(table) for name, table in zip(("assets.csv", "factors.csv"), tables, strict=True)
    }
    rolling = written(Case("short", files))["Rolling"]
    dated = [row for row in rolling if row and isinstance(row[0], dt.datetime)]
    window = months // 2
    assert len(dated) == months - window + 1
    right = by_hand(tables[0].iloc[:window], tables[1].iloc[:window])[1]
    assert dated[0][1] == pytest.approx(right, abs=ATOL)


def test_annual_figures_use_the_frequency_that_was_found(written):
    files = {"assets.csv": text(PRICES), "factors.csv": text(FACTORS)}
    monthly = {"assets.csv": text(MONTHLY), "factors.csv": text(MONTHLY_FACTORS)}
    found = [
        _right_of(written(case)["About"], "Periods per year")[0]
        for case in (
            Case("days", files, words="--assets-are prices"),
            Case("months", monthly, words="--force"),
        )
    ]
    assert [text.split()[0] for text in found] == ["252", "12"]


def test_the_reason_why_there_are_no_premia_is_cut_nowhere(written, capsys):
    """One fund: nothing stands to the right of a sentence, and the console lists in English."""
    one = {"assets.csv": text(MONTHLY[["AAA"]]), "factors.csv": text(MONTHLY_FACTORS)}
    sheets = written(Case("one", one))
    for sheet in ("Lambdas", "Model"):
        reasons = [row for row in sheets[sheet] if any("1 asset for" in str(cell) for cell in row)]
        assert len(reasons) > 1
        assert {len(row) for row in reasons} == {1}
    said = " ".join(capsys.readouterr().out.split())
    absent = "the premia of each period, the risk premia, the factor model and the expected returns"
    assert f"Without {absent}: There is 1 asset for" in said
