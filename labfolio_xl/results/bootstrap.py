"""Result of the bootstrap: intervals that assume no distribution."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from labfolio_xl.errors import counted
from labfolio_xl.options import check_level
from labfolio_xl.results.inference import FloatSeries
from labfolio_xl.returns.dates.used import OnDates, UsedDates

__all__ = ["Bootstrap"]


@dataclass(frozen=True, slots=True)
class Bootstrap(OnDates):
    """Estimates by factor, and how they vary over resamples of the dates.

    Attributes
    ----------
    what : str
        "premium" or "exposure".
    estimates : Series by factor
    draws : DataFrame, resamples x factors
    seed : int
        The same seed gives the same draws.
    block : float
        Mean length of the blocks, in periods.
    dates : UsedDates
    n_failed : int
        Resamples that could not be estimated; they are not among the draws.
    """

    what: str
    estimates: FloatSeries
    draws: pd.DataFrame
    seed: int
    block: float
    dates: UsedDates
    n_failed: int

    @property
    def std_errors(self) -> FloatSeries:
        """Deviations of the draws, by factor."""
        return self.draws.std().rename("std_error")

    @property
    def bias(self) -> FloatSeries:
        """Mean of the draws less the estimate, by factor."""
        return (self.draws.mean() - self.estimates).rename("bias")

    def conf_int(self, level: float = 0.95) -> pd.DataFrame:
        """Percentile intervals: columns low and high, by factor. Efron (1979)."""
        level = check_level(level)
        tail = (1.0 - level) / 2.0
        ends = np.quantile(self.draws.to_numpy(), [tail, 1.0 - tail], axis=0)
        return pd.DataFrame(ends.T, index=self.estimates.index, columns=["low", "high"])

    def __str__(self) -> str:
        """One line that says how the intervals were made."""
        failed = f"; {counted(self.n_failed, 'resample')} failed" if self.n_failed else ""
        return (
            f"stationary bootstrap, {len(self.draws)} resamples, mean block "
            f"{self.block:.1f}, seed {self.seed}; percentile intervals{failed}; {self.dates}"
        )

    def to_frame(self, level: float = 0.95) -> pd.DataFrame:
        """One row for each factor: estimate, s.e., bias, low, high."""
        table = pd.DataFrame(
            {self.what: self.estimates, "std_error": self.std_errors, "bias": self.bias}
        )
        return table.join(self.conf_int(level)).rename_axis("factor")
