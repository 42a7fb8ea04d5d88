"""How a file is read that is loaded into an input, and what the sheet Settings says afterwards."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from labfolio_xl.options import OPTIONS
from labfolio_xl.plan.load import CELLS, DATED, DATES, SHEET, UNIT, UNITS
from labfolio_xl.returns.data_options import as_settled

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["DECLARATIONS", "LoadSettings"]

# The value of the portfolio, which is needed where weights are amounts of money.
_NAV = "nav"
# The options that describe the cells of an input, and are wrong when other cells stand there.
DECLARATIONS = (*UNITS.values(), "dates")


@dataclass(frozen=True, slots=True)
class LoadSettings:
    """The choices of a row of the sheet Load.

    Attributes
    ----------
    argument : str
        The input that is filled: "assets", "factors", "risk_free", "weights" or "benchmark".
    given : mapping
        The options with which the file is read, with their checked values: "sheet", "cells",
        "dates", "nav", and the unit of the input, such as "assets_are".
    """

    argument: str
    given: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of_row(cls, argument: str, choices: Mapping[str, str], nav: object = None) -> LoadSettings:
        """Check the choices of a row.

        Parameters
        ----------
        argument : str
            The input of the row.
        choices : mapping
            What was typed or chosen, by the header of its column; blank cells are left out.
        nav : object
            The value of the portfolio as the sheet Settings has it; None if it has none.

        Raises
        ------
        InputError
            A cell has a word that is not offered.
        """
        given: dict[str, Any] = {}
        if SHEET in choices:
            given["sheet"] = choices[SHEET]
        if CELLS in choices:
            given["cells"] = choices[CELLS]
        options: dict[str, object] = {UNITS[argument]: choices.get(UNIT)}
        if argument in DATED:
            options["dates"] = choices.get(DATES)
        if argument == "weights":
            options[_NAV] = nav
        for name, value in options.items():
            if value is not None:
                given[name] = OPTIONS[name].kind.read(value, name)
        return cls(argument, given)

    @property
    def of_workbook(self) -> dict[str, Any]:
        """The settings that the sheet Settings gets; None for one whose value is to be cleared.

        A setting that describes the cells which stood on the input sheet before is cleared,
        because the macro writes decimal returns even if the file has percent. A unit that was
        chosen for the file becomes the unit that the cells have now.
        """
        unit = UNITS[self.argument]
        settled = as_settled(self.given)
        if _NAV in self.given:
            settled[unit] = "fractions"
        return {unit: None, **settled}
