r"""How well betas explain the mean returns of the assets: the cross-sectional R-squared.

With mean returns :math:`\bar r`, exposures B (a column of ones first, if the zero-beta rate is
estimated) and weights W,

.. math:: R^2 = 1 - \frac{\min_\lambda (\bar r - B\lambda)' W (\bar r - B\lambda)}
                         {\min_c (\bar r - c)' W (\bar r - c)}

W is the identity for OLS, and the inverse of the covariance of the returns for GLS (Kandel and
Stambaugh 1995, Journal of Finance 50). The total is about the mean of all assets,
weighted by W, with the zero-beta rate and without: without it, R-squared may be negative, where
betas explain less than one mean for all. OLS says how close the means are to the line, and is
high wherever betas and means have a common structure; GLS says how close a portfolio of the
factors comes to the highest Sharpe ratio (Lewellen, Nagel and Shanken 2010, Journal of Financial
Economics 96).
"""

from __future__ import annotations

import numpy as np
from scipy.linalg import lapack

from labfolio_xl.core.cross_section import with_zero_beta
from labfolio_xl.core.gram import gram_cholesky
from labfolio_xl.core.qr import Array, factorise

__all__ = ["rsquared_of_means"]


def rsquared_of_means(returns: Array, betas: Array, *, intercept: bool) -> tuple[float, float]:
    """The OLS and the GLS R-squared of the mean returns on the betas, complete data.

    Parameters
    ----------
    returns : (T, N) array
    betas : (N, K) array
    intercept : bool
        Whether the zero-beta rate is estimated.

    Returns
    -------
    ols, gls : float
        Both NaN if all assets have the same mean, GLS also if the covariance of the returns
        is singular.
    """
    mean = returns.mean(axis=0)
    exposures = with_zero_beta(betas) if intercept else betas
    columns = np.column_stack([mean, np.ones(len(mean)), exposures])
    ols = _rsquared(columns)
    lower = None
    if len(returns) > len(mean):
        lower = gram_cholesky(returns - mean)
    if lower is None:
        return ols, float("nan")
    return ols, _rsquared(lapack.dtrtrs(lower, columns, lower=1)[0])


def _rsquared(columns: Array) -> float:
    """R-squared of the first column on those from the third; the total is about the second."""
    mean, constant, exposures = columns[:, 0], columns[:, 1], columns[:, 2:]
    total = _left_over(mean, constant[:, None])
    if total <= np.finfo(float).eps * float(mean @ mean):
        return float("nan")
    return 1.0 - _left_over(mean, exposures) / total


def _left_over(target: Array, regressors: Array) -> float:
    """Sum of squares of a target (N,) that regressors (N, R) leave."""
    q = factorise(regressors).q
    residual = target - q @ (q.T @ target)
    return float(residual @ residual)
