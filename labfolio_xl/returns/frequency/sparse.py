"""Find rows that are wholly blank, and columns that are coarser than the rows of their table."""

from __future__ import annotations

import numpy as np
import pandas as pd

from labfolio_xl.returns.frequency.detection import Frequency, find_frequency

__all__ = ["coarser_columns", "known_rows"]

# A column may be coarser if fewer of its cells than this share, from the first to the last
# number, are filled.
_SPARSE = 0.5


def known_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows that hold any number; the given frame if all rows do, or none does."""
    values = frame.to_numpy()
    blank = np.isnan(values[:, 0])
    if not blank.any():
        return frame
    blank[blank] = np.isnan(values[blank]).all(axis=1)
    return frame[~blank] if blank.any() and not blank.all() else frame


def coarser_columns(frame: pd.DataFrame, frequency: Frequency) -> dict[int, Frequency]:
    """The columns, by position, that are coarser than the table, with their frequencies."""
    values = frame.to_numpy()
    if not np.isnan(values.sum()):
        return {}
    known = ~np.isnan(values)
    count = known.sum(axis=0)
    span = len(known) - known.argmax(axis=0) - known[::-1].argmax(axis=0)
    dates = pd.DatetimeIndex(frame.index)
    own = {
        int(place): find_frequency(dates[known[:, place]])
        for place in np.flatnonzero((count > 0) & (count < _SPARSE * span))
    }
    return {
        place: found
        for place, found in own.items()
        if found is not None and frequency.is_finer(found)
    }
