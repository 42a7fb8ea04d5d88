"""Alphas and betas of the assets: the time-series pass."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Unpack

import numpy as np
import pandas as pd

from labfolio_xl.core import time_series as core
from labfolio_xl.core.distributions import t_two_sided, tstats
from labfolio_xl.models.shared.inference import (
    Dated,
    FloatSeries,
    Inference,
    IntSeries,
    quantile_of_level,
)
from labfolio_xl.models.shared.time_series_errors import time_series_inference, time_series_options
from labfolio_xl.options import LEVEL
from labfolio_xl.options.words import DEFAULT_COV
from labfolio_xl.returns.aligned import Table, TableOrAligned
from labfolio_xl.returns.data_options import DataOptions
from labfolio_xl.returns.names.terms import ALPHA
from labfolio_xl.returns.panel import check_counts, constant_assets, prepare
from labfolio_xl.returns.tables.checked import RiskFree

__all__ = ["Betas", "estimate_betas"]


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

    def by_asset(self, *, sort: bool = False) -> pd.DataFrame:
        """Slopes, assets x factors; sorted by the slope to the first factor, the highest first."""
        return (
            self.betas.sort_values(self.betas.columns[0], ascending=False) if sort else self.betas
        )

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

    def conf_int(self, level: float = LEVEL) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Low and high end of the intervals, each assets x (alpha, factors)."""
        quantile = quantile_of_level(level, self.df.to_numpy())
        width = self.std_errors.mul(quantile, axis=0)
        return self.params - width, self.params + width

    def over_assets(self, *, sort: bool = False) -> pd.DataFrame:
        """One row for each factor: mean, std, lowest and highest of the assets' betas."""
        table = self.betas.agg(["mean", "std", "min", "max"]).T
        table = table.set_axis(["mean", "std", "lowest", "highest"], axis=1).rename_axis("factor")
        return table.sort_values("mean") if sort else table

    def to_frame(self, level: float = LEVEL) -> pd.DataFrame:
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


def estimate_betas(
    assets: TableOrAligned,
    factors: Table | None,
    risk_free: RiskFree = None,
    *,
    cov: core.TimeSeriesCov = DEFAULT_COV,
    lags: int | None = None,
    **data: Unpack[DataOptions],
) -> Betas:
    r"""Alphas and betas of every asset to the factors, with standard errors.

    For each asset i, least squares of :math:`r_{it} = \alpha_i + \sum_k \beta_{ik} f_{kt}
    + e_{it}`.

    Parameters
    ----------
    assets, factors, risk_free, **data
        See :mod:`labfolio_xl.models`.
    cov : {"hc3", "hc0", "hc1", "ols", "hac"}
        Standard errors: White's three, classical, or Newey-West with Bartlett weights.
    lags : int, optional
        Lags of "hac", fewer than the dates; None takes the automatic number of Newey and West
        (1994), one for each asset, at most 1.3 sqrt(T) - 1 (Lazarus, Lewis, Stock and Watson
        2018).

    Returns
    -------
    Betas

    Raises
    ------
    InputError
        Tables or options that are not well formed.
    MissingDataError
        No common dates.
    EstimationError
        Fewer dates than coefficients, constant columns, factors that repeat each other.

    Notes
    -----
    With missing returns each asset uses the dates it has. An asset that never moves, such as
    cash, has betas and errors of zero. Betas that change within the span are averaged over it;
    "ols" errors are wrong when residuals are heteroskedastic or autocorrelated. With "hc3" the
    error of a coefficient that one date alone settles is missing.

    References
    ----------
    White (1980), Econometrica 48; MacKinnon and White (1985), Journal of Econometrics 29; Newey
    and West (1987), Econometrica 55.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> dates = pd.date_range("2024-01-01", periods=4)
    >>> market = pd.DataFrame({"M": [0.01, -0.02, 0.03, 0.00]}, index=dates)
    >>> fund = (2 * market + 0.001).rename(columns={"M": "Fund"})
    >>> float(estimate_betas(fund, market).betas.loc["Fund", "M"].round(6))
    2.0
    """
    kind, lags = time_series_options(cov, lags)
    panel = prepare(assets, factors, risk_free, **data)
    check_counts(panel)
    constant = constant_assets(panel)
    fit = core.fit_available(panel.returns, panel.factors, kind, lags)
    fit.coefficients[1:, constant] = 0.0
    terms = panel.terms
    return Betas(
        params=pd.DataFrame(fit.coefficients.T, index=panel.assets, columns=terms),
        std_errors=pd.DataFrame(fit.std_errors.T, index=panel.assets, columns=terms),
        rsquared=pd.Series(fit.rsquared, index=panel.assets, name="rsquared"),
        residual_std=pd.Series(
            np.sqrt(fit.residual_variance), index=panel.assets, name="residual_std"
        ),
        n_obs=pd.Series(fit.n_obs, index=panel.assets, name="n_obs"),
        inference=time_series_inference(kind, fit, len(terms), panel.used),
    )
