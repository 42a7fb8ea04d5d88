"""Over 2,000 simulated panels, intervals cover and tests have their size.

Where no second program computes a thing, its promise is tested instead: 95% intervals hold
the truth in 95% of the panels, tests at 5% reject a true null in 5%. With 2,000 panels the
Monte-Carlo error of such a share has the deviation sqrt(0.05 x 0.95 / 2000) = 0.49%; four
deviations are allowed, and a bias on top where theory only promises large samples, which is
said beside each.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from scipy.signal import lfilter

from labfolio_xl.core import alpha_tests, cross_section, diagnostics, factor_model, portfolio
from labfolio_xl.core import bootstrap as boot
from labfolio_xl.core.distributions import chi2_sf, f_sf, t_quantile
from labfolio_xl.core.time_series import fit

pytestmark = pytest.mark.slow

N_PANELS = 2_000
DEVIATION = np.sqrt(0.05 * 0.95 / N_PANELS)
MONTE_CARLO = 4.0 * DEVIATION


def panels(seed, n_obs, n_assets, n_factors, *, n_panels=N_PANELS, residuals="normal"):
    """Yield returns, factors, the true betas and premia: no pricing errors, T(5) or normal."""
    rng = np.random.default_rng(seed)
    betas = rng.normal(1.0, 0.5, (n_assets, n_factors))
    premia = np.linspace(0.004, 0.008, n_factors)
    for _ in range(n_panels):
        factors = premia + 0.04 * rng.normal(size=(n_obs, n_factors))
        noise = rng.normal(size=(n_obs, n_assets))
        if residuals == "arch":
            noise *= np.sqrt(0.4 + 0.6 * ((factors[:, :1] - premia[0]) / 0.04) ** 2)
        elif residuals == "persistent":
            noise = lfilter([1.0], [1.0, -0.4], noise, axis=0)
        yield factors @ betas.T + 0.02 * noise, factors, betas, premia


def share(flags):
    assert len(flags) == N_PANELS
    return float(np.mean(flags))


def covers(estimate, error, truth, df=np.inf):
    return np.abs(estimate - truth) <= t_quantile(0.975, df) * error


@pytest.mark.parametrize("cov", ["ols", "hc0", "hc1", "hc3", "hac"])
def test_intervals_of_betas_cover(cov):
    """Homoskedastic: exact with "ols"; in 120 dates hc3 is near it, the others fall short."""
    flags = []
    for returns, factors, betas, _ in panels(1, 120, 3, 2):
        found = fit(returns, factors, cov, 3 if cov == "hac" else None)
        flags.append(covers(found.coefficients[1, 0], found.std_errors[1, 0], betas[0, 0], 117))
    short = {"ols": 0.0, "hc3": 0.005, "hc1": 0.01, "hc0": 0.015, "hac": 0.025}[cov]
    assert -MONTE_CARLO - short <= share(flags) - 0.95 <= MONTE_CARLO


def test_robust_intervals_cover_where_classical_ones_do_not():
    classical, robust = [], []
    for returns, factors, betas, _ in panels(2, 250, 2, 1, residuals="arch"):
        for flags, cov in ((classical, "ols"), (robust, "hc1")):
            found = fit(returns, factors, cov)
            flags.append(covers(found.coefficients[1, 0], found.std_errors[1, 0], betas[0, 0], 248))
    assert share(classical) < 0.88
    assert abs(share(robust) - 0.95) <= MONTE_CARLO + 0.015


def test_newey_west_intervals_of_alpha_cover_better_when_residuals_persist():
    """Autocorrelation of 0.4 makes classical intervals too short, the kernel's a little."""
    classical, kernel = [], []
    for returns, factors, _, _ in panels(3, 250, 1, 1, residuals="persistent"):
        for flags, cov in ((classical, "ols"), (kernel, "hac")):
            found = fit(returns, factors, cov, 8 if cov == "hac" else None)
            flags.append(covers(found.coefficients[0, 0], found.std_errors[0, 0], 0.0, 248))
    assert share(classical) < 0.85
    assert 0.95 - MONTE_CARLO - 0.05 <= share(kernel) <= 0.95 + MONTE_CARLO


def test_exposures_of_a_portfolio_cover_with_correlated_residuals():
    """The error that sums the assets' own variances would not."""
    rng = np.random.default_rng(4)
    flags, naive = [], []
    weights = np.full(10, 0.1)
    for _ in range(N_PANELS):
        factors = 0.04 * rng.normal(size=(60, 2))
        noise = 0.02 * (rng.normal(size=(60, 10)) + rng.normal(size=(60, 1)))
        returns = factors @ np.ones((2, 10)) + noise
        found = fit((returns @ weights)[:, None], factors)
        flags.append(covers(found.coefficients[1, 0], found.std_errors[1, 0], 1.0, 57))
        errors = fit(returns, factors).std_errors[1]
        naive.append(covers(found.coefficients[1, 0], np.sqrt((weights**2) @ errors**2), 1.0, 57))
    assert abs(share(flags) - 0.95) <= MONTE_CARLO
    assert share(naive) < 0.75


@pytest.mark.parametrize("kind", ["fm", "shanken", "hac"])
def test_intervals_of_premia_cover(kind):
    """The truth is the mean of the factor; 240 dates, 12 assets, one factor."""
    flags = []
    for returns, factors, _, premia in panels(5, 240, 12, 1):
        exposures = fit(returns, factors).coefficients[1:].T
        by_period = cross_section.lambdas(returns, exposures)
        covariance = {
            "fm": lambda p, _: cross_section.fama_macbeth(p),
            "hac": lambda p, _: cross_section.newey_west(p, 3)[0],
            "shanken": cross_section.shanken,
        }[kind](by_period, factors)
        estimate, error = by_period.mean(axis=0)[0], np.sqrt(covariance[0, 0])
        flags.append(covers(estimate, error, premia[0], 239))
    assert abs(share(flags) - 0.95) <= MONTE_CARLO + (0.01 if kind == "hac" else 0.005)


def test_shankens_correction_is_needed_where_premia_are_large():
    """A premium as large as the factor's deviation: c = 1, and half of the noise is missed.

    Estimated betas pull the premium 1.6% towards zero, a quarter of its error, and that is
    why the corrected intervals cover a little less.
    """
    rng = np.random.default_rng(6)
    plain, corrected = [], []
    betas = np.linspace(0.5, 1.5, 8)
    for _ in range(N_PANELS):
        factors = 0.02 + 0.02 * rng.normal(size=(1000, 1))
        returns = factors * betas + 0.1 * rng.normal(size=(1000, 8))
        exposures = fit(returns, factors).coefficients[1:].T
        by_period = cross_section.lambdas(returns, exposures)
        for flags, covariance in (
            (plain, cross_section.fama_macbeth(by_period)),
            (corrected, cross_section.shanken(by_period, factors)),
        ):
            flags.append(covers(by_period.mean(), np.sqrt(covariance[0, 0]), 0.02, 999))
    assert share(plain) < 0.89
    assert abs(share(corrected) - 0.95) <= MONTE_CARLO + 0.01


def test_the_error_of_an_expected_return_carries_premia_and_betas():
    """Its mean square is the variance of the estimate, and intervals cover, in 250 dates.

    Of a portfolio, and of the first asset.
    """
    estimates, errors, truths = [], [], []
    weights = np.array([0.5, 0.3, 0.2, 0.0, 0.0, 0.0])
    held = np.vstack([weights, np.eye(6)[0]])
    for returns, factors, betas, premia in panels(7, 250, 6, 2):
        exposures = fit(returns, factors).coefficients[1:].T
        lambdas = cross_section.lambdas(returns, exposures).mean(axis=0)
        estimates.append(held @ exposures @ lambdas)
        each, portfolio = factor_model.expected_return_variances(returns, factors, weights)
        errors.append(np.sqrt([portfolio, each[0]]))
        truths.append(held @ betas @ premia)
    estimates, errors, truths = map(np.array, (estimates, errors, truths))
    np.testing.assert_allclose(np.mean(errors**2, axis=0), np.var(estimates, axis=0), rtol=0.1)
    for case in range(2):
        inside = share(covers(estimates[:, case], errors[:, case], truths[:, case]))
        assert abs(inside - 0.95) <= MONTE_CARLO + 0.005


def test_grs_has_its_size_in_few_dates():
    """Exact under normality, even with 40 dates for 15 assets; J rejects far too often."""
    exact, robust = [], []
    for returns, factors, _, _ in panels(8, 40, 15, 2):
        joint = alpha_tests.joint_alphas(returns, factors)
        exact.append(f_sf(joint.f_statistic, joint.df, joint.df_denominator) < 0.05)
        robust.append(chi2_sf(alpha_tests.alpha_j_statistic(returns, factors)[0], 15) < 0.05)
    assert abs(share(exact) - 0.05) <= MONTE_CARLO
    assert share(robust) > 0.2, "as the documentation of grs_test warns"


@pytest.mark.parametrize("cov", ["hc1", "hac"])
def test_the_robust_j_has_its_size_in_many_dates(cov):
    flags = [
        chi2_sf(alpha_tests.alpha_j_statistic(returns, factors, cov, 2)[0], 4) < 0.05
        for returns, factors, _, _ in panels(9, 800, 4, 2, residuals="arch")
    ]
    assert -MONTE_CARLO <= share(flags) - 0.05 <= MONTE_CARLO + 0.015


def test_grs_finds_an_alpha():
    found = 0
    for returns, factors, _, _ in panels(10, 120, 5, 1, n_panels=200):
        joint = alpha_tests.joint_alphas(returns + 0.008, factors)
        found += f_sf(joint.f_statistic, joint.df, joint.df_denominator) < 0.05
    assert found > 190


@pytest.mark.parametrize("n_new", [1, 3])
def test_spanning_has_its_size(n_new):
    """New = F b + noise with b summing to one and no alpha: both restrictions hold."""
    rng = np.random.default_rng(11)
    flags = []
    for _ in range(N_PANELS):
        factors = 0.01 + 0.04 * rng.normal(size=(50, 2))
        new = factors @ np.array([[0.3], [0.7]]) + 0.02 * rng.normal(size=(50, n_new))
        flags.append(f_sf(*alpha_tests.spanning_f_statistic(new, factors)) < 0.05)
    assert abs(share(flags) - 0.05) <= MONTE_CARLO


def test_rank_tests_have_their_size_when_one_factor_is_noise():
    """Rank K - 1 is the null. chi-squared in large samples: 600 dates, 5 assets."""
    rng = np.random.default_rng(12)
    plain, robust = [], []
    for _ in range(N_PANELS):
        factors = 0.04 * rng.normal(size=(600, 2))
        returns = np.outer(factors[:, 0], np.linspace(0.5, 1.5, 5))
        returns += 0.02 * rng.normal(size=(600, 5))
        first, second, df = alpha_tests.rank_statistics(returns, factors)
        plain.append(chi2_sf(first, df) < 0.05)
        robust.append(chi2_sf(second, df) < 0.05)
    for flags in (plain, robust):
        assert -MONTE_CARLO <= share(flags) - 0.05 <= MONTE_CARLO + 0.01


def test_the_robust_rank_test_has_its_size_where_variances_change():
    """Residuals that move with the weak factor's square: Cragg and Donald's rejects too often."""
    rng = np.random.default_rng(13)
    plain, robust = [], []
    for _ in range(N_PANELS):
        factors = 0.04 * rng.normal(size=(1000, 2))
        returns = np.outer(factors[:, 0], np.linspace(0.5, 1.5, 4))
        returns += 0.5 * np.abs(factors[:, 1:]) * rng.normal(size=(1000, 4))
        first, second, df = alpha_tests.rank_statistics(returns, factors)
        plain.append(chi2_sf(first, df) < 0.05)
        robust.append(chi2_sf(second, df) < 0.05)
    assert share(plain) > 0.3
    assert -MONTE_CARLO <= share(robust) - 0.05 <= MONTE_CARLO + 0.015


@pytest.mark.parametrize(
    ("test", "allowed"), [("ljung_box", 0.01), ("white", 0.01), ("jarque_bera", 0.015)]
)
def test_residual_tests_have_their_size(test, allowed):
    """One panel of 2,000 assets is 2,000 residual series; chi-squared in large samples."""
    rng = np.random.default_rng(14)
    factors = rng.normal(size=(600, 2))
    found = fit(noise := rng.normal(size=(600, N_PANELS)), factors)
    fitted = np.column_stack([np.ones(600), factors]) @ found.coefficients
    residuals = noise - fitted
    statistic, df = {
        "ljung_box": lambda: diagnostics.ljung_box(residuals, 10),
        "white": lambda: diagnostics.white(residuals, fitted),
        "jarque_bera": lambda: diagnostics.jarque_bera(residuals)[:2],
    }[test]()
    flags = stats.chi2.sf(statistic, df) < 0.05
    assert abs(share(flags) - 0.05) <= MONTE_CARLO + allowed


def test_bootstrap_intervals_of_exposures_cover():
    """Percentile intervals of 199 draws in 120 dates fall a little short, as they should."""
    flags = []
    for returns, factors, betas, _ in panels(15, 120, 1, 1, residuals="arch"):
        drawn = boot.resampled_coefficients(returns, factors, 199, 1.0, seed=len(flags))
        draws = np.concatenate([part[:, 1, 0] for part, _ in drawn])
        low, high = np.quantile(draws, [0.025, 0.975])
        flags.append(low <= betas[0, 0] <= high)
    assert 0.95 - MONTE_CARLO - 0.03 <= share(flags) <= 0.95 + MONTE_CARLO


def test_bootstrap_blocks_catch_persistence():
    """Autocorrelated factor and residual: blocks give the mean premium wider intervals."""
    rng = np.random.default_rng(16)
    singles, blocks, truth = [], [], []
    for seed in range(200):
        factors = lfilter([1.0], [1.0, -0.6], 0.02 * rng.normal(size=(200, 1)), axis=0)
        returns = factors @ np.linspace(0.5, 1.5, 5)[None] + 0.005 * rng.normal(size=(200, 5))
        exposures = fit(returns, factors).coefficients[1:].T
        truth.append(cross_section.lambdas(returns, exposures).mean())
        for errors, block in ((singles, 1.0), (blocks, 12.0)):
            drawn = boot.resampled_coefficients(returns, factors, 200, block, seed)
            errors.append(np.concatenate([boot.resampled_premia(*p) for p in drawn]).std())
    assert np.mean(singles) < 0.65 * np.std(truth)
    assert np.mean(blocks) == pytest.approx(np.std(truth), rel=0.25)


def test_the_band_of_a_stress_covers():
    """The portfolio's response to a shock: errors of the exposures' combination, exact."""
    flags = []
    moves = np.array([-0.2, 0.1])
    for returns, factors, betas, _ in panels(17, 60, 1, 2):
        found, covariance = portfolio.coefficient_covariance(returns[:, 0], factors)
        response = moves @ found.coefficients[1:, 0]
        error = np.sqrt(moves @ covariance[1:, 1:] @ moves)
        flags.append(covers(response, error, moves @ betas[0], 57))
    assert abs(share(flags) - 0.95) <= MONTE_CARLO
