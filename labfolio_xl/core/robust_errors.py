"""Errors of coefficients that hold where the variance of the residuals changes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from labfolio_xl.core.newey_west import bartlett_weight
from labfolio_xl.core.qr import Array, Factorisation
from labfolio_xl.options.words import TimeSeriesCov

__all__ = ["RobustErrors", "leave_one_out"]

# A date whose leverage is closer to one than this settles a coefficient alone. That a coefficient
# depends on the date is told from rounding errors by its share in the coefficient's influences.
_ALONE, _DEPENDS = 1e-10, 1e-8


def leave_one_out(factorisation: Factorisation) -> tuple[Array, NDArray[np.bool_]]:
    r"""Scales (T,) of the residuals for "hc3", and which coefficients (P,) have no such error.

    A residual over :math:`1 - x_t'(X'X)^{-1}x_t` is what the regression without date t misses
    that date by: MacKinnon and White (1985). Where the leverage is one, that regression does not
    exist: the date alone settles some coefficients, whose error is then not defined. The other
    coefficients do not depend on the date, and its scale is zero.
    """
    gaps = 1.0 - np.einsum("ij,ij->i", factorisation.q, factorisation.q)
    alone = gaps < _ALONE
    scales = np.divide(1.0, gaps, out=np.zeros_like(gaps), where=~alone)
    influence = factorisation.q[alone] @ factorisation.r_inverse.T
    length = np.sqrt(np.einsum("ij,ij->i", factorisation.r_inverse, factorisation.r_inverse))
    return scales, (np.abs(influence) > _DEPENDS * length).any(axis=0)


class RobustErrors:
    """Errors that are robust to heteroskedasticity and, with lags, to autocorrelation.

    They are computed for one block of assets after the other. The products of the influence
    with its own lags are the same for all blocks and are kept.
    """

    def __init__(self, factorisation: Factorisation, cov: TimeSeriesCov) -> None:
        influence = factorisation.q @ factorisation.r_inverse.T
        self._undefined = np.zeros(influence.shape[1], dtype=np.bool_)
        if cov == "hc3":
            scales, self._undefined = leave_one_out(factorisation)
            influence *= scales[:, None]
        self._influence = np.ascontiguousarray(influence.T)
        self._products = [self._influence**2]

    def errors(self, residuals: Array, squares: Array, lags: NDArray[np.int64]) -> Array:
        """Errors (P, N) from residuals (T, N); their ``squares`` are overwritten."""
        n_obs = residuals.shape[0]
        variance = self._product(0) @ squares
        most = int(lags.max(initial=0))
        weights = 2.0 * bartlett_weight(np.arange(most + 1)[:, None], lags)
        for lag in range(1, most + 1):
            pairs = squares[: n_obs - lag]
            np.multiply(residuals[lag:], residuals[: n_obs - lag], out=pairs)
            variance += weights[lag] * (self._product(lag) @ pairs)
        variance[self._undefined] = np.nan
        return np.sqrt(np.maximum(variance, 0.0))

    def _product(self, lag: int) -> Array:
        if lag == len(self._products):
            n_obs = self._influence.shape[1]
            self._products.append(self._influence[:, lag:] * self._influence[:, : n_obs - lag])
        return self._products[lag]
