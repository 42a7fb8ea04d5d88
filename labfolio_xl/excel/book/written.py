"""Find the formulas that a user has changed in a workbook, which Refresh keeps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from labfolio_xl.errors import InputError
from labfolio_xl.excel.book.formula_call import Call, parse_call
from labfolio_xl.plan.contents import CONTENTS
from labfolio_xl.plan.formulas import Formula
from labfolio_xl.plan.layout import FORMULAS
from labfolio_xl.plan.places import INPUTS, SETTINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from labfolio_xl.blocks import Rows
    from labfolio_xl.excel.book.extent import FoundTable
    from labfolio_xl.excel.book.tables import ResultCells

__all__ = ["Written", "written_formulas"]

_INPUTS = {place.name.lower(): place.argument for place in (*INPUTS, SETTINGS)}


@dataclass(frozen=True, slots=True)
class Written(Formula):
    """A formula that a user wrote in place of the one of the template.

    Attributes
    ----------
    typed : str
        The text of the formula in the cell.
    above : str
        The text above the table.
    """

    typed: str = ""
    above: str = ""

    @property
    def call(self) -> Call | None:
        """The call that it makes; None if it is not one call of the same function."""
        try:
            call = parse_call(self.typed)
        except InputError:
            return None
        return call if call.function == self.function else None

    @property
    def text(self) -> str:
        """The text of the formula in the cell."""
        return self.typed

    @property
    def caption(self) -> str:
        """The text to write above the table, by which the next Refresh finds the table."""
        return self.above if self.call is None else self.typed

    @property
    def found_as(self) -> str:
        """The text that stands above the table now."""
        return self.above

    def evaluate(self, inputs: Mapping[str, Rows]) -> Rows:
        """Return the cells that it spills.

        If only Excel can compute it, they are the cells of the formula of the template.
        """
        if self.call is None:
            return Formula(self.function, self.own).evaluate(inputs)
        rows = {name: inputs.get(argument) for name, argument in _INPUTS.items()}
        return self.entry.call(*self.call.values(rows))


def written_formulas(shown: Mapping[str, ResultCells]) -> dict[str, Written]:
    """Return the formulas that differ from those of the template, by the key of their table.

    Parameters
    ----------
    shown : mapping
        What the result sheets hold, by their names.
    """
    found: dict[str, Written] = {}
    for contents in CONTENTS:
        keys = [table.key for stack in contents.stacks for table in stack]
        tables = shown[contents.sheet].tables if contents.sheet in shown else {}
        for key, table in _pairs({key: FORMULAS[key] for key in keys}, list(tables)).items():
            ours, typed = FORMULAS[key], tables[table] or table.formula
            if typed != ours.text or table.formula != ours.text:
                found[key] = Written(ours.function, ours.own, typed, table.formula)
    return found


def _pairs(ours: Mapping[str, Formula], tables: list[FoundTable]) -> dict[str, FoundTable]:
    """Return the table of each key: one with the same formula, or else with the same function."""
    alike: tuple[Callable[[str], str], ...] = (str, _function)
    left, pairs = list(tables), {}
    for what in alike:
        for key, formula in ours.items():
            same = (table for table in left if what(table.formula) == what(formula.text))
            table = None if key in pairs else next(same, None)
            if table is not None:
                left.remove(table)
                pairs[key] = table
    return pairs


def _function(text: str) -> str:
    return text.partition("(")[0]
