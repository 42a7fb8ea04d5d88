"""Time the worksheet functions over COM against a rival, side by side.

    python tests/benchmarks/com.py [--rounds N]

Needs ``tests/e2e/wine/setup.sh``. The rival (``com_rival.py``) does the same with the DataFrame
converter of xlwings and loops over statsmodels. Calls of the two servers alternate, every call
gets data that neither has seen, and what is compared is the median of the ratios. *Cold* is the
first formula after the start, from the DLL's activation of the server to the result. *COM* is
the time of a function that takes the same ranges and does nothing; *xlwings* what its DataFrame
converter adds to that.
"""

# ruff: noqa: T201 - a benchmark prints

import argparse
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
SIZES = [(250, 24), (2520, 500)]
N_FACTORS = 6
GOALS = {"cold": 2, (250, 24): 20, (2520, 500): 5}


@dataclass(frozen=True)
class Timing:
    """What the two servers took for the same question, call by call."""

    ours: list[float]
    theirs: list[float]

    def ratio(self):
        """Give the median of how many times longer the rival took."""
        return statistics.median(b / a for a, b in zip(self.ours, self.theirs, strict=True))

    def line(self, name):
        """Give one line of the table."""
        ours, theirs = statistics.median(self.ours), statistics.median(self.theirs)
        return f"{name:28} {ours * 1e3:10.1f} {theirs * 1e3:10.1f} {self.ratio():8.1f}"


def ranges(size, seed):
    """Make arguments that no server has seen before."""
    assets, factors, _ = sample(*size, N_FACTORS, seed)
    return Range(block(assets)), Range(block(factors))


def rival():
    """Start a server with the rival's functions."""
    return com_host.ComHost("com_rival", python_path=[HERE])


def seconds(host, function, arguments):
    """Time one call of a warm server."""
    return host.run(function, *arguments).call_seconds[0]


def warm(ours, theirs, function, size, rounds):
    """Alternate calls of the two servers on the same new data."""
    seen = [ranges(size, seed) for seed in range(rounds)]
    pairs = [
        (seconds(ours, function, new), seconds(theirs, PAIRS[function], new)) for new in seen
    ]
    return Timing(*map(list, zip(*pairs, strict=True)))


def first_formula(host, function, arguments):
    """Time the first call of a new host, the start of its server included."""
    with host:
        reply = host.run(function, *arguments)
        return reply.activate_seconds[0] + reply.call_seconds[0]


def cold(function, rounds):
    """Start the two servers in turn, each for one formula."""
    pairs = [
        (
            first_formula(com_host.ComHost(), function, ranges(SIZES[0], seed)),
            first_formula(rival(), PAIRS[function], ranges(SIZES[0], seed)),
        )
        for seed in range(rounds)
    ]
    return Timing(*map(list, zip(*pairs, strict=True)))


def shares(theirs, size, rounds):
    """Time the way of the cells alone: COM, and COM with the DataFrame converter."""
    new = ranges(size, 1)
    times = {
        function: statistics.median(seconds(theirs, function, new) for _ in range(rounds))
        for function in ("transport", "rival_reading")
    }
    return times["transport"], times["rival_reading"] - times["transport"]


def report(timings, theirs, rounds):
    """Print the table and how much of it is the way of the cells."""
    print(f"{'':28} {'ours, ms':>10} {'rival, ms':>10} {'ratio':>8}")
    for name, timing in timings.items():
        print(timing.line(name))
    for size in SIZES:
        com, xlwings = shares(theirs, size, rounds)
        label = "{} x {}".format(*size)
        ours = statistics.median(timings[f"LF_PREMIA {label}"].ours)
        rivals = statistics.median(timings[f"LF_PREMIA {label}"].theirs)
        print(
            f"{label}: COM takes {com * 1e3:.1f} ms, {com / ours:.0%} of our LF_PREMIA and "
            f"{com / rivals:.0%} of the rival's; xlwings' converter {xlwings * 1e3:.1f} ms, "
            f"{xlwings / rivals:.0%} of the rival's"
        )


def main():
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    com_host.install_package()
    timings = {"LF_BETAS cold 250 x 24": cold("LF_BETAS", rounds)}
    with com_host.ComHost() as ours, rival() as theirs:
        for function in PAIRS:
            warm(ours, theirs, function, (20, 8), 1)
        for size in SIZES:
            for function in PAIRS:
                name = "{} {} x {}".format(function, *size)
                timings[name] = warm(ours, theirs, function, size, rounds)
        report(timings, theirs, rounds)


if __name__ == "__main__":
    main()
