r"""What a portfolio, its benchmark and each asset earned, and at which risk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Unpack

import pandas as pd

from labfolio_xl.models.shared.holding import ACTIVE, BENCHMARK, PORTFOLIO
from labfolio_xl.models.shared.portfolio_returns import ReturnPair, portfolio_returns
from labfolio_xl.models.shared.return_figures import Figures, active_figures, figures
from labfolio_xl.options import LEVEL, check_level, check_periods_per_year
from labfolio_xl.returns.aligned import Table, TableOrAligned
from labfolio_xl.returns.benchmark import Benchmark
from labfolio_xl.returns.data_options import BenchmarkOptions
from labfolio_xl.returns.dates.used import OnDates, UsedDates
from labfolio_xl.returns.findings import Finding
from labfolio_xl.returns.tables.checked import RiskFree
from labfolio_xl.returns.weights.judgement import Weights

__all__ = ["Performance", "performance"]


@dataclass(frozen=True, slots=True)
class Performance(OnDates):
    """Return and risk of a portfolio, of its benchmark, and of each asset.

    All numbers are decimal. Value at risk and expected shortfall are returns, as the worst period
    and the drawdown are: a loss is negative.

    Attributes
    ----------
    portfolio : DataFrame
        One row for the portfolio; with a benchmark two more, for the benchmark and for the active
        return. The columns: ``total_return``, compounded over the dates; ``return_annual``,
        compounded, NaN for less than a year; ``volatility_annual``; ``sharpe_annual`` and its
        ``std_error``; ``drawdown``, the deepest fall from a peak, with the dates ``peak``,
        ``trough`` and ``recovery``; ``worst`` and ``best`` return of a period, with their dates;
        ``hit_rate``, the share of the periods with a return above zero; ``skewness`` and
        ``excess_kurtosis``; ``value_at_risk`` and ``expected_shortfall`` of one period, as the
        returns were; ``n_obs``.

        ``peak`` is NaT where the fall began with the first date, ``recovery`` where the peak was
        not reached again, and all three where there was no fall.

        In the row of the active return the figures of a period are those of the difference of
        the two returns: the volatility is the tracking error, the Sharpe ratio the information
        ratio, and the hit rate the share of the periods in which the portfolio did better. The
        total and the annual return are the differences of the two. The drawdown is that of the
        portfolio's wealth in units of the benchmark's.
    by_asset : DataFrame
        The same for each asset, on the dates that it has.
    level : float
        The level of value at risk and expected shortfall.
    dates : UsedDates
        Of the portfolio.
    periods_per_year : float or None
        By which numbers are annual; without it the annual columns are NaN.
    warnings : tuple of Finding
        What is doubtful in the data.
    """

    portfolio: pd.DataFrame
    by_asset: pd.DataFrame
    level: float
    dates: UsedDates
    periods_per_year: float | None
    warnings: tuple[Finding, ...] = ()

    @property
    def rule(self) -> str:
        """How the annual numbers, the error of the Sharpe ratio and the tails are made."""
        tails = (
            f"value at risk and shortfall of one period at {round(100.0 * self.level, 10):g}%: "
            "as the returns were, a loss is negative"
        )
        active = (
            "Active: differences of the returns, so that volatility is the tracking error and the "
            "ratio the information ratio; drawdown against the benchmark"
            if ACTIVE in self.portfolio.index
            else ""
        )
        annual = (
            "no annual numbers: the dates follow no frequency; set periods_per_year"
            if self.periods_per_year is None
            else (
                f"{self.periods_per_year:g} periods a year; return compounded, blank for less than "
                "a year; s.e. of the Sharpe ratio: Lo (2002) for independent normal returns"
            )
        )
        return "; ".join(filter(None, (annual, tails, active, f"portfolio: {self.dates}")))

    def to_frame(self) -> pd.DataFrame:
        """The portfolio, then its benchmark and the active return, then the assets."""
        return pd.concat([self.portfolio, self.by_asset]).rename_axis("asset")


def performance(
    assets: TableOrAligned,
    factors: Table | None = None,
    risk_free: RiskFree = None,
    weights: Weights = None,
    benchmark: Benchmark = None,
    *,
    level: float = LEVEL,
    periods_per_year: float | None = None,
    **data: Unpack[BenchmarkOptions],
) -> Performance:
    r"""What a portfolio, its benchmark and each asset earned, and at which risk.

    With returns :math:`r_t`, excess returns :math:`e_t = r_t - f_t` and q periods a year: the
    annual return is :math:`\prod (1 + r_t)^{q/T} - 1`, the volatility :math:`\sqrt q` times the
    standard deviation (divisor T - 1), the Sharpe ratio :math:`\sqrt q\, \bar e / s_e`, and its
    standard error :math:`\sqrt{q (1 + S^2 / 2) / T}` with the ratio S per period. A drawdown is
    :math:`W_t / \max_{s \le t} W_s - 1` with the compounded wealth W, which starts at one.

    With the returns in rising order and the tail :math:`p = 1 - level`, the value at risk is
    :math:`r_{(k)}` with :math:`k = \lceil pT \rceil`, and the expected shortfall the mean of the
    lowest pT returns, the last of which counts by its fraction. Skewness and kurtosis are those
    of a sample, as Excel's SKEW and KURT.

    Parameters
    ----------
    assets, risk_free, weights, benchmark, **data
        See :mod:`labfolio_xl.models`. The portfolio and its benchmark have the dates on which all
        that they hold has a return.
    factors : DataFrame, optional
        If given, only the dates that assets and factors have in common are used.
    level : float
        The level of value at risk and expected shortfall.
    periods_per_year : float, optional
        252, 52, 12 or 4; without it as the dates show.

    Returns
    -------
    Performance

    Raises
    ------
    InputError, MissingDataError
        As :func:`labfolio_xl.align` and :func:`exposure` do; also for an asset or a portfolio
        with fewer than two returns, and for a portfolio that loses more than everything.

    Notes
    -----
    An asset is judged on the dates that it has, so that two assets may cover different spans. The
    standard error knows no autocorrelation and no fat tails. The Sharpe ratio of an asset that
    never moves, and the error of it, are NaN. With fewer than 1 / (1 - level) returns value at
    risk and expected shortfall are both the worst return: twenty, at 95%.

    References
    ----------
    Lo (2002), Financial Analysts Journal 58, equations 4 to 9; Acerbi and Tasche (2002), Journal
    of Banking and Finance 26, definition 2.6.

    Examples
    --------
    >>> from labfolio_xl.samples import load_sample
    >>> assets, _, _ = load_sample()
    >>> table = performance(assets).to_frame()[["total_return", "drawdown"]]
    >>> table.loc["Portfolio"].astype(float).round(3).tolist()
    [0.021, -0.147]
    >>> table.loc["AAPL"].astype(float).round(3).tolist()
    [-0.286, -0.303]
    """
    a_year = check_periods_per_year(periods_per_year)
    share = check_level(level)
    found = portfolio_returns(
        assets, factors, risk_free, weights, benchmark, periods_per_year=a_year, **data
    )
    if a_year is None and found.frequency is not None:
        a_year = found.frequency.periods_per_year

    def row(pair: ReturnPair, what: str) -> Figures:
        return figures(pair.returns, pair.excess, what, a_year=a_year, level=share)

    each = {name: row(pair, f'Assets: column "{name}"') for name, pair in found.assets.items()}
    rows = {PORTFOLIO: row(found.portfolio, "The portfolio")}
    if found.benchmark is not None:
        rows[BENCHMARK] = row(found.benchmark, "The benchmark")
        rows[ACTIVE] = active_figures(
            found.portfolio.returns, found.benchmark.returns, a_year=a_year, level=share
        )
    return Performance(
        portfolio=_table(rows),
        by_asset=_table(each),
        level=share,
        dates=found.used,
        periods_per_year=a_year,
        warnings=found.warnings,
    )


def _table(rows: dict[str, Figures]) -> pd.DataFrame:
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("asset")
