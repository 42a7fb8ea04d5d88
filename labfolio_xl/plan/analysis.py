"""Everything that a workbook shows, computed once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from labfolio_xl.errors import LabfolioError
from labfolio_xl.models import (
    estimate_betas,
    estimate_lambdas,
    expected_returns,
    exposure,
    factor_model,
)
from labfolio_xl.plan.inputs import Inputs
from labfolio_xl.results import Betas, ExpectedReturns, Exposure, FactorModel, Lambdas, RiskPremia
from labfolio_xl.returns.aligned import Aligned
from labfolio_xl.returns.alignment import align
from labfolio_xl.returns.findings import Findings
from labfolio_xl.returns.frequency.detection import check_periods_per_year
from labfolio_xl.returns.report.data_report import DataReport, data_report
from labfolio_xl.returns.weights.judgement import Weighing

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
    aligned = align(inputs.assets, inputs.factors, inputs.risk_free, **inputs.about_tables)
    held, report = _judge_rest(inputs, aligned)
    inputs = inputs.settled(aligned, held)
    rate, common = aligned.given[2], inputs.about_tables
    tables = (inputs.assets, inputs.factors, rate)
    say("Estimating betas and exposures")
    betas = _try(partial(estimate_betas, *tables, **common))
    of_portfolio = _try(partial(exposure, *tables, inputs.weights, **inputs.data))
    say("Estimating risk premia")
    lambdas = _try(partial(estimate_lambdas, *tables, intercept=inputs.intercept, **common))
    premia = _try(lambda: _result(lambdas).premia(periods_per_year=inputs.periods_per_year))
    say("Estimating the factor model")
    model = _try(partial(factor_model, *tables, zero_beta=inputs.intercept, **common))
    expected = _try(partial(_expected, inputs, rate))
    return Analysis(inputs, aligned, report, of_portfolio, betas, lambdas, premia, model, expected)


def _judge_rest(inputs: Inputs, aligned: Aligned) -> tuple[NDArray[np.float64], DataReport]:
    """The weights as fractions, and the report of everything that was given."""
    data = inputs.data
    findings = Findings(data.get("doubts", "warn"))
    held = Weighing(data.get("weights_are"), data.get("nav"), data.get("unmatched", "error")).judge(
        inputs.weights, aligned.assets.columns, findings
    )
    check_periods_per_year(inputs.periods_per_year, aligned.frequency, findings)
    return held, data_report(aligned, held, tuple(findings.lines))


def _expected(inputs: Inputs, rate: pd.Series[float] | None) -> ExpectedReturns:
    return expected_returns(
        inputs.assets,
        inputs.factors,
        rate,
        inputs.weights,
        intercept=inputs.intercept,
        periods_per_year=inputs.periods_per_year,
        **inputs.data,
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
