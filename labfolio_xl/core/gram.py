"""Cholesky factors of Gram matrices, which tell where these are singular."""

from __future__ import annotations

from scipy.linalg import blas, lapack

from labfolio_xl.core.qr import Array

__all__ = ["gram_cholesky"]

# A Gram matrix is called singular where a squared Cholesky pivot is below this share of its
# diagonal element: a column is a combination of those before it.
_SINGULAR = 1e-12


def gram_cholesky(columns: Array) -> Array | None:
    """Lower Cholesky factor (N, N) of ``columns' columns`` (T, N), None if that is singular.

    The numbers above its diagonal have no meaning; LAPACK does not read them.
    """
    # BLAS reads columns. Rows are given to it transposed, which needs no copy.
    if columns.flags.f_contiguous:
        gram = blas.dsyrk(1.0, columns, trans=1, lower=1)
    else:
        gram = blas.dsyrk(1.0, columns.T, lower=1)
    own = gram.diagonal().copy()
    lower, failed = lapack.dpotrf(gram, lower=1, clean=0, overwrite_a=1)
    if failed or (lower.diagonal() ** 2 < _SINGULAR * own).any():
        return None
    factor: Array = lower
    return factor
