"""Calls of the worksheet functions for every host: what they are given, what they must spill."""

import datetime as dt

import numpy as np
import pandas as pd
from com_data import block, sample
from com_expected import EXPECTED as EXPECTED_BASE
from com_expected_risk import EXPECTED_RISK

from labfolio_xl.returns.tables.input_table import InputTable
from labfolio_xl.sheet.functions import REGISTRY
from labfolio_xl.sheet.settings import Settings

ASSETS, FACTORS, RATE = sample(120, 8, 3)
PRICES = 100 * (1 + ASSETS).cumprod()
WEIGHTS = pd.Series(np.arange(1.0, 9.0) / 36, ASSETS.columns)
HOLES = ASSETS.mask(np.random.default_rng(3).uniform(size=ASSETS.shape) < 0.02)
TABLES = {"assets": ASSETS, "factors": FACTORS}
WITH_RATE = {**TABLES, "risk_free": RATE}
SPAN = {"candidates": ASSETS[["A000"]], "factors": FACTORS, "risk_free": RATE}
SPRING = (dt.date(2015, 3, 2), dt.date(2015, 5, 29))
TARGET = pd.Series({"F0": 1.0, "F2": -0.25})
SHOCKS = pd.DataFrame({"crash": [-0.1, 0.02], "boom": [0.08, 0.0]}, ["F0", "F1"])
QUANTITIES = pd.Series(np.arange(-2.0, 6.0) * 10, ASSETS.columns)

# Cases with optional arguments and settings. Those with the required arguments alone are derived
# from the declarations below.
CASES = [
    ("LF_RETURNS", {"prices": PRICES.where(ASSETS < 0.03)}),
    ("LF_RETURNS", {"prices": PRICES, "dates": "dmy"}),
    ("LF_RESAMPLE", {"returns": HOLES, "frequency": "weekly", "assets_are": "returns"}),
    ("LF_ALIGN", {**TABLES, "assets": HOLES, "missing": "complete"}),
    ("LF_ALIGN", {"assets": HOLES[5:], "factors": FACTORS[:-7]}),
    ("LF_ALIGN", {**TABLES, "which": "assets"}),
    ("LF_ALIGN", {**TABLES, "which": "factors"}),
    ("LF_EXCESS", {"returns": HOLES, "risk_free": RATE}),
    ("LF_EXCESS", {"returns": ASSETS, "risk_free": 0.0001}),
    ("LF_EXCESS", {"returns": ASSETS, "risk_free": 0.02, "risk_free_is": "annual"}),
    ("LF_NET", {"factors": FACTORS, "market": "F0", "use_factors": "F0, F2"}),
    ("LF_STATUS", {"assets": 100 * ASSETS, "factors": FACTORS}),
    ("LF_STATUS", {**WITH_RATE, "assets": HOLES[50:], "weights": WEIGHTS}),
    ("LF_STATUS", {**WITH_RATE, "assets_are": "percent", "self_financing": "all"}),
    ("LF_STATUS", {**TABLES, "benchmark": RATE}),
    ("LF_STATUS", {**TABLES, "benchmark": (100 * FACTORS["F0"]).rename("number")}),
    ("LF_CHECK", {**TABLES, "benchmark": 100 * FACTORS["F0"], "benchmark_is": "percent"}),
    ("LF_CHECK", {**TABLES, "weights": 100 * WEIGHTS, "benchmark": WEIGHTS}),
    ("LF_CHECK", {"assets": 100 * HOLES[5:], "factors": FACTORS[:-7], "risk_free": RATE}),
    ("LF_CHECK", {**WITH_RATE, "self_financing": "F1"}),
    ("LF_BETAS", {**WITH_RATE, "assets": HOLES}),
    ("LF_BETAS", {**WITH_RATE, "self_financing": "F1"}),
    ("LF_BETAS", {**TABLES, "risk_free": 0.0001, "self_financing": "all"}),
    ("LF_BETA_STATS", {**WITH_RATE, "assets": HOLES, "cov": "hac", "lags": 5}),
    ("LF_BETA_STATS", {**WITH_RATE, "cov": "hac", "self_financing": "F1"}),
    ("LF_BETA_STATS", {**TABLES, "cov": "hc0"}),
    ("LF_BETA_STATS", {**TABLES, "cov": "hc1"}),
    ("LF_BETA_MEANS", {**WITH_RATE, "sort": True, "self_financing": "F2"}),
    ("LF_LAMBDAS", {**WITH_RATE, "assets": HOLES, "intercept": True}),
    ("LF_LAMBDAS", {**WITH_RATE, "show": "cumulative", "self_financing": "F0"}),
    ("LF_PREMIA", {**WITH_RATE, "intercept": True, "premia_cov": "hac", "lags": 3, "sort": True}),
    (
        "LF_PREMIA",
        {**WITH_RATE, "premia_cov": "shanken", "periods_per_year": 252.0, "self_financing": "all"},
    ),
    ("LF_PREMIA", {**TABLES, "assets": HOLES, "premia_cov": "hac"}),
    ("LF_BETAS", {**WITH_RATE, "net_of": "F1", "self_financing": "F1"}),
    ("LF_EXPOSURE", {**WITH_RATE, "weights": WEIGHTS, "sort": True}),
    ("LF_EXPOSURE", {**TABLES, "assets": HOLES, "cov": "hac", "lags": 2}),
    ("LF_EXPOSURE", {**WITH_RATE, "cov": "hc1", "self_financing": "F1"}),
    (
        "LF_EXPECTED",
        {**WITH_RATE, "weights": WEIGHTS, "intercept": True, "periods_per_year": 252.0},
    ),
    ("LF_EXPECTED", {**WITH_RATE, "assets": HOLES, "self_financing": "F2"}),
    ("LF_MODEL", {**WITH_RATE, "intercept": True}),
    ("LF_MODEL", {**WITH_RATE, "j": "full", "self_financing": "F1"}),
    ("LF_MODEL_PREMIA", {**WITH_RATE, "intercept": True, "self_financing": "F1"}),
    ("LF_MODEL_PARAMS", {**WITH_RATE, "intercept": True, "self_financing": "F1"}),
]
CASES += [
    ("LF_LAMBDAS", {**WITH_RATE, "beta_window": 60}),
    ("LF_PREMIA", {**WITH_RATE, "show": "kinds", "periods_per_year": 250.0}),
    ("LF_PREMIA", {**WITH_RATE, "show": "test"}),
    ("LF_PREMIA", {**WITH_RATE, "beta_window": 60}),
    ("LF_MODEL", {**WITH_RATE, "estimator": "traded"}),
    ("LF_MODEL_PREMIA", {**WITH_RATE, "estimator": "traded"}),
    ("LF_MODEL_PARAMS", {**WITH_RATE, "estimator": "traded"}),
    ("LF_ROLLING", {**WITH_RATE, "weights": WEIGHTS, "window": 90, "expanding": True}),
    ("LF_ROLLING", {**WITH_RATE, "cov": "hac", "lags": 4, "self_financing": "F1"}),
    ("LF_STYLE", {**WITH_RATE, "assets": HOLES, "expanding": True, "self_financing": "F1"}),
    ("LF_STYLE", {**TABLES, "show": "rolling", "window": 90}),
    ("LF_GRS", {**WITH_RATE, "cov": "hac", "lags": 4, "self_financing": "F1"}),
    ("LF_SPAN", {"candidates": ASSETS[["A000", "A001"]], "factors": FACTORS}),
    ("LF_SPAN", {**SPAN, "cov": "hac", "lags": 2, "self_financing": "F0"}),
    ("LF_SPAN", {**SPAN, "risk_free": None, "show": "tests", "unit_betas": True}),
    ("LF_DIAGNOSTICS", {**WITH_RATE, "show": "assets", "test_lags": 5}),
    ("LF_DIAGNOSTICS", {**WITH_RATE, "show": "correlations", "self_financing": "F1"}),
    ("LF_SUMMARY", {**WITH_RATE, "weights": WEIGHTS, "show": "words"}),
    ("LF_SUMMARY", {**WITH_RATE, "cov": "hac", "lags": 4, "periods_per_year": 252.0}),
    ("LF_RISK", {**WITH_RATE, "weights": WEIGHTS, "show": "assets", "specific": "diagonal"}),
    ("LF_RISK", {**WITH_RATE, "periods_per_year": 252.0, "self_financing": "F1"}),
    ("LF_COV", {**WITH_RATE, "show": "correlation", "self_financing": "F1"}),
    ("LF_ATTRIBUTION", {**WITH_RATE, "weights": WEIGHTS, "span_start": SPRING[0]}),
    ("LF_ATTRIBUTION", {**WITH_RATE, "span_end": SPRING[1]}),
    ("LF_ATTRIBUTION", {**WITH_RATE, "linked": False, "cov": "hac", "lags": 3}),
    ("LF_ATTRIBUTION", {**WITH_RATE, "self_financing": "F1"}),
    ("LF_HEDGE", {**WITH_RATE, "weights": WEIGHTS, "targets": TARGET, "nav": 1e6}),
    ("LF_HEDGE", {**WITH_RATE, "show": "summary", "cov": "hac", "lags": 2}),
    ("LF_HEDGE", {**WITH_RATE, "targets": 0.5, "self_financing": "F1"}),
    ("LF_STRESS", {**TABLES, "shocks": SHOCKS["crash"]}),
    ("LF_STRESS", {**WITH_RATE, "shocks": SHOCKS, "weights": WEIGHTS, "cov": "hc1"}),
    ("LF_STRESS", {**WITH_RATE, "shocks": SHOCKS["crash"], "self_financing": "F1"}),
    ("LF_WEIGHTS", {"holdings": QUANTITIES, "prices": PRICES.iloc[-1], "show": "details"}),
    ("LF_WEIGHTS", {"holdings": QUANTITIES, "prices": PRICES, "nav": 20000.0}),
]
CASES += [
    ("LF_GRS", {**TABLES, "cov": "hc0"}),
    ("LF_GRS", {**WITH_RATE, "cov": "hac"}),
    ("LF_SPAN", {**SPAN, "show": "tests", "cov": "hc1"}),
    ("LF_DIAGNOSTICS", {**WITH_RATE, "assets": HOLES, "show": "findings"}),
    ("LF_PREMIA", {**WITH_RATE, "intercept": True, "show": "kinds", "lags": 3}),
    ("LF_RISK", {**WITH_RATE, "weights": WEIGHTS, "show": "assets", "specific": "full"}),
    ("LF_STRESS", {**WITH_RATE, "shocks": SHOCKS["boom"], "cov": "hac"}),
]
CASES += [
    ("LF_PERFORMANCE", {**WITH_RATE, "weights": WEIGHTS, "benchmark": WEIGHTS, "level": 0.9}),
    ("LF_PERFORMANCE", {"assets": HOLES, "risk_free": RATE, "benchmark": RATE}),
    ("LF_PERFORMANCE", {**WITH_RATE, "weights": WEIGHTS, "show": "tail", "specific": "diagonal"}),
    ("LF_GROWTH", {"assets": HOLES, "weights": WEIGHTS, "benchmark": RATE}),
    ("LF_GROWTH", {**WITH_RATE, "benchmark": WEIGHTS, "show": "return", "rebalance": "monthly"}),
    ("LF_DRAWDOWNS", {**TABLES, "weights": WEIGHTS, "benchmark": WEIGHTS}),
    ("LF_DRAWDOWNS", {**WITH_RATE, "benchmark": RATE, "show": "worst"}),
]
# A series of returns, weights by asset, and weights by date: the same benchmark for all hosts.
INDEX = (0.7 * FACTORS["F0"] + 0.3 * ASSETS["A002"]).rename("Index")
BY_DATE = pd.DataFrame(
    [WEIGHTS.to_numpy(), WEIGHTS.to_numpy()[::-1]],
    index=[ASSETS.index.min() - pd.Timedelta(days=1), ASSETS.index.sort_values()[60]],
    columns=ASSETS.columns,
)
PORTFOLIOS = pd.DataFrame({"Growth": WEIGHTS, "Income": WEIGHTS[::-1].to_numpy()})
BESIDE = {**WITH_RATE, "weights": WEIGHTS, "benchmark": INDEX}
CASES += [
    ("LF_RISK", {**BESIDE, "periods_per_year": 252.0}),
    ("LF_ATTRIBUTION", BESIDE),
    ("LF_ROLLING", {**BESIDE, "window": 90}),
    ("LF_STRESS", {**BESIDE, "shocks": SHOCKS}),
    ("LF_ACTIVE", {**BESIDE, "show": "factors", "cov": "hc1"}),
    ("LF_ACTIVE", {**BESIDE, "show": "assets", "benchmark": WEIGHTS[::-1]}),
    ("LF_ACTIVE", {**BESIDE, "benchmark": BY_DATE, "periods_per_year": 252.0}),
    ("LF_SUMMARY", {**BESIDE, "show": "words"}),
    ("LF_PERFORMANCE", {**BESIDE, "show": "tail"}),
    ("LF_EXPOSURE", {**TABLES, "weights": BY_DATE}),
    ("LF_EXPOSURE", {**TABLES, "weights": WEIGHTS, "rebalance": "never"}),
    ("LF_PORTFOLIO", {"assets": ASSETS, "weights": BY_DATE, "rebalance": "monthly"}),
    ("LF_COMPARE", {**TABLES, "weights": PORTFOLIOS, "benchmark": INDEX}),
    ("LF_EXPECTED", {**TABLES, "weights": PORTFOLIOS, "portfolio": "Income"}),
]
# The search of linearmodels ends where its steps become small, not at the last digit.
SEARCHED = [
    ("LF_MODEL", {**WITH_RATE, "estimator": "gmm"}),
    ("LF_MODEL_PREMIA", {**WITH_RATE, "estimator": "gmm", "intercept": True}),
    ("LF_MODEL_PARAMS", {**WITH_RATE, "estimator": "gmm"}),
]


# The value of an argument in cases that do not give one.
GIVEN = {
    **WITH_RATE,
    "weights": WEIGHTS,
    "prices": PRICES,
    "returns": ASSETS,
    "candidates": ASSETS[["A000"]],
    "shocks": SHOCKS,
    "holdings": QUANTITIES,
    "frequency": "monthly",
    "market": "F1",
    "benchmark": INDEX,
}
# These functions return no numbers. Other tests read their texts.
WORDS = {"LF_HELP", "LF_SETTINGS", "LF_VERSION", "LF_LAST_ERROR"}


def of_frames(name):
    """Take what a function gives for frames as what it must spill from cells."""

    def call(**given):
        arguments, settings = split(name, given)
        tables = {
            # Tables of cells are sorted by date when they are read.
            argument: InputTable(value.sort_index())
            if isinstance(value, pd.DataFrame) and argument not in {"weights", "benchmark"}
            else value
            for argument, value in arguments.items()
        }
        if settings:
            tables["settings"] = Settings(settings)
        rows = REGISTRY[name].answer(**tables)
        return [[without_time_zone(cell) for cell in row] for row in rows]

    return call


def without_time_zone(cell):
    """Give a date as a host hands it back."""
    return cell.replace(tzinfo=None) if isinstance(cell, dt.datetime) else cell


def without_dates(expected):
    """Drop the setting `dates`, which says how the dates of cells are read: frames have dates."""

    def call(*tables, dates=None, **given):
        assert dates in {None, "dmy"}
        return expected(*tables, **given)

    return call


def required(name):
    """Return values for the required arguments of a function."""
    return {a.name: GIVEN[a.name] for a in REGISTRY[name].arguments if not a.optional}


def every_table(name):
    """Return values for all arguments of a function that have one in `GIVEN`."""
    return {a.name: GIVEN[a.name] for a in REGISTRY[name].arguments if a.name in GIVEN}


# A function that is not laid out by hand needs no entry here.
_BY_HAND = {**EXPECTED_BASE, **EXPECTED_RISK}
DERIVED = sorted(set(REGISTRY) - set(_BY_HAND) - WORDS)
EXPECTED = {name: without_dates(expected) for name, expected in _BY_HAND.items()}
EXPECTED |= {name: of_frames(name) for name in DERIVED}
CASES += [(name, required(name)) for name in EXPECTED]
CASES += [(name, every_table(name)) for name in DERIVED]


def split(name, given):
    """Separate the values of a case into arguments of the function and settings."""
    names = {argument.name for argument in REGISTRY[name].arguments}
    settings = {key: value for key, value in given.items() if key not in names}
    assert set(settings) <= set(REGISTRY[name].uses.words), name
    return {key: value for key, value in given.items() if key in names}, settings


def settings_text(settings):
    """Give settings as an analyst types them into a formula."""
    return "; ".join(f"{key}={value}" for key, value in settings.items())


def settings_rows(settings):
    """Give settings as the sheet Settings has them."""
    return [["Setting", "Value"], *map(list, settings.items())]


def cells(value):
    """Lay an argument out as an analyst's sheet has it."""
    if value is SHOCKS:
        return [["factor", *SHOCKS], *([name, *row] for name, row in SHOCKS.iterrows())]
    if value is PORTFOLIOS:
        return [["asset", *PORTFOLIOS], *([name, *row] for name, row in PORTFOLIOS.iterrows())]
    if isinstance(value, pd.DataFrame) or value is RATE or value is INDEX:
        return block(value)
    if isinstance(value, pd.Series):
        return [["name", "number"], *map(list, value.items())]
    return value
