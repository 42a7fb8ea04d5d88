"""Match the rows of assets and factors that cover the same time, at any two frequencies."""

from __future__ import annotations

import pandas as pd

from labfolio_xl.options import FrequencyName
from labfolio_xl.returns.findings import Findings
from labfolio_xl.returns.frequency.by_date import match_dates, on_common_days
from labfolio_xl.returns.frequency.by_period import match_periods
from labfolio_xl.returns.frequency.detection import Frequency
from labfolio_xl.returns.frequency.mixed import doubt_mixed
from labfolio_xl.returns.frequency.sides import Side, side_of
from labfolio_xl.returns.tables.input_table import InputTable

__all__ = ["match"]


def match(
    assets: InputTable,
    factors: InputTable,
    frequency: FrequencyName | None,
    findings: Findings,
) -> tuple[pd.DataFrame, pd.DataFrame, Frequency | None]:
    """Make returns (or values) of assets and factors that have equal dates for equal periods.

    Parameters
    ----------
    assets, factors : InputTable
        Tables that were judged: their kind is known, and their numbers are decimal.
    frequency : str or None
        The frequency to which finer tables are compounded; None for that of the tables.
    findings : Findings
        Collects a line for each decision.

    Returns
    -------
    assets, factors : DataFrame
        The given frames if nothing had to be done. Rows that only one table has are kept.
    frequency : Frequency or None
        The frequency of the returns; None if the dates are few or irregular.

    Raises
    ------
    InputError
        Returns are finer than the other table and no ``frequency`` is given; the frequency is
        finer than a table; there are two returns in one period.
    """
    left, right = side_of(assets, "Assets"), side_of(factors, "Factors")
    if frequency is not None:
        _refuse_finer(left, frequency, findings)
        _refuse_finer(right, frequency, findings)
        target: Frequency | None = _frequency_named(left, right, frequency)
    else:
        target = _common_frequency(left, right, findings)
    found = target or left.frequency or right.frequency
    if found is not None and frequency is None:
        doubt_mixed(left, found, findings)
        doubt_mixed(right, found, findings)
    if target is None or target.name == "daily":
        return *match_dates(left, right, findings), found
    if _are_daily(left, right):
        left, right = (
            on_common_days(left, right, findings),
            on_common_days(right, left, findings),
        )
    declared = frequency is not None
    return *match_periods(left, right, target, findings, declared=declared), found


def _are_daily(left: Side, right: Side) -> bool:
    return all(side.frequency and side.frequency.name == "daily" for side in (left, right))


def _refuse_finer(side: Side, frequency: FrequencyName, findings: Findings) -> None:
    """Refuse a frequency that is finer than that of a table."""
    if side.frequency is not None and Frequency(frequency).is_finer(side.frequency):
        findings.error(
            "frequency",
            side.argument,
            side.words,
            f"the {side.kind} are {side.words}, which cannot become {frequency}; say "
            f"frequency={side.frequency.name}, or give {frequency} {side.kind}",
        )


def _frequency_named(left: Side, right: Side, name: FrequencyName) -> Frequency:
    """The frequency with a given name; daily rows have weekends if all tables have them."""
    known = [side.frequency for side in (left, right) if side.frequency is not None]
    return Frequency(name, name == "daily" and bool(known) and all(f.seven_days for f in known))


def _common_frequency(left: Side, right: Side, findings: Findings) -> Frequency | None:
    """The coarser one of the two frequencies; None if one of them is unknown."""
    if left.frequency is None or right.frequency is None:
        return None
    if left.frequency.name == right.frequency.name:
        return _frequency_named(left, right, left.frequency.name)
    if left.frequency.is_finer(right.frequency):
        return _coarser(left, right, findings)
    return _coarser(right, left, findings)


def _coarser(finer: Side, coarser: Side, findings: Findings) -> Frequency | None:
    """The frequency of the coarser table, if the finer table has prices or values.

    Finer returns are compounded only if the caller names a frequency.
    """
    if finer.kind == "returns" and coarser.frequency is not None:
        findings.error(
            "frequency",
            finer.argument,
            f"{finer.words}, {coarser.argument} {coarser.words}",
            f"the returns are {finer.words}, the {coarser.kind} of {coarser.argument} are "
            f"{coarser.words}; say frequency={coarser.frequency.name} to compound the finer ones",
        )
        return None
    return coarser.frequency
