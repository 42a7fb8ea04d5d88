"""Call one server very often; its answers, memory and handles must not change.

    python tests/e2e/soak_com.py [--calls 50000]

Every worksheet function takes turns, from a cell and from a macro, with arrays and with ranges,
with forty data sets, and with every mistake of ``test_com_bad_input.py``. Each answer is compared
with the first one to the same question, to the last bit. At the end the host leaves, and so must
the server. Memory grows while the server's cache meets new data sets, and then no more.
"""

# ruff: noqa: T201 - a soak run reports

import argparse
import itertools
import time
from dataclasses import dataclass

import com_host
from com_data import block, sample
from com_values import Range
from test_com_bad_input import BAD

from labfolio_xl.sheet.functions import REGISTRY

DATA_SETS = 40
REPEATS = 10  # calls in a row; between two of these everything else is measured
SHAPE = (120, 10, 3)


@dataclass(frozen=True)
class Sample:
    """The server after some calls."""

    calls: int
    memory: int
    files: int
    threads: int
    handles: int
    objects: int

    def __str__(self) -> str:
        """Give one line of the report."""
        return (
            f"{self.calls:6} calls: {self.memory / 2**20:6.1f} MB, {self.handles} handles, "
            f"{self.files} files, {self.threads} threads, {self.objects} objects of Excel held"
        )


def measure(host, calls):
    """Look at the server."""
    state = host.server()
    handles, objects = host.server_handles(), host.objects_alive()
    return Sample(calls, state.memory, state.files, state.threads, handles, objects)


def inputs(seed):
    """Make what the functions must be given, by the name of the argument."""
    assets, factors, rate = sample(*SHAPE, seed=seed)
    names = list(assets.columns)
    return {
        "assets": block(assets),
        "factors": block(factors),
        "returns": block(assets),
        "candidates": block(assets.iloc[:, :2]),
        "prices": block((1 + assets).cumprod()),
        "risk_free": block(rate),
        "shocks": [["F0", -0.1]],
        "frequency": [["monthly"]],
        "market": [["F0"]],
        "holdings": [[name, 1.0 + i] for i, name in enumerate(names)],
    }


def good_questions(data_sets):
    """Ask every function with every data set, from cells and from macros by turns.

    One data set in twenty comes in ranges: Wine takes a tenth of a second for each.
    """
    for number in itertools.count():
        given = inputs(number % data_sets)
        form = Range if number % 20 == 19 else list
        in_a_cell = number % 2 == 1
        for name, entry in REGISTRY.items():
            needed = [a.name for a in entry.arguments if not a.optional]
            formula = (name, *(form(given[n]) for n in needed))
            yield (name, number % data_sets), formula, in_a_cell


def questions(data_sets):
    """Mix good questions and mistakes, four to one."""
    bad = itertools.cycle((("bad", what), formula, True) for what, (formula, _) in BAD.items())
    for number, good in enumerate(good_questions(data_sets)):
        yield good
        if number % 4 == 3:
            yield next(bad)


def soak(host, calls, every, data_sets=DATA_SETS):
    """Ask until there were enough calls; yield a sample after every so many.

    Raises
    ------
    AssertionError
        An answer differs from an earlier one to the same question.
    """
    known = {}
    done, next_sample = 0, every
    for key, formula, in_a_cell in questions(data_sets):
        reply = host.run(*formula, repeat=REPEATS, compare=True, in_a_cell=in_a_cell)
        assert reply.different == 0, f"{key}: answers in a row differ"
        answer = repr(reply.value)
        assert known.setdefault(key, answer) == answer, f"{key}: {answer[:200]}"
        done += REPEATS
        if done >= next_sample:
            yield measure(host, done)
            next_sample += every
        if done >= calls:
            return


def main():
    """Run the soak and report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--calls", type=int, default=50_000)
    calls = parser.parse_args().calls
    com_host.install_package()
    start = time.monotonic()
    with com_host.ComHost() as host:
        for found in soak(host, calls, max(calls // 20, 1)):
            print(f"{time.monotonic() - start:6.0f} s  {found}", flush=True)
        host.process.stdin.close()
        left = host.wait_for_end(20)
        print(f"processes left after the host: {len(left)}")


if __name__ == "__main__":
    main()
