"""The words that options may be."""

from typing import Final, Literal

__all__ = [
    "DEFAULT_COV",
    "DEFAULT_PREMIA_COV",
    "AlphaCov",
    "AssetsAre",
    "BenchmarkAre",
    "DateOrder",
    "Estimator",
    "ExposureCov",
    "FactorModelCov",
    "FactorsAre",
    "FrequencyName",
    "JDefinition",
    "Missing",
    "PremiaCov",
    "RiskFreeIs",
    "SpecificRisk",
    "TimeSeriesCov",
    "Unmatched",
    "WeightsAre",
]

AssetsAre = Literal["returns", "percent", "prices"]
FactorsAre = Literal["returns", "percent", "prices", "values"]
FrequencyName = Literal["daily", "weekly", "monthly", "quarterly", "yearly"]
RiskFreeIs = Literal["period", "annual", "percent", "annual-percent"]
Missing = Literal["available", "complete", "error"]
WeightsAre = Literal["fractions", "percent", "values"]
BenchmarkAre = Literal["returns", "percent", "prices", "fractions", "values"]
Unmatched = Literal["error", "drop"]
DateOrder = Literal["dmy", "mdy"]

TimeSeriesCov = Literal["ols", "hc0", "hc1", "hc3", "hac"]
ExposureCov = Literal["ols", "hc0", "hc1", "hc3", "hac", "bootstrap"]
AlphaCov = Literal["hc0", "hc1", "hac"]
PremiaCov = Literal["robust", "fm", "hac", "shanken", "bootstrap"]
FactorModelCov = Literal["robust", "kernel"]
Estimator = Literal["two-pass", "gmm", "traded"]
JDefinition = Literal["projected", "full"]
SpecificRisk = Literal["full", "diagonal"]

# The standard errors of regressions over time where none are asked for. The page on statistics
# says why: of the simulated intervals those of hc3 cover best in 36 to 60 dates.
DEFAULT_COV: Final[TimeSeriesCov] = "hc3"
# Those of premia: they are the errors of the factor model too, so that both show the same.
DEFAULT_PREMIA_COV: Final[PremiaCov] = "robust"
