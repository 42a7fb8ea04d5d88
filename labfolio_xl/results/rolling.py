"""Results about exposures that change over time."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from labfolio_xl.results.inference import (
    Dated,
    FloatSeries,
    Inference,
    IntSeries,
    quantile_of_level,
)

__all__ = ["RollingExposure"]


@dataclass(frozen=True, slots=True)
class RollingExposure(Dated):
    """Exposures of a portfolio in moving windows; a date is the last one of its window.

    Attributes
    ----------
    exposure, std_errors : DataFrame, dates x factors
        NaN in a window in which the factors repeat each other.
    alpha, alpha_std_errors, rsquared : Series by date
    n_obs : Series by date
        Dates in the window.
    window : int
        Dates in each window, or in the first one if ``expanding``.
    expanding : bool
    rule : str
        How long the windows are, and whether that was chosen or is the usual length.
    inference : Inference
    """

    exposure: pd.DataFrame
    std_errors: pd.DataFrame
    alpha: FloatSeries
    alpha_std_errors: FloatSeries
    rsquared: FloatSeries
    n_obs: IntSeries
    window: int
    expanding: bool
    rule: str
    inference: Inference

    @property
    def band(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Exposures less and plus one standard error, each dates x factors."""
        return self.exposure - self.std_errors, self.exposure + self.std_errors

    def conf_int(self, level: float = 0.95) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Low and high end of the intervals, each dates x factors; Student's t."""
        df = self.n_obs.to_numpy() - self.exposure.shape[1] - 1
        width = self.std_errors.mul(quantile_of_level(level, df), axis=0)
        return self.exposure - width, self.exposure + width

    def to_frame(self) -> pd.DataFrame:
        """For each factor three columns: exposure, minus_1sd, plus_1sd; then alpha and R2."""
        low, high = self.band
        columns: list[tuple[str, FloatSeries]] = []
        for name in self.exposure.columns:
            columns.append((str(name), self.exposure[name]))
            columns.append((f"{name} minus_1sd", low[name]))
            columns.append((f"{name} plus_1sd", high[name]))
        columns += [("alpha", self.alpha), ("rsquared", self.rsquared)]
        # Side by side, not by name: a factor may be called rsquared too.
        names, series = zip(*columns, strict=True)
        return pd.concat(series, axis=1).set_axis(list(names), axis=1)
