"""What our VBA starts: xlwings' COM server, with a short way for the functions of the sheet.

xlwings makes a Range of every cell that is handed over, and asks Excel some thirty things about
it, the calling cell and the workbook; each is a call from this process into Excel's. A function
of the sheet needs nothing but values, so here a range costs two such calls; three more where
its numbers may be dates, which its workbook may count from 1904. Arrays and numbers that may be
dates count as the workbook in which the formula stands, which is asked once.
Whatever else VBA asks for (the macros, functions of other modules) goes the way of xlwings.
"""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any

from labfolio_xl.returns.date_forms import serials_known
from labfolio_xl.sheet.boundary import SMALL_RANGE
from labfolio_xl.sheet.cells import CellsOf1904, as_block, counted_from, with_serials_of_1904
from labfolio_xl.sheet.functions import REGISTRY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from labfolio_xl.blocks import Rows
    from labfolio_xl.blocks.values import Cell

__all__ = ["serve", "with_short_way"]

FUNCTIONS = "labfolio_xl.sheet.functions"

# DISP_E_PARAMNOTFOUND: an optional argument that the formula leaves out.
LEFT_OUT = -2147352572
# The first number that a workbook of 1904 may have for a date.
FIRST_SERIAL_OF_1904 = serials_known(1904)[0]
# To look at so many cells takes as long as to ask Excel.
MANY_CELLS = 2_000
# DISPATCH_METHOD | DISPATCH_PROPERTYGET: VBA does not tell the two apart either.
GET = 3
NO_LOCALE = 0
WITH_RESULT = True
# The numbers by which Excel knows the members below: each is asked of one kind of object only, and
# Excel's type library fixes it, so it is asked for once instead of at every call.
_NUMBERS: dict[str, int] = {}


def serve(class_id: str) -> None:
    """Serve Excel until it ends; the library that our VBA calls gives the class id."""
    from xlwings import com_server  # noqa: PLC0415 - needs Windows

    # xlwings makes the object that VBA talks to by this name.
    server = with_short_way(com_server.XLPython, com_server.PyIDispatch)
    setattr(com_server, "XLPython", server)  # noqa: B010 - to a type checker a class is constant
    com_server.serve(class_id)  # type: ignore[no-untyped-call]


def with_short_way(server: type[Any], com_object: type[Any]) -> type[Any]:
    """Return xlwings' server with its ``CallUDF`` preceded by ours.

    Parameters
    ----------
    server : type
        ``xlwings.com_server.XLPython``.
    com_object : type
        What pywin32 hands over for an object such as a range.
    """

    class FunctionServer(server):  # type: ignore[misc]
        """The object that VBA talks to."""

        def CallUDF(  # noqa: N802 - the name that xlwings' VBA calls
            self,
            script: str,
            fname: str,
            args: Sequence[Cell],
            *of_workbook_and_cell: Cell,
        ) -> Cell:
            """Call a function of the sheet with the values of its arguments."""
            if script == FUNCTIONS and fname in REGISTRY:
                caller = of_workbook_and_cell[-1] if of_workbook_and_cell else None
                # No range after all: xlwings knows other objects too, or says what is wrong.
                with suppress(Exception):
                    return _Formula(caller, com_object).answer(fname, args)
            return super().CallUDF(script, fname, args, *of_workbook_and_cell)

    return FunctionServer


def _as_xlwings(rows: Rows) -> Cell:
    """Return what xlwings would: a cell, a row, or rows."""
    if len(rows) > 1:
        return rows
    return rows[0][0] if len(rows[0]) == 1 else rows[0]


class _Formula:
    """A formula that asks for a function: its arguments, and the workbook in which it stands.

    Parameters
    ----------
    caller : object
        The cell, or whatever VBA hands over where none calls.
    com_object : type
        What pywin32 hands over for an object such as a range.
    """

    def __init__(self, caller: Cell, com_object: type[Any]) -> None:
        self._caller, self._com_object = caller, com_object

    def answer(self, name: str, arguments: Sequence[Cell]) -> Cell:
        """Return what the function gives.

        Excel gets dates, and counts them as its workbook does. Nowhere is said that it does so
        for a function in a workbook that counts from 1904, which therefore gets numbers.
        """
        values = [self._value(argument) for argument in arguments]
        rows = REGISTRY[name].call(*values)
        if any(isinstance(value, CellsOf1904) for value in values) and self._is_of_1904:
            rows = with_serials_of_1904(rows)
        return _as_xlwings(rows)

    def _value(self, argument: Cell) -> Cell:
        if type(argument) is int and argument == LEFT_OUT:
            return None
        is_range = type(argument) is self._com_object
        value = _used_value(argument) if is_range else argument
        if not _may_hold_days(value):
            return value
        is_1904 = _counts_from_1904(argument) if is_range else self._is_of_1904
        return counted_from(value, is_1904=is_1904)

    @cached_property
    def _is_of_1904(self) -> bool:
        return type(self._caller) is self._com_object and _counts_from_1904(self._caller)


def _may_hold_days(value: Cell) -> bool:
    """Whether a number is large enough for a date; many cells are not looked at."""
    rows = as_block(value)
    if sum(map(len, rows)) > MANY_CELLS:
        return True
    return any(
        isinstance(cell, float) and cell >= FIRST_SERIAL_OF_1904 for row in rows for cell in row
    )


def _used_value(cells: Any) -> Cell:  # noqa: ANN401 - an object of Excel's
    """Return the values of a range, of a huge one those of its used part only.

    Range.Value would cut numbers with a currency format to four decimals.
    """
    if _get(cells, "CountLarge") <= SMALL_RANGE:
        return _get(cells, "Value2")
    used = _get(_get(cells, "Worksheet"), "UsedRange")
    both = _get(_get(cells, "Application"), "Intersect", cells, used)
    return None if both is None else _get(both, "Value2")


def _counts_from_1904(cells: Any) -> bool:  # noqa: ANN401 - an object of Excel's
    """Whether the workbook of a range counts its days from 1904.

    Asked anew each time: a user may switch it, and another workbook may take a name.
    """
    with suppress(Exception):  # a host that has no such workbooks
        return bool(_get(_get(_get(cells, "Worksheet"), "Parent"), "Date1904"))
    return False


def _get(thing: Any, name: str, *arguments: Any) -> Any:  # noqa: ANN401 - objects of Excel's
    if name not in _NUMBERS:
        _NUMBERS[name] = thing.GetIDsOfNames(NO_LOCALE, name)
    return thing.Invoke(_NUMBERS[name], NO_LOCALE, GET, WITH_RESULT, *arguments)
