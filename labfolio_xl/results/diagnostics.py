"""Result of the diagnostics: what the estimates assume, and whether the data agree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from labfolio_xl.results.inference import FloatSeries, TestStatistic
from labfolio_xl.returns.dates.used import OnDates, UsedDates

__all__ = ["Diagnosis", "Diagnostics", "Verdict"]

Verdict = Literal["ok", "note", "warning"]


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One line: a number or a test, and what it means for the reader.

    Attributes
    ----------
    check, item : str
        What was looked at, and where: a factor, or how many assets.
    value : float
        The number, or the test's statistic.
    test : TestStatistic or None
        None where there is a number but no test.
    verdict : {"ok", "note", "warning"}
    reading : str
    """

    check: str
    item: str
    value: float
    test: TestStatistic | None
    verdict: Verdict
    reading: str


@dataclass(frozen=True, slots=True)
class Diagnostics(OnDates):
    """What the estimates assume, tested.

    Attributes
    ----------
    findings : tuple of Diagnosis
    by_asset : DataFrame
        For each asset's residuals: ljung_box, breusch_pagan, jarque_bera with their
        p-values, skewness and kurtosis.
    residual_correlation : DataFrame, assets x assets
        What the factors leave in common.
    portfolio : Series or None
        The row of ``by_asset`` for the weighted portfolio; None without weights.
    dates : UsedDates
        On which every asset has a return.
    n_assets, n_factors, lags : int
        ``lags`` of the Ljung-Box test.
    """

    findings: tuple[Diagnosis, ...]
    by_asset: pd.DataFrame
    residual_correlation: pd.DataFrame
    portfolio: FloatSeries | None
    dates: UsedDates
    n_assets: int
    n_factors: int
    lags: int

    @property
    def warnings(self) -> tuple[Diagnosis, ...]:
        """The findings that a reader must not pass over."""
        return tuple(finding for finding in self.findings if finding.verdict == "warning")

    def to_frame(self) -> pd.DataFrame:
        """One row for each finding."""
        rows = [
            (
                finding.check,
                finding.item,
                "" if finding.test is None else finding.test.null,
                finding.value,
                "" if finding.test is None else finding.test.distribution,
                np.nan if finding.test is None else finding.test.pvalue,
                finding.verdict,
                finding.reading,
            )
            for finding in self.findings
        ]
        columns = ["check", "item", "null", "value", "distribution", "p", "verdict", "reading"]
        return pd.DataFrame(rows, columns=columns)
