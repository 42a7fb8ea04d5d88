"""Bring tables to their common dates; excess returns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypedDict, cast

import numpy as np
import pandas as pd

from labfolio_xl.errors import InputError, MissingDataError
from labfolio_xl.options import Missing, check_option, check_self_financing
from labfolio_xl.returns.dates import periods_a_year
from labfolio_xl.returns.tables import RiskFree, check_rate, check_table, day

if TYPE_CHECKING:
    from labfolio_xl.returns.report import DataReport

__all__ = [
    "Aligned",
    "DataOptions",
    "PortfolioOptions",
    "align",
    "excess_returns",
    "subtract_risk_free",
]

# More a year than a rate per period has ever been: it is an annual one, or in percent.
_HIGHEST_ANNUAL_RATE = 0.5


class DataOptions(TypedDict, total=False):
    """How the tables are to be understood; every question takes these, as :func:`align` does."""

    self_financing: str | Sequence[str]
    missing: Missing


class PortfolioOptions(DataOptions, total=False):
    """The same for questions about a portfolio."""


@dataclass(frozen=True, slots=True)
class Aligned:
    """Returns of assets and factors on their common dates.

    Attributes
    ----------
    assets : DataFrame, dates x assets
        May hold NaN when ``missing="available"``.
    factors : DataFrame, dates x factors
        Complete.
    risk_free : Series by date, or None
        Rate per period on the same dates.
    missing : str
        The rule for missing cells that was applied.
    self_financing : tuple of str
        Factors that need no subtraction of the risk-free rate.
    given : tuple
        The checked tables before alignment; the report is made from them.
    """

    assets: pd.DataFrame
    factors: pd.DataFrame
    risk_free: pd.Series[float] | None
    missing: Missing
    self_financing: tuple[str, ...]
    given: tuple[pd.DataFrame, pd.DataFrame, pd.Series[float] | float | None]

    @property
    def report(self) -> DataReport:
        """What was kept and dropped, and what looks wrong in the data."""
        from labfolio_xl.returns.report import data_report  # noqa: PLC0415 - report uses this module

        return data_report(self)


def align(
    assets: pd.DataFrame,
    factors: pd.DataFrame,
    risk_free: RiskFree = None,
    *,
    self_financing: str | Sequence[str] = "none",
    missing: Missing = "available",
) -> Aligned:
    """Bring returns of assets and factors, and the risk-free rate, to their common dates.

    Parameters
    ----------
    assets, factors : DataFrame, dates x names
        Decimal returns per period; NaN is missing.
    risk_free : Series by date, one-column DataFrame, number, or None
        Rate per period. It is aligned here, not subtracted.
    self_financing : "none", "all", or names of factors
        Factors that need no subtraction of the rate, such as long-short portfolios. Noted
        here for the report and for what subtracts it.
    missing : {"available", "complete", "error"}
        "available" keeps the dates with all factors (and the rate) and any asset,
        "complete" those with everything, "error" refuses missing cells.

    Returns
    -------
    Aligned
        The tables, and a report of what was dropped and why.

    Raises
    ------
    InputError
        A table is not well formed, `self_financing` names no factor, or the risk-free rate
        looks annual.
    MissingDataError
        No common dates, or missing cells with ``missing="error"``.

    Examples
    --------
    >>> import pandas as pd
    >>> dates = pd.date_range("2024-01-01", periods=3)
    >>> assets = pd.DataFrame({"A": [0.01, 0.02, 0.03]}, index=dates)
    >>> factors = pd.DataFrame({"M": [0.01, 0.00]}, index=dates[1:])
    >>> align(assets, factors).assets.index.size
    2
    """
    rule: Missing = check_option(missing, Missing, "missing")  # type: ignore[assignment]
    assets, factors = check_table(assets, "Assets"), check_table(factors, "Factors")
    rate = check_rate(risk_free)
    given = (assets, factors, rate)
    names = check_self_financing(self_financing, factors.columns.tolist())
    dates = _common_dates(assets, factors, rate)
    assets, factors = _at(assets, dates), _at(factors, dates)
    series = None
    if isinstance(rate, pd.Series):
        series = rate if rate.index is dates else rate.reindex(dates)
    elif rate is not None:
        series = pd.Series(rate, index=dates, name="risk_free")
    if rule == "error":
        _refuse_missing(assets, "Assets")
        _refuse_missing(factors, "Factors")
        if series is not None:
            _refuse_missing(series.to_frame(), "RiskFree")
    keep = _kept(assets, factors, series, rule)
    if not keep.any():
        raise MissingDataError(_nothing_left(assets, factors, rule))
    if not keep.all():
        assets, factors = assets[keep], factors[keep]
        series = None if series is None else series[keep]
    if series is not None:
        _refuse_annual_rate(series)
    kept = tuple(name for name in factors.columns.tolist() if name in names)
    return Aligned(assets, factors, series, rule, kept, given)


def _nothing_left(assets: pd.DataFrame, factors: pd.DataFrame, rule: Missing) -> str:
    blank = factors.columns[factors.isna().all()]
    if len(blank):
        return f'Factors: column "{blank[0]}" is blank on every common date; fill it or remove it.'
    if assets.isna().all(axis=None):
        return "Assets: every cell is blank on the common dates; fill in the returns."
    cure = ', or use missing "available"' if rule == "complete" else ""
    return (
        "No date has all the returns that are needed; fill blank cells or remove columns with "
        f"many of them{cure}."
    )


def _common_dates(
    assets: pd.DataFrame, factors: pd.DataFrame, rate: pd.Series[float] | float | None
) -> pd.DatetimeIndex:
    dates: pd.Index = assets.index
    if not dates.equals(factors.index):
        dates = dates.intersection(factors.index)
        if dates.empty:
            raise MissingDataError(_no_common(assets, "Assets", factors, "Factors"))
    if isinstance(rate, pd.Series) and not dates.equals(rate.index):
        both = dates
        dates = dates.intersection(rate.index)
        if dates.empty:
            raise MissingDataError(
                _no_common(pd.DataFrame(index=both), "the returns", rate.to_frame(), "RiskFree")
            )
    return cast("pd.DatetimeIndex", dates)


def _no_common(left: pd.DataFrame, left_name: str, right: pd.DataFrame, right_name: str) -> str:
    def span(table: pd.DataFrame) -> str:
        return f"{day(table.index[0])} to {day(table.index[-1])}"

    first = left_name[0].upper() + left_name[1:]
    return (
        f"{first} ({span(left)}) and {right_name} ({span(right)}) have no date in common; "
        "check the spans and how the dates are written."
    )


def _at(table: pd.DataFrame, dates: pd.DatetimeIndex) -> pd.DataFrame:
    return table if len(table.index) == len(dates) else table.loc[dates]


def _refuse_missing(table: pd.DataFrame, argument: str) -> None:
    missing = np.isnan(table.to_numpy())
    if missing.any():
        row, column = np.argwhere(missing)[0]
        raise MissingDataError(
            f'{argument}: column "{table.columns[column]}", {day(table.index[row])} is empty '
            f"({int(missing.sum())} empty in all); fill it or allow missing cells."
        )


def _kept(
    assets: pd.DataFrame, factors: pd.DataFrame, rate: pd.Series[float] | None, rule: Missing
) -> np.ndarray:
    """Which of the common dates the rule keeps."""
    absent = np.isnan(assets.to_numpy())
    keep = ~np.isnan(factors.to_numpy()).any(axis=1)
    if absent.any():
        keep &= ~(absent.any(axis=1) if rule == "complete" else absent.all(axis=1))
    if rate is not None:
        keep &= ~np.isnan(rate.to_numpy())
    return keep


def _refuse_annual_rate(rate: pd.Series[float]) -> None:
    """A rate per period that would add up to half of the money in a year is an annual one.

    What is less, and still hard to believe, is a warning of the data report.
    """
    periods = periods_a_year(cast("pd.DatetimeIndex", rate.index))
    if periods is None:
        return
    mean = float(rate.mean())
    if abs(mean) * periods[0] > _HIGHEST_ANNUAL_RATE:
        raise InputError(
            f"RiskFree is {mean:.4g} per period on average, or {mean * periods[0]:.0%} a year at "
            "these dates: it looks annual or in percent; give the decimal rate per period "
            f"(an annual rate divided by about {periods[1]})."
        )


def subtract_risk_free(aligned: Aligned) -> Aligned:
    """Excess returns of the assets and of the factors that are not self-financing."""
    if aligned.risk_free is None:
        return aligned
    rate = aligned.risk_free.to_numpy()[:, None]
    charged = ~aligned.factors.columns.isin(list(aligned.self_financing))
    return replace(aligned, assets=aligned.assets - rate, factors=aligned.factors - rate * charged)


def excess_returns(returns: pd.DataFrame, risk_free: RiskFree) -> pd.DataFrame:
    """Returns less the risk-free rate.

    Parameters
    ----------
    returns : DataFrame, dates x names
        Decimal returns per period; NaN stays NaN.
    risk_free : Series by date, one-column DataFrame, or number
        Decimal rate per period.

    Returns
    -------
    DataFrame
        On the dates that both have.

    Raises
    ------
    InputError, MissingDataError
        As :func:`align` does.

    Examples
    --------
    >>> import pandas as pd
    >>> dates = pd.date_range("2024-01-31", periods=2, freq="ME")
    >>> fund = pd.DataFrame({"Fund": [0.01, 0.02]}, index=dates)
    >>> excess_returns(fund, 0.004)["Fund"].round(4).tolist()
    [0.006, 0.016]
    """
    table, rate = check_table(returns, "Returns"), check_rate(risk_free)
    if rate is None:
        return table
    if isinstance(rate, pd.Series):
        dates = table.index.intersection(rate.dropna().index)
        if dates.empty:
            raise MissingDataError(_no_common(table, "Returns", rate.to_frame(), "RiskFree"))
        table, rate = table.loc[dates], rate.loc[dates]
        _refuse_annual_rate(rate)
        return table.sub(rate, axis=0)
    _refuse_annual_rate(pd.Series(rate, index=table.index))
    return table - rate
