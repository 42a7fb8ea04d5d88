"""What the fuzzer of cells does with hypothesis: what one set of cells says, a table says too."""

from __future__ import annotations

import datetime as dt
import math

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from labfolio_xl.blocks import parse_risk_free, parse_table, parse_weights
from labfolio_xl.blocks.cells.values import error_text, is_blank, is_missing
from labfolio_xl.blocks.named_numbers import parse_named_numbers, parse_prices
from labfolio_xl.errors import LabfolioError

START = dt.datetime(2023, 1, 2)
plain = st.floats(-0.5, 0.5, width=32)
odd = st.sampled_from(
    [
        None,
        "",
        "#N/A",
        "1.2%",
        "n/a",
        "\ud800",
        "\u202ex",
        "=1+1",
        "x" * 33_000,
        "9" * 5000,
        -2146826246,
        10**400,
        math.inf,
        math.nan,
        True,
        dt.date.max,
        dt.date.min,
        pd.NaT,
        np.float64(0.5),
        np.datetime64("2023-05-04"),
        1j,
        (),
    ]
)
cell = plain | odd | st.text(max_size=4) | st.integers() | st.dates()


@st.composite
def blocks(draw):
    """Draw a table as an analyst has it, with cells spoilt, or rows of any length."""
    if draw(st.booleans()):
        return draw(st.lists(st.lists(cell, max_size=5), max_size=6))
    n_rows, n_columns = draw(st.integers(1, 6)), draw(st.integers(1, 4))
    numbers = st.lists(plain, min_size=n_columns, max_size=n_columns)
    rows = [["date", *(f"N{i}" for i in range(n_columns))]]
    rows += [[START + dt.timedelta(i), *draw(numbers)] for i in range(n_rows)]
    for _ in range(draw(st.integers(0, 3))):
        rows[draw(st.integers(0, n_rows))][draw(st.integers(0, n_columns))] = draw(cell)
    return rows


def answer(read, *args, **options):
    try:
        return read(*args, **options)
    except LabfolioError as error:
        sentence = str(error)
        assert sentence.isprintable()
        assert sentence.endswith(".")
        assert len(sentence) < 1500
        return None


@given(blocks(), st.booleans())
def test_no_number_is_lost_and_none_invented(rows, dates):
    table = answer(parse_table, rows, argument="assets", dates=dates)
    if table is None:
        return
    width = max(map(len, rows))
    full = [[*row, *[None] * (width - len(row))] for row in rows]
    top = next(i for i, row in enumerate(full) if not all(map(is_blank, row)))
    left = next(j for j in range(width) if not all(is_blank(row[j]) for row in full))
    cells = [c for row in full[top + 1 :] for c in row[left + 1 :]]
    words = [c for c in cells if isinstance(c, str) and is_missing(c)]
    held = [c for c in cells if not (is_blank(c) or error_text(c) or c in words)]
    values = table.frame.to_numpy()
    assert not np.isinf(values).any()
    if not any(line.check == "table" for line in table.findings):  # nothing is left out
        known = set(values[np.isfinite(values)].tolist())
        assert np.isfinite(values).sum() == len(held)
        assert {float(c) for c in held if type(c) is float} <= known
    if dates:
        assert table.frame.index.is_monotonic_increasing
        assert (table.frame.index == table.frame.index.normalize()).all()


@given(blocks())
def test_every_other_reading_is_an_answer_or_one_sentence(rows):
    weights = answer(parse_weights, rows)
    if weights is not None:
        # Of several portfolios, or by date, a blank cell is an asset that is not held.
        blanks = isinstance(weights.weights, pd.DataFrame)
        numbers = np.asarray(weights.weights)
        assert (np.isfinite(numbers) | (np.isnan(numbers) & blanks)).all()
    answer(parse_risk_free, rows)
    answer(parse_named_numbers, rows, "shocks", "shock")
    answer(parse_prices, rows, "prices")
