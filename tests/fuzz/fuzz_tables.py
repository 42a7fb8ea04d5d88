"""Fuzz the checks of labelled tables and their alignment: every index, every type of a column."""

from __future__ import annotations

import datetime as dt
import os
import sys
from decimal import Decimal
from pathlib import Path

import atheris
import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parent))

from law import answer, keeping

with atheris.instrument_imports(include=["labfolio_xl"]):
    from labfolio_xl import align, data_report, excess_returns, returns_from_prices
    from labfolio_xl.returns.tables.checked import check_rate, check_table
    from labfolio_xl.returns.weights.judgement import check_weights

NAMES = ["A", "B", " A ", "", "C\nD", None, 5, 5.0, float("nan"), True, ("A", "B"), "x" * 40_000]
DAYS = [
    "2024-01-01",
    "2024-01-02T10:00",
    "2024-01-03 00:00+02:00",
    "20240104",
    "1.2.2024",
    "9999-12-31",
    "0001-01-01",
    "",
    None,
    pd.NaT,
    dt.date(2024, 1, 5),
    dt.datetime(2024, 1, 6, tzinfo=dt.UTC),
    pd.Timestamp("2024-01-07", tz="America/New_York"),
    pd.Period("2024-01", "M"),
    45000,
    45000.5,
    float("nan"),
    np.datetime64("2024-01-08"),
    "n/a",
    "\ud800",
    "NaT",
]
CELLS = [
    0.01,
    float("nan"),
    float("inf"),
    -0.0,
    5e-324,
    1e100,
    1.7e308,
    None,
    pd.NA,
    pd.NaT,
    "0.5",
    "n/a",
    "",
    "\x1b[2J\n",
    "x" * 40_000,
    True,
    1,
    10**400,
    Decimal("0.01"),
    Decimal("sNaN"),
    Decimal("1e400"),
    1j,
    dt.date(2024, 1, 1),
    dt.timedelta(1),
    pd.Timestamp("2024-01-01"),
    (),
    {},
    b"1",
]
TYPES = [None, "float64", "float32", "Float64", "Int64", "int64", "boolean", "string", "object"]
TYPES += ["category", "datetime64[ns]", "complex128", "timedelta64[ns]", "Sparse[float64]"]


def one_index(source, n_rows):  # noqa: PLR0911 - one for each kind
    """Draw the labels of rows: mostly dates in order, sometimes anything."""
    kind = source.ConsumeIntInRange(0, 9)
    start = pd.Timestamp("2024-01-01") + pd.Timedelta(source.ConsumeIntInRange(0, 4), "D")
    days = pd.date_range(start, periods=n_rows)
    if kind <= 3:
        return days
    if kind == 4:
        return days.tz_localize(source.PickValueInList(["UTC", "America/New_York"]))
    if kind == 5:
        unit = source.PickValueInList(["s", "ms", "us"])
        years = source.ConsumeIntListInRange(n_rows, -5000, 12_000)
        seconds = [np.datetime64(f"{year:05d}" if year < 0 else f"{year:04d}") for year in years]
        return pd.DatetimeIndex(np.array(seconds, f"datetime64[{unit}]"))
    if kind == 6:
        return pd.PeriodIndex(days, freq=source.PickValueInList(["D", "M", "Y", "h"]))
    if kind == 7:
        return pd.MultiIndex.from_arrays([days, range(n_rows)])
    if kind == 8:
        return pd.RangeIndex(n_rows)
    return pd.Index([source.PickValueInList(DAYS) for _ in range(n_rows)], dtype=object)


def one_table(source):
    """Draw a table: some rows and columns, names and types of all kinds."""
    n_rows, n_columns = source.ConsumeIntInRange(0, 6), source.ConsumeIntInRange(0, 3)
    columns = [one_column(source, n_rows) for _ in range(n_columns)]
    plain = [f"N{i}" for i in range(n_columns)]
    odd = source.ConsumeIntInRange(0, 3) == 0
    names = [source.PickValueInList(NAMES) for _ in columns] if odd else plain
    frame = pd.DataFrame(dict(enumerate(columns)), index=range(n_rows))
    frame.columns = pd.Index(names, dtype=object if odd else None, tupleize_cols=False)
    frame.index = one_index(source, n_rows)
    return frame


def one_column(source, n_rows):
    """Draw a column: numbers, or anything in a type that takes it."""
    if source.ConsumeIntInRange(0, 3):
        return [source.ConsumeIntInRange(-99, 99) / 1000 for _ in range(n_rows)]
    cells = [source.PickValueInList(CELLS) for _ in range(n_rows)]
    column = pd.Series(cells, dtype=object)
    try:
        return column.astype(source.PickValueInList(TYPES) or object)
    except Exception:  # noqa: BLE001 - cells that this type does not take
        return column


def one_rate(source):
    """Draw a risk-free rate."""
    kind = source.ConsumeIntInRange(0, 3)
    if kind == 0:
        return None
    if kind == 1:
        return source.PickValueInList(CELLS)
    table = one_table(source)
    return table if kind == 2 or not table.shape[1] else table.iloc[:, 0]


def check(data):
    """Ask every question that a table is asked before anything is estimated."""
    source = atheris.FuzzedDataProvider(data)
    assets, factors, rate = one_table(source), one_table(source), one_rate(source)
    for table in (assets, factors):
        checked = answer(check_table, table, "Assets")
        if checked is not None:
            check_form(checked, table)
    answer(check_rate, rate)
    missing = source.PickValueInList(["available", "complete", "error", "x\n", None, 1, []])
    kept = source.PickValueInList(["none", "all", "N0", ["N0"], ["N0", 5], 5, None, "a\x1b"])
    aligned = answer(align, assets, factors, rate, self_financing=kept, missing=missing)
    if aligned is not None:
        check_aligned(aligned)
    answer(excess_returns, assets, rate)
    answer(returns_from_prices, assets)
    check_some_weights(source, factors)


def check_form(checked, given):
    """Refuse a table that is not in the form that all rooms expect, or has lost a number."""
    assert checked.shape == given.shape
    assert (checked.dtypes == np.float64).all()
    assert isinstance(checked.index, pd.DatetimeIndex)
    assert checked.index.tz is None
    assert checked.index.is_unique
    assert checked.index.is_monotonic_increasing
    assert (checked.index.hour == 0).all()
    assert checked.columns.is_unique
    assert all(isinstance(name, str) and name for name in checked.columns)
    assert (np.abs(checked.to_numpy()[~checked.isna().to_numpy()]) <= 1e100).all()
    assert int(checked.isna().sum().sum()) == int(given.isna().sum().sum())


def check_aligned(aligned):
    """Refuse tables that do not stand on the same dates, factors with holes, no report."""
    assert aligned.assets.index.equals(aligned.factors.index)
    assert not aligned.factors.isna().any(axis=None)
    assert aligned.risk_free is None or aligned.risk_free.index.equals(aligned.assets.index)
    assert aligned.missing != "complete" or not aligned.assets.isna().any(axis=None)
    assert len(data_report(aligned).to_frame())


def check_some_weights(source, table):
    """Weigh assets by whatever a table's column or some cells hold."""
    kind = source.ConsumeIntInRange(0, 3)
    weights = [source.PickValueInList(CELLS) for _ in range(source.ConsumeIntInRange(0, 3))]
    if kind == 1:
        weights = dict(zip(["A", "B", 5], weights, strict=False))
    elif kind == 2:
        weights = table
    elif kind == 3:
        weights = source.PickValueInList(CELLS)
    found = answer(check_weights, weights, ["A", "B", "5"])
    if found is not None:
        assert np.isfinite(found).all()
        assert found.shape == (3,)


if __name__ == "__main__":
    atheris.Setup(sys.argv, keeping(check) if "LABFOLIO_FUZZ_FOUND" in os.environ else check)
    atheris.Fuzz()
