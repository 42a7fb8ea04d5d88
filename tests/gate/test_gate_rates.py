"""The risk-free rate: its unit, how often it comes, and where it stands."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from cases_of_files import Case, holds
from invented_market import ASSETS, FACTORS, MONTHLY, MONTHLY_FACTORS, by_hand, compounded
from written_files import text

_MONTHS, _DAYS = MONTHLY.index, ASSETS.index
_WAVE = pd.Series(np.linspace(0.0005, 0.004, len(_MONTHS)), _MONTHS, name="RF")
_DAILY = pd.Series(np.linspace(0.00002, 0.00015, len(_DAYS)), _DAYS, name="RF")
_BY_MONTH = compounded(_DAILY.to_frame(), "M")["RF"]
_FILES = {"assets.csv": text(MONTHLY), "factors.csv": text(MONTHLY_FACTORS)}
_DAILY_FILES = {"assets.csv": text(ASSETS), "factors.csv": text(FACTORS)}


def _excess(rate, assets=MONTHLY, factors=MONTHLY_FACTORS):
    """Coefficients with the rate subtracted on both sides."""
    less = np.asarray(rate, dtype=float)
    less = less[:, None] if less.ndim else less
    return by_hand(assets - less, factors - less)


def _rate_file(rate, **how):
    return {**_FILES, "rate.csv": text(rate.to_frame(), **how)}


def _annual(rate, periods=12):
    return (1 + rate) ** periods - 1


NUMBERS = [
    Case(
        "2% typed for months",
        _FILES,
        _excess(1.02 ** (1 / 12) - 1),
        "--risk-free 2%",
        refused="--risk-free-is annual",
        cure="--risk-free-is annual",
        says="2% a year",
    ),
    Case(
        "2 typed for months",
        _FILES,
        _excess(1.02 ** (1 / 12) - 1),
        "--risk-free 2",
        refused="--risk-free-is annual-percent",
        cure="--risk-free-is annual-percent",
    ),
    Case(
        "0.02 that is so",
        _FILES,
        _excess(0.02),
        "--risk-free 0.02",
        refused="--risk-free-is period",
        cure="--risk-free-is period",
    ),
    Case(
        "0.2 percent a month",
        _FILES,
        _excess(0.002),
        "--risk-free 0.2",
        refused="--risk-free-is percent",
        cure="--risk-free-is percent",
    ),
    Case("0.002 a month", _FILES, _excess(0.002), "--risk-free 0.002", says="2.43% a year"),
    Case("a rate below zero", _FILES, _excess(-0.0005), "--risk-free=-0.0005"),
    Case(
        "5% a year for days",
        _DAILY_FILES,
        _excess(1.05 ** (1 / 252) - 1, ASSETS, FACTORS),
        "--risk-free 0.05 --risk-free-is annual",
    ),
]

SERIES = [
    Case(
        "a daily rate for months",
        _rate_file(_DAILY),
        _excess(_BY_MONTH),
        says="daily, compounded to the month",
    ),
    Case(
        "a daily rate in percent for days",
        {**_DAILY_FILES, "rate.csv": text(100 * _DAILY.to_frame())},
        _excess(100 * _DAILY / 100, ASSETS, FACTORS),
        refused="--risk-free-is percent",
        cure="--risk-free-is percent",
    ),
    Case(
        "a monthly rate in percent",
        _rate_file(100 * _WAVE),
        _excess(_WAVE),
        refused="--risk-free-is percent",
        cure="--risk-free-is percent",
    ),
    Case(
        "an annual yield in percent",
        _rate_file(100 * _annual(_WAVE)),
        _excess(_WAVE),
        refused="--risk-free-is annual-percent",
        cure="--risk-free-is annual-percent",
    ),
    Case(
        "an annual yield in decimals",
        _rate_file(_annual(_WAVE)),
        _excess(_WAVE),
        "--risk-free-is annual",
    ),
    Case("a rate by month for months", _rate_file(_WAVE, dates="%Y%m"), _excess(_WAVE)),
    Case(
        "a rate under the first of the month",
        _rate_file(_WAVE.set_axis(_MONTHS - pd.offsets.MonthBegin(1))),
        _excess(_WAVE),
    ),
    Case(
        "a rate with a point for holes, as FRED writes them",
        {
            **_DAILY_FILES,
            "rate.csv": text(_DAILY.to_frame(), head="DATE", number=lambda v: f"{v!r}")
            + "2022-01-03,.\n",
        },
        _excess(_DAILY, ASSETS, FACTORS),
    ),
    Case(
        "Argentina: ten percent a month",
        {
            "assets.csv": text(MONTHLY + 0.1),
            "factors.csv": text(MONTHLY_FACTORS + 0.1),
            "rate.csv": text((_WAVE + 0.1).to_frame()),
        },
        _excess(_WAVE + 0.1, MONTHLY + 0.1, MONTHLY_FACTORS + 0.1),
        refused="--risk-free-is period",
        cure="--risk-free-is period",
    ),
    Case(
        "Turkey: fifty percent a year",
        {**_FILES, "rate.csv": text(pd.DataFrame({"Rate": 50.0 + _WAVE}))},
        _excess((1.5 + _WAVE / 100) ** (1 / 12) - 1),
        "--risk-free-is annual-percent",
    ),
]

_FRENCH = pd.DataFrame(
    {"Mkt-RF": MONTHLY_FACTORS["MKT"] - _WAVE, "SMB": MONTHLY_FACTORS["SIZE"], "RF": _WAVE}
)
_BY_NAME = by_hand(MONTHLY.sub(_WAVE, axis=0), _FRENCH[["Mkt-RF", "SMB"]])


def _as_percent(table):
    return text(table, number=lambda v: repr(100 * v))


IN_THE_FACTORS = [
    Case(
        "RF beside Mkt-RF",
        {"assets.csv": text(MONTHLY), "factors.csv": text(_FRENCH)},
        _BY_NAME,
        says="RF; it is the risk-free rate, not a factor",
    ),
    Case(
        "rf beside mkt_rf, in small letters",
        {
            "assets.csv": text(MONTHLY),
            "factors.csv": text(_FRENCH.rename(columns=lambda c: c.lower().replace("-", "_"))),
        },
        _BY_NAME,
    ),
    Case(
        "all of it in percent",
        {"assets.csv": text(MONTHLY), "factors.csv": _as_percent(_FRENCH)},
        _BY_NAME,
        refused="--factors-are percent",
        cure="--factors-are percent",
    ),
    Case(
        "a file of the rate beside Mkt-RF and RF",
        {**_rate_file(_WAVE), "factors.csv": text(_FRENCH)},
        _BY_NAME,
    ),
    Case(
        "self-financing as the user says",
        {"assets.csv": text(MONTHLY), "factors.csv": text(_FRENCH)},
        by_hand(MONTHLY.sub(_WAVE, axis=0), _FRENCH[["Mkt-RF", "SMB"]].sub(_WAVE, axis=0)),
        "--self-financing none",
    ),
    Case(
        "momentum and value are self-financing, the market is not",
        {
            **_rate_file(_WAVE),
            "factors.csv": text(MONTHLY_FACTORS.set_axis(["Market", "UMD"], axis=1)),
        },
        by_hand(
            MONTHLY.sub(_WAVE, axis=0),
            MONTHLY_FACTORS - np.outer(_WAVE, [1.0, 0.0]),
        ),
        says="UMD",
    ),
]


@pytest.mark.parametrize("case", [*NUMBERS, *SERIES, *IN_THE_FACTORS], ids=lambda case: case.name)
def test_the_rate_is_taken_in_its_unit(case, folder, report):
    holds(case, folder, report)
