"""Where the risk of a portfolio comes from: its variance by factor and by asset."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Unpack

import numpy as np
import pandas as pd

from labfolio_xl.core import portfolio as core
from labfolio_xl.errors import EstimationError
from labfolio_xl.models.shared.holding import (
    PORTFOLIO,
    Held,
    Positions,
    hold,
    refuse_names,
)
from labfolio_xl.options import check_option, check_periods_per_year
from labfolio_xl.returns.aligned import Table, TableOrAligned
from labfolio_xl.returns.benchmark import Benchmark
from labfolio_xl.returns.data_options import BenchmarkOptions
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
        weight (its mean over the dates, if it changes); marginal (change of volatility for one
        more unit of weight); variance contributed through the factors and beside them; volatility
        contributed; share.
    variance, volatility : float
        Of the portfolio, per period.
    specific : {"full", "diagonal"}
    dates : UsedDates
        On which all held assets have a return.
    periods_per_year : float or None
    benchmark, active : RiskDecomposition or None
        The same for the benchmark, and for the portfolio less the benchmark, whose volatility is
        the tracking error; None without a benchmark.
    """

    by_factor: pd.DataFrame
    by_asset: pd.DataFrame
    variance: float
    volatility: float
    specific: core.SpecificRisk
    dates: UsedDates
    periods_per_year: float | None = None
    benchmark: RiskDecomposition | None = None
    active: RiskDecomposition | None = None

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
        """One row for each factor, one for the specific part, and the portfolio's total.

        With a benchmark, its exposure, volatility and share follow, and those of the active part.
        """
        table = _own_frame(self)
        for name, side in (("benchmark", self.benchmark), ("active", self.active)):
            if side is not None:
                own = _own_frame(side)
                for column in ("exposure", "volatility", "share"):
                    table[f"{name}_{column}"] = own[column]
        return table


def risk_decomposition(
    assets: TableOrAligned,
    factors: Table | None,
    risk_free: RiskFree = None,
    weights: Weights = None,
    benchmark: Benchmark = None,
    *,
    specific: core.SpecificRisk = "full",
    periods_per_year: float | None = None,
    **data: Unpack[BenchmarkOptions],
) -> RiskDecomposition:
    r"""Split the variance of a portfolio into parts by factor and a specific part.

    With exposures :math:`b = B'w`, factor covariance S and residual covariance
    :math:`\Sigma`, the variance is :math:`\sigma^2 = b'Sb + w'\Sigma w`. Factor k contributes
    :math:`b_k (Sb)_k` (Euler), which may be negative: a hedge.

    Parameters
    ----------
    assets, factors, risk_free, weights, benchmark, **data
        See :mod:`labfolio_xl.models`. The dates are those on which all held assets, and the
        benchmark, have a return.
    specific : {"full", "diagonal"}
        "full" keeps the covariances between the residuals: the variance is then that of the
        portfolio's own returns in the sample. "diagonal" takes residuals of different assets
        as uncorrelated, as a factor risk model does: ``w' (B S B' + D) w``.
    periods_per_year : float, optional
        Adds annual volatilities (252, 52, 12 or 4).

    Returns
    -------
    RiskDecomposition
        The parts sum to the whole, by factor and by asset; with a benchmark, those of the
        benchmark and of the active part do, too.

    Raises
    ------
    InputError, MissingDataError, EstimationError
        As :func:`exposure` does; also for a portfolio that never moves.

    Notes
    -----
    All covariances have the divisor T - 1. For weights that change, the return that an asset
    contributes on each date takes the place of its return, so that the parts still sum to the
    variance of what was held. A benchmark that is a series is one asset more in the active part,
    with the weight -1. Wrong when betas drift within the span. With
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
    held = hold(panel, weights, benchmark)
    split = _of(held, held.portfolio, kind, annual)
    if not split.variance > 0.0:
        raise EstimationError(
            "The portfolio's return is the same on every date, so it has no risk to split; "
            "check Assets and Weights."
        )
    if held.benchmark is None or held.active is None:
        return split
    against = _of(held, held.benchmark, kind, annual)
    active = _of(held, held.active, kind, annual, scale=split.variance + against.variance)
    return replace(split, benchmark=against, active=active)


def _of(
    held: Held,
    positions: Positions,
    kind: core.SpecificRisk,
    annual: float | None,
    scale: float = 0.0,
) -> RiskDecomposition:
    """The split of some positions; a variance that is rounding beside ``scale`` is zero."""
    part = held.panel
    split = core.split_risk(positions.returns, part.factors, positions.weights, kind)
    variance = float((split.exposures * split.factor_covariances).sum()) + split.specific
    if variance <= np.finfo(float).eps * scale:
        variance = 0.0
    return RiskDecomposition(
        by_factor=_by_factor(part.names, split, variance),
        by_asset=_by_asset(positions, split, variance),
        variance=variance,
        volatility=float(np.sqrt(variance)),
        specific=kind,
        dates=part.used,
        periods_per_year=annual,
    )


def _own_frame(split: RiskDecomposition) -> pd.DataFrame:
    table = split.by_factor.copy()
    table.loc[PORTFOLIO, ["variance", "volatility", "share"]] = [
        split.variance,
        split.volatility,
        1.0 if split.variance > 0.0 else np.nan,
    ]
    if split.periods_per_year is not None:
        table["volatility_annual"] = table["volatility"] * np.sqrt(split.periods_per_year)
    return table.rename_axis("factor")


def _by_factor(names: pd.Index, split: core.RiskSplit, variance: float) -> pd.DataFrame:
    parts = np.append(split.exposures * split.factor_covariances, split.specific)
    table = pd.DataFrame(
        {
            "exposure": np.append(split.exposures, np.nan),
            "marginal": np.append(split.factor_covariances, np.nan),
            "variance": parts,
        },
        index=[*names, SPECIFIC],
    )
    return _with_shares(table, variance).rename_axis("factor")


def _by_asset(positions: Positions, split: core.RiskSplit, variance: float) -> pd.DataFrame:
    systematic, beside = split.asset_factor_parts, split.asset_specific_parts
    table = pd.DataFrame(
        {
            "weight": positions.mean_weights,
            "marginal": split.asset_factor_covariances + split.asset_specific_covariances,
            "variance_factors": systematic,
            "variance_specific": beside,
            "variance": systematic + beside,
        },
        index=positions.names,
    )
    return _with_shares(table, variance).drop(columns="variance").rename_axis("asset")


def _with_shares(table: pd.DataFrame, variance: float) -> pd.DataFrame:
    """Parts of the volatility and shares; where there is no risk, its parts are zero."""
    if variance == 0.0:
        parts = [name for name in table.columns if name.startswith("variance")]
        table[parts], table["marginal"] = 0.0, np.nan
        return table.assign(volatility=0.0, share=np.nan)
    volatility = np.sqrt(variance)
    table["marginal"] /= volatility
    return table.assign(
        volatility=table["variance"] / volatility, share=table["variance"] / variance
    )
