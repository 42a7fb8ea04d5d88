"""What is declared of an option."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from labfolio_xl.options.kinds import OptionKind

__all__ = ["Option"]


@dataclass(frozen=True, slots=True)
class Option:
    """One option, the same wherever it can be given.

    Attributes
    ----------
    name : str
        As Python and a settings range write it; the command line writes ``--risk-free-is``.
    kind : Words, Number, Count, Flag, Name, Names or Day
        What it takes.
    default
        What it is when left out; None where the data decide, or nothing is done.
    help : str
    """

    name: str
    kind: OptionKind
    default: str | float | bool | None
    help: str

    def read(self, value: object) -> Any:
        """Return the checked value.

        Raises
        ------
        InputError
            It is not what the option takes.
        """
        return self.kind.read(value, self.name)
