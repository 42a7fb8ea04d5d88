"""The long-only mixture of series that moves as another series does (Sharpe 1992)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import lapack

from labfolio_xl.core.qr import Array, factorise, partners

__all__ = ["mixture", "repeated", "rolling_mixtures"]

# A column is called constant where it varies by less than this share of its size.
_CONSTANT = 1e-10

# A slope below so many roundings is zero: the columns of the system have lengths of one or two.
_ROUNDINGS = 16.0 * float(np.finfo(np.float64).eps)

_SMALLEST = float(np.finfo(np.float64).tiny)

# Each step of the active set makes the distance smaller, so that no set comes twice. The search
# takes about as many steps as there are columns, and this many times that number ends it anyhow.
_MOST_STEPS = 10


def mixture(target: Array, parts: Array) -> Array:
    r"""Weights w (K,) of the mixture of ``parts`` (T, K) that moves most as ``target`` (T,) does.

    They minimise the variance of :math:`y - X w` subject to :math:`w \ge 0` and
    :math:`\sum_k w_k = 1`. As the weights sum to one, :math:`y - X w = D w` with the columns
    :math:`d_k = y - x_k`, less their means: w is the point nearest to the origin among the
    mixtures of the columns of D.

    Nothing is missing. The weights are unique if no part is a mixture of others with weights of
    any sign, as :func:`repeated` tells; otherwise they are those of one of the best
    mixtures.

    Notes
    -----
    Let u minimise :math:`|D u|^2 + (1 - \sum_k u_k)^2` over :math:`u \ge 0`. The conditions of
    the minimum are that :math:`D'D u - (1 - s)` with :math:`s = \sum_k u_k` is zero where u is
    positive, and not negative elsewhere. Divided by s they are those of :math:`w = u / s`, with
    the multiplier :math:`(1 - s) / s` of the sum. So the weights are those of non-negative
    least squares (Lawson and Hanson 1974, chapter 23), whose active set ends at the exact
    minimum; each step is solved by QR, so that no precision is lost to squares.
    """
    system = _system(target, parts)
    goal = np.zeros(len(system))
    goal[-1] = 1.0
    # The nearest part is the first guess. If it is the target itself, no other step is taken.
    held = np.zeros(parts.shape[1], dtype=bool)
    held[np.einsum("ij,ij->j", system, system).argmin()] = True
    found = held.astype(np.float64)
    slope, distance = _ROUNDINGS * parts.shape[1], np.inf
    for _ in range(_MOST_STEPS * parts.shape[1]):
        found = _solve_within(system, goal, found, held)
        rest = goal - system @ found
        held = found > 0.0
        uphill = np.where(held, -np.inf, system.T @ rest)
        entering = int(uphill.argmax())
        nearer = float(rest @ rest) < distance
        if uphill[entering] <= slope or not nearer:
            break
        held[entering], distance = True, float(rest @ rest)
    weights: Array = found / found.sum()
    return weights


def _system(target: Array, parts: Array) -> Array:
    """The differences D, reduced to their triangle and scaled, above a row of ones."""
    differences = target[:, None] - parts
    differences = differences - differences.mean(axis=0)
    differences /= np.abs(differences).max(initial=0.0) or 1.0
    rows, columns = differences.shape
    if rows > columns:
        packed, _, _, _ = lapack.dgeqrf(np.asfortranarray(differences), overwrite_a=1)
        differences = np.triu(packed[:columns])
    length = float(np.sqrt(np.einsum("ij,ij->j", differences, differences).max())) or 1.0
    return np.vstack([differences / length, np.ones(columns)])


def _solve_within(system: Array, goal: Array, start: Array, held: NDArray[np.bool_]) -> Array:
    """Least squares over the held columns, of which those are left out that would be negative.

    ``start`` is not negative, and positive on the held columns but for the one that enters.
    """
    found, held = start, held.copy()
    while True:
        wanted = np.zeros_like(found)
        wanted[held] = factorise(system[:, held]).solve(goal)
        below = held & (wanted <= 0.0)
        if not below.any():
            return wanted
        # Go towards the solution until the first column reaches zero, and leave that one out.
        share = np.full(len(found), np.inf)
        share[below] = found[below] / np.maximum(found - wanted, _SMALLEST)[below]
        step = float(share.min())
        found = np.where(held, found + step * (wanted - found), 0.0)
        held &= share > step
        found[~held] = 0.0


def rolling_mixtures(target: Array, parts: Array, window: int, *, expanding: bool = False) -> Array:
    """Weights (T - window + 1, K) of :func:`mixture` in each window.

    The windows have ``window`` rows and end one row apart; with ``expanding`` all of them begin
    with the first row. The weights are NaN in a window in which the parts repeat each other.
    """
    n_obs, n_parts = parts.shape
    weights = np.full((n_obs - window + 1, n_parts), np.nan)
    for place in range(len(weights)):
        rows = slice(0 if expanding else place, place + window)
        if repeated(parts[rows]) is None:
            weights[place] = mixture(target[rows], parts[rows])
    return weights


def repeated(parts: Array) -> tuple[int, list[int]] | None:
    """The first column of ``parts`` (T, K) that moves as a mixture of the columns before it.

    The weights of such a mixture sum to one and may be negative, so that the best weights of all
    columns are not unique. Means do not matter: a column that differs from another by a constant
    repeats it. T is at least K.

    Returns
    -------
    tuple or None
        The column, and those columns before it that take part; None if there is no such column.
    """
    system = _with_ones(parts)
    dependent = factorise(system).dependent
    if not dependent:
        return None
    column = dependent[0]
    return column, partners(system[:, :column], system[:, column])


def _with_ones(parts: Array) -> Array:
    """The columns less their means, all divided by one number, above a row of ones.

    A combination of the columns of this matrix is a combination whose weights sum to one.
    """
    size = np.abs(parts).max(axis=0, initial=0.0)
    moves = np.ptp(parts, axis=0) > _CONSTANT * size
    centred = np.where(moves, parts - parts.mean(axis=0), 0.0)
    centred /= np.abs(centred).max(initial=0.0) or 1.0
    length = float(np.sqrt(np.einsum("ij,ij->j", centred, centred).max())) or 1.0
    return np.vstack([centred / length, np.ones(parts.shape[1])])
