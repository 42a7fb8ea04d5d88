"""Describe the results in a few sentences, for the first page of a report."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from labfolio_xl.blocks.cells.values import shortened
from labfolio_xl.core.distributions import SIGNIFICANT
from labfolio_xl.errors import LabfolioError
from labfolio_xl.models.expected import ExpectedReturns
from labfolio_xl.models.exposure import Exposure
from labfolio_xl.models.factor_model import FactorModel
from labfolio_xl.models.premia import RiskPremia
from labfolio_xl.plan.analysis import Analysis, Outcome
from labfolio_xl.returns.dates.used import UsedDates
from labfolio_xl.returns.names.terms import ZERO_BETA

__all__ = ["sentences"]

Result = TypeVar("Result")

_MOST_NAMED = 3


def sentences(analysis: Analysis) -> list[str]:
    """Return one sentence for each result, or its error message if it failed.

    The numbers are those of the tables, rounded.
    """
    described = [
        _described(analysis.exposure, _exposure),
        _described(analysis.premia, _premia),
        _described(analysis.model, _model),
        _described(analysis.expected, _expected),
        _warnings(analysis),
    ]
    return list(dict.fromkeys(sentence for sentence in described if sentence))


def _described(outcome: Outcome[Result], describe: Callable[[Result], str]) -> str:
    return str(outcome) if isinstance(outcome, LabfolioError) else describe(outcome)


def _exposure(exposure: Exposure) -> str:
    values, errors = exposure.exposure, exposure.std_errors
    largest = values.abs().sort_values(ascending=False).index[:_MOST_NAMED]
    named = ", ".join(
        f"{shortened(name)} {values[name]:.2f} (s.e. {errors[name]:.2g})" for name in largest
    )
    first = "largest " if len(values) > _MOST_NAMED else ""
    return (
        f"The portfolio's {first}exposures: {named}; the factors explain {exposure.rsquared:.0%} "
        f"of the variance of its return over time.{_rests_on(exposure.dates)}"
    )


def _rests_on(dates: UsedDates) -> str:
    """Return the dates of a result, if they are not all common dates."""
    return "" if dates.n_obs == dates.n_common else f" That rests on {dates}."


def _premia(premia: RiskPremia) -> str:
    pvalues = premia.pvalues.drop(ZERO_BETA, errors="ignore")
    priced = pvalues.index[pvalues < SIGNIFICANT]
    if len(priced) == 0:
        return (
            f"No factor paid a premium that differs from zero at 5% over these {premia.n_obs} "
            "periods: the span may be too short to tell."
        )
    named = "; ".join(
        f"{shortened(name)} {premia.premia[name]:.3%} per period, {premia.readings[name]}"
        for name in priced
    )
    others = "" if len(priced) == len(pvalues) else "; the others do not differ from zero at 5%"
    return f"Of the factors' premia, {named}{others}."


def _model(model: FactorModel) -> str:
    pvalue = model.j_statistic.pvalue
    if model.j_statistic.missing:
        return f"The J test of the pricing errors: {model.j_reading}."
    shown = "<0.0001" if pvalue < 1e-4 else f"{pvalue:.4f}"  # noqa: PLR2004
    return f"The J test of the pricing errors (p {shown}): {model.j_reading}."


def _expected(expected: ExpectedReturns) -> str:
    row = expected.portfolio
    error = row["pricing_error"]
    return (
        f"The portfolio earned {row['realised']:.3%} per period, {abs(error):.3%} "
        f"{'more' if error >= 0.0 else 'less'} than its exposures and the premia explain."
    )


def _warnings(analysis: Analysis) -> str:
    found = analysis.data_report.warnings
    if not found:
        return ""
    checks = ", ".join(dict.fromkeys(finding.check for finding in found))
    count = "one warning" if len(found) == 1 else f"{len(found)} warnings"
    return f"The data report has {count} ({checks}): see Check before relying on a number."
