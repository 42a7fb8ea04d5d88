"""Premia by period of exposures that are given, not estimated."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from labfolio_xl.core import cross_section as cross
from labfolio_xl.errors import EstimationError, InputError, MissingDataError
from labfolio_xl.models.lambdas import Lambdas
from labfolio_xl.options import check_flag
from labfolio_xl.returns.dates.index import calendar_dates
from labfolio_xl.returns.frequency.detection import find_frequency
from labfolio_xl.returns.names.terms import ZERO_BETA
from labfolio_xl.returns.panel import check_exposures
from labfolio_xl.returns.tables.checked import (
    check_names,
    check_numbers,
    check_table,
    day,
    plain_name,
)

__all__ = ["cross_section"]

_ARGUMENT = "Exposures"


def cross_section(
    returns: pd.DataFrame,
    exposures: pd.DataFrame | Mapping[object, pd.DataFrame],
    *,
    intercept: bool = False,
) -> Lambdas:
    r"""Premia of exposures that are known, not estimated: characteristics, ratings, old betas.

    In each period t, least squares of :math:`r_{it}` on the given :math:`x_{ikt}`.

    Parameters
    ----------
    returns : DataFrame, dates x assets
        Decimal excess returns; NaN is missing.
    exposures : DataFrame, assets x factors; or one such frame for each date
        Either one table for all periods, or a mapping from dates to tables, or a table
        whose rows are labelled (date, asset). Matched by names and dates; an asset or a
        date that has no exposures is left out. NaN leaves the asset out of its period.
    intercept : bool
        Estimate the return of an asset without exposure too.

    Returns
    -------
    Lambdas

    Raises
    ------
    InputError
        Tables that are not well formed.
    MissingDataError
        No asset or no date in common.
    EstimationError
        Fewer assets than premia, exposures that repeat each other.

    Notes
    -----
    The exposures of a period must be known before the period begins; otherwise the premia use
    what was not known then.

    Examples
    --------
    >>> import pandas as pd
    >>> size = pd.DataFrame({"Size": [1.0, 2.0, 4.0]}, index=["A", "B", "C"])
    >>> dates = pd.date_range("2024-01-01", periods=2)
    >>> returns = pd.DataFrame([[0.01, 0.02, 0.04], [-0.02, -0.04, -0.08]], dates, size.index)
    >>> cross_section(returns, size).by_period["Size"].round(6).tolist()
    [0.01, -0.02]
    """
    intercept = check_flag(intercept, "intercept")
    table = check_table(returns, "Returns")
    known = _checked(exposures)
    if ZERO_BETA in known.columns:
        raise InputError(f'{_ARGUMENT}: the name "{ZERO_BETA}" is taken; rename the column.')
    if isinstance(known.index, pd.MultiIndex):
        return _by_period(table, known, intercept=intercept)
    return _constant(table, known.dropna(), intercept=intercept)


def _checked(exposures: pd.DataFrame | Mapping[object, pd.DataFrame]) -> pd.DataFrame:
    """Exposures as numbers by asset, or by date and asset."""
    frame = _stacked(exposures) if isinstance(exposures, Mapping) else exposures
    if not isinstance(frame, pd.DataFrame) or 0 in frame.shape:
        raise InputError(f"{_ARGUMENT}: give a table with assets in its rows and names on top.")
    rows = _rows(frame.index)
    if not rows.is_unique:
        twice = rows[rows.duplicated()][0]
        where = f'"{twice[1]}" on {day(twice[0])}' if isinstance(twice, tuple) else f'"{twice}"'
        raise InputError(f"{_ARGUMENT}: {where} occurs more than once; keep one row.")
    names = check_names(frame.columns, _ARGUMENT)
    return pd.DataFrame(check_numbers(frame, rows, names, _ARGUMENT), index=rows, columns=names)


def _stacked(tables: Mapping[object, pd.DataFrame]) -> pd.DataFrame | None:
    """One table with (date, asset) in its rows; None if there is nothing to stack."""
    if not tables or not all(isinstance(table, pd.DataFrame) for table in tables.values()):
        return None
    dates = calendar_dates(pd.Index(list(tables)), _ARGUMENT)
    return pd.concat(list(tables.values()), keys=dates)


def _rows(index: pd.Index) -> pd.Index:
    if not isinstance(index, pd.MultiIndex):
        return pd.Index([plain_name(asset) for asset in index])
    if index.nlevels != 2:  # noqa: PLR2004 - date and asset
        raise InputError(f"{_ARGUMENT}: label the rows by date and asset, or by asset alone.")
    assets = [plain_name(asset) for asset in index.get_level_values(1)]
    dates = calendar_dates(index.get_level_values(0), _ARGUMENT)
    return pd.MultiIndex.from_arrays([dates, assets])


def _constant(table: pd.DataFrame, exposures: pd.DataFrame, *, intercept: bool) -> Lambdas:
    """Cross-sections on the same exposures in every period."""
    known = exposures.loc[exposures.index.intersection(table.columns)]
    _refuse_no_match(len(known), table)
    held = table[known.index]
    values = known.to_numpy()
    names = [ZERO_BETA, *known.columns] if intercept else list(known.columns)
    design = cross.with_zero_beta(values) if intercept else values
    check_exposures(design, len(known), names)
    return Lambdas(
        by_period=pd.DataFrame(
            cross.lambdas_available(held.to_numpy(), design), index=held.index, columns=names
        ),
        exposures=known,
        n_assets=held.notna().sum(axis=1).rename("n_assets"),
        frequency=find_frequency(pd.DatetimeIndex(held.index)),
    )


def _by_period(table: pd.DataFrame, exposures: pd.DataFrame, *, intercept: bool) -> Lambdas:
    """Cross-sections on exposures that change from date to date."""
    known = pd.DatetimeIndex(exposures.index.get_level_values(0).unique())
    dates = known.intersection(pd.DatetimeIndex(table.index)).sort_values()
    assets = exposures.index.get_level_values(1).unique().intersection(table.columns)
    _refuse_no_match(min(len(dates), len(assets)), table)
    values = exposures.reindex(pd.MultiIndex.from_product([dates, assets])).to_numpy()
    cube = values.reshape(len(dates), len(assets), exposures.shape[1])
    names = list(exposures.columns)
    if intercept:
        cube, names = np.insert(cube, 0, 1.0, axis=2), [ZERO_BETA, *names]
    held = table.loc[dates, assets].to_numpy()
    present = ~(np.isnan(held) | np.isnan(cube).any(axis=2))
    by_period = cross.lambdas_per_period(held, cube)
    if np.isnan(by_period).all():
        raise EstimationError(
            f"No period has enough assets with exposures for {len(names)} premia; add assets, "
            "remove factors, or check for exposures that repeat each other."
        )
    return Lambdas(
        by_period=pd.DataFrame(by_period, index=dates.rename("date"), columns=names),
        exposures=None,
        n_assets=pd.Series(present.sum(axis=1), index=dates.rename("date"), name="n_assets"),
        frequency=find_frequency(dates),
    )


def _refuse_no_match(count: int, table: pd.DataFrame) -> None:
    if count == 0:
        raise MissingDataError(
            "Exposures and Returns have no asset and date in common; Returns has "
            f"{', '.join(map(str, table.columns[:6]))} from {day(table.index[0])} to "
            f"{day(table.index[-1])}."
        )
