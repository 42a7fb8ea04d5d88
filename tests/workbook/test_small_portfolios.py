"""Reports of what is little: one fund, fewer assets than factors, short histories, cash."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from panels_for_books import made_up
from reading import charts, texts, values
from written_cases import reports

from labfolio_xl.errors import DataWarning, LabfolioError
from labfolio_xl.plan.analysis import analyse
from labfolio_xl.plan.layout import blocks
from labfolio_xl.plan.slots import FIRST_PAGE
from labfolio_xl.sheet.settings import Settings
from labfolio_xl.workbook.writer import workbook_bytes

# What needs a cross-section of assets.
OF_PREMIA = {
    "lambdas",
    "cumulative",
    "premia",
    "premia_test",
    "premia_kinds",
    "model",
    "model_premia",
    "model_params",
    "expected",
}


def late():
    """Return assets of which one begins when most of the dates are over."""
    inputs = made_up()
    begins = np.arange(120)[:, None] >= np.array([100, *[0] * 7])
    return replace(inputs, assets=inputs.assets.where(begins))


def with_cash():
    """Return assets beside a column of zeros, as a file gives them."""
    inputs = made_up()
    return replace(inputs, assets=inputs.assets.assign(Cash=0.0))


def months(n_obs=48):
    """Return the returns of months."""
    inputs = made_up(8, 3, n_obs)
    dates = pd.date_range("2018-01-31", periods=n_obs, freq="ME", name="date")
    return replace(
        inputs, assets=inputs.assets.set_axis(dates), factors=inputs.factors.set_axis(dates)
    )


CASES = {
    "one fund": lambda: made_up(1, 2),
    "one fund, one factor": lambda: made_up(1, 1),
    "fewer assets than factors": lambda: made_up(3, 5),
    "late": late,
    "cash": with_cash,
    "48 months": months,
}


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Return the path of a report and what was computed for it."""
    return reports(tmp_path_factory, CASES)


@pytest.mark.parametrize("case", ["one fund", "fewer assets than factors"])
def test_without_premia_the_rest_is_there(written, case):
    path, analysis = written(case)
    failed = {block.key: block.mistake for block in blocks(analysis) if block.failed}
    assert set(failed) == OF_PREMIA
    told = texts(path)
    for sheet in ("Lambdas", "Premia", "Model", "Expected", "Dashboard"):
        assert "a cross-section needs at least as many assets" in told[sheet], sheet
    drawn = charts(path)
    assert {"LabfolioFirstExposures", "LabfolioRisk", "LabfolioRolling1"} <= set(drawn)
    assert not {"LabfolioExpected", "LabfolioCumulative"} & set(drawn)


@pytest.mark.parametrize("case", ["one fund", "fewer assets than factors"])
def test_the_first_page_says_the_reason_once(written, case):
    path, _ = written(case)
    first = [str(cell) for row in values(path)[FIRST_PAGE] for cell in row]
    page = first[: first.index("By factor, the largest exposure first")]
    assert sum("a cross-section needs" in cell for cell in page) == 1


def test_one_fund_on_one_factor_has_everything(written):
    """As many assets as factors: a premium, though nothing is left to test it."""
    _, analysis = written("one fund, one factor")
    assert [block.key for block in blocks(analysis) if block.failed] == []


@pytest.mark.parametrize("case", CASES)
def test_a_live_workbook_of_it_is_written_too(case):
    assert workbook_bytes(analyse(CASES[case]()), "365").startswith(b"PK")


def test_a_portfolio_without_an_exposure_names_its_mistake():
    """A fund that never moves; the sentence stands where the result would."""
    inputs = made_up(1, 2)
    still = replace(inputs, assets=inputs.assets * 0.0)
    assert "is constant" in str(analyse(still).betas)
    assert isinstance(analyse(still).betas, LabfolioError)


def test_a_late_asset_is_named_with_the_dates_that_are_left(written):
    path, _ = written("late")
    words = "20 of 120 dates, 2021-05-24 to 2021-06-18; without Asset 001 there would be 120"
    told = texts(path)
    for sheet in ("Exposure", "Model", "Expected", "Risk", "Attribution", "Tests"):
        assert words in told[sheet], sheet
    assert "Data: 20 dates, 0 dropped" in told["Dashboard"]
    assert "20 of 120 dates have a return of every held asset" in told["Dashboard"]
    assert "without Asset 001 there would be 120" in told["Check"]
    assert "Estimated over 20 dates, too few for a firm answer" in told["Dashboard"]


def test_all_dates_are_no_news(written):
    path, _ = written("48 months")
    assert "Data: 48 dates, 0 dropped" in texts(path)["Dashboard"]
    assert "every held asset" not in texts(path)["Dashboard"]


def test_cash_has_its_rows_where_it_has_an_answer(written):
    path, analysis = written("cash")
    assert [block.key for block in blocks(analysis) if block.failed] == []
    by_key = {block.key: block for block in blocks(analysis)}
    cash = next(row for row in by_key["betas"].cells if row[0] == "Cash")
    assert cash[-3:] == [0.0, 0.0, 0.0]
    assert "Cash" not in [row[0] for row in by_key["model_params"].cells]
    assert "Cash" in [row[0] for row in by_key["expected"].cells]
    assert "if it is cash keep its weight" in texts(path)["Check"]


@pytest.mark.parametrize(
    ("make", "periods", "window"),
    [
        (months, 12, "windows of 24 months (half of the dates)"),
        (lambda: months(120), 12, "windows of 36 months (the usual length)"),
        (made_up, 252, "windows of 60 days (half of the dates)"),
        (lambda: made_up(n_obs=130), 252, "windows of 60 days (the usual length)"),
    ],
)
def test_annual_figures_and_windows_are_those_of_the_frequency_found(make, periods, window):
    analysis = analyse(make())
    assert analysis.inputs.settings.given["periods_per_year"] == periods
    by_key = {block.key: block for block in blocks(analysis)}
    premia = by_key["premia"]
    row = dict(zip(premia.header, premia.cells[1], strict=True))
    assert row["annual premium"] == pytest.approx(periods * row["premium"])
    assert by_key["rolling"].cells[1][-1].startswith(window)


def test_days_with_weekends_are_365_a_year():
    inputs = made_up()
    dates = pd.date_range("2021-01-01", periods=120, name="date")
    daily = replace(
        inputs, assets=inputs.assets.set_axis(dates), factors=inputs.factors.set_axis(dates)
    )
    assert analyse(daily).inputs.settings.given["periods_per_year"] == 365


def a_year(periods):
    return Settings({"periods_per_year": periods}, doubts="warn")


def test_other_periods_in_a_year_stand_with_a_warning():
    with pytest.warns(DataWarning, match="the returns are monthly, 12 a year"):
        declared = analyse(replace(months(), settings=a_year(252.0)))
    assert declared.inputs.settings.given["periods_per_year"] == 252.0
    [line] = [line for line in declared.data_report.warnings if line.item == "periods_per_year"]
    assert "the returns are monthly, 12 a year" in line.reading
    near = analyse(replace(made_up(), settings=a_year(260.0))).data_report
    assert "periods_per_year" not in {line.item for line in near.findings}
