"""Judge what the numbers of a table are: decimal returns, returns in percent, prices or values.

A table is judged as a whole, since it has one unit. The option of the user settles it, and so
does a source that says percent or is a price history. What the numbers only look like is a doubt,
which the user has to settle with an option.
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
_DIVIDED = "divided by 100: the source says percent"


def judge(
    table: InputTable,
    argument: str,
    are: FactorsAre | None,
    findings: Findings,
    *,
    beside: pd.DataFrame | None = None,
) -> InputTable:
    """Judge the kind and the unit of a table, and convert percent to decimals.

    A declaration by the user is never doubted. Codes for missing values and losses of more than
    100% are nevertheless found in declared returns, too. Values are taken as they are.

    Parameters
    ----------
    table : InputTable
    argument : str
        The name of the argument in messages: "Assets", "Factors", "Returns". It decides which
        option they name.
    are : {"returns", "percent", "prices", "values"} or None
        What the user declared.
    findings : Findings
        Collects notes, warnings and doubts.
    beside : DataFrame or None
        The other table. If returns have a doubtful size, a comparison with its returns is a
        second reason to read them as percent.

    Returns
    -------
    InputTable
        The table with its kind; percent are divided by 100, and codes for missing values are NaN.

    Raises
    ------
    InputError
        There is a single code for a missing value; a return of an asset is below -100%; or, if
        doubts are refused, undeclared numbers look like percent or levels.
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
    if table.kind == "returns" and table.unit == "percent":  # these were divided by 100 before
        return table
    if are == "percent" and table.unit == "decimal":  # each cell has a percent sign
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
        findings.doubt("unit", argument, look.name, doubt(look, argument, table.unit))
        if table.unit == "percent" and look.name in ("quiet", "two units"):
            return _percent(table, argument, findings, _DIVIDED)
        frame = read_codes(table.frame, argument, findings, CODES)
        return replace(table, kind="returns", frame=frame)
    if table.unit == "percent":
        return _percent(table, argument, findings, _DIVIDED)
    frame = read_codes(table.frame, argument, findings, CODES_AND_HUNDREDTHS)
    facts = facts if shown is frame else column_facts(frame.to_numpy())
    check_returns(frame, argument, findings, facts, declared=table.unit is not None)
    return replace(table, kind="returns", unit="decimal", frame=frame)
