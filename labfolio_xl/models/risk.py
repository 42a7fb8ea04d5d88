"""Where the risk of a portfolio comes from: its variance by factor and by asset."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Unpack

import numpy as np
import pandas as pd

from labfolio_xl.core import portfolio as core
from labfolio_xl.core.qr import Array
from labfolio_xl.errors import EstimationError
from labfolio_xl.models.shared.held_assets import PORTFOLIO, held_returns, refuse_names
from labfolio_xl.options import check_option, check_periods_per_year
from labfolio_xl.returns.aligned import Table, TableOrAligned
from labfolio_xl.returns.data_options import PortfolioOptions
from labfolio_xl.returns.dates.used import OnDates, UsedDates
from labfolio_xl.returns.panel import prepare
from labfolio_xl.returns.tables.checked import RiskFree
from labfolio_xl.returns.weights.judgement import Weights

__all__ = ["RiskDecomposition", "risk_decomposition"]

# The row of the risk that is not from the factors.
SPECIFIC = "specific"

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
    specific: core.SpecificRisk
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
        return table.rename_axis("factor")


def risk_decomposition(
    assets: TableOrAligned,
    factors: Table | None,
    risk_free: RiskFree = None,
    weights: Weights = None,
    *,
    specific: core.SpecificRisk = "full",
    periods_per_year: float | None = None,
    **data: Unpack[PortfolioOptions],
) -> RiskDecomposition:
    r"""Split the variance of a portfolio into parts by factor and a specific part.

    With exposures :math:`b = B'w`, factor covariance S and residual covariance
    :math:`\Sigma`, the variance is :math:`\sigma^2 = b'Sb + w'\Sigma w`. Factor k contributes
    :math:`b_k (Sb)_k` (Euler), which may be negative: a hedge.

    Parameters
    ----------
    assets, factors, risk_free, weights, **data
        See :mod:`labfolio_xl.models`. The dates are those on which all held assets have a
        return, as in :func:`exposure`.
    specific : {"full", "diagonal"}
        "full" keeps the covariances between the residuals: the variance is then that of the
        portfolio's own returns in the sample. "diagonal" takes residuals of different assets
        as uncorrelated, as a factor risk model does: ``w' (B S B' + D) w``.
    periods_per_year : float, optional
        Adds annual volatilities (252, 52, 12 or 4).

    Returns
    -------
    RiskDecomposition
        The parts sum to the whole, by factor and by asset.

    Raises
    ------
    InputError, MissingDataError, EstimationError
        As :func:`exposure` does; also for a portfolio that never moves.

    Notes
    -----
    All covariances have the divisor T - 1. Wrong when betas drift within the span. With
    correlated factors the share of one depends on which others are there.

    References
    ----------
    Litterman (1996), Hot Spots and Hedges, Journal of Portfolio Management 23.

    Examples
    --------
    >>> import pandas as pd
    >>> dates = pd.date_range("2024-01-01", periods=4)
    >>> market = pd.DataFrame({"M": [0.01, -0.02, 0.03, 0.00]}, index=dates)
    >>> fund = (2 * market).rename(columns={"M": "Fund"})
    >>> float(risk_decomposition(fund, market).by_factor.loc["M", "share"].round(6))
    1.0
    """
    kind: core.SpecificRisk = check_option(specific, core.SpecificRisk, "specific")  # type: ignore[assignment]
    annual = check_periods_per_year(periods_per_year)
    panel = prepare(assets, factors, risk_free, periods_per_year=annual, **data)
    refuse_names(panel, SPECIFIC, PORTFOLIO)
    part, held = held_returns(panel, weights)
    split = core.split_risk(part.returns, part.factors, held, kind)
    by_factor = split.exposures * split.factor_covariances
    variance = float(by_factor.sum()) + split.specific
    if not variance > 0.0:
        raise EstimationError(
            "The portfolio's return is the same on every date, so it has no risk to split; "
            "check Assets and Weights."
        )
    volatility = float(np.sqrt(variance))
    return RiskDecomposition(
        by_factor=_by_factor(part.names, split, volatility),
        by_asset=_by_asset(part.assets, split, held, volatility),
        variance=variance,
        volatility=volatility,
        specific=kind,
        dates=part.used,
        periods_per_year=annual,
    )


def _by_factor(names: pd.Index, split: core.RiskSplit, volatility: float) -> pd.DataFrame:
    parts = np.append(split.exposures * split.factor_covariances, split.specific)
    table = pd.DataFrame(
        {
            "exposure": np.append(split.exposures, np.nan),
            "marginal": np.append(split.factor_covariances, np.nan) / volatility,
            "variance": parts,
            "volatility": parts / volatility,
            "share": parts / volatility**2,
        },
        index=[*names, SPECIFIC],
    )
    return table.rename_axis("factor")


def _by_asset(
    names: pd.Index, split: core.RiskSplit, weights: Array, volatility: float
) -> pd.DataFrame:
    systematic = weights * split.asset_factor_covariances
    beside = weights * split.asset_specific_covariances
    both = split.asset_factor_covariances + split.asset_specific_covariances
    table = pd.DataFrame(
        {
            "weight": weights,
            "marginal": both / volatility,
            "variance_factors": systematic,
            "variance_specific": beside,
            "volatility": (systematic + beside) / volatility,
            "share": (systematic + beside) / volatility**2,
        },
        index=names,
    )
    return table.rename_axis("asset")
