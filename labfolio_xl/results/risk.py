"""Results about risk: the variance of a portfolio in parts, and the covariance of factors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from labfolio_xl.core.portfolio import SpecificRisk
from labfolio_xl.results.inference import FloatSeries
from labfolio_xl.returns.dates.used import OnDates, UsedDates

__all__ = ["PORTFOLIO", "SPECIFIC", "FactorCovariance", "RiskDecomposition"]

SPECIFIC = "specific"
PORTFOLIO = "Portfolio"

_SPECIFIC_WORDS = {
    "full": "specific risk: full covariance of the residuals, so that the total is the sample's",
    "diagonal": "specific risk: residuals of different assets taken as uncorrelated",
}


@dataclass(frozen=True, slots=True)
class RiskDecomposition(OnDates):
    """Variance and volatility of a portfolio, split by factor and by asset.

    Attributes
    ----------
    by_factor : DataFrame, factors and "specific"
        exposure; marginal (change of volatility for one more unit of exposure); variance and
        volatility contributed; share of the variance. The contributions sum to the whole.
    by_asset : DataFrame, held assets
        weight; marginal (change of volatility for one more unit of weight); variance
        contributed through the factors and beside them; volatility contributed; share.
    variance, volatility : float
        Of the portfolio, per period.
    specific : {"full", "diagonal"}
    dates : UsedDates
        On which all held assets have a return.
    periods_per_year : float or None
    """

    by_factor: pd.DataFrame
    by_asset: pd.DataFrame
    variance: float
    volatility: float
    specific: SpecificRisk
    dates: UsedDates
    periods_per_year: float | None = None

    @property
    def volatility_annual(self) -> float | None:
        """Volatility times the root of the periods per year; None if those were not given."""
        if self.periods_per_year is None:
            return None
        return self.volatility * float(np.sqrt(self.periods_per_year))

    @property
    def rule(self) -> str:
        """How the numbers were made, in one line."""
        return f"{_SPECIFIC_WORDS[self.specific]}; divisor T - 1; {self.dates}"

    def to_frame(self) -> pd.DataFrame:
        """One row for each factor, one for the specific part, and the portfolio's total."""
        table = self.by_factor.copy()
        table.loc[PORTFOLIO, ["variance", "volatility", "share"]] = [
            self.variance,
            self.volatility,
            1.0,
        ]
        if self.periods_per_year is not None:
            table["volatility_annual"] = table["volatility"] * np.sqrt(self.periods_per_year)
        table.index.name = "factor"
        return table


@dataclass(frozen=True, slots=True)
class FactorCovariance(OnDates):
    """Covariance of assets from few factors: ``B S B' + D``.

    Attributes
    ----------
    matrix : DataFrame, assets x assets
        Positive definite; decimal per period squared.
    betas : DataFrame, assets x factors
    factors : DataFrame, factors x factors
        Sample covariance S.
    specific : Series by asset
        Diagonal of D: variances of the residuals.
    reciprocal_condition : float
        Of the matrix as correlations (1-norm): near zero is near singular.
    dates : UsedDates
        Behind S; an asset uses those of them that it has.
    """

    matrix: pd.DataFrame
    betas: pd.DataFrame
    factors: pd.DataFrame
    specific: FloatSeries
    reciprocal_condition: float
    dates: UsedDates

    @property
    def volatility(self) -> FloatSeries:
        """Volatilities, by asset."""
        values = np.sqrt(self.matrix.to_numpy().diagonal())
        return pd.Series(values, index=self.matrix.index, name="volatility")

    @property
    def correlation(self) -> pd.DataFrame:
        """The matrix as correlations."""
        scale = self.volatility.to_numpy()
        return self.matrix.div(scale, axis=0).div(scale, axis=1)

    @property
    def rule(self) -> str:
        """How the numbers were made, in one line."""
        return (
            f"betas x factor covariance x betas' + residual variances; divisor T - 1; "
            f"{self.dates}; positive definite (reciprocal condition "
            f"{self.reciprocal_condition:.1e})"
        )

    def to_frame(self) -> pd.DataFrame:
        """The matrix."""
        return self.matrix
