r"""A portfolio against its benchmark: active weights, exposures, risk and return."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Unpack

import numpy as np
import pandas as pd

from labfolio_xl.core import portfolio as core
from labfolio_xl.core import time_series as series
from labfolio_xl.core.performance import sharpe_ratio
from labfolio_xl.core.qr import Array
from labfolio_xl.errors import InputError
from labfolio_xl.models.risk import SPECIFIC, RiskDecomposition, risk_decomposition
from labfolio_xl.models.shared.holding import (
    ACTIVE,
    BENCHMARK,
    PORTFOLIO,
    Held,
    Positions,
    hold,
)
from labfolio_xl.models.shared.inference import Counted, FactorEstimates, FloatSeries, Inference
from labfolio_xl.models.shared.time_series_errors import time_series_inference, time_series_options
from labfolio_xl.options import LEVEL, check_periods_per_year
from labfolio_xl.options.words import DEFAULT_COV
from labfolio_xl.returns.aligned import Table, TableOrAligned
from labfolio_xl.returns.benchmark import Benchmark
from labfolio_xl.returns.data_options import BenchmarkOptions
from labfolio_xl.returns.panel import prepare
from labfolio_xl.returns.tables.checked import RiskFree
from labfolio_xl.returns.weights.judgement import Weights

__all__ = ["Active", "active"]


@dataclass(frozen=True, slots=True)
class Active(FactorEstimates, Counted):
    """A portfolio beside its benchmark, and the difference of the two.

    Attributes
    ----------
    summary : DataFrame, Portfolio, Benchmark and Active
        ``mean`` excess return (of the active row: mean active return) and ``volatility`` (tracking
        error), per period; ``ratio`` of the two (Sharpe, and information ratio) with its
        ``std_error``; ``beta`` to the benchmark with its standard error and ``correlation`` with
        it; ``up_capture`` and ``down_capture``; ``active_share``. With ``periods_per_year`` also
        ``mean_annual``, ``volatility_annual``, ``ratio_annual`` and its error.
    exposure, std_errors : Series by factor
        Active exposures: those of the active return's own regression on the factors.
    of_portfolio, of_benchmark : Series by factor
        Exposures of the two.
    weights : DataFrame, assets x portfolio, benchmark, active
        After the last date. The active weights of two invested portfolios sum to zero. A
        benchmark that is a series is one row.
    risk : RiskDecomposition
        The tracking error in parts by factor and by asset; the parts sum to it.
    inference : Inference
    periods_per_year : float or None
    """

    summary: pd.DataFrame
    exposure: FloatSeries
    std_errors: FloatSeries
    of_portfolio: FloatSeries
    of_benchmark: FloatSeries
    weights: pd.DataFrame
    risk: RiskDecomposition
    inference: Inference
    periods_per_year: float | None

    @property
    def estimates(self) -> FloatSeries:
        """The active exposures, by factor."""
        return self.exposure

    @property
    def df(self) -> float:
        """Residual degrees of freedom."""
        return self.n_obs - len(self.exposure) - 1

    @property
    def tracking_error(self) -> float:
        """The standard deviation of the active return, per period."""
        return self.risk.volatility

    @property
    def active_share(self) -> float:
        """Half of the sum of absolute active weights, cash included; NaN for a series."""
        return float(self.summary["active_share"].loc[ACTIVE])

    @property
    def rule(self) -> str:
        """How the numbers of the summary were made, in one line."""
        often = "per period"
        if self.periods_per_year is not None:
            often = f"annual: mean times {self.periods_per_year:g}, risk times its root"
        return (
            f"{often}; excess returns; ratio: mean over volatility, s.e. of Lo (2002); capture: "
            f"mean growth in the periods in which the benchmark rose or fell; active share: of the "
            f"weights after the last date; {self.dates}"
        )

    def to_frame(self, level: float = LEVEL) -> pd.DataFrame:
        """One row for each factor, one for the specific part, and the active whole.

        Columns: exposure of the portfolio, of the benchmark, the active one with its standard
        error, t, p and interval, and the part of the tracking error with its share.
        """
        table = pd.DataFrame({"portfolio": self.of_portfolio, "benchmark": self.of_benchmark})
        table["active"] = self.exposure
        parts = self.risk.to_frame()[["volatility", "share"]].rename(index={PORTFOLIO: ACTIVE})
        table = table.join(self.statistics(level)).reindex([*self.exposure.index, SPECIFIC, ACTIVE])
        table["tracking_error"], table["share"] = parts["volatility"], parts["share"]
        if self.periods_per_year is not None:
            table["tracking_error_annual"] = parts["volatility"] * np.sqrt(self.periods_per_year)
        return table.rename_axis("factor")

    def by_asset(self) -> pd.DataFrame:
        """One row for each asset: its weights, and its part of the tracking error with its share.

        A part belongs to the active weights over all dates, the weights are those after the last.
        """
        parts = self.risk.by_asset[["volatility", "share"]]
        table = self.weights.join(parts.rename(columns={"volatility": "tracking_error"}))
        if self.periods_per_year is not None:
            scale = np.sqrt(self.periods_per_year)
            table["tracking_error_annual"] = table["tracking_error"] * scale
        return table.rename_axis("asset")


def active(
    assets: TableOrAligned,
    factors: Table | None,
    risk_free: RiskFree = None,
    weights: Weights = None,
    benchmark: Benchmark = None,
    *,
    specific: core.SpecificRisk = "full",
    cov: series.TimeSeriesCov = DEFAULT_COV,
    lags: int | None = None,
    periods_per_year: float | None = None,
    **data: Unpack[BenchmarkOptions],
) -> Active:
    r"""Compare a portfolio with its benchmark.

    The active return is :math:`a_t = r_{p,t} - r_{b,t}`. Its standard deviation is the tracking
    error, its mean over it the information ratio. Its regression on the factors gives the active
    exposures, and the split of its variance the parts of the tracking error, which sum to it. The
    active share is :math:`\tfrac12 \sum_i |w_{p,i} - w_{b,i}|`, in which cash is one of the
    positions. With :math:`G` the mean growth of wealth per period over the periods in which the
    benchmark's return was above zero, the up capture is :math:`(G_p - 1) / (G_b - 1)`; the down
    capture is the same where it was below zero.

    Parameters
    ----------
    assets, factors, risk_free, weights, **data
        See :mod:`labfolio_xl.models`. The dates are those on which all held assets and the
        benchmark have a return.
    benchmark
        Weights by asset, weights over time, or one series of returns by date. It is required.
    specific : {"full", "diagonal"}
        As in :func:`risk_decomposition`.
    cov, lags
        Of the active exposures and of the beta, as in :func:`estimate_betas`.
    periods_per_year : float, optional
        Of annual figures (252, 52, 12 or 4); without it as the dates show.

    Returns
    -------
    Active

    Raises
    ------
    InputError, MissingDataError, EstimationError
        As :func:`risk_decomposition` does; also without a benchmark.

    Notes
    -----
    A portfolio that equals its benchmark has zero active exposures and risk, and no ratio. Beta,
    correlation and ratios are of excess returns, the captures of total returns where a risk-free
    rate is given. The standard error of a ratio knows no autocorrelation and no fat tails.

    References
    ----------
    Grinold and Kahn (2000), Active Portfolio Management. Cremers and Petajisto (2009), Review of
    Financial Studies 22. Lo (2002), Financial Analysts Journal 58.

    Examples
    --------
    >>> from labfolio_xl.samples import load_sample
    >>> assets, factors, _ = load_sample()
    >>> against = active(assets, factors, benchmark=factors["SP500"], periods_per_year=252)
    >>> float(round(against.tracking_error * 252**0.5, 4))
    0.0853
    """
    if benchmark is None:
        raise InputError("Benchmark: it is empty; give weights of assets, or a series of returns.")
    kind, lags = time_series_options(cov, lags)
    annual = check_periods_per_year(periods_per_year)
    panel = prepare(assets, factors, risk_free, periods_per_year=annual, **data)
    annual = annual or panel.periods_per_year
    held = hold(panel, weights, benchmark)
    split = risk_decomposition(
        assets,
        factors,
        risk_free,
        weights,
        benchmark,
        specific=specific,
        periods_per_year=annual,
        **data,
    )
    sides = _sides(held)
    if split.active is None:  # never: there is a benchmark
        raise InputError("Benchmark: it is empty.")
    part = held.panel
    totals = np.column_stack([positions.total for positions in sides.values()])
    fit = series.fit(totals, part.factors, kind, lags)
    exposures = pd.DataFrame(fit.coefficients[1:], index=part.names, columns=list(sides))
    zero = split.active.variance == 0.0
    errors = np.zeros(len(part.names)) if zero else fit.std_errors[1:, 2]
    return Active(
        summary=_summary(held, sides, (kind, lags), annual, equal=zero),
        exposure=exposures[ACTIVE].rename("exposure") * (0.0 if zero else 1.0),
        std_errors=pd.Series(errors, index=part.names, name="std_error"),
        of_portfolio=exposures[PORTFOLIO],
        of_benchmark=exposures[BENCHMARK],
        weights=_weights(sides),
        risk=split.active,
        inference=time_series_inference(kind, fit, len(part.names) + 1, part.used),
        periods_per_year=annual,
    )


def _sides(held: Held) -> dict[str, Positions]:
    """Portfolio, benchmark and active positions."""
    if held.benchmark is None or held.active is None:
        return {PORTFOLIO: held.portfolio}
    return {PORTFOLIO: held.portfolio, BENCHMARK: held.benchmark, ACTIVE: held.active}


def _weights(sides: dict[str, Positions]) -> pd.DataFrame:
    names = sides[ACTIVE].names
    columns = {
        label: pd.Series(sides[side].end, index=sides[side].names).reindex(names, fill_value=0.0)
        for label, side in (("portfolio", PORTFOLIO), ("benchmark", BENCHMARK), ("active", ACTIVE))
    }
    return pd.DataFrame(columns, index=names)


def _summary(
    held: Held,
    sides: dict[str, Positions],
    errors: tuple[series.TimeSeriesCov, int | None],
    annual: float | None,
    *,
    equal: bool,
) -> pd.DataFrame:
    against = sides[BENCHMARK].total
    rate = held.panel.aligned.risk_free
    rates = np.zeros(len(against)) if rate is None else np.asarray(rate, dtype=float)
    rows: dict[str, dict[str, Any]] = {}
    for name, positions in sides.items():
        total = positions.total
        if name == ACTIVE and equal:
            total = np.zeros_like(total)
        rows[name] = {
            **_moments(total, annual),
            **_beside(total, against, errors),
            **_captures(total + positions.capital * rates, against + rates, name),
            "active_share": np.nan,
        }
    rows[ACTIVE]["active_share"] = _active_share(sides)
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("side")


def _moments(total: Array, annual: float | None) -> dict[str, float]:
    """Mean, volatility and their ratio with its error, per period and a year."""
    mean, volatility = float(total.mean()), float(total.std(ddof=1))
    ratio, error = sharpe_ratio(total)
    row = {"mean": mean, "volatility": volatility, "ratio": ratio, "std_error": error}
    if annual is not None:
        root = float(np.sqrt(annual))
        row |= {
            "mean_annual": mean * annual,
            "volatility_annual": volatility * root,
            "ratio_annual": ratio * root,
            "std_error_annual": error * root,
        }
    return row


def _beside(
    total: Array, against: Array, errors: tuple[series.TimeSeriesCov, int | None]
) -> dict[str, float]:
    """Beta to the benchmark with its standard error, and the correlation with it."""
    spreads = total.std(ddof=1) * against.std(ddof=1)
    if not against.std(ddof=1) > 0.0:
        return {"beta": np.nan, "beta_std_error": np.nan, "correlation": np.nan}
    fit = series.fit(total[:, None], against[:, None], *errors)
    product = float(core.covariance(np.column_stack([total, against]))[0, 1])
    return {
        "beta": float(fit.coefficients[1, 0]),
        "beta_std_error": float(fit.std_errors[1, 0]),
        "correlation": product / spreads if spreads > 0.0 else np.nan,
    }


def _captures(total: Array, against: Array, name: str) -> dict[str, float]:
    """Mean growth beside that of the benchmark, where the benchmark rose and where it fell."""
    if name == ACTIVE:
        return {"up_capture": np.nan, "down_capture": np.nan}
    return {
        "up_capture": _capture(total, against, against > 0.0),
        "down_capture": _capture(total, against, against < 0.0),
    }


def _capture(total: Array, against: Array, rows: np.ndarray) -> float:
    if not rows.any() or (total[rows] <= -1.0).any() or (against[rows] <= -1.0).any():
        return np.nan
    mine, theirs = (np.expm1(np.log1p(side[rows]).mean()) for side in (total, against))
    return float(mine / theirs)


def _active_share(sides: dict[str, Positions]) -> float:
    """Half of the sum of absolute active weights after the last date, cash among them."""
    if sides[BENCHMARK].is_series:
        return np.nan
    active_weights = sides[ACTIVE].end
    return 0.5 * float(np.abs(active_weights).sum() + abs(active_weights.sum()))
