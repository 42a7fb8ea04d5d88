"""The settings that somebody types when a file is loaded: for the file, or for the workbook."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from labfolio_xl.options import OPTIONS, Option
from labfolio_xl.options.kinds import Names
from labfolio_xl.options.settings import parse_settings
from labfolio_xl.returns.data_options import as_settled

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["DECLARATIONS", "LoadSettings"]

# "sheet" is an option of a file only.
_SHEET = Option("sheet", Names(), None, "Sheet of a workbook, by its name.")
_SETTINGS = {**OPTIONS, _SHEET.name: _SHEET}
# What the numbers of an input are; what is loaded stands on its sheet as decimal returns, a
# rate per period or fractions, whatever the file held.
_UNITS = {
    "assets": "assets_are",
    "factors": "factors_are",
    "risk_free": "risk_free_is",
    "weights": "weights_are",
}
# How a file of each input can be read.
_OF_FILE = {
    name: (unit, *(("nav",) if name == "weights" else ("dates",)), _SHEET.name)
    for name, unit in _UNITS.items()
}
# What is said of cells, and is true of them no more when others stand there.
DECLARATIONS = (*_UNITS.values(), "dates")


@dataclass(frozen=True, slots=True)
class LoadSettings:
    """Settings for a file, and for the sheet Settings of the workbook that it is loaded into.

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
    def of_workbook(self) -> dict[str, Any]:
        """What the sheet Settings has to say from now on; None where it must say it no more.

        The input holds decimal returns where a file held percent: what was said of the cells that
        stood there before would be wrong. What was declared stays declared, as what the numbers
        are now.
        """
        unit = _UNITS[self.argument]
        settled = as_settled(self.of_file)
        if "nav" in self.of_file:
            settled[unit] = "fractions"
        return {unit: None, **settled, **self._of_results}

    @property
    def told(self) -> list[str]:
        """Which settings are about another input, and were not used."""
        others = self._of_others
        if not others:
            return []
        is_or_are = "is" if len(others) == 1 else "are"
        about = f"{is_or_are} about another input, and not used for this file."
        return [f"{' and '.join(others)} {about}"]

    @property
    def _of_results(self) -> dict[str, Any]:
        """Options of the results: what is no matter of one file alone."""
        known = (*DECLARATIONS, _SHEET.name)
        return {name: value for name, value in self.given.items() if name not in known}

    @property
    def _of_others(self) -> list[str]:
        """What says how a file of another input is to be read."""
        used = {**self.of_file, **self._of_results}
        return [name for name in self.given if name not in used]
