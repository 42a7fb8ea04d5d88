"""Do the factors price the assets, and does a new factor add anything."""

from __future__ import annotations

from dataclasses import replace
from typing import Unpack

import numpy as np
import pandas as pd

from labfolio_xl.core import alpha_tests as core
from labfolio_xl.core import time_series as series
from labfolio_xl.core.distributions import chi2_sf, f_sf
from labfolio_xl.errors import InputError
from labfolio_xl.models.time_series import (
    TIME_SERIES_RULES,
    time_series_inference,
    time_series_options,
)
from labfolio_xl.options import check_count, check_flag, check_option
from labfolio_xl.results import GrsTest, Inference, SpanningTest, TestStatistic
from labfolio_xl.returns.aligned import Table, TableOrAligned
from labfolio_xl.returns.data_options import DataOptions
from labfolio_xl.returns.findings import Findings
from labfolio_xl.returns.names.meaning import self_financing_names
from labfolio_xl.returns.panel import (
    Panel,
    check_assets,
    complete,
    prepare,
    without_constant_assets,
)
from labfolio_xl.returns.tables.checked import RiskFree

__all__ = ["grs_test", "spanning_test"]


def grs_test(
    assets: TableOrAligned,
    factors: Table | None,
    risk_free: RiskFree = None,
    *,
    cov: core.AlphaCov = "hc1",
    lags: int | None = None,
    **data: Unpack[DataOptions],
) -> GrsTest:
    r"""Test that the factors price all assets, that is, that all alphas are zero.

    With N assets, K factors and T dates, :math:`F = \frac{T-N-K}{N}
    \frac{\hat\alpha'\hat\Sigma^{-1}\hat\alpha}{1 + \bar f'\hat\Omega^{-1}\bar f}` is F(N,
    T - N - K). The robust version :math:`J = \hat\alpha' V^{-1} \hat\alpha`, with V the
    covariance of the alphas by GMM, is chi-squared(N) in large samples.

    Parameters
    ----------
    assets, factors, risk_free, **data
        See :mod:`labfolio_xl.models`. Only dates on which every asset has a return are used;
        assets that never move, such as cash, are left out.
    cov : {"hc1", "hc0", "hac"}
        Of the robust version: White's two, or Newey and West's.
    lags : int, optional
        Lags of "hac", one number for all alphas; None takes the automatic number of Newey
        and West (1994) for the sum of the scores, each scaled to its deviation.

    Returns
    -------
    GrsTest
        Statistics are NaN where the dates do not outnumber assets and factors together.

    Raises
    ------
    InputError, MissingDataError, EstimationError
        As :func:`factor_model` does.

    Notes
    -----
    The factors must be returns themselves: excess returns, or long-short. F is exact for
    normal, homoskedastic residuals; J rejects too often when N is not small against T.

    References
    ----------
    Gibbons, Ross and Shanken (1989), Econometrica 57; Cochrane (2005), Asset Pricing,
    section 12.1; MacKinlay and Richardson (1991), Journal of Finance 46.

    Examples
    --------
    >>> from labfolio_xl.samples import load_sample
    >>> assets, factors, _ = load_sample()
    >>> test = grs_test(assets, factors).f_test
    >>> test.distribution, round(test.statistic, 4), round(test.pvalue, 4)
    ('F(20, 223)', 1.1104, 0.3399)
    """
    kind: core.AlphaCov = check_option(cov, core.AlphaCov, "cov")  # type: ignore[assignment]
    lags = None if lags is None else check_count(lags, "lags")
    panel = complete(without_constant_assets(prepare(assets, factors, risk_free, **data)))
    check_assets(panel)
    joint, value, used = core.alpha_statistics(panel.returns, panel.factors, kind, lags)
    n_assets = len(panel.assets)
    return GrsTest(
        f_test=_f_test(
            "GRS", "all alphas are zero", joint.f_statistic, joint.df_denominator, joint.df
        ),
        j_test=TestStatistic(
            "J (robust)", "all alphas are zero", value, chi2_sf(value, n_assets), n_assets
        ),
        alphas=pd.Series(joint.alphas, index=panel.assets, name="alpha"),
        mean_absolute_alpha=float(np.abs(joint.alphas).mean()),
        sharpe_factors=joint.sharpe_factors,
        sharpe_all=joint.sharpe_all,
        inference=Inference(
            kind,
            (used,) if kind == "hac" else (),
            TIME_SERIES_RULES[kind],
            f"chi2({n_assets})",
            panel.used,
        ),
    )


def _f_test(name: str, null: str, value: float, df_denominator: int, df: int) -> TestStatistic:
    return TestStatistic(name, null, value, f_sf(value, df, df_denominator), df, df_denominator)


def spanning_test(
    new: Table,
    factors: Table,
    risk_free: RiskFree = None,
    *,
    unit_betas: bool = False,
    cov: series.TimeSeriesCov = "ols",
    lags: int | None = None,
    **data: Unpack[DataOptions],
) -> SpanningTest:
    r"""Is a new factor spanned by the old ones: the incremental content of an alpha factor.

    Each new factor is regressed on the old ones; its alpha is what they do not span. With
    several new ones their alphas are tested jointly, by F as in :func:`grs_test`.

    Parameters
    ----------
    new : DataFrame, dates x new factors
        Returns of the same kind as those of ``factors``.
    factors, risk_free, **data
        See :mod:`labfolio_xl.models`; ``self_financing`` may name new and old factors.
    unit_betas : bool
        Also test that alphas are zero and betas sum to one, which is spanning for returns
        that are not in excess of the risk-free rate.
    cov, lags
        Of the alphas' errors, as in :func:`estimate_betas`. The F statistics are classical.

    Returns
    -------
    SpanningTest

    Raises
    ------
    InputError
        As :func:`estimate_betas` does; also for a new factor with the name of an old one,
        and for ``unit_betas`` with a risk-free rate.
    MissingDataError, EstimationError
        As :func:`estimate_betas` does.

    Notes
    -----
    A spanned factor may still explain returns; it only adds no return of its own. Searching
    many candidates finds some with p below 5% by chance.

    References
    ----------
    Huberman and Kandel (1987), Journal of Finance 42; Kan and Zhou (2012), Annals of
    Economics and Finance 13.

    Examples
    --------
    >>> from labfolio_xl.samples import load_sample
    >>> assets, factors, _ = load_sample()
    >>> old = factors.drop(columns="VLUE")
    >>> spanning_test(factors[["VLUE"]], old).readings["VLUE"]
    'spanned by the old factors: no alpha at 5%'
    """
    kind, lags = time_series_options(cov, lags)
    panel = _new_on_old(new, factors, risk_free, **data)
    unit_betas = check_flag(unit_betas, "unit_betas")
    if unit_betas and panel.aligned.risk_free is not None:
        raise InputError(
            "unit_betas is for returns that are not in excess of a risk-free rate; leave the rate "
            "out, or unit_betas FALSE."
        )
    fit = series.fit(panel.returns, panel.factors, kind, lags)
    values, df, df_denominator = core.joint_f_statistics(panel.returns, panel.factors)
    alphas = fit.coefficients[0]
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = alphas / np.sqrt(fit.residual_variance)
    return SpanningTest(
        alphas=pd.Series(alphas, index=panel.assets, name="alpha"),
        std_errors=pd.Series(fit.std_errors[0], index=panel.assets, name="std_error"),
        betas=pd.DataFrame(fit.coefficients[1:].T, index=panel.assets, columns=panel.names),
        rsquared=pd.Series(fit.rsquared, index=panel.assets, name="rsquared"),
        f_test=_f_test("GRS", "all new alphas are zero", float(values[0]), df_denominator, df),
        unit_betas_test=_unit_betas(panel) if unit_betas else None,
        information_ratios=pd.Series(ratios, index=panel.assets, name="information_ratio"),
        inference=time_series_inference(kind, fit, len(fit.coefficients), panel.used),
    )


def _unit_betas(panel: Panel) -> TestStatistic:
    value, df, df_denominator = core.spanning_f_statistic(panel.returns, panel.factors)
    null = "alphas are zero and betas sum to one"
    return _f_test("Huberman-Kandel", null, value, df_denominator, df)


def _new_on_old(
    new: Table,
    factors: Table,
    risk_free: RiskFree,
    **data: Unpack[DataOptions],
) -> Panel:
    """Panel of the new factors on the old ones; self-financing ones of both are not charged."""
    self_financing = data.get("self_financing", "auto")
    data["self_financing"] = "none"  # all are charged, and the named ones get it back below
    joined = complete(prepare(new, factors, risk_free, candidates=True, **data))
    twice = joined.assets.intersection(joined.names)
    if len(twice):
        raise InputError(
            f'"{twice[0]}" is both a new and an old factor; rename one, or take it out of one.'
        )
    rate = joined.aligned.risk_free
    both = [*joined.assets, *joined.names]
    free = self_financing_names(self_financing, both, Findings(), charged=rate is not None)
    panel = joined if rate is None else _uncharged(joined, rate, free)
    check_assets(panel, spare=1)
    return panel


def _uncharged(panel: Panel, risk_free: pd.Series[float], names: tuple[str, ...]) -> Panel:
    """Give the risk-free rate back to the self-financing factors, new or old."""
    rate = risk_free.to_numpy()[:, None]
    returns = panel.returns + rate * panel.assets.isin(list(names))
    factors = panel.factors + rate * panel.names.isin(list(names))
    return replace(panel, returns=returns, factors=factors)
