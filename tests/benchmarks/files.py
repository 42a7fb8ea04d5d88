"""What reading a file costs beside the library alone: calamine for .xlsx, pandas for .csv.

    python tests/benchmarks/files.py [--rounds 7]

The rivals take turns; seconds of the clock, since the work is done in a child process, and the
median of the ratios within each round.
"""

# ruff: noqa: T201 - a benchmark reports

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd
import python_calamine as calamine

from labfolio_xl.files import read_table

SHAPES = ((250, 24), (2520, 500))


def by_calamine(path: Path) -> None:
    """Read the first sheet with calamine in this process."""
    with calamine.load_workbook(path) as book:
        book.get_sheet_by_index(0).to_python(skip_empty_area=False)


def by_pandas(path: Path) -> None:
    """Read a text file with pandas in this process."""
    pd.read_csv(path, index_col=0, parse_dates=True)


def seconds(read, path: Path) -> float:
    """Time one reading."""
    start = time.perf_counter()
    read(path)
    return time.perf_counter() - start


def files(folder: Path, shape: tuple[int, int]) -> tuple[Path, Path]:
    """Write returns as .xlsx and as .csv."""
    rng = np.random.default_rng(1)
    dates = pd.bdate_range("2010-01-04", periods=shape[0], name="date")
    frame = pd.DataFrame(rng.normal(0.0003, 0.01, shape), dates).add_prefix("A")
    name = "x".join(map(str, shape))
    book, text = folder / f"{name}.xlsx", folder / f"{name}.csv"
    frame.to_excel(book, engine="xlsxwriter")
    frame.to_csv(text)
    return book, text


def main() -> None:
    """Compare both kinds of files in both sizes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        for shape in SHAPES:
            for path, rival in zip(
                files(Path(folder), shape), (by_calamine, by_pandas), strict=True
            ):
                read_table(path)
                pairs = [(seconds(rival, path), seconds(read_table, path)) for _ in range(rounds)]
                alone, ours = np.median(np.array(pairs), axis=0)
                ratio = np.median([b / a for a, b in pairs])
                print(
                    f"{path.name:14} {rival.__name__:12} {alone:7.3f} s, "
                    f"ours {ours:7.3f} s, {ratio:6.2f} x"
                )


if __name__ == "__main__":
    main()
