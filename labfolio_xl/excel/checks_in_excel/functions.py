"""Step: every worksheet function in a cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from labfolio_xl.blocks import ERROR_MARK
from labfolio_xl.blocks.cells.values import error_text
from labfolio_xl.excel.book.cells import area, write_rows
from labfolio_xl.excel.book.inputs import read_inputs
from labfolio_xl.excel.checks_in_excel.faults import Fault
from labfolio_xl.excel.checks_in_excel.function_calls import (
    OF_ITS_PROCESS,
    FunctionCall,
    function_calls,
    given,
    scratch_blocks,
)
from labfolio_xl.excel.checks_in_excel.step import Step, step
from labfolio_xl.excel.checks_in_excel.values import calculate_full, first_wrong
from labfolio_xl.excel.host import host
from labfolio_xl.plan.places import Area
from labfolio_xl.sheet.cells import as_block

if TYPE_CHECKING:
    from labfolio_xl.blocks import Rows
    from labfolio_xl.excel.checks_in_excel.session import Session

__all__ = ["STEPS"]

SCRATCH = "LabfolioCheck"


@step("Functions")
def check_functions(session: Session) -> str:
    """Every worksheet function answers in a cell as the function called in this Python does."""
    book = session.book
    # Excel cannot add a sheet after the last one, which is hidden.
    sheet = book.sheets.add(SCRATCH, before=book.sheets[0])
    inputs = read_inputs(book).rows
    blocks = scratch_blocks(inputs)
    places, first = _write_blocks(sheet, blocks)
    calls = function_calls(given(inputs, blocks, places))
    rows = _write_calls(sheet, first, calls, spill=host().results_as(book) == "spill")
    calculate_full(session.app)
    pairs = zip(rows, calls, strict=True)
    wrong = [text for row, call in pairs if (text := _wrong(sheet, row, call))]
    sheet.used_range.clear_contents()
    if wrong:
        raise Fault("; ".join(wrong))
    return f"{len(calls)} functions"


def _write_calls(sheet: Any, row: int, calls: list[FunctionCall], *, spill: bool) -> list[int]:
    """Write formulas below each other, with enough free rows between them; return their rows."""
    rows = []
    for call in calls:
        if spill:
            area(sheet, row, 0).formula2 = call.formula
        else:
            _cells_of(sheet, row, call).formula_array = call.formula
        rows.append(row)
        row += len(call.answer) + 1
    return rows


def _write_blocks(sheet: Any, blocks: dict[str, Rows]) -> tuple[dict[str, str], int]:
    """Write blocks below each other; return their addresses and the first free row."""
    places, row = {}, 0
    for name, rows in blocks.items():
        write_rows(sheet, row, 0, rows)
        address = Area(SCRATCH, row, 0, len(rows), len(rows[0])).address
        places[name] = address.removeprefix("=")
        row += len(rows) + 1
    return places, row


def _cells_of(sheet: Any, row: int, call: FunctionCall) -> Any:
    return area(sheet, row, 0, len(call.answer), max(map(len, call.answer)))


def _wrong(sheet: Any, row: int, call: FunctionCall) -> str:
    """Return the fault of an answer in the cells; empty if there is none."""
    shown = as_block(_cells_of(sheet, row, call).raw_value)
    if call.name in OF_ITS_PROCESS:
        first = shown[0][0]
        is_text = isinstance(first, str) and not first.startswith(ERROR_MARK)
        return "" if is_text and not error_text(first) else f"{call.name}: {first!r}"
    if str(call.answer[0][0]).startswith(ERROR_MARK):
        return f"{call.formula}: in this Python too it ends with {call.answer[0][0]}"
    wrong = first_wrong(shown, call.answer)
    return f"{call.formula}: {wrong}" if wrong else ""


STEPS: tuple[Step, ...] = (check_functions,)
