"""How the benchmarks time rivals, and print what came out."""

from __future__ import annotations

import time

import numpy as np

SHORTEST_SAMPLE = 3e-3  # seconds: shorter calls are repeated


def rounds_of(calls, rounds):
    """Return seconds of the processor (rounds x calls), the calls taking turns."""
    samples = [timed(call) for call in calls]
    return np.array([[sample() for sample in samples] for _ in range(rounds)])


def timed(function):
    """Return what takes the seconds of one call, over calls enough to trust the clock."""
    function()
    start = time.process_time()
    function()
    repeats = max(1, int(SHORTEST_SAMPLE / max(time.process_time() - start, 1e-7)))

    def sample():
        began = time.process_time()
        for _ in range(repeats):
            function()
        return (time.process_time() - began) / repeats

    return sample


def number(value):
    """Write three decimals below ten, none above a hundred."""
    return f"{value:.3f}" if value < 10 else f"{value:,.1f}" if value < 100 else f"{value:,.0f}"
