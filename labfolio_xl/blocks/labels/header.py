"""Read the names of columns from one row, or from several rows such as tickers and fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from labfolio_xl.blocks.cells.kinds import names_names
from labfolio_xl.blocks.cells.values import is_blank, read_name
from labfolio_xl.returns.findings import listed
from labfolio_xl.returns.tables.price_history import are_price_fields

if TYPE_CHECKING:
    from labfolio_xl.blocks.cells.origin import Row, Rows
    from labfolio_xl.blocks.cells.values import Cell

__all__ = ["Header", "read_header"]


@dataclass(frozen=True, slots=True)
class Header:
    """The names of the columns of a block, and what other rows say about them.

    Attributes
    ----------
    names : sequence
        The name of each column. If there are rows of tickers and fields, it is the ticker.
    fields : tuple of str, or None
        The field of each column, if there are rows of tickers and fields.
    common : tuple of str
        The texts of rows that say the same about all columns, such as a field or a unit.
    rows : tuple of int
        The rows that were used, from top to bottom.
    how : str
        In words, how names were made of several rows.
    ticker : str
        The ticker that one row gives for all columns.
    """

    names: Row
    rows: tuple[int, ...]
    fields: tuple[str, ...] | None = None
    common: tuple[str, ...] = ()
    how: str = ""
    ticker: str = ""


def read_header(
    block: Rows, rows: Sequence[int], columns: Sequence[int], first: int
) -> Header | None:
    """Make the names of some columns from the rows above the dates; None if there are none.

    Parameters
    ----------
    block : sequence of sequences
    rows : sequence of int
        The rows that may hold names, from top to bottom.
    columns : sequence of int
        The columns of numbers.
    first : int
        The column of dates. A text above it is the ticker of the columns beside it if the cells
        between are blank.
    """
    named = _name_rows(block, rows, columns, first)
    common, ticker, bottom = list[str](), "", len(named)
    while bottom > 1 and _says_one_thing(_texts(block[named[bottom - 1]], columns)):
        bottom -= 1
        text = _texts(block[named[bottom]], columns)[0]
        common += [text] if text else []
        ticker = text if names_names(block[named[bottom]][first]) else ticker
    if not named:
        return None
    lower = block[named[bottom - 1]]
    upper = _text_by_column(block[named[bottom - 2]], columns, first) if bottom > 1 else {}
    if upper and _needs_more(_texts(lower, columns), list(upper.values())):
        used = (*named[bottom - 2 :],)
        return _header_of_two_rows(list(lower), upper, columns, used, tuple(common))
    how = f"{listed(common)} below them holds for all" if common else ""
    return Header(lower, (*named[bottom - 1 :],), None, tuple(common), how, ticker)


def _name_rows(block: Rows, rows: Sequence[int], columns: Sequence[int], first: int) -> list[int]:
    """The rows that may hold names: the last one, and those above it that are not a single fact.

    A fact is one text beside its label, such as Currency | USD.
    """
    named = [row for row in rows if any(_texts(block[row], columns))]
    return [
        row
        for row in named
        if row == named[-1]
        or sum(map(bool, _texts(block[row], columns))) > 1
        or is_blank(block[row][first])
        or names_names(block[row][first])
    ]


def _texts(row: Row, columns: Sequence[int]) -> list[str]:
    return [read_name(row[column]) or "" for column in columns]


def _says_one_thing(texts: Sequence[str]) -> bool:
    """Whether a row has the same text for all columns; for one column it must be a field."""
    distinct = set(texts)
    return len(distinct) == 1 and (len(texts) > 1 or are_price_fields(texts))


def _needs_more(lower: Sequence[str], upper: Sequence[str]) -> bool:
    """Whether the upper of two rows is needed: the lower one has no unique names, or has fields."""
    if len(set(upper)) == 1 and len(upper) > 1 and not are_price_fields(list(set(lower))):
        return are_price_fields(upper[:1])
    several = len(set(lower)) < len(lower) or "" in lower
    return several or are_price_fields(list(set(lower))) or are_price_fields(list(set(upper)))


def _text_by_column(row: Row, columns: Sequence[int], first: int) -> dict[int, str]:
    """The text of a row for each column, where a text also holds for the blanks to its right.

    It is empty unless there is a text for all columns.
    """
    texts: dict[int, str] = {}
    last: Cell = row[first] if columns and is_blank(row[columns[0]]) else None
    for column in range(first + 1, len(row)):
        last = last if is_blank(row[column]) else row[column]
        if column in columns:
            texts[column] = read_name(last) or ""
    return texts if all(texts.values()) else {}


def _header_of_two_rows(
    lower: list[Cell],
    upper: dict[int, str],
    columns: Sequence[int],
    used: tuple[int, ...],
    common: tuple[str, ...],
) -> Header:
    """Make names of two rows: the tickers if the other row has fields, otherwise both texts."""
    texts, names = _texts(lower, columns), list(lower)
    above = [upper.get(column, "") for column in columns]
    for fields, tickers in ((texts, above), (above, texts)):
        if are_price_fields(list(set(fields))):
            of_column = dict(zip(columns, fields, strict=True))
            for column, ticker in zip(columns, tickers, strict=True):
                names[column] = ticker
            spread = tuple(of_column.get(column, "") for column in range(len(lower)))
            return Header(names, used, spread, common, "tickers and fields")
    for column, text in upper.items():
        names[column] = " ".join(filter(None, (text, read_name(lower[column]))))
    return Header(names, used, None, common, "joined to names")
