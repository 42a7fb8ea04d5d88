"""The two p-values of a J statistic: that of its scaled form, and the chi-squared one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from labfolio_xl.core.distributions import chi2_sf
from labfolio_xl.core.scaled_j import most_lags, scaled_j
from labfolio_xl.models.shared import readings
from labfolio_xl.models.shared.inference import TestStatistic

__all__ = ["JStatistic"]


@dataclass(frozen=True, slots=True)
class JStatistic:
    """A J statistic and what its p-values depend on.

    Attributes
    ----------
    value : float
        NaN if the covariance is singular.
    n_free : int
        The number of estimates that can vary freely.
    rank : int
        Of the covariance that was inverted.
    n_obs, n_factors : int
    lags : int
        Bartlett lags of the covariance; zero if it has none.
    debiased : bool
        Whether the covariance has the divisor T - K - 1 where the asymptotic formula has T.
    """

    value: float
    n_free: int
    rank: int
    n_obs: int
    n_factors: int
    lags: int
    debiased: bool

    def tests(self, name: str, null: str) -> tuple[TestStatistic, TestStatistic]:
        """The test by the scaled form, called ``name``, and the one by chi-squared.

        Both are NaN if there are too many lags. The first also is where dates are too few for its
        degrees of freedom; J by a pseudo-inverse then still has its number.
        """
        value = float("nan") if self._has_too_many_lags else self.value
        form = scaled_j(
            value,
            self.n_free,
            self._residual_df,
            lags=self.lags,
            divisor=None if self.debiased else self.n_obs,
            rank=self.rank,
        )
        missing = self._missing if np.isnan(form.pvalue) else ""
        scaled = TestStatistic(
            name, null, value, form.pvalue, form.df, form.df_denominator, form.scale, missing
        )
        pvalue = chi2_sf(value, self.n_free)
        return scaled, TestStatistic(f"{name} as chi2", null, value, pvalue, self.n_free)

    @property
    def _residual_df(self) -> int:
        return self.n_obs - self.n_factors - 1

    @property
    def _has_too_many_lags(self) -> bool:
        if self.n_free < 1 or self.lags == 0:
            return False
        return self.lags > most_lags(self._residual_df, self.n_free)

    @property
    def _missing(self) -> str:
        if self.n_free < 1:
            return readings.NOTHING_FREE
        if self._has_too_many_lags:
            most = most_lags(self._residual_df, self.n_free)
            return readings.too_many_lags(self.lags, most, self.n_obs)
        needed = self.rank + self.n_factors + 1
        if self.n_obs < needed:
            return readings.too_few_dates(self.n_obs, needed)
        return readings.SINGULAR
