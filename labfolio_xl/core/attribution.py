"""The parts of a realised return, their links over time, and the errors of the parts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from labfolio_xl.core.qr import Array, design

__all__ = ["EstimatedParts", "carino_links", "estimated_parts"]


@dataclass(frozen=True, slots=True)
class EstimatedParts:
    """The parts of a realised return that are estimated, alpha first, then K factors.

    Attributes
    ----------
    std_errors : (K + 1,) array
    factors_total, factors_total_std_error : float
        The sum of the factors' parts.
    """

    std_errors: Array
    factors_total: float
    factors_total_std_error: float


def carino_links(returns: Array, against: Array | None = None) -> Array:
    r"""Coefficients (T,) that make the parts of returns (T,) sum to the compounded return.

    With the returns b of a benchmark ``against`` which they are measured, the parts of
    :math:`r_t - b_t` sum to the difference of the compounded returns R and B:
    :math:`c_t = k(r_t, b_t) / k(R, B)` with :math:`k(r, b) = [\ln(1 + r) - \ln(1 + b)] /
    (r - b)`, and :math:`1 / (1 + r)` where the two are equal. Without a benchmark b is zero.
    Every return is above -1. Carino (1999).
    """
    base = np.zeros_like(returns) if against is None else against
    ratios = np.log1p((returns - base) / (1.0 + base))
    whole, base_growth = float(ratios.sum()), float(np.exp(np.log1p(base).sum()))
    differences = returns - base
    each = np.divide(ratios, differences, out=1.0 / (1.0 + base), where=differences != 0.0)
    grown = base_growth * np.expm1(whole)
    return each / (whole / grown if grown != 0.0 else 1.0 / base_growth)


def estimated_parts(
    coefficients: Array, covariance: Array, factors: Array, links: Array
) -> EstimatedParts:
    r"""Errors of the parts of alpha and of the factors over the dates of factors (T, K).

    The part of a factor is :math:`b_k \sum_t c_t f_{kt}`, that of alpha
    :math:`a \sum_t c_t`. The sums are what happened, so that the only estimates are the
    ``coefficients`` (K + 1,), alpha first, and the errors come from their ``covariance`` alone.
    """
    realised = design(factors).T @ links
    earned = realised[1:]
    variance = float(earned @ covariance[1:, 1:] @ earned)
    return EstimatedParts(
        std_errors=np.abs(realised) * np.sqrt(covariance.diagonal()),
        factors_total=float(earned @ coefficients[1:]),
        factors_total_std_error=float(np.sqrt(max(variance, 0.0))),
    )
