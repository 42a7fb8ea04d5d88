"""What the formulas of an open workbook say beside its inputs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from labfolio_xl.errors import InputError
from labfolio_xl.excel.book.cells import area, read_sheet, sheets_by_name
from labfolio_xl.excel.book.extent import Table, find_tables
from labfolio_xl.excel.book.formula_call import parse_call
from labfolio_xl.options.settings import parse_settings
from labfolio_xl.sheet.settings import Settings

__all__ = ["DECLARATIONS", "FormulaOptions", "formula_options", "tables_of", "typed_formula"]

_A_YEAR = "periods_per_year"
# Sheets whose formulas tell the options that all results share.
OPTION_SHEETS = ("Premia", "Model", "Exposure")
SHARED_OPTIONS = {
    "intercept": "intercept",
    "zero_beta": "intercept",
    "per_year": _A_YEAR,
}
# What somebody who mends a formula says of the cells on the input sheets is true of all formulas.
DECLARATIONS = ("assets_are", "factors_are", "risk_free_is", "weights_are", "nav", "dates")


@dataclass(frozen=True, slots=True)
class FormulaOptions:
    """What the formulas of a workbook say beside its inputs.

    Attributes
    ----------
    estimates : dict
        Options of the estimates, as :class:`Inputs` takes them.
    settings : Settings
        How the tables are to be understood.
    """

    estimates: dict[str, Any]
    settings: Settings

    def after(self, new: Mapping[str, Any]) -> FormulaOptions:
        """The same with settings that are new; None where they are to be said no more."""
        merged = {**self.settings.given, **new}
        given = {name: value for name, value in merged.items() if value is not None}
        a_year = given.pop(_A_YEAR) if _A_YEAR in new else None
        estimates = self.estimates if a_year is None else {**self.estimates, _A_YEAR: a_year}
        return FormulaOptions(estimates, Settings(given))


def formula_options(book: Any) -> FormulaOptions:
    """Return what the formulas of the workbook say beside the inputs.

    Raises
    ------
    InputError
        If a formula cannot be read, or has a setting that there is not.
    """
    estimates: dict[str, Any] = {}
    settings: dict[str, Any] = {}
    declared: dict[str, Any] = {}
    for sheet in OPTION_SHEETS:
        for table in tables_of(book, sheet):
            given = parse_call(table.formula).options()
            settings |= parse_settings(given.pop("settings", None))
            estimates |= {SHARED_OPTIONS[n]: given[n] for n in given if n in SHARED_OPTIONS}
            declared |= _declared(typed_formula(book.sheets[sheet], table))
    return FormulaOptions(estimates, Settings(settings | declared))


def typed_formula(sheet: Any, table: Table) -> str:
    """The formula in the first cell of a table; of values, which a Mac has, the text above."""
    formula = str(area(sheet, table.row, table.column).formula).strip("{}").replace("=@", "=", 1)
    return formula if formula.startswith("=") else table.formula


def _declared(formula: str) -> dict[str, Any]:
    """What a formula in a cell says of the input sheets; nothing if it is of another kind."""
    try:
        given = parse_call(formula).options()
    except InputError:
        return {}
    said = parse_settings(given.get("settings"))
    return {name: said[name] for name in DECLARATIONS if name in said}


def tables_of(book: Any, sheet: str) -> list[Table]:
    """Return the tables of results on a sheet; none if there is no such sheet."""
    found = sheets_by_name(book)
    return find_tables(read_sheet(found[sheet])) if sheet in found else []
