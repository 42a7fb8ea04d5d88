"""What to hold in each factor so that a portfolio has the exposures that are wanted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Unpack

import numpy as np
import pandas as pd

from labfolio_xl.core import portfolio as core
from labfolio_xl.core import time_series as series
from labfolio_xl.core.qr import Array, design
from labfolio_xl.models.shared.by_name import ByName, numbers_by_factor
from labfolio_xl.models.shared.holding import hold
from labfolio_xl.models.shared.inference import Counted, FloatSeries, Inference
from labfolio_xl.models.shared.time_series_errors import time_series_inference, time_series_options
from labfolio_xl.options import check_number
from labfolio_xl.options.words import DEFAULT_COV
from labfolio_xl.returns.aligned import Table, TableOrAligned
from labfolio_xl.returns.data_options import PortfolioOptions
from labfolio_xl.returns.panel import prepare
from labfolio_xl.returns.tables.checked import LARGEST, RiskFree
from labfolio_xl.returns.weights.judgement import Weights

__all__ = ["Hedge", "hedge"]


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


def hedge(
    assets: TableOrAligned,
    factors: Table | None,
    risk_free: RiskFree = None,
    weights: Weights = None,
    *,
    targets: ByName | float = 0.0,
    cov: series.TimeSeriesCov = DEFAULT_COV,
    lags: int | None = None,
    **data: Unpack[PortfolioOptions],
) -> Hedge:
    r"""What to hold in each factor so that the portfolio has the exposures that are wanted.

    A factor has an exposure of one to itself and none to the others, so that
    :math:`h_k = \tau_k - b_k` reaches the target :math:`\tau`. The variance falls from
    :math:`b'Sb + \sigma_e^2` to :math:`\tau'S\tau + \sigma_e^2`.

    Parameters
    ----------
    assets, factors, risk_free, weights, **data
        See :mod:`labfolio_xl.models`. ``nav`` is the value of the portfolio in its currency,
        for the notionals; without it they are shares of that value.
    targets : number, or numbers by factor
        One exposure for all factors (zero by default), or by name; a factor that is not
        named keeps its exposure and is not traded.
    cov, lags
        As in :func:`estimate_betas`; the error of an exposure is that of its hedge.

    Returns
    -------
    Hedge

    Raises
    ------
    InputError
        As :func:`exposure` does; also for an unknown factor and for numbers that are
        missing or infinite.
    MissingDataError, EstimationError
        As :func:`exposure` does.

    Notes
    -----
    The holdings suit the exposures of the span; the hedge gets worse as the exposures change.
    For factors that cannot be traded, hold assets that track them.

    Examples
    --------
    >>> from labfolio_xl.samples import load_sample
    >>> assets, factors, _ = load_sample()
    >>> hedge(assets, factors, nav=1e6).to_frame()["notional"].round(-3).to_dict()["VLUE"]
    -426000.0
    """
    kind, lags = time_series_options(cov, lags)
    nav = data.get("nav")
    value = (
        1.0
        if nav is None
        else check_number(nav, "nav", "give the portfolio's value, above 0", _is_positive)
    )
    panel = prepare(assets, factors, risk_free, **data)
    held = hold(panel, weights, now=True)
    part, portfolio = held.panel, held.portfolio.total
    fit = series.fit(portfolio[:, None], part.factors, kind, lags)
    exposures = fit.coefficients[1:, 0]
    wanted = _targets(targets, part.names, exposures)
    change = wanted - exposures
    factor_part = core.covariance(part.factors)
    residual = portfolio - design(part.factors) @ fit.coefficients[:, 0]
    specific = float(residual @ residual) / (len(residual) - 1.0)
    table = pd.DataFrame(
        {
            "exposure": exposures,
            "std_error": fit.std_errors[1:, 0],
            "target": wanted,
            "hold": change,
            "notional": change * value,
            "exposure_after": exposures + change,
        },
        index=part.names,
    )
    return Hedge(
        by_factor=table.rename_axis("factor"),
        volatility_before=_volatility(exposures, factor_part, specific),
        volatility_after=_volatility(wanted, factor_part, specific),
        volatility_specific=float(np.sqrt(specific)),
        turnover=float(np.abs(change).sum()),
        value=float(value),
        inference=time_series_inference(kind, fit, len(exposures) + 1, part.used),
    )


def _volatility(exposures: Array, factor_covariance: Array, specific: float) -> float:
    systematic = float(exposures @ factor_covariance @ exposures)
    return float(np.sqrt(max(systematic, 0.0) + specific))


def _is_positive(value: float) -> bool:
    return value > 0.0


def _targets(targets: ByName | float, names: pd.Index, exposures: Array) -> Array:
    if not isinstance(targets, pd.Series | Mapping):
        cure = "give an exposure, such as 0"
        number = check_number(targets, "targets", cure, lambda given: abs(given) <= LARGEST)
        return np.full(len(names), number)
    given = numbers_by_factor(targets, names, "targets")
    return np.where(np.isnan(given), exposures, given)
