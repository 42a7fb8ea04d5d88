"""Which results the first page of a report describes, one sentence each.

The words stand in :mod:`labfolio_xl.models.shared.readings`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from labfolio_xl.blocks.cells.values import shortened
from labfolio_xl.errors import LabfolioError
from labfolio_xl.models.expected import ExpectedReturns
from labfolio_xl.models.exposure import Exposure
from labfolio_xl.models.factor_model import FactorModel
from labfolio_xl.models.premia import RiskPremia
from labfolio_xl.models.shared import readings
from labfolio_xl.models.shared.inference import FactorEstimates
from labfolio_xl.plan.analysis import Analysis, Outcome
from labfolio_xl.returns.names.terms import ZERO_BETA

__all__ = ["sentences"]

Result = TypeVar("Result")

_MOST_NAMED = 3


def sentences(analysis: Analysis) -> list[str]:
    """Return one sentence for each result, or its error message if it failed, then the cautions.

    The numbers are those of the tables, rounded.
    """
    described = [
        _described(analysis.exposure, _exposure),
        _described(analysis.premia, _premia),
        _described(analysis.model, _model),
        _described(analysis.expected, _expected),
        readings.data_warnings([line.check for line in analysis.data_report.warnings]),
        readings.few_dates(analysis.data_report.n_obs),
        *analysis.inputs.cautions,
    ]
    return list(dict.fromkeys(sentence for sentence in described if sentence))


def _described(outcome: Outcome[Result], describe: Callable[[Result], str]) -> str:
    return str(outcome) if isinstance(outcome, LabfolioError) else describe(outcome)


def _exposure(exposure: Exposure) -> str:
    estimates = _estimates(exposure)
    largest = sorted(estimates, key=lambda estimate: -abs(estimate.value))[:_MOST_NAMED]
    return readings.largest_exposures(
        largest, len(estimates) - len(largest), exposure.rsquared, str(exposure.dates)
    )


def _premia(premia: RiskPremia) -> str:
    factors = [estimate for estimate in _estimates(premia) if estimate.name != ZERO_BETA]
    return readings.premia(factors, premia.n_obs)


def _estimates(result: FactorEstimates) -> list[readings.Estimate]:
    """The estimates of a result, whose names are shortened for a sentence."""
    columns = zip(result.estimates.items(), result.std_errors, result.pvalues, strict=True)
    return [
        readings.Estimate(shortened(str(name)), float(value), float(error), float(pvalue))
        for (name, value), error, pvalue in columns
    ]


def _model(model: FactorModel) -> str:
    return f"The J test of the pricing errors: {model.j_reading}."


def _expected(expected: ExpectedReturns) -> str:
    row = expected.portfolio
    return readings.realised_return(
        row["realised"], row["pricing_error"], expected.portfolio_std_error, int(row["n_obs"])
    )
