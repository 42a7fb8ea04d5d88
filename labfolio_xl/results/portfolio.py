"""Results about a portfolio: what it earned and why, what hedges it, what shocks do to it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from labfolio_xl.core.distributions import t_two_sided, tstats
from labfolio_xl.results.inference import Counted, Dated, FloatSeries, Inference
from labfolio_xl.results.risk import PORTFOLIO
from labfolio_xl.returns.dates.used import UsedDates

__all__ = ["REST", "RISK_FREE", "Attribution", "Hedge", "Holdings", "Stress"]

RISK_FREE = "risk_free"
REST = "rest"


@dataclass(frozen=True, slots=True)
class Attribution(Dated):
    """The realised return of a portfolio over a span: tilts, skill, and the rest.

    Attributes
    ----------
    contributions, std_errors : Series by part
        Risk-free return (if it was given), each factor, alpha, rest; they sum to
        ``realised``. The rest is what is left, not an estimate, and has no s.e.
    factors_total, factors_total_std_error : float
        All factor parts together: the tilts.
    by_period : DataFrame, dates x parts
        The same parts date by date, before linking; each row sums to the portfolio's return.
    realised : float
        Compounded if ``linked``, else the sum of the returns.
    linked : bool
    span : UsedDates
        The dates of the realised return, out of those of the span that was asked for; the
        estimates rest on ``dates``.
    exposures : Series by factor
    df : float
        Residual degrees of freedom of the estimates.
    inference : Inference
    """

    contributions: FloatSeries
    std_errors: FloatSeries
    factors_total: float
    factors_total_std_error: float
    by_period: pd.DataFrame
    realised: float
    linked: bool
    span: UsedDates
    exposures: FloatSeries
    df: float
    inference: Inference

    @property
    def reading(self) -> str:
        """The dates of the realised return, then skill or tilts."""
        alpha, error = self.contributions["alpha"], self.std_errors["alpha"]
        p = float(t_two_sided(alpha / error, self.df)) if error > 0.0 else float("nan")
        tilts = f"{self.span}: {self.factors_total:+.2%} came from factor tilts"
        if not p < 0.05:  # noqa: PLR2004 - five percent
            return f"{tilts}; the alpha of {alpha:+.2%} is not different from zero at 5%."
        kind = "skill" if alpha > 0.0 else "a loss beside the factors"
        return f"{tilts}; the alpha of {alpha:+.2%} is {kind} at 5% (p {p:.3f})."

    def to_frame(self) -> pd.DataFrame:
        """One row for each part and a last one for the portfolio."""
        table = self.contributions.to_frame("contribution")
        table.insert(0, "exposure", self.exposures.reindex(table.index))
        table["std_error"] = self.std_errors
        statistic = tstats(
            table["contribution"].to_numpy(dtype=float), table["std_error"].to_numpy(dtype=float)
        )
        table["t"], table["p"] = statistic, t_two_sided(statistic, self.df)
        # A rest of rounding errors over a return of zero is no share.
        share = self.contributions / self.realised if self.realised != 0.0 else np.nan
        table["share"] = share
        table.loc[PORTFOLIO, ["contribution", "share"]] = [self.realised, 1.0]
        table.index.name = "part"
        return table


@dataclass(frozen=True, slots=True)
class Hedge(Counted):
    """What to hold in each factor to reach target exposures.

    Attributes
    ----------
    by_factor : DataFrame
        exposure, std_error, target, hold (share of the portfolio's value), notional (in
        its currency), exposure_after.
    volatility_before, volatility_after, volatility_specific : float
        Per period; the specific part is what no holding of factors removes.
    turnover : float
        Sum of the absolute holdings, as a share of the portfolio's value.
    value : float
        Value of the portfolio behind the notionals.
    inference : Inference
    """

    by_factor: pd.DataFrame
    volatility_before: float
    volatility_after: float
    volatility_specific: float
    turnover: float
    value: float
    inference: Inference

    @property
    def hold(self) -> FloatSeries:
        """Holdings by factor, as a share of the portfolio's value."""
        return self.by_factor["hold"]

    def summary(self) -> FloatSeries:
        """Risk before and after, what cannot be hedged, turnover, traded notional, dates."""
        removed = (
            1.0 - (self.volatility_after / self.volatility_before) ** 2
            if self.volatility_before > 0.0
            else float("nan")
        )
        return pd.Series(
            {
                "volatility_before": self.volatility_before,
                "volatility_after": self.volatility_after,
                "volatility_specific": self.volatility_specific,
                "variance_removed": removed,
                "turnover": self.turnover,
                "traded": self.turnover * abs(self.value),
                "n_obs": float(self.n_obs),
            },
            name="value",
        )

    def to_frame(self) -> pd.DataFrame:
        """One row for each factor."""
        return self.by_factor.rename_axis("factor")


@dataclass(frozen=True, slots=True)
class Stress(Counted):
    """What shocks to the factors do to the assets and the portfolio.

    Attributes
    ----------
    factor_moves : DataFrame, factors x scenarios
        The shocks, and what the other factors do: nothing, or their conditional
        expectation.
    assets : DataFrame, assets x scenarios
        Betas times moves, decimal.
    portfolio, std_errors : Series by scenario
        The portfolio's response, and its error from the exposures; the moves are taken
        as given.
    correlated : bool
    inference : Inference
    """

    factor_moves: pd.DataFrame
    assets: pd.DataFrame
    portfolio: FloatSeries
    std_errors: FloatSeries
    correlated: bool
    inference: Inference

    def to_frame(self) -> pd.DataFrame:
        """Factors, assets and the portfolio below each other; a column for each scenario."""
        last = pd.DataFrame([self.portfolio, self.std_errors], index=[PORTFOLIO, "s.e."])
        table = pd.concat(
            {"factor": self.factor_moves, "asset": self.assets, "portfolio": last},
            names=["kind", "name"],
        )
        return table.reset_index()


@dataclass(frozen=True, slots=True)
class Holdings:
    """Quantities at prices: values and weights.

    Attributes
    ----------
    quantities, prices, values, weights : Series by asset
        Weights are values over their sum, or over what the portfolio is said to be worth.
    date : Timestamp or None
        Of the newest price, if the prices had dates.
    price_dates : Series by asset, or None
        The last date on which each price is known.
    notes : tuple of str
        Which prices are older than the newest one.
    """

    quantities: FloatSeries
    prices: FloatSeries
    values: FloatSeries
    weights: FloatSeries
    date: pd.Timestamp | None
    price_dates: pd.Series[pd.Timestamp] | None = None
    notes: tuple[str, ...] = ()

    @property
    def total(self) -> float:
        """Value of the portfolio, long less short."""
        return float(self.values.sum())

    def to_frame(self) -> pd.DataFrame:
        """One row for each asset: quantity, price, value, weight, and the price's date."""
        columns = [self.quantities, self.prices, self.values, self.weights]
        names = ["quantity", "price", "value", "weight"]
        table = pd.DataFrame(dict(zip(names, columns, strict=True))).rename_axis("asset")
        return table if self.price_dates is None else table.assign(price_date=self.price_dates)
