"""What our VBA starts: xlwings' COM server, with a short way for the functions of the sheet.

xlwings makes a Range of every cell that is handed over, and asks Excel some thirty things about
it, the calling cell and the workbook; each is a call from this process into Excel's. A function
of the sheet needs nothing but values, so here an argument costs two such calls and an array none.
Whatever else VBA asks for (the macros, functions of other modules) goes the way of xlwings.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from labfolio_xl.sheet.boundary import SMALL_RANGE
from labfolio_xl.sheet.cells import with_all_digits
from labfolio_xl.sheet.functions import REGISTRY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from labfolio_xl.blocks import Rows
    from labfolio_xl.blocks.values import Cell

__all__ = ["call", "serve", "with_short_way"]

FUNCTIONS = "labfolio_xl.sheet.functions"

# DISP_E_PARAMNOTFOUND: an optional argument that the formula leaves out.
LEFT_OUT = -2147352572
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
                # No range after all: xlwings knows other objects too, or says what is wrong.
                with suppress(Exception):
                    return call(fname, [_value(argument, com_object) for argument in args])
            return super().CallUDF(script, fname, args, *of_workbook_and_cell)

    return FunctionServer


def call(name: str, values: Sequence[Cell]) -> Cell:
    """Call a function of the sheet, and return what xlwings would: a cell, a row, or rows."""
    rows: Rows = REGISTRY[name].call(*values)
    if len(rows) > 1:
        return rows
    return rows[0][0] if len(rows[0]) == 1 else rows[0]


def _value(argument: Cell, com_object: type[Any]) -> Cell:
    if type(argument) is com_object:
        return _used_value(argument)
    return None if type(argument) is int and argument == LEFT_OUT else argument


def _used_value(cells: Any) -> Cell:  # noqa: ANN401 - an object of Excel's
    """Return the values of a range, of a huge one those of its used part only."""
    if _get(cells, "CountLarge") <= SMALL_RANGE:
        return _all_of(cells)
    used = _get(_get(cells, "Worksheet"), "UsedRange")
    both = _get(_get(cells, "Application"), "Intersect", cells, used)
    return None if both is None else _all_of(both)


def _all_of(cells: Any) -> Cell:  # noqa: ANN401 - an object of Excel's
    return with_all_digits(_get(cells, "Value"), lambda: _get(cells, "Value2"))


def _get(thing: Any, name: str, *arguments: Any) -> Any:  # noqa: ANN401 - objects of Excel's
    if name not in _NUMBERS:
        _NUMBERS[name] = thing.GetIDsOfNames(NO_LOCALE, name)
    return thing.Invoke(_NUMBERS[name], NO_LOCALE, GET, WITH_RESULT, *arguments)
