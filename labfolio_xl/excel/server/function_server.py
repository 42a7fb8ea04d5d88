"""The COM server that the VBA starts: xlwings' server with a faster call of worksheet functions.

For each range that a formula passes, xlwings makes an object and asks Excel about thirty things
about the range, the calling cell and the workbook. Each question is a call from this process into
the process of Excel. A worksheet function needs only the values and, for dates, the date system of
their workbook. The VBA (LabfolioCalls.cls) reads both within Excel and passes them, so that no call
back is needed. A wrapper that was imported with xlwings passes ranges, of which only these two are
read.
All other calls from VBA (the macros, functions of other modules) are answered by xlwings.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from labfolio_xl.sheet.boundary import SMALL_RANGE
from labfolio_xl.sheet.cells import counted_from, with_serials_of_1904
from labfolio_xl.sheet.functions import REGISTRY
from labfolio_xl.vba.wrapper import FUNCTIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from labfolio_xl.blocks import Rows
    from labfolio_xl.blocks.cells.values import Cell

__all__ = ["serve", "with_fast_calls"]

# DISP_E_PARAMNOTFOUND: an optional argument that the formula leaves out.
LEFT_OUT = -2147352572
# DISPATCH_METHOD | DISPATCH_PROPERTYGET, as VBA calls a member too.
GET = 3
NO_LOCALE = 0
WITH_RESULT = True
# The identifiers (DISPIDs) of the members of Excel that are used below. The type library of Excel
# fixes them, so each is asked for once, and not in every call.
_NUMBERS: dict[str, int] = {}


def serve(class_id: str) -> None:
    """Serve Excel until it ends; the DLL that the VBA calls passes the class id."""
    from xlwings import com_server

    # xlwings makes the object that VBA calls from the class with this name.
    server = with_fast_calls(com_server.XLPython, com_server.PyIDispatch)
    setattr(com_server, "XLPython", server)  # noqa: B010 - to a type checker a class is constant
    com_server.serve(class_id)  # type: ignore[no-untyped-call]


def with_fast_calls(server: type[Any], com_object: type[Any]) -> type[Any]:
    """Return a subclass of xlwings' server that calls our functions faster.

    Parameters
    ----------
    server : type
        ``xlwings.com_server.XLPython``.
    com_object : type
        The type that pywin32 passes for an object such as a range.
    """

    class FunctionServer(server):  # type: ignore[misc]
        """The object whose methods VBA calls."""

        _public_methods_ = [*server._public_methods_, "CallWithValues"]  # noqa: RUF012

        def CallWithValues(  # noqa: N802 - the name that our VBA calls
            self, fname: str, values: Sequence[Cell], from_1904: Sequence[bool]
        ) -> Cell:
            """Call a worksheet function with values that VBA has read.

            ``from_1904`` states for each value, and at its end for the calling cell, whether the
            workbook counts its days from 1904.
            """
            *systems, own = from_1904
            return _answer(fname, values, systems, is_1904=own)

        def CallUDF(  # noqa: N802 - the name that xlwings' VBA calls
            self,
            script: str,
            fname: str,
            args: Sequence[Cell],
            *of_workbook_and_cell: Cell,
        ) -> Cell:
            """Call a worksheet function with ranges, whose values are read first."""
            if script == FUNCTIONS and fname in REGISTRY:
                caller = of_workbook_and_cell[-1] if of_workbook_and_cell else None
                own = type(caller) is com_object and _counts_from_1904(caller)
                ranges = [type(argument) is com_object for argument in args]
                # An object that is not a range is passed to xlwings, which may raise an error.
                with suppress(Exception):
                    values = [_used_value(a) if r else a for a, r in zip(args, ranges, strict=True)]
                    systems = [
                        _counts_from_1904(a) if r else own
                        for a, r in zip(args, ranges, strict=True)
                    ]
                    return _answer(fname, values, systems, is_1904=own)
            return super().CallUDF(script, fname, args, *of_workbook_and_cell)

    return FunctionServer


def _answer(name: str, values: Sequence[Cell], from_1904: Sequence[bool], *, is_1904: bool) -> Cell:
    """Return the result of a function in the form in which xlwings returns it.

    Excel converts dates into serial numbers. No documentation says how it converts them in a
    workbook that counts from 1904, so a function in such a workbook returns serial numbers.
    """
    given = (None if type(value) is int and value == LEFT_OUT else value for value in values)
    pairs = zip(given, from_1904, strict=True)
    rows = REGISTRY[name].call(*(counted_from(value, is_1904=system) for value, system in pairs))
    return _as_xlwings(with_serials_of_1904(rows) if is_1904 else rows)


def _as_xlwings(rows: Rows) -> Cell:
    """Return a result as xlwings does: one cell, one row, or rows."""
    if len(rows) > 1:
        return rows
    return rows[0][0] if len(rows[0]) == 1 else rows[0]


def _used_value(cells: Any) -> Cell:
    """Return the values of a range; of a very large range, the values of its used part.

    Value2 is read, because Value cuts numbers with a currency format to four decimals.
    """
    if _get(cells, "CountLarge") <= SMALL_RANGE:
        return _get(cells, "Value2")
    used = _get(_get(cells, "Worksheet"), "UsedRange")
    both = _get(_get(cells, "Application"), "Intersect", cells, used)
    return None if both is None else _get(both, "Value2")


def _counts_from_1904(cells: Any) -> bool:
    """Whether the workbook of a range counts its days from 1904.

    It is asked in every call, because a user may change it.
    """
    with suppress(Exception):  # the caller of a function may be no range
        return bool(_get(_get(_get(cells, "Worksheet"), "Parent"), "Date1904"))
    return False


def _get(thing: Any, name: str, *arguments: Any) -> Any:
    if name not in _NUMBERS:
        _NUMBERS[name] = thing.GetIDsOfNames(NO_LOCALE, name)
    return thing.Invoke(_NUMBERS[name], NO_LOCALE, GET, WITH_RESULT, *arguments)
