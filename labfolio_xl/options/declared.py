"""Every option once: what it may be, what it is when left out, and what it does.

The command line, the settings of a worksheet function and its help read the declarations here;
a value is checked by the same functions everywhere (:mod:`labfolio_xl.options.checks`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from labfolio_xl.errors import InputError
from labfolio_xl.options.checks import (
    check_count,
    check_flag,
    check_level,
    check_number,
    check_option,
    check_periods_per_year,
    nearest,
    shown,
    spelled,
)
from labfolio_xl.options.kinds import Names, Number, OptionKind, Words

__all__ = [
    "OPTIONS",
    "AssetsAre",
    "DateOrder",
    "FactorsAre",
    "FrequencyName",
    "Missing",
    "Option",
    "RiskFreeIs",
    "Unmatched",
    "WeightsAre",
    "check_count",
    "check_flag",
    "check_level",
    "check_number",
    "check_option",
    "check_periods_per_year",
    "find_option",
]

AssetsAre = Literal["returns", "percent", "prices"]
FactorsAre = Literal["returns", "percent", "prices", "values"]
FrequencyName = Literal["daily", "weekly", "monthly", "quarterly", "yearly"]
RiskFreeIs = Literal["period", "annual", "percent", "annual-percent"]
Missing = Literal["available", "complete", "error"]
WeightsAre = Literal["fractions", "percent", "values"]
Unmatched = Literal["error", "drop"]
DateOrder = Literal["dmy", "mdy"]


@dataclass(frozen=True, slots=True)
class Option:
    """One option, the same wherever it can be given.

    Attributes
    ----------
    name : str
        As Python and a settings range write it; the command line writes ``--risk-free-is``.
    kind : Words, Number, Count, Flag, Names or Day
        What it takes.
    default
        What it is when left out; None where the data decide, or nothing is done.
    help : str
    """

    name: str
    kind: OptionKind
    default: str | float | bool | None
    help: str

    def read(self, value: object) -> Any:
        """Return the checked value.

        Raises
        ------
        InputError
            It is not what the option takes.
        """
        return self.kind.read(value, self.name)


OPTIONS: dict[str, Option] = {
    option.name: option
    for option in (
        Option(
            "assets_are",
            Words(AssetsAre),
            None,
            "What the numbers of Assets are: decimal returns, returns in percent, or prices.",
        ),
        Option(
            "factors_are",
            Words(FactorsAre),
            None,
            (
                "What the numbers of Factors are: decimal returns, returns in percent, prices, or "
                "values that are taken as they are, such as macro series."
            ),
        ),
        Option(
            "risk_free_is",
            Words(RiskFreeIs),
            None,
            (
                "Unit of RiskFree: decimal per period, decimal per year, percent per period, or "
                "percent per year."
            ),
        ),
        Option(
            "frequency",
            Words(FrequencyName),
            None,
            "How often returns are wanted; finer returns are compounded to it.",
        ),
        Option(
            "dates",
            Words(DateOrder),
            None,
            "Order of dates such as 03/04/2024: day first (dmy) or month first (mdy).",
        ),
        Option(
            "missing",
            Words(Missing),
            "available",
            (
                "Dates with missing cells: use what there is, only dates with everything, or "
                "refuse them."
            ),
        ),
        Option(
            "self_financing",
            Names(("auto", "none", "all")),
            "auto",
            (
                "Factors from which the risk-free rate is not subtracted, such as long-short "
                "portfolios; auto knows the usual names (SMB, HML, ...)."
            ),
        ),
        Option(
            "weights_are",
            Words(WeightsAre),
            None,
            "What the numbers of Weights are: fractions, percent, or amounts of money.",
        ),
        Option(
            "nav",
            Number("give the value of the portfolio, above 0", above=0.0),
            None,
            "Value of the portfolio, by which amounts of money are divided; else their sum.",
        ),
        Option(
            "unmatched",
            Words(Unmatched),
            "error",
            "Weights of assets that have no returns: refuse them, or go on without them (drop).",
        ),
        Option(
            "periods_per_year",
            Number("give 252, 52, 12 or 4", above=0.0),
            None,
            "Periods in a year, for annual numbers: 252, 52, 12 or 4.",
        ),
    )
}


def find_option(name: str, options: Mapping[str, Option] = OPTIONS) -> Option:
    """Return the option of a name, in the case and spelling that people type.

    Raises
    ------
    InputError
        There is none; the sentence names the nearest.
    """
    by_spelling = {spelled(known): option for known, option in options.items()}
    if spelled(name) in by_spelling:
        return by_spelling[spelled(name)]
    alike = nearest(name, options)
    hint = f"the nearest is {alike}" if alike else f"choose one of {', '.join(options)}"
    raise InputError(f'"{shown(name)}" is no setting; {hint}.')
