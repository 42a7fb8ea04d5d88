"""Which formulas are those of an earlier version, by the arguments that they write."""

from __future__ import annotations

import pytest

from labfolio_xl.sheet.functions import REGISTRY
from labfolio_xl.vba.argument_order import calls_in, earlier_call, present_signatures

NOW = present_signatures()

# As the workbooks and the manuals of earlier versions had them.
EARLIER = [
    "LF_EXPOSURE(Assets,Factors,Weights,RiskFree)",
    "LF_EXPOSURE(Assets,Factors,,RiskFree)",
    "LF_EXPOSURE(Assets,Factors,,0.0001)",
    'LF_EXPOSURE(Assets,Factors,,,"hac",,TRUE)',
    "LF_EXPECTED(Assets,Factors,Weights,RiskFree,,252)",
    'LF_RISK(Assets,Factors,Weights,RiskFree,"assets",,252)',
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
    "LF_LAMBDAS(Assets,Factors,RiskFree,TRUE)",
    "LF_LAMBDAS(Assets,Factors,RiskFree,,TRUE)",
    'LF_PREMIA(Assets,Factors,RiskFree,,"all")',
    'LF_PREMIA(Assets,Factors,RiskFree,,"Shanken")',
    'LF_GRS(Assets,Factors,RiskFree,"Newey-West")',
    'LF_SPAN(NewFactor,Factors,,"tests",TRUE)',
    'LF_DIAGNOSTICS(Assets,Factors,RiskFree,"correlations",5)',
    'LF_COV(Assets,Factors,RiskFree,"correlation","SMB")',
    'LF_BETAS(Assets,Factors,RiskFree,"all")',
    'LF_ATTRIBUTION(Assets,Factors,,,"2023-01-02")',
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
    'LF_RISK(Assets,Factors,,,,"assets")',
    "LF_CHECK(Assets,Factors,RiskFree,Weights,Weights,Settings)",
    'LF_DIAGNOSTICS(Assets,Factors,RiskFree,"correlations",Settings)',
    'LF_LAMBDAS(Assets,Factors,RiskFree,"cumulative",Settings)',
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


# Settings of today with a mistake: the cell says what is wrong, and the formula is none of an
# earlier version.
MISTAKES = [
    'LF_EXPOSURE(Assets,Factors,RiskFree,Weights,"sortt")',
    'LF_EXPOSURE(Assets,Factors,RiskFree,Weights,"monthly")',
    'LF_EXPOSURE(Assets,Factors,RiskFree,Weights,"hacc")',
    'LF_BETAS(Assets,Factors,RiskFree,"sortt")',
    'LF_BETAS(Assets,Factors,RiskFree,"monthly")',
    'LF_BETAS(Assets,Factors,RiskFree,"hac")',
    'LF_BETAS(Assets,Factors,RiskFree,"window 36")',
    'LF_BETAS(Assets,Factors,RiskFree,"frequency: monthly")',
    'LF_BETAS(Assets,Factors,RiskFree,"sort, expandng")',
    'LF_BETAS(Assets,Factors,RiskFree,"sort; anything")',
    'LF_BETAS(Assets,Factors,RiskFree,"anything=SMB, HML")',
    'LF_COV(Assets,Factors,RiskFree,"correlation","percent")',
    'LF_MODEL(Assets,Factors,RiskFree,"gmm")',
    'LF_ROLLING(Assets,Factors,RiskFree,Weights,,"windw")',
    'LF_PREMIA(Assets,Factors,RiskFree,"kinds","shankn")',
    'LF_RETURNS(Prices,"dmy")',
    'LF_WEIGHTS(A2:B25,D2:E25,"details","nv")',
    'LF_HEDGE(Assets,Factors,RiskFree,Weights,0,"sumary")',
]


@pytest.mark.parametrize("formula", EARLIER)
def test_a_formula_of_an_earlier_version_is_recognised(formula):
    assert earlier_call(formula, NOW) in {
        name for name, _ in calls_in(formula) if name.startswith("LF_")
    }


@pytest.mark.parametrize("formula", PRESENT)
def test_a_formula_that_todays_functions_take_is_none(formula):
    assert earlier_call(formula, NOW) is None


@pytest.mark.parametrize("formula", MISTAKES)
def test_a_mistake_in_a_setting_is_not_taken_for_an_earlier_version(formula):
    assert earlier_call(formula, NOW) is None


def test_the_function_that_is_named_is_the_one_that_is_earlier():
    formula = "SUM(LF_BETAS(Assets,Factors),LF_EXPOSURE(Assets,Factors,Weights))"
    assert earlier_call(formula, NOW) == "LF_EXPOSURE"


@pytest.mark.parametrize("name", sorted(REGISTRY))
def test_no_example_of_a_function_of_today_is_taken_for_an_earlier_one(name):
    for example in REGISTRY[name].examples:
        assert [function for function, _ in calls_in(example)], example
        assert earlier_call(example, NOW) is None
