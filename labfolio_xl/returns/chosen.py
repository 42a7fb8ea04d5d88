"""Choose some of the factors and dates, by the options ``use_factors``, ``start`` and ``end``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from labfolio_xl.errors import InputError, MissingDataError
from labfolio_xl.options.checks import nearest
from labfolio_xl.returns.dates.spans import span_date
from labfolio_xl.returns.findings import Findings, listed
from labfolio_xl.returns.names.keys import name_key
from labfolio_xl.returns.tables.checked import day
from labfolio_xl.returns.tables.input_table import InputTable

__all__ = ["ALL", "chosen_dates", "chosen_factors"]

ALL = "all"


def chosen_factors(
    factors: InputTable, chosen: str | Sequence[str], findings: Findings
) -> InputTable:
    """Return the table with only the chosen factors, in the order of the table.

    Parameters
    ----------
    factors : InputTable
    chosen : str or sequence of str
        "all", or names in a list or in one text with commas between them.
    findings : Findings
        Collects a note on the factors that are left out.

    Raises
    ------
    InputError
        No column has one of the names, or no name is given.
    """
    if isinstance(chosen, str) and chosen.strip().lower() == ALL:
        return factors
    names = chosen.split(",") if isinstance(chosen, str) else chosen
    columns = list(map(str, factors.frame.columns))
    known = {name_key(column): column for column in columns}
    wanted = set()
    for name in filter(None, (str(name).strip() for name in names)):
        if name_key(name) not in known:
            alike = nearest(name, columns)
            cure = f"the nearest is {alike}" if alike else f"its columns are {listed(columns)}"
            raise InputError(f'use_factors: Factors has no column "{name[:40]}"; {cure}.')
        wanted.add(known[name_key(name)])
    if not wanted:
        raise InputError("use_factors names no factor; name some with commas between, or say all.")
    kept = [column for column in columns if column in wanted]
    left_out = [column for column in columns if column not in wanted]
    if not left_out:
        return factors
    findings.note("factors", "Factors", listed(kept), f"used; {listed(left_out)} left out")
    return replace(factors, frame=factors.frame.iloc[:, [columns.index(name) for name in kept]])


def chosen_dates(
    tables: Sequence[pd.DataFrame], start: Any, end: Any, findings: Findings
) -> list[pd.DataFrame]:
    """Return the rows of tables from one date to another, including both.

    Parameters
    ----------
    tables : sequence of DataFrame, dates x names
    start, end : date, text or None
        A month, quarter or year as text means all of its days. None means no bound.
    findings : Findings
        Collects a note on the number of rows that are left out.

    Raises
    ------
    InputError
        The end lies before the start.
    MissingDataError
        A table has no row between them.
    """
    if start is None and end is None:
        return list(tables)
    first = None if start is None else span_date(start, "start")
    last = None if end is None else span_date(end, "end", last=True)
    if first is not None and last is not None and last < first:
        raise InputError(f"end is {day(last)}, before start, {day(first)}; exchange them.")
    kept = [table.loc[first:last] for table in tables]
    for table, rows in zip(tables, kept, strict=True):
        if rows.empty and not table.empty:
            raise MissingDataError(
                f"No row of the returns, which reach from {day(table.index[0])} to "
                f"{day(table.index[-1])}, lies from {_bound(first, 'start')} to "
                f"{_bound(last, 'end')}; correct start or end."
            )
    n_out = len(tables[0]) - len(kept[0])
    if n_out:
        found = f"{_bound(first, 'the first date')} to {_bound(last, 'the last date')}"
        findings.note("dates", "Assets", found, f"chosen; {n_out:,} other rows are left out")
    return kept


def _bound(date: pd.Timestamp | None, otherwise: str) -> str:
    return otherwise if date is None else day(date)
