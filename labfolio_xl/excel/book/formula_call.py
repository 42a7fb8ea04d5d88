"""Read a formula that a user wrote, without Excel, to learn which arguments it passes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from labfolio_xl.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from labfolio_xl.sheet.boundary import WorksheetFunction

__all__ = ["Call", "DefinedName", "parse_call"]

CALL = re.compile(r"=(LF_\w+)\((.*)\)")
# An argument is a text in quotation marks, a VSTACK of a name and constants, any other text without
# a comma, or nothing.
_TEXT = r'"(?:[^"]|"")*"'
ARGUMENT = re.compile(rf'\s*({_TEXT}|VSTACK\((?:{_TEXT}|[^"()])*\)|[^,"]*)\s*(,|$)', re.IGNORECASE)
STACK = re.compile(r"VSTACK\(\s*([A-Za-z_]\w*)\s*,\s*\{(.*)\}\s*\)", re.IGNORECASE)
ELEMENT = re.compile(rf'\s*({_TEXT}|[^,;"]*)\s*([,;]|$)')

Constant = str | float | bool


@dataclass(frozen=True, slots=True)
class DefinedName:
    """A defined name in a formula."""

    text: str


@dataclass(frozen=True, slots=True)
class Stack:
    """A defined name with rows of constants below it: ``VSTACK(Settings,{"window",36})``."""

    name: DefinedName
    rows: tuple[tuple[Constant | None, ...], ...]


Argument = DefinedName | Stack | Constant | None


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a worksheet function.

    Attributes
    ----------
    function : str
    arguments : tuple
        Each is a `Name`, a `Stack` or a constant, or None if the argument is left out.
    """

    function: str
    arguments: tuple[Argument, ...]

    def values(self, names: Mapping[str, Any]) -> list[Any]:
        """Return the values that the function is called with.

        Parameters
        ----------
        names : mapping
            The rows of each defined name, by the name in small letters.
        """
        return [_value(argument, names) for argument in self.arguments]


def _value(argument: Argument, names: Mapping[str, Any]) -> Any:
    if isinstance(argument, DefinedName):
        return names.get(argument.text.lower())
    if isinstance(argument, Stack):
        above = names.get(argument.name.text.lower()) or []
        return [*above, *map(list, argument.rows)]
    return argument


def _functions() -> dict[str, WorksheetFunction]:
    import labfolio_xl.sheet.functions  # noqa: F401
    from labfolio_xl.sheet.boundary import REGISTRY

    return REGISTRY


def parse_call(text: str) -> Call:
    """Read a formula whose arguments are names and constants.

    Raises
    ------
    InputError
        The formula has another form, or it calls no worksheet function of this package.

    Examples
    --------
    >>> parse_call('=LF_PREMIA(Assets,Factors,,"kinds")').arguments
    (DefinedName(text='Assets'), DefinedName(text='Factors'), None, 'kinds')
    """
    found = CALL.fullmatch(text.strip())
    if found is None or found[1] not in _functions():
        raise InputError(f"{text}: not a formula of Labfolio; write it as in the sheet Functions.")
    parts = [_argument(part, text) for part, _ in _split(found[2], ARGUMENT, text)]
    return Call(found[1], () if parts == [None] else tuple(parts))


def _split(parts: str, pattern: re.Pattern[str], text: str) -> Iterator[tuple[str, str]]:
    """Return the parts of a list of arguments, each with the character that ends it."""
    position, sign = 0, ","
    while sign:
        match = pattern.match(parts, position)
        if match is None:
            raise InputError(f"{text}: the arguments cannot be read; use names and constants.")
        position, sign = match.end(), match[2]
        yield match[1].strip(), sign


def _argument(part: str, text: str) -> Argument:
    stack = STACK.fullmatch(part)
    if stack is None:
        return _constant(part, text)
    rows: list[list[Constant | None]] = [[]]
    for element, sign in _split(stack[2], ELEMENT, text):
        constant = _constant(element, text)
        if isinstance(constant, DefinedName):
            raise InputError(f"{text}: {element} is no constant; write texts in quotation marks.")
        rows[-1].append(constant)
        if sign == ";":
            rows.append([])
    return Stack(DefinedName(stack[1]), tuple(map(tuple, rows)))


def _constant(part: str, text: str) -> DefinedName | Constant | None:
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
    return DefinedName(part)
