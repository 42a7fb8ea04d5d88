"""Decisions by name: self-financing factors, a rate among the factors, exchanged tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

import numpy as np
import pandas as pd

from labfolio_xl.errors import InputError, printable
from labfolio_xl.returns.findings import Findings, listed
from labfolio_xl.returns.names.factors import are_factors, is_rate, self_financing_among
from labfolio_xl.returns.names.keys import match_names, name_key

__all__ = [
    "doubt_rate_among_assets",
    "match_names",
    "name_key",
    "refuse_same",
    "refuse_swapped",
    "self_financing_names",
    "take_rate_column",
]

Rate = TypeVar("Rate")

# The standard deviation of a rate is below this share of that of the calmest other column. Bond
# factors are above it.
_CALM = 0.5
_PERCENT = 100.0
# By how much the same numbers may differ if they are given in percent and in decimals, since one
# of the two may have fewer digits.
_ROUNDED = 0.02
_SMALLEST = float(np.finfo(np.float64).tiny)


def self_financing_names(
    value: str | Sequence[str], factors: Sequence[str], findings: Findings, *, charged: bool = True
) -> tuple[str, ...]:
    """The factors from which the risk-free rate is not subtracted.

    Parameters
    ----------
    value
        "auto" (factors with the names of published ones), "none", "all", a name, names
        separated by commas (a name may contain a comma), or a sequence of names.
    factors
        Names of all factors.
    findings
        Collects a note about the factors that "auto" found.
    charged : bool
        Whether there is a rate to be subtracted. Without one, no note is made.

    Returns
    -------
    tuple of str
        In the order of the factors.

    Raises
    ------
    InputError
        A name is not that of a factor; the sentence lists the factors.

    Examples
    --------
    >>> self_financing_names("auto", ["Mkt-RF", "SMB", "Oil"], Findings())
    ('Mkt-RF', 'SMB')
    """
    if isinstance(value, str):
        value = printable(value)  # the names of the tables were made printable, too
        word = value.casefold()
        if value in factors:
            return (value,)
        if word == "auto":
            return _automatic_names(factors, findings, charged=charged)
        if word in ("", "none", "all"):
            return tuple(factors) if word == "all" else ()
        value = _split_names(value, factors)
    elif not isinstance(value, Iterable):
        value = [value]
    return _given_names(map(printable, map(str, value)), factors)


def _automatic_names(
    factors: Sequence[str], findings: Findings, *, charged: bool
) -> tuple[str, ...]:
    names = self_financing_among(factors)
    if names and charged:
        rest = [name for name in factors if name not in names]
        reading = f"no rate is subtracted from {listed(names)}, self-financing by name"
        reading += f", but from {listed(rest)}" if rest else ""
        reading += "; self_financing=none subtracts it from all, self_financing=all from none"
        findings.note("self-financing", "Factors", len(names), reading)
    return names


def _given_names(names: Iterable[str], factors: Sequence[str]) -> tuple[str, ...]:
    found = set()
    for name in names:
        match = match_names([name], factors)[name]
        if match is None:
            raise InputError(
                f'self_financing names "{name}", which is no factor; '
                f'say "auto", "none", "all", or names out of {", ".join(factors)}.'
            )
        found.add(match)
    return tuple(name for name in factors if name in found)


def _split_names(text: str, factors: Sequence[str]) -> list[str]:
    """Split a text at its commas, but not at a comma within the name of a factor."""
    known = {name_key(name) for name in factors}
    most = 1 + max((name.count(",") for name in factors), default=0)
    parts, names = text.split(","), list[str]()
    while parts:
        runs = range(min(most, len(parts)), 0, -1)
        is_name = (n for n in runs if name_key(",".join(parts[:n])) in known)
        length = next(is_name, 1)
        names.append(",".join(parts[:length]).strip())
        del parts[:length]
    return names


def take_rate_column(
    factors: pd.DataFrame, rate: Rate | None, findings: Findings
) -> tuple[pd.DataFrame, Rate | pd.Series[float] | None]:
    """Take the column of the risk-free rate out of the factors.

    A column RF beside Mkt-RF or other published factors is the rate. A column RF beside other
    factors is doubted if it moves as little as a rate.

    Parameters
    ----------
    factors : DataFrame, dates x factors
    rate
        The rate that was given, or None. A given rate is used instead of the column.
    findings : Findings

    Returns
    -------
    factors
        The factors without the column.
    rate
        The given rate, or else the column: per period, in the unit of the factors.

    Raises
    ------
    InputError
        With ``doubts="refuse"``: a column is likely the rate.
    """
    names = [name for name in factors.columns if is_rate(name)]
    if not names:
        return factors, rate
    name, others = names[0], factors.drop(columns=names)
    if len(names) > 1 or not self_financing_among(others.columns):
        _doubt_rate(factors, names, "Factors", findings)
        return factors, rate
    used = "it is the risk-free rate, not a factor"
    left = "it is left out of the factors, the rate that was given counts"
    findings.note("risk-free rate", "Factors", name, used if rate is None else left)
    return others, factors[name] if rate is None else rate


def doubt_rate_among_assets(assets: pd.DataFrame, findings: Findings) -> None:
    """Doubt columns of the assets that have the name of a rate and move as little as one.

    Otherwise an equally weighted portfolio would hold the rate as one of its assets.

    Raises
    ------
    InputError
        With ``doubts="refuse"``: there is such a column.
    """
    names = [name for name in assets.columns if is_rate(name)]
    if names and len(names) < assets.shape[1]:
        _doubt_rate(assets, names, "Assets", findings)


def _doubt_rate(
    table: pd.DataFrame, names: Sequence[str], argument: str, findings: Findings
) -> None:
    """Doubt the columns of a table that have the name of a rate and move as little as one."""
    others = table.drop(columns=list(names))
    one = "a factor" if argument == "Factors" else "an asset"
    for name in names:
        if _is_calm(table[name], others):
            reading = f'the column "{name}" looks like the risk-free rate; take it out of the '
            reading += f"{argument.lower()} and give it as risk_free, or rename it if it is {one}"
            findings.doubt("risk-free rate", argument, name, reading)


def _is_calm(column: pd.Series[float], others: pd.DataFrame) -> bool:
    moves = others.std().min()
    return bool(np.isnan(moves) or column.std() < _CALM * moves)


def refuse_swapped(assets: pd.DataFrame, factors: pd.DataFrame, findings: Findings) -> None:
    """Refuse published factors in place of the assets: the two tables were likely exchanged.

    Raises
    ------
    InputError
        Unless ``doubts="list"``.
    """
    if are_factors(assets.columns) and not self_financing_among(factors.columns):
        known = listed(self_financing_among(assets.columns))
        reading = f"the columns {known} are names of factors, and Factors has no such name; "
        reading += "exchange the two tables, or rename the columns if they are assets here"
        findings.error("swapped tables", "Assets", known, reading)


def refuse_same(assets: pd.DataFrame, factors: pd.DataFrame, findings: Findings) -> None:
    """Refuse the same table as assets and as factors, since each asset would explain itself.

    Raises
    ------
    InputError
        Unless ``doubts="list"``.
    """
    if not _are_same(assets, factors):
        return
    reading = f"the columns {listed(assets.columns.tolist())} and their numbers are those of "
    reading += "Factors, so that each explains itself; give the returns of the assets"
    findings.error("same table", "Assets", assets.shape[1], reading)


def _are_same(assets: pd.DataFrame, factors: pd.DataFrame) -> bool:
    """Whether two tables have the same names, and the same numbers on their common dates.

    The one table may be in percent and the other one in decimals.
    """
    if assets.shape[1] != factors.shape[1]:
        return False
    names = match_names(assets.columns, factors.columns)
    if None in names.values():
        return False
    dates = assets.index.intersection(factors.index)
    left, right = assets.loc[dates], factors.loc[dates, list(names.values())]
    one, other = left.to_numpy(), right.to_numpy()
    if not len(dates) or not np.array_equal(np.isnan(one), np.isnan(other)):
        return False
    if np.array_equal(one, other, equal_nan=True):
        return True
    size = float(np.nansum(np.abs(one))) / max(float(np.nansum(np.abs(other))), _SMALLEST)
    scale = _PERCENT if size > 1.0 else 1.0 / _PERCENT
    if abs(size / scale - 1.0) > _ROUNDED:
        return False
    off = np.nansum(np.abs(one - scale * other))
    return bool(off <= _ROUNDED * np.nansum(np.abs(one)))
