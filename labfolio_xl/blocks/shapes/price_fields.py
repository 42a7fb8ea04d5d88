"""Choose the adjusted close, or else the close, among the fields of a price history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from labfolio_xl.blocks.cells.kinds import header_key
from labfolio_xl.blocks.cells.values import read_number
from labfolio_xl.returns.findings import listed
from labfolio_xl.returns.tables.price_history import (
    are_price_fields,
    closing_field,
    is_price_history,
)

if TYPE_CHECKING:
    from labfolio_xl.blocks.cells.values import Cell
    from labfolio_xl.blocks.shapes.sheet_part import SheetPart
    from labfolio_xl.returns.tables.input_table import Kind

__all__ = ["Chosen", "is_field", "price_column", "take_closing"]

_CERTAIN = frozenset(
    {"close", "adjclose", "adjustedclose", "closeadj", "pxlast", "schlusskurs", "closingprice"}
)
_VOLUMES = frozenset(
    {"volume", "tradingvolume", "sharevolume", "pxvolume", "volumen", "wolumen", "umsatz", "成交量"}
)
# With at least so many of open, high, low and close, a table is a price history, even if it has
# other columns, too.
_FEWEST_FIELDS = 3


class Chosen(NamedTuple):
    """The columns that were chosen, new names for some of them, and their kind."""

    columns: list[int]
    names: dict[int, str]
    kind: Kind | None


def is_field(name: Cell) -> bool:
    """Whether a header may be that of a price history or a volume beside prices."""
    key = header_key(name)
    return key in _VOLUMES or closing_field([key]) is not None


def take_closing(part: SheetPart, columns: Sequence[int]) -> Chosen:
    """Choose the columns of prices if there are fields of price histories, otherwise all."""
    if part.header.fields is not None:
        return _by_ticker(part, columns, part.header.fields)
    names = part.names(columns)
    common = part.header.common
    if common and are_price_fields(list(common)):
        return Chosen(list(columns), {}, "prices")
    field = price_column(names)
    if field is None:
        return _without_volume(part, columns)
    taken = columns[names.index(field)]
    _note_choice(part, field, [name for name in names if name != field])
    name = part.header.ticker or part.name
    return Chosen([taken], {taken: name} if name else {}, "prices")


def price_column(names: Sequence[str]) -> str | None:
    """The closing field, if the columns are those of one price history."""
    field = closing_field(names)
    if field is None:
        return None
    known = [name for name in names if are_price_fields([field, name])]
    of_day = [name for name in known if is_price_history([field, name])]
    if len(known) == len(names):
        return field if len(names) > 1 or header_key(field) in _CERTAIN else None
    return field if len({*of_day, field}) >= _FEWEST_FIELDS else None


def _by_ticker(part: SheetPart, columns: Sequence[int], fields: Sequence[str]) -> Chosen:
    of_ticker: dict[str, list[int]] = {}
    for column, ticker in zip(columns, part.names(columns), strict=True):
        of_ticker.setdefault(ticker, []).append(column)
    taken, without = [], []
    for ticker, own in of_ticker.items():
        field = closing_field([fields[column] for column in own])
        if field is None:
            without.append(ticker)
        taken += [column for column in own if fields[column] == field][:1]
    names = {}
    if len(of_ticker) == 1 and part.name and not next(iter(of_ticker)):
        names = {taken[0]: part.name}
    chosen = list(dict.fromkeys(fields[column] for column in taken))
    others = dict.fromkeys(fields[column] for column in columns if column not in taken)
    _note_choice(part, listed(chosen), [field for field in others if field not in chosen])
    if without:
        part.note(listed(without), "left out, without a closing price")
    return Chosen(sorted(taken), names, "prices")


def _without_volume(part: SheetPart, columns: Sequence[int]) -> Chosen:
    """All columns except those that are called volume and hold whole numbers."""
    volumes = [column for column in columns if _is_volume(part, column)]
    if not volumes or len(volumes) == len(columns):
        return Chosen(list(columns), {}, None)
    part.note(listed(part.names(volumes)), "left out, since it is no price and no return")
    return Chosen([column for column in columns if column not in volumes], {}, None)


def _is_volume(part: SheetPart, column: int) -> bool:
    if header_key(part.header.names[column]) not in _VOLUMES:
        return False
    numbers = [_number(part.block[row][column]) for row in part.region.rows]
    known = [number for number in numbers if number is not None and number == number]  # noqa: PLR0124
    counts = all(number >= 0 and number.is_integer() for number in known)
    return counts and max(known, default=0) > 1


def _number(cell: Cell) -> float | None:
    return read_number(cell.replace(",", "") if isinstance(cell, str) else cell)


def _note_choice(part: SheetPart, field: str, others: Sequence[str]) -> None:
    left = f"; {listed(others)} left out" if others else ""
    part.note("a price history", f"{field} taken{left}")
