"""The linear factor model, with GMM errors and a test of its pricing errors."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Unpack

import numpy as np
import pandas as pd

from labfolio_xl.core import cross_section as cross
from labfolio_xl.core import factor_model as two_pass
from labfolio_xl.core import time_series as series
from labfolio_xl.core.distributions import chi2_sf
from labfolio_xl.errors import EstimationError, counted
from labfolio_xl.models.shared.factor_premia import FactorPremia
from labfolio_xl.models.shared.inference import (
    FloatSeries,
    Inference,
    TestStatistic,
)
from labfolio_xl.models.shared.model_summary import model_summary
from labfolio_xl.models.shared.through_linearmodels import Estimator, ThroughLinearmodels
from labfolio_xl.models.shared.zero_beta import caution_of_zero_beta
from labfolio_xl.options import LEVEL, check_count, check_flag, check_option
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

__all__ = ["FactorModel", "factor_model"]

_NO_PRICING_ERRORS = "all pricing errors are zero"


@dataclass(frozen=True, slots=True)
class FactorModel(FactorPremia):
    """The two-pass linear factor model with GMM errors.

    Attributes
    ----------
    risk_premia, std_errors : Series by factor
        Decimal per period; the zero-beta rate first, if it was estimated.
    cov : DataFrame
        Covariance of the premia.
    params, params_std_errors : DataFrame, assets x (alpha, factors)
        Pricing errors (mean return less betas times premia, not intercepts) and betas.
    rsquared : float
        R-squared of the time-series pass, of all assets together.
    j_statistic : TestStatistic
    n_assets, n_factors : int
    inference : Inference
        Its dates are those on which every asset has a return.
    name : str
        Name of the estimator, in the title of the summary.
    """

    risk_premia: FloatSeries
    std_errors: FloatSeries
    cov: pd.DataFrame
    params: pd.DataFrame
    params_std_errors: pd.DataFrame
    rsquared: float
    j_statistic: TestStatistic
    n_assets: int
    n_factors: int
    inference: Inference
    name: str = "LinearFactorModel"

    @property
    def estimates(self) -> FloatSeries:
        """The premia, by factor."""
        return self.risk_premia

    @property
    def df(self) -> float:
        """Infinite, because the p-values are those of the normal distribution."""
        return np.inf

    def header(self) -> pd.Series:
        """The header of the summary: sizes, R-squared, J and its distribution."""
        return pd.Series(
            {
                "No. Test Portfolios": self.n_assets,
                "No. Factors": self.n_factors,
                "No. Observations": self.n_obs,
                "Cov. Estimator": self.inference.kind,
                "R-squared": self.rsquared,
                "J-statistic": self.j_statistic.statistic,
                "P-value": self.j_statistic.pvalue,
                "Distribution": self.j_statistic.distribution,
            },
            name="value",
            dtype=object,
        )

    def to_frame(self, level: float = LEVEL) -> pd.DataFrame:
        """One row for each premium: premium, s.e., t, p, Holm's p, low, high, reading."""
        table = self.risk_premia.to_frame("premium").join(self.statistics(level))
        return table.assign(reading=self.readings).rename_axis("factor")

    def summary(self, now: dt.datetime | None = None) -> str:
        """The tables as text, laid out as the reference notebook prints them."""
        return model_summary(self, now or dt.datetime.now().astimezone())


def factor_model(
    assets: TableOrAligned,
    factors: Table | None,
    risk_free: RiskFree = None,
    *,
    estimator: Estimator = "two-pass",
    cov: two_pass.FactorModelCov = "robust",
    lags: int | None = None,
    debiased: bool = True,
    intercept: bool = False,
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
    lags : int, optional
        Lags of "kernel"; None takes the automatic number.
    debiased : bool
        Divide by T - K - 1 where the asymptotic formula has T.
    intercept : bool
        Estimate the zero-beta rate too, the expected return of an asset without exposure. A
        ``DataWarning`` tells if the betas nearly make a constant.
    j : {"projected", "full"}
        "projected": the generalised inverse of rank N - K, because so many pricing errors can
        vary freely. "full": the pseudo-inverse of the full covariance, as the reference
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
    lags = None if lags is None else check_count(lags, "lags")
    debiased, intercept = check_flag(debiased, "debiased"), check_flag(intercept, "intercept")
    solver: Estimator = check_option(estimator, Estimator, "estimator")  # type: ignore[assignment]
    panel = complete(without_constant_assets(prepare(assets, factors, risk_free, **data)))
    names, caution = _checked_names(panel, intercept=intercept)
    lags = None if lags is None else min(lags, len(panel.factors) - 1)
    if solver != "two-pass":
        other = ThroughLinearmodels(solver, kind, lags, debiased=debiased, intercept=intercept)
        rule = f"{'debiased' if debiased else 'not debiased'}, by {other.name} of linearmodels"
        null = _NO_PRICING_ERRORS if solver == "gmm" else "all alphas are zero"
        model = _labelled(panel, names, other.fit(panel), (kind, rule, null, other.name))
        return _with_caution(model, caution)
    fit = two_pass.fit_factor_model(
        panel.returns,
        panel.factors,
        cov=kind,
        bandwidth=lags,
        debiased=debiased,
        intercept=intercept,
        j=which,
    )
    rule = "over T (T - K - 1)" if debiased else "over T squared (not debiased)"
    model = _labelled(panel, names, fit, (kind, rule, _NO_PRICING_ERRORS, "LinearFactorModel"))
    return _with_caution(model, caution)


def _with_caution(model: FactorModel, caution: str) -> FactorModel:
    return replace(model, inference=replace(model.inference, caution=caution))


def _checked_names(panel: Panel, *, intercept: bool) -> tuple[pd.Index, str]:
    """Names of the premia of a panel on which the model can be estimated, and a caution.

    Raises
    ------
    EstimationError
        There are too few dates or assets, or the exposures repeat each other.
    """
    check_assets(panel)
    n_obs, n_factors = panel.factors.shape
    if n_obs < n_factors + 2:
        raise EstimationError(
            f"The factor model has {counted(n_obs, 'date')} on which every asset has a return; "
            f"{n_factors} factor{'s need' if n_factors != 1 else ' needs'} at least "
            f"{n_factors + 2}; add dates or remove factors."
        )
    names = panel.premia_names(intercept=intercept)
    betas = series.betas(panel.returns, panel.factors)[0][1:].T
    check_exposures(cross.with_zero_beta(betas) if intercept else betas, len(panel.assets), names)
    return names, caution_of_zero_beta(betas, panel.doubts) if intercept else ""


def _labelled(
    panel: Panel, names: pd.Index, fit: two_pass.FactorModelFit, words: tuple[str, str, str, str]
) -> FactorModel:
    """The estimates with their labels.

    ``words`` are the kind of the errors, their small-sample rule, the null of J, and the name of
    the estimator.
    """
    kind, rule, null, estimator = words
    terms = panel.terms
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
            "J-statistic", null, fit.j_statistic, chi2_sf(fit.j_statistic, fit.j_df), fit.j_df
        ),
        n_assets=len(panel.assets),
        n_factors=panel.factors.shape[1],
        inference=Inference(
            kind, () if fit.bandwidth is None else (fit.bandwidth,), rule, "normal", panel.used
        ),
        name=estimator,
    )
