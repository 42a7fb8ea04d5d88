"""Steps: names and formulas in Excel, compared with the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from labfolio_xl.excel.book.cells import area
from labfolio_xl.excel.book.inputs import read_inputs
from labfolio_xl.excel.checks_in_excel.faults import Fault
from labfolio_xl.excel.checks_in_excel.plan import planned_blocks
from labfolio_xl.excel.checks_in_excel.step import Step, step
from labfolio_xl.excel.checks_in_excel.values import (
    calculate_full,
    differences,
    first_wrong,
    mistakes,
    read_book,
)
from labfolio_xl.excel.host import host
from labfolio_xl.plan.places import INPUTS

if TYPE_CHECKING:
    from labfolio_xl.excel.checks_in_excel.session import Session

__all__ = ["STEPS", "refuse_mistakes"]


@step("Names")
def check_names(session: Session) -> str:
    """Every defined name of an input stands for the cells that the input has."""
    found = read_inputs(session.book)
    for place in INPUTS:
        now, area_now = session.book.names[place.name].refers_to, found.areas[place.name]
        # The name of an input that is not given refers to blank cells.
        first = area_now.address.partition(":")[0]
        if now != area_now.address and (place.argument in found.rows or not now.startswith(first)):
            raise Fault(f"{place.name} stands for {now}, not for {area_now.address}")
    return ", ".join(found.areas)


@step("Formulas")
def check_formulas(session: Session) -> str:
    """Every table has the formula of the plan, which Excel has read as it was written."""
    blocks = planned_blocks().values()
    spills = host().results_as(session.book) == "spill"
    for block in blocks:
        place = block.area
        cell = area(session.book.sheets[place.sheet], place.row, place.column)
        # Only Formula2 shows the @ of a formula that must not spill.
        found = cell.formula2 if spills else cell.formula
        if _spelled(found) != block.formula.text:
            raise Fault(f"{place.address} has {found}, not {block.formula.text}")
    return f"{len(blocks)} formulas"


@step("Cached values")
def check_cached_values(session: Session) -> str:
    """Every formula, calculated by Excel, gives the value that the file brought."""
    before = read_book(session.book)
    calculate_full(session.app)
    if changed := differences(before, read_book(session.book)):
        raise Fault("; ".join(changed))
    for block in planned_blocks().values():
        place = block.area
        rows = before[place.sheet][place.row : place.last_row + 1]
        shown = [row[place.column : place.last_column + 1] for row in rows]
        if wrong := first_wrong(shown, block.cells):
            raise Fault(f"{place.sheet}, {block.formula.text}: {wrong}")
    return f"{len(before)} sheets at 1e-9"


@step("No error")
def check_errors(session: Session) -> str:
    """No cell shows an error or the sentence of a mistake."""
    refuse_mistakes(session.book)
    return "none"


@step("Spilling")
def check_spilling(session: Session) -> str:
    """Every table spills over as many cells as the plan gives it."""
    blocks = planned_blocks().values()
    for block in blocks:
        place = block.area
        cell = area(session.book.sheets[place.sheet], place.row, place.column)
        if not cell.api.HasSpill:
            raise Fault(
                f"{block.formula.text} does not spill; an Excel without dynamic arrays needs a "
                "workbook made with --excel 2019"
            )
        found = cell.api.SpillingToRange.Address
        if found != place.address.rpartition("!")[2]:
            raise Fault(f"{block.formula.text} spills over {found}, not {place.address}")
        last = area(session.book.sheets[place.sheet], place.last_row, place.last_column)
        if last.api.SpillParent.Address != cell.api.Address:
            raise Fault(f"{block.formula.text}: its last cell belongs to another formula")
    return f"{len(blocks)} tables"


def refuse_mistakes(book: Any) -> None:
    """Raise a fault for the first cell that shows an error."""
    found = list(mistakes(read_book(book)))
    if found:
        raise Fault(f"{len(found)} cells, the first: {found[0]}")


def _spelled(formula: object) -> str:
    """Return a formula in the spelling of the plan: hosts differ in blanks and constants."""
    text = str(formula).replace("TRUE()", "TRUE").replace("FALSE()", "FALSE")
    return text.replace(", ", ",")


STEPS: tuple[Step, ...] = (
    check_names,
    check_formulas,
    check_cached_values,
    check_errors,
    check_spilling,
)
