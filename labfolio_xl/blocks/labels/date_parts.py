"""Join dates of which year, month and day, or year and quarter, are in separate columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from labfolio_xl.blocks.cells.grid import FIRST_ROWS
from labfolio_xl.blocks.cells.kinds import header_key, names_dates
from labfolio_xl.blocks.cells.values import is_blank, read_name, read_number
from labfolio_xl.options.days import FIRST_YEAR, LAST_YEAR
from labfolio_xl.returns.dates.words import MONTH_OF, plain_words
from labfolio_xl.returns.findings import Finding, listed

if TYPE_CHECKING:
    from labfolio_xl.blocks.cells.origin import Origin, Row, Rows
    from labfolio_xl.blocks.cells.values import Cell

__all__ = ["DateParts", "find_parts", "part_of_date", "repeats_part"]

_WORDS = {
    "year": frozenset({"year", "yr", "yyyy", "jahr", "année", "annee", "año", "ano", "anno"}),
    "quarter": frozenset({"quarter", "qtr", "q", "quartal", "trimestre"}),
    "month": frozenset({"month", "mo", "mon", "mm", "monat", "mois", "mes", "mês", "mese"}),
    "day": frozenset({"day", "dd", "tag", "jour", "día", "dia", "giorno"}),
}
_PERIODS = ("quarter", "month")
# The parts of a date are in the first columns, to the left of the numbers.
_FIRST_COLUMNS = 10
_LARGEST = {"quarter": 4, "month": 12, "day": 31}


class DateParts(NamedTuple):
    """A block in which the parts of the dates were joined in one column, and the finding."""

    block: Rows
    finding: Finding


def part_of_date(name: Cell) -> str | None:
    """The part of a date that a header names ("year", "quarter", "month", "day"), or None."""
    key = header_key(name) if isinstance(name, str) else ""
    return next((what for what, words in _WORDS.items() if key in words), None)


def repeats_part(what: str, cells: Sequence[Cell], dates: Sequence[dt.date | None]) -> bool:
    """Whether each cell of a column is the year, quarter, month or day of the date beside it."""
    return all(
        date is not None and _part_number(cell, what) == _part_of(date, what)
        for cell, date in zip(cells, dates, strict=True)
    )


def _part_of(date: dt.date, what: str) -> int:
    parts = {"year": date.year, "month": date.month, "day": date.day}
    return parts.get(what, (date.month + 2) // 3)


def find_parts(block: Rows, origin: Origin) -> DateParts | None:
    """Join the parts of the dates in one column; None if there are no such columns side by side.

    The last of the columns gets the dates and the others become empty, so that all other cells
    keep their addresses.
    """
    for number, row in enumerate(block[:FIRST_ROWS]):
        columns = _columns(row)
        if columns:
            return _joined(block, number, columns, origin)
    return None


def _columns(row: Row) -> dict[str, int]:
    """The columns of year, month or quarter, and day, if a row has them side by side."""
    first = row[:_FIRST_COLUMNS]
    keys = [header_key(cell) if isinstance(cell, str) else "" for cell in first]
    found: dict[str, int] = {}
    for what, words in _WORDS.items():
        places = [place for place, key in enumerate(keys) if key in words]
        if len(places) == 1:
            found[what] = places[0]
    periods = [what for what in _PERIODS if what in found]
    others = [cell for place, cell in enumerate(first) if place not in found.values()]
    if "year" not in found or len(periods) != 1 or any(map(names_dates, others)):
        return {}
    parts = {what: found[what] for what in ("year", *periods)}
    if periods == ["month"] and "day" in found:
        parts["day"] = found["day"]
    beside = max(parts.values()) - min(parts.values()) == len(parts) - 1
    return parts if beside else {}


def _joined(block: Rows, head: int, columns: dict[str, int], origin: Origin) -> DateParts | None:
    target = max(columns.values())
    rows: list[Sequence[Cell]] = list(block[:head])
    rows.append(_row_with_date(block[head], columns, target, "Date"))
    first = None
    for row in block[head + 1 :]:
        label = _date_text(row, columns)
        first = first or label
        rows.append(_row_with_date(row, columns, target, label or _as_written(row, columns)))
    if first is None:
        return None
    named = listed([f'"{read_name(block[head][place])}"' for place in columns.values()])
    note = Finding("dates", origin.subject, named, "note", f"read as one date, such as {first}")
    return DateParts(rows, note)


def _row_with_date(row: Row, columns: dict[str, int], target: int, cell: Cell) -> list[Cell]:
    taken = columns.values()
    return [
        cell if place == target else None if place in taken else old
        for place, old in enumerate(row)
    ]


def _as_written(row: Row, columns: dict[str, int]) -> str | None:
    """The text in the columns of a row without a date, such as a footer."""
    cells = [row[place] for place in sorted(columns.values())]
    return " ".join(read_name(cell) or "" for cell in cells if not is_blank(cell)) or None


def _date_text(row: Row, columns: dict[str, int]) -> str | None:
    """The date of a row as text; None if a part of it is missing or not valid."""
    numbers = {what: _part_number(row[place], what) for what, place in columns.items()}
    if any(number is None for number in numbers.values()):
        return None
    year = f"{numbers['year']}"
    if "quarter" in numbers:
        return f"{year}-Q{numbers['quarter']}"
    return "-".join([year, *(f"{numbers[w]:02d}" for w in ("month", "day") if w in numbers)])


def _part_number(cell: Cell, what: str) -> int | None:
    if is_blank(cell):
        return None
    text = plain_words(str(cell)).rstrip(".") if isinstance(cell, str) else ""
    if what == "month" and text in MONTH_OF:
        return MONTH_OF[text]
    if what == "quarter" and text[:1] in ("q", "t"):
        text = text[1:]
    number = read_number(text or cell)
    if number is None or not number.is_integer():
        return None
    if what == "year":
        return int(number) if FIRST_YEAR <= number <= LAST_YEAR else None
    return int(number) if 1 <= number <= _LARGEST[what] else None
