"""Recognise text files that hold one plain table, whose numbers are sent to the parent as text.

A plain table has one line of names. Each line below it begins with a number or a date and has as
many fields as there are names; the other fields are empty or have only characters of numbers. The
separator is a comma.

Most of the time of reading a large file is spent in ``float``. The parent has imported pandas,
which converts the numbers to the same values in a quarter of the time. The module ``text`` reads
all other files; from a plain table it would make the same cells.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from labfolio_xl.reader.figures import is_figure
from labfolio_xl.reader.limits import MAX_CELLS, MAX_COLUMNS
from labfolio_xl.reader.text import as_cell, as_names

if TYPE_CHECKING:
    from labfolio_xl.reader.text import Cell

__all__ = ["PlainTable", "plain_table"]

# Other separators, quotation marks and single CRs are left to the module ``fields``.
_OTHER_SIGNS = '\t;|"\r'
# For a fast search, the digits 2 to 9 become 1, ends of lines become commas, and signs are removed.
_SHAPE, _SIGNS = bytes.maketrans(b"23456789E\n", b"11111111e,"), b"+-"
_CHARACTERS = b"01.e,"
# A field with leading zeros may be a code, which the module ``text`` keeps as text.
_CODE = re.compile(rb",0[01]")


class PlainTable(NamedTuple):
    """The names and the first cells of all lines, and the text of the numbers beside them."""

    labels: list[list[Cell]]
    numbers: memoryview


def plain_table(text: str) -> PlainTable | None:
    """Take a plain table apart; return None if a text is anything else."""
    text = text.replace("\r\n", "\n") if "\r" in text else text
    head, *lines = text.removesuffix("\n").split("\n")
    names = head.split(",")
    if any(sign in text for sign in _OTHER_SIGNS) or not _fit(names, lines):
        return None
    firsts, _, rests = zip(*(line.partition(",") for line in lines), strict=True)
    numbers = "\n".join(["", *rests, ""]).encode()
    if not (all(map(is_figure, firsts)) and _may_be_numbers(numbers)):
        return None
    labels = [as_names(names), *([as_cell(first)] for first in firsts)]
    return PlainTable(labels, memoryview(numbers)[1:])


def _fit(names: list[str], lines: list[str]) -> bool:
    """Whether there are names, and each line has as many fields as there are names."""
    if is_figure(names[0]) or not any(map(str.strip, names)):
        return False
    # With more cells, the parent would need too much memory.
    if not 1 < len(names) <= MAX_COLUMNS or len(names) * len(lines) > MAX_CELLS:
        return False
    return {line.count(",") for line in lines} == {len(names) - 1}


def _may_be_numbers(fields: bytes) -> bool:
    """Whether fields have only characters of numbers, and no leading zeros."""
    shapes = fields.translate(_SHAPE, _SIGNS)
    return not shapes.translate(None, _CHARACTERS) and not _CODE.search(shapes)
