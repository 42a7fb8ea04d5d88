"""What the numbers of a table are: decimal returns, returns in percent, prices, or values.

The table is judged, not the column: a file has one unit. Beyond doubt are a declaration, a
header or file that says percent, and a price history; what is only likely has to be declared.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from labfolio_xl.options import FactorsAre
from labfolio_xl.returns.column_facts import ColumnFacts, column_facts
from labfolio_xl.returns.doubts import doubt
from labfolio_xl.returns.findings import Findings
from labfolio_xl.returns.input_table import InputTable
from labfolio_xl.returns.looks import look_at, typical_size
from labfolio_xl.returns.missing_codes import (
    CODES,
    CODES_AND_HUNDREDTHS,
    hide_codes,
    read_codes,
)
from labfolio_xl.returns.sanity import check_returns

__all__ = ["judge"]

_PERCENT = 100.0


def judge(
    table: InputTable,
    argument: str,
    are: FactorsAre | None,
    findings: Findings,
    *,
    beside: pd.DataFrame | None = None,
) -> InputTable:
    """Settle the unit and the kind of a table.

    A declaration settles what the numbers are and is never doubted. It does not make a missing
    code a return, nor let an asset lose more than all: these are looked for in returns of any
    unit, declared or not. Values are taken as they are.

    Parameters
    ----------
    table : InputTable
    argument : str
        "Assets", "Factors", "Returns": whose option the sentences name.
    are : {"returns", "percent", "prices", "values"} or None
        What the user declared.
    findings : Findings
        Gets the notes, the warnings and the doubts.
    beside : DataFrame or None
        Returns of the other table. How they compare is a second reason to take returns of a
        doubtful size for percent.

    Returns
    -------
    InputTable
        With its kind; percent divided by 100, missing codes NaN.

    Raises
    ------
    InputError
        A single missing code; a return of an asset below -100%; and, where doubts are refused,
        numbers that look like percent or levels and are not declared.
    """
    if are is None and table.kind is not None:
        return table
    if are == "values":
        findings.note("unit", argument, "values", "taken as they are, as declared")
        return replace(table, kind="values")
    if are == "prices" or (are is None and table.kind == "prices"):
        return _prices(table, argument, findings)
    if are is None:
        return _undeclared(table, argument, findings, beside)
    return _returns(table, argument, findings, are == "percent")


def _prices(table: InputTable, argument: str, findings: Findings) -> InputTable:
    findings.note("unit", argument, "prices", "returns are taken of them, as declared")
    frame = read_codes(table.frame, argument, findings, CODES_AND_HUNDREDTHS)
    return replace(table, kind="prices", frame=frame)


def _returns(
    table: InputTable,
    argument: str,
    findings: Findings,
    percent: bool,  # noqa: FBT001 - one of two units
    facts: ColumnFacts | None = None,
) -> InputTable:
    """Returns whose unit is settled, by the user or by the source."""
    if table.kind == "returns" and table.unit == "percent":  # divided already
        return table
    codes = CODES if percent else CODES_AND_HUNDREDTHS
    frame = read_codes(table.frame, argument, findings, codes)
    if percent:
        findings.note("unit", argument, "percent", "divided by 100")
        frame = frame / _PERCENT
    check_returns(frame, argument, findings, None if percent else facts)
    return replace(table, kind="returns", unit="percent" if percent else "decimal", frame=frame)


def _undeclared(
    table: InputTable, argument: str, findings: Findings, beside: pd.DataFrame | None
) -> InputTable:
    shown = hide_codes(table.frame)
    facts = column_facts(shown.to_numpy())
    size = None if beside is None else typical_size(beside)
    look = look_at(shown, facts, table.unit, size)
    if look.name == "returns":
        known = facts if shown is table.frame else None
        return _returns(table, argument, findings, table.unit == "percent", known)
    findings.likely("unit", argument, look.name, doubt(look, argument, table.unit))
    return replace(table, kind="returns", frame=read_codes(table.frame, argument, findings, CODES))
