"""What happens to assets and portfolio when factors are shocked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Unpack

import numpy as np
import pandas as pd

from labfolio_xl.core import portfolio as core
from labfolio_xl.core import time_series as series
from labfolio_xl.core.qr import Array
from labfolio_xl.errors import InputError
from labfolio_xl.models.shared import readings
from labfolio_xl.models.shared.by_name import ByName, numbers_by_factor
from labfolio_xl.models.shared.holding import (
    ACTIVE,
    BENCHMARK,
    PORTFOLIO,
    Held,
    Positions,
    hold,
)
from labfolio_xl.models.shared.inference import Counted, FloatSeries, Inference
from labfolio_xl.models.shared.time_series_errors import time_series_inference, time_series_options
from labfolio_xl.options.words import DEFAULT_COV
from labfolio_xl.returns.aligned import Table, TableOrAligned
from labfolio_xl.returns.benchmark import Benchmark
from labfolio_xl.returns.data_options import BenchmarkOptions
from labfolio_xl.returns.dates.used import OnDates, UsedDates
from labfolio_xl.returns.panel import prepare
from labfolio_xl.returns.tables.checked import RiskFree, check_names
from labfolio_xl.returns.weights.judgement import Weights

__all__ = ["Stress", "StressCase", "stress"]

# The name of the scenario where the shocks are one number for each factor.
_ONE = "response"
_MOVING_ALONG, _HELD_AT_ZERO = "others move along", "others held at zero"


@dataclass(frozen=True, slots=True)
class StressCase(Counted):
    """What shocks do where the other factors move along, or where they do not move.

    Attributes
    ----------
    factor_moves : DataFrame, factors x scenarios
        The shocks, and what the other factors do.
    assets : DataFrame, assets x scenarios
        Decimal returns: betas times moves.
    portfolio, std_errors : Series by scenario
        The response of the portfolio, and its standard error given the shocks.
    inference : Inference
    benchmark, active, active_std_errors : Series by scenario, or None
        The response of the benchmark, that of the portfolio less the benchmark, and its standard
        error; None without a benchmark.
    """

    factor_moves: pd.DataFrame
    assets: pd.DataFrame
    portfolio: FloatSeries
    std_errors: FloatSeries
    inference: Inference
    benchmark: FloatSeries | None = None
    active: FloatSeries | None = None
    active_std_errors: FloatSeries | None = None

    def to_frame(self) -> pd.DataFrame:
        """Factors, assets and the portfolio below each other; a column for each scenario."""
        rows: dict[str, FloatSeries | None] = {PORTFOLIO: self.portfolio, "s.e.": self.std_errors}
        if self.benchmark is not None and self.active is not None:
            rows |= {BENCHMARK: self.benchmark, ACTIVE: self.active}
            rows["active s.e."] = self.active_std_errors
        last = pd.DataFrame(list(rows.values()), index=list(rows))
        return pd.concat(
            {"factor": self.factor_moves, "asset": self.assets, "portfolio": last},
            names=["kind", "name"],
        )


@dataclass(frozen=True, slots=True)
class Stress(OnDates):
    """What shocks to the factors do to the assets and the portfolio, in two cases.

    Attributes
    ----------
    moving_along : StressCase
        The factors without a shock move by their conditional mean given the shocks.
    held_at_zero : StressCase
        The factors without a shock do not move.
    shocks : DataFrame, factors x scenarios
        NaN for a factor without a shock.
    dates : UsedDates
    """

    moving_along: StressCase
    held_at_zero: StressCase
    shocks: pd.DataFrame
    dates: UsedDates

    @property
    def readings(self) -> pd.Series[str]:
        """What each scenario does to the portfolio, both cases in one sentence."""
        along, zero = self.moving_along, self.held_at_zero
        words = [
            readings.stress(
                {str(factor): size for factor, size in shocks.dropna().items()},
                along=(along.portfolio.iloc[place], along.std_errors.iloc[place]),
                zero=(zero.portfolio.iloc[place], zero.std_errors.iloc[place]),
                every_factor=bool(shocks.notna().all()),
                n_obs=self.n_obs,
            )
            for place, (_, shocks) in enumerate(self.shocks.items())
        ]
        return pd.Series(words, index=self.shocks.columns, name="reading")

    def to_frame(self) -> pd.DataFrame:
        """Factors, assets and the portfolio below each other; two columns for each scenario.

        The readings stand in the last column, in the row of the portfolio.
        """
        along, zero = self.moving_along.to_frame(), self.held_at_zero.to_frame()
        columns = {}
        for name in self.shocks.columns:
            scenario = "" if name == _ONE else f"{name}, "
            columns[scenario + _MOVING_ALONG] = along[name]
            columns[scenario + _HELD_AT_ZERO] = zero[name]
        table = pd.DataFrame(columns).reset_index()
        beside_portfolio = table["name"].where(table["kind"] == "portfolio") == PORTFOLIO
        return table.assign(reading=np.where(beside_portfolio, " ".join(self.readings), ""))


def stress(  # noqa: PLR0917 - tables in the order of all functions
    assets: TableOrAligned,
    factors: Table | None,
    shocks: ByName | pd.DataFrame,
    risk_free: RiskFree = None,
    weights: Weights = None,
    benchmark: Benchmark = None,
    *,
    cov: series.TimeSeriesCov = DEFAULT_COV,
    lags: int | None = None,
    **data: Unpack[BenchmarkOptions],
) -> Stress:
    r"""What shocks to the factors do to each held asset and to the portfolio.

    The response of an asset is :math:`\sum_k \beta_k m_k`. The moves m are the shocks s, and
    for the other factors u either their conditional mean :math:`S_{us} S_{ss}^{-1} s`, as they
    moved along over the span, or zero.

    Parameters
    ----------
    assets, factors, risk_free, weights, benchmark, **data
        See :mod:`labfolio_xl.models`. Weights that change over time are taken as they are after
        the last date: a shock hits what is held now.
    shocks : numbers by factor, or DataFrame, factors x scenarios
        Decimal returns: -0.10 is a fall of ten percent. Factors that are not named are not
        shocked; in a table an empty cell (NaN) is not a shock either.
    cov, lags
        As in :func:`estimate_betas`.

    Returns
    -------
    Stress

    Raises
    ------
    InputError
        As :func:`exposure` does; also for an unknown factor, a scenario without shocks and a
        fall of more than 100%, unless the factors are values.
    MissingDataError, EstimationError
        As :func:`exposure` does.

    Notes
    -----
    Where factors move together, a shock to one while the others stay at zero is an event that
    the sample does not hold: read the case of moving along first. Both cases are linear and
    have no alpha. Correlations tend to rise under stress, so that conditional moves from quiet
    years are too small.

    With the others moving along, the response is that of a regression on the shocked factors
    alone: its slopes are :math:`b_s + S_{ss}^{-1} S_{su} b_u`. The standard error is that
    regression's, and so carries that the moves are estimated; K in its small-sample rule is
    the number of shocked factors. The shocks themselves are taken as given in both cases.

    References
    ----------
    Kupiec (1998), Journal of Derivatives 6.

    Examples
    --------
    >>> from labfolio_xl.samples import load_sample
    >>> assets, factors, _ = load_sample()
    >>> result = stress(assets, factors, {"SP500": -0.1})
    >>> float(result.moving_along.portfolio.iloc[0].round(4))
    -0.0796
    >>> float(result.held_at_zero.portfolio.iloc[0].round(4))
    -0.0452
    """
    kind, lags = time_series_options(cov, lags)
    panel = prepare(assets, factors, risk_free, **data)
    held = hold(panel, weights, benchmark, now=True)
    part = held.panel
    given = pd.DataFrame(_scenarios(shocks, part.names), part.names, _labels(shocks))
    if part.aligned.factors_are_returns:
        _refuse_impossible(given)
    return Stress(
        moving_along=_moving_along(held, given, kind, lags),
        held_at_zero=_held_at_zero(held, given, kind, lags),
        shocks=given,
        dates=part.used,
    )


def _moving_along(
    held: Held, shocks: pd.DataFrame, kind: series.TimeSeriesCov, lags: int | None
) -> StressCase:
    """The case in which the factors without a shock move by their conditional mean."""
    part, scenarios = held.panel, shocks.to_numpy().T
    moves = [core.conditional_moves(part.factors, scenario) for scenario in scenarios]

    def response(positions: Positions) -> tuple[Array, list[Inference]]:
        errors, used = [], []
        for scenario in scenarios:
            shocked = ~np.isnan(scenario)
            fit, covariance = core.coefficient_covariance(
                positions.total, part.factors[:, shocked], kind, lags
            )
            size = scenario[shocked]
            errors.append(np.sqrt(size @ covariance[1:, 1:] @ size))
            used.append(time_series_inference(kind, fit, len(fit.coefficients), part.used))
        return np.array(errors), used

    errors, used = response(held.portfolio)
    distributions = sorted({inference.distribution for inference in used})
    inference = replace(
        used[0],
        lags=tuple(lag for inference in used for lag in inference.lags),
        distribution=" or ".join(distributions),
    )
    active_errors = None if held.active is None else response(held.active)[0]
    return _case(held, shocks, np.column_stack(moves), (errors, active_errors), inference)


def _held_at_zero(
    held: Held, shocks: pd.DataFrame, kind: series.TimeSeriesCov, lags: int | None
) -> StressCase:
    """The case in which the factors without a shock do not move."""
    part, moves = held.panel, np.nan_to_num(shocks.to_numpy())

    def response(positions: Positions) -> tuple[Array, Inference]:
        fit, covariance = core.coefficient_covariance(positions.total, part.factors, kind, lags)
        errors = np.sqrt(np.einsum("ks,kl,ls->s", moves, covariance[1:, 1:], moves))
        return errors, time_series_inference(kind, fit, len(fit.coefficients), part.used)

    errors, inference = response(held.portfolio)
    active_errors = None if held.active is None else response(held.active)[0]
    return _case(held, shocks, moves, (errors, active_errors), inference)


def _case(
    held: Held,
    shocks: pd.DataFrame,
    moves: Array,
    errors: tuple[Array, Array | None],
    inference: Inference,
) -> StressCase:
    """The responses to moves (K, S) of the factors, with the errors (S,) of two of them."""
    part, labels = held.panel, shocks.columns

    def response(positions: Positions) -> FloatSeries:
        coefficients, _ = series.betas(positions.total[:, None], part.factors)
        return pd.Series(coefficients[1:, 0] @ moves, index=labels, name="response")

    coefficients, _ = series.betas(part.returns, part.factors)
    case = StressCase(
        factor_moves=pd.DataFrame(moves, index=part.names, columns=labels),
        assets=pd.DataFrame(coefficients[1:].T @ moves, index=part.assets, columns=labels),
        portfolio=response(held.portfolio),
        std_errors=pd.Series(errors[0], index=labels, name="std_error"),
        inference=inference,
    )
    if held.benchmark is None or held.active is None:
        return case
    return replace(
        case,
        benchmark=response(held.benchmark),
        active=response(held.active),
        active_std_errors=pd.Series(errors[1], index=labels, name="std_error"),
    )


def _refuse_impossible(shocks: pd.DataFrame) -> None:
    """No return falls by more than everything: such a shock is meant in percent."""
    for factor, row in shocks.iterrows():
        if (row < -1.0).any():
            size = float(row.min())
            raise InputError(
                f"shocks: {factor} is {size:g}, a fall of {-size:.0%}; shocks are decimal, so that "
                "-0.1 is a fall of 10%."
            )


def _labels(shocks: ByName | pd.DataFrame) -> list[str]:
    """Names of the scenarios; numbers by factor are one scenario, called response."""
    if isinstance(shocks, pd.DataFrame):
        return list(check_names(shocks.columns, "shocks"))
    return [_ONE]


def _scenarios(shocks: ByName | pd.DataFrame, names: pd.Index) -> Array:
    """Shocks (K, scenarios), NaN where a factor is not shocked."""
    if isinstance(shocks, pd.DataFrame):
        if shocks.shape[1] == 0:
            raise InputError("shocks: the table has no column of numbers; add a scenario.")
        columns = [
            numbers_by_factor(scenario.dropna(), names, f'shocks "{name}"')
            for name, scenario in shocks.items()
        ]
        return np.column_stack(columns)
    return numbers_by_factor(shocks, names, "shocks")[:, None]
