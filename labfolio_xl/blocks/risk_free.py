"""Read a risk-free rate: dates and one rate, or one number for all periods."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from labfolio_xl.blocks.cells.grid import is_empty
from labfolio_xl.blocks.cells.origin import Origin
from labfolio_xl.blocks.cells.values import quote, read_number
from labfolio_xl.blocks.table import read_trimmed, trim
from labfolio_xl.returns.dates.columns import may_be_date
from labfolio_xl.returns.findings import Finding, listed
from labfolio_xl.returns.names.factors import is_rate
from labfolio_xl.returns.tables.checked import refuse_names_for_rate

if TYPE_CHECKING:
    from labfolio_xl.blocks.cells.origin import Rows, Where
    from labfolio_xl.blocks.cells.values import Cell
    from labfolio_xl.blocks.table import Keep
    from labfolio_xl.options import DateOrder
    from labfolio_xl.returns.tables.input_table import InputTable

__all__ = ["parse_risk_free"]

_PAIR = 2


def parse_risk_free(
    rows: Rows | Cell,
    argument: str = "RiskFree",
    *,
    order: DateOrder | None = None,
    text_file: bool = False,
    date_system: int = 1900,
    where: Where | None = None,
    keep: Keep | None = None,
) -> InputTable | float | None:
    """Read a risk-free rate: dates and one rate, or one number per period.

    Parameters
    ----------
    rows : sequence of sequences, number, text or None
        Two columns with or without a header, or one number.
    argument : str
        The name of the argument in messages.
    order, text_file, date_system, where, keep
        See ``parse_table``.

    Returns
    -------
    InputTable of one column, one number, or None if the block is empty.

    Raises
    ------
    InputError
        There is more than one rate, or there are no dates; see also ``parse_table``.
    """
    cells: Rows = rows if isinstance(rows, (list, tuple)) else ((rows,),)
    if is_empty(cells):
        return None
    block, origin = trim(cells, Origin(argument, where, "rate"))
    if len(block) == len(block[0]) == 1:
        return _one_number(block[0][0], origin)
    if len(block[0]) == _PAIR and may_be_date(block[0][0], text_file=text_file):
        block, origin = [("date", "risk_free"), *block], replace(origin, row=origin.row - 1)
    if len(block[0]) == 1:
        raise origin.error("the block has one column; select dates and one rate, or one number.")
    if len(block[0]) == _PAIR:
        refuse_names_for_rate(row[0] for row in block)
    table = read_trimmed(
        block, origin, order=order, text_file=text_file, date_system=date_system, keep=keep
    )
    return table if table.frame.shape[1] == 1 else _rate_column(table, origin)


def _rate_column(table: InputTable, origin: Origin) -> InputTable:
    """Take the rate from a table that also has other columns, such as factors.

    Raises
    ------
    InputError
        Not exactly one column has the name of a rate.
    """
    names = list(map(str, table.frame.columns))
    rates = [name for name in names if is_rate(name)]
    if len(rates) != 1:
        raise origin.error(
            f"the block has {len(names)} columns of numbers ({listed(names)}) and not one named "
            "RF; select dates and one rate, or one number."
        )
    others = [name for name in names if name not in rates]
    note = Finding(
        "risk-free rate", origin.subject, rates[0], "note", f"taken; {listed(others)} left out"
    )
    return replace(table, frame=table.frame[rates], findings=(*table.findings, note))


def _one_number(cell: Cell, origin: Origin) -> float:
    number = read_number(cell)
    if number is None or not math.isfinite(number):
        raise origin.error(f"{origin.place(0, 0)} holds {quote(cell)}; type a {origin.noun}.")
    return number
