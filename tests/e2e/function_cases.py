"""Calls of the worksheet functions for every host: what they are given, what they must spill."""

import datetime as dt

import numpy as np
import pandas as pd
from com_data import block, sample
from com_expected import EXPECTED as EXPECTED_BASE
from com_expected_risk import EXPECTED_RISK

ASSETS, FACTORS, RATE = sample(120, 8, 3)
PRICES = 100 * (1 + ASSETS).cumprod()
WEIGHTS = pd.Series(np.arange(1.0, 9.0) / 36, ASSETS.columns)
HOLES = ASSETS.mask(np.random.default_rng(3).uniform(size=ASSETS.shape) < 0.02)
TABLES = {"assets": ASSETS, "factors": FACTORS}
WITH_RATE = {**TABLES, "risk_free": RATE}
SPAN = {"new_factors": ASSETS[["A000"]], "factors": FACTORS, "risk_free": RATE}
SPRING = (dt.date(2015, 3, 2), dt.date(2015, 5, 29))
TARGET = pd.Series({"F0": 1.0, "F2": -0.25})
SHOCKS = pd.DataFrame({"crash": [-0.1, 0.02], "boom": [0.08, 0.0]}, ["F0", "F1"])
QUANTITIES = pd.Series(np.arange(-2.0, 6.0) * 10, ASSETS.columns)

CASES = [
    ("LF_RETURNS", {"prices": PRICES}),
    ("LF_RETURNS", {"prices": PRICES.where(ASSETS < 0.03), "kind": "log"}),
    ("LF_RETURNS", {"prices": PRICES, "settings": "dates=dmy"}),
    ("LF_RESAMPLE", {"returns": ASSETS, "frequency": "monthly"}),
    ("LF_RESAMPLE", {"returns": HOLES, "frequency": "weekly", "settings": "assets_are=returns"}),
    ("LF_ALIGN", TABLES),
    ("LF_ALIGN", {**TABLES, "assets": HOLES, "settings": "missing=complete"}),
    ("LF_ALIGN", {"assets": HOLES[5:], "factors": FACTORS[:-7]}),
    ("LF_ALIGN", {**TABLES, "which": "assets"}),
    ("LF_ALIGN", {**TABLES, "which": "factors"}),
    ("LF_EXCESS", {"returns": HOLES, "risk_free": RATE}),
    ("LF_EXCESS", {"returns": ASSETS, "risk_free": 0.0001}),
    ("LF_EXCESS", {"returns": ASSETS, "risk_free": 0.02, "settings": "risk_free_is=annual"}),
    ("LF_STATUS", TABLES),
    ("LF_STATUS", {"assets": 100 * ASSETS, "factors": FACTORS}),
    ("LF_STATUS", {**WITH_RATE, "assets": HOLES[50:], "weights": WEIGHTS}),
    ("LF_STATUS", {**WITH_RATE, "settings": "assets_are=percent; self_financing=all"}),
    ("LF_CHECK", TABLES),
    ("LF_STATUS", {**TABLES, "benchmark": RATE}),
    ("LF_CHECK", {**TABLES, "weights": 100 * WEIGHTS, "benchmark": WEIGHTS}),
    ("LF_CHECK", {"assets": 100 * HOLES[5:], "factors": FACTORS[:-7], "risk_free": RATE}),
    ("LF_CHECK", {**WITH_RATE, "settings": "self_financing=F1"}),
    ("LF_BETAS", TABLES),
    ("LF_BETAS", {**WITH_RATE, "assets": HOLES}),
    ("LF_BETAS", {**WITH_RATE, "settings": "self_financing=F1"}),
    ("LF_BETAS", {**TABLES, "risk_free": 0.0001, "settings": "self_financing=all"}),
    ("LF_BETA_STATS", TABLES),
    ("LF_BETA_STATS", {**WITH_RATE, "assets": HOLES, "cov": "hac", "lags": 5}),
    ("LF_BETA_STATS", {**WITH_RATE, "cov": "hac", "settings": "self_financing=F1"}),
    ("LF_BETA_STATS", {**TABLES, "cov": "hc0"}),
    ("LF_BETA_STATS", {**TABLES, "cov": "hc1"}),
    ("LF_BETA_MEANS", TABLES),
    ("LF_BETA_MEANS", {**WITH_RATE, "sort": True, "settings": "self_financing=F2"}),
    ("LF_LAMBDAS", TABLES),
    ("LF_LAMBDAS", {**WITH_RATE, "assets": HOLES, "intercept": True}),
    ("LF_LAMBDAS", {**WITH_RATE, "cumulative": True, "settings": "self_financing=F0"}),
    ("LF_PREMIA", TABLES),
    ("LF_PREMIA", {**WITH_RATE, "intercept": True, "cov": "hac", "lags": 3, "sort": True}),
    (
        "LF_PREMIA",
        {**WITH_RATE, "cov": "shanken", "per_year": 252.0, "settings": "self_financing=all"},
    ),
    ("LF_PREMIA", {**TABLES, "assets": HOLES, "cov": "hac"}),
    ("LF_EXPOSURE", TABLES),
    ("LF_EXPOSURE", {**WITH_RATE, "weights": WEIGHTS, "sort": True}),
    ("LF_EXPOSURE", {**TABLES, "assets": HOLES, "cov": "hac", "lags": 2}),
    ("LF_EXPOSURE", {**WITH_RATE, "cov": "hc1", "settings": "self_financing=F1"}),
    ("LF_EXPECTED", TABLES),
    ("LF_EXPECTED", {**WITH_RATE, "weights": WEIGHTS, "intercept": True, "per_year": 252.0}),
    ("LF_EXPECTED", {**WITH_RATE, "assets": HOLES, "settings": "self_financing=F2"}),
    ("LF_MODEL", TABLES),
    ("LF_MODEL", {**WITH_RATE, "zero_beta": True}),
    ("LF_MODEL", {**WITH_RATE, "j": "full", "settings": "self_financing=F1"}),
    ("LF_MODEL_PREMIA", TABLES),
    ("LF_MODEL_PREMIA", {**WITH_RATE, "zero_beta": True, "settings": "self_financing=F1"}),
    ("LF_MODEL_PARAMS", TABLES),
    ("LF_MODEL_PARAMS", {**WITH_RATE, "zero_beta": True, "settings": "self_financing=F1"}),
]
CASES += [
    ("LF_LAMBDAS", {**WITH_RATE, "window": 60}),
    ("LF_PREMIA", {**WITH_RATE, "cov": "all", "per_year": 250.0}),
    ("LF_PREMIA", {**WITH_RATE, "window": 60}),
    ("LF_MODEL", {**WITH_RATE, "estimator": "traded"}),
    ("LF_MODEL_PREMIA", {**WITH_RATE, "estimator": "traded"}),
    ("LF_MODEL_PARAMS", {**WITH_RATE, "estimator": "traded"}),
    ("LF_ROLLING", TABLES),
    ("LF_ROLLING", {**WITH_RATE, "weights": WEIGHTS, "window": 90, "expanding": True}),
    ("LF_ROLLING", {**WITH_RATE, "cov": "hac", "lags": 4, "settings": "self_financing=F1"}),
    ("LF_GRS", TABLES),
    ("LF_GRS", {**WITH_RATE, "cov": "hac", "lags": 4, "settings": "self_financing=F1"}),
    ("LF_SPAN", {"new_factors": ASSETS[["A000", "A001"]], "factors": FACTORS}),
    ("LF_SPAN", {**SPAN, "cov": "hac", "lags": 2, "settings": "self_financing=F0"}),
    ("LF_SPAN", {**SPAN, "risk_free": None, "show": "tests", "unit_betas": True}),
    ("LF_DIAGNOSTICS", TABLES),
    ("LF_DIAGNOSTICS", {**WITH_RATE, "show": "assets", "lags": 5}),
    ("LF_DIAGNOSTICS", {**WITH_RATE, "show": "correlations", "settings": "self_financing=F1"}),
    ("LF_RISK", TABLES),
    ("LF_RISK", {**WITH_RATE, "weights": WEIGHTS, "by": "assets", "specific": "diagonal"}),
    ("LF_RISK", {**WITH_RATE, "per_year": 252.0, "settings": "self_financing=F1"}),
    ("LF_COV", TABLES),
    ("LF_COV", {**WITH_RATE, "show": "correlation", "settings": "self_financing=F1"}),
    ("LF_ATTRIBUTION", TABLES),
    ("LF_ATTRIBUTION", {**WITH_RATE, "weights": WEIGHTS, "first_date": SPRING[0]}),
    ("LF_ATTRIBUTION", {**WITH_RATE, "last_date": SPRING[1]}),
    ("LF_ATTRIBUTION", {**WITH_RATE, "linked": True, "cov": "hac", "lags": 3}),
    ("LF_ATTRIBUTION", {**WITH_RATE, "settings": "self_financing=F1"}),
    ("LF_HEDGE", TABLES),
    ("LF_HEDGE", {**WITH_RATE, "weights": WEIGHTS, "target": TARGET, "value": 1e6}),
    ("LF_HEDGE", {**WITH_RATE, "show": "summary", "cov": "hac", "lags": 2}),
    ("LF_HEDGE", {**WITH_RATE, "target": 0.5, "settings": "self_financing=F1"}),
    ("LF_STRESS", {**TABLES, "shocks": SHOCKS["crash"]}),
    ("LF_STRESS", {**WITH_RATE, "shocks": SHOCKS, "weights": WEIGHTS, "correlated": True}),
    ("LF_STRESS", {**WITH_RATE, "shocks": SHOCKS["crash"], "settings": "self_financing=F1"}),
    ("LF_WEIGHTS", {"quantities": QUANTITIES, "prices": PRICES}),
    ("LF_WEIGHTS", {"quantities": QUANTITIES, "prices": PRICES.iloc[-1], "details": True}),
    ("LF_WEIGHTS", {"quantities": QUANTITIES, "prices": PRICES, "settings": "nav=20000"}),
]
CASES += [
    ("LF_GRS", {**TABLES, "cov": "hc0"}),
    ("LF_GRS", {**WITH_RATE, "cov": "hac"}),
    ("LF_SPAN", {**SPAN, "show": "tests", "cov": "hc1"}),
    ("LF_DIAGNOSTICS", {**WITH_RATE, "assets": HOLES, "show": "findings"}),
    ("LF_PREMIA", {**WITH_RATE, "intercept": True, "cov": "all", "lags": 3}),
    ("LF_RISK", {**WITH_RATE, "weights": WEIGHTS, "by": "assets", "specific": "full"}),
    ("LF_STRESS", {**WITH_RATE, "shocks": SHOCKS["boom"], "correlated": True}),
]
# The search of linearmodels ends where its steps become small, not at the last digit.
SEARCHED = [
    ("LF_MODEL", {**WITH_RATE, "estimator": "gmm"}),
    ("LF_MODEL_PREMIA", {**WITH_RATE, "estimator": "gmm", "zero_beta": True}),
    ("LF_MODEL_PARAMS", {**WITH_RATE, "estimator": "gmm"}),
]


def with_settings(expected):
    """Let what a function must spill take settings as a cell does, and give Python its options."""

    def call(*tables, settings="", **given):
        options = dict(part.split("=") for part in settings.split("; ") if part)
        options.pop("dates", None)  # how cells are read is no question to frames
        if "nav" in options:
            options["nav"] = float(options["nav"])
        return expected(*tables, **given, **options)

    return call


EXPECTED = {
    name: with_settings(expected) for name, expected in {**EXPECTED_BASE, **EXPECTED_RISK}.items()
}


def cells(value):
    """Lay an argument out as an analyst's sheet has it."""
    if value is SHOCKS:
        return [["factor", *SHOCKS], *([name, *row] for name, row in SHOCKS.iterrows())]
    if isinstance(value, pd.DataFrame) or value is RATE:
        return block(value)
    if isinstance(value, pd.Series):
        return [["name", "number"], *map(list, value.items())]
    return value
