"""Returns-based style analysis: what must hold, the numbers by hand, and what is refused."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import ttest_1samp

import labfolio_xl as lf
from labfolio_xl.core.simplex import mixture

# Two ways through the same arithmetic.
CLOSE = {"rtol": 1e-9, "atol": 1e-11}


def monthly(n_obs=72, n_styles=4, n_funds=3, seed=0):
    """Funds and styles by month: A0, A1, ... are mixtures of S0, S1, ... and a noise."""
    rng = np.random.default_rng(seed)
    dates = pd.date_range("2018-01-31", periods=n_obs, freq="ME", name="date")
    values = 0.02 * rng.standard_normal((n_obs, n_styles)) + 0.03 * rng.standard_normal((n_obs, 1))
    styles = pd.DataFrame(0.005 + values, dates, [f"S{i}" for i in range(n_styles)])
    mixes = rng.dirichlet(np.full(n_styles, 0.7), n_funds)
    noise = 0.001 + 0.01 * rng.standard_normal((n_obs, n_funds))
    names = [f"A{i}" for i in range(n_funds)]
    return pd.DataFrame(styles.to_numpy() @ mixes.T + noise, dates, names), styles


panels = st.builds(
    monthly,
    n_obs=st.integers(14, 60),
    n_styles=st.integers(1, 5),
    n_funds=st.integers(1, 3),
    seed=st.integers(0, 10_000),
)


@given(panels, st.data())
def test_a_fund_that_is_a_style_index_is_that_index_alone(panel, data):
    _, styles = panel
    name = data.draw(st.sampled_from(list(styles)))
    found = lf.style(styles[[name]].rename(columns={name: "Fund"}), styles)
    assert found.weights.loc["Fund"].tolist() == [float(other == name) for other in styles]
    row = found.by_fund.loc["Fund"]
    assert (row["rsquared"], row["selection"], row["tracking_error"]) == (1.0, 0.0, 0.0)
    assert row["rsquared_out_of_sample"] == 1.0
    assert np.isnan(row["tstat"])
    assert np.isnan(row["pvalue"])
    assert (found.rolling == found.weights.loc["Fund"]).all(axis=None)


@given(panels, st.floats(-0.01, 0.01), st.integers(0, 1000))
def test_a_mixture_of_the_styles_gives_back_the_mixture(panel, fee, seed):
    """Whatever constant is added to it: that is the selection return."""
    _, styles = panel
    mix = np.random.default_rng(seed).dirichlet(np.ones(styles.shape[1]))
    found = lf.style((styles @ mix + fee).to_frame("Fund"), styles)
    np.testing.assert_allclose(found.weights.loc["Fund"], mix, atol=1e-9)
    assert found.by_fund.loc["Fund", "rsquared"] == pytest.approx(1.0, abs=1e-12)
    assert found.by_fund.loc["Fund", "selection"] == pytest.approx(fee, abs=1e-11)
    # What is left beside the constant is rounding: no t is made of it.
    assert np.isnan(found.by_fund.loc["Fund", "tstat"])


@given(panels, st.randoms(use_true_random=False))
def test_the_order_of_funds_styles_and_rows_does_not_matter(panel, random):
    funds, styles = panel
    columns, rows = list(styles), list(range(len(styles)))
    random.shuffle(columns)
    random.shuffle(rows)
    before, after = lf.style(funds, styles), lf.style(funds.iloc[rows, ::-1], styles[columns])
    pd.testing.assert_frame_equal(
        after.weights.loc[funds.columns, styles.columns],
        before.weights,
        check_names=False,
        **CLOSE,
    )
    by_fund = after.by_fund.loc[funds.columns]
    pd.testing.assert_frame_equal(by_fund, before.by_fund, check_names=False, **CLOSE)
    rolling = after.rolling.loc[before.rolling.index, styles.columns]
    pd.testing.assert_frame_equal(rolling, before.rolling, check_names=False, rtol=1e-7, atol=1e-9)


@given(panels)
def test_the_unit_of_the_returns_does_not_matter(panel):
    """Percent, said to be percent, has the weights and the shares of decimals."""
    funds, styles = panel
    before = lf.style(funds, styles)
    after = lf.style(100.0 * funds, 100.0 * styles, assets_are="percent", factors_are="percent")
    pd.testing.assert_frame_equal(after.weights, before.weights, **CLOSE)
    pd.testing.assert_frame_equal(after.by_fund, before.by_fund, rtol=1e-8, atol=1e-11)


@given(panels, st.floats(0.0, 0.004))
def test_the_risk_free_rate_cancels(panel, level):
    funds, styles = panel
    rate = pd.Series(level + 0.0005 * np.sin(np.arange(len(funds))), funds.index, name="RF")
    before, after = lf.style(funds, styles), lf.style(funds, styles, rate)
    pd.testing.assert_frame_equal(after.weights, before.weights)
    pd.testing.assert_frame_equal(after.by_fund, before.by_fund)
    excess = lf.style(funds.sub(rate, axis=0), styles.sub(rate, axis=0))
    pd.testing.assert_frame_equal(excess.weights, before.weights, **CLOSE)
    np.testing.assert_allclose(excess.by_fund["selection"], before.by_fund["selection"], **CLOSE)
    assert "the risk-free rate cancels" in after.rule
    assert "cancels" not in before.rule


@given(panels)
def test_a_style_beside_the_others_explains_no_less(panel):
    funds, styles = panel
    whole = lf.style(funds, styles).by_fund["rsquared"]
    fewer = lf.style(funds, styles.iloc[:, :1]).by_fund["rsquared"]
    assert (whole >= fewer - 1e-12).all()


def by_hand(fund, styles, weights, a_year):
    """The numbers of one fund in plain Python, with its weights."""
    rest = [
        y - math.fsum(w * x for w, x in zip(weights, row, strict=True))
        for y, row in zip(fund, styles, strict=True)
    ]

    def moments(values):
        mean = math.fsum(values) / len(values)
        return mean, math.fsum((v - mean) ** 2 for v in values) / (len(values) - 1)

    mean, spread = moments(rest)
    return {
        "rsquared": 1.0 - spread / moments(fund)[1],
        "selection": mean,
        "std_error": math.sqrt(spread / len(rest)),
        "tstat": mean / math.sqrt(spread / len(rest)),
        "pvalue": ttest_1samp(rest, 0.0).pvalue,
        "selection_annual": a_year * mean,
        "tracking_error": math.sqrt(spread),
        "tracking_error_annual": math.sqrt(a_year * spread),
        "n_obs": len(rest),
    }


def test_numbers_whose_squares_are_zero_have_no_share_that_is_explained():
    funds, styles = monthly()
    found = lf.style(1e-300 * funds, styles, assets_are="returns", doubts="list")
    assert found.by_fund["rsquared"].isna().all()


def test_a_selection_return_of_less_than_a_year_is_not_annualised():
    funds, styles = monthly()
    found = lf.style(funds.iloc[:11], styles.iloc[:11], periods_per_year=12).by_fund
    assert found["selection_annual"].isna().all()
    assert found["selection"].notna().all()
    assert lf.style(funds, styles, periods_per_year=12).by_fund["selection_annual"].notna().all()


@pytest.mark.parametrize("a_year", [None, 12.5])
def test_every_number_is_the_one_made_by_hand(a_year):
    """Each fund on the dates that it and all styles have."""
    funds, styles = monthly()
    funds.iloc[:20, 0] = funds.iloc[30, 0] = np.nan
    styles.iloc[50, 2] = np.nan
    found = lf.style(funds, styles, periods_per_year=a_year)
    for name in funds:
        known = funds[name].notna() & styles.notna().all(axis=1)
        fund, part = funds.loc[known, name], styles[known]
        row, weights = found.by_fund.loc[name], found.weights.loc[name]
        np.testing.assert_allclose(weights, mixture(fund.to_numpy(), part.to_numpy()), **CLOSE)
        expected = by_hand(fund.tolist(), part.to_numpy().tolist(), weights, a_year or 12.0)
        for column, value in expected.items():
            assert row[column] == pytest.approx(value, rel=1e-9), column
        assert (row["first"], row["last"]) == (fund.index[0], fund.index[-1])
        pd.testing.assert_series_equal(
            found.differences[name].dropna(), fund - part @ weights, check_names=False
        )
    assert found.by_fund["n_obs"].tolist() == [50, 71, 71]
    assert found.n_obs == 71


@pytest.mark.parametrize("expanding", [False, True])
def test_out_of_sample_each_date_has_the_weights_of_the_window_before_it(expanding):
    funds, styles = monthly()
    funds.iloc[5:9, 1] = np.nan
    found = lf.style(funds, styles, window=24, expanding=expanding)
    for name in funds:
        fund = funds[name].dropna()
        part = styles.loc[fund.index]
        errors = {}
        for place in range(24, len(fund)):
            rows = slice(0 if expanding else place - 24, place)
            before = lf.style(fund.iloc[rows].to_frame(), part.iloc[rows]).weights.loc[name]
            last = fund.index[place - 1]
            np.testing.assert_allclose(found.rolling.loc[(name, last)], before, **CLOSE)
            errors[fund.index[place]] = fund.iloc[place] - part.iloc[place] @ before
        later = fund.loc[list(errors)]
        expected = 1.0 - np.var(list(errors.values())) / np.var(later.to_numpy())
        row = found.by_fund.loc[name]
        assert row["rsquared_out_of_sample"] == pytest.approx(expected, rel=1e-9)
        assert row["n_out_of_sample"] == len(fund) - 24
        assert len(found.rolling.loc[name]) == len(fund) - 24 + 1


def test_weights_that_do_not_change_hold_out_of_sample_and_weights_that_do_change_do_not():
    """A fund that goes from one style to the other shows it in its windows and nowhere else."""
    _, styles = monthly(120, 2)
    steady = 0.5 * styles["S0"] + 0.5 * styles["S1"]
    moved = styles["S0"].where(np.arange(120) < 60, styles["S1"])
    found = lf.style(pd.DataFrame({"steady": steady, "moved": moved}), styles, window=24)
    assert found.by_fund.loc["steady", "rsquared_out_of_sample"] == pytest.approx(1.0)
    assert found.by_fund.loc["moved", "rsquared"] < 0.9
    first, last = found.rolling.loc["moved"]["S0"].iloc[[0, -1]]
    assert (first, last) == (1.0, 0.0)
    assert 0.3 < found.weights.loc["moved", "S0"] < 0.7


def test_the_windows_are_the_usual_ones_unless_one_is_given():
    funds, styles = monthly(120)
    usual = lf.style(funds, styles)
    assert usual.window == 36
    assert "windows of 36 months (the usual length)" in usual.rule
    given_one = lf.style(funds, styles, window=24, expanding=True)
    assert given_one.window == 24
    assert given_one.expanding
    assert "windows that grow from 24 months" in given_one.rule


def test_a_span_too_short_for_windows_still_has_its_weights():
    funds, styles = monthly(7, 4)
    found = lf.style(funds, styles)
    assert found.window is None
    assert found.rolling.empty
    assert found.by_fund["rsquared_out_of_sample"].isna().all()
    assert (found.by_fund["n_out_of_sample"] == 0).all()
    assert "no windows: half of the dates are too few for so many styles" in found.rule
    with pytest.raises(lf.MissingDataError, match="set window to a smaller number, of 5 or more"):
        found.rolling_frame()
    assert len(lf.style(funds, styles, window=5).rolling.loc["A0"]) == 3


def test_a_fund_with_fewer_dates_than_a_window_has_no_windows():
    funds, styles = monthly()
    funds.iloc[:50, 0] = np.nan
    found = lf.style(funds, styles, window=30)
    assert sorted(found.rolling.index.unique("fund")) == ["A1", "A2"]
    assert np.isnan(found.by_fund.loc["A0", "rsquared_out_of_sample"])
    assert "A0: fewer than 60 dates, too few for firm weights" in found.rule
    assert found.rolling_frame().columns.tolist() == ["fund", "date", *styles]


def test_styles_that_repeat_each_other_in_a_window_have_no_weights_there():
    funds, styles = monthly()
    styles.iloc[20:50, 1] = styles.iloc[20:50, 0]
    found = lf.style(funds, styles, window=24)
    gaps = found.rolling.loc["A0"].isna().all(axis=1)
    assert gaps.to_numpy().nonzero()[0].tolist() == [20, 21, 22, 23, 24, 25, 26]
    assert found.by_fund.loc["A0", "n_out_of_sample"] == 72 - 24 - 7
    assert np.isfinite(found.by_fund.loc["A0", "rsquared_out_of_sample"])


def test_without_a_frequency_there_are_no_annual_numbers():
    funds, styles = monthly(12, 2)
    odd = pd.DatetimeIndex(
        pd.to_datetime("2020-01-01")
        + pd.to_timedelta([0, 3, 50, 51, 90, 200, 210, 390, 391, 470, 600, 601], unit="D")
    )
    found = lf.style(funds.set_axis(odd), styles.set_axis(odd))
    assert found.periods_per_year is None
    assert found.by_fund[["selection_annual", "tracking_error_annual"]].isna().all(axis=None)
    assert "set periods_per_year" in found.rule


def test_long_short_factors_are_told_to_be_no_styles():
    funds, styles = monthly()
    named = styles.rename(columns={"S1": "SMB", "S2": "HML"})
    found = lf.style(funds, named)
    assert "SMB, HML cost nothing to hold (self-financing)" in found.rule
    assert "give indices that can be held" in found.rule
    assert "self-financing" not in lf.style(funds, named, self_financing="none").rule
    assert "self-financing" not in lf.style(funds, styles).rule
    net = lf.style(funds, styles, net_of="S0")
    assert "S1, S2, S3 cost nothing to hold" in net.rule


def test_factors_that_are_values_are_refused():
    funds, styles = monthly()
    with pytest.raises(lf.InputError, match=r"^Factors: they are values and no returns") as error:
        lf.style(funds, 100.0 + styles, factors_are="values")
    assert str(error.value).endswith("of indices that can be held.")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            lambda f, s: (f.iloc[:4], s.iloc[:4]),
            (
                'Assets: column "A0" has 4 returns on the dates of Factors, but the weights of 4 '
                "styles need at least 5; add dates, use fewer factors, or remove the column."
            ),
        ),
        (
            lambda f, s: (f.assign(A1=f["A1"].where(np.arange(72) < 1)), s.iloc[:, :1]),
            (
                'Assets: column "A1" has 1 return on the dates of Factors, but the weights of 1 '
                "style need at least 2; add dates, use fewer factors, or remove the column."
            ),
        ),
        (
            lambda f, s: (f.assign(A2=0.001), s),
            (
                'Assets: column "A2" is constant (0.001 on every date); it has no style, remove '
                "the column."
            ),
        ),
        (
            lambda f, s: (f, s.assign(S3=s["S1"] + 0.001)),
            (
                'Factors: column "S3" moves as "S1" on the 72 dates of "A0", so that their weights '
                "are not unique; remove one of them."
            ),
        ),
        (
            lambda f, s: (f, s.assign(S3=0.5 * s["S1"] + 0.5 * s["S0"])),
            (
                'Factors: column "S3" moves as a mix of "S0" and "S1" on the 72 dates of "A0", so '
                "that their weights are not unique; remove one of them."
            ),
        ),
    ],
    ids=["few dates", "one date", "a constant fund", "a repeated style", "a style that is a mix"],
)
def test_what_has_no_unique_style_is_one_sentence(change, sentence):
    with pytest.raises(lf.EstimationError) as error:
        lf.style(*change(*monthly()))
    assert str(error.value) == sentence


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"window": 4}, "window is 4 dates, but with 4 factors and 72 common dates it must have 5"),
        ({"window": 73}, "it must have 5 to 72; change it or add dates."),
        ({"expanding": "perhaps"}, "expanding"),
        ({"periods_per_year": -1}, "periods_per_year"),
        ({"windw": 5}, "windw"),
    ],
)
def test_options_that_make_no_sense_are_refused(options, words):
    with pytest.raises(lf.InputError, match=words):
        lf.style(*monthly(), **options)


def test_a_cash_index_may_be_among_the_styles():
    _, styles = monthly(n_styles=2)
    cash = pd.Series(0.002, styles.index)
    fund = (0.25 * styles["S0"] + 0.75 * cash).to_frame("Fund")
    found = lf.style(fund, styles.assign(Cash=cash))
    np.testing.assert_allclose(found.weights.loc["Fund"], [0.25, 0.0, 0.75], atol=1e-12)
    assert lf.style(fund, styles).by_fund.loc["Fund", "rsquared"] < 0.0


@pytest.mark.parametrize(("n_obs", "low", "high"), [(36, 0.05, 0.11), (60, 0.04, 0.085)])
def test_the_t_of_the_selection_return_rejects_a_little_too_often(us2022, n_obs, low, high):
    """It takes the weights as given: 8% and 6% for 5%, within four deviations of 2,000 funds."""
    rng = np.random.default_rng(1)
    moves = np.linalg.cholesky(np.cov(us2022.factors.to_numpy().T))
    rejected = 0
    for _ in range(2000):
        styles = rng.standard_normal((n_obs, 6)) @ moves.T
        fund = styles @ rng.dirichlet(np.ones(6)) + 0.004 * rng.standard_normal(n_obs)
        rejected += ttest_1samp(fund - styles @ mixture(fund, styles), 0.0).pvalue < 0.05
    assert low < rejected / 2000 < high


def test_tables_that_were_aligned_before_have_the_same_style():
    funds, styles = monthly()
    aligned = lf.align(funds, styles)
    pd.testing.assert_frame_equal(
        lf.style(aligned, None).to_frame(), lf.style(funds, styles).to_frame()
    )
