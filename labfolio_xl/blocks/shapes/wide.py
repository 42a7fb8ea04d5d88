"""Read a wide table: a column for each name and a row for each date (or name)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pandas as pd

from labfolio_xl.blocks.cells.numbers import Describe, Numbers, read_numbers
from labfolio_xl.blocks.cells.percent import header_says_percent, without_percent
from labfolio_xl.blocks.cells.values import quote, shortened
from labfolio_xl.errors import counted
from labfolio_xl.returns.findings import Finding
from labfolio_xl.returns.tables.input_table import InputTable, Kind, Unit

if TYPE_CHECKING:
    from labfolio_xl.blocks.labels.row_labels import Labels

__all__ = ["Keep", "read_columns", "read_wide", "settle_unit"]

Keep: TypeAlias = Callable[[bytes, Callable[[], InputTable]], InputTable]


def read_wide(
    labels: Labels,
    keep: Keep | None = None,
    *,
    kind: Kind | None = None,
    percent: bool = False,
) -> InputTable:
    """Read the numbers beside the dates or names of a table.

    Parameters
    ----------
    labels : Labels
        The labels, which also say where the numbers are.
    keep : callable, optional
        See ``parse_table``.
    kind : {"prices"} or None
        What the numbers are, if the form of the table shows it.
    percent : bool
        Whether a title says that the numbers are percent.

    Raises
    ------
    InputError
        A label is missing, occurs twice or cannot be read; a cell holds text instead of a number.
    """
    numbers = read_columns(labels)

    def table() -> InputTable:
        return _labelled(labels, numbers, kind, percent=percent)

    key = _content(labels, numbers) if keep else b""
    return keep(key, table) if keep and key else table()


def read_columns(labels: Labels, describe: Describe | None = None) -> Numbers:
    """Read the numbers of a table; errors about them name the column and the date."""

    def by_labels(row: int, column: int) -> str:
        read = labels.read()  # if the labels have errors, these are raised first
        label = read.index[row]
        where = f" ({labels.place(row, column)})" if labels.origin.where is not None else ""
        day = label.date() if isinstance(label, pd.Timestamp) else shortened(str(label))
        return f"column {quote(read.names[column])}, {day}{where}"

    rows = [labels.block[row] for row in labels.rows]
    text_file = labels.options.text_file
    return read_numbers(
        rows, labels.columns, describe or by_labels, labels.origin, text_file=text_file
    )


def _labelled(labels: Labels, numbers: Numbers, kind: Kind | None, *, percent: bool) -> InputTable:
    read = labels.read()
    names, index = read.names, read.index
    subject = labels.origin.subject
    settled = settle_unit(labels, names, numbers, percent=percent) if kind is None else None
    if settled == "percent" and not percent:
        names = _without_unit(names)
    columns = pd.Index(names, dtype="str")
    frame = pd.DataFrame(numbers.array, index=index, columns=columns, copy=False)
    if labels.options.dates and not index.is_monotonic_increasing:
        frame = frame.sort_index()
    lines = (*read.findings, *numbers.findings(subject), *_skipped(subject, *labels.n_dropped))
    return InputTable(frame, kind, settled, read.frequency, lines)


def settle_unit(
    labels: Labels, names: list[str], numbers: Numbers, *, percent: bool
) -> Unit | None:
    """The unit that a title, the headers or the cells say; None if they say nothing.

    Raises
    ------
    InputError
        The headers say percent, but only some of the cells have a percent sign.
    """
    says = percent or all(map(header_says_percent, names))
    if not numbers.n_percent:
        return "percent" if says else None
    n_numbers = int(np.isfinite(numbers.array).sum())
    if numbers.n_percent == n_numbers:
        return "decimal"
    if says:
        raise labels.origin.error(
            f"the names say percent, and {counted(numbers.n_percent, 'cell')} of {n_numbers} have "
            "a percent sign; write the sign into all cells or none."
        )
    return None


def _without_unit(names: list[str]) -> list[str]:
    """Names without the word percent, if they are still unique."""
    plain = list(map(without_percent, names))
    return plain if len(set(plain)) == len(plain) else names


def _content(labels: Labels, numbers: Numbers) -> bytes:
    """Return a digest of all that a table is made from, or nothing if it cannot be made."""
    try:
        text, days = labels.content()
    except ValueError:  # Python does not write out numbers of thousands of digits
        return b""
    notes = numbers.findings(labels.origin.subject)
    noted = labels.origin.subject if notes or any(labels.n_dropped) else ""
    # Processors have instructions for SHA-256, so that it takes half the time of BLAKE2.
    content = f"{numbers.array.shape} {notes} {noted} {text}"
    digest = hashlib.sha256(content.encode(errors="backslashreplace"))
    digest.update(days)
    digest.update(numbers.array.data)
    return digest.digest()


def _skipped(subject: str, n_rows: int, n_columns: int) -> tuple[Finding, ...]:
    counts = ((n_rows, "empty row"), (n_columns, "empty column"))
    return tuple(
        Finding("cells", subject, counted(n, noun), "note", "skipped") for n, noun in counts if n
    )
