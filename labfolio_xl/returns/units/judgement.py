"""What the numbers of a table are: decimal returns, returns in percent, prices, or values.

The table is judged, not the column: a file has one unit. Beyond doubt are a declaration, a
header or file that says percent, and a price history; what is only likely has to be declared.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from labfolio_xl.options import FactorsAre
from labfolio_xl.returns.findings import Findings
from labfolio_xl.returns.tables.input_table import InputTable
from labfolio_xl.returns.units.column_facts import column_facts
from labfolio_xl.returns.units.doubts import doubt
from labfolio_xl.returns.units.looks import look_at
from labfolio_xl.returns.units.missing_codes import (
    CODES,
    CODES_AND_HUNDREDTHS,
    hide_codes,
    read_codes,
)
from labfolio_xl.returns.units.sanity import check_returns

__all__ = ["judge"]

_PERCENT = 100.0
_SAID = "divided by 100: the source says percent"


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
        The other table. How its returns compare is a second reason to take returns of a doubtful
        size for percent.

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
    if are is not None:
        return _declared(table, argument, are, findings)
    if table.kind is None:
        return _undeclared(table, argument, findings, beside)
    return _prices(table, argument, findings) if table.kind == "prices" else table


def _declared(table: InputTable, argument: str, are: FactorsAre, findings: Findings) -> InputTable:
    if are == "values":
        findings.note("unit", argument, "values", "taken as they are, as declared")
        return replace(table, kind="values")
    if are == "prices":
        findings.note("unit", argument, "prices", "returns are taken of them, as declared")
        return _prices(table, argument, findings)
    if table.kind == "returns" and table.unit == "percent":  # divided already
        return table
    if are == "percent" and table.unit == "decimal":  # each cell has a sign of its own
        return _decimal(table, argument, findings, "read by the percent signs of the cells")
    if are == "percent":
        return _percent(table, argument, findings, "divided by 100, as declared")
    return _decimal(table, argument, findings, "as declared")


def _prices(table: InputTable, argument: str, findings: Findings) -> InputTable:
    frame = read_codes(table.frame, argument, findings, CODES_AND_HUNDREDTHS)
    return replace(table, kind="prices", frame=frame)


def _percent(table: InputTable, argument: str, findings: Findings, reading: str) -> InputTable:
    findings.note("unit", argument, "percent", reading)
    written = read_codes(table.frame, argument, findings, CODES)
    frame = written / _PERCENT
    check_returns(frame, argument, findings, written=written)
    return replace(table, kind="returns", unit="percent", frame=frame)


def _decimal(table: InputTable, argument: str, findings: Findings, reading: str) -> InputTable:
    """Returns that the user declared to be decimal, whatever the source says."""
    doubted = ", though their source says percent" if table.unit == "percent" else ""
    findings.note("unit", argument, "decimal returns", f"{reading}{doubted}")
    frame = read_codes(table.frame, argument, findings, CODES_AND_HUNDREDTHS)
    check_returns(frame, argument, findings)
    return replace(table, kind="returns", unit="decimal", frame=frame)


def _undeclared(
    table: InputTable, argument: str, findings: Findings, beside: pd.DataFrame | None
) -> InputTable:
    shown = hide_codes(table.frame)
    facts = column_facts(shown.to_numpy())
    look = look_at(shown, facts, table.unit, beside)
    if look.name != "returns":
        findings.likely("unit", argument, look.name, doubt(look, argument, table.unit))
        if table.unit == "percent" and look.name in ("quiet", "two units"):
            return _percent(table, argument, findings, _SAID)
        frame = read_codes(table.frame, argument, findings, CODES)
        return replace(table, kind="returns", frame=frame)
    if table.unit == "percent":
        return _percent(table, argument, findings, _SAID)
    frame = read_codes(table.frame, argument, findings, CODES_AND_HUNDREDTHS)
    facts = facts if shown is frame else column_facts(frame.to_numpy())
    check_returns(frame, argument, findings, facts, declared=table.unit is not None)
    return replace(table, kind="returns", unit="decimal", frame=frame)
