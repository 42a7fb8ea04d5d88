"""Figures of one series of returns: growth, falls from a peak, Sharpe ratio, moments, tails."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import numpy as np

from labfolio_xl.core.distributions import t_quantile
from labfolio_xl.core.qr import Array

__all__ = [
    "Fall",
    "Tail",
    "annual_return",
    "excess_kurtosis",
    "fall_list",
    "falls_from_peak",
    "growth_of_one",
    "historical_tail",
    "normal_tail",
    "sharpe_ratio",
    "skewness",
    "tail_rank",
]

# Smaller falls are the rounding of a product of thousands of returns, and smaller differences
# between returns that of a constant.
_ROUNDING = 1e-12
# The squares of smaller differences are zero in the computer's numbers.
_TINY = 1e-150
# Skewness needs three returns and kurtosis four: their small-sample factors divide by T - 2, T - 3.
_LEAST_SKEWNESS, _LEAST_KURTOSIS = 3, 4


@dataclass(frozen=True, slots=True)
class Fall:
    """A fall from a peak of wealth, until the peak is reached again.

    Attributes
    ----------
    peak, trough : int
        Places in the wealth: 0 is the start, before the first return.
    recovery : int or None
        The first place that is as high as the peak again; None if there is none.
    depth : float
        The return from peak to trough, below zero.
    """

    peak: int
    trough: int
    recovery: int | None
    depth: float


@dataclass(frozen=True, slots=True)
class Tail:
    """The lower tail of returns, as returns: a loss is negative.

    Attributes
    ----------
    value_at_risk, expected_shortfall : float
        The return at the edge of the tail, and the mean return in the tail.
    """

    value_at_risk: float
    expected_shortfall: float


def growth_of_one(returns: Array) -> Array:
    """The wealth (T + 1,) that compounded returns (T,) make of one; it begins with one."""
    return np.concatenate([[1.0], np.cumprod(1.0 + returns)])


def annual_return(growth: float, n_obs: int, periods_per_year: float) -> float:
    """The annual return that compounds to ``growth`` (0 or more); NaN for less than a year."""
    years = n_obs / periods_per_year
    return float(growth ** (1.0 / years) - 1.0) if years >= 1.0 else np.nan


def falls_from_peak(wealth: Array) -> Array:
    r"""Returns (T + 1,) since the highest wealth so far, :math:`W_t / \max_{s \le t} W_s - 1`."""
    falls = wealth / np.maximum.accumulate(wealth) - 1.0
    falls[falls > -_ROUNDING] = 0.0
    return falls


def fall_list(falls: Array) -> list[Fall]:
    """Every fall from a peak in the order of time, from :func:`falls_from_peak`.

    A peak that lasts for several periods is that of its last one, in which the fall begins.
    """
    below = np.concatenate([falls < 0.0, [False]])
    first = np.flatnonzero(below[1:] & ~below[:-1]) + 1
    after = np.flatnonzero(~below[1:] & below[:-1]) + 1
    return [_fall(falls, *ends) for ends in zip(first.tolist(), after.tolist(), strict=True)]


def _fall(falls: Array, first: int, after: int) -> Fall:
    trough = first + int(falls[first:after].argmin())
    return Fall(first - 1, trough, after if after < len(falls) else None, float(falls[trough]))


def sharpe_ratio(excess: Array) -> tuple[float, float]:
    r"""Sharpe ratio per period of excess returns (T,), and its standard error.

    :math:`S = \bar e / s_e` and :math:`\sqrt{(1 + S^2 / 2) / T}`, for independent normal returns.
    Both are NaN for returns that never move. Lo (2002), equation 9.
    """
    if not _moves(excess):
        return np.nan, np.nan
    ratio = float(excess.mean() / excess.std(ddof=1))
    return ratio, float(np.sqrt((1.0 + ratio**2 / 2.0) / len(excess)))


def _moves(returns: Array) -> bool:
    """Whether returns differ by more than rounding, as those of a constant rate may."""
    return float(np.ptp(returns)) > max(_ROUNDING * float(np.abs(returns).max()), _TINY)


def skewness(returns: Array) -> float:
    r"""Sample skewness of returns (T,), as Excel's SKEW: :math:`\sqrt{T(T-1)} / (T-2)\; m_3`.

    :math:`m_3` is the mean of the cubes of the returns in standard units with the divisor T. NaN
    for fewer than three returns, or returns that never move.
    """
    n_obs = len(returns)
    if n_obs < _LEAST_SKEWNESS or not _moves(returns):
        return np.nan
    scale = np.sqrt(n_obs * (n_obs - 1.0)) / (n_obs - 2.0)
    return float(scale * (_standard(returns) ** 3).mean())


def excess_kurtosis(returns: Array) -> float:
    r"""Sample kurtosis of returns (T,) less that of the normal distribution, as Excel's KURT.

    :math:`\frac{T - 1}{(T-2)(T-3)} [(T + 1) m_4 - 3 (T - 1)]` with :math:`m_4` the mean of the
    fourth powers of the returns in standard units with the divisor T. NaN for fewer than four
    returns, or returns that never move.
    """
    n_obs = len(returns)
    if n_obs < _LEAST_KURTOSIS or not _moves(returns):
        return np.nan
    fourth = float((_standard(returns) ** 4).mean())
    scale = (n_obs - 1.0) / ((n_obs - 2.0) * (n_obs - 3.0))
    return scale * ((n_obs + 1.0) * fourth - 3.0 * (n_obs - 1.0))


def _standard(returns: Array) -> Array:
    deviations = returns - returns.mean()
    return deviations / np.sqrt((deviations**2).mean())


def tail_rank(n_obs: int, level: float) -> int:
    """The rank, from the lowest, of the return at the edge of a tail: ceil(T (1 - level)).

    At least so large a share of T returns as 1 - level is no higher than it.
    """
    # 1 - 0.95 is a little more than a twentieth: of twenty returns it would be two.
    return max(1, ceil(round((1.0 - level) * n_obs, 9)))


def historical_tail(returns: Array, level: float) -> Tail:
    r"""Value at risk and expected shortfall of returns (T,) as they were, of a level such as 0.95.

    With the returns in rising order and the tail :math:`p = 1 - level`, the value at risk is
    :math:`r_{(k)}` with :math:`k = \lceil pT \rceil`. The expected shortfall is the mean of the
    lowest pT returns, the last of which counts by its fraction:
    :math:`[\sum_{i<k} r_{(i)} + (pT - k + 1) r_{(k)}] / (pT)`. It is coherent, as the mean of the
    returns up to the value at risk is not. Acerbi and Tasche (2002), definition 2.6.
    """
    place = tail_rank(len(returns), level) - 1
    lowest = np.sort(np.partition(returns, place)[: place + 1])
    size = (1.0 - level) * len(returns)
    edge = float(lowest[-1])
    # As distances from the edge, so that the shortfall of equal returns is these returns.
    return Tail(edge, edge + float((lowest[:-1] - edge).sum()) / size)


def normal_tail(level: float) -> Tail:
    r"""Value at risk and expected shortfall of the standard normal distribution.

    :math:`z = \Phi^{-1}(p)` and :math:`-\varphi(z) / p` with the tail :math:`p = 1 - level`.
    """
    edge = float(t_quantile(1.0 - level, np.inf))
    density = np.exp(-(edge**2) / 2.0) / np.sqrt(2.0 * np.pi)
    return Tail(edge, -float(density) / (1.0 - level))
