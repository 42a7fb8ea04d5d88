"""Coverage of the two responses of a portfolio to a shock of one factor.

Before, the case in which the other factors move along took their moves as given: its error was
that of the exposures alone. Where they are held at zero, the errors are those of the exposures
before and now.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from designs import Panel, Residuals, Truth, panels, truth_of_sample
from table import Row

from labfolio_xl.core.distributions import t_quantile
from labfolio_xl.core.portfolio import coefficient_covariance, conditional_moves
from labfolio_xl.core.time_series import TimeSeriesCov

__all__ = ["Coverage", "coverage", "rows"]

SHOCK = -0.1
LEVEL = 0.95


@dataclass(frozen=True)
class Coverage:
    """Shares of the intervals that hold the truth."""

    along_before: float
    along: float
    zero: float


def rows(n_panels: int) -> Iterator[Row]:
    designs: tuple[tuple[TimeSeriesCov, int, Residuals], ...] = (
        ("ols", 249, "normal"),
        ("hc3", 249, "normal"),
        ("hc3", 60, "normal"),
        ("hc3", 249, "factor squared"),
    )
    for cov, n_obs, residuals in designs:
        found = coverage(n_panels, cov, n_obs, residuals)
        item = f"stress, {cov}, T = {n_obs}, {residuals} residuals"
        figure = "coverage of 95% intervals, other factors "
        yield Row(item, f"{figure}move along", LEVEL, found.along_before, found.along)
        yield Row(item, f"{figure}held at zero", LEVEL, found.zero, found.zero)


def coverage(
    n_panels: int, cov: TimeSeriesCov, n_obs: int, residuals: Residuals = "normal"
) -> Coverage:
    """Intervals of the equally weighted portfolio's response to a fall of the first factor."""
    truth = truth_of_sample()
    inside = [
        _inside(panel, truth, cov) for panel in panels(truth, 131, n_panels, n_obs, residuals)
    ]
    return Coverage(*map(float, np.mean(inside, axis=0)))


def _inside(panel: Panel, truth: Truth, cov: TimeSeriesCov) -> tuple[bool, bool, bool]:
    portfolio, factors = panel.returns.mean(axis=1), panel.factors
    n_obs, n_factors = factors.shape
    exposures = truth.betas.mean(axis=0)
    true_covariance = truth.factor_root @ truth.factor_root.T
    true_along = SHOCK * float(exposures @ true_covariance[:, 0] / true_covariance[0, 0])

    fit, covariance = coefficient_covariance(portfolio, factors, cov)
    shocks = np.array([SHOCK, *[np.nan] * (n_factors - 1)])
    moves = conditional_moves(factors, shocks)
    along = float(moves @ fit.coefficients[1:, 0])
    as_given = np.sqrt(moves @ covariance[1:, 1:] @ moves)
    _, alone = coefficient_covariance(portfolio, factors[:, :1], cov)
    carried = abs(SHOCK) * np.sqrt(alone[1, 1])
    zero, of_zero = SHOCK * fit.coefficients[1, 0], abs(SHOCK) * np.sqrt(covariance[1, 1])
    wide = float(t_quantile(0.5 + LEVEL / 2.0, n_obs - n_factors - 1))
    narrow = float(t_quantile(0.5 + LEVEL / 2.0, n_obs - 2))
    return (
        abs(along - true_along) <= wide * as_given,
        abs(along - true_along) <= narrow * carried,
        abs(zero - SHOCK * exposures[0]) <= wide * of_zero,
    )
