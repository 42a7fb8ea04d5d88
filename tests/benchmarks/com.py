"""Time the worksheet functions over COM against a rival, side by side.

    python tests/benchmarks/com.py [--rounds N] [--small]

Needs ``tests/e2e/wine/setup.sh``. The rival (``com_rival.py``) does the same with the DataFrame
converter of xlwings and loops over statsmodels. Calls of the two servers alternate, every call
gets data that neither has seen, and what is compared is the median of the ratios. *Cold* is the
first formula after the start, from the DLL's activation of the server to the result.

An *array* is what Excel passes for the result of another formula, a *range* what it passes for a
reference: an object, about which xlwings asks thirty things, each a call back into Excel, before
it reads the cells; our VBA reads them itself. Wine takes some 2 ms for a call back, Windows less.

The *floor* is a function that takes the same cells, does nothing, and gives as many numbers
back: what COM, pywin32 and the server's way of reading arguments take by themselves, on our way
and on the rival's, which is xlwings' raw converter. Nobody can be faster than the floor, so the
last column compares what each of the two adds to its own.
"""

# ruff: noqa: T201 - a benchmark prints

import argparse
import itertools
import statistics
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "e2e"))

import com_host  # noqa: E402 - the path comes first
from com_data import block, sample  # noqa: E402
from com_values import Range  # noqa: E402

PAIRS = {"LF_BETAS": "rival_betas", "LF_LAMBDAS": "rival_lambdas", "LF_PREMIA": "rival_premia"}
SMALL, LARGE = (250, 24), (2520, 500)
N_FACTORS = 6
FORMS = {"array": block, "range": lambda table: Range(block(table))}
GOALS = {SMALL: 20, LARGE: 5, "cold": 2}
HEAD = f"{'':32} {'ours':>9} {'rival':>9} {'ratio':>7} {'floor':>9} {'its floor':>10} {'above':>7}"


@dataclass(frozen=True)
class Timing:
    """What the two servers took for the same question, and for none, call by call."""

    ours: list[float]
    theirs: list[float]
    our_floor: list[float]
    their_floor: list[float]

    def ratio(self):
        """Give the median of how many times longer the rival took."""
        return statistics.median(b / a for a, b in zip(self.ours, self.theirs, strict=True))

    def line(self, name):
        """Give one line of the table, in milliseconds."""
        ours, theirs, floor, their_floor = map(
            statistics.median, (self.ours, self.theirs, self.our_floor, self.their_floor)
        )
        # On a busy machine the difference may vanish; a tenth of the floor is as good as nothing.
        above = (theirs - their_floor) / max(ours - floor, floor / 10)
        return (
            f"{name:32} {ours * 1e3:9.1f} {theirs * 1e3:9.1f} {self.ratio():7.1f} "
            f"{floor * 1e3:9.1f} {their_floor * 1e3:10.1f} {above:7.1f}"
        )

    def shares(self, name):
        """Say how much of the time is the way of the cells."""
        ours, theirs = (
            statistics.median(a / b for a, b in zip(floor, all_of_it, strict=True))
            for floor, all_of_it in ((self.our_floor, self.ours), (self.their_floor, self.theirs))
        )
        return (
            f"{name}: COM, pywin32 and xlwings take {ours:.0%} of ours, {theirs:.0%} of the rival's"
        )


def arguments(size, seed, form="array"):
    """Make arguments that no server has seen before."""
    assets, factors, _ = sample(*size, N_FACTORS, seed)
    return FORMS[form](assets), FORMS[form](factors)


def shape_of_answer(function, size):
    """Say how many numbers a function gives."""
    rows = {"LF_BETAS": size[1], "LF_LAMBDAS": size[0], "LF_PREMIA": N_FACTORS}[function]
    return rows + 1, N_FACTORS + 1


def ours():
    """Start a server with our functions, and one that does nothing."""
    folder = com_host.windows(HERE).replace("\\", "/")
    return com_host.ComHost(first=f"import sys; sys.path.append('{folder}'); import com_floor; ")


def rival():
    """Start a server with the rival's functions."""
    return com_host.ComHost("com_rival", python_path=[HERE])


def seconds(host, function, given):
    """Time one call of a warm server."""
    return host.run(function, *given).call_seconds[0]


def warm(hosts, function, size, form, rounds):
    """Alternate calls of the two servers on the same new data."""
    mine, theirs = hosts
    shape, rows = shape_of_answer(function, size), []
    for seed in range(rounds):
        new = arguments(size, seed, form)
        rows.append(
            (
                seconds(mine, function, new),
                seconds(theirs, PAIRS[function], new),
                seconds(mine, "LF_FLOOR", (*new, *shape)),
                seconds(theirs, "rival_floor", (*new, *shape)),
            )
        )
    return Timing(*map(list, zip(*rows, strict=True)))


def first_formula(host, function, given):
    """Time the first call of a new host, the start of its server included; its CPU time too."""
    with host:
        reply = host.run(function, *given)
        return reply.activate_seconds[0] + reply.call_seconds[0], host.server().cpu_seconds


def cold(function, rounds):
    """Start the two servers in turn, each for one formula; compare the clock and the processor.

    The processor time of the two Python processes hardly depends on what else the machine does.
    """
    given = arguments(SMALL, 0)
    pairs = [
        (
            first_formula(com_host.ComHost(), function, given),
            first_formula(rival(), PAIRS[function], given),
        )
        for _ in range(rounds)
    ]
    for place, what in enumerate(("clock", "CPU")):
        mine, theirs = ([pair[who][place] for pair in pairs] for who in (0, 1))
        ratio = statistics.median(b / a for a, b in zip(mine, theirs, strict=True))
        name = f"{function} cold 250 x 24, {what}"
        ours, rivals = statistics.median(mine), statistics.median(theirs)
        print(f"{name:32} {ours * 1e3:9.1f} {rivals * 1e3:9.1f} {ratio:7.1f}", flush=True)


def main():
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--small", action="store_true", help="leave the large size out")
    given = parser.parse_args()
    sizes = [SMALL] if given.small else [SMALL, LARGE]
    com_host.install_package()
    print(f"goals: {GOALS}; times in ms\n{HEAD}", flush=True)
    cold("LF_BETAS", given.rounds)
    shares = []
    with ours() as our_host, rival() as their_host:
        for size in [(20, 8), *sizes]:  # the first to warm the servers up
            for function, form in itertools.product(PAIRS, FORMS):
                name = "{} {} x {} {}".format(function, *size, form)
                timing = warm((our_host, their_host), function, size, form, given.rounds)
                if size in sizes:
                    print(timing.line(name), flush=True)
                    shares.append(timing.shares(name))
    print(*shares, sep="\n")


if __name__ == "__main__":
    main()
