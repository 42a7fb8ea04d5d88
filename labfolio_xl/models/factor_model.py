"""The linear factor model."""

from __future__ import annotations

from typing import Unpack

import numpy as np
import pandas as pd

from labfolio_xl.core import cross_section as cross
from labfolio_xl.core import factor_model as two_pass
from labfolio_xl.core import time_series as series
from labfolio_xl.core.distributions import chi2_sf
from labfolio_xl.errors import EstimationError, counted
from labfolio_xl.models.through_linearmodels import Estimator, ThroughLinearmodels
from labfolio_xl.options import check_count, check_flag, check_option
from labfolio_xl.results import FactorModel, Inference, TestStatistic
from labfolio_xl.returns.aligned import Table, TableOrAligned
from labfolio_xl.returns.data_options import DataOptions
from labfolio_xl.returns.panel import (
    Panel,
    check_assets,
    check_exposures,
    complete,
    prepare,
    without_constant_assets,
)
from labfolio_xl.returns.tables.checked import RiskFree

__all__ = ["factor_model"]


def factor_model(
    assets: TableOrAligned,
    factors: Table | None,
    risk_free: RiskFree = None,
    *,
    estimator: Estimator = "two-pass",
    cov: two_pass.FactorModelCov = "robust",
    bandwidth: int | None = None,
    debiased: bool = True,
    zero_beta: bool = False,
    j: two_pass.JDefinition = "projected",
    **data: Unpack[DataOptions],
) -> FactorModel:
    r"""The two-pass linear factor model with GMM errors and its test of the pricing errors.

    Premia :math:`\lambda = (B'B)^{-1} B' \bar r`, pricing errors :math:`\alpha = \bar r -
    B\lambda`, and :math:`J = \alpha' V^{+} \alpha`. All errors carry the estimation of the
    betas.

    Parameters
    ----------
    assets, factors, risk_free, **data
        See :mod:`labfolio_xl.models`. Only dates on which every asset has a return are used;
        assets that never move, such as cash, are left out.
    estimator : {"two-pass", "gmm", "traded"}
        "two-pass" as above. "gmm": betas, premia and factor means from one efficient GMM
        problem, a search that suits few assets. "traded": the factors are returns, their
        premia their means, and alpha the intercepts of the time-series regressions. The
        last two are LinearFactorModelGMM and TradedFactorModel of linearmodels.
    cov : {"robust", "kernel"}
        White's covariance of the moments, or Bartlett's kernel.
    bandwidth : int, optional
        Lags of "kernel"; None takes the automatic number.
    debiased : bool
        Divide by T - K - 1 where the asymptotic formula has T.
    zero_beta : bool
        Estimate the return of an asset without exposure.
    j : {"projected", "full"}
        "projected": the generalised inverse of rank N - K, because that many pricing errors
        are free. "full": the pseudo-inverse of the full covariance, as the reference
        notebook (linearmodels 7.0 and earlier) has it. Only for "two-pass".

    Returns
    -------
    FactorModel

    Raises
    ------
    InputError, MissingDataError, EstimationError
        As :func:`estimate_lambdas` does; also when fewer than K + 2 dates are left.

    Notes
    -----
    J is missing when fewer dates than free pricing errors make its covariance singular.
    It rejects too often when the number of assets is not small against that of dates.

    References
    ----------
    Cochrane (2005), Asset Pricing, section 12.2; linearmodels 7.1, LinearFactorModel.

    Examples
    --------
    >>> from labfolio_xl.samples import load_sample
    >>> assets, factors, _ = load_sample()
    >>> model = factor_model(assets, factors)
    >>> round(model.rsquared, 4), round(model.j_statistic.pvalue, 4)
    (0.525, 0.7239)
    """
    kind: two_pass.FactorModelCov = check_option(cov, two_pass.FactorModelCov, "cov")  # type: ignore[assignment]
    which: two_pass.JDefinition = check_option(j, two_pass.JDefinition, "j")  # type: ignore[assignment]
    lags = None if bandwidth is None else check_count(bandwidth, "bandwidth")
    debiased, zero_beta = check_flag(debiased, "debiased"), check_flag(zero_beta, "zero_beta")
    solver: Estimator = check_option(estimator, Estimator, "estimator")  # type: ignore[assignment]
    panel = complete(without_constant_assets(prepare(assets, factors, risk_free, **data)))
    check_assets(panel)
    n_obs, n_factors = panel.factors.shape
    if n_obs < n_factors + 2:
        raise EstimationError(
            f"The factor model has {counted(n_obs, 'date')} on which every asset has a return; "
            f"{n_factors} factor{'s need' if n_factors != 1 else ' needs'} at least "
            f"{n_factors + 2}; add dates or remove factors."
        )
    names = panel.premia_names(zero_beta=zero_beta)
    betas = series.betas(panel.returns, panel.factors)[0][1:].T
    check_exposures(cross.with_zero_beta(betas) if zero_beta else betas, len(panel.assets), names)
    lags = None if lags is None else min(lags, n_obs - 1)
    if solver != "two-pass":
        other = ThroughLinearmodels(solver, kind, lags, debiased=debiased, zero_beta=zero_beta)
        return other.fit(panel)
    fit = two_pass.fit_factor_model(
        panel.returns,
        panel.factors,
        cov=kind,
        bandwidth=lags,
        debiased=debiased,
        zero_beta=zero_beta,
        j=which,
    )
    return _labelled(panel, names, fit, kind, debiased=debiased)


def _labelled(
    panel: Panel,
    names: pd.Index,
    fit: two_pass.FactorModelFit,
    kind: two_pass.FactorModelCov,
    *,
    debiased: bool,
) -> FactorModel:
    terms = panel.terms
    n_factors = panel.factors.shape[1]
    rule = "over T (T - K - 1)" if debiased else "over T squared (not debiased)"
    return FactorModel(
        risk_premia=pd.Series(fit.premia, index=names, name="premium"),
        std_errors=pd.Series(np.sqrt(fit.premia_cov.diagonal()), index=names, name="std_error"),
        cov=pd.DataFrame(fit.premia_cov, index=names, columns=names),
        params=pd.DataFrame(
            np.column_stack([fit.alphas, fit.betas]), index=panel.assets, columns=terms
        ),
        params_std_errors=pd.DataFrame(
            np.column_stack([fit.alpha_std_errors, fit.beta_std_errors]),
            index=panel.assets,
            columns=terms,
        ),
        rsquared=fit.rsquared,
        j_statistic=TestStatistic(
            "J-statistic",
            "all pricing errors are zero",
            fit.j_statistic,
            chi2_sf(fit.j_statistic, fit.j_df),
            fit.j_df,
        ),
        n_assets=len(panel.assets),
        n_factors=n_factors,
        inference=Inference(
            kind, () if fit.bandwidth is None else (fit.bandwidth,), rule, "normal", panel.used
        ),
    )
