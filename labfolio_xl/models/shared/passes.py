"""Both passes together: what the means of the premia, their errors and their kin are made from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from labfolio_xl.core.distributions import t_two_sided, tstats
from labfolio_xl.core.premia_errors import influence_covariance, premia_influence
from labfolio_xl.core.qr import Array
from labfolio_xl.returns.dates.used import UsedDates
from labfolio_xl.returns.panel import Panel

__all__ = ["Passes"]

# A difference whose standard error is a smaller share of the premium's is nothing but rounding.
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Passes:
    """Premia by period, and the returns and betas behind them.

    Attributes
    ----------
    by_period : DataFrame, dates x premia
        NaN in a period without premia; the zero-beta rate first, if it was estimated.
    dates : UsedDates
        The periods that have premia.
    panel : Panel or None
        The returns and factors on the same dates; None where the exposures were given or are
        those of a window.
    exposures : (N, R) array or None
        What the returns were regressed on; None as ``panel`` is.
    """

    by_period: pd.DataFrame
    dates: UsedDates
    panel: Panel | None = None
    exposures: Array | None = None

    @cached_property
    def known(self) -> pd.DataFrame:
        """The premia of the periods that have them."""
        return self.by_period.dropna()

    @cached_property
    def influence(self) -> Array | None:
        """Influence of each period on the premia (T, R); None without the panel."""
        if self.panel is None or self.exposures is None:
            return None
        return premia_influence(
            self.panel.returns, self.panel.factors, self.exposures, self.by_period.to_numpy()
        )

    @property
    def factors(self) -> Array | None:
        """Factor returns of the periods that have premia; None without the panel."""
        if self.panel is None:
            return None
        return self.panel.factors[self._has_premia]

    def covariance(self, influence: Array) -> Array:
        """Covariance (M, M) of means over the periods with premia, from influences (T, M)."""
        n_factors = 0 if self.panel is None else self.panel.factors.shape[1]
        return influence_covariance(influence, len(self.known), n_factors + 1)

    @cached_property
    def earned(self) -> pd.DataFrame | None:
        """What each factor earned, and the premium less that.

        Returns
        -------
        DataFrame or None
            One row for each premium: factor_mean and its standard error (divisor T - 1), over
            the periods that have premia; less_mean, the premium less that, with its standard
            error (robust, from the influence of each period on both), t and p of the normal
            distribution. NaN for the zero-beta rate. None where the factors are no returns, or
            exposures were given or are those of a window.
        """
        factors, influence = self.factors, self.influence
        if factors is None or influence is None or self.panel is None:
            return None
        if not self.panel.aligned.factors_are_returns:
            return None
        n_factors = factors.shape[1]
        mean = factors.mean(axis=0)
        difference = self.known.to_numpy().mean(axis=0)[-n_factors:] - mean
        of_premia = influence[:, -n_factors:]
        of_both = of_premia.copy()
        of_both[self._has_premia] -= factors - mean
        error, of_premium = (
            np.sqrt(self.covariance(each).diagonal()) for each in (of_both, of_premia)
        )
        error = np.where(error > _ROUNDING * of_premium, error, np.nan)
        statistic = tstats(difference, error)
        columns = {
            "factor_mean": mean,
            "factor_mean_std_error": np.sqrt(factors.var(axis=0, ddof=1) / len(factors)),
            "less_mean": difference,
            "less_mean_std_error": error,
            "less_mean_t": statistic,
            "less_mean_p": t_two_sided(statistic, np.inf),
        }
        names = self.by_period.columns
        return pd.DataFrame(columns, index=names[-n_factors:]).reindex(names)

    @property
    def _has_premia(self) -> np.ndarray:
        return self.by_period.notna().all(axis=1).to_numpy()
