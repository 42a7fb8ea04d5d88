"""Find the decimal sign of a whole text file.

A number shows the decimal sign if the sign does not have exactly three digits after it (0,5), if
it comes after a zero or after more than three digits (0,125), or if it comes after the other sign
(1.234,56). A number such as 1,234 does not show it, and is read like the numbers that do.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from labfolio_xl.reader.unreadable import Unreadable

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["with_points"]

_SWAP = str.maketrans(",.", ".,")
# Characters in numbers that do not show the decimal sign: currencies, blanks, apostrophes.
_SILENT = re.compile(
    "[ \t$\N{EURO SIGN}\N{POUND SIGN}\N{YEN SIGN}'\N{RIGHT SINGLE QUOTATION MARK}"
    "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]+"
)
_SIGN, _END = "^[-+\N{MINUS SIGN}(]*", r"(?:[eE][-+]?\d+)?[)%]*$"
_A_GROUP = r"[1-9]\d{0,2}"


def _shows(mark: str, other: str) -> re.Pattern[str]:
    """A pattern for numbers which show that ``mark`` is the decimal sign."""
    two_signs = rf"\d{{1,3}}(?:{other}\d{{3}})+{mark}\d+"
    two_groups = rf"{_A_GROUP}(?:{other}\d{{3}}){{2,}}"
    no_group = rf"\d*{mark}(?:\d{{1,2}}|\d{{4,}})|(?:0|\d{{4,}})?{mark}\d{{3}}"
    return re.compile(f"{_SIGN}(?:{no_group}|{two_signs}|{two_groups}){_END}", re.MULTILINE)


_SHOWS_COMMA, _SHOWS_POINT = _shows(",", r"\."), _shows(r"\.", ",")
_OPEN_COMMA = re.compile(rf"{_SIGN}{_A_GROUP},\d{{3}}{_END}", re.MULTILINE)
_OPEN_POINT = re.compile(rf"{_SIGN}{_A_GROUP}\.\d{{3}}{_END}", re.MULTILINE)
_SHORT = re.compile(rf"{_SIGN}{_A_GROUP}{_END}", re.MULTILINE)
# An integer of four or more digits shows that the file does not separate thousands.
_LONG = re.compile(rf"{_SIGN}[1-9]\d{{3,}}{_END}", re.MULTILINE)
_NUMBER = re.compile(r"[^\w.,]*(?:\d+(?:[.\s']\d{3})*)?(?:,\d+)?(?:[eE][-+]?\d+)?[^\w.,]*")


def with_points(rows: Sequence[list[str]], separator: str, where: str) -> Sequence[list[str]]:
    """Write all numbers with a decimal point, and with commas between thousands, if any.

    Parameters
    ----------
    rows : sequence of lists of str
        The fields of each line. The first field, a date or a name, is not changed.
    separator : str
        The separator of fields. If it is a comma, a comma within a field separates thousands,
        unless some number shows that it is a decimal sign.
    where : str
        The name of the file in messages.

    Raises
    ------
    Unreadable
        The file has decimal commas and decimal points, or numbers that may have either.
    """
    fields = "\n".join(field for row in rows for field in row[1:])
    if not _has_commas(_SILENT.sub("", fields), separator, where):
        return rows
    return [[row[0], *map(_swapped, row[1:])] if row else row for row in rows]


def _has_commas(fields: str, separator: str, where: str) -> bool:
    """Whether the decimal sign of a file is a comma."""
    comma, point = _SHOWS_COMMA.search(fields), _SHOWS_POINT.search(fields)
    if comma and point:
        raise Unreadable(
            f'{where} has numbers with a decimal comma ("{comma[0]}") and with a decimal point '
            f'("{point[0]}"); use one of them.'
        )
    if comma or point or separator == ",":
        return bool(comma)
    either = _OPEN_COMMA.search(fields)
    if _LONG.search(fields):
        return bool(either)
    either = either or (_SHORT.search(fields) and _OPEN_POINT.search(fields))
    if either:
        raise Unreadable(
            f'"{either[0]}" and the other numbers of {where} can have thousands or decimals; '
            "write them without a sign between the thousands, or with two decimals."
        )
    return False


def _swapped(field: str) -> str:
    return field.translate(_SWAP) if _NUMBER.fullmatch(field) else field
