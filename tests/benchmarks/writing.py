"""What a report costs beside pandas, which writes the table of assets alone with XlsxWriter.

    python tests/benchmarks/writing.py [--rounds 3] [--refresh]

The rivals take turns. Seconds of the processor, and the median of the ratios within each round.
With ``--refresh`` a workbook of 24 x 2520 is refreshed in a stand-in for Excel, whose calls cost
nothing: what is left is the work of the macro itself. The calls are counted, because each of them
goes to another process in Excel.
"""

# ruff: noqa: T201 - a benchmark reports

from __future__ import annotations

import argparse
import io
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

from labfolio_xl.plan.analysis import analyse
from labfolio_xl.plan.inputs import Inputs
from labfolio_xl.workbook.writer import workbook_bytes

SHAPES = ((249, 24), (2520, 100), (2520, 500))
REFRESHED = (2520, 24)
N_FACTORS = 6


def inputs(shape: tuple[int, int]) -> Inputs:
    """Make daily returns of assets that depend on factors."""
    rng = np.random.default_rng(1)
    n_dates, n_assets = shape
    dates = pd.bdate_range("2010-01-04", periods=n_dates, name="date")
    factors = rng.normal(0.0003, 0.01, (n_dates, N_FACTORS))
    betas = rng.normal(0.4, 0.2, (N_FACTORS, n_assets))
    assets = factors @ betas + rng.normal(0.0, 0.01, shape)
    return Inputs(
        pd.DataFrame(assets, dates).add_prefix("A"), pd.DataFrame(factors, dates).add_prefix("F")
    )


def by_pandas(given: Inputs) -> int:
    """Write the table of assets; return the bytes of the file."""
    file = io.BytesIO()
    given.assets.to_excel(file, engine="xlsxwriter")
    return file.tell()


def by_us(given: Inputs) -> int:
    """Estimate and write the whole report; return the bytes of the file."""
    return len(workbook_bytes(analyse(given), "report"))


def seconds(call, *arguments) -> tuple[float, object]:
    """Return seconds of the processor and what the call returned."""
    start = time.process_time()
    result = call(*arguments)
    return time.process_time() - start, result


def compare(shape: tuple[int, int], rounds: int) -> None:
    """Let the rivals write in turns."""
    given = inputs(shape)
    pairs, sizes = [], (0, 0)
    for _ in range(rounds):
        (theirs, their_size), (ours, our_size) = seconds(by_pandas, given), seconds(by_us, given)
        pairs.append((theirs, ours))
        sizes = their_size, our_size
    theirs, ours = np.median(np.array(pairs), axis=0)
    ratio = np.median([b / a for a, b in pairs])
    print(
        f"{shape[0]} x {shape[1]:<4} assets by pandas {theirs:6.2f} s, {sizes[0] / 1e6:6.2f} MB; "
        f"report {ours:6.2f} s, {sizes[1] / 1e6:6.2f} MB; {ratio:5.2f} x"
    )


def refresh_a_stand_in(rounds: int) -> None:
    """Refresh a workbook in which nothing has changed."""
    sys.path.append(str(Path(__file__).parents[1] / "excel"))
    from fake_book import FakeBook

    from labfolio_xl.excel.macros.refreshing import refresh

    book = FakeBook(workbook_bytes(analyse(inputs(REFRESHED)), "365"))
    took = [seconds(refresh, book, lambda _: None)[0] for _ in range(rounds)]
    calls = calls_of_stand_in(refresh, book, lambda _: None)
    print(
        f"{REFRESHED[0]} x {REFRESHED[1]} refresh in a stand-in {np.median(took):6.2f} s, "
        f"{calls:,} calls"
    )


def calls_of_stand_in(call, *arguments) -> int:
    """Return how many members of the stand-in are called from outside of it."""
    calls = 0

    def is_stand_in(frame) -> bool:
        return frame is not None and Path(frame.f_code.co_filename).name.startswith("fake_")

    def count(frame, event, _) -> None:
        nonlocal calls
        calls += event == "call" and is_stand_in(frame) and not is_stand_in(frame.f_back)

    sys.setprofile(count)
    try:
        call(*arguments)
    finally:
        sys.setprofile(None)
    return calls


def main() -> None:
    """Compare all sizes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--refresh", action="store_true")
    given = parser.parse_args()
    compare(SHAPES[0], 1)  # what is imported and made once does not count
    for shape in SHAPES:
        compare(shape, given.rounds)
    if given.refresh:
        refresh_a_stand_in(given.rounds)


if __name__ == "__main__":
    main()
