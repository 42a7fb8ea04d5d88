"""Tail probabilities and quantiles of the four distributions that the tests need.

scipy.special takes a tenth of a second to import, and scipy.stats a whole second. The functions
here import scipy.special when they are called, so that the first formula after the start of
Excel does not wait for it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from labfolio_xl.core.qr import Array

__all__ = ["SIGNIFICANT", "chi2_sf", "chi2_tails", "f_sf", "t_quantile", "t_two_sided", "tstats"]

# The level of significance: readings and summaries reject a null hypothesis "at 5%" where its
# p-value is below.
SIGNIFICANT = 0.05


def tstats(estimates: Array, std_errors: Array) -> Array:
    """Estimate over standard error; NaN where the standard error is zero or missing."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(std_errors > 0.0, estimates / std_errors, np.nan)


def t_two_sided(statistic: ArrayLike, df: ArrayLike) -> Array:
    """Two-sided p-value of Student's t; ``df=inf`` is the normal distribution."""
    from scipy import special

    magnitude, degrees = np.broadcast_arrays(np.abs(statistic), np.asarray(df, dtype=float))
    normal = 2.0 * special.ndtr(-magnitude)
    # One minus the lower tail would lose digits in the far tail, so the lower tail of the
    # negative is taken.
    student = 2.0 * special.stdtr(np.where(np.isinf(degrees), 1.0, degrees), -magnitude)
    return np.where(np.isinf(degrees), normal, student)


def t_quantile(probability: float, df: ArrayLike) -> Array:
    """Quantile of Student's t; ``df=inf`` is the normal distribution."""
    from scipy import special

    degrees = np.asarray(df, dtype=float)
    finite = np.where(np.isinf(degrees), 1.0, degrees)
    student = special.stdtrit(finite, probability)
    return np.where(np.isinf(degrees), special.ndtri(probability), student)


def chi2_sf(statistic: float, df: int) -> float:
    """Probability that a chi-squared variable with ``df`` exceeds ``statistic``."""
    from scipy import special

    return float(special.chdtrc(df, statistic)) if df > 0 else float("nan")


def chi2_tails(statistics: Array, df: int) -> Array:
    """Probabilities that a chi-squared variable with ``df`` exceeds each of ``statistics``."""
    from scipy import special

    tails: Array = special.chdtrc(df, statistics)
    return tails


def f_sf(statistic: float, df: int, df_denominator: float) -> float:
    """Probability that an F variable exceeds ``statistic``."""
    from scipy import special

    if df <= 0 or df_denominator <= 0:
        return float("nan")
    return float(special.fdtrc(df, df_denominator, statistic))
