"""Coverage of the intervals of an attribution's parts: the true exposure times what was earned."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from designs import (
    ONE_FACTOR_OR_SIX,
    Panel,
    Residuals,
    one_factor_or_six,
    panels,
    truth_of_sample,
)
from table import Row

from labfolio_xl.core.attribution import carino_links, estimated_parts
from labfolio_xl.core.distributions import t_quantile
from labfolio_xl.core.portfolio import coefficient_covariance
from labfolio_xl.core.qr import Array, design
from labfolio_xl.core.time_series import TimeSeriesCov
from labfolio_xl.options import LEVEL, OPTIONS

__all__ = ["coverages", "rows", "shares_beyond_the_quantile"]

_LENGTHS = (60, 249)
_COV = OPTIONS["cov"].default


def rows(n_panels: int) -> Iterator[Row]:
    """Rows of the market's part, for both lengths and designs."""
    for residuals, words in ONE_FACTOR_OR_SIX.items():
        for n_obs in _LENGTHS:
            before = coverages(n_panels, n_obs, residuals, "ols", linked=False)
            after = coverages(n_panels, n_obs, residuals, _COV, linked=True)
            yield Row(
                f"part of the market in an attribution (before: sums, ols; now: linked, {_COV}), "
                f"{words}, T = {n_obs}",
                f"share of {LEVEL:.0%} intervals that hold the true exposure times what it earned",
                LEVEL,
                before[1],
                after[1],
            )


def coverages(
    n_panels: int, n_obs: int, residuals: Residuals, cov: TimeSeriesCov, *, linked: bool
) -> list[float]:
    """Share of the intervals that hold the true part: alpha's, then each factor's.

    Where the variance of the residuals follows the market's square, it is the only factor.
    """
    truth = truth_of_sample()
    true = np.concatenate([[0.0], truth.betas.mean(axis=0)])
    inside = []
    for panel in one_factor_or_six(truth, 1400 + n_obs, n_panels, n_obs, residuals):
        parts, errors, earned = _estimated(panel, cov, linked=linked)
        width = t_quantile(0.5 + LEVEL / 2.0, n_obs - len(parts)) * errors
        inside.append(np.abs(parts - true[: len(parts)] * earned) <= width)
    return [float(share) for share in np.mean(inside, axis=0)]


def shares_beyond_the_quantile(n_panels: int, n_obs: int) -> list[float]:
    """How often the part of a factor that pays nothing is more than two errors from zero.

    A test that such a part is due to a premium should reject in 5%.
    """
    truth = truth_of_sample(zero_premia=True)
    beyond = []
    for panel in panels(truth, 1500 + n_obs, n_panels, n_obs):
        parts, errors, _ = _estimated(panel, "ols", linked=True)
        beyond.append(np.abs(parts) > t_quantile(0.5 + LEVEL / 2.0, n_obs - len(parts)) * errors)
    return [float(share) for share in np.mean(beyond, axis=0)]


def _estimated(panel: Panel, cov: TimeSeriesCov, *, linked: bool) -> tuple[Array, Array, Array]:
    """Parts, their errors and what each factor earned, of the portfolio of equal weights."""
    portfolio = panel.returns.mean(axis=1)
    fit, covariance = coefficient_covariance(portfolio, panel.factors, cov, None)
    links = carino_links(portfolio) if linked else np.ones(len(portfolio))
    coefficients = fit.coefficients[:, 0]
    found = estimated_parts(coefficients, covariance, panel.factors, links)
    earned = design(panel.factors).T @ links
    return coefficients * earned, found.std_errors, earned
