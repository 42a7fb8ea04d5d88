"""Short ways to put cells into a document of Calc, and to read them again."""

from __future__ import annotations

import math


def sheet(document, name=None):
    """Return a sheet, the first one by default; a name that is new makes one."""
    sheets = document.Sheets
    if name is None:
        return sheets.getByIndex(0)
    if not sheets.hasByName(name):
        sheets.insertNewByName(name, sheets.Count)
    return sheets.getByName(name)


def put(page, address, rows):
    """Write rows from the cell `address` on; None stays empty."""
    rows = [["" if cell is None else cell for cell in row] for row in rows]
    block = block_at(page, address, len(rows), len(rows[0]))
    block.setDataArray(tuple(tuple(row) for row in rows))
    return block


def block_at(page, address, n_rows, n_columns):
    """Return the range of this size that begins at `address`."""
    first = page.getCellRangeByName(address).RangeAddress
    return page.getCellRangeByPosition(
        first.StartColumn,
        first.StartRow,
        first.StartColumn + n_columns - 1,
        first.StartRow + n_rows - 1,
    )


def calculate(page, address, formula, n_rows=1, n_columns=1):
    """Enter an array formula (semicolons between arguments), and return what it shows."""
    block = block_at(page, address, n_rows, n_columns)
    block.setArrayFormula(formula)
    return block.getDataArray()


def errors(block):
    """Return the error code of each cell: 0 for none, 32767 for #N/A."""
    address = block.RangeAddress
    return [
        [
            block.getCellByPosition(column, row).getError()
            for column in range(address.EndColumn - address.StartColumn + 1)
        ]
        for row in range(address.EndRow - address.StartRow + 1)
    ]


def rows_of(frame, corner="date"):
    """Return a frame as rows of cells: dates as serials, missing numbers as empty cells."""
    header = [corner, *map(str, frame.columns)]
    body = []
    for label, values in zip(frame.index, frame.to_numpy(), strict=True):
        cells = [None if math.isnan(value) else float(value) for value in values]
        body.append([serial(label), *cells])
    return [header, *body]


def serial(label):
    """Return a date as the number of days since Calc's day 0, anything else as text."""
    return float(label.toordinal() - 693_594) if hasattr(label, "toordinal") else str(label)
