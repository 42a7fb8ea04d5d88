"""Tables as the text and the workbooks of other programs, with all digits of a number."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from typing import Any

import pandas as pd
import xlsxwriter

__all__ = ["book", "dated", "grid", "text"]


def _digits(value: float) -> str:
    """Shortest text that gives the same number again; nothing for a hole."""
    return "" if pd.isna(value) else repr(float(value))


def grid(frame: pd.DataFrame, head: object = "Date", dates: str | None = None) -> list[list[Any]]:
    """Rows of cells: names above, dates (or their text) on the left, a blank for a hole."""
    labels = frame.index.strftime(dates) if dates else [_plain(day) for day in frame.index]
    cells = [[None if pd.isna(v) else v for v in row] for row in frame.to_numpy().tolist()]
    return [
        [head, *frame.columns],
        *([label, *row] for label, row in zip(labels, cells, strict=True)),
    ]


def _plain(label: object) -> object:
    return label.to_pydatetime() if isinstance(label, pd.Timestamp) else label


def text(
    frame: pd.DataFrame,
    *,
    dates: str = "%Y-%m-%d",
    head: str = "Date",
    sep: str = ",",
    number: Callable[[float], str] = _digits,
    above: Sequence[str] = (),
    below: Sequence[str] = (),
) -> str:
    """A text file: lines above, names, one line a date, lines below."""
    lines = [sep.join([head, *map(str, frame.columns)])]
    for label, row in zip(dated(frame, dates), frame.to_numpy().tolist(), strict=True):
        lines.append(sep.join([label, *map(number, row)]))
    return "\n".join([*above, *lines, *below]) + "\n"


def dated(frame: pd.DataFrame, style: str) -> list[str]:
    """The dates of a table in a style of strftime; other labels as their text."""
    if isinstance(frame.index, pd.DatetimeIndex):
        return list(frame.index.strftime(style))
    return list(map(str, frame.index))


def book(
    sheets: Mapping[str, Sequence[Sequence[object]]],
    *,
    number_format: str = "General",
    date_1904: bool = False,
) -> bytes:
    """A workbook of raw cells; dates as serials with a date format."""
    content = BytesIO()
    options = {"in_memory": True, "date_1904": date_1904, "default_date_format": "dd/mm/yyyy"}
    with xlsxwriter.Workbook(content, options) as workbook:
        style = workbook.add_format({"num_format": number_format})
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for i, row in enumerate(rows):
                for j, cell in enumerate(row):
                    own = (style,) if isinstance(cell, (int, float)) and j else ()
                    sheet.write(i, j, cell, *own)
    return content.getvalue()
