"""Which formulas are those of an earlier version, by the arguments that they write."""

from __future__ import annotations

import pytest

import labfolio_xl.sheet.functions  # noqa: F401  fills the registry
from labfolio_xl.sheet.boundary import REGISTRY
from labfolio_xl.vba.argument_order import calls_in, earlier_call, present_signatures

# One order: assets, factors, risk_free, weights, benchmark, own arguments, settings.
SERIES = ["assets", "factors", "risk_free", "settings"]
PORTFOLIO = ["assets", "factors", "risk_free", "weights", "settings"]
BENCHMARKED = ["assets", "factors", "risk_free", "weights", "benchmark", "settings"]
NOW = {
    **dict.fromkeys(["LF_BETAS", "LF_BETA_STATS", "LF_BETA_MEANS", "LF_PREMIA", "LF_GRS"], SERIES),
    **dict.fromkeys(["LF_MODEL", "LF_MODEL_PARAMS", "LF_MODEL_PREMIA", "LF_COV"], SERIES),
    "LF_LAMBDAS": ["assets", "factors", "risk_free", "cumulative", "settings"],
    "LF_DIAGNOSTICS": ["assets", "factors", "risk_free", "show", "settings"],
    "LF_EXPOSURE": PORTFOLIO,
    "LF_EXPECTED": PORTFOLIO,
    "LF_HEDGE": ["assets", "factors", "risk_free", "weights", "targets", "settings"],
    "LF_STRESS": ["assets", "factors", "shocks", "risk_free", "weights", "settings"],
    "LF_ROLLING": BENCHMARKED,
    "LF_ATTRIBUTION": BENCHMARKED,
    "LF_CHECK": BENCHMARKED,
    "LF_RISK": ["assets", "factors", "risk_free", "weights", "benchmark", "show", "settings"],
    "LF_RETURNS": ["prices", "settings"],
    "LF_WEIGHTS": ["holdings", "prices", "settings"],
    "LF_EXCESS": ["returns", "risk_free", "settings"],
    "LF_RESAMPLE": ["returns", "frequency"],
}

# As the workbooks and the manuals of earlier versions had them.
EARLIER = [
    "LF_EXPOSURE(Assets,Factors,Weights,RiskFree)",
    "LF_EXPOSURE(Assets,Factors,,RiskFree)",
    "LF_EXPOSURE(Assets,Factors,,0.0001)",
    'LF_EXPOSURE(Assets,Factors,,,"hac",,TRUE)',
    "LF_EXPECTED(Assets,Factors,Weights,RiskFree,,252)",
    'LF_RISK(Assets,Factors,Weights,RiskFree,"assets",,252)',
    'LF_RISK(Assets,Factors,,,"assets")',
    "LF_ATTRIBUTION(Assets,Factors,Weights)",
    "LF_HEDGE(Assets,Factors,,,0,1000000)",
    "LF_STRESS(Assets,Factors,A1:B2,Weights)",
    "LF_ROLLING(Assets,Factors,,,120,TRUE)",
    "LF_PREMIA(Assets,Factors,RiskFree,,,,252,TRUE)",
    "LF_PREMIA(Assets,Factors,RiskFree,FALSE)",
    'LF_BETA_STATS(Assets,Factors,RiskFree,"hac")',
    "LF_BETA_MEANS(Assets,Factors,RiskFree,TRUE)",
    "LF_BETA_MEANS(Assets,Factors,RiskFree,TRUE())",
    'LF_BETAS(Assets,Factors,RiskFree,"SMB, HML")',
    "LF_LAMBDAS(Assets,Factors,RiskFree,,TRUE)",
    "LF_MODEL(Assets,Factors,RiskFree,FALSE)",
    'LF_CHECK(Assets,Factors,RiskFree,"SMB,HML")',
    'LF_CHECK(Assets,Factors,RiskFree,Weights,"assets_are=percent")',
    'LF_RETURNS(Prices!A1:Y251,"log")',
    "LF_WEIGHTS(A2:B25,D2:E25,TRUE)",
    "LF_BOOT_PREMIA(Assets,Factors,RiskFree)",
    "lf_boot_exposure(Assets,Factors)",
    "_xludf.LF_EXPOSURE(Assets, Factors, Weights)",
    "[1]!LF_EXPOSURE(Assets,Factors,Weights)",
    "LF_EXPOSURE(Portfolio!A4:U253,Factors!A4:G253,'Weights'!A4:B24)",
    'INDEX(_xlfn.SINGLE(LF_EXPOSURE(LF_RESAMPLE(Assets,"monthly"),Factors,Weights)),2,1)',
    "SUM(LF_EXPOSURE(Returns[[#All],[Date],[AAPL]],Factors,Weights),{1,2;3,4})",
]

PRESENT = [
    "LF_EXPOSURE(Assets,Factors,RiskFree,Weights,Settings)",
    "LF_EXPOSURE(Assets,Factors,,Weights)",
    "LF_EXPOSURE(Assets,Factors,0.01%,Weights)",
    'LF_EXPOSURE(Assets,Factors,,,"frequency=monthly; missing=complete")',
    'LF_EXPOSURE(Assets,Factors,,,"")',
    'LF_EXPOSURE(Assets,Factors,,,_xlfn.VSTACK(Settings,{"window",36}))',
    "LF_BETAS(Assets,Factors,RiskFree)",
    "LF_BETAS(Assets,Factors,Other!A1:B2,S1:T9)",
    "LF_CHECK(Assets,Factors,RiskFree,Weights,Weights,Settings)",
    'LF_DIAGNOSTICS(Assets,Factors,RiskFree,"correlations",Settings)',
    "LF_LAMBDAS(Assets,Factors,RiskFree,TRUE,Settings)",
    "LF_STRESS(Assets,Factors,A1:B2,RiskFree,Weights,Settings)",
    "LF_HEDGE(Assets,Factors,RiskFree,Weights,0,Settings)",
    'LF_RESAMPLE(RiskFree,"monthly")',
    'LF_EXCESS(Assets,0.02,"risk_free_is=annual")',
    "LF_WEIGHTS(Weights,Prices)",
    "LF_MINE(Assets,Factors,Weights,TRUE)",
    'CONCATENATE("LF_EXPOSURE(Assets,Factors,Weights)",1)',
    "MAX(Lambdas!$B$8:$B$256)",
    "LF_EXPOSURE(Assets,Factors,Weights",
    "",
]


@pytest.mark.parametrize("formula", EARLIER)
def test_a_formula_of_an_earlier_version_is_recognised(formula):
    assert earlier_call(formula, NOW) in {
        name for name, _ in calls_in(formula) if name.startswith("LF_")
    }


@pytest.mark.parametrize("formula", PRESENT)
def test_a_formula_that_todays_functions_take_is_none(formula):
    assert earlier_call(formula, NOW) is None


def test_the_function_that_is_named_is_the_one_that_is_earlier():
    formula = "SUM(LF_BETAS(Assets,Factors),LF_EXPOSURE(Assets,Factors,Weights))"
    assert earlier_call(formula, NOW) == "LF_EXPOSURE"


@pytest.mark.parametrize("name", sorted(REGISTRY))
def test_no_example_of_a_function_of_today_is_taken_for_an_earlier_one(name):
    signatures = present_signatures()
    for example in REGISTRY[name].examples:
        assert [function for function, _ in calls_in(example)], example
        assert earlier_call(example, signatures) is None
