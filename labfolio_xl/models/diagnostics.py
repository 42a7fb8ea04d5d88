"""What the estimates assume, and whether the data agree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Unpack

import numpy as np
import pandas as pd

from labfolio_xl.core import alpha_tests, time_series
from labfolio_xl.core import diagnostics as core
from labfolio_xl.core.distributions import chi2_sf, chi2_tails, f_sf
from labfolio_xl.core.qr import Array, design
from labfolio_xl.errors import counted
from labfolio_xl.options import check_count
from labfolio_xl.results import PORTFOLIO, Diagnosis, Diagnostics, TestStatistic, Verdict
from labfolio_xl.returns.aligned import Table, TableOrAligned
from labfolio_xl.returns.data_options import PortfolioOptions
from labfolio_xl.returns.panel import (
    Panel,
    check_assets,
    complete,
    prepare,
    without_constant_assets,
)
from labfolio_xl.returns.tables.checked import RiskFree
from labfolio_xl.returns.weights.judgement import Weights

__all__ = ["diagnostics"]

_SIGNIFICANT = 0.05
_MOST_DATES = 0.9  # the share of the common dates below which the tests rest on few of them
_HIGH_VIF = 10.0
_HIGH_CONDITION = 30.0  # Belsley, Kuh and Welsch (1980)

# Test of the residuals, the null for all assets, and what a rejection and none mean.
_RESIDUAL_TESTS = {
    "ljung_box": (
        "residual autocorrelation (Ljung-Box)",
        "no asset's residuals are autocorrelated",
        'use cov "hac" for standard errors',
        "errors that ignore autocorrelation are fine",
    ),
    "breusch_pagan": (
        "heteroskedasticity (Breusch-Pagan)",
        "no asset's residual variance depends on the factors",
        'use cov "hc1" or "hac" for standard errors',
        "classical standard errors are fine in this respect",
    ),
    "jarque_bera": (
        "normality (Jarque-Bera)",
        "all assets' residuals are normal",
        "trust large-sample tests more than exact small-sample ones; look for outliers",
        "exact small-sample tests such as GRS are fine in this respect",
    ),
}


def diagnostics(
    assets: TableOrAligned,
    factors: Table | None,
    risk_free: RiskFree = None,
    *,
    weights: Weights = None,
    test_lags: int | None = None,
    **data: Unpack[PortfolioOptions],
) -> Diagnostics:
    r"""Test what the estimates assume: collinear or weak factors, well-behaved residuals.

    Parameters
    ----------
    assets, factors, risk_free, **data
        See :mod:`labfolio_xl.models`. Only dates on which every asset has a return are used;
        assets that never move, such as cash, are left out.
    weights
        Of a portfolio whose residual is tested too; None leaves it out.
    test_lags : int, optional
        Of the Ljung-Box test; None takes the smaller of 10 and T / 5.

    Returns
    -------
    Diagnostics
        By factor: variance inflation, and the F test that its betas are all zero. For the
        factors together: condition number, and the rank of the betas by Cragg and Donald
        (homoskedastic) and Kleibergen and Paap (robust), with the null that one premium is
        not identified. For the residuals: autocorrelation, heteroskedasticity, normality;
        the p-value over all assets is that of the worst times their number (Bonferroni).

    Raises
    ------
    InputError, MissingDataError, EstimationError
        As :func:`factor_model` does.

    Notes
    -----
    Many tests at 5% reject some true nulls. The rank tests need more dates than assets and
    factors together, and reject too often when N is not small against T.

    References
    ----------
    Belsley, Kuh and Welsch (1980), Regression Diagnostics; Cragg and Donald (1997) and
    Kleibergen and Paap (2006), Journal of Econometrics 76 and 133; Burnside (2016), Journal
    of Financial Econometrics 14; Ljung and Box (1978); Koenker (1981); Jarque and Bera
    (1980).

    Examples
    --------
    >>> from labfolio_xl.samples import load_sample
    >>> assets, factors, _ = load_sample()
    >>> table = diagnostics(assets, factors).to_frame()
    >>> float(table.loc[table["item"] == "SP500", "value"].iloc[0].round(1))
    68.6
    """
    whole = prepare(assets, factors, risk_free, **data)
    panel = complete(without_constant_assets(whole))
    check_assets(panel, spare=1)
    n_obs, n_factors = panel.factors.shape
    usual = max(1, min(10, n_obs // 5))
    length = usual if test_lags is None else check_count(test_lags, "test_lags", least=1)
    length = min(length, n_obs - 1)
    coefficients, _ = time_series.betas(panel.returns, panel.factors)
    residuals = panel.returns - design(panel.factors) @ coefficients
    by_asset = _residual_tests(residuals, panel.factors, length, panel.assets)
    portfolio = None
    if weights is not None:
        held = whole.weights(weights)[whole.assets.isin(panel.assets)]
        combined = residuals @ held[:, None]
        one = _residual_tests(combined, panel.factors, length, pd.Index([PORTFOLIO]))
        portfolio = one.iloc[0]
    return Diagnostics(
        findings=(
            _dates(panel),
            *_collinearity(panel),
            *_weak_factors(panel),
            *_rank(panel),
            *_residual_findings(by_asset, length, n_factors),
        ),
        by_asset=by_asset,
        residual_correlation=_correlation(residuals, panel.assets),
        portfolio=portfolio,
        dates=panel.used,
        n_assets=len(panel.assets),
        n_factors=n_factors,
        lags=length,
    )


def _dates(panel: Panel) -> Diagnosis:
    """What all tests rest on."""
    used = panel.used
    few = used.n_obs < _MOST_DATES * used.n_common
    words = str(used)
    return Diagnosis("dates", "all assets", used.n_obs, None, _verdict(warn=few), words)


def _collinearity(panel: Panel) -> Iterator[Diagnosis]:
    for name, value in zip(panel.names, core.variance_inflation(panel.factors), strict=True):
        high = bool(value > _HIGH_VIF)
        times = f"its betas have {value:.1f} times the variance they would have alone"
        reading = f"{times}; drop it or a factor like it" if high else f"{times}: no concern"
        yield Diagnosis("VIF", str(name), float(value), None, _verdict(warn=high), reading)
    condition = core.condition_number(panel.factors)
    high = condition > _HIGH_CONDITION
    reading = (
        "the factors nearly repeat each other; single betas and premia mean little"
        if high
        else "the factors can be told apart"
    )
    yield Diagnosis(
        "condition number", "all factors", condition, None, _verdict(warn=high), reading
    )


def _verdict(*, warn: bool) -> Verdict:
    return "warning" if warn else "ok"


def _weak_factors(panel: Panel) -> Iterator[Diagnosis]:
    values, df, below = alpha_tests.joint_f_statistics(panel.returns, panel.factors)
    for name, value in zip(panel.names, values[1:], strict=True):
        null = f"all betas on {name} are zero"
        test = TestStatistic("F", null, float(value), f_sf(float(value), df, below), df, below)
        yield _tested(
            "betas jointly zero",
            str(name),
            test,
            rejected="the assets are exposed to it",
            kept="no asset is exposed to it at 5%: its premium is not identified; drop it",
            bad_if_rejected=False,
        )


def _rank(panel: Panel) -> Iterator[Diagnosis]:
    homoskedastic, robust, df = alpha_tests.rank_statistics(panel.returns, panel.factors)
    null = f"the betas have rank {panel.factors.shape[1] - 1}, one less than the factors"
    for name, value in (("Cragg-Donald", homoskedastic), ("Kleibergen-Paap", robust)):
        yield _tested(
            f"rank of the betas ({name})",
            "all factors",
            TestStatistic(name, null, value, chi2_sf(value, df), df),
            rejected="each factor's premium can be told apart from the others",
            kept="some combination of the premia is not identified at 5%; drop a weak factor",
            bad_if_rejected=False,
        )


def _tested(
    check: str,
    item: str,
    test: TestStatistic,
    *,
    rejected: str,
    kept: str,
    bad_if_rejected: bool,
) -> Diagnosis:
    """A test and its reading; NaN is a note."""
    if np.isnan(test.pvalue):
        words = (
            "not testable: needs more dates than assets and factors, and no asset that repeats them"
        )
        return Diagnosis(check, item, test.statistic, test, "note", words)
    rejects = test.pvalue < _SIGNIFICANT
    verdict = _verdict(warn=rejects == bad_if_rejected)
    return Diagnosis(check, item, test.statistic, test, verdict, rejected if rejects else kept)


def _residual_tests(residuals: Array, factors: Array, lags: int, names: pd.Index) -> pd.DataFrame:
    """Statistics and p-values of the residual tests, by asset."""
    boxes, box_df = core.ljung_box(residuals, lags)
    variances, variance_df = core.breusch_pagan(residuals, factors)
    normal, normal_df, skewness, kurtosis = core.jarque_bera(residuals)
    columns = {
        "ljung_box": boxes,
        "ljung_box_p": chi2_tails(boxes, box_df),
        "breusch_pagan": variances,
        "breusch_pagan_p": chi2_tails(variances, variance_df),
        "jarque_bera": normal,
        "jarque_bera_p": chi2_tails(normal, normal_df),
        "skewness": skewness,
        "kurtosis": kurtosis,
    }
    return pd.DataFrame(columns, index=names).rename_axis("asset")


def _residual_findings(by_asset: pd.DataFrame, lags: int, n_factors: int) -> Iterator[Diagnosis]:
    """One line for each test over all assets: how many reject, and the worst of them."""
    degrees = {"ljung_box": lags, "breusch_pagan": n_factors, "jarque_bera": 2}
    n_assets = len(by_asset)
    for name, (title, null, advice, comfort) in _RESIDUAL_TESTS.items():
        pvalues = by_asset[f"{name}_p"].to_numpy()
        place = int(np.argmin(pvalues))
        worst = str(by_asset.index[place])
        joint = min(1.0, float(pvalues[place]) * n_assets)
        count = int((pvalues < _SIGNIFICANT).sum())
        found = f"{count} of {counted(n_assets, 'asset')} reject at 5%, {worst} most"
        statistic = float(by_asset[name].to_numpy()[place])
        yield _tested(
            title,
            worst,
            TestStatistic(name, null, statistic, joint, degrees[name]),
            rejected=f"{found}: {advice}",
            kept=f"{found}, no more than chance: {comfort}",
            bad_if_rejected=True,
        )


def _correlation(residuals: Array, names: pd.Index) -> pd.DataFrame:
    scale = np.sqrt(np.einsum("ij,ij->j", residuals, residuals))
    # An asset without residuals correlates with nothing.
    shares = np.divide(residuals, scale, out=np.zeros_like(residuals), where=scale > 0.0)
    correlation = shares.T @ shares
    np.fill_diagonal(correlation, scale > 0.0)  # one to the last bit
    return pd.DataFrame(correlation, index=names, columns=names)
