"""Realised returns in parts that sum exactly."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from panels import random_panel
from scipy import stats
from statsmodels.api import OLS, add_constant

import labfolio_xl as lf

panels = st.builds(
    random_panel,
    n_obs=st.integers(12, 60),
    n_assets=st.integers(1, 6),
    n_factors=st.integers(1, 3),
    seed=st.integers(0, 10_000),
)


# A random return may look like a split, which is not what is tested.
@pytest.mark.filterwarnings("ignore::labfolio_xl.DataWarning")
@given(panels, st.booleans(), st.sampled_from([None, 0.0002]), st.integers(0, 5))
def test_parts_sum_to_the_realised_return(panel, linked, rate, first):
    assets, factors = panel
    start = assets.index[first]
    result = lf.attribution(assets, factors, rate, None, span_start=start, linked=linked)
    total = assets.mean(axis=1)[start:]
    expected = (1.0 + total).prod() - 1.0 if linked else total.sum()
    assert result.realised == pytest.approx(expected, rel=1e-9, abs=1e-13)
    assert result.contributions.sum() == pytest.approx(result.realised, rel=1e-12, abs=1e-15)
    np.testing.assert_allclose(result.by_period.sum(axis=1), total, rtol=1e-9, atol=1e-14)


@given(panels, st.integers(0, 2), st.booleans())
def test_a_factor_portfolio_is_that_factor(panel, which, linked):
    _, factors = panel
    name = factors.columns[which % factors.shape[1]]
    result = lf.attribution(factors[[name]].add_prefix("P"), factors, linked=linked)
    parts = result.contributions
    assert parts[name] == pytest.approx(result.realised, abs=1e-12)
    np.testing.assert_allclose(parts.drop(name), 0.0, atol=1e-12)
    assert result.exposures[name] == pytest.approx(1.0, abs=1e-9)


@pytest.mark.filterwarnings("ignore::labfolio_xl.DataWarning")  # by chance, a return of -50%
@given(panels)
@example(random_panel(12, 4, 1, seed=1))
def test_over_all_dates_the_rest_of_the_sums_is_zero(panel):
    result = lf.attribution(*panel, linked=False)
    assert result.contributions["rest"] == 0.0


def test_the_parts_compound_to_the_realised_return_unless_sums_are_asked_for():
    assets, factors = random_panel(80, 4, 2)
    total = assets.mean(axis=1)
    assert lf.attribution(assets, factors).realised == pytest.approx((1.0 + total).prod() - 1.0)
    assert lf.attribution(assets, factors, linked=False).realised == pytest.approx(total.sum())


def test_two_periods_linked_by_hand():
    """+10% and -10% all from the factor: -1%, in one part; the links are ln(1+r)/r."""
    dates = pd.date_range("2024-01-01", periods=4)
    market = pd.DataFrame({"M": [0.10, -0.10, 0.05, 0.02]}, index=dates)
    fund = pd.DataFrame({"F": market["M"]})
    result = lf.attribution(fund, market, span_end=dates[1], linked=True)
    assert result.realised == pytest.approx(1.1 * 0.9 - 1.0)
    assert result.contributions["M"] == pytest.approx(-0.01)


@pytest.mark.parametrize("linked", [False, True])
def test_errors_are_those_of_linear_combinations_of_the_coefficients(linked):
    """What the factors earned, and the links, are numbers: only the coefficients are estimates."""
    assets, factors = random_panel(80, 4, 2, seed=3)
    result = lf.attribution(assets, factors, span_end=factors.index[29], linked=linked)
    returns = assets.mean(axis=1)
    model = OLS(returns, add_constant(factors)).fit(cov_type="HC3", use_t=True)
    realised = returns.iloc[:30]
    whole = (1.0 + realised).prod() - 1.0
    links = np.log(1.0 + realised) / realised / (np.log(1.0 + whole) / whole) if linked else 1.0
    sums = add_constant(factors).iloc[:30].mul(links, axis=0).sum()
    alpha = model.t_test([[sums.iloc[0], 0, 0]])
    tilts = model.t_test([[0, sums.iloc[1], sums.iloc[2]]])
    single = model.t_test([[0, sums.iloc[1], 0]])
    assert result.contributions["alpha"] == pytest.approx(alpha.effect[0], rel=1e-9)
    assert result.std_errors["alpha"] == pytest.approx(alpha.sd.item(), rel=1e-9)
    assert result.factors_total == pytest.approx(tilts.effect[0], rel=1e-9)
    assert result.factors_total_std_error == pytest.approx(tilts.sd.item(), rel=1e-9)
    table = result.to_frame()
    assert table.loc["alpha", "t"] == pytest.approx(alpha.tvalue.item(), rel=1e-9)
    assert table.loc["alpha", "p"] == pytest.approx(float(alpha.pvalue), rel=1e-9)
    np.testing.assert_allclose(table.loc["F0", ["low", "high"]], single.conf_int()[0], rtol=1e-9)
    assert np.isnan(table.loc["rest", "std_error"])
    assert table["share"].iloc[:-1].sum() == pytest.approx(1.0)


def test_only_alpha_has_a_t():
    """That of a factor's part would be that of its exposure, whatever the factor earned."""
    assets, factors = random_panel(80, 4, 2)
    table = lf.attribution(assets, factors, 0.0001).to_frame()
    assert table[["t", "p"]].drop("alpha").isna().all(axis=None)
    assert table.loc["alpha", ["t", "p"]].notna().all()
    assert table.loc[["F0", "F1"], ["std_error", "low", "high"]].notna().all(axis=None)


def test_a_risk_free_rate_is_a_part_of_its_own():
    assets, factors = random_panel(40, 3, 1)
    held = {"A0": 0.5, "A1": 0.3}
    result = lf.attribution(assets, factors, 0.0002, held, linked=False)
    assert result.contributions["risk_free"] == pytest.approx(40 * 0.0002)
    # What is not invested is cash, and earns the rate.
    invested = (assets[["A0", "A1"]] @ [0.5, 0.3]).sum()
    assert result.realised == pytest.approx(invested + 40 * 0.2 * 0.0002)
    assert "risk_free" not in lf.attribution(assets, factors, weights=held).contributions


def test_the_reading_tells_of_factors_and_of_an_alpha_beside_them():
    assets, factors = random_panel(120, 2, 1)
    assert "no sign of a return beside these factors" in lf.attribution(assets, factors).reading
    better = lf.attribution(assets + 0.02, factors).reading
    assert "a return beside these factors that differs from zero at 5%" in better
    assert "120 dates, 2020-01-01 to" in better
    worse = lf.attribution(assets - 0.02, factors).reading
    assert "a loss beside these factors that differs from zero at 5%" in worse


def test_the_inference_tells_its_kind_and_what_is_given(us2022):
    result = lf.attribution(us2022.assets, us2022.factors, cov="hac", lags=4)
    told = str(result.inference)
    assert told.startswith("s.e.: Newey-West (Bartlett), 4 lags")
    assert "only exposures and alpha are estimates, what the factors earned is given" in told


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        (
            {"span_start": "2020-02-20", "span_end": "2020-02-10"},
            lf.InputError,
            "begins on 2020-02-20, after",
        ),
        ({"span_start": "soon"}, lf.InputError, 'span_start is "soon"; give a date'),
        ({"span_start": 20200201}, lf.InputError, 'span_start is "20200201"; give a date'),
        ({"span_start": "02/01/2020"}, lf.InputError, 'span_start is "02/01/2020"; give a date'),
        ({"span_end": pd.NaT}, lf.InputError, 'span_end is "NaT"; give a date'),
        ({"span_end": "2019-01-01"}, lf.InputError, "after its end on 2019-01-01"),
        (
            {"span_start": "2031-01-01", "span_end": "2031-02-01"},
            lf.MissingDataError,
            "No date between",
        ),
        ({"cov": "shanken"}, lf.InputError, '"ols", "hc0", "hc1", "hc3", "hac"'),
    ],
)
def test_wrong_spans_and_options(options, error, words):
    with pytest.raises(error, match=words):
        lf.attribution(*random_panel(), **options)


def test_a_span_is_of_calendar_dates():
    """A time of the day counts no more than in a table, and a time zone is the date's own."""
    assets, factors = random_panel()
    first, last = factors.index[10], factors.index[20]
    expected = lf.attribution(assets, factors, span_start=f"{first:%Y-%m-%d}", span_end=last)
    for start in (first + pd.Timedelta("12h"), first.tz_localize("Asia/Tokyo"), first.date()):
        found = lf.attribution(assets, factors, span_start=start, span_end=last)
        pd.testing.assert_series_equal(found.contributions, expected.contributions)


def test_a_ruin_cannot_be_compounded():
    assets, factors = random_panel(30, 2, 1)
    assets.iloc[4] = -0.6
    twice = {"A0": 2.0, "A1": 0.0}
    with pytest.raises(lf.InputError, match="is -120%, which cannot be compounded"):
        lf.attribution(assets, factors, weights=twice, assets_are="returns")
    summed = lf.attribution(
        assets, factors, weights=twice, linked=False, assets_are="returns"
    ).realised
    assert summed == pytest.approx(2.0 * assets["A0"].sum())


@pytest.mark.parametrize("name", ["rest", "risk_free", "Portfolio", "alpha"])
def test_a_factor_with_the_name_of_a_part_is_refused(name):
    assets, factors = random_panel()
    with pytest.raises(lf.InputError, match=f'"{name}" is taken'):
        lf.attribution(assets, factors.rename(columns={"F1": name}))


def test_intervals_of_the_parts_use_students_t():
    result = lf.attribution(*random_panel(60, 3, 2))
    table = result.to_frame(0.9)
    half = (table["high"] - table["low"]) / 2
    expected = result.std_errors * stats.t.ppf(0.95, 60 - 3)
    parts = ["F0", "F1", "alpha"]
    np.testing.assert_allclose(half[parts], expected[parts], rtol=1e-9)
    assert half[["rest", "Portfolio"]].isna().all(), "they are no estimates"
