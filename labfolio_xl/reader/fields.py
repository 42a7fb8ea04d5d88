"""Split the lines of a text file into fields, and check that the lines of the table agree.

Titles and footers may have other numbers of fields than the table between them, and quotation
marks that are not closed. Within the table, a line with another number of fields than its
neighbour is refused, because its numbers would be read under the wrong names.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from labfolio_xl.reader.figures import is_figure
from labfolio_xl.reader.unreadable import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Line", "split"]

# If a file can be split equally well with several separators, the first one of these is used.
_SEPARATORS = ("\t", ";", "|", ",")
_BLANKS = " "
# So many lines suffice to find the separator.
_ENOUGH_LINES = 300
_GAP = re.compile(r"\s{2,}")
# 31 Jan 2019, Jan 31 2019, Jan 2019.
_SPACED_DATE = re.compile(
    r"\s*(\d{1,2}\.? [A-Za-z]{3,}\.? \d{4}|[A-Za-z]{3,}\.? (?:\d{1,2} )?\d{4})(?=\s|$)"
)


class Line(NamedTuple):
    """The fields of one line.

    Attributes
    ----------
    number : int
        The line number, from one. If a quoted field has several lines, it is that of the last.
    fields : list of str
        An empty list for an empty line.
    broken : bool
        Whether a quotation mark is not closed, or is within a field.
    """

    number: int
    fields: list[str]
    broken: bool = False

    @property
    def is_dated(self) -> bool:
        """Whether its first field may be a date."""
        return len(self.fields) > 1 and is_figure(self.fields[0])

    @property
    def has_figures(self) -> bool:
        """Whether it has a number or a date beside its first field."""
        return any(map(is_figure, self.fields[1:]))

    @property
    def width(self) -> int:
        """The number of fields without empty ones at the end."""
        return next((i for i in range(len(self.fields), 0, -1) if self.fields[i - 1].strip()), 0)


def split(text: str, where: str) -> tuple[list[Line], str]:
    """Split a text into lines of fields, and return these and the separator.

    Raises
    ------
    Unreadable
        Within the table, a line has another number of fields than its neighbour, or a quotation
        mark that is not closed or is within a field.
    """
    physical = list(io.StringIO(text, newline=""))
    separator = _separator(physical)
    lines = list(_lines(physical, separator))
    usual = _usual_width(lines)
    _check_marks(lines, separator, usual, where)
    _check_widths(lines, usual, where)
    return lines, separator


def _separator(physical: Sequence[str]) -> str:
    """The separator that gives most numbers and dates, and most lines of equal length."""
    sample = physical[:: len(physical) // _ENOUGH_LINES + 1]
    candidates = [sign for sign in _SEPARATORS if any(sign in line for line in sample)]
    best = candidates[0] if len(candidates) == 1 else ""
    if len(candidates) > 1:
        best = max(candidates, key=lambda sign: _fitness(sample, sign))
    dated = [line for line in sample if line.lstrip()[:1].isdigit()]
    parted = sum(best in line for line in dated) if best else 0
    return best if best and 2 * parted >= len(dated) else _BLANKS


def _fitness(sample: Sequence[str], separator: str) -> tuple[int, int]:
    """How many numbers and dates a separator gives, and how many lines of equal length."""
    parted = [line.fields for line in _lines(sample, separator) if len(line.fields) > 1]
    widths = Counter(map(len, parted))
    return sum(sum(map(is_figure, fields)) for fields in parted), max(widths.values(), default=0)


def _lines(physical: Sequence[str], separator: str) -> Iterator[Line]:
    if separator == _BLANKS:
        yield from _aligned(physical)
        return
    if not any('"' in line for line in physical):  # gives the same as csv, several times faster
        for number, line in enumerate(physical, start=1):
            fields = line.rstrip("\r\n").split(separator)
            yield Line(number, fields if any(map(str.strip, fields)) else [])
        return
    place = 0
    while place < len(physical):
        rest = map(physical.__getitem__, range(place, len(physical)))
        reader, done = csv.reader(rest, delimiter=separator, strict=True), 0
        try:
            for fields in reader:
                done = reader.line_num
                yield Line(place + done, fields if any(map(str.strip, fields)) else [])
        except csv.Error:
            place += done + 1
            yield Line(place, [physical[place - 1].rstrip("\r\n")], broken=True)
        else:
            return


def _aligned(physical: Sequence[str]) -> list[Line]:
    """Split columns that are aligned by blanks; names may contain single blanks."""
    lines, below = list[Line](), 0
    for number, line in reversed([*enumerate(physical, start=1)]):
        words = _words(line)
        if words and is_figure(words[0]):
            lines.append(Line(number, words))
            below = len(words)
            continue
        # Single blanks separate names, too, if there is then one name for each column.
        fields = words if len(words) == below else _GAP.split(line.rstrip())
        lines.append(Line(number, fields if words else []))
        below = below if not words else 0
    return lines[::-1]


def _words(line: str) -> list[str]:
    """The words of a line; a date at its beginning is one word, even if it has blanks."""
    match = _SPACED_DATE.match(line)
    if match is None or not is_figure(match[1]):
        return line.split()
    return [match[1], *line[match.end() :].split()]


def _usual_width(lines: Sequence[Line]) -> int:
    widths = Counter(len(line.fields) for line in lines if len(line.fields) > 1)
    return max(widths, key=lambda width: widths[width] * width, default=1)


def _check_marks(lines: Sequence[Line], separator: str, usual: int, where: str) -> None:
    """Refuse wrong quotation marks in a line of the table; in titles they are accepted."""
    for line in lines:
        parts = line.fields[0].split(separator) if line.broken else []
        if len(parts) > 1 and (len(parts) == usual or is_figure(parts[0].strip(' "'))):
            raise Unreadable(
                f"line {line.number} of {where} has a quotation mark that is not closed or is "
                "within a field; remove it."
            )


def _check_widths(lines: Sequence[Line], usual: int, where: str) -> None:
    for above, line in pairwise(lines):
        if len(above.fields) == len(line.fields) or min(above.width, line.width) <= 1:
            continue
        dated = above.is_dated and line.is_dated
        table = usual in (len(above.fields), len(line.fields)) and line.has_figures
        if (dated or table) and _differ(above, line):
            raise Unreadable(
                f"line {line.number} of {where} has {len(line.fields)} fields, the line above it "
                f"has {len(above.fields)}; give every line of the table the same."
            )


def _differ(above: Line, line: Line) -> bool:
    """Whether one of two lines has a field that is not empty where the other has no field."""
    return above.width > len(line.fields) or line.width > len(above.fields)
