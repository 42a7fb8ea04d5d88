"""Call the worker of the Calc add-in very often; its answers, memory and handles must not change.

    python tests/calc/soak_worker.py [--calls 100000] [--clients 2] [--threads 3] [--data-sets 120]

The calls go through the client and the message format of the add-in. They cover every worksheet
function, blocks of many shapes and values, and documents that count from 1900 and from 1904. One
call in four contains a mistake. Each client has a worker of its own, as each LibreOffice has, and
is called from several threads at once. Every answer must equal, to the last bit, the answer to a
single call in a new worker. Memory grows only until the cache of the sheet is full.
"""

# ruff: noqa: S311, T201 - random questions are no secrets, and a soak run reports

from __future__ import annotations

import argparse
import hashlib
import random
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from labfolio_xl.calc.client import Client
from labfolio_xl.calc.settings import AddinSettings
from labfolio_xl.calc.wire import CellRows
from labfolio_xl.calc.worker import answer
from labfolio_xl.sheet.boundary import REGISTRY
from labfolio_xl.sheet.cache import CACHE

EPOCHS = (0, 1462)  # documents that count from 1900, and from 1904
FIRST_DAY = 44_000
UNEXPECTED = "An unexpected error"
# Values that a cell can hold in the place of a return.
WRONG_CELLS = ("n/a", "", "#N/A", "=1+1", "'", "\t", "é" * 300, "\U0001f600", None, 1e308, 12.5)
WRONG_OPTIONS = ("olz", -3.0, 1e9, 0.5, "", None, "\u202e", ((1.0, 2.0),))


@dataclass(frozen=True)
class Question:
    """One call, and the digest of the answer that a single call gives."""

    function: str
    arguments: list[object]
    epoch: int
    expected: str


@dataclass(frozen=True)
class Sample:
    """The memory and the handles of the workers of all clients after some calls."""

    calls: int
    megabytes: tuple[float, ...]
    files: tuple[int, ...]
    threads: tuple[int, ...]

    def __str__(self) -> str:
        """Give one line of the report."""
        memory = ", ".join(f"{size:.1f}" for size in self.megabytes)
        return (
            f"{self.calls:7,} calls: {memory} MB, {sum(self.files)} files, {sum(self.threads)} "
            "threads"
        )


def digest(table: CellRows) -> str:
    """Return the digest of an answer; ``repr`` tells doubles apart to the last bit."""
    return hashlib.sha256(repr(table).encode("utf-8", "surrogatepass")).hexdigest()


def table(rng: np.random.Generator, names: list[str], n_rows: int, values: np.ndarray) -> CellRows:
    """Return numbers as rows of cells, as Calc passes them; a few cells are blank."""
    blank = rng.random(values.shape) < rng.choice([0.0, 0.02])
    rows = [("date", *names)]
    for i in range(n_rows):
        cells = (None if blank[i, j] else float(v) for j, v in enumerate(values[i]))
        rows.append((float(FIRST_DAY + i), *cells))
    return tuple(rows)


def inputs(seed: int) -> dict[str, object]:
    """Return the required arguments of the functions by name, in one of many shapes."""
    rng = np.random.default_rng(seed)
    n_rows = int(rng.integers(30, 120))
    n_factors = int(rng.integers(1, 5))
    n_assets = n_factors + int(rng.integers(2, 9))
    factors = rng.normal(0.0003, 0.01, (n_rows, n_factors))
    betas = rng.normal(1.0, 0.5, (n_factors, n_assets))
    assets = factors @ betas + rng.normal(0.0, 0.008, (n_rows, n_assets))
    names = [f"A{seed}-{i}" for i in range(n_assets)]
    block = table(rng, names, n_rows, assets)
    rate = rng.uniform(0.0001, 0.0002, (n_rows, 1))
    return {
        "assets": block,
        "returns": block,
        "new_factors": table(rng, names[:2], n_rows, assets[:, :2]),
        "prices": table(rng, names, n_rows, 100 * (1 + assets).cumprod(axis=0)),
        "factors": table(rng, [f"F{k}" for k in range(n_factors)], n_rows, factors),
        "risk_free": table(rng, ["RF"], n_rows, rate),
        "shocks": (("F0", -0.1),),
        "quantities": tuple((name, float(i + 1)) for i, name in enumerate(names)),
        "weights": tuple((name, 1.0 / n_assets) for name in names),
    }


def good_calls(data_sets: int) -> Iterator[tuple[str, list[object], int]]:
    """Call every function with every data set, with the options that blocks can fill."""
    for seed in range(data_sets):
        given = inputs(seed)
        for number, (name, entry) in enumerate(REGISTRY.items()):
            wanted = [a for a in entry.arguments if not a.optional or (seed + number) % 3 == 0]
            names = {a.name for a in wanted}
            yield (
                name,
                [given.get(a.name) if a.name in names else None for a in entry.arguments],
                EPOCHS[(seed + number) % 2],
            )


def spoilt(call: tuple[str, list[object], int], chance: random.Random) -> tuple:
    """Return a call with a mistake, made from a correct call."""
    name, arguments, epoch = call
    arguments = list(arguments)
    if not arguments or chance.random() < 0.1:
        return f"LF_{chance.choice(['NOTHING', '', '__class__'])}", arguments, epoch
    place = chance.randrange(len(arguments))
    rows = arguments[place]
    if not isinstance(rows, tuple) or chance.random() < 0.3:
        arguments[place] = chance.choice(WRONG_OPTIONS)
        return name, arguments, epoch
    i, j = chance.randrange(len(rows)), chance.randrange(len(rows[0]))
    row = (*rows[i][:j], chance.choice(WRONG_CELLS), *rows[i][j + 1 :])
    arguments[place] = (*rows[:i], row, *rows[i + 1 :])
    return name, arguments, epoch


def questions(data_sets: int) -> list[Question]:
    """Return correct calls and one mistake for every three of them, with the expected answers."""
    chance = random.Random(7)
    calls = []
    for number, call in enumerate(good_calls(data_sets)):
        calls.append(call)
        if number % 3 == 0:
            calls.append(spoilt(call, chance))
    return [Question(*call, alone(call)) for call in calls]


def alone(call: tuple[str, list[object], int]) -> str:
    """Return the answer to a single call, with empty caches."""
    CACHE.clear()
    found = answer(*call)
    assert UNEXPECTED not in str(found[0][0]), f"{call[0]}: {found[0][0]}"
    return digest(found)


@contextmanager
def clients(count: int) -> Iterator[list[Client]]:
    """Yield clients with a worker each, and end the workers afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "calc.json"
        AddinSettings(sys.executable, str(Path(folder) / "calc.log")).write(path)
        made = [Client(path) for _ in range(count)]
        try:
            yield made
        finally:
            for client in made:
                client.stop()


def measure(asked: list[Client], calls: int) -> Sample:
    """Measure the workers of the clients."""
    pids = [client._worker._process.pid for client in asked if client._worker is not None]
    folders = [Path(f"/proc/{pid}") for pid in pids]
    pages = [int((f / "statm").read_text().split()[1]) for f in folders]
    return Sample(
        calls,
        tuple(count * 4096 / 2**20 for count in pages),
        tuple(len(list((f / "fd").iterdir())) for f in folders),
        tuple(len(list((f / "task").iterdir())) for f in folders),
    )


class Soak:
    """Threads that make calls, each in its own order, until there were enough calls."""

    def __init__(self, asked: list[Client], threads: int, known: list[Question]) -> None:
        self._known, self._lock = known, threading.Lock()
        self._done, self._target = 0, 0
        self.wrong: list[str] = []
        self._jobs = [(c, n) for n, c in enumerate(c for c in asked for _ in range(threads))]
        self._orders = [random.Random(number) for _, number in self._jobs]

    def run(self, calls: int) -> int:
        """Make this number of further calls; return the number of all calls."""
        self._target += calls
        threads = [threading.Thread(target=self._ask, args=job) for job in self._jobs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return self._done

    def _ask(self, client: Client, number: int) -> None:
        while self._take():
            question = self._orders[number].choice(self._known)
            found = client.ask(question.function, question.arguments, question.epoch)
            if digest(found) != question.expected:
                self.wrong.append(f"{question.function}: {str(found)[:300]}")

    def _take(self) -> bool:
        with self._lock:
            if self._done >= self._target or self.wrong:
                return False
            self._done += 1
            return True


def main() -> None:
    """Run the soak and report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--calls", type=int, default=100_000)
    parser.add_argument("--clients", type=int, default=2)
    parser.add_argument("--threads", type=int, default=3)
    parser.add_argument("--data-sets", type=int, default=120)
    options = parser.parse_args()
    known = questions(options.data_sets)
    print(f"{len(known):,} questions, each answered alone")
    start = time.monotonic()
    with clients(options.clients) as asked:
        soak = Soak(asked, options.threads, known)
        for _ in range(20):
            calls = soak.run(max(options.calls // 20, 1))
            print(f"{time.monotonic() - start:6.0f} s  {measure(asked, calls)}", flush=True)
            if soak.wrong:
                sys.exit(f"another answer than alone: {soak.wrong[0]}")
    print(f"{calls:,} answers, all of them those of single calls to the last bit")


if __name__ == "__main__":
    main()
