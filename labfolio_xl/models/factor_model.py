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
from labfolio_xl.core.fit_of_means import rsquared_of_means
from labfolio_xl.core.newey_west import given_lags
from labfolio_xl.errors import EstimationError, counted
from labfolio_xl.models.shared import readings
from labfolio_xl.models.shared.factor_premia import FactorPremia
from labfolio_xl.models.shared.inference import (
    FloatSeries,
    Inference,
    TestStatistic,
)
from labfolio_xl.models.shared.j_tests import JStatistic
from labfolio_xl.models.shared.model_summary import model_summary
from labfolio_xl.models.shared.through_linearmodels import Estimator, ThroughLinearmodels
from labfolio_xl.models.shared.zero_beta import caution_of_zero_beta
from labfolio_xl.options import LEVEL, check_count, check_flag, check_option
from labfolio_xl.returns.aligned import Table, TableOrAligned
from labfolio_xl.returns.data_options import DataOptions
from labfolio_xl.returns.names.terms import ALPHA
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
    rsquared_time_series : float
        Share of the variance of returns over time that the factors explain, all assets together.
    rsquared_means_ols, rsquared_means_gls : float
        Share of the differences between mean returns that betas explain in a cross-section by OLS
        and by GLS. The total is about the mean of all assets, so that the share may be negative
        without the zero-beta rate. GLS weighs with the covariance of the returns, and is NaN if
        that is singular.
    j_statistic : TestStatistic
        J, with the p-value of its scaled form F.
    j_chi2 : TestStatistic
        J, with the chi-squared p-value of large samples, as linearmodels has it.
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
    rsquared_time_series: float
    rsquared_means_ols: float
    rsquared_means_gls: float
    j_statistic: TestStatistic
    j_chi2: TestStatistic
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

    @property
    def mean_absolute_error(self) -> float:
        """Mean over the assets of the absolute pricing error, per period."""
        return float(self.params[ALPHA].abs().mean())

    @property
    def j_reading(self) -> str:
        """What J says of the pricing errors, or why it says nothing."""
        test = self.j_statistic
        return readings.pricing_errors(
            test.pvalue, self.mean_absolute_error, self.n_obs, test.missing or readings.SINGULAR
        )

    @property
    def rsquared_reading(self) -> str:
        """What the three R-squared are shares of."""
        return readings.rsquared_of_model(
            self.rsquared_time_series,
            self.rsquared_means_ols,
            self.rsquared_means_gls,
            self.n_obs,
            anything_free=self.n_assets > len(self.risk_premia),
        )

    def header(self) -> pd.Series:
        """The header of the summary: sizes, R-squared, J and its two distributions."""
        return pd.Series(
            {
                "No. Test Portfolios": self.n_assets,
                "No. Factors": self.n_factors,
                "No. Observations": self.n_obs,
                "Cov. Estimator": self.inference.kind,
                "R-squared (time series)": self.rsquared_time_series,
                "R-squared (means, OLS)": self.rsquared_means_ols,
                "R-squared (means, GLS)": self.rsquared_means_gls,
                "J-statistic": self.j_statistic.statistic,
                "P-value": self.j_statistic.pvalue,
                "Distribution": self.j_statistic.distribution,
                "P-value (chi2)": self.j_chi2.pvalue,
                "Distribution (chi2)": self.j_chi2.distribution,
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
        test = self.j_statistic
        notes = (
            str(self.inference),
            f"{test.name}: {test.null}; {test.distribution}",
            self.j_reading,
        )
        moment = now or dt.datetime.now().astimezone()
        return model_summary(self.name, self.header(), self.to_frame(), notes, moment)


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
    betas. The p-value of J is that of its scaled form :math:`F = J (\nu - p + 1) / (\nu p)`,
    which is F(p, :math:`\nu - p + 1`), with :math:`\nu = T - K - 1` and p free pricing errors:
    N - K, one less with the zero-beta rate.

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
        Divide by T - K - 1 where the asymptotic formula has T. The scaled form of J always has
        the divisor T - K - 1, so that its p-value does not depend on this.
    intercept : bool
        Estimate the zero-beta rate too, the expected return of an asset without exposure. A
        ``DataWarning`` tells if the betas nearly make a constant.
    j : {"projected", "full"}
        "projected": the generalised inverse of rank N - K, because so many pricing errors can
        vary freely. "full": the pseudo-inverse of the full covariance, as the reference
        notebook (linearmodels 7.0 and earlier) has it; the scaled form then is F(N - K,
        nu - N + 1). Only for "two-pass".

    Returns
    -------
    FactorModel

    Raises
    ------
    InputError, MissingDataError, EstimationError
        As :func:`estimate_lambdas` does; also when fewer than K + 2 dates are left.

    Notes
    -----
    J is missing when fewer dates than free pricing errors make its covariance singular. Its
    chi-squared p-value, ``j_chi2``, rejects true models far too often unless dates far outnumber
    assets; ``j_statistic`` does not (simulated sizes stand in the manual).

    With L lags of "kernel", nu / (1 + 2 sum of the squared weights) equivalent dates take the
    place of nu (Sun 2014). Both tests are NaN, and ``j_statistic.missing`` says why, where
    2 (L + 1) p exceeds nu: so many lags leave too few dates.

    The J of "traded" tests N alphas, so that p is N. That of "gmm" tests N - K moments that are
    not used for an estimate; its weights have the divisor T whatever ``debiased`` is.

    References
    ----------
    Cochrane (2005), Asset Pricing, section 12.2; linearmodels 7.1, LinearFactorModel. Scaled
    form: Hotelling (1931); Sun (2014), Journal of Econometrics 178. R-squared of means: Kandel
    and Stambaugh (1995), Journal of Finance 50; Lewellen, Nagel and Shanken (2010), Journal of
    Financial Economics 96.

    Examples
    --------
    >>> from labfolio_xl.samples import load_sample
    >>> assets, factors, _ = load_sample()
    >>> model = factor_model(assets, factors)
    >>> round(model.rsquared_time_series, 4), round(model.rsquared_means_ols, 4)
    (0.525, 0.6587)
    >>> round(model.j_statistic.pvalue, 4), round(model.j_chi2.pvalue, 4)
    (0.763, 0.7239)
    """
    kind: two_pass.FactorModelCov = check_option(cov, two_pass.FactorModelCov, "cov")  # type: ignore[assignment]
    which: two_pass.JDefinition = check_option(j, two_pass.JDefinition, "j")  # type: ignore[assignment]
    lags = None if lags is None else check_count(lags, "lags")
    debiased, intercept = check_flag(debiased, "debiased"), check_flag(intercept, "intercept")
    solver: Estimator = check_option(estimator, Estimator, "estimator")  # type: ignore[assignment]
    panel = complete(without_constant_assets(prepare(assets, factors, risk_free, **data)))
    names, caution = _checked_names(panel, intercept=intercept)
    lags = given_lags(lags, len(panel.factors)) if lags is not None and kind == "kernel" else None
    if solver != "two-pass":
        other = ThroughLinearmodels(solver, kind, lags, debiased=debiased, intercept=intercept)
        rule = f"{'debiased' if debiased else 'not debiased'}, by {other.name} of linearmodels"
        null = _NO_PRICING_ERRORS if solver == "gmm" else "all alphas are zero"
        fit = other.fit(panel)
        unbiased = debiased and solver == "traded"
        if solver == "traded" and not panel.aligned.factors_are_returns:
            caution = "; ".join(filter(None, (caution, readings.NO_RETURNS)))
        test = _j_statistic(panel, fit, fit.j_df, debiased=unbiased)
        return _with_caution(
            _labelled(panel, names, fit, test, (kind, rule, null, other.name)), caution
        )
    fit = two_pass.fit_factor_model(
        panel.returns,
        panel.factors,
        cov=kind,
        lags=lags,
        debiased=debiased,
        intercept=intercept,
        j=which,
    )
    rule = "over T (T - K - 1)" if debiased else "over T squared (not debiased)"
    rank = fit.j_df if which == "projected" else len(panel.assets) - intercept
    test = _j_statistic(panel, fit, rank, debiased=debiased)
    return _with_caution(
        _labelled(panel, names, fit, test, (kind, rule, _NO_PRICING_ERRORS, "LinearFactorModel")),
        caution,
    )


def _j_statistic(
    panel: Panel, fit: two_pass.FactorModelFit, rank: int, *, debiased: bool
) -> JStatistic:
    """J with what its p-values depend on; ``rank`` is that of the inverse in it."""
    return JStatistic(
        fit.j_statistic,
        n_free=fit.j_df,
        rank=rank,
        n_obs=len(panel.factors),
        n_factors=panel.factors.shape[1],
        lags=fit.lags or 0,
        debiased=debiased,
    )


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
    panel: Panel,
    names: pd.Index,
    fit: two_pass.FactorModelFit,
    test: JStatistic,
    words: tuple[str, str, str, str],
) -> FactorModel:
    """The estimates with their labels.

    ``words`` are the kind of the errors, their small-sample rule, the null of J, and the name of
    the estimator.
    """
    kind, rule, null, estimator = words
    terms = panel.terms
    scaled, chi2 = test.tests("J-statistic", null)
    ols, gls = rsquared_of_means(
        panel.returns, fit.betas, intercept=len(names) > panel.factors.shape[1]
    )
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
        rsquared_time_series=fit.rsquared_time_series,
        rsquared_means_ols=ols,
        rsquared_means_gls=gls,
        j_statistic=scaled,
        j_chi2=chi2,
        n_assets=len(panel.assets),
        n_factors=panel.factors.shape[1],
        inference=Inference(
            kind, () if fit.lags is None else (fit.lags,), rule, "normal", panel.used
        ),
        name=estimator,
    )
