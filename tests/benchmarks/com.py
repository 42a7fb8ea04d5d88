"""Time the worksheet functions over COM against a rival, side by side.

    python tests/benchmarks/com.py [--rounds N]

Needs ``tests/e2e/wine/setup.sh``. The rival (``com_rival.py``) does the same with the DataFrame
converter of xlwings and loops over statsmodels. Calls of the two servers alternate, every call
gets data that neither has seen, and what is compared is the median of the ratios. *Cold* is the
first formula after the start, from the DLL's activation of the server to the result.

An *array* is what VBA passes for the result of another formula, a *range* what it passes for a
reference: an object, of which xlwings asks thirty things, each a call back into Excel, before it
reads the cells. *COM* is the time of a function that takes the same arguments and does nothing;
*xlwings* is what its DataFrame converter adds to that. Wine takes some 2 ms for a call back,
Windows less.
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
SIZES = [(250, 24), (2520, 500)]
N_FACTORS = 6
FORMS = {"array": block, "range": lambda table: Range(block(table))}


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
        return f"{name:34} {ours * 1e3:10.1f} {theirs * 1e3:10.1f} {self.ratio():8.1f}"


def arguments(size, seed, form="array"):
    """Make arguments that no server has seen before."""
    assets, factors, _ = sample(*size, N_FACTORS, seed)
    return FORMS[form](assets), FORMS[form](factors)


def rival():
    """Start a server with the rival's functions."""
    return com_host.ComHost("com_rival", python_path=[HERE])


def seconds(host, function, given):
    """Time one call of a warm server."""
    return host.run(function, *given).call_seconds[0]


def warm(hosts, function, size, form, rounds):
    """Alternate calls of the two servers on the same new data."""
    pairs, (ours, theirs) = [], hosts
    for seed in range(rounds):
        new = arguments(size, seed, form)
        pairs.append((seconds(ours, function, new), seconds(theirs, PAIRS[function], new)))
    return Timing(*map(list, zip(*pairs, strict=True)))


def first_formula(host, function, given):
    """Time the first call of a new host, the start of its server included."""
    with host:
        reply = host.run(function, *given)
        return reply.activate_seconds[0] + reply.call_seconds[0]


def cold(function, rounds):
    """Start the two servers in turn, each for one formula."""
    given = arguments(SIZES[0], 0)
    pairs = [
        (
            first_formula(com_host.ComHost(), function, given),
            first_formula(rival(), PAIRS[function], given),
        )
        for _ in range(rounds)
    ]
    return Timing(*map(list, zip(*pairs, strict=True)))


def shares(theirs, size, form, rounds):
    """Time the way of the cells alone: COM, and what the DataFrame converter adds."""
    given = arguments(size, 1, form)
    com, reading = (
        statistics.median(seconds(theirs, function, given) for _ in range(rounds))
        for function in ("transport", "rival_reading")
    )
    return com, max(reading - com, 0.0)


def report_shares(timings, theirs, rounds):
    """Print how much of the time is the way of the cells."""
    for size in SIZES:
        for form in FORMS:
            com, xlwings = shares(theirs, size, form, rounds)
            label = "{} x {} {}".format(*size, form)
            ours = statistics.median(timings[f"LF_PREMIA {label}"].ours)
            rivals = statistics.median(timings[f"LF_PREMIA {label}"].theirs)
            print(
                f"{label}: COM takes {com * 1e3:.1f} ms, {com / ours:.0%} of our LF_PREMIA and "
                f"{com / rivals:.0%} of the rival's; the DataFrame converter "
                f"{xlwings * 1e3:.1f} ms, {xlwings / rivals:.0%} of the rival's"
            )


def main():
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    com_host.install_package()
    print(f"{'':34} {'ours, ms':>10} {'rival, ms':>10} {'ratio':>8}")
    timing = cold("LF_BETAS", rounds)
    print(timing.line("LF_BETAS cold 250 x 24"), flush=True)
    timings = {}
    with com_host.ComHost() as ours, rival() as theirs:
        for size in [(20, 8), *SIZES]:  # the first to warm the servers up
            for function, form in itertools.product(PAIRS, FORMS):
                name = "{} {} x {} {}".format(function, *size, form)
                timings[name] = warm((ours, theirs), function, size, form, rounds)
                if size in SIZES:
                    print(timings[name].line(name), flush=True)
        report_shares(timings, theirs, rounds)


if __name__ == "__main__":
    main()
