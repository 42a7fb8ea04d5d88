"""Everything that a workbook shows, computed once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias, TypeVar

from labfolio_xl.errors import LabfolioError
from labfolio_xl.models import (
    estimate_betas,
    estimate_lambdas,
    expected_returns,
    exposure,
    factor_model,
)
from labfolio_xl.results import Betas, ExpectedReturns, Exposure, FactorModel, Lambdas, RiskPremia
from labfolio_xl.returns.alignment import Aligned, align
from labfolio_xl.returns.report import DataReport
from labfolio_xl.returns.weights import check_weights
from labfolio_xl.workbook.inputs import Inputs

__all__ = ["Analysis", "Outcome", "analyse"]

Result = TypeVar("Result")
Outcome: TypeAlias = Result | LabfolioError


@dataclass(frozen=True, slots=True)
class Analysis:
    """Inputs, their common dates, and every result, or the sentence why there is none.

    A result that cannot be estimated does not keep the others from being shown.
    """

    inputs: Inputs
    aligned: Aligned
    report: DataReport
    exposure: Outcome[Exposure]
    betas: Outcome[Betas]
    lambdas: Outcome[Lambdas]
    premia: Outcome[RiskPremia]
    model: Outcome[FactorModel]
    expected: Outcome[ExpectedReturns]

    @property
    def results(self) -> dict[str, Outcome[object]]:
        """All results by name."""
        return {
            "exposure": self.exposure,
            "betas": self.betas,
            "lambdas": self.lambdas,
            "premia": self.premia,
            "model": self.model,
            "expected": self.expected,
        }


def analyse(inputs: Inputs, progress: Callable[[str], None] | None = None) -> Analysis:
    """Compute every result of a workbook.

    Parameters
    ----------
    inputs : Inputs
    progress : callable, optional
        Is told in a few words what is being done.

    Raises
    ------
    LabfolioError
        The tables cannot be aligned, the weights or the self-financing factors name what is
        not there: then no number would mean what the user meant. A result that cannot be
        estimated is kept as its sentence.
    """
    say = progress or (lambda _: None)
    say("Aligning the dates")
    tables = (inputs.assets, inputs.factors, inputs.risk_free)
    common: dict[str, Any] = {**inputs.data}
    aligned = align(*tables, **common)
    check_weights(inputs.weights, list(aligned.assets.columns))
    say("Estimating betas and exposures")
    betas = _try(partial(estimate_betas, *tables, **common))
    held = _try(partial(exposure, *tables[:2], inputs.weights, inputs.risk_free, **common))
    say("Estimating risk premia")
    lambdas = _try(partial(estimate_lambdas, *tables, intercept=inputs.intercept, **common))
    premia = _try(lambda: _result(lambdas).premia(periods_per_year=inputs.periods_per_year))
    say("Estimating the factor model")
    model = _try(partial(factor_model, *tables, zero_beta=inputs.intercept, **common))
    expected = _try(partial(_expected, inputs, common))
    return Analysis(inputs, aligned, aligned.report, held, betas, lambdas, premia, model, expected)


def _expected(inputs: Inputs, common: dict[str, Any]) -> ExpectedReturns:
    return expected_returns(
        inputs.assets,
        inputs.factors,
        inputs.weights,
        inputs.risk_free,
        intercept=inputs.intercept,
        periods_per_year=inputs.periods_per_year,
        **common,
    )


def _try(estimate: Callable[[], Result]) -> Outcome[Result]:
    try:
        return estimate()
    except LabfolioError as mistake:
        return mistake


def _result(outcome: Outcome[Result]) -> Result:
    """The result, or the error that stands in its place."""
    if isinstance(outcome, LabfolioError):
        raise outcome
    return outcome
