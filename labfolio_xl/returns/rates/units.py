"""What a risk-free rate is: decimal or in percent, per period or per year."""

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

# What a safe borrower paid a year where prices do not gallop: the Swiss, and US bills of 1981
# with some room.
_LOWEST, _HIGHEST = -0.02, 0.20
# Of the units that make a usual rate, the one that gives about this is named first.
_MIDDLE = 0.03
_ENORMOUS = 1e4  # a million percent
_BASIS_POINTS = 1e4


class RateUnit(NamedTuple):
    """A unit of rates: per year or per period, what of it is 1, and what it is called."""

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
    """What a decimal rate per period compounds to in a year."""
    with np.errstate(over="ignore"):
        return float(np.expm1(periods_per_year * np.log1p(max(rate, -1.0 + 1e-9))))


def is_usual(year: float) -> bool:
    """Whether a decimal rate per year is one of a currency whose prices do not gallop."""
    return _LOWEST <= year <= _HIGHEST


def in_percent(rate: float) -> str:
    """A decimal rate as a sentence shows it: 0.0163%, 857%."""
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
    """The unit of a rate: the declared one, or decimal per period if that makes a usual rate.

    Parameters
    ----------
    rate : Series by date
        At least one, none missing.
    declared : str or None
        What the user said it is.
    frequency : Frequency or None
        How often the rate comes.
    findings : Findings
    says : {"decimal", "percent"} or None
        What the source says: the rate is in percent, which leaves open of which time; or each
        cell has a percent sign, so that the numbers are decimal here.

    Raises
    ------
    InputError
        Unless ``doubts="list"``: undeclared and above 20% or below -2% a year, or in percent
        and usual both per period and per year. The sentence names the units that make sense.

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
    cure = _cure(usual, found)
    if not usual and is_usual(value / _BASIS_POINTS):
        cure = f"divide it by 10,000 if it is in basis points, or {cure}"
    findings.certain("risk-free rate", "RiskFree", what, f"{reading}; {cure}")
    return units[0]


def _a_year_as(value: float, unit: RiskFreeIs, frequency: Frequency | None) -> float:
    periods = 1 if frequency is None or UNITS[unit].is_annual else frequency.periods_per_year
    return a_year(value / UNITS[unit].whole, periods)


def _cure(usual: Sequence[RiskFreeIs], found: dict[RiskFreeIs, float]) -> str:
    """What to declare: first the units that make a usual rate, with what they make of it."""
    if not usual:
        return f"correct it, or declare what it is: {_either([f'risk_free_is={u}' for u in found])}"
    named = [f"risk_free_is={unit} ({in_percent(found[unit])} a year)" for unit in usual]
    first = next(iter(found))
    meant = [] if first in usual else [f"risk_free_is={first} if it is so"]
    return f"declare what it is: {_either(named + meant)}"


def _either(words: Sequence[str]) -> str:
    return " or ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def _farthest(rate: pd.Series[float]) -> tuple[str, float]:
    """The mean of the calendar year in which it is farthest from zero, with words for the year.

    The mean of all years would hide an annual rate that was near zero for long.
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
