"""What a result rests on: the span of an attribution, and the dates of what is realised."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from panels import random_panel

import labfolio_xl as lf


def monthly(panel, freq="ME"):
    """The same numbers on months from January 2020."""
    dates = pd.date_range("2020-01-01", periods=len(panel[0]), freq=freq, name="date")
    return tuple(table.set_axis(dates) for table in panel)


def late(assets, n_dates, name="A0"):
    """One asset that begins so many dates after the others."""
    return assets.assign(**{name: assets[name].where(np.arange(len(assets)) >= n_dates)})


@pytest.fixture
def panel():
    return random_panel(n_obs=120, n_assets=6, n_factors=3)


def test_a_span_that_the_portfolio_does_not_reach_is_refused(panel):
    """One of six assets begins in May: six months would be called what are two."""
    assets, factors = panel
    with pytest.raises(lf.MissingDataError) as refused:
        lf.attribution(late(assets, 90), factors, span_start="2020-01-01", span_end="2020-06-16")
    assert str(refused.value) == (
        "span_start is 2020-01-01, but the returns of the portfolio begin on 2020-05-06 (30 of 120 "
        "dates, 2020-05-06 to 2020-06-16; without A0 there would be 120); give that date, or take "
        '"A0" out of the portfolio.'
    )
    held = dict.fromkeys(assets.columns[1:], 0.2)
    without = lf.attribution(
        late(assets, 90), factors, weights=held, linked=False, span_start="2020-01-01"
    )
    assert without.realised == pytest.approx(assets.iloc[:, 1:].mean(axis=1).sum())


def test_so_is_one_that_ends_after_the_data(panel):
    assets, factors = panel
    ends = assets.assign(A4=assets["A4"].where(np.arange(120) < 60))
    with pytest.raises(
        lf.MissingDataError, match=r"^span_end is 2020-06-16, but .* end on 2020-03-24"
    ):
        lf.attribution(ends, factors, span_end="2020-06-16")
    with pytest.raises(
        lf.MissingDataError, match=r"^span_end is 2021-01-04, but .*\); give that date"
    ):
        lf.attribution(assets, factors, span_end="2021-01-04")


def test_without_a_start_the_span_is_that_of_the_data(panel):
    assets, factors = panel
    found = lf.attribution(late(assets, 90), factors)
    assert str(found.span).startswith("30 of 120 dates, 2020-05-06 to 2020-06-16; without A0")
    assert found.reading.startswith(f"{found.span}: ")


@pytest.mark.parametrize(
    ("start", "end", "n_obs"),
    [
        ("2019-12-28", "2020-06-20", 120),  # the weekends beside the data
        (dt.date(2019, 12, 28), pd.Timestamp("2020-06-20"), 120),
        ("2020-03", "2020-04", 44),
        ("2020-03-01", "2020-04-30", 44),
        ("2020-Q2", "2020-05", 43),
        (pd.Period("2020-03"), pd.Period("2020-03"), 22),
    ],
)
def test_months_and_quarters_are_all_of_their_days(panel, start, end, n_obs):
    found = lf.attribution(*panel, span_start=start, span_end=end)
    assert found.span.n_obs == found.span.n_common == n_obs
    assert found.dates.n_obs == 120, "exposures come from all dates"


@pytest.mark.parametrize("freq", ["ME", "MS", "BME"])
@pytest.mark.parametrize(("start", "end"), [("2020", "2022"), ("2020-01", "2022-12")])
def test_of_months_whichever_day_stands_for_them(freq, start, end):
    assets, factors = monthly(random_panel(36, 5, 2), freq)
    found = lf.attribution(assets, factors, span_start=start, span_end=end)
    assert found.span.n_obs == 36
    for beyond in ({"span_start": "2019-12"}, {"span_end": "2023-02"}):
        with pytest.raises(lf.MissingDataError, match=r"of the portfolio (begin|end) on"):
            lf.attribution(assets, factors, **beyond)
    with pytest.raises(lf.MissingDataError, match="without A0 there would be 36"):
        lf.attribution(late(assets, 12), factors, span_start="2020-06")
    assert lf.attribution(late(assets, 12), factors, span_start="2021").span.n_obs == 24


@pytest.mark.parametrize("freq", ["D", "W-FRI", "QE", "YE"])
def test_a_row_before_the_data_is_missed_at_every_frequency(freq):
    dates = pd.date_range("1980-01-01", periods=40, freq=freq)
    assets, factors = (table.set_axis(dates) for table in random_panel(40, 4, 2))
    assert lf.attribution(assets, factors, span_start=dates[0], span_end=dates[-1]).span.n_obs == 40
    with pytest.raises(lf.MissingDataError, match="span_start is"):
        lf.attribution(late(assets, 3), factors, span_start=dates[0])


def test_blanks_here_and_there_are_counted(panel):
    assets, factors = panel
    holes = assets.mask(np.random.default_rng(0).random(assets.shape) < 0.03)
    n_obs = len(holes.dropna())
    assert 80 < n_obs < 115
    found = lf.attribution(holes, factors, span_start="2020-01-01", span_end="2020-06-16")
    assert found.reading.startswith(f"{n_obs} of 120 dates, 2020-01-03 to 2020-06-16: ")
    april = lf.attribution(holes, factors, span_start="2020-04", span_end="2020-04").span
    assert (april.n_obs, april.n_common) == (len(holes.loc["2020-04"].dropna()), 22)


@pytest.mark.parametrize("text", ["2020-13", "2020-00", "2020Q5", "2020-3-", "March 2020"])
def test_no_month(panel, text):
    with pytest.raises(lf.InputError, match=f'span_start is "{text}"; give a date'):
        lf.attribution(*panel, span_start=text)


def test_every_result_knows_its_dates(panel):
    assets, factors = panel
    holed = late(assets, 30)
    of_portfolio = "90 of 120 dates, 2020-02-12 to 2020-06-16; without A0 there would be 120"
    for question in (
        lf.exposure,
        lf.risk_decomposition,
        lf.hedge,
        lf.rolling_exposure,
        lf.attribution,
    ):
        said = str(question(holed, factors).dates)
        assert said == f"{of_portfolio}; weights constant", question.__name__
    for question in (lf.factor_model, lf.grs_test, lf.diagnostics):
        assert str(question(holed, factors).dates) == of_portfolio, question.__name__
    shocked = lf.stress(holed, factors, {"F0": -0.1})
    assert str(shocked.dates) == f"{of_portfolio}; weights constant"
    assert of_portfolio in lf.risk_decomposition(holed, factors).rule
    for question in (lf.estimate_betas, lf.estimate_lambdas, lf.factor_covariance):
        assert str(question(holed, factors).dates) == "120 dates, 2020-01-01 to 2020-06-16"
    held = {"A3": 1.0}
    assert lf.exposure(holed, factors, weights=held).n_obs == 120, (
        "an asset that is not held costs none"
    )


def test_what_was_realised_is_of_the_periods_with_premia():
    """On the first dates there are fewer assets than premia: no premia, and no part in a mean."""
    assets, factors = random_panel(60, 5, 3)
    for name in ("A0", "A1", "A2"):
        assets = late(assets, 20, name)
    found = lf.expected_returns(assets, factors)
    assert (found.dates.n_obs, found.dates.n_common) == (40, 60)
    after = assets.iloc[20:]
    np.testing.assert_allclose(found.by_asset["realised"], after.mean(), rtol=1e-12)
    difference = found.by_asset["realised"] - found.by_asset["expected"]
    np.testing.assert_allclose(found.by_asset["pricing_error"], difference, atol=1e-15)
    assert found.by_asset["n_obs"].tolist() == [40] * 5


def test_an_asset_with_fewer_periods_tells_their_number():
    assets, factors = random_panel(60, 6, 2)
    holed = late(assets, 45)
    found = lf.expected_returns(holed, factors, weights={"A0": 0.5, "A1": 0.5})
    premia = lf.estimate_lambdas(holed, factors).premia().premia
    betas = lf.estimate_betas(holed, factors).betas
    np.testing.assert_allclose(found.by_asset["expected"], betas @ premia, rtol=1e-9)
    np.testing.assert_allclose(found.by_asset["realised"], holed.mean(), rtol=1e-9)
    assert found.by_asset["n_obs"].tolist() == [15, *[60] * 5]
    assert found.portfolio["n_obs"] == 15
    assert found.portfolio["realised"] == pytest.approx(holed[["A0", "A1"]].mean().mean())
