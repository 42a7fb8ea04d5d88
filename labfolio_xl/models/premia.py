"""Risk premia: means over time of the premia by period, with their standard errors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from labfolio_xl.core import bootstrap as core
from labfolio_xl.core import cross_section as cross
from labfolio_xl.core.distributions import chi2_sf
from labfolio_xl.core.joint import holm_adjusted, wald_statistic
from labfolio_xl.core.qr import Array
from labfolio_xl.core.time_series import betas as time_series_betas
from labfolio_xl.errors import EstimationError
from labfolio_xl.models.shared import readings
from labfolio_xl.models.shared.bootstrap import Resampling, bootstrap_inference
from labfolio_xl.models.shared.draws import Draws
from labfolio_xl.models.shared.factor_premia import FactorPremia
from labfolio_xl.models.shared.inference import (
    FloatSeries,
    Inference,
    TestStatistic,
    statistics_table,
)
from labfolio_xl.models.shared.passes import Passes
from labfolio_xl.options import LEVEL
from labfolio_xl.options.words import PremiaCov
from labfolio_xl.returns.names.terms import ZERO_BETA
from labfolio_xl.returns.panel import (
    Panel,
    check_assets,
    check_exposures,
    complete,
    without_constant_assets,
)

__all__ = ["RiskPremia"]

_NORMAL = "normal"


@dataclass(frozen=True, slots=True)
class RiskPremia(FactorPremia):
    """Means of the premia over time, with their errors.

    Attributes
    ----------
    premia, std_errors : Series by factor
        Decimal per period; the zero-beta rate first, if it was estimated.
    inference : Inference
        Its dates are the periods in the mean.
    joint : TestStatistic
        Wald's test that all premia are zero, with the covariance of the same kind of errors. The
        zero-beta rate is no part of it.
    earned : DataFrame or None
        What each factor earned over the same periods: factor_mean, factor_mean_std_error; and
        the premium less that: less_mean, less_mean_std_error, less_mean_t, less_mean_p, robust
        whatever the kind of the other errors. None where the factors are no returns (values), or
        where the exposures were given or are those of a window.
    periods_per_year : float or None
    draws : Draws or None
        With ``cov="bootstrap"`` the premia of the resamples.
    """

    premia: FloatSeries
    std_errors: FloatSeries
    inference: Inference
    joint: TestStatistic
    earned: pd.DataFrame | None = None
    periods_per_year: float | None = None
    draws: Draws | None = None

    @property
    def estimates(self) -> FloatSeries:
        """The premia, by factor."""
        return self.premia

    @property
    def df(self) -> float:
        """Infinite with robust errors, whose t is normal as in the factor model, else T - 1."""
        return np.inf if self.inference.distribution == _NORMAL else self.n_obs - 1

    @property
    def annual(self) -> FloatSeries | None:
        """Premium times periods per year (not compounded); None if those were not given."""
        if self.periods_per_year is None:
            return None
        return (self.premia * self.periods_per_year).rename("premium_annual")

    @property
    def std_errors_annual(self) -> FloatSeries | None:
        """Standard error of the annual premium; None without periods per year."""
        if self.periods_per_year is None:
            return None
        return (self.std_errors * self.periods_per_year).rename("std_error_annual")

    @property
    def readings(self) -> pd.Series[str]:
        """Each premium in words, with what the factor earned where the two differ.

        They differ where Holm's p of the difference is below 5%.
        """
        words = self.verdicts()
        if self.earned is None:
            return words
        pvalues = holm_adjusted(self.earned["less_mean_p"].to_numpy(np.float64))
        beside = zip(self.earned["factor_mean"], pvalues, strict=True)
        return words + [readings.premium_beside_mean(mean, p) for mean, p in beside]

    def tests(self) -> pd.DataFrame:
        """The joint test: test, null, statistic, distribution, p, reading."""
        words = readings.all_premia(self.joint.pvalue, self.joint.df, self.n_obs)
        return statistics_table([(self.joint, words)])

    def to_frame(self, level: float = LEVEL, *, sort: bool = False) -> pd.DataFrame:
        """One row for each factor.

        Premium, s.e., t, p, Holm's p, low, high; with periods per year also the annual premium
        and its s.e.; for factors that are returns their mean with its s.e., and the premium less
        that with its t; reading.
        """
        table = self.premia.to_frame("premium").join(self.statistics(level))
        if self.annual is not None:
            table["premium_annual"] = self.annual
            table["std_error_annual"] = self.std_errors_annual
        if self.earned is not None:
            shown = ["factor_mean", "factor_mean_std_error", "less_mean", "less_mean_t"]
            table = table.join(self.earned[shown])
        table["reading"] = self.readings
        table = table.rename_axis("factor")
        return table.sort_values("premium") if sort else table


def mean_premia(passes: Passes, cov: PremiaCov, lags: int | None) -> RiskPremia:
    """Means of the premia with standard errors by a formula.

    Raises
    ------
    EstimationError
        "shanken" without the factor returns from which the betas were estimated.
    """
    covariance, inference = _covariance(passes, cov, lags)
    errors = np.sqrt(np.maximum(covariance.diagonal(), 0.0))
    premia = passes.known.mean().rename("premium")
    joint = covariance
    if inference.lags:  # each premium has its own lags, and such a matrix need not be positive
        joint, _ = cross.newey_west(passes.known.to_numpy(), max(inference.lags))
    return RiskPremia(
        premia=premia,
        std_errors=pd.Series(errors, index=premia.index, name="std_error"),
        inference=inference,
        joint=_joint_test(premia, joint),
        earned=passes.earned,
    )


def _covariance(passes: Passes, cov: PremiaCov, lags: int | None) -> tuple[Array, Inference]:
    """Covariance of the means, and how it was made."""
    values, dates = passes.known.to_numpy(), passes.dates
    student = f"t({len(values) - 1})"
    if cov == "robust" and passes.influence is not None:
        rule = "over T (T - K - 1), holds where the factors leave pricing errors"
        return passes.covariance(passes.influence), Inference(cov, (), rule, _NORMAL, dates)
    if cov in {"robust", "fm"}:
        rule = "divisor T - 1"
        if passes.influence is None:
            rule += ", exposures taken as known"
        return cross.fama_macbeth(values), Inference("fm", (), rule, student, dates)
    if cov == "hac":
        covariance, used = cross.newey_west(values, lags)
        used_lags = tuple(int(lag) for lag in used)
        return covariance, Inference(cov, used_lags, "no small-sample factor", student, dates)
    if passes.factors is None:
        raise EstimationError(
            'cov "shanken" corrects for betas estimated over the whole span; with given or '
            'rolling exposures use "fm" or "hac".'
        )
    covariance = cross.shanken(values, passes.factors)
    return covariance, Inference(cov, (), "divisor T - 1", student, dates)


def _joint_test(premia: FloatSeries, covariance: Array) -> TestStatistic:
    """Wald's test that all premia are zero, without the zero-beta rate."""
    of_factors = premia.index != ZERO_BETA
    n_premia = int(of_factors.sum())
    statistic = wald_statistic(
        np.asarray(premia[of_factors], np.float64), covariance[np.ix_(of_factors, of_factors)]
    )
    return TestStatistic(
        "Wald", "all premia are zero", statistic, chi2_sf(statistic, n_premia), n_premia
    )


def bootstrap_premia(panel: Panel | None, options: Resampling, *, intercept: bool) -> RiskPremia:
    """Means of the premia with the standard errors and intervals of the stationary bootstrap.

    Each resample of the dates goes through both passes, so that the intervals carry the
    uncertainty of the betas too. Only dates on which every asset has a return are used, for the
    premia and for the resamples; assets that never move, such as cash, are left out.

    Raises
    ------
    EstimationError
        There is no panel, because the exposures were given or are rolling ones; or more than a
        tenth of the resamples cannot be estimated.
    """
    if panel is None:
        raise EstimationError(
            'cov "bootstrap" estimates betas of the whole span again in each resample; with given '
            'or rolling exposures use "fm" or "hac".'
        )
    part = complete(without_constant_assets(panel))
    check_assets(part)
    betas = time_series_betas(part.returns, part.factors)[0][1:].T
    exposures = cross.with_zero_beta(betas) if intercept else betas
    names = part.premia_names(intercept=intercept)
    check_exposures(exposures, len(part.assets), names)
    by_period = cross.lambdas(part.returns, exposures)
    draws = options.draws(
        part.returns,
        part.factors,
        by_period,
        lambda coefficients, means: core.resampled_premia(coefficients, means, intercept=intercept),
        names,
    )
    premia = pd.Series(by_period.mean(axis=0), index=names, name="premium")
    labelled = pd.DataFrame(by_period, index=part.dates, columns=names)
    return RiskPremia(
        premia=premia,
        std_errors=draws.std_errors,
        inference=bootstrap_inference(draws, part.used),
        joint=_joint_test(premia, np.atleast_2d(np.cov(draws.table.to_numpy(), rowvar=False))),
        earned=Passes(labelled, part.used, part, exposures).earned,
        draws=draws,
    )
