"""A formula that somebody wrote, read without Excel: what it gives to its function."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from labfolio_xl.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from labfolio_xl.sheet.boundary import WorksheetFunction

__all__ = ["Call", "Name", "parse_call"]

CALL = re.compile(r"=(LF_\w+)\((.*)\)")
# An argument: a text in quotation marks, anything else without a comma, or nothing.
ARGUMENT = re.compile(r'\s*("(?:[^"]|"")*"|[^,"]*)\s*(,|$)')


@dataclass(frozen=True, slots=True)
class Name:
    """A defined name in a formula."""

    text: str


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a worksheet function.

    Attributes
    ----------
    function : str
    arguments : tuple
        Names, texts, numbers, truth values, and None where an argument is left out.
    """

    function: str
    arguments: tuple[Name | str | float | bool | None, ...]

    def values(self, names: Mapping[str, Any]) -> list[Any]:
        """Return what the function is given.

        Parameters
        ----------
        names : mapping
            What defined names stand for, by the name in small letters.
        """
        return [
            names.get(argument.text.lower()) if isinstance(argument, Name) else argument
            for argument in self.arguments
        ]


def _functions() -> dict[str, WorksheetFunction]:
    import labfolio_xl.sheet.functions  # noqa: F401
    from labfolio_xl.sheet.boundary import REGISTRY

    return REGISTRY


def parse_call(text: str) -> Call:
    """Read a formula whose arguments are names and constants.

    Raises
    ------
    InputError
        If the formula is of another kind, or calls another function.

    Examples
    --------
    >>> parse_call('=LF_PREMIA(Assets,Factors,,"kinds",Settings)').arguments
    (Name(text='Assets'), Name(text='Factors'), None, 'kinds', Name(text='Settings'))
    """
    found = CALL.fullmatch(text.strip())
    if found is None or found[1] not in _functions():
        raise InputError(f"{text}: not a formula of Labfolio; write it as in the sheet Functions.")
    parts, position = [], 0
    while True:
        match = ARGUMENT.match(found[2], position)
        if match is None:
            raise InputError(f"{text}: the arguments cannot be read; use names and constants.")
        parts.append(match[1].strip())
        position = match.end()
        if not match[2]:
            break
    arguments = tuple(_constant(part, text) for part in parts)
    return Call(found[1], () if arguments == (None,) else arguments)


def _constant(part: str, text: str) -> Name | str | float | bool | None:
    if not part:
        return None
    if part.startswith('"'):
        return part[1:-1].replace('""', '"')
    if part.upper() in ("TRUE", "FALSE"):
        return part.upper() == "TRUE"
    try:
        return float(part)
    except ValueError:
        pass
    if not re.fullmatch(r"[A-Za-z_]\w*", part):
        raise InputError(f"{text}: {part} is neither a name nor a constant; use a defined name.")
    return Name(part)
