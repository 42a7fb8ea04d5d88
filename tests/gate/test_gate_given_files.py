"""The small files that the issue came with, which lie beside the project: the commands they name.

Their numbers are those that their notes call right, or least squares of the tables by hand.
"""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from invented_market import by_hand
from parts import NOTEBOOK, without

FILES = NOTEBOOK.parent / "cases" / "files"

# The notes print three decimals; least squares by hand has all of them.
PRINTED, BY_HAND = 0.6e-3, 1e-9
# Assets and factors of most files: monthly returns of one invented market.
MONTHS = (0.797, 0.258)


@dataclass(frozen=True)
class Given:
    """What must come of a folder: the refusal, the declaration that settles it, the exposures."""

    right: tuple[float, ...] | Callable[[Path], np.ndarray] = MONTHS
    refused: str = ""
    cure: str = ""
    says: str = ""


def _table(path):
    return pd.read_csv(path, index_col=0)


def _by_hand(assets="assets.csv", factors="factors.csv", scale=(1.0, 1.0), weights=None):
    """Exposures of the two tables of a folder, row by row."""

    def right(folder):
        tables = [_table(folder / name) for name in (assets, factors)]
        return by_hand(tables[0] * scale[0], tables[1] * scale[1], weights)[1:]

    return right


def _without_codes(folder):
    assets = _table(folder / "assets.csv")
    return by_hand(assets.where(assets > -0.9999), _table(folder / "factors.csv"))[1:]


def _words_are_missing(folder):
    assets = _table(folder / "assets.csv").apply(pd.to_numeric, errors="coerce")
    return by_hand(assets, _table(folder / "factors.csv"))[1:]


def _adjusted(folder):
    prices = _table(folder / "AAA.csv")[["Adj Close"]]
    return by_hand(_steps(prices), _steps(_table(folder / "factors.csv")))[1:]


def _steps(prices):
    return prices / prices.shift() - 1


def _of_prices(name):
    def right(folder):
        return by_hand(_steps(_table(folder / name)), _table(folder / "factors.csv"))[1:]

    return right


def _french(folder):
    return _less_rf(_table(folder / "assets.csv"), _table(folder / "factors.csv"))


def _french_text(folder):
    """The lines of months; those of years have four digits."""
    lines = (folder / "FF_invented.csv").read_text().splitlines()
    rows = [line.split(",") for line in lines if re.match(r"\d{6},", line)]
    names = next(line for line in lines if "Mkt-RF" in line).strip().split(",")[1:]
    assets = _table(folder / "assets.csv")
    return _less_rf(
        assets, pd.DataFrame(rows, columns=["", *names]).iloc[:, 1:].astype(float) / 100
    )


def _less_rf(assets, factors):
    factors = factors.set_axis(assets.index)
    return by_hand(assets.sub(factors["RF"], axis=0), factors.drop(columns="RF"))[1:]


def _less_the_daily_rate(folder):
    daily = _table(folder / "rate.csv")["RF"]
    months = pd.PeriodIndex(daily.index, freq="M")
    by_month = pd.Series({m: np.prod(1 + daily[months == m]) - 1 for m in months.unique()})
    assets, factors = _table(folder / "assets.csv"), _table(folder / "factors.csv")
    rate = by_month[pd.PeriodIndex(assets.index, freq="M")].to_numpy()[:, None]
    return by_hand(assets - rate, factors - rate)[1:]


def _years_by_months(folder):
    grid = _table(folder / "fund.csv").drop(columns="YTD")
    fund = pd.DataFrame({"fund": grid.to_numpy().ravel() / 100}).dropna()
    return by_hand(fund, _table(folder / "factors.csv"))[1:]


_VALUES = np.array([1250000, 900000, 410000, 75000])

CASES = {
    "01": Given(says="monthly dates of Assets"),
    "02": Given(refused="--frequency monthly", cure="--frequency monthly"),
    "03": Given(refused="--frequency monthly", cure="--frequency monthly"),
    "04": Given(_by_hand(), says="6 of 71 dates"),
    "05": Given(_without_codes, says="12 cells"),
    "06": Given(_by_hand(weights=[0.4, 0.3, 0.2, 0.1]), says="divided by 100"),
    "07": Given(_by_hand(weights=list(_VALUES / _VALUES.sum())), says="divided by their sum"),
    "08": Given(refused="--risk-free-is annual", cure="--risk-free-is annual", says="2% a year"),
    "09": Given(_less_the_daily_rate, says="compounded to the month"),
    "10": Given(_by_hand(), says="read as quarters"),
    "11": Given(_adjusted, says="Adj Close taken"),
    "12": Given(
        _of_prices("assets.csv"), refused="--assets-are prices", cure="--assets-are prices"
    ),
    "13": Given(_french, says="self-financing by name"),
    "14": Given((), refused="no date in a text file"),
    "15": Given(says="20 of 71 months"),
    "16": Given(
        _by_hand(scale=(1, 0.01)), refused="--factors-are percent", cure="--factors-are percent"
    ),
    "17": Given(_by_hand(), refused="--risk-free-is percent", cure="--risk-free-is percent"),
    "18": Given(
        _by_hand(scale=(0.01, 1)), refused="--assets-are percent", cure="--assets-are percent"
    ),
    "20": Given(
        _french_text,
        refused="--factors-are percent",
        cure="--factors-are percent",
        says="another table",
    ),
    "21": Given(says="left out"),
    "22": Given(says="the only order that fits every row"),
    "23": Given(says="read as months"),
    "24": Given(
        _of_prices("prices.csv"), refused="--factors-are returns", cure="--factors-are returns"
    ),
    "25": Given(_by_hand("fund.csv"), says="Without the "),
    "26": Given(_words_are_missing, says="9 cells"),
    "27": Given(says="separated thousands"),
    "28": Given(_by_hand(weights=[0.4, 0.3, 0.2, 0.09]), says='"Ticker" and "Weight (%)"'),
    "29": Given(says="a long table of 4 names"),
    "30": Given(_years_by_months, refused="--assets-are percent", cure="--assets-are percent"),
    "31": Given(says="PX_LAST taken"),
    "32": Given(says='sheet "Data"'),
    "33": Given(),
    "34": Given(_by_hand(weights=[0.4, 0.3, 0.2, 0.05]), says="Total 1; left out"),
    "35": Given((0.975,), says="dates not used"),
}


@pytest.mark.notebook
@pytest.mark.parametrize("number", CASES)
def test_the_command_of_a_case_gives_what_is_right(number, report, monkeypatch, tmp_path):
    if not FILES.is_dir():
        without("needs the small files in ../shared/cases, beside the project")
    (folder,) = FILES.glob(f"{number}-*")
    case = CASES[number]
    monkeypatch.chdir(folder)
    words = shlex.split((folder / "README").read_text().splitlines()[0].partition("out.xlsx")[2])
    out = os.fspath(tmp_path / "out.xlsx")
    if case.refused:
        first = report(*words, out=out)
        assert first.code == 2
        assert case.refused in first.refusal
    if case.refused and not case.cure:
        return
    done = report(*words, *case.cure.split(), out=out)
    assert (done.code, done.refusal) == (0, "")
    assert case.says in done.output
    right = case.right(folder) if callable(case.right) else case.right
    atol = BY_HAND if callable(case.right) else PRINTED
    np.testing.assert_allclose(done.coefficients[1:], right, rtol=0, atol=atol)
