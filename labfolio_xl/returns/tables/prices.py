"""Compute returns from prices."""

from __future__ import annotations

import numpy as np
import pandas as pd

from labfolio_xl.errors import InputError
from labfolio_xl.returns.data_options import OPTION_OF_TABLE
from labfolio_xl.returns.tables.checked import LARGEST, check_table, day

__all__ = ["returns_from_prices"]


def returns_from_prices(prices: pd.DataFrame, *, argument: str = "Prices") -> pd.DataFrame:
    """Compute simple returns between neighbouring dates of a table of prices.

    A return is ``p_t / p_(t-1) - 1``. There are no logarithms: a weighted sum of logarithmic
    returns is not the return of a portfolio.

    Parameters
    ----------
    prices : DataFrame, dates x names
        Positive prices. NaN is missing; the returns before and after it are missing, too.
    argument : str
        The name of the table in messages: "Assets" or "Factors" if one of these holds prices.

    Returns
    -------
    DataFrame
        One row less than prices.

    Raises
    ------
    InputError
        A price is zero or negative, or impossibly far from the one before; there is only one
        date.

    Examples
    --------
    >>> import pandas as pd
    >>> dates = pd.date_range("2024-01-01", periods=3)
    >>> prices = pd.DataFrame({"A": [100.0, 110.0, 99.0]}, index=dates)
    >>> returns_from_prices(prices)["A"].round(4).tolist()
    [0.1, -0.1]
    """
    table = check_table(prices, argument)
    values = table.to_numpy()
    _refuse_not_positive(table, argument)
    if len(table) < 2:  # noqa: PLR2004 - a return needs two prices
        raise InputError(f"{argument} has one date only; a return needs two.")
    with np.errstate(over="ignore", under="ignore"):
        ratio = values[1:] / values[:-1]
    beyond = (ratio > LARGEST) | (ratio < 1.0 / LARGEST)
    if beyond.any():
        row, column = np.argwhere(beyond)[0]
        raise InputError(
            f'{argument}: column "{table.columns[column]}", {day(table.index[row + 1])} holds '
            f"{values[row + 1, column]:g} after {values[row, column]:g}; correct the wrong one."
        )
    return pd.DataFrame(ratio - 1.0, index=table.index[1:], columns=table.columns)


def _refuse_not_positive(table: pd.DataFrame, argument: str) -> None:
    values = table.to_numpy()
    wrong = values <= 0.0
    if not wrong.any():
        return
    row, column = np.argwhere(wrong)[0]
    place = f'column "{table.columns[column]}", {day(table.index[row])} holds'
    more = f" (the first of {wrong.sum()} such cells)" if wrong.sum() > 1 else ""
    cure = "; correct it"
    if argument in OPTION_OF_TABLE:
        cure += f", or say {OPTION_OF_TABLE[argument]}=returns if these are returns"
    elif (values < 0.0).any():
        cure += ", or take the table as it is if these are returns"
    raise InputError(
        f"{argument}: {place} {values[row, column]:g}{more}; a price must be above zero{cure}."
    )
