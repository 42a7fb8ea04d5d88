"""Several estimates judged together: a joint test, and p-values for many tests at once."""

from __future__ import annotations

import numpy as np

from labfolio_xl.core.qr import Array

__all__ = ["holm_adjusted", "wald_statistic"]

# The least eigenvalue of a correlation as a share of the largest. Below it, what rounding leaves
# of the smallest direction would decide the test.
_LEAST_DIRECTION = 1e-12


def wald_statistic(estimates: Array, covariance: Array) -> float:
    """The quadratic form of estimates (M,) in the inverse of their covariance (M, M).

    It is chi-squared with M degrees of freedom in large samples if all estimates are zero. NaN
    where the covariance is singular, missing or not positive, as Shanken's may be. Units do not
    matter.
    """
    variances = covariance.diagonal()
    if not (variances > 0.0).all():
        return float("nan")
    deviations = np.sqrt(variances)
    correlation = covariance / np.outer(deviations, deviations)
    eigenvalues = np.linalg.eigvalsh(correlation)
    if eigenvalues[0] <= _LEAST_DIRECTION * eigenvalues[-1]:
        return float("nan")
    scaled = estimates / deviations
    return float(scaled @ np.linalg.solve(correlation, scaled))


def holm_adjusted(pvalues: Array) -> Array:
    """Adjusted p-values (M,) of Holm's step-down rule; NaN stays and does not count.

    With an adjusted p below 5% for the rejected ones, the probability of a wrong rejection among
    all tests is at most 5%, however the tests depend on each other. Holm (1979), Scandinavian
    Journal of Statistics 6.
    """
    adjusted = np.full(len(pvalues), np.nan)
    order = np.argsort(pvalues)[: int((~np.isnan(pvalues)).sum())]
    steps = np.arange(len(order), 0, -1) * pvalues[order]
    adjusted[order] = np.minimum(1.0, np.maximum.accumulate(steps))
    return adjusted
