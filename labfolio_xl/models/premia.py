"""Risk premia: means over time of the premia by period, with their standard errors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from labfolio_xl.core import bootstrap as core
from labfolio_xl.core import cross_section as cross
from labfolio_xl.core.qr import Array
from labfolio_xl.core.time_series import betas as time_series_betas
from labfolio_xl.errors import EstimationError
from labfolio_xl.models.shared import readings
from labfolio_xl.models.shared.bootstrap import Resampling, bootstrap_inference
from labfolio_xl.models.shared.draws import Draws
from labfolio_xl.models.shared.inference import (
    Counted,
    FactorEstimates,
    FloatSeries,
    Inference,
)
from labfolio_xl.options import LEVEL
from labfolio_xl.options.words import PremiaCov
from labfolio_xl.returns.dates.used import UsedDates
from labfolio_xl.returns.panel import (
    Panel,
    check_assets,
    check_exposures,
    complete,
    without_constant_assets,
)

__all__ = ["RiskPremia"]


@dataclass(frozen=True, slots=True)
class RiskPremia(FactorEstimates, Counted):
    """Means of the premia over time, with their errors.

    Attributes
    ----------
    premia, std_errors : Series by factor
        Decimal per period; the zero-beta rate first, if it was estimated.
    inference : Inference
        Its dates are the periods in the mean.
    periods_per_year : float or None
    draws : Draws or None
        With ``cov="bootstrap"`` the premia of the resamples.
    """

    premia: FloatSeries
    std_errors: FloatSeries
    inference: Inference
    periods_per_year: float | None = None
    draws: Draws | None = None

    @property
    def estimates(self) -> FloatSeries:
        """The premia, by factor."""
        return self.premia

    @property
    def df(self) -> float:
        """Periods less one."""
        return self.n_obs - 1

    @property
    def annual(self) -> FloatSeries | None:
        """Premium times periods per year (not compounded); None if those were not given."""
        if self.periods_per_year is None:
            return None
        return (self.premia * self.periods_per_year).rename("premium_annual")

    @property
    def readings(self) -> pd.Series[str]:
        """Each premium in words."""
        words = [readings.premium(m, p) for m, p in zip(self.premia, self.pvalues, strict=True)]
        return pd.Series(words, index=self.premia.index, name="reading")

    def to_frame(self, level: float = LEVEL, *, sort: bool = False) -> pd.DataFrame:
        """One row for each factor: premium, s.e., t, p, low, high, annual, reading."""
        table = self.premia.to_frame("premium").join(self.statistics(level))
        if self.annual is not None:
            table["premium_annual"] = self.annual
        table["reading"] = self.readings
        table = table.rename_axis("factor")
        return table.sort_values("premium") if sort else table


def mean_premia(
    by_period: pd.DataFrame,
    factors: pd.DataFrame | None,
    dates: UsedDates,
    kind: PremiaCov,
    lags: int | None,
) -> RiskPremia:
    """Means of the premia (dates x factors, complete) with standard errors by a formula.

    Raises
    ------
    EstimationError
        "shanken" without the factor returns from which the betas were estimated.
    """
    covariance, used, rule = _covariance(by_period, factors, kind, lags)
    errors = np.sqrt(np.maximum(covariance.diagonal(), 0.0))
    return RiskPremia(
        premia=by_period.mean().rename("premium"),
        std_errors=pd.Series(errors, index=by_period.columns, name="std_error"),
        inference=Inference(kind, used, rule, f"t({len(by_period) - 1})", dates),
    )


def _covariance(
    by_period: pd.DataFrame, factors: pd.DataFrame | None, kind: PremiaCov, lags: int | None
) -> tuple[Array, tuple[int, ...], str]:
    """Covariance of the means, the lags that were used, and the small-sample rule."""
    values = by_period.to_numpy()
    if kind == "fm":
        return cross.fama_macbeth(values), (), "divisor T - 1"
    if kind == "hac":
        covariance, used = cross.newey_west(values, lags)
        return covariance, tuple(int(lag) for lag in used), "no small-sample factor"
    if factors is None:
        raise EstimationError(
            'cov "shanken" corrects for betas estimated over the whole span; with given or '
            'rolling exposures use "fm" or "hac".'
        )
    return cross.shanken(values, factors.loc[by_period.index].to_numpy()), (), "divisor T - 1"


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
    return RiskPremia(
        premia=pd.Series(by_period.mean(axis=0), index=names, name="premium"),
        std_errors=draws.std_errors,
        inference=bootstrap_inference(draws, part.used),
        draws=draws,
    )
