r"""How a portfolio and its benchmark grew, and how far they fell from their peaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Unpack

import numpy as np
import pandas as pd

from labfolio_xl.core import performance as core
from labfolio_xl.core.qr import Array
from labfolio_xl.models.shared.holding import BENCHMARK, PORTFOLIO
from labfolio_xl.models.shared.portfolio_returns import PortfolioReturns, portfolio_returns
from labfolio_xl.models.shared.return_figures import date_at
from labfolio_xl.models.shared.return_figures import growth as growth_of_one
from labfolio_xl.returns.aligned import Table, TableOrAligned
from labfolio_xl.returns.benchmark import Benchmark
from labfolio_xl.returns.data_options import BenchmarkOptions
from labfolio_xl.returns.dates.used import OnDates, UsedDates
from labfolio_xl.returns.findings import Finding
from labfolio_xl.returns.frequency.before import date_before
from labfolio_xl.returns.tables.checked import RiskFree, day
from labfolio_xl.returns.weights.judgement import Weights

__all__ = ["Drawdowns", "Growth", "drawdowns", "growth"]


@dataclass(frozen=True, slots=True)
class Growth(OnDates):
    """What became of one unit of money.

    Attributes
    ----------
    by_date : DataFrame, (T + 1 dates) x (Portfolio, Benchmark)
        One in the first row, which is dated one period before the first return; the last row is
        one plus the total return. Without a benchmark there is one column.
    dates : UsedDates
        Of the returns.
    warnings : tuple of Finding
        What is doubtful in the data.
    """

    by_date: pd.DataFrame
    dates: UsedDates
    warnings: tuple[Finding, ...] = ()

    @property
    def rule(self) -> str:
        """How the numbers were made, in one line."""
        start = day(self.by_date.index[0])
        return f"returns compounded from one on {start}, a period before the first; {self.dates}"

    def to_frame(self) -> pd.DataFrame:
        """The growth by date."""
        return self.by_date


@dataclass(frozen=True, slots=True)
class Drawdowns(OnDates):
    """How far a portfolio and its benchmark fell from their peaks.

    Attributes
    ----------
    by_date : DataFrame, (T + 1 dates) x (Portfolio, Benchmark)
        The return since the highest wealth so far, zero or below; zero in the first row, which is
        dated one period before the first return.
    falls : DataFrame
        One row for each fall of the portfolio, the deepest first: ``peak``, the last date of the
        peak, NaT where the fall began with the first return; ``trough``, its lowest date;
        ``recovery``, the first date as high as the peak, NaT where there is none yet;
        ``drawdown``, the return from peak to trough; ``periods`` from the peak to the recovery, or
        to the last date where there is none; ``to_trough`` and ``to_recovery``, the periods before
        and after the trough; and with a benchmark its return from peak to trough.
    dates : UsedDates
    warnings : tuple of Finding
        What is doubtful in the data.
    """

    by_date: pd.DataFrame
    falls: pd.DataFrame
    dates: UsedDates
    warnings: tuple[Finding, ...] = ()

    @property
    def rule(self) -> str:
        """How the numbers were made, in one line."""
        return f"falls of compounded wealth from its highest value so far; {self.dates}"

    def to_frame(self) -> pd.DataFrame:
        """The falls of the portfolio, the deepest first."""
        return self.falls

    def deepest(self, count: int) -> pd.DataFrame:
        """At most so many falls; a row of missing values where there was none."""
        if len(self.falls):
            return self.falls.head(count)
        # An index of another kind would be a column of the cells.
        return self.falls.reindex(pd.RangeIndex(1, 2, name=self.falls.index.name))


def growth(
    assets: TableOrAligned,
    factors: Table | None = None,
    risk_free: RiskFree = None,
    weights: Weights = None,
    benchmark: Benchmark = None,
    **data: Unpack[BenchmarkOptions],
) -> Growth:
    r"""How one unit of money grew in a portfolio and in its benchmark.

    The wealth is :math:`W_t = \prod_{s \le t} (1 + r_s)`, with :math:`W_0 = 1`.

    Parameters
    ----------
    assets, factors, risk_free, weights, benchmark, **data
        As in :func:`performance`. With a risk-free rate the returns are total returns all the
        same: what is not invested earns it.

    Returns
    -------
    Growth

    Raises
    ------
    InputError, MissingDataError
        As :func:`performance` does.

    Notes
    -----
    A table of returns does not say when its first period began. The first row is therefore dated
    one period before the first return: a weekday, a week, or one or more months.

    Examples
    --------
    >>> from labfolio_xl.samples import load_sample
    >>> assets, _, _ = load_sample()
    >>> growth(assets).by_date["Portfolio"].iloc[[0, -1]].round(3).tolist()
    [1.0, 1.021]
    """
    found = portfolio_returns(assets, factors, risk_free, weights, benchmark, **data)
    return Growth(_wealth(found), found.used, found.warnings)


def drawdowns(
    assets: TableOrAligned,
    factors: Table | None = None,
    risk_free: RiskFree = None,
    weights: Weights = None,
    benchmark: Benchmark = None,
    **data: Unpack[BenchmarkOptions],
) -> Drawdowns:
    r"""How far a portfolio and its benchmark fell from their peaks, when, and for how long.

    With the wealth W of :func:`growth` a fall is :math:`W_t / \max_{s \le t} W_s - 1`.

    Parameters
    ----------
    assets, factors, risk_free, weights, benchmark, **data
        As in :func:`growth`.

    Returns
    -------
    Drawdowns

    Raises
    ------
    InputError, MissingDataError
        As :func:`performance` does.

    Examples
    --------
    >>> from labfolio_xl.samples import load_sample
    >>> assets, _, _ = load_sample()
    >>> drawdowns(assets).falls["drawdown"].round(3).head(2).tolist()
    [-0.147, -0.065]
    """
    found = portfolio_returns(assets, factors, risk_free, weights, benchmark, **data)
    wealth = _wealth(found)
    below = pd.DataFrame(
        {name: core.falls_from_peak(wealth[name].to_numpy()) for name in wealth}, wealth.index
    )
    falls = _falls(wealth, below[PORTFOLIO].to_numpy())
    return Drawdowns(below, falls, found.used, found.warnings)


def _wealth(found: PortfolioReturns) -> pd.DataFrame:
    """The compounded wealth of portfolio and benchmark, by date."""
    returns = found.portfolio.returns
    columns = {PORTFOLIO: growth_of_one(returns, "The portfolio")}
    if found.benchmark is not None:
        columns[BENCHMARK] = growth_of_one(found.benchmark.returns, "The benchmark")
    start = date_before(returns.index, found.frequency)
    return pd.DataFrame(columns, index=returns.index.insert(0, start).rename("date"))


def _falls(wealth: pd.DataFrame, below: Array) -> pd.DataFrame:
    """The falls of the portfolio, the deepest first."""
    dates, last = wealth.index[1:], len(below) - 1
    falls = sorted(core.fall_list(below), key=lambda fall: fall.depth)
    table = pd.DataFrame(
        {
            "peak": [date_at(fall.peak, dates) for fall in falls],
            "trough": [date_at(fall.trough, dates) for fall in falls],
            "recovery": [date_at(fall.recovery, dates) for fall in falls],
            "drawdown": [fall.depth for fall in falls],
            "periods": [(fall.recovery or last) - fall.peak for fall in falls],
            "to_trough": [fall.trough - fall.peak for fall in falls],
            "to_recovery": [
                np.nan if fall.recovery is None else fall.recovery - fall.trough for fall in falls
            ],
        },
        index=pd.RangeIndex(1, len(falls) + 1, name="fall"),
    )
    if BENCHMARK in wealth:
        other = wealth[BENCHMARK].to_numpy()
        # What had lost everything before has no return any more.
        before = np.where(other == 0.0, np.nan, other)
        table["benchmark"] = [other[fall.trough] / before[fall.peak] - 1.0 for fall in falls]
    return table
