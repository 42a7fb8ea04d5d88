"""Which sign stands before the decimals, judged over a whole file.

A number shows it where the sign has not three digits behind it (0,5), stands behind a zero or
more digits than a group of thousands has (0,125), or behind the other sign (1.234,56). One such
as 1,234 can have decimals or thousands; it is read as the numbers that show it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from labfolio_xl.reader.unreadable import Unreadable

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["with_points"]

_SWAP = str.maketrans(",.", ".,")
# What stands beside or within a number and tells nothing: currencies, blanks, apostrophes.
_SILENT = re.compile(
    "[ \t$\N{EURO SIGN}\N{POUND SIGN}\N{YEN SIGN}'\N{RIGHT SINGLE QUOTATION MARK}"
    "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]+"
)
_SIGN, _END = "^[-+\N{MINUS SIGN}(]*", r"(?:[eE][-+]?\d+)?[)%]*$"
_A_GROUP = r"[1-9]\d{0,2}"


def _shows(mark: str, other: str) -> re.Pattern[str]:
    """A number which shows that the mark stands before its decimals."""
    two_signs = rf"\d{{1,3}}(?:{other}\d{{3}})+{mark}\d+"
    two_groups = rf"{_A_GROUP}(?:{other}\d{{3}}){{2,}}"
    no_group = rf"\d*{mark}(?:\d{{1,2}}|\d{{4,}})|(?:0|\d{{4,}})?{mark}\d{{3}}"
    return re.compile(f"{_SIGN}(?:{no_group}|{two_signs}|{two_groups}){_END}", re.MULTILINE)


_SHOWS_COMMA, _SHOWS_POINT = _shows(",", r"\."), _shows(r"\.", ",")
_OPEN_COMMA = re.compile(rf"{_SIGN}{_A_GROUP},\d{{3}}{_END}", re.MULTILINE)
_OPEN_POINT = re.compile(rf"{_SIGN}{_A_GROUP}\.\d{{3}}{_END}", re.MULTILINE)
_SHORT = re.compile(rf"{_SIGN}{_A_GROUP}{_END}", re.MULTILINE)
# More digits than a group has: whoever writes these does not part thousands.
_LONG = re.compile(rf"{_SIGN}[1-9]\d{{3,}}{_END}", re.MULTILINE)
_NUMBER = re.compile(r"[^\w.,]*(?:\d+(?:[.\s']\d{3})*)?(?:,\d+)?(?:[eE][-+]?\d+)?[^\w.,]*")


def with_points(rows: Sequence[list[str]], separator: str, where: str) -> Sequence[list[str]]:
    """The fields with a point before the decimals, and commas between thousands, if any.

    Parameters
    ----------
    rows : sequence of lists of str
        The fields of each line; the first one, its date or name, is left as it is.
    separator : str
        With a comma as separator, a comma within a field parts thousands unless it cannot.
    where : str
        What the file is called.

    Raises
    ------
    Unreadable
        Decimal commas and decimal points in one file, or numbers that could have either.
    """
    fields = "\n".join(field for row in rows for field in row[1:])
    if not _has_commas(_SILENT.sub("", fields), separator, where):
        return rows
    return [[row[0], *map(_swapped, row[1:])] if row else row for row in rows]


def _has_commas(fields: str, separator: str, where: str) -> bool:
    """Whether a comma stands before the decimals of a file."""
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
