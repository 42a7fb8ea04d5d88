"""The estimates of a bootstrap's resamples: their standard errors, intervals and p-values."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from labfolio_xl.core.bootstrap import percentile_pvalues
from labfolio_xl.errors import InputError, counted
from labfolio_xl.options import LEVEL, check_level

__all__ = ["Draws"]


@dataclass(frozen=True, slots=True)
class Draws:
    """Estimates of the resamples of the stationary bootstrap.

    Attributes
    ----------
    table : DataFrame, resamples x factors
        The resamples that could be estimated.
    n_failed : int
        The number of resamples that could not.
    block : float
        Mean length of the blocks, in periods.
    seed : int
        The same seed gives the same draws.

    Notes
    -----
    An interval has the quantiles of the draws as its ends (Efron 1979). The p-value is two times
    the smaller share of the draws on one side of zero, interpolated as the quantiles are, so
    that it is below 1 - level exactly where the interval leaves out zero (Efron and Tibshirani
    1993, section 15.4). It is at least 2 / (n + 1) for n draws, the smallest p-value that n draws
    can show (Davison and Hinkley 1997, section 4.2); an interval that would need more draws than
    there are is refused.
    """

    table: pd.DataFrame
    n_failed: int
    block: float
    seed: int

    @property
    def std_errors(self) -> pd.Series[float]:
        """Standard deviations of the draws, by factor."""
        return self.table.std().rename("std_error")

    def bias(self, estimates: pd.Series[float]) -> pd.Series[float]:
        """Mean of the draws less the estimate, by factor."""
        return (self.table.mean() - estimates).rename("bias")

    def pvalues(self) -> pd.Series[float]:
        """Two-sided p-values by factor; NaN where all draws are the same."""
        values = percentile_pvalues(self.table.to_numpy())
        return pd.Series(values, index=self.table.columns, name="p")

    def conf_int(self, level: float = LEVEL) -> pd.DataFrame:
        """Percentile intervals: columns low and high, by factor.

        Raises
        ------
        InputError
            ``level`` is no share, or too close to 1 for the number of draws.
        """
        level = check_level(level)
        highest = 1.0 - 2.0 / (len(self.table) + 1.0)
        if level >= highest:
            raise InputError(
                f"level is {level:.10g}, but {len(self.table)} resamples give intervals of less "
                f"than {highest:.4f}; give more resamples or a lower level."
            )
        tail = (1.0 - level) / 2.0
        ends = np.quantile(self.table.to_numpy(), [tail, 1.0 - tail], axis=0)
        return pd.DataFrame(ends.T, index=self.table.columns, columns=["low", "high"])

    def __str__(self) -> str:
        """The resamples, the mean length of the blocks and the seed."""
        failed = f", {counted(self.n_failed, 'resample')} failed" if self.n_failed else ""
        return f"{len(self.table)} resamples, mean block {self.block:.1f}, seed {self.seed}{failed}"
