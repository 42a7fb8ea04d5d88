"""Find the unit of a risk-free rate: decimal or in percent, per period or per year."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from labfolio_xl.options import RiskFreeIs, check_option
from labfolio_xl.returns.findings import Findings
from labfolio_xl.returns.frequency.detection import Frequency
from labfolio_xl.returns.tables.input_table import Unit

__all__ = ["UNITS", "RateUnit", "a_year", "in_percent", "is_usual", "rate_unit"]

# The usual range of safe rates per year, without high inflation: somewhat lower than the negative
# Swiss rates, and somewhat higher than the rates of US bills in 1981.
_LOWEST, _HIGHEST = -0.02, 0.20
# A rate of exactly 20% may compound to a little more, which depends on the processor.
_ROUNDING = 1e-12
# Of several units that give a usual rate, the one that gives a rate near this is named first.
_MIDDLE = 0.03
_ENORMOUS = 1e4  # a million percent
_BASIS_POINTS = 1e4


class RateUnit(NamedTuple):
    """A unit of rates: whether per year, the number that stands for 100%, and its name."""

    is_annual: bool
    whole: float
    words: str


UNITS: Final[dict[RiskFreeIs, RateUnit]] = {
    "period": RateUnit(is_annual=False, whole=1.0, words=""),
    "annual": RateUnit(is_annual=True, whole=1.0, words="annual"),
    "percent": RateUnit(is_annual=False, whole=100.0, words="in percent"),
    "annual-percent": RateUnit(is_annual=True, whole=100.0, words="annual and in percent"),
}
_AS_PERCENT: Final[dict[RiskFreeIs, RiskFreeIs]] = {"period": "percent", "annual": "annual-percent"}
_AS_DECIMAL: Final[dict[RiskFreeIs, RiskFreeIs]] = {"percent": "period", "annual-percent": "annual"}


def a_year(rate: float, periods_per_year: int) -> float:
    """The rate per year to which a decimal rate per period compounds."""
    with np.errstate(over="ignore"):
        return float(np.expm1(periods_per_year * np.log1p(max(rate, -1.0 + 1e-9))))


def is_usual(year: float) -> bool:
    """Whether a decimal rate per year is usual for a currency without high inflation."""
    return _LOWEST - _ROUNDING <= year <= _HIGHEST + _ROUNDING


def in_percent(rate: float) -> str:
    """A decimal rate as text in percent: 0.0163%, 857%."""
    if abs(rate) > _ENORMOUS:
        return f"more than {_ENORMOUS:,.0%}"
    if abs(rate) >= 1.0:
        return f"{rate:,.0%}"
    digits = np.format_float_positional(100.0 * rate, precision=3, fractional=False, trim="-")
    return f"{digits}%"


def rate_unit(
    rate: pd.Series[float],
    declared: RiskFreeIs | None,
    frequency: Frequency | None,
    findings: Findings,
    *,
    says: Unit | None = None,
) -> RiskFreeIs:
    """Find the unit of a rate: the declared one, or decimal per period if this is a usual rate.

    Parameters
    ----------
    rate : Series by date
        At least one rate; none is missing.
    declared : str or None
        The unit that the user declared.
    frequency : Frequency or None
        The frequency of the rate.
    findings : Findings
    says : {"decimal", "percent"} or None
        What the source says. "percent": the rate is in percent, per period or per year.
        "decimal": each cell has a percent sign, so that its number is decimal here.

    Raises
    ------
    InputError
        Unless ``doubts="list"``: the unit is not declared, and the rate would be above 20% or
        below -2% a year; or the rate is in percent and may be per period or per year. The
        sentence names the units that make sense.

    Examples
    --------
    >>> days = pd.date_range("2020-01-01", periods=300)
    >>> rate_unit(pd.Series(0.009, days), None, Frequency("daily"), Findings("list"))
    'period'
    """
    if declared is not None:
        unit: RiskFreeIs = check_option(declared, RiskFreeIs, "risk_free_is")  # type: ignore[assignment]
        if says is None:
            return unit
        return (_AS_PERCENT if says == "percent" else _AS_DECIMAL).get(unit, unit)
    percent = says == "percent"
    units: list[RiskFreeIs] = ["percent", "annual-percent"] if percent else list(UNITS)
    year, value = _farthest(rate)
    found = {unit: _a_year_as(value, unit, frequency) for unit in units}
    usual = [unit for unit in units if is_usual(found[unit])]
    one = len(usual) == 1 or len(set(found.values())) == 1
    if usual and (one if percent else usual[0] == "period"):
        return usual[0]
    what = f"{value:.4g}{year}"
    noun = "period" if frequency is None else frequency.noun
    if percent and usual:
        reading = f"{what} is in percent, but it may be per {noun} or per year"
    else:
        reading = f"{what} would be {in_percent(found[units[0]])} a year as a "
        reading += f"{'rate in percent' if percent else 'decimal rate'} per {noun}"
    usual.sort(key=lambda unit: abs(np.log(abs(found[unit]) / _MIDDLE)))
    cure = _declarations_to_make(usual, found)
    if not usual and is_usual(value / _BASIS_POINTS):
        cure = f"divide it by 10,000 if it is in basis points, or {cure}"
    findings.error("risk-free rate", "RiskFree", what, f"{reading}; {cure}")
    return units[0]


def _a_year_as(value: float, unit: RiskFreeIs, frequency: Frequency | None) -> float:
    periods = 1 if frequency is None or UNITS[unit].is_annual else frequency.periods_per_year
    return a_year(value / UNITS[unit].whole, periods)


def _declarations_to_make(usual: Sequence[RiskFreeIs], found: dict[RiskFreeIs, float]) -> str:
    """What to declare: the units that give a usual rate, with the rate that they give."""
    if not usual:
        return (
            f"correct it, or declare what it is: {_or_list([f'risk_free_is={u}' for u in found])}"
        )
    named = [f"risk_free_is={unit} ({in_percent(found[unit])} a year)" for unit in usual]
    first = next(iter(found))
    meant = [] if first in usual else [f"risk_free_is={first} if it is so"]
    return f"declare what it is: {_or_list(named + meant)}"


def _or_list(words: Sequence[str]) -> str:
    return " or ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def _farthest(rate: pd.Series[float]) -> tuple[str, float]:
    """The mean of the calendar year in which it is farthest from zero, and words for the year.

    The mean over all years may be low although the rate is annual, if it was near zero for long.
    """
    values, years = rate.to_numpy(), pd.DatetimeIndex(rate.index).year.to_numpy()
    if values.min() == values.max():
        return "", float(values[0])
    first = years.min()
    counts = np.bincount(years - first)
    with np.errstate(invalid="ignore"):
        means = np.bincount(years - first, weights=values) / counts
    place = int(np.nanargmax(np.abs(means)))
    return f" on average in {first + place}", float(means[place])
