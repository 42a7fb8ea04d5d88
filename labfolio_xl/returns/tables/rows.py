"""The common dates of tables, and the rows that the rule for missing cells keeps."""

from __future__ import annotations

from typing import cast

import numpy as np
import pandas as pd

from labfolio_xl.errors import MissingDataError
from labfolio_xl.options import Missing
from labfolio_xl.returns.tables.checked import day

__all__ = ["common_dates", "no_common", "rows_to_keep"]


def common_dates(assets: pd.DataFrame, factors: pd.DataFrame) -> pd.DatetimeIndex:
    """The dates that both tables have; the given index if the two are equal.

    Raises
    ------
    MissingDataError
        There is no common date.
    """
    dates: pd.Index = assets.index
    if not dates.equals(factors.index):
        dates = dates.intersection(factors.index)
        if dates.empty:
            raise no_common(assets.index, "Assets", factors.index, "Factors")
    return cast("pd.DatetimeIndex", dates)


def no_common(left: pd.Index, left_name: str, right: pd.Index, right_name: str) -> MissingDataError:
    """Make the error for two tables without a common date."""

    def span(dates: pd.Index) -> str:
        return f"{day(dates[0])} to {day(dates[-1])}"

    first = left_name[0].upper() + left_name[1:]
    return MissingDataError(
        f"{first} ({span(left)}) and {right_name} ({span(right)}) have no date in common; "
        "check the spans and how the dates are written."
    )


def rows_to_keep(
    assets: pd.DataFrame, factors: pd.DataFrame, rate: pd.Series[float] | None, rule: Missing
) -> np.ndarray:
    """A mask of the common dates that the rule for missing cells keeps.

    Raises
    ------
    MissingDataError
        No date is left, or a cell is missing and the rule is "error".
    """
    if rule == "error":
        _refuse_missing(assets, "Assets")
        _refuse_missing(factors, "Factors")
        if rate is not None:
            _refuse_missing(rate.to_frame(), "RiskFree")
    absent = np.isnan(assets.to_numpy())
    keep = ~np.isnan(factors.to_numpy()).any(axis=1)
    if absent.any():
        keep &= ~(absent.any(axis=1) if rule == "complete" else absent.all(axis=1))
    if rate is not None:
        keep &= ~np.isnan(rate.to_numpy())
    if not keep.any():
        raise MissingDataError(_nothing_left(assets, factors, rate, rule))
    return keep


def _refuse_missing(table: pd.DataFrame, argument: str) -> None:
    missing = np.isnan(table.to_numpy())
    if missing.any():
        row, column = np.argwhere(missing)[0]
        raise MissingDataError(
            f'{argument}: column "{table.columns[column]}", {day(table.index[row])} is empty '
            f"({int(missing.sum())} empty in all); fill it or allow missing cells."
        )


def _nothing_left(
    assets: pd.DataFrame, factors: pd.DataFrame, rate: pd.Series[float] | None, rule: Missing
) -> str:
    blank = factors.columns[factors.isna().all()]
    if len(blank):
        return f'Factors: column "{blank[0]}" is blank on every common date; fill it or remove it.'
    if assets.isna().all(axis=None):
        return "Assets: every cell is blank on the common dates; fill in the returns."
    if rate is not None and rate.isna().all():
        return "RiskFree: there is no rate on the dates of the returns; give one that covers them."
    cure = ', or use missing "available"' if rule == "complete" else ""
    return (
        "No date has all the returns that are needed; fill blank cells or remove columns with "
        f"many of them{cure}."
    )
