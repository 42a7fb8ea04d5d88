"""Compound returns to a coarser frequency: days to weeks, months, quarters and years."""

from __future__ import annotations

from typing import cast

import numpy as np
import pandas as pd

from labfolio_xl.errors import InputError, MissingDataError, counted
from labfolio_xl.options import FrequencyName, check_option
from labfolio_xl.returns.dates.periods import day_numbers, period_name, periods_of, weekdays
from labfolio_xl.returns.findings import Findings, listed
from labfolio_xl.returns.frequency.detection import Frequency, find_frequency
from labfolio_xl.returns.frequency.sparse import coarser_columns, known_rows
from labfolio_xl.returns.frequency.whole_periods import incomplete_periods
from labfolio_xl.returns.tables.checked import check_table

__all__ = ["compound", "compound_groups", "resample", "zero_where_closed"]

_SATURDAY = 5


def resample(returns: pd.DataFrame, frequency: FrequencyName) -> pd.DataFrame:
    """Compound simple returns to a coarser frequency.

    Parameters
    ----------
    returns : DataFrame, dates x names
        Decimal simple returns per period; NaN is missing.
    frequency : {"weekly", "monthly", "quarterly", "yearly"}
        The frequency of the result. A table that has it already is returned as it is.

    Returns
    -------
    DataFrame
        One row for each period, with the last date that the table has in the period. Periods
        of which rows are missing at the beginning or the end (mostly the first and the last
        one) are left out. A return is missing if one of its parts is: 19 of 21 days do not make
        a month. Rows that are wholly blank do not count. Weeks run from Monday to Sunday; a week
        belongs to the month in which it ends.

    Raises
    ------
    InputError
        The dates are irregular, or coarser than the frequency.
    MissingDataError
        No period is complete.

    Examples
    --------
    >>> import pandas as pd
    >>> months = pd.date_range("2024-01-31", periods=7, freq="ME")
    >>> fund = pd.DataFrame({"Fund": [0.1, 0.0, 0.1, 0.0, -0.1, 0.1, 0.2]}, index=months)
    >>> resample(fund, "quarterly")["Fund"].round(4).to_dict()
    {Timestamp('2024-03-31 00:00:00'): 0.21, Timestamp('2024-06-30 00:00:00'): -0.01}
    """
    target = cast("FrequencyName", check_option(frequency, FrequencyName, "frequency"))
    table = known_rows(check_table(returns, "Returns"))
    found = find_frequency(pd.DatetimeIndex(table.index))
    if found is None:
        raise InputError(
            "Returns: the dates follow no frequency, so they cannot be compounded; give daily, "
            "weekly, monthly or quarterly returns."
        )
    if Frequency(target).is_finer(found):
        raise InputError(
            f"Returns: they are {found.words}, which cannot become {target}; choose a coarser "
            "frequency."
        )
    return compound(table, found, target, Findings(), "Returns")


def compound(
    frame: pd.DataFrame,
    frequency: Frequency,
    target: FrequencyName,
    findings: Findings,
    argument: str,
) -> pd.DataFrame:
    """Compound a checked table; periods of which rows are missing are left out and reported.

    Raises
    ------
    MissingDataError
        No period is complete.
    """
    if frequency.name == target:
        return frame
    dates = pd.DatetimeIndex(frame.index)
    periods = periods_of(day_numbers(dates), target)
    incomplete = incomplete_periods(dates, frequency, target)
    whole = ~np.isin(periods, incomplete)
    if not whole.any():
        raise MissingDataError(
            f"{argument}: no {Frequency(target).noun} is complete from "
            f"{dates[0]:%Y-%m-%d} to {dates[-1]:%Y-%m-%d}; give a longer table."
        )
    table = compound_groups(_without_closed_days(frame, frequency)[whole], periods[whole])
    table = _with_coarser_columns(table, frame[whole], periods[whole], frequency, target)
    _note_missing(frame[whole], table, periods[whole], findings, argument)
    left_out = listed([period_name(period, target) for period in incomplete.tolist()])
    findings.note(
        "frequency",
        argument,
        counted(len(table), Frequency(target).noun),
        f"compounded from {frequency.words} returns"
        + (f"; incomplete and left out: {left_out}" if left_out else ""),
    )
    _doubt_weeks(frequency, target, findings, argument)
    return table


def _with_coarser_columns(
    table: pd.DataFrame,
    parts: pd.DataFrame,
    periods: np.ndarray,
    frequency: Frequency,
    target: FrequencyName,
) -> pd.DataFrame:
    """Give columns that have the coarser frequency already their own returns."""
    coarser = coarser_columns(parts, frequency).items()
    places = [place for place, found in coarser if found.name == target]
    if places:
        own = parts.iloc[:, places].groupby(periods).last()
        table.iloc[:, places] = own.to_numpy()
    return table


def _without_closed_days(frame: pd.DataFrame, frequency: Frequency) -> pd.DataFrame:
    """Set weekends to zero in columns that have no return on any weekend."""
    if not frequency.seven_days:
        return frame
    return zero_where_closed(
        frame, weekdays(day_numbers(pd.DatetimeIndex(frame.index))) >= _SATURDAY
    )


def zero_where_closed(frame: pd.DataFrame, rows: np.ndarray) -> pd.DataFrame:
    """Set some rows to zero in the columns that are blank in all of them.

    The market of such a column is closed on these days.
    """
    values = frame.to_numpy()
    closed = np.isnan(values[rows]).all(axis=0)
    if not closed.any():
        return frame
    values = values.copy()
    values[np.ix_(rows, closed)] = 0.0
    return pd.DataFrame(values, index=frame.index, columns=frame.columns)


def compound_groups(frame: pd.DataFrame, groups: np.ndarray) -> pd.DataFrame:
    """Compound neighbouring rows of the same group; the result has the date of the last row."""
    starts = np.flatnonzero(np.diff(groups, prepend=groups[0] - 1))
    ends = np.append(starts[1:], len(groups)) - 1
    growth = np.multiply.reduceat(1.0 + frame.to_numpy(), starts, axis=0)
    return pd.DataFrame(growth - 1.0, index=frame.index[ends], columns=frame.columns)


def _note_missing(
    parts: pd.DataFrame,
    table: pd.DataFrame,
    periods: np.ndarray,
    findings: Findings,
    argument: str,
) -> None:
    """Note how many returns are missing because a part of them is missing."""
    known = ~np.isnan(parts.to_numpy())
    starts = np.flatnonzero(np.diff(periods, prepend=periods[0] - 1))
    lost = np.logical_or.reduceat(known, starts, axis=0) & np.isnan(table.to_numpy())
    columns = table.columns[lost.any(axis=0)].tolist()
    if columns:
        findings.note(
            "missing",
            argument,
            int(lost.sum()),
            f"returns are missing since a part of them is, in {listed(columns)}",
        )


def _doubt_weeks(
    frequency: Frequency, target: FrequencyName, findings: Findings, argument: str
) -> None:
    """Warn if weeks are compounded, since months and longer periods are not whole weeks."""
    if frequency.name == "weekly":
        findings.warning(
            "frequency",
            argument,
            f"weekly to {target}",
            f"a week that lies in two {Frequency(target).nouns} counts in the one in which it "
            "ends; daily returns would be exact",
        )
