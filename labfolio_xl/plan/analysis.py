"""Everything that a workbook shows, computed once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

import pandas as pd

from labfolio_xl.models.betas import Betas, estimate_betas
from labfolio_xl.models.expected import ExpectedReturns, expected_returns
from labfolio_xl.models.exposure import Exposure, exposure
from labfolio_xl.models.factor_model import FactorModel, factor_model
from labfolio_xl.models.fama_macbeth import estimate_lambdas
from labfolio_xl.models.lambdas import Lambdas
from labfolio_xl.models.premia import RiskPremia
from labfolio_xl.models.shared.outcome import Outcome, outcome
from labfolio_xl.plan.inputs import Inputs
from labfolio_xl.returns.aligned import Aligned
from labfolio_xl.returns.alignment import align
from labfolio_xl.returns.benchmark import judge_beside
from labfolio_xl.returns.findings import Findings
from labfolio_xl.returns.report.data_report import DataReport, weighed_report
from labfolio_xl.returns.tables.input_table import InputTable
from labfolio_xl.returns.weights.judgement import Weights
from labfolio_xl.returns.weights.weighing import Weighing, portfolio_names
from labfolio_xl.sheet.boundary import WorksheetFunction
from labfolio_xl.sheet.functions import REGISTRY
from labfolio_xl.sheet.gate import align_once
from labfolio_xl.sheet.premia_once import risk_premia
from labfolio_xl.sheet.settings import Settings

__all__ = ["Analysis", "analyse", "check_inputs"]

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Analysis:
    """The inputs of a workbook and every result, or the error that stands in its place.

    A result that cannot be estimated does not prevent the others. Each result is the one that a
    worksheet function shows, and it is estimated once.

    Attributes
    ----------
    inputs : Inputs
        The inputs after the input gate has judged them, as the sheets hold them.
    aligned : Aligned
        The inputs as they were given, aligned, with the decisions of the input gate.
    data_report : DataReport
        The data report on the inputs as they were given.
    on_sheets : Aligned
        The inputs as the sheets hold them, aligned: every formula uses these.
    """

    inputs: Inputs
    aligned: Aligned
    data_report: DataReport
    on_sheets: Aligned
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

    def tables_for(self, function: WorksheetFunction) -> dict[str, Any]:
        """The inputs as a worksheet function takes them, by argument.

        A function that reports on the data takes the tables themselves; all others take the
        tables that were aligned once.
        """
        inputs = self.inputs
        rest = {
            "weights": inputs.weights,
            "benchmark": inputs.benchmark,
            "settings": inputs.settings,
        }
        tables: tuple[Any, ...] = (self.on_sheets, None, None)
        if function.looks_at_tables:
            tables = (inputs.assets, inputs.factors, inputs.risk_free)
        return {**dict(zip(("assets", "factors", "risk_free"), tables, strict=True)), **rest}


def analyse(inputs: Inputs, progress: Callable[[str], None] | None = None) -> Analysis:
    """Compute every result of a workbook.

    Parameters
    ----------
    inputs : Inputs
    progress : callable, optional
        Called with a few words before each step.

    Raises
    ------
    LabfolioError
        The tables cannot be aligned, the benchmark cannot be read, or the weights or the
        self-financing factors have names that the tables lack: numbers would then be wrong.
        The error of a single result is kept in its place and not raised.
    """
    announce = progress or (lambda _: None)
    announce("Aligning the dates")
    aligned = align(inputs.assets, inputs.factors, inputs.risk_free, **inputs.settings.data)
    judged = _judge_rest(inputs, aligned)
    inputs, report = inputs.settled(aligned, judged.weights, judged.benchmark), judged.report
    shared = align_once(inputs.assets, inputs.factors, inputs.risk_free, inputs.settings)
    announce("Estimating betas and exposures")
    betas = _asked("LF_BETAS", estimate_betas, inputs, shared)
    of_portfolio = _asked("LF_EXPOSURE", exposure, inputs, shared, inputs.weights)
    announce("Estimating risk premia")
    lambdas = _asked("LF_PREMIA", estimate_lambdas, inputs, shared)
    premia = _asked("LF_PREMIA", risk_premia, inputs, shared)
    announce("Estimating the factor model")
    model = _asked("LF_MODEL", factor_model, inputs, shared)
    expected = _asked("LF_EXPECTED", expected_returns, inputs, shared, inputs.weights)
    results = (of_portfolio, betas, lambdas, premia, model, expected)
    return Analysis(inputs, aligned, report, shared, *results)


def check_inputs(inputs: Inputs) -> None:
    """Align the tables and judge weights and benchmark as :func:`analyse`; estimate nothing.

    Raises
    ------
    LabfolioError
        As :func:`analyse`.
    """
    aligned = align(inputs.assets, inputs.factors, inputs.risk_free, **inputs.settings.data)
    _judge_rest(inputs, aligned)


class _Judged(NamedTuple):
    """Weights and benchmark as the sheets hold them, and the data report on all inputs."""

    weights: pd.Series[float] | pd.DataFrame
    benchmark: InputTable | pd.Series[float] | pd.DataFrame | None
    report: DataReport


def _judge_rest(inputs: Inputs, aligned: Aligned) -> _Judged:
    """Judge the weights and the benchmark beside the aligned tables."""
    settings, findings = inputs.settings, Findings(inputs.settings.doubts)
    how = Weighing.of(settings.portfolio)
    benchmark = judge_beside(
        inputs.benchmark, aligned, how, findings, are=settings.given.get("benchmark_is")
    )
    a_year = settings.given.get("periods_per_year")
    held, report = weighed_report(
        aligned, inputs.weights, settings.portfolio, a_year, tuple(findings.lines)
    )
    weights = held.table(aligned.assets.columns)
    names = portfolio_names(inputs.weights)
    if names:
        weights = _several(inputs.weights, names, aligned.assets.columns, how)
    return _Judged(weights, benchmark, report)


def _several(
    weights: Weights, names: Sequence[str], assets: pd.Index, how: Weighing
) -> pd.DataFrame:
    """Several portfolios in fractions, assets x portfolios; what one does not hold is missing."""
    columns = {
        name: how._replace(portfolio=name).judge(weights, assets, Findings("refuse")).last
        for name in names
    }
    table = pd.DataFrame(columns, index=assets)
    return table.where(table != 0.0)


def _settings_of(function: str, inputs: Inputs) -> Settings:
    return inputs.settings.taken_by(function, REGISTRY[function].uses)


def _asked(
    function: str,
    question: Callable[..., Result],
    inputs: Inputs,
    shared: Aligned,
    *weights: Weights,
) -> Outcome[Result]:
    """Return the result that a worksheet function shows, or the error in its place."""
    settings = _settings_of(function, inputs)
    return outcome(lambda: settings.ask(question, shared, None, None, *weights))
