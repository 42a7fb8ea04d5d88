"""How fast inference is beside statsmodels' loops, and what tests cost beside the betas.

    OPENBLAS_NUM_THREADS=1 python tests/benchmarks/inference.py [--quick]

Every round times all rivals one after the other, in seconds of the processor; a ratio is the
median over the rounds of their quotients. Where a loop over the assets is too slow to run in
full, a part of them is timed and multiplied; the table says which part. `labelled` is the
function that takes and gives tables. The rival of Newey-West is the reference notebook's loop,
which makes the matrix of the factors anew for each asset; the bare loop makes it once.

The second table holds what a question costs in units of the betas with their errors, as kernels
and as functions of tables (`estimate_betas`). The goal is that what a cell asks, the risk split
or GRS with its robust J, costs no more than three times what it asks for the betas. As kernels GRS
has no such bound: nearly all of it at the large size is the N x N covariance of the residuals,
T N^2 operations at the speed of the processor, which is there for comparison ("Gram matrix").
"""

# ruff: noqa: T201 - a benchmark prints

from __future__ import annotations

import os

# One thread beats two on products this thin, and ratios should not depend on the machine.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import sys
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.linalg import blas
from statsmodels.api import OLS, add_constant
from statsmodels.regression.rolling import RollingOLS

import labfolio_xl as lf
from labfolio_xl.core import alpha_tests, portfolio, rolling, time_series

sys.path.insert(0, str(Path(__file__).parents[1]))
from panels import random_panel
from timing import number, rounds_of

SMALL, LARGE = (250, 24, 6), (2520, 500, 6)
WINDOW = {SMALL: 60, LARGE: 252}
# Assets of the loop that are timed at each size; the rest is extrapolated.
PART = {SMALL: 24, LARGE: 10}
LAGS = 5
# What issue 6 asks for at the large size: times faster than statsmodels, times the betas.
GOALS = {"Newey-West": 80, "rolling betas": 300}
MOST = 3.0  # times estimate_betas


def newey_west_loop(assets, factors):
    """The notebook's loop over the assets, with Newey-West errors."""
    options = {"maxlags": LAGS, "use_correction": False}
    for asset in assets.columns:
        model = OLS(endog=assets.loc[factors.index, asset], exog=add_constant(factors))
        model.fit(cov_type="HAC", cov_kwds=options).bse  # noqa: B018


def bare_newey_west_loop(assets, factors):
    """The same without what can be taken out of the loop."""
    matrix = add_constant(factors)
    options = {"maxlags": LAGS, "use_correction": False}
    for asset in assets.columns:
        OLS(assets[asset], matrix).fit(cov_type="HAC", cov_kwds=options).bse  # noqa: B018


def rolling_loop(assets, factors, window):
    """One RollingOLS of statsmodels after the other."""
    matrix = add_constant(factors)
    for asset in assets.columns:
        RollingOLS(assets[asset], matrix, window=window).fit().params  # noqa: B018


def against_statsmodels(size, rounds):
    """Rows of the first table."""
    assets, factors = random_panel(*size)
    returns, values = assets.to_numpy(), factors.to_numpy()
    part, window = assets.iloc[:, : PART[size]], WINDOW[size]
    multiply = size[1] / PART[size]
    questions = {
        "Newey-West": (
            lambda: newey_west_loop(part, factors),
            lambda: time_series.fit(returns, values, "hac", LAGS),
            lambda: lf.estimate_betas(assets, factors, cov="hac", lags=LAGS),
        ),
        "Newey-West, bare loop": (
            lambda: bare_newey_west_loop(part, factors),
            lambda: time_series.fit(returns, values, "hac", LAGS),
            lambda: lf.estimate_betas(assets, factors, cov="hac", lags=LAGS),
        ),
        "rolling betas": (
            lambda: rolling_loop(part, factors, window),
            lambda: rolling.rolling_betas(returns, values, window),
            lambda: lf.rolling_betas(assets, factors, window=window),
        ),
    }
    for name, calls in questions.items():
        seconds = rounds_of(calls, rounds)
        seconds[:, 0] *= multiply
        ratio, labelled = np.median(seconds[:, :1] / seconds[:, 1:], axis=0)
        goal = GOALS.get(name, 0) if size == LARGE else 0
        yield {
            "size": " x ".join(map(str, size)),
            "question": name,
            "statsmodels s": np.median(seconds[:, 0]),
            "kernel ms": 1e3 * np.median(seconds[:, 1]),
            "labelled ms": 1e3 * np.median(seconds[:, 2]),
            "times faster": ratio,
            "labelled faster": labelled,
            "goal": goal or "",
            "met": ("yes" if ratio >= goal else "NO") if goal else "",
            "note": f"rival x{multiply:g}" if multiply > 1 else "",
        }


def beside_the_betas(size, rounds):
    """Rows of the second table."""
    assets, factors = random_panel(*size)
    returns, values = assets.to_numpy(), factors.to_numpy()
    weights = np.full(size[1], 1.0 / size[1])
    residuals = returns - returns.mean(axis=0)
    kernels = {
        "betas": lambda: time_series.betas(returns, values),
        "betas with s.e.": lambda: time_series.fit(returns, values),
        "risk split": lambda: portfolio.split_risk(returns, values, weights),
        "GRS": lambda: alpha_tests.joint_alphas(returns, values),
        "robust J": lambda: alpha_tests.alpha_j_statistic(returns, values),
        "Gram matrix": lambda: blas.dsyrk(1.0, residuals.T, lower=1),
    }
    tables = {
        "betas with s.e.": lambda: lf.estimate_betas(assets, factors),
        "risk split": lambda: lf.risk_decomposition(assets, factors),
        "GRS": lambda: lf.grs_test(assets, factors),
    }
    arrays = rounds_of(list(kernels.values()), rounds)
    labelled = rounds_of(list(tables.values()), rounds)
    for place, name in enumerate(kernels):
        row = {
            "size": " x ".join(map(str, size)),
            "question": name,
            "kernel ms": 1e3 * np.median(arrays[:, place]),
            "x betas": np.median(arrays[:, place] / arrays[:, 0]),
            "x betas with s.e.": np.median(arrays[:, place] / arrays[:, 1]),
            "x Gram matrix": np.median(arrays[:, place] / arrays[:, -1]),
        }
        if name in tables:
            column = list(tables).index(name)
            row["labelled ms"] = 1e3 * np.median(labelled[:, column])
            row["x estimate_betas"] = np.median(labelled[:, column] / labelled[:, 0])
        yield row


def main():
    """Print the tables; exit 1 if a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="the small size only")
    sizes = [SMALL] if parser.parse_args().quick else [SMALL, LARGE]
    first = pd.DataFrame(
        [row for size in sizes for row in against_statsmodels(size, 7 if size == SMALL else 3)]
    )
    print(first.to_string(index=False, float_format=number))
    second = pd.DataFrame(
        [row for size in sizes for row in beside_the_betas(size, 15 if size == SMALL else 7)]
    )
    print()
    print(second.to_string(index=False, float_format=number, na_rep=""))
    asked = second[second["question"].isin(["risk split", "GRS"])]
    missed = asked[asked["x estimate_betas"] > MOST]
    for _, row in missed.iterrows():
        print(
            f"MISSED: {row['question']} at {row['size']} costs more than {MOST:g} times the betas"
        )
    return int((first["met"] == "NO").any() or len(missed) > 0)


if __name__ == "__main__":
    sys.exit(main())
