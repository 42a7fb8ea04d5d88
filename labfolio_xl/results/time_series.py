"""Results of the time-series pass: betas of assets, exposures of a portfolio."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from labfolio_xl.core.distributions import t_two_sided, tstats
from labfolio_xl.results.inference import (
    Counted,
    Dated,
    FactorEstimates,
    FloatSeries,
    Inference,
    IntSeries,
    quantile_of_level,
)
from labfolio_xl.returns.names.terms import ALPHA

__all__ = ["Betas", "Exposure"]


@dataclass(frozen=True, slots=True)
class Betas(Dated):
    """Time-series regressions of assets on factors.

    Attributes
    ----------
    params : DataFrame, assets x (alpha, factors)
        Intercept per period, and slopes. NaN for an asset that has too few dates.
    std_errors : DataFrame of the same shape
    rsquared : Series by asset
    residual_std : Series by asset
        Standard deviation of the residuals, divisor ``n_obs - K - 1``.
    n_obs : Series by asset
        Dates used.
    inference : Inference
    """

    params: pd.DataFrame
    std_errors: pd.DataFrame
    rsquared: FloatSeries
    residual_std: FloatSeries
    n_obs: IntSeries
    inference: Inference

    @property
    def alpha(self) -> FloatSeries:
        """Intercept per period, by asset."""
        return self.params[ALPHA]

    @property
    def betas(self) -> pd.DataFrame:
        """Slopes, assets x factors."""
        return self.params.iloc[:, 1:]

    @property
    def df(self) -> IntSeries:
        """Residual degrees of freedom, by asset."""
        return (self.n_obs - self.params.shape[1]).rename("df")

    @property
    def tstats(self) -> pd.DataFrame:
        """Estimates over standard errors."""
        return pd.DataFrame(
            tstats(self.params.to_numpy(), self.std_errors.to_numpy()),
            index=self.params.index,
            columns=self.params.columns,
        )

    @property
    def pvalues(self) -> pd.DataFrame:
        """Two-sided, Student's t with the residual degrees of freedom."""
        return pd.DataFrame(
            t_two_sided(self.tstats.to_numpy(), self.df.to_numpy()[:, None]),
            index=self.params.index,
            columns=self.params.columns,
        )

    def conf_int(self, level: float = 0.95) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Low and high end of the intervals, each assets x (alpha, factors)."""
        quantile = quantile_of_level(level, self.df.to_numpy())
        width = self.std_errors.mul(quantile, axis=0)
        return self.params - width, self.params + width

    def over_assets(self, *, sort: bool = False) -> pd.DataFrame:
        """One row for each factor: mean, std, lowest and highest of the assets' betas."""
        table = self.betas.agg(["mean", "std", "min", "max"]).T
        table.columns, table.index.name = ["mean", "std", "lowest", "highest"], "factor"
        return table.sort_values("mean") if sort else table

    def to_frame(self, level: float = 0.95) -> pd.DataFrame:
        """One row for each asset and term: estimate, s.e., t, p, low, high, R2, dates."""
        low, high = self.conf_int(level)
        n_terms = self.params.shape[1]
        columns = {
            "estimate": self.params,
            "std_error": self.std_errors,
            "t": self.tstats,
            "p": self.pvalues,
            "low": low,
            "high": high,
        }
        table = pd.DataFrame({name: frame.to_numpy().ravel() for name, frame in columns.items()})
        table.insert(0, "asset", np.repeat(self.params.index.to_numpy(), n_terms))
        table.insert(1, "term", np.tile(self.params.columns.to_numpy(), len(self.params)))
        table["rsquared"] = np.repeat(self.rsquared.to_numpy(), n_terms)
        table["n_obs"] = np.repeat(self.n_obs.to_numpy(), n_terms)
        return table


@dataclass(frozen=True, slots=True)
class Exposure(FactorEstimates, Counted):
    """Exposures of a portfolio: the regression of its own return on the factors.

    Attributes
    ----------
    exposure, std_errors : Series by factor
    alpha, alpha_std_error : float
        Intercept per period.
    rsquared : float
    residual_std : float
    weights : Series by asset
    inference : Inference
        Its dates are those on which all held assets have a return.

    Notes
    -----
    The standard error carries the correlation between the assets' residuals. Summing the
    assets' own variances, as if residuals were independent, does not.
    """

    exposure: FloatSeries
    std_errors: FloatSeries
    alpha: float
    alpha_std_error: float
    rsquared: float
    residual_std: float
    weights: FloatSeries
    inference: Inference

    @property
    def estimates(self) -> FloatSeries:
        """The exposures, by factor."""
        return self.exposure

    @property
    def df(self) -> float:
        """Residual degrees of freedom."""
        return self.n_obs - len(self.exposure) - 1

    @property
    def band(self) -> pd.DataFrame:
        """Columns minus_1sd and plus_1sd, by factor."""
        return pd.DataFrame(
            {
                "minus_1sd": self.exposure - self.std_errors,
                "plus_1sd": self.exposure + self.std_errors,
            }
        )

    def to_frame(self, *, sort: bool = False) -> pd.DataFrame:
        """One row for each factor: exposure, the band of 1 sd, s.e., t, p."""
        table = self.exposure.to_frame("exposure").join(self.band)
        table["std_error"] = self.std_errors
        table["t"], table["p"] = self.tstats, self.pvalues
        table.index.name = "factor"
        return table.sort_values("exposure") if sort else table
