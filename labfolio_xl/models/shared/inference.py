"""What all results share: how standard errors were made, tests and intervals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from labfolio_xl.core.distributions import f_sf, t_quantile, t_two_sided, tstats
from labfolio_xl.models.shared.draws import Draws
from labfolio_xl.options import LEVEL, check_level
from labfolio_xl.returns.dates.used import UsedDates

__all__ = [
    "Counted",
    "Dated",
    "FactorEstimates",
    "FloatSeries",
    "Inference",
    "IntSeries",
    "TestStatistic",
    "f_test",
    "quantile_of_level",
    "statistics_table",
]

FloatSeries: TypeAlias = "pd.Series[float]"
IntSeries: TypeAlias = "pd.Series[int]"

_KINDS = {
    "ols": "OLS",
    "hc0": "White HC0",
    "hc1": "White HC1",
    "hc3": "White HC3",
    "hac": "Newey-West (Bartlett)",
    "fm": "Fama-MacBeth",
    "shanken": "Shanken",
    "robust": "robust (White)",
    "kernel": "kernel (Bartlett)",
    "bootstrap": "stationary bootstrap",
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
        The small-sample rule in words; of the bootstrap the resamples, the mean length of the
        blocks and the seed.
    distribution : str
        The distribution of the t-statistics.
    dates : UsedDates
        The dates that the estimates use.
    caution : str
        A reason to doubt the estimates that their errors do not carry; "" if there is none.
    """

    kind: str
    lags: tuple[int, ...]
    rule: str
    distribution: str
    dates: UsedDates
    caution: str = ""

    def __str__(self) -> str:
        """One line: "s.e.: OLS; residual variance over T - K - 1; t(242)", then the dates."""
        name = _KINDS.get(self.kind, self.kind)
        if self.lags:
            low, high = min(self.lags), max(self.lags)
            count = str(low) if low == high else f"{low} to {high}"
            name += f", {count} lag{'' if count == '1' else 's'}"
        text = f"s.e.: {name}; {self.rule}; {self.distribution}; {self.dates}"
        return f"{text}; {self.caution}" if self.caution else text


class Dated:
    """A result whose dates stand in its ``inference``."""

    __slots__ = ()

    inference: Inference

    @property
    def dates(self) -> UsedDates:
        """The dates that the estimates use."""
        return self.inference.dates


class Counted(Dated):
    """A result in which every estimate uses all of the dates."""

    __slots__ = ()

    @property
    def n_obs(self) -> int:
        """Number of dates."""
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
    df_denominator : float or None
        The second degrees of freedom of an F statistic; None for chi-squared.
    scale : float
        What the statistic is multiplied by to have that distribution: 1, except for a J.
    missing : str
        Why there is no p-value, in words; empty if there is one.
    """

    __test__ = False  # pytest would otherwise collect the class as a test

    name: str
    null: str
    statistic: float
    pvalue: float
    df: int
    df_denominator: float | None = None
    scale: float = 1.0
    missing: str = ""

    @property
    def distribution(self) -> str:
        """Distribution under the null: "chi2(18)", "F(24, 218)", "F(18, 225) of 0.0517 J".

        It is "none" where the degrees of freedom are not positive.
        """
        if self.df < 1 or (self.df_denominator is not None and self.df_denominator <= 0.0):
            return "none"
        if self.df_denominator is None:
            return f"chi2({self.df})"
        law = f"F({self.df}, {round(self.df_denominator, 1):.10g})"
        return law if self.scale == 1.0 else f"{law} of {self.scale:.4g} J"


def f_test(name: str, null: str, value: float, df: int, df_denominator: int) -> TestStatistic:
    """An F statistic with its p-value."""
    return TestStatistic(name, null, value, f_sf(value, df, df_denominator), df, df_denominator)


def statistics_table(tests: Iterable[tuple[TestStatistic, str]]) -> pd.DataFrame:
    """One row for each test: test, null, statistic, distribution, p, reading."""
    rows = [
        (test.name, test.null, test.statistic, test.distribution, test.pvalue, words)
        for test, words in tests
    ]
    return pd.DataFrame(
        rows, columns=["test", "null", "statistic", "distribution", "p", "reading"]
    ).set_index("test")


class FactorEstimates:
    """t-statistics, p-values and intervals of a result with one estimate for each factor.

    A subclass says what its estimates, their standard errors and the degrees of freedom are
    (infinite for the normal distribution). Where the errors are those of the bootstrap, it
    holds the draws too, and p-values and intervals come from them.
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
    def draws(self) -> Draws | None:
        """The estimates of the bootstrap's resamples; None for every other kind of error."""
        return None

    @property
    def bias(self) -> FloatSeries | None:
        """Mean of the bootstrap's draws less the estimate, by factor; None without draws."""
        return None if self.draws is None else self.draws.bias(self.estimates)

    @property
    def tstats(self) -> FloatSeries:
        """Estimate over standard error, by factor."""
        values = tstats(_array(self.estimates), _array(self.std_errors))
        return pd.Series(values, index=self.estimates.index, name="t")

    @property
    def pvalues(self) -> FloatSeries:
        """Two-sided p-values by factor: of Student's t, or of the bootstrap's draws."""
        if self.draws is not None:
            return self.draws.pvalues()
        values = t_two_sided(_array(self.tstats), self.df)
        return pd.Series(values, index=self.estimates.index, name="p")

    def conf_int(self, level: float = LEVEL) -> pd.DataFrame:
        """Confidence intervals: columns low and high, by factor."""
        if self.draws is not None:
            return self.draws.conf_int(level)
        width = _array(self.std_errors) * quantile_of_level(level, self.df)
        return pd.DataFrame(
            {"low": self.estimates - width, "high": self.estimates + width},
            index=self.estimates.index,
        )

    def statistics(self, level: float = LEVEL) -> pd.DataFrame:
        """Columns std_error, t, p, low, high by factor; with the bootstrap also bias."""
        table = self.std_errors.to_frame("std_error")
        table["t"], table["p"] = self.tstats, self.pvalues
        table = table.join(self.conf_int(level))
        return table if self.bias is None else table.assign(bias=self.bias)


def quantile_of_level(level: float, df: ArrayLike) -> np.ndarray:
    """Half the width of an interval of ``level`` (such as 0.95), in standard errors."""
    level = check_level(level)
    return t_quantile(0.5 + level / 2.0, df)


def _array(series: FloatSeries) -> np.ndarray:
    return series.to_numpy(dtype=float)
