"""The settings that somebody types when a file is loaded: for the file, or for the formulas."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from labfolio_xl.excel.book.formula_options import DECLARATIONS
from labfolio_xl.options import OPTIONS, Option
from labfolio_xl.options.kinds import Names
from labfolio_xl.options.settings import parse_settings, settings_text
from labfolio_xl.returns.data_options import as_settled

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["LoadSettings"]

# "sheet" is an option of a file only.
_SHEET = Option("sheet", Names(), None, "Sheet of a workbook, by its name.")
_SETTINGS = {**OPTIONS, _SHEET.name: _SHEET}
# How a file of each input can be read.
_OF_FILE = {
    "assets": ("sheet", "dates", "assets_are"),
    "factors": ("sheet", "dates", "factors_are"),
    "risk_free": ("sheet", "dates", "risk_free_is"),
    "weights": ("sheet", "weights_are", "nav"),
}
# "sheet" no formula has, and the order of dates is that of the other sheets too.
_OF_ALL = ("sheet", "dates")


@dataclass(frozen=True, slots=True)
class LoadSettings:
    """Settings for a file and for the formulas that will look at its sheet.

    Attributes
    ----------
    argument : str
        Which input: "assets", "factors", "risk_free", "weights".
    given : mapping
        All that was typed, checked.
    """

    argument: str
    given: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def read(cls, text: str, argument: str) -> LoadSettings:
        """Read what was typed: "assets_are=percent; dates=dmy".

        Raises
        ------
        InputError
            There is no such setting, or it does not take such a value.
        """
        return cls(argument, parse_settings(text, _SETTINGS))

    @property
    def of_file(self) -> dict[str, Any]:
        """How the file is to be read."""
        return {name: self.given[name] for name in _OF_FILE[self.argument] if name in self.given}

    @property
    def of_formulas(self) -> dict[str, Any]:
        """What the formulas have to say from now on; None where they must say it no more.

        The sheet holds decimal returns where a file held percent: what formulas said of the
        cells that stood there before would be wrong.
        """
        about_cells = {name: None for name in _OF_FILE[self.argument] if name not in _OF_ALL}
        return {**about_cells, **self._of_sheet, **self._of_results}

    @property
    def told(self) -> list[str]:
        """Which settings went to the formulas, and which are about another input."""
        sentences = []
        if kept := {**self._of_sheet, **self._of_results}:
            sentences.append(f'The formulas say "{settings_text(kept)}" now.')
        if others := self._of_others:
            is_or_are = "is" if len(others) == 1 else "are"
            about = f"{is_or_are} about another input, and not used for this file."
            sentences.append(f"{' and '.join(others)} {about}")
        return sentences

    @property
    def _of_sheet(self) -> dict[str, Any]:
        """What was declared stays declared, as what the numbers are on the sheet."""
        return as_settled(self.of_file)

    @property
    def _of_results(self) -> dict[str, Any]:
        """Options of the results, which no file has."""
        known = (*DECLARATIONS, _SHEET.name)
        return {name: value for name, value in self.given.items() if name not in known}

    @property
    def _of_others(self) -> list[str]:
        """What says how a file of another input is to be read."""
        results = self._of_results
        return [name for name in self.given if name not in self.of_file and name not in results]
