"""What one pass over a table tells of its columns; only suspicious ones are looked at closer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

__all__ = ["ColumnFacts", "column_facts", "known_cells"]


@dataclass(frozen=True, slots=True)
class ColumnFacts:
    """Facts of each column, missing cells left out.

    Attributes
    ----------
    lowest, highest : ndarray
        NaN for a column without a cell.
    n_known, n_zero : ndarray of int
    mean_size : ndarray
        Mean absolute value of the cells that are not zero; zero where there is none. At least
        half of their median, whatever the numbers are.
    """

    lowest: np.ndarray
    highest: np.ndarray
    n_known: np.ndarray
    n_zero: np.ndarray
    mean_size: np.ndarray

    @property
    def moves(self) -> np.ndarray:
        """Which columns hold two different numbers."""
        return self.highest > self.lowest

    @property
    def largest(self) -> np.ndarray:
        """Largest absolute value of each column."""
        return np.maximum(self.highest, -self.lowest)


def column_facts(values: np.ndarray) -> ColumnFacts:
    """Facts of each column of a table (T, N), in one pass each."""
    total = np.abs(values).sum(axis=0)
    holed = bool(np.isnan(total).any())
    missing = np.isnan(values).sum(axis=0) if holed else np.zeros(values.shape[1], dtype=np.int64)
    if holed:
        total = np.nansum(np.abs(values), axis=0)
    n_other = np.count_nonzero(values, axis=0) - missing  # NaN counts as not zero
    n_known = len(values) - missing
    return ColumnFacts(
        lowest=np.fmin.reduce(values, axis=0),
        highest=np.fmax.reduce(values, axis=0),
        n_known=n_known,
        n_zero=n_known - n_other,
        mean_size=total / np.maximum(n_other, 1),
    )


def known_cells(column: np.ndarray) -> np.ndarray:
    """The cells of a column that are not missing."""
    return column[~np.isnan(column)]
