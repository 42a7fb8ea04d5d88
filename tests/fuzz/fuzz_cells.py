"""Fuzz the reading of blocks of raw cells: every shape, every mix of types.

Run through ``run.py``; the answer of :func:`check` is compared with what the cells say.
"""

from __future__ import annotations

import datetime as dt
import math
import os
import struct
import sys
from decimal import Decimal
from pathlib import Path

import atheris
import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parent))

from law import answer, keeping

with atheris.instrument_imports(include=["labfolio_xl"]):
    from labfolio_xl.blocks import parse_risk_free, parse_table, parse_weights
    from labfolio_xl.blocks.cells.values import error_text, is_blank, is_missing
    from labfolio_xl.blocks.named_numbers import parse_named_numbers, parse_prices

START = dt.datetime(2023, 1, 2)
TEXTS = [
    "",
    " ",
    "#N/A",
    "#DIV/0!",
    "#LF! x.",
    "1.2%",
    "0.5",
    "1e-3",
    "2023-05-04",
    "20230504",
    "03/04/2023",
    "2023-02-30",
    "2023-05-04T17:30:00Z",
    "n/a",
    "nan",
    "inf",
    "=1+1",
    "TRUE",
    "date",
    "\ud800",
    "\u202eabc",
    "x" * 40_000,
    "9" * 5000,
    "1e999%",
    "1e-999999999%",
    "0." + "0" * 400 + "1",
]
ODD = [
    None,
    True,
    False,
    math.nan,
    math.inf,
    -math.inf,
    -0.0,
    5e-324,
    1.7e308,
    -2146826246,
    -2146826246.0,
    10**400,
    -(10**5000),
    45048,
    20230504,
    20230504.5,
    2958466.0,
    1e18,
    Decimal("0.01"),
    Decimal("NaN"),
    Decimal("sNaN"),
    Decimal("Infinity"),
    Decimal("1e999999"),
    pd.NaT,
    dt.date(1, 1, 1),
    dt.date.max,
    dt.date(2262, 4, 12),
    dt.time(12),
    dt.timedelta(days=1),
    np.float64(0.5),
    np.float32(0.5),
    np.int64(3),
    np.bool_(True),  # noqa: FBT003 - a cell
    np.datetime64("2023-05-04"),
    np.datetime64("NaT"),
    pd.Timestamp("2023-05-04", tz="America/New_York"),
    pd.Timedelta(1),
    b"bytes",
    1j,
    (),
    [],
    {},
]


def one_cell(source):  # noqa: PLR0911 - one for each kind
    """Draw a cell: mostly what a sheet holds, sometimes what nobody would put there."""
    kind = source.ConsumeIntInRange(0, 9)
    if kind <= 3:
        return source.ConsumeIntInRange(-5000, 5000) / 10_000
    if kind == 4:
        return source.ConsumeFloat()
    if kind == 5:
        return START + dt.timedelta(source.ConsumeIntInRange(0, 5000))
    if kind == 6:
        return source.ConsumeUnicode(source.ConsumeIntInRange(0, 12))
    if kind == 7:
        return source.PickValueInList(TEXTS)
    if kind == 8:
        return source.ConsumeInt(5)
    return source.PickValueInList(ODD)


def ragged(source):
    """Draw rows of any lengths."""
    return [
        tuple(one_cell(source) for _ in range(source.ConsumeIntInRange(0, 6)))
        for _ in range(source.ConsumeIntInRange(0, 8))
    ]


def nearly_right(source):
    """Draw a table as an analyst has it, with some cells spoilt."""
    n_columns, n_rows = source.ConsumeIntInRange(1, 4), source.ConsumeIntInRange(1, 8)
    rows = [["date", *(f"N{i}" for i in range(n_columns))]]
    for i in range(n_rows):
        numbers = [source.ConsumeIntInRange(-999, 999) / 1000 for _ in range(n_columns)]
        rows.append([START + dt.timedelta(i), *numbers])
    for _ in range(source.ConsumeIntInRange(0, 4)):
        row, column = source.ConsumeIntInRange(0, n_rows), source.ConsumeIntInRange(0, n_columns)
        rows[row][column] = one_cell(source)
    return rows


def check(data):
    """Read one block in every way that the functions of a sheet do."""
    source = atheris.FuzzedDataProvider(data)
    rows = nearly_right(source) if source.ConsumeBool() else ragged(source)
    system = 1904 if source.ConsumeBool() else 1900
    for dates in (True, False):
        table = answer(parse_table, rows, argument="assets", dates=dates, date_system=system)
        if table is not None:
            # What is left out of a sheet is told; all else is there. Where the first column is
            # blank the dates stand in another one, which then holds no numbers.
            told = any(line.check == "table" for line in table.findings)
            told |= dates and all(is_blank(row[0]) for row in rows[1:] if row)
            check_table(table.frame, rows, dates=dates, whole=not told)
    weights = answer(parse_weights, rows)
    if weights is not None:
        # Of several portfolios, or by date, a blank cell is an asset that is not held.
        numbers, blanks = np.asarray(weights.weights), isinstance(weights.weights, pd.DataFrame)
        assert (np.isfinite(numbers) | (np.isnan(numbers) & blanks)).all()
    rate = answer(parse_risk_free, rows, date_system=system)
    if rate is not None and not isinstance(rate, float):
        check_index(rate.frame.index, dates=True)
    answer(parse_named_numbers, rows, "shocks", "shock")
    answer(parse_prices, rows, "prices")


def check_table(frame, rows, *, dates, whole):
    """Compare a table with the cells: labels in order, no number lost, none invented."""
    values = frame.to_numpy()
    assert values.dtype == np.float64
    assert not np.isinf(values).any()
    check_index(frame.index, dates=dates)
    names = frame.columns.tolist()
    assert len(set(names)) == len(names)
    assert all(name.strip() == name and name.isprintable() for name in names)
    found = sorted(struct.pack("d", x) for x in values[~np.isnan(values)])
    if not whole:
        return
    body = body_of(rows)
    assert len(found) == sum(not is_none(c) for row in body for c in row)
    plain = [c for row in body for c in row if type(c) is float and math.isfinite(c)]
    bits = set(found)
    assert all(struct.pack("d", c) in bits for c in plain if not disguised_error(c))


def is_none(cell):
    """Whether a cell holds no number, and says so."""
    return is_blank(cell) or bool(error_text(cell)) or (isinstance(cell, str) and is_missing(cell))


def disguised_error(number):
    """Whether a float is the number by which COM tells of an error cell."""
    return error_text(int(number)) is not None


def check_index(index, *, dates):
    """Refuse labels that are not unique, dates that are not in order or not of the calendar."""
    assert index.is_unique
    if dates:
        assert isinstance(index, pd.DatetimeIndex)
        assert index.tz is None
        assert index.is_monotonic_increasing
        assert (index == index.normalize()).all()


def body_of(rows):
    """Return the cells below the first row and right of the first column that hold anything."""
    width = max(map(len, rows))
    full = [[*row, *[None] * (width - len(row))] for row in rows]
    top = next(i for i, row in enumerate(full) if not all(map(is_blank, row)))
    left = next(j for j in range(width) if not all(is_blank(row[j]) for row in full))
    return [row[left + 1 :] for row in full[top + 1 :]]


if __name__ == "__main__":
    atheris.Setup(sys.argv, keeping(check) if "LABFOLIO_FUZZ_FOUND" in os.environ else check)
    atheris.Fuzz()
