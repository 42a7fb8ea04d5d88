"""Numbers by name: a target or a shock for each factor, a quantity or a price for each asset."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import numpy as np
import pandas as pd

from labfolio_xl.core.qr import Array
from labfolio_xl.errors import InputError
from labfolio_xl.returns.names.keys import refuse_header
from labfolio_xl.returns.tables.checked import LARGEST, as_number, plain_name

__all__ = ["ByName", "header_of", "numbers_by_factor", "numbers_by_name"]

ByName: TypeAlias = "pd.Series[float] | Mapping[str, float]"


def numbers_by_name(values: ByName, argument: str) -> pd.Series[float]:
    """Finite numbers by name; the names are texts without blanks around them.

    Raises
    ------
    InputError
        The values are no names with numbers, a name occurs twice, or a number is missing, too
        large, or not a number.
    """
    if not isinstance(values, pd.Series | Mapping):
        raise InputError(f"{argument}: give names with numbers, such as a Series.")
    pairs = [(plain_name(name), cell) for name, cell in values.items()]
    names = pd.Index([name for name, _ in pairs], dtype=object)
    if not names.is_unique:
        twice = names[names.duplicated()][0]
        raise InputError(f'{argument}: "{twice}" occurs more than once; keep one number.')
    return pd.Series([_finite(cell, name, argument) for name, cell in pairs], names, np.float64)


def _finite(cell: object, name: str, argument: str) -> float:
    number = as_number(cell)
    if number is None:
        raise InputError(f'{argument}: "{name}" holds "{str(cell)[:40]}"; type a number.')
    if not abs(number) <= LARGEST:
        what = "missing; type one" if np.isnan(number) else "too large; type another"
        raise InputError(f'{argument}: the number of "{name}" is {what}.')
    return number


def header_of(values: ByName) -> object:
    """The header above the names; None where there is none."""
    return values.index.name if isinstance(values, pd.Series) else None


def numbers_by_factor(values: ByName, factors: pd.Index, argument: str) -> Array:
    """Numbers in the order of the factors, NaN for a factor that is not named.

    Raises
    ------
    InputError
        As :func:`numbers_by_name` does; also where there is no name, where a name is that of no
        factor, and where the header is the name of a factor.
    """
    given = numbers_by_name(values, argument)
    listed = ", ".join(factors)
    if given.empty:
        raise InputError(f"{argument} names no factor; give names out of {listed}.")
    refuse_header(header_of(values), given.index, factors, argument)
    for name in given.index:
        if name not in factors:
            raise InputError(
                f'{argument} names "{name[:40]}", which is no factor; give names out of {listed}.'
            )
    return np.asarray(given.reindex(factors), dtype=np.float64)
