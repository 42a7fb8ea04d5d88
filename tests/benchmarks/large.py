"""What 5,000 assets take over 5,040 days with 10 factors: memory and time of each question.

    python tests/benchmarks/large.py [--assets 5000] [--days 5040] [--factors 10]

Each question runs in a process of its own. Memory is the most that the process held resident
while it answered, less what it held before, as a multiple of the returns given (200 MB): what
the kernel counts, so that LAPACK's own work space is in it. Linux only.
"""

# ruff: noqa: T201 - a benchmark reports

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

import labfolio_xl as lf
from labfolio_xl.errors import LabfolioError

QUESTIONS = {
    "betas": lf.estimate_betas,
    "betas, HAC": lambda a, f: lf.estimate_betas(a, f, cov="hac"),
    "exposure": lf.exposure,
    "lambdas": lf.estimate_lambdas,
    "premia": lambda a, f: lf.estimate_lambdas(a, f).premia("shanken"),
    "expected returns": lf.expected_returns,
    "risk, portfolio": lf.risk_decomposition,
    "risk, diagonal": lambda a, f: lf.risk_decomposition(a, f, specific="diagonal"),
    "GRS": lf.grs_test,
    "factor model": lf.factor_model,
    "data report": lambda a, f: lf.data_report(lf.align(a, f)),
}


def data(days: int, assets: int, factors: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Returns that follow their factors."""
    rng = np.random.default_rng(5)
    dates = pd.bdate_range("2000-01-03", periods=days, name="date")
    f = rng.normal(0.0003, 0.01, (days, factors))
    r = rng.normal(0.0, 0.02, (days, assets))
    r += f @ rng.normal(1.0, 0.5, (factors, assets))
    names = [f"A{i}" for i in range(assets)], [f"F{k}" for k in range(factors)]
    return pd.DataFrame(r, dates, names[0]), pd.DataFrame(f, dates, names[1])


def resident(field: str) -> int:
    """Bytes that this process holds (VmRSS), or held at most (VmHWM)."""
    status = Path("/proc/self/status").read_text()
    return 1024 * int(status.partition(f"{field}:")[2].split()[0])


def ask(question: str, shape: tuple[int, int, int]) -> None:
    """Answer one question, once small to import what it needs, and print what it took."""
    answer = QUESTIONS[question]
    answer(*data(200, 20, shape[2]))
    assets, factors = data(*shape)
    given = assets.to_numpy().nbytes
    Path("/proc/self/clear_refs").write_text("5")  # the most from now on
    before, start = resident("VmRSS"), time.perf_counter()
    try:
        answer(assets, factors)
        said = ""
    except LabfolioError as refused:
        said = f"  {refused}"
    seconds, most = time.perf_counter() - start, resident("VmHWM")
    print(f"{question:18} {(most - before) / given:6.2f} x {seconds:8.1f} s{said}", flush=True)


def main() -> None:
    """Ask all questions."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--days", type=int, default=5040)
    parser.add_argument("--assets", type=int, default=5000)
    parser.add_argument("--factors", type=int, default=10)
    parser.add_argument("--question")
    options = parser.parse_args()
    shape = (options.days, options.assets, options.factors)
    if options.question:
        ask(options.question, shape)
        return
    print(
        f"{shape[0]} x {shape[1]} x {shape[2]}: {8 * shape[0] * shape[1] / 1e6:.0f} MB of returns"
    )
    for question in QUESTIONS:
        subprocess.run([sys.executable, *sys.argv, "--question", question], check=False)


if __name__ == "__main__":
    main()
