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


def carino_links(returns: Array) -> Array:
    r"""Coefficients (T,) that make the parts of returns (T,) sum to the compounded return.

    :math:`c_t = [\ln(1 + r_t) / r_t] / [\ln(1 + R) / R]` with the compounded return R; a
    quotient is one where its return is zero. Every return is above -1. Carino (1999).
    """
    logs = np.log1p(returns)
    growth = float(np.expm1(logs.sum()))
    each = np.divide(logs, returns, out=np.ones_like(logs), where=returns != 0.0)
    whole = float(logs.sum()) / growth if growth != 0.0 else 1.0
    return each / whole


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
