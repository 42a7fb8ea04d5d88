"""Convert a risk-free rate to a decimal rate per period on the dates of the returns."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from labfolio_xl.options import RiskFreeIs
from labfolio_xl.returns.findings import Findings
from labfolio_xl.returns.frequency.detection import Frequency, find_frequency
from labfolio_xl.returns.rates.periods import annual_at, compounded, matched, spread
from labfolio_xl.returns.rates.units import UNITS, a_year, in_percent, rate_unit
from labfolio_xl.returns.tables.checked import check_rate, day
from labfolio_xl.returns.tables.input_table import InputTable, Unit

__all__ = ["per_period"]


def per_period(
    rate: pd.Series[float] | InputTable | float | None,
    risk_free_is: RiskFreeIs | None,
    dates: pd.DatetimeIndex,
    frequency: Frequency | None,
    findings: Findings,
) -> pd.Series[float] | None:
    """Convert a risk-free rate to a decimal rate per period on the dates of the returns.

    A rate that is finer than the returns is compounded over their periods, a coarser one is
    spread over the dates of its period, and an annual one is converted. If both have the same
    frequency, they are matched by period.

    Parameters
    ----------
    rate : Series by date, InputTable of one column, number, or None
        The rate as it was given, with ascending dates.
    risk_free_is : {"period", "annual", "percent", "annual-percent"} or None
        The unit: decimal or in percent, per period of the rate's own dates or per year. None for
        decimal and per period, if this gives a usual rate.
    dates : DatetimeIndex
        The ascending dates of the returns.
    frequency : Frequency or None
        The frequency of the returns.
    findings : Findings
        Collects a note on the mean rate that is subtracted, per period and per year.

    Returns
    -------
    Series or None
        NaN on dates without a rate.

    Raises
    ------
    InputError
        Unless ``doubts="list"``: the unit is not declared and the rate is not usual; a rate is
        -100% or less; the rate is annual and the frequency of the returns is not known.

    Examples
    --------
    >>> dates, findings = pd.date_range("2020-01-31", periods=3, freq="ME"), Findings()
    >>> rate = per_period(0.02, "annual", dates, Frequency("monthly"), findings)
    >>> rate.round(6).tolist()
    [0.001652, 0.001652, 0.001652]
    >>> findings.lines[-1].reading
    'annual, converted to the month; subtracted on average 0.165% per period, 2% a year'
    """
    if rate is None:
        return None
    known, own, says = _known(rate, dates, frequency)
    unknown = pd.Series(np.nan, dates, name="risk_free")
    if known.empty:
        return unknown
    unit = UNITS[rate_unit(known, risk_free_is, own or frequency, findings, says=says)]
    decimal = _above_total_loss(known / unit.whole, findings)
    if decimal.empty:
        return unknown
    place = _from_annual if unit.is_annual else _from_period
    values, converted = place(decimal, own, dates, frequency, findings)
    result = pd.Series(_finite(values, dates, findings), dates, name="risk_free")
    _note_conversion(result, frequency, [unit.words, converted], findings)
    return result


def _known(
    rate: pd.Series[float] | InputTable | float,
    dates: pd.DatetimeIndex,
    frequency: Frequency | None,
) -> tuple[pd.Series[float], Frequency | None, Unit | None]:
    """The rates without missing ones, their frequency, and the unit that their source says."""
    if isinstance(rate, InputTable):
        known, own, _ = _known(check_rate(rate.frame), dates, frequency)  # type: ignore[arg-type]
        if rate.frequency not in (None, "daily"):
            own = Frequency(rate.frequency)
        if rate.unit == "decimal" and rate.kind is not None:  # the cells had no percent signs
            return known, own, None
        # An option describes the numbers as they were written, before they were divided.
        divided = rate.unit == "percent" and rate.kind is not None
        return (known * 100.0 if divided else known), own, rate.unit
    if not isinstance(rate, pd.Series):
        return pd.Series(rate, dates, dtype=np.float64), frequency, None
    known = rate.dropna()
    if known.index.equals(dates):
        return known, frequency, None
    return known, find_frequency(pd.DatetimeIndex(known.index)), None


def _above_total_loss(rate: pd.Series[float], findings: Findings) -> pd.Series[float]:
    """Refuse decimal rates of -100% or less; return the others."""
    lost = rate.to_numpy() <= -1.0
    if lost.any():
        where = f"{day(rate.index[lost][0])} is {in_percent(rate.to_numpy()[lost][0])}"
        reading = f"the rate of {where}, which leaves nothing; correct it"
        findings.error("risk-free rate", "RiskFree", where, reading)
    return rate[~lost]


def _log_growth(rate: pd.Series[float]) -> pd.Series[float]:
    return pd.Series(np.log1p(rate.to_numpy()), rate.index)


def _rate_of_log_growth(logs: np.ndarray) -> np.ndarray:
    with np.errstate(over="ignore"):
        return np.expm1(logs)


def _from_period(
    rate: pd.Series[float],
    own: Frequency | None,
    dates: pd.DatetimeIndex,
    asked: Frequency | None,
    _findings: Findings,
) -> tuple[np.ndarray, str]:
    """Convert a rate per period of its own dates, and say in words what was done."""
    if own is None or asked is None or own.periods_per_year == asked.periods_per_year:
        return matched(rate, dates, own, asked), ""
    if own.periods_per_year > asked.periods_per_year:
        words = f"{own.words}, compounded to the {asked.noun}"
        return _rate_of_log_growth(compounded(_log_growth(rate), dates, own, asked)), words
    over = "weekends" if own.name == asked.name else f"{asked.nouns} of each {own.noun}"
    return _rate_of_log_growth(
        spread(_log_growth(rate), dates, own, asked)
    ), f"{own.words}, spread over the {over}"


def _from_annual(
    rate: pd.Series[float],
    own: Frequency | None,
    dates: pd.DatetimeIndex,
    asked: Frequency | None,
    findings: Findings,
) -> tuple[np.ndarray, str]:
    """Convert an annual rate, and say in words what was done."""
    if asked is None:
        reading = "an annual rate cannot be converted, as the returns come at no known frequency; "
        reading += "give the rate per period"
        findings.error("risk-free rate", "RiskFree", "annual", reading)
        return np.full(len(dates), np.nan), ""
    logs, n_before = annual_at(_log_growth(rate), dates, own, asked)
    if n_before:
        reading = "dates without an annual rate have the last one that was known"
        findings.note("risk-free rate", "RiskFree", n_before, reading)
    return _rate_of_log_growth(logs / asked.periods_per_year), f"converted to the {asked.noun}"


def _finite(rates: np.ndarray, dates: pd.DatetimeIndex, findings: Findings) -> np.ndarray:
    """Refuse rates that compound to infinity; they become NaN."""
    endless = np.isinf(rates)
    if endless.any():
        reading = f"the rate compounds to an infinite one by {day(dates[endless][0])}; correct it"
        findings.error("risk-free rate", "RiskFree", "infinite", reading)
    return np.where(endless, np.nan, rates)


def _note_conversion(
    rate: pd.Series[float], frequency: Frequency | None, done: Sequence[str], findings: Findings
) -> None:
    """Note how the rate was converted, and what is subtracted on average."""
    if rate.isna().all() or findings.has_error("RiskFree"):
        return
    mean = float(rate.mean())
    subtracted = f"subtracted on average {in_percent(mean)} per period"
    if frequency is not None:
        subtracted += f", {in_percent(a_year(mean, frequency.periods_per_year))} a year"
    made = ", ".join(filter(None, done))
    reading = f"{made}; {subtracted}" if made else subtracted
    findings.note("risk-free rate", "RiskFree", float(f"{mean:.4g}"), reading)
