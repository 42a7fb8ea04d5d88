"""The fields of a text file: which sign parts them, and whether each line has its own.

Titles and footers have other numbers of fields than the table between them, and quotation marks
as people write them; within the table a line that has not as many fields as its neighbour
would put numbers under the wrong name.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from labfolio_xl.reader.figures import is_figure
from labfolio_xl.reader.unreadable import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Line", "split"]

# In the order in which they are taken where a file reads equally well with several.
_SEPARATORS = ("\t", ";", "|", ",")
_BLANKS = " "
# As many lines of a file tell what parts its fields; more only take longer.
_ENOUGH_LINES = 300
_GAP = re.compile(r"\s{2,}")
# 31 Jan 2019, Jan 31 2019, Jan 2019.
_SPACED_DATE = re.compile(
    r"\s*(\d{1,2}\.? [A-Za-z]{3,}\.? \d{4}|[A-Za-z]{3,}\.? (?:\d{1,2} )?\d{4})(?=\s|$)"
)


@dataclass(frozen=True, slots=True)
class Line:
    """The fields of one line.

    Attributes
    ----------
    number : int
        Counted from one; that of the last one if a quoted field runs over several.
    fields : list of str
        None of them in an empty line.
    broken : bool
        Whether a quotation mark does not end, or stands within a field.
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
        """How many fields it has, without empty ones at its end."""
        return next((i for i in range(len(self.fields), 0, -1) if self.fields[i - 1].strip()), 0)


def split(text: str, where: str) -> tuple[list[Line], str]:
    """Part a text into the fields of its lines, and tell the separator.

    Raises
    ------
    Unreadable
        Within the table: a line with another number of fields than its neighbour, a quotation
        mark that does not end or stands within a field.
    """
    physical = list(io.StringIO(text, newline=""))
    separator = _separator(physical)
    lines = list(_lines(physical, separator))
    usual = _usual_width(lines)
    _check_marks(lines, separator, usual, where)
    _check_widths(lines, usual, where)
    return lines, separator


def _separator(physical: Sequence[str]) -> str:
    """The sign that parts most numbers and dates, in most lines, over the whole file."""
    sample = physical[:: len(physical) // _ENOUGH_LINES + 1]
    candidates = [sign for sign in _SEPARATORS if any(sign in line for line in sample)]
    best = candidates[0] if len(candidates) == 1 else ""
    if len(candidates) > 1:
        best = max(candidates, key=lambda sign: _fitness(sample, sign))
    dated = [line for line in sample if line.lstrip()[:1].isdigit()]
    parted = sum(best in line for line in dated) if best else 0
    return best if best and 2 * parted >= len(dated) else _BLANKS


def _fitness(sample: Sequence[str], separator: str) -> tuple[int, int]:
    """How many numbers and dates a separator parts, and in how many lines alike."""
    parted = [line.fields for line in _lines(sample, separator) if len(line.fields) > 1]
    widths = Counter(map(len, parted))
    return sum(sum(map(is_figure, fields)) for fields in parted), max(widths.values(), default=0)


def _lines(physical: Sequence[str], separator: str) -> Iterator[Line]:
    if separator == _BLANKS:
        yield from _aligned(physical)
        return
    if not any('"' in line for line in physical):  # several times faster, and the same
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
    """Columns that blanks align: names may hold single ones, numbers none."""
    lines, below = list[Line](), 0
    for number, line in reversed([*enumerate(physical, start=1)]):
        words = _words(line)
        if words and is_figure(words[0]):
            lines.append(Line(number, words))
            below = len(words)
            continue
        # Single blanks part names too, where that gives one to each column below them.
        fields = words if len(words) == below else _GAP.split(line.rstrip())
        lines.append(Line(number, fields if words else []))
        below = below if not words else 0
    return lines[::-1]


def _words(line: str) -> list[str]:
    """The words of a line; a date at its beginning is one, though it has blanks."""
    match = _SPACED_DATE.match(line)
    if match is None or not is_figure(match[1]):
        return line.split()
    return [match[1], *line[match.end() :].split()]


def _usual_width(lines: Sequence[Line]) -> int:
    widths = Counter(len(line.fields) for line in lines if len(line.fields) > 1)
    return max(widths, key=lambda width: widths[width] * width, default=1)


def _check_marks(lines: Sequence[Line], separator: str, usual: int, where: str) -> None:
    """Refuse a broken line of the table; one of a title is words."""
    for line in lines:
        parts = line.fields[0].split(separator) if line.broken else []
        if len(parts) > 1 and (len(parts) == usual or is_figure(parts[0].strip(' "'))):
            raise Unreadable(
                f"line {line.number} of {where} has a quotation mark that does not end or stands "
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
    """Whether one of two lines has a field that is beyond the other's, and not empty."""
    return above.width > len(line.fields) or line.width > len(above.fields)
