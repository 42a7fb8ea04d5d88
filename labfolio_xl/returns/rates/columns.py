"""The risk-free rate as a column of the table of factors."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeAlias

import pandas as pd

from labfolio_xl.returns.findings import Findings
from labfolio_xl.returns.names.meaning import take_rate_column
from labfolio_xl.returns.rates.units import in_percent, is_usual
from labfolio_xl.returns.tables.input_table import InputTable
from labfolio_xl.returns.units.levels import rows_a_year

__all__ = ["Rate", "rate_in_its_unit", "without_rate_column"]

Rate: TypeAlias = "pd.Series[float] | InputTable | float | None"

_PERCENT = 100.0
# If all values of a rate in percent are below this per year, it may rather be decimal.
_HARDLY_ANY = 0.001


def without_rate_column(
    factors: InputTable, rate: Rate, findings: Findings
) -> tuple[InputTable, Rate]:
    """Take the column of the risk-free rate out of the factors."""
    frame, rate = take_rate_column(factors.frame, rate, findings)
    return (factors if frame is factors.frame else replace(factors, frame=frame)), rate


def rate_in_its_unit(
    rate: pd.Series[float],
    before: InputTable,
    after: InputTable,
    findings: Findings,
    *,
    declared: bool,
) -> Rate:
    """The rate in the unit of its table or, if its unit is declared, as it was written.

    Parameters
    ----------
    rate : Series by date
        The column of the table.
    before, after : InputTable
        The table before and after its unit was judged.
    findings : Findings
        Collects a warning if the rate is hardly above zero in percent, but usual in decimals.
    declared : bool
        Whether the user declared the unit of the rate.
    """
    if before.kind is None and before.unit == "decimal":  # each cell has a percent sign
        return InputTable(rate.to_frame(), unit="decimal")
    if after.unit != "percent":
        return rate
    divided = before.kind is not None
    if declared:
        return rate * _PERCENT if divided else rate
    decimal = rate if divided else rate / _PERCENT
    _warn_of_decimals(decimal, findings)
    return decimal


def _warn_of_decimals(rate: pd.Series[float], findings: Findings) -> None:
    per_year = rows_a_year(rate.index) or 0.0
    year = per_year * float(rate.abs().max())
    mean = per_year * float(rate.mean())
    if year < _HARDLY_ANY < _PERCENT * mean and is_usual(_PERCENT * mean):
        reading = (
            f"in percent, as the factors beside it, it would be {in_percent(mean)} a year, in "
            f"decimals {in_percent(_PERCENT * mean)}; say risk_free_is=period if it is decimal, "
            "risk_free_is=percent if not"
        )
        findings.warning("risk-free rate", "RiskFree", str(rate.name), reading)
