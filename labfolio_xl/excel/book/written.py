"""Formulas that somebody wrote into a workbook in place of ours: Refresh keeps them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from labfolio_xl.errors import InputError
from labfolio_xl.excel.book.formula_call import Call, Name, parse_call
from labfolio_xl.excel.book.formula_options import SHARED_OPTIONS, tables_of, typed_formula
from labfolio_xl.options.settings import parse_settings, settings_text
from labfolio_xl.plan.contents import CONTENTS
from labfolio_xl.plan.formulas import Formula
from labfolio_xl.plan.places import INPUTS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from labfolio_xl.blocks import Rows
    from labfolio_xl.excel.book.extent import Table

__all__ = ["Written", "written_formulas"]

_INPUTS = {place.name.lower(): place.argument for place in INPUTS}
# The formulas of a workbook say these alike; a formula that says them otherwise is no other one.
_SHARED = {*SHARED_OPTIONS, "settings"}


@dataclass(frozen=True, slots=True)
class Written(Formula):
    """A formula that somebody wrote.

    Attributes
    ----------
    typed : str
        As it stands in the cell.
    above : str
        What stands above the table.
    call : Call or None
        What it asks for; None where that is more than a function of names and constants.
    is_told : bool
        Whether the next Refresh can tell from the formula above the table that it is not ours.
    """

    typed: str
    above: str
    call: Call | None
    is_told: bool

    @property
    def text(self) -> str:
        """As it stands in the cell."""
        return self.typed

    @property
    def caption(self) -> str:
        """What is to stand above the table."""
        return self.typed if self.is_told else self.above

    @property
    def found_as(self) -> str:
        """What stands above the table now."""
        return self.above

    def saying(self, new: Mapping[str, Any]) -> Written:
        """The same, where its settings do not contradict new ones that all formulas have."""
        said = None if self.call is None else self.call.options().get("settings")
        given = parse_settings(said)
        changed = {name: new[name] for name in given if name in new and new[name] != given[name]}
        if not changed:
            return self
        kept = {k: v for k, v in {**given, **changed}.items() if v is not None}
        typed = self.typed.replace(_quoted(str(said)), _quoted(settings_text(kept)))
        return replace(self, typed=typed, call=_parsed(typed))

    def evaluate(self, inputs: Mapping[str, Rows]) -> Rows:
        """What it spills; where only Excel can tell, what ours would."""
        if self.call is None:
            return Formula(self.function, self.options).evaluate(inputs)
        raw = [
            inputs.get(_INPUTS.get(given.text.lower(), "")) if isinstance(given, Name) else given
            for given in self.call.arguments
        ]
        return self.entry.call(*raw)


def written_formulas(
    book: Any,
    ours: Mapping[str, Formula],
    new: Mapping[str, Any],
) -> dict[str, Written]:
    """Find the formulas that are not ours, by the key of their table.

    Parameters
    ----------
    book : xlwings.Book
    ours : mapping
        The formula that each table would have.
    new : mapping
        Settings that all formulas have from now on; None for one that they have no more. A
        formula that differs from ours in its settings alone is ours again.
    """
    found: dict[str, Written] = {}
    for contents in CONTENTS:
        keys = [table.key for stack in contents.stacks for table in stack]
        tables = tables_of(book, contents.sheet)
        for key, table in _pairs({key: ours[key] for key in keys}, tables).items():
            typed = typed_formula(book.sheets[contents.sheet], table)
            written = _written(typed, table.formula, ours[key])
            ours_again = new and written and written.call and not written.is_told
            if written is not None and not ours_again:
                found[key] = written.saying(new)
    return found


def _pairs(ours: Mapping[str, Formula], tables: list[Table]) -> dict[str, Table]:
    """The table of each key: below the same formula, else below the most alike."""
    alike: tuple[Callable[[str], object], ...] = (str, _own, _function)
    left, pairs = list(tables), {}
    for what in alike:
        for key, formula in ours.items():
            same = (table for table in left if what(table.formula) == what(formula.text))
            table = None if key in pairs else next(same, None)
            if table is not None:
                left.remove(table)
                pairs[key] = table
    return pairs


def _written(typed: str, above: str, ours: Formula) -> Written | None:
    """The formula if it is not ours: another than the one above it, or than we would write."""
    call = _parsed(typed)
    if call is None or call.function != ours.function:
        strange = Written(ours.function, ours.options, typed, above, call=None, is_told=False)
        return None if typed == above else strange
    is_told = _own(typed) != _own(ours.text)
    if not is_told and call == _parsed(above):
        return None
    return Written(ours.function, ours.options, typed, above, call, is_told=is_told)


def _own(text: str) -> tuple[object, ...]:
    """What a formula asks for beside the options that all formulas of a workbook share."""
    call = _parsed(text)
    if call is None:
        return (text,)
    names = [given.text.lower() for given in call.arguments if isinstance(given, Name)]
    options = {name: said for name, said in call.options().items() if name not in _SHARED}
    return call.function, names, options


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _function(text: str) -> str:
    return text.partition("(")[0]


def _parsed(text: str) -> Call | None:
    try:
        return parse_call(text)
    except InputError:
        return None
