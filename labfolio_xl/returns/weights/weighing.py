"""How the weights of a user are to be understood: fixed or by date, and of which portfolio."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from labfolio_xl.core.qr import Array
from labfolio_xl.errors import InputError, counted
from labfolio_xl.options import Rebalance, Unmatched, WeightsAre, check_option
from labfolio_xl.returns.dates.columns import may_be_date
from labfolio_xl.returns.findings import Finding, Findings, listed
from labfolio_xl.returns.frequency.detection import Frequency
from labfolio_xl.returns.names.keys import match_names
from labfolio_xl.returns.tables.checked import as_input, day
from labfolio_xl.returns.weights.judgement import (
    Weights,
    WeightTable,
    as_weight_table,
    judge_weights,
    report_sums,
)
from labfolio_xl.returns.weights.rows import WeightRows
from labfolio_xl.returns.weights.units import as_fractions
from labfolio_xl.returns.weights.words import ITEM, is_total

__all__ = ["JudgedWeights", "Weighing", "fractions_of_frame", "has_dates", "portfolio_names"]

# The periods of returns that come less often than daily.
_PERIODS = {"weekly": "W", "monthly": "M", "quarterly": "Q", "yearly": "Y"}
# So many labels of rows are looked at to tell dates from names.
_FIRST_LABELS = 3
_PERCENT = 100.0


@dataclass(frozen=True, slots=True)
class JudgedWeights:
    """Weights as fractions of the portfolio, in the order of the assets.

    Attributes
    ----------
    fractions : (D, N) array
        They need not sum to one: the rest is cash at the risk-free rate.
    dates : DatetimeIndex of D dates, or None
        A row is held from the end of its date on, for the periods that begin then or later. None:
        the weights have no date, and there is one row.
    portfolio : str
        The name of the portfolio, of several; "" where there is one.
    """

    fractions: Array
    dates: pd.DatetimeIndex | None = None
    portfolio: str = ""

    @property
    def last(self) -> Array:
        """The newest weights (N,)."""
        return self.fractions[-1]

    @property
    def ever_held(self) -> np.ndarray:
        """Which assets have a weight on any date."""
        return (self.fractions != 0.0).any(axis=0)

    def table(self, assets: pd.Index) -> pd.Series[float] | pd.DataFrame:
        """The weights as every function takes them: by asset, or dates x assets."""
        if self.dates is None:
            return pd.Series(self.last, index=assets, name="weight")
        return pd.DataFrame(self.fractions, index=self.dates, columns=assets)

    def row_of(self, dates: pd.Index, frequency: Frequency | None) -> np.ndarray:
        """The row that is in force in the period that ends on each date; -1 before the first.

        A row is in force in the periods that begin on its date or after it. A row that is dated
        within a week, month, quarter or year is in force from the next one on, whatever day of the
        period its return carries.
        """
        if self.dates is None:
            return np.zeros(len(dates), dtype=np.intp)
        unit = None if frequency is None else _PERIODS.get(frequency.name)
        if unit is None:
            return np.searchsorted(self.dates.to_numpy(), dates.to_numpy(), side="left") - 1
        rows, periods = (
            pd.PeriodIndex(pd.DatetimeIndex(index), freq=unit).asi8 for index in (self.dates, dates)
        )
        return np.searchsorted(rows, periods, side="left") - 1


class Weighing(NamedTuple):
    """The options that say how weights are to be understood; see :func:`judge_weights`.

    ``portfolio`` is the column of one of several portfolios. ``rebalance`` says when the portfolio
    returns to its weights; in between they drift with the returns.
    """

    weights_are: WeightsAre | None = None
    nav: float | None = None
    unmatched: Unmatched = "error"
    portfolio: str | None = None
    rebalance: Rebalance = "every"

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Weighing:
        """Take these options from all that a user gave; those that are missing have defaults."""
        return cls(**{name: data[name] for name in cls._fields if name in data})

    def judge(self, weights: Weights, assets: pd.Index, findings: Findings) -> JudgedWeights:
        """Judge weights of any form, and report what was decided.

        Raises
        ------
        InputError
            As :func:`judge_weights`; also, there is no portfolio of the name that was asked for,
            or the rows of a date hold no weight.
        """
        names = list(assets)
        options = {"weights_are": self.weights_are, "nav": self.nav, "unmatched": self.unmatched}
        if weights is None:
            self._refuse_portfolio("Weights are not given")
            return JudgedWeights(judge_weights(None, names, findings=findings)[None])
        table = as_weight_table(weights)
        if isinstance(table.weights, pd.DataFrame) and has_dates(table.weights):
            self._refuse_portfolio("Weights have dates, and are those of one portfolio")
            return _by_date(table, names, self, findings)
        chosen = ""
        if isinstance(table.weights, pd.DataFrame):
            table, chosen = _of_portfolio(table, table.weights, self.portfolio, findings)
        else:
            self._refuse_portfolio("Weights have one column")
        fractions = judge_weights(table, names, **options, findings=findings)  # type: ignore[arg-type]
        return JudgedWeights(fractions[None], portfolio=chosen)

    def _refuse_portfolio(self, found: str) -> None:
        if self.portfolio is not None:
            raise InputError(
                f'portfolio is "{self.portfolio[:40]}", but {found}; leave portfolio out, or give '
                "Weights with a column for each portfolio."
            )


def portfolio_names(weights: Weights) -> tuple[str, ...]:
    """The names of several portfolios, a column each; () where weights are those of one."""
    if weights is None:
        return ()
    table = as_weight_table(weights).weights
    if not isinstance(table, pd.DataFrame) or has_dates(table):
        return ()
    return tuple(name for name in map(str, table.columns) if not is_total(name))


def has_dates(table: pd.DataFrame | pd.Series[float]) -> bool:
    """Whether the rows of a table are dates: by its index, or by its first labels."""
    if isinstance(table.index, pd.DatetimeIndex | pd.PeriodIndex):
        return True
    labels = table.index[:_FIRST_LABELS]
    return len(labels) > 0 and all(
        isinstance(label, dt.date) or (isinstance(label, str) and may_be_date(label))
        for label in labels
    )


def _of_portfolio(
    table: WeightTable, frame: pd.DataFrame, wanted: str | None, findings: Findings
) -> tuple[WeightTable, str]:
    """The weights of one of several portfolios, and its name; a blank cell is not held."""
    totals = [is_total(str(name)) for name in frame.columns]
    if any(totals) and not all(totals):
        left = listed([str(name) for name, out in zip(frame.columns, totals, strict=True) if out])
        findings.note("total", ITEM, left, "left out, a column of totals is no portfolio")
        frame = frame.loc[:, [not out for out in totals]]
    names = list(map(str, frame.columns))
    if len(set(names)) != len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise InputError(f'Weights: two portfolios have the name "{twice}"; rename one.')
    if wanted is None:
        chosen = names[0]
        reading = f"the first of {counted(len(names), 'portfolio')}; set portfolio to choose"
        findings.note("portfolio", ITEM, chosen, reading)
    else:
        found = match_names([wanted], names)[wanted]
        if found is None:
            raise InputError(
                f'portfolio is "{wanted[:40]}", but the portfolios of Weights are '
                f"{listed(names)}; choose one of them."
            )
        chosen = found
    column = frame.iloc[:, names.index(chosen)]
    return replace(table, weights=column[column.notna()]), chosen


def _by_date(
    table: WeightTable, assets: Sequence[str], how: Weighing, findings: Findings
) -> JudgedWeights:
    """Judge weights over time: the names once, the unit and the sum of each date."""
    findings.lines.extend(table.findings)
    frame, numbers = _filled(table.weights, findings)
    names = frame.columns.tolist()
    rows = WeightRows.of(
        names,
        numbers[-1],
        assets,
        cash=table.cash,
        aliases=table.aliases,
        findings=findings,
    )
    numbers = numbers[:, [names.index(name) for name in rows.names]]
    fractions = _fractions(frame.index, numbers, table, how, findings)
    drop = check_option(how.unmatched, Unmatched, "unmatched") == "drop"
    largest = np.abs(fractions).argmax(axis=0)
    rows.by_asset(fractions[largest, np.arange(len(largest))], drop=drop, findings=findings)
    held = np.zeros((len(fractions), len(assets)))
    for column, place in enumerate(rows.places):
        if place is not None:
            held[:, place] = fractions[:, column]
    if not held.any():
        raise InputError("Weights are all zero; give at least one asset a weight.")
    span = f"{day(frame.index[0])} to {day(frame.index[-1])}"
    reading = f"{counted(len(frame), 'date')}; each row is held from the end of its date on"
    findings.ok("weights by date", ITEM, span, reading)
    report_sums(float(fractions[-1].sum()), held[-1], findings)
    return JudgedWeights(held, frame.index)  # type: ignore[arg-type]


def fractions_of_frame(table: WeightTable, how: Weighing, findings: Findings) -> pd.DataFrame:
    """Weights over time, or of several portfolios, as fractions under the names that they have.

    Whether assets have these names is not looked at.

    Raises
    ------
    InputError
        As :meth:`Weighing.judge`, for the unit of the numbers and for a date without weights.
    """
    frame = pd.DataFrame(table.weights)
    if has_dates(frame):
        given, numbers = _filled(frame, findings)
        return pd.DataFrame(
            _fractions(given.index, numbers, table, how, findings), given.index, given.columns
        )
    columns = {
        name: as_fractions(
            column.fillna(0.0).to_numpy(float), table.says, how.weights_are, how.nav, findings
        )
        for name, column in frame.items()
    }
    return pd.DataFrame(columns, index=frame.index).where(frame.notna())


def _filled(table: object, findings: Findings) -> tuple[pd.DataFrame, Array]:
    """A frame of weights over time, and its numbers with zero for a blank cell."""
    given = as_input(table, "Weights")
    findings.lines.extend(given.findings)
    frame, numbers = given.frame, given.frame.to_numpy()
    blank = np.isnan(numbers)
    if blank.any():
        found = counted(int(blank.sum()), "blank cell")
        findings.note("weights", ITEM, found, "taken as assets that are not held on the date")
    numbers = np.where(blank, 0.0, numbers)
    empty = ~(numbers != 0.0).any(axis=1)
    if empty.any():
        raise InputError(
            f"Weights: the row of {day(frame.index[empty.argmax()])} holds no weight; type the "
            "weights of that date, or remove the row."
        )
    return frame, numbers


def _fractions(
    dates: pd.Index, numbers: Array, table: WeightTable, how: Weighing, findings: Findings
) -> Array:
    """The fractions of each date, whose numbers must all be of one unit."""
    fractions = np.empty_like(numbers)
    units: list[str] = []
    told: set[tuple[str, str]] = set()
    for row, (date, given) in enumerate(zip(dates, numbers, strict=True)):
        scratch = Findings("list")
        fractions[row] = as_fractions(given, table.says, how.weights_are, how.nav, scratch)
        for line in scratch.lines:
            if (line.check, line.severity) not in told:
                told.add((line.check, line.severity))
                _report(line, day(date), findings)
        units.append(_unit(given, fractions[row]))
    other = next((row for row, unit in enumerate(units) if unit != units[0]), None)
    if other is not None and how.weights_are is None:
        raise InputError(
            f"Weights: the row of {day(dates[0])} holds {units[0]}, that of {day(dates[other])} "
            f"{units[other]}; give all in one unit, or say weights_are=fractions, percent or "
            "values."
        )
    return fractions


def _report(line: Finding, date: str, findings: Findings) -> None:
    told = replace(line, reading=f"{line.reading} ({date}, the first such date)")
    if line.severity == "error":
        findings.error(told.check, told.item, told.found, told.reading)
    else:
        findings.lines.append(told)


def _unit(given: Array, fractions: Array) -> str:
    """The unit of the numbers, by what became of the largest of them."""
    largest = int(np.abs(given).argmax())
    if fractions[largest] == given[largest]:
        return "fractions"
    is_percent = np.isclose(fractions[largest] * _PERCENT, given[largest], rtol=1e-12)
    return "percent" if is_percent else "amounts"
