"""Simple facts about each column, computed fast, by which suspicious columns are found."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

__all__ = ["ColumnFacts", "column_facts", "known_cells", "medians", "spread_rows"]

_GOLDEN = (5.0**0.5 - 1.0) / 2.0


@dataclass(frozen=True, slots=True)
class ColumnFacts:
    """Facts about each column, without its missing cells.

    Attributes
    ----------
    lowest, highest : ndarray
        NaN for a column in which all cells are missing.
    n_known, n_zero : ndarray of int
    mean_size : ndarray
        Mean absolute value of the cells that are not zero; zero if there are none. It is always
        at least half of their median, so that a column with a small mean has a small median.
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
    """Compute the facts about each column of a table (T, N)."""
    sizes = np.abs(values)
    total = sizes.sum(axis=0)
    missing = np.zeros(values.shape[1], dtype=np.int64)
    if np.isnan(total).any():
        missing = np.count_nonzero(np.isnan(sizes), axis=0)
        total = np.fmax(sizes, 0.0, out=sizes).sum(axis=0)  # NaN becomes zero
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


def spread_rows(n_rows: int, most: int) -> np.ndarray:
    """The rows of a sample that has all weekdays and months; all rows if there are few."""
    if n_rows <= most:
        return np.arange(n_rows)
    return (n_rows * ((np.arange(most) * _GOLDEN) % 1.0)).astype(np.int64)


def medians(sample: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The lower median and the number of known cells of each column; NaN if there are none."""
    ordered = np.sort(sample, axis=0)  # NaN last
    n_known = np.count_nonzero(~np.isnan(ordered), axis=0)
    rows = np.maximum(n_known - 1, 0) // 2
    return ordered[rows, np.arange(sample.shape[1])], n_known
