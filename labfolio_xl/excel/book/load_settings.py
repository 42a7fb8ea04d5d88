"""The settings that a user types when a file is loaded, for the file or for the workbook."""

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

# "sheet" is an option that only a file has.
_SHEET = Option("sheet", Names(), None, "Sheet of a workbook, by its name.")
_SETTINGS = {**OPTIONS, _SHEET.name: _SHEET}
# The option that states the unit of each input. A macro writes decimal returns, a rate per period
# or fractions, whatever the unit of the file was.
_UNITS = {
    "assets": "assets_are",
    "factors": "factors_are",
    "risk_free": "risk_free_is",
    "weights": "weights_are",
}
# The options that state how a file of each input is read.
_OF_FILE = {
    name: (unit, *(("nav",) if name == "weights" else ("dates",)), _SHEET.name)
    for name, unit in _UNITS.items()
}
# The options that describe the cells of an input, and are wrong when other cells stand there.
DECLARATIONS = (*_UNITS.values(), "dates")


@dataclass(frozen=True, slots=True)
class LoadSettings:
    """The settings of a file that is loaded, and of the workbook that it is loaded into.

    Attributes
    ----------
    argument : str
        The input that is filled: "assets", "factors", "risk_free" or "weights".
    given : mapping
        All settings that were typed, with their checked values.
    """

    argument: str
    given: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def read(cls, text: str, argument: str) -> LoadSettings:
        """Read the text that a user typed, such as "assets_are=percent; dates=dmy".

        Raises
        ------
        InputError
            There is no such setting, or it does not take such a value.
        """
        return cls(argument, parse_settings(text, _SETTINGS))

    @property
    def of_file(self) -> dict[str, Any]:
        """The options with which the file is read."""
        return {name: self.given[name] for name in _OF_FILE[self.argument] if name in self.given}

    @property
    def of_workbook(self) -> dict[str, Any]:
        """The settings that the sheet Settings gets; None for one whose value is to be cleared.

        A setting that describes the cells which stood on the input sheet before is cleared,
        because the macro writes decimal returns even if the file has percent. A setting that was
        declared for the file is kept, with the unit that the cells have now.
        """
        unit = _UNITS[self.argument]
        settled = as_settled(self.of_file)
        if "nav" in self.of_file:
            settled[unit] = "fractions"
        return {unit: None, **settled, **self._of_results}

    @property
    def told(self) -> list[str]:
        """A sentence on the settings that are about another input, if there are any."""
        others = self._of_others
        if not others:
            return []
        is_or_are = "is" if len(others) == 1 else "are"
        about = f"{is_or_are} about another input, and not used for this file."
        return [f"{' and '.join(others)} {about}"]

    @property
    def _of_results(self) -> dict[str, Any]:
        """Return the options that concern the results rather than one file."""
        known = (*DECLARATIONS, _SHEET.name)
        return {name: value for name, value in self.given.items() if name not in known}

    @property
    def _of_others(self) -> list[str]:
        """Return the options that state how files of the other inputs are read."""
        used = {**self.of_file, **self._of_results}
        return [name for name in self.given if name not in used]
