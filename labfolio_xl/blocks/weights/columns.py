"""Find the columns of names and weights in a table of holdings by their headers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from labfolio_xl.blocks.cells.values import is_blank, read_name
from labfolio_xl.blocks.weights.numbers import read_weight
from labfolio_xl.returns.weights.words import header_says, is_weight_header, word_key

if TYPE_CHECKING:
    from labfolio_xl.blocks.cells.origin import Row, Rows
    from labfolio_xl.blocks.cells.values import Cell

__all__ = ["WeightColumns", "find_columns", "is_header", "is_name_header", "says_numbers"]

# Headers of columns of names. Tickers come first, since the columns of returns mostly have these.
_NAMES = (
    {
        *("ticker", "tickers", "symbol", "ticker symbol", "stock ticker", "stock symbol"),
        *("trading symbol", "holding ticker", "holdings ticker", "bloomberg ticker", "ric"),
        *("code", "stock code", "security code", "instrument code", "identifier", "id"),
    },
    {"isin", "isin code", "cusip", "cusip number", "sedol", "figi", "wkn"},
    {
        *("name", "asset", "assets", "asset name", "security", "security name", "holding"),
        *("holdings", "holding name", "company", "company name", "fund", "fund name", "issuer"),
        *("issuer name", "description", "security description", "instrument", "stock"),
        *("instrument name", "constituent", "constituent name", "position", "investment"),
    },
)
_CLASSES = {
    *("asset class", "asset type", "asset category", "security type", "instrument type", "type"),
    *("class", "category", "sector"),
}
# There may be blank rows and headings between a header and its first number.
_ROWS_TO_FIRST_NUMBER = 5


@dataclass(frozen=True, slots=True)
class WeightColumns:
    """The columns of names and weights in a block.

    Attributes
    ----------
    header : int
        The row of the header; -1 if there is none.
    names : tuple of int
        The columns of names, the preferred one first.
    numbers : int
        The column of weights.
    classes : tuple of int
        The columns that say what kind of asset a row is.
    others : tuple of int
        Other columns that could be the weights.
    """

    header: int
    names: tuple[int, ...]
    numbers: int
    classes: tuple[int, ...] = ()
    others: tuple[int, ...] = ()


def find_columns(block: Rows) -> WeightColumns | None:
    """Find the first row with headers of names and of weights, amounts or quantities."""
    for place, row in enumerate(block):
        if not is_header(row):
            continue
        numbers = _number_columns(row, block[place + 1 :])
        names = _name_columns(row, numbers) or _first_text(block[place:], numbers)
        if numbers and names:
            classes = [c for c, cell in enumerate(row) if word_key(_text(cell)) in _CLASSES]
            return WeightColumns(place, names, numbers[0], tuple(classes), numbers[1:])
    return None


def is_header(row: Row) -> bool:
    """Whether a row holds only words."""
    given = [cell for cell in row if not is_blank(cell)]
    return bool(given) and all(isinstance(c, str) and read_weight(c) is None for c in given)


def is_name_header(text: str) -> bool:
    """Whether a text is the header of a column of names."""
    return any(word_key(text) in words for words in _NAMES)


def says_numbers(cell: Cell) -> bool:
    """Whether a cell is the header of weights, amounts or quantities."""
    return is_weight_header(_text(cell)) or header_says(_text(cell)) is not None


def _number_columns(row: Row, below: Rows) -> tuple[int, ...]:
    """The columns of weights, or else those of amounts, or else those of quantities."""
    weights = [c for c, cell in enumerate(row) if is_weight_header(_text(cell))]
    says = [header_says(_text(cell)) for cell in row]
    kinds = [
        weights,
        *([c for c, s in enumerate(says) if s == k] for k in ("values", "quantities")),
    ]
    for columns in kinds:
        found = tuple(column for column in columns if _has_number(below, column))
        if found:
            return found
    return ()


def _has_number(rows: Rows, column: int) -> bool:
    return any(
        not is_blank(row[column]) and read_weight(row[column]) is not None
        for row in rows[:_ROWS_TO_FIRST_NUMBER]
    )


def _name_columns(row: Row, numbers: tuple[int, ...]) -> tuple[int, ...]:
    keys = {c: word_key(_text(cell)) for c, cell in enumerate(row) if c not in numbers}
    return tuple(column for words in _NAMES for column, key in keys.items() if key in words)


def _first_text(rows: Rows, numbers: tuple[int, ...]) -> tuple[int, ...]:
    """The first column that has text, if no header is one of names."""
    columns = (c for c in range(len(rows[0])) if c not in numbers)
    below = rows[1 : 1 + _ROWS_TO_FIRST_NUMBER]
    texts = (c for c in columns if any(isinstance(row[c], str) and row[c].strip() for row in below))
    return tuple(texts)[:1]


def _text(cell: Cell) -> str:
    return read_name(cell) or ""
