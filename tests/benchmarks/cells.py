"""Time the reading and writing of blocks of cells against xlwings' DataFrame converter.

    python tests/benchmarks/cells.py [--rounds N]

Both turn the same raw cells, as COM hands them over, into a DataFrame by date and back. xlwings'
own code does the work of the rival, also away from Windows: of pywin32, which it imports, only
the time type and the zone are stood in for, by the datetimes that they derive from. The two take
turns, and what is compared is the median of the ratios.
"""

# ruff: noqa: T201 - a benchmark prints

import argparse
import ctypes
import datetime as dt
import gc
import importlib
import statistics
import sys
import time
from unittest.mock import MagicMock

import numpy as np
import pandas as pd

from labfolio_xl.blocks import parse_table
from labfolio_xl.sheet.cells import to_cells

SIZES = [(250, 24), (2520, 500)]
PYWIN32 = ["pythoncom", "pywintypes", "win32api", "win32com", "win32com.client", "win32con"]
PYWIN32 += ["win32gui", "win32process", "win32timezone"]
GOALS = {"read": 12, "write": 40}


def converter():
    """Return xlwings' functions to read and to write, with the engine of Windows."""
    if sys.platform != "win32":
        sys.modules.update({name: MagicMock() for name in PYWIN32})
        sys.modules["pywintypes"].TimeType = dt.datetime
        sys.modules["win32timezone"].TimeZoneInfo.utc = lambda: dt.UTC
        ctypes.windll = ctypes.oledll = ctypes.PyDLL = MagicMock()
        sys.modules["pythoncom"].__file__ = ""
    xlwings = importlib.import_module("xlwings")
    conversion = importlib.import_module("xlwings.conversion")
    _xlwindows = importlib.import_module("xlwings._xlwindows")
    engine = xlwings.Engine(impl=_xlwindows.engine)
    xlwings.engines.add(engine)
    table = {"convert": pd.DataFrame, "index": True, "header": True}
    return (
        lambda cells: conversion.read(None, cells, table, engine_name="excel"),
        lambda frame: conversion.write(frame, None, table, engine_name="excel"),
    )


def cells_of(n_rows, n_columns):
    """Make a block as COM hands it over: tuples of tuples, dates as datetimes in UTC."""
    values = np.random.default_rng(1).normal(0, 0.01, (n_rows, n_columns)).tolist()
    start = dt.datetime(2014, 1, 1, tzinfo=dt.UTC)
    header = ("date", *(f"Asset {i}" for i in range(n_columns)))
    return header, *((start + dt.timedelta(i), *row) for i, row in enumerate(values))


def seconds(call, argument):
    """Time one call, on the processor: the machine may be busy, and garbage collected before."""
    gc.collect()
    start = time.process_time()
    call(argument)
    return time.process_time() - start


def compare(ours, theirs, argument, rounds):
    """Return the medians of both, and of their ratio."""
    pairs = [(seconds(ours, argument), seconds(theirs, argument)) for _ in range(rounds)]
    ratio = statistics.median(b / a for a, b in pairs)
    return *map(statistics.median, zip(*pairs, strict=True)), ratio


def main():
    """Print the table, and say whether the goals are met."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=11)
    rounds = parser.parse_args().rounds
    read, write = converter()
    met = True
    print(f"{'cells':24} {'ours ms':>9} {'xlwings ms':>11} {'ratio':>7}")
    for size in SIZES:
        cells = cells_of(*size)
        frame = parse_table(cells, argument="assets").frame
        for name, ours, theirs, argument in (
            ("read", lambda c: parse_table(c, argument="assets"), read, cells),
            ("write", to_cells, write, frame),
        ):
            mine, other, ratio = compare(ours, theirs, argument, rounds)
            met &= size != SIZES[-1] or ratio >= GOALS[name]
            label = f"{name} {size[0]} x {size[1]}"
            print(f"{label:24} {mine * 1e3:9.2f} {other * 1e3:11.2f} {ratio:7.1f}")
    print(f"goals at {SIZES[-1]}: {GOALS}: {'met' if met else 'MISSED'}")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
