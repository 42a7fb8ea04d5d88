"""What the estimates assume, and whether the data agree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Unpack

import numpy as np
import pandas as pd

from labfolio_xl.core import diagnostics as core
from labfolio_xl.core import time_series
from labfolio_xl.core.distributions import chi2_tails
from labfolio_xl.core.qr import Array, design
from labfolio_xl.models.shared.diagnosis import (
    Diagnosis,
    collinearity,
    dates_used,
    rank_of_betas,
    residual_findings,
    weak_factors,
    zero_beta,
)
from labfolio_xl.models.shared.holding import PORTFOLIO, weights_now
from labfolio_xl.models.shared.inference import FloatSeries
from labfolio_xl.options import check_count, check_flag
from labfolio_xl.returns.aligned import Table, TableOrAligned
from labfolio_xl.returns.data_options import PortfolioOptions
from labfolio_xl.returns.dates.used import OnDates, UsedDates
from labfolio_xl.returns.panel import check_assets, complete, prepare, without_constant_assets
from labfolio_xl.returns.tables.checked import RiskFree
from labfolio_xl.returns.weights.judgement import Weights

__all__ = ["Diagnostics", "diagnostics"]


@dataclass(frozen=True, slots=True)
class Diagnostics(OnDates):
    """The assumptions of the estimates, tested.

    Attributes
    ----------
    findings : tuple of Diagnosis
    by_asset : DataFrame
        For each asset's residuals: ljung_box, white, jarque_bera with their p-values, skewness
        and kurtosis. White's is NaN for an asset whose fitted return takes one or two values.
    residual_correlation : DataFrame, assets x assets
        Correlations that the factors do not explain.
    portfolio : Series or None
        The row of ``by_asset`` for the weighted portfolio; None without weights.
    dates : UsedDates
        The dates on which every asset has a return.
    n_assets, n_factors : int
    lags : int
        Lags of the Ljung-Box test.
    """

    findings: tuple[Diagnosis, ...]
    by_asset: pd.DataFrame
    residual_correlation: pd.DataFrame
    portfolio: FloatSeries | None
    dates: UsedDates
    n_assets: int
    n_factors: int
    lags: int

    @property
    def warnings(self) -> tuple[Diagnosis, ...]:
        """The findings that are warnings."""
        return tuple(finding for finding in self.findings if finding.verdict == "warning")

    def to_frame(self) -> pd.DataFrame:
        """One row for each finding."""
        rows = [
            (
                finding.check,
                finding.item,
                "" if finding.test is None else finding.test.null,
                finding.value,
                "" if finding.test is None else finding.test.distribution,
                np.nan if finding.test is None else finding.test.pvalue,
                finding.verdict,
                finding.reading,
            )
            for finding in self.findings
        ]
        columns = ["check", "item", "null", "value", "distribution", "p", "verdict", "reading"]
        return pd.DataFrame(rows, columns=columns)


def diagnostics(
    assets: TableOrAligned,
    factors: Table | None,
    risk_free: RiskFree = None,
    *,
    weights: Weights = None,
    test_lags: int | None = None,
    intercept: bool = False,
    **data: Unpack[PortfolioOptions],
) -> Diagnostics:
    r"""Test what the estimates assume of the factors and of the residuals.

    Parameters
    ----------
    assets, factors, risk_free, **data
        See :mod:`labfolio_xl.models`. Only dates on which every asset has a return are used;
        assets that never move, such as cash, are left out.
    weights
        Weights of a portfolio whose residual is tested too; None tests none.
    test_lags : int, optional
        Lags of the Ljung-Box test; None takes the smaller of 10 and T / 5.
    intercept : bool
        Also judge whether the zero-beta rate can be told from the premia.

    Returns
    -------
    Diagnostics
        One verdict on collinearity, from variance inflation and the condition number. By
        factor: variance inflation, and the F test that its betas are all zero. For the factors
        together: the rank of the betas by Cragg and Donald (homoskedastic) and Kleibergen and
        Paap (robust), with the null that some combination of the premia is not identified. For
        the residuals: autocorrelation, heteroskedasticity (White's test in its special form),
        normality; the p-value over all assets is that of the worst times the number of those
        that could be tested (Bonferroni).

    Raises
    ------
    InputError, MissingDataError, EstimationError
        As :func:`factor_model` does.

    Notes
    -----
    Many tests at 5% reject some true nulls. A rank test that rejects gives no comfort: in
    simulated panels of 20 assets with a useless factor, Kleibergen and Paap's rejects in 54% at
    60 dates and in 26% at 120, the F test of that factor in 5%. The F test is classical, and
    rejects too often where residuals and factors are both autocorrelated. The rank tests need
    more dates than assets and factors together, and reject too often when N is not small
    against T.

    References
    ----------
    Belsley, Kuh and Welsch (1980), Regression Diagnostics; Cragg and Donald (1997) and
    Kleibergen and Paap (2006), Journal of Econometrics 76 and 133; Burnside (2016), Journal
    of Financial Econometrics 14; Ljung and Box (1978); White (1980), Econometrica 48, in the
    form of Wooldridge, Introductory Econometrics, section 8.3; Jarque and Bera (1980).

    Examples
    --------
    >>> from labfolio_xl.samples import load_sample
    >>> assets, factors, _ = load_sample()
    >>> table = diagnostics(assets, factors).to_frame()
    >>> float(table.loc[table["item"] == "SP500", "value"].iloc[0].round(1))
    68.6
    """
    intercept = check_flag(intercept, "intercept")
    whole = prepare(assets, factors, risk_free, **data)
    panel = complete(without_constant_assets(whole))
    check_assets(panel, spare=1)
    n_obs, n_factors = panel.factors.shape
    usual = max(1, min(10, n_obs // 5))
    length = usual if test_lags is None else check_count(test_lags, "test_lags", least=1)
    length = min(length, n_obs - 1)
    coefficients, _ = time_series.betas(panel.returns, panel.factors)
    fitted = design(panel.factors) @ coefficients
    residuals = panel.returns - fitted
    by_asset = _residual_tests(residuals, fitted, length, panel.assets)
    portfolio = None
    if weights is not None:
        held = weights_now(whole, weights)[0][whole.assets.isin(panel.assets)]
        both = residuals @ held[:, None], fitted @ held[:, None]
        portfolio = _residual_tests(*both, length, pd.Index([PORTFOLIO])).iloc[0]
    weak = tuple(weak_factors(panel))
    return Diagnostics(
        findings=(
            dates_used(panel),
            *collinearity(panel),
            *weak,
            *rank_of_betas(panel, [one.item for one in weak if one.verdict == "warning"]),
            *([zero_beta(panel)] if intercept else []),
            *residual_findings(by_asset, n_obs, length),
        ),
        by_asset=by_asset,
        residual_correlation=_correlation(residuals, panel.assets),
        portfolio=portfolio,
        dates=panel.used,
        n_assets=len(panel.assets),
        n_factors=n_factors,
        lags=length,
    )


def _residual_tests(residuals: Array, fitted: Array, lags: int, names: pd.Index) -> pd.DataFrame:
    """Statistics and p-values of the residual tests, by asset."""
    boxes, box_df = core.ljung_box(residuals, lags)
    variances, variance_df = core.white(residuals, fitted)
    normal, normal_df, skewness, kurtosis = core.jarque_bera(residuals)
    columns = {
        "ljung_box": boxes,
        "ljung_box_p": chi2_tails(boxes, box_df),
        "white": variances,
        "white_p": chi2_tails(variances, variance_df),
        "jarque_bera": normal,
        "jarque_bera_p": chi2_tails(normal, normal_df),
        "skewness": skewness,
        "kurtosis": kurtosis,
    }
    return pd.DataFrame(columns, index=names).rename_axis("asset")


def _correlation(residuals: Array, names: pd.Index) -> pd.DataFrame:
    scale = np.sqrt(np.einsum("ij,ij->j", residuals, residuals))
    # The correlations of an asset without residuals are zero.
    shares = np.divide(residuals, scale, out=np.zeros_like(residuals), where=scale > 0.0)
    correlation = shares.T @ shares
    np.fill_diagonal(correlation, scale > 0.0)  # one to the last bit
    return pd.DataFrame(correlation, index=names, columns=names)
