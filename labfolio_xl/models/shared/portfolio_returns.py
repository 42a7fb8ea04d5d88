"""The returns of a portfolio and of its benchmark, with factors or without."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Unpack

import pandas as pd

from labfolio_xl.models.shared.holding import Positions, hold
from labfolio_xl.models.shared.inference import FloatSeries
from labfolio_xl.returns.aligned import Aligned, Table, TableOrAligned
from labfolio_xl.returns.alignment import align_into
from labfolio_xl.returns.benchmark import Benchmark
from labfolio_xl.returns.data_options import BenchmarkOptions, options_of_tables
from labfolio_xl.returns.dates.used import UsedDates
from labfolio_xl.returns.findings import Finding, Findings
from labfolio_xl.returns.frequency.detection import Frequency, check_periods_per_year
from labfolio_xl.returns.panel import panel_of
from labfolio_xl.returns.tables.checked import RiskFree
from labfolio_xl.returns.weights.judgement import Weights
from labfolio_xl.returns.weights.weighing import Weighing
from labfolio_xl.returns.without_factors import aligned_alone

__all__ = ["PortfolioReturns", "ReturnPair", "portfolio_returns"]


@dataclass(frozen=True, slots=True)
class ReturnPair:
    """One series of returns by date, and the same in excess of the risk-free rate.

    Attributes
    ----------
    returns, excess : Series by date
        Decimal and per period, none missing. They are equal where no rate is given.
    """

    returns: FloatSeries
    excess: FloatSeries


@dataclass(frozen=True, slots=True)
class PortfolioReturns:
    """A portfolio, its benchmark and the assets as returns.

    Attributes
    ----------
    portfolio : ReturnPair
        On the dates of all that portfolio and benchmark hold. What is not invested earns the
        risk-free rate.
    benchmark : ReturnPair or None
        On the same dates; None without a benchmark.
    assets : dict of str to ReturnPair
        Each on the dates that it has.
    used : UsedDates
        Of the portfolio.
    frequency : Frequency or None
    warnings : tuple of Finding
        What is doubtful in the tables.
    """

    portfolio: ReturnPair
    benchmark: ReturnPair | None
    assets: dict[str, ReturnPair]
    used: UsedDates
    frequency: Frequency | None
    warnings: tuple[Finding, ...]


def portfolio_returns(
    assets: TableOrAligned,
    factors: Table | None = None,
    risk_free: RiskFree = None,
    weights: Weights = None,
    benchmark: Benchmark = None,
    *,
    periods_per_year: float | None = None,
    **data: Unpack[BenchmarkOptions],
) -> PortfolioReturns:
    """The returns of a portfolio, of its benchmark, and of the assets.

    Parameters
    ----------
    assets, risk_free, weights, benchmark, **data
        See :mod:`labfolio_xl.models`.
    factors : DataFrame, optional
        If given, only the dates that assets and factors have in common are used.
    periods_per_year : float, optional
        It is doubted where it is not that of the dates.

    Raises
    ------
    InputError, MissingDataError
        As :func:`labfolio_xl.align` and :func:`exposure` do.
    """
    findings = Findings(data.get("doubts", "warn"))
    tables = options_of_tables(data)
    if factors is None and not isinstance(assets, Aligned):
        aligned = aligned_alone(findings, assets, risk_free, **tables)
    else:
        aligned = align_into(findings, assets, factors, risk_free, **tables)
    check_periods_per_year(periods_per_year, aligned.frequency, findings)
    findings.issue_warnings()
    # Nothing is regressed on the factors: they have only settled which dates there are.
    alone = replace(aligned, factors=aligned.factors.iloc[:, :0])
    panel = panel_of(
        alone,
        Weighing.of(data),
        doubts=data.get("doubts", "warn"),
        benchmark_is=data.get("benchmark_is"),
    )
    held = hold(panel, weights, benchmark, spare=0)
    dates = held.panel.dates
    return PortfolioReturns(
        portfolio=_pair(held.portfolio, dates, aligned),
        benchmark=None if held.benchmark is None else _pair(held.benchmark, dates, aligned),
        assets={name: _of_asset(aligned, name) for name in aligned.assets.columns},
        used=held.panel.used,
        frequency=aligned.frequency,
        warnings=tuple(line for line in findings.lines if line.severity == "warning"),
    )


def _pair(positions: Positions, dates: pd.Index, aligned: Aligned) -> ReturnPair:
    excess = pd.Series(positions.total, index=dates)
    if aligned.risk_free is None:
        return ReturnPair(excess, excess)
    return ReturnPair(excess + positions.capital * aligned.risk_free.loc[dates], excess)


def _of_asset(aligned: Aligned, name: str) -> ReturnPair:
    returns = aligned.assets[name].dropna()
    if aligned.risk_free is None:
        return ReturnPair(returns, returns)
    return ReturnPair(returns, returns - aligned.risk_free.loc[returns.index])
