"""Scaled QR, by which this package solves every least-squares problem."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import lapack

__all__ = [
    "DEPENDENT_BELOW",
    "Array",
    "Factorisation",
    "Reflectors",
    "design",
    "factorise",
    "partners",
]

Array = NDArray[np.float64]

# A column is called dependent where its part orthogonal to the columns before it is shorter than
# this share of its length: its coefficients would have fewer than four correct digits.
DEPENDENT_BELOW = 1e-10

# A column takes part in a combination if it carries more than this share of its length.
_TAKES_PART = 1e-6


@dataclass(frozen=True, slots=True)
class Factorisation:
    """``matrix @ r_inverse = q`` with orthonormal columns in ``q``.

    Attributes
    ----------
    q : (rows, columns) array
    r_inverse : (columns, columns) array
        Upper triangular. Not finite, or meaningless, when a column is dependent.
    independence : (columns,) array
        For each column the length of its part orthogonal to the columns before it, as a
        share of its own length: 1 is orthogonal, 0 is a linear combination.
    """

    q: Array
    r_inverse: Array
    independence: Array

    @property
    def dependent(self) -> tuple[int, ...]:
        """Columns that are linear combinations of the columns before them."""
        return tuple(int(i) for i in np.flatnonzero(self.independence < DEPENDENT_BELOW))

    def solve(self, targets: Array) -> Array:
        """Least-squares coefficients (columns, targets) of ``targets`` (rows, targets)."""
        return self.r_inverse @ (self.q.T @ targets)

    def gram_inverse(self) -> Array:
        """``(X'X)^-1`` (columns, columns) of the factorised ``X``."""
        return self.r_inverse @ self.r_inverse.T


def design(factors: Array) -> Array:
    """Put a column of ones before the factors: (T, K) to (T, K + 1), in LAPACK's order."""
    n_obs, n_factors = factors.shape
    matrix = np.empty((n_obs, n_factors + 1), order="F")
    matrix[:, 0] = 1.0
    matrix[:, 1:] = factors
    return matrix


def factorise(matrix: Array) -> Factorisation:
    """Factorise a matrix (rows, columns), each column scaled to length one first.

    Scaling makes the answer independent of the units of the columns, and the diagonal of
    R then tells which column repeats the others. Rows must be at least as many as columns.
    """
    length = np.sqrt(np.einsum("ij,ij->j", matrix, matrix))
    scale = np.where(length > 0.0, length, 1.0)
    columns = matrix.shape[1]
    # LAPACK is called directly, because numpy's qr and solve take twice the time at 250 x 7.
    packed, tau, _, _ = lapack.dgeqrf(np.asfortranarray(matrix / scale), overwrite_a=1)
    r = packed[:columns] * _upper(columns)
    q, _, _ = lapack.dorgqr(packed, tau, overwrite_a=1)
    r_inverse, _ = lapack.dtrtri(r)
    independence = np.where(length > 0.0, np.abs(r.diagonal()), 0.0)
    return Factorisation(q, r_inverse / scale[:, None], independence)


@cache
def _upper(columns: int) -> Array:
    """Ones on and above the diagonal.

    The matrix is kept, because numpy's triu takes longer than the factorisation itself.
    """
    return np.triu(np.ones((columns, columns)))


class Reflectors:
    """The orthogonal matrix Q (N, N) of a QR of (N, R), stored as R reflections."""

    def __init__(self, matrix: Array) -> None:
        self._packed, self._tau, _, _ = lapack.dgeqrf(np.asfortranarray(matrix))

    def transpose_times(self, matrix: Array) -> Array:
        """``Q' @ matrix`` in a new array."""
        # dormqr overwrites its argument, and asfortranarray would not copy a single column.
        target = np.array(matrix, order="F")
        _, work, _ = lapack.dormqr("L", "T", self._packed, self._tau, target, -1)
        out, _, _ = lapack.dormqr(
            "L", "T", self._packed, self._tau, target, int(work[0]), overwrite_c=1
        )
        result: Array = out
        return result


def partners(others: Array, values: Array) -> list[int]:
    """Columns of ``others`` (rows, columns) that carry weight in the combination ``values``."""
    coefficients = np.linalg.lstsq(others, values, rcond=None)[0]
    share = np.abs(coefficients) * np.linalg.norm(others, axis=0)
    return [int(i) for i in np.flatnonzero(share > _TAKES_PART * np.linalg.norm(values))]
