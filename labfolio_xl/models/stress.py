"""What happens to assets and portfolio when factors are shocked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Unpack

import numpy as np
import pandas as pd

from labfolio_xl.core import portfolio as core
from labfolio_xl.core import time_series as series
from labfolio_xl.core.qr import Array
from labfolio_xl.errors import InputError
from labfolio_xl.models.shared.by_name import ByName, numbers_by_factor
from labfolio_xl.models.shared.held_assets import PORTFOLIO, held_returns
from labfolio_xl.models.shared.inference import Counted, FloatSeries, Inference
from labfolio_xl.models.shared.time_series_errors import time_series_inference, time_series_options
from labfolio_xl.options import check_flag
from labfolio_xl.options.words import DEFAULT_COV
from labfolio_xl.returns.aligned import Table, TableOrAligned
from labfolio_xl.returns.data_options import PortfolioOptions
from labfolio_xl.returns.panel import prepare
from labfolio_xl.returns.tables.checked import RiskFree, check_names
from labfolio_xl.returns.weights.judgement import Weights

__all__ = ["Stress", "stress"]


@dataclass(frozen=True, slots=True)
class Stress(Counted):
    """What shocks to the factors do to the assets and the portfolio.

    Attributes
    ----------
    factor_moves : DataFrame, factors x scenarios
        The shocks, and what the other factors do: nothing, or their conditional
        expectation.
    assets : DataFrame, assets x scenarios
        Decimal returns: betas times moves.
    portfolio, std_errors : Series by scenario
        The response of the portfolio, and its standard error, which comes from the exposures;
        the moves are taken as given.
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


def stress(
    assets: TableOrAligned,
    factors: Table | None,
    shocks: ByName | pd.DataFrame,
    risk_free: RiskFree = None,
    weights: Weights = None,
    *,
    correlated: bool = False,
    cov: series.TimeSeriesCov = DEFAULT_COV,
    lags: int | None = None,
    **data: Unpack[PortfolioOptions],
) -> Stress:
    r"""What shocks to the factors do to each held asset and to the portfolio.

    The response of an asset is :math:`\sum_k \beta_k s_k` with moves s: the shocks, and for
    the other factors zero or, if correlated, :math:`E[f_u | f_s] = S_{us} S_{ss}^{-1} f_s`.

    Parameters
    ----------
    assets, factors, risk_free, weights, **data
        See :mod:`labfolio_xl.models`.
    shocks : numbers by factor, or DataFrame, factors x scenarios
        Decimal returns: -0.10 is a fall of ten percent. Factors that are not named are not
        shocked; in a table an empty cell (NaN) is not a shock either.
    correlated : bool
        Let the factors that are not shocked move with those that are, as they did over the
        span.
    cov, lags
        As in :func:`estimate_betas`.

    Returns
    -------
    Stress

    Raises
    ------
    InputError
        As :func:`exposure` does; also for an unknown factor and a scenario without shocks.
    MissingDataError, EstimationError
        As :func:`exposure` does.

    Notes
    -----
    The response is linear and has no alpha. Correlations tend to rise under stress, so that
    conditional moves from quiet years are too small.

    Examples
    --------
    >>> from labfolio_xl.samples import load_sample
    >>> assets, factors, _ = load_sample()
    >>> table = stress(assets, factors, {"SP500": -0.1}).to_frame().set_index("name")
    >>> float(table.loc["Portfolio", "response"].round(4))
    -0.0452
    """
    kind, lags = time_series_options(cov, lags)
    correlated = check_flag(correlated, "correlated")
    panel = prepare(assets, factors, risk_free, **data)
    part, held = held_returns(panel, weights)
    labels, scenarios = _labels(shocks), _scenarios(shocks, part.names)
    factor_part = core.covariance(part.factors)
    moves = np.column_stack(
        [_moves(column, factor_part, correlated=correlated) for column in scenarios.T]
    )
    coefficients, _ = series.betas(part.returns, part.factors)
    responses = coefficients[1:].T @ moves
    fit, covariance = core.coefficient_covariance(part.returns @ held, part.factors, kind, lags)
    errors = np.sqrt(np.einsum("ks,kl,ls->s", moves, covariance[1:, 1:], moves))
    return Stress(
        factor_moves=pd.DataFrame(moves, index=part.names, columns=labels),
        assets=pd.DataFrame(responses, index=part.assets, columns=labels),
        portfolio=pd.Series(held @ responses, index=labels, name="response"),
        std_errors=pd.Series(errors, index=labels, name="std_error"),
        correlated=correlated,
        inference=time_series_inference(kind, fit, coefficients.shape[0], part.used),
    )


def _moves(shocks: Array, factor_covariance: Array, *, correlated: bool) -> Array:
    """Moves of all factors (K,) in a scenario; NaN in ``shocks`` is a factor without a shock."""
    if correlated:
        return core.conditional_moves(factor_covariance, shocks)
    return np.nan_to_num(shocks)


def _labels(shocks: ByName | pd.DataFrame) -> list[str]:
    """Names of the scenarios; numbers by factor are one scenario, called response."""
    if isinstance(shocks, pd.DataFrame):
        names = list(check_names(shocks.columns, "shocks"))
        for taken in {"kind", "name"}.intersection(names):
            raise InputError(
                f'shocks: the name "{taken}" is taken by a column of the result; rename the '
                "scenario."
            )
        return names
    return ["response"]


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
