"""Rows that are blank throughout, and columns whose numbers come less often than the rows."""

from __future__ import annotations

import numpy as np
import pandas as pd

from labfolio_xl.returns.frequency.detection import Frequency, find_frequency

__all__ = ["coarser_columns", "known_rows"]

# A column with fewer numbers than this, from its first to its last, may come less often.
_SPARSE = 0.5


def known_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows that hold any number; the very same frame if all do, or none."""
    values = frame.to_numpy()
    blank = np.isnan(values[:, 0])
    if not blank.any():
        return frame
    blank[blank] = np.isnan(values[blank]).all(axis=1)
    return frame[~blank] if blank.any() and not blank.all() else frame


def coarser_columns(frame: pd.DataFrame, frequency: Frequency) -> dict[int, Frequency]:
    """The columns, by place, whose numbers come less often than the rows do."""
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
