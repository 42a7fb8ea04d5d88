"""What every result shares: how errors were made, tests, intervals, readings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from labfolio_xl.core.distributions import t_quantile, t_two_sided, tstats
from labfolio_xl.options import check_level
from labfolio_xl.returns.dates.used import UsedDates

__all__ = [
    "Counted",
    "Dated",
    "FactorEstimates",
    "FloatSeries",
    "Inference",
    "IntSeries",
    "TestStatistic",
    "quantile_of_level",
    "reading",
]

FloatSeries: TypeAlias = "pd.Series[float]"
IntSeries: TypeAlias = "pd.Series[int]"

_SIGNIFICANT = 0.05

_KINDS = {
    "ols": "OLS",
    "hc0": "White HC0",
    "hc1": "White HC1",
    "hac": "Newey-West (Bartlett)",
    "fm": "Fama-MacBeth",
    "shanken": "Shanken",
    "robust": "robust (White)",
    "kernel": "kernel (Bartlett)",
}


@dataclass(frozen=True, slots=True)
class Inference:
    """How standard errors were made; its text stands beside them wherever they are shown.

    Attributes
    ----------
    kind : str
        The option ``cov`` that was asked for.
    lags : tuple of int
        Bartlett lags that were used, one for all or one for each regression; empty if none.
    rule : str
        The small-sample rule, in words.
    distribution : str
        Of the t-statistics.
    dates : UsedDates
        Behind the estimates.
    """

    kind: str
    lags: tuple[int, ...]
    rule: str
    distribution: str
    dates: UsedDates

    def __str__(self) -> str:
        """One line: "s.e.: OLS; residual variance over T - K - 1; t(242)", then the dates."""
        name = _KINDS.get(self.kind, self.kind)
        if self.lags:
            low, high = min(self.lags), max(self.lags)
            count = str(low) if low == high else f"{low} to {high}"
            name += f", {count} lag{'' if count == '1' else 's'}"
        return f"s.e.: {name}; {self.rule}; {self.distribution}; {self.dates}"


class Dated:
    """A result that knows the dates behind its estimates from how their errors were made."""

    __slots__ = ()

    inference: Inference

    @property
    def dates(self) -> UsedDates:
        """The dates behind the estimates."""
        return self.inference.dates


class Counted(Dated):
    """The same where every estimate rests on all of the dates."""

    __slots__ = ()

    @property
    def n_obs(self) -> int:
        """Their number."""
        return self.dates.n_obs


@dataclass(frozen=True, slots=True)
class TestStatistic:
    """A test with its null, degrees of freedom and p-value.

    Attributes
    ----------
    name, null : str
    statistic, pvalue : float
        NaN when the test does not exist (no degrees of freedom, singular covariance).
    df : int
    df_denominator : int or None
        Of an F statistic; None for chi-squared.
    """

    __test__ = False  # not a test of pytest

    name: str
    null: str
    statistic: float
    pvalue: float
    df: int
    df_denominator: int | None = None

    @property
    def distribution(self) -> str:
        """Distribution under the null, such as "chi2(18)" or "F(24, 218)"."""
        if self.df_denominator is None:
            return f"chi2({self.df})"
        return f"F({self.df}, {self.df_denominator})"


def reading(premium: float, pvalue: float) -> str:
    """What a premium means, from its sign and p-value, in the words of the notebook."""
    if np.isnan(pvalue):
        return "not testable"
    if pvalue >= _SIGNIFICANT:
        return "not different from zero at 5%"
    return "priced and positive" if premium > 0.0 else "priced and negative (a hedge)"


class FactorEstimates:
    """t-statistics, p-values and intervals of a result that has one estimate for each factor.

    A result that inherits from this says what its estimates, their standard errors and the
    degrees of freedom are (infinite for the normal distribution).
    """

    __slots__ = ()

    std_errors: FloatSeries

    @property
    def estimates(self) -> FloatSeries:
        """The estimates, by factor."""
        raise NotImplementedError

    @property
    def df(self) -> float:
        """Degrees of freedom of the t-statistics."""
        raise NotImplementedError

    @property
    def tstats(self) -> FloatSeries:
        """Estimate over standard error, by factor."""
        values = tstats(_array(self.estimates), _array(self.std_errors))
        return pd.Series(values, index=self.estimates.index, name="t")

    @property
    def pvalues(self) -> FloatSeries:
        """Two-sided p-values, by factor."""
        values = t_two_sided(_array(self.tstats), self.df)
        return pd.Series(values, index=self.estimates.index, name="p")

    def conf_int(self, level: float = 0.95) -> pd.DataFrame:
        """Confidence intervals: columns low and high, by factor."""
        width = _array(self.std_errors) * quantile_of_level(level, self.df)
        return pd.DataFrame(
            {"low": self.estimates - width, "high": self.estimates + width},
            index=self.estimates.index,
        )


def quantile_of_level(level: float, df: ArrayLike) -> np.ndarray:
    """How many standard errors an interval of ``level`` (such as 0.95) reaches to each side."""
    level = check_level(level)
    return t_quantile(0.5 + level / 2.0, df)


def _array(series: FloatSeries) -> np.ndarray:
    return series.to_numpy(dtype=float)
