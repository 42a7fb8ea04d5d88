"""The summary that cells ask for: made of the results that other cells show, computed once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from labfolio_xl.models.active import active
from labfolio_xl.models.attribution import attribution
from labfolio_xl.models.betas import estimate_betas
from labfolio_xl.models.expected import expected_returns
from labfolio_xl.models.exposure import exposure
from labfolio_xl.models.risk import risk_decomposition
from labfolio_xl.models.shared.outcome import Outcome, outcome
from labfolio_xl.models.summary import Parts, Summary, summary_of
from labfolio_xl.returns.aligned import Aligned, Table, TableOrAligned
from labfolio_xl.returns.alignment import align_and_warn
from labfolio_xl.returns.benchmark import Benchmark
from labfolio_xl.returns.report.data_report import weighed_report
from labfolio_xl.returns.tables.checked import RiskFree
from labfolio_xl.returns.weights.judgement import Weights
from labfolio_xl.sheet.boundary import REGISTRY
from labfolio_xl.sheet.cache import once
from labfolio_xl.sheet.premia_once import risk_premia
from labfolio_xl.sheet.settings import Settings

__all__ = ["summary"]

Result = TypeVar("Result")


def summary(  # noqa: PLR0917 - tables in the order of all functions
    assets: TableOrAligned,
    factors: Table | None,
    risk_free: RiskFree,
    weights: Weights,
    benchmark: Benchmark,
    settings: Settings,
) -> Summary:
    """Return the summary for the settings of LF_SUMMARY, computed once for all cells.

    Each part is the result that its own function shows with the same settings.
    """
    aligned = align_and_warn(assets, factors, risk_free, **settings.data)
    return once(_summary)(aligned, weights, benchmark, settings)


def _summary(
    aligned: Aligned, weights: Weights, benchmark: Benchmark, settings: Settings
) -> Summary:
    def asked(name: str, question: Callable[..., Result], *further: Any) -> Outcome[Result]:
        # A setting of the summary is a setting of some of its parts only.
        own = replace(settings, every_one_is_used=False).taken_by(name, REGISTRY[name].uses)
        return outcome(lambda: own.ask(question, aligned, None, None, *further))

    parts = Parts(
        aligned,
        weighed_report(aligned, weights, settings.portfolio)[1],
        asked("LF_EXPOSURE", exposure, weights),
        asked("LF_RISK", risk_decomposition, weights),
        asked("LF_ATTRIBUTION", attribution, weights),
        asked("LF_EXPECTED", expected_returns, weights),
        asked("LF_PREMIA", risk_premia),
        asked("LF_BETAS", estimate_betas),
        None if benchmark is None else asked("LF_ACTIVE", active, weights, benchmark),
    )
    return summary_of(parts, settings["periods_per_year"], settings["level"])
