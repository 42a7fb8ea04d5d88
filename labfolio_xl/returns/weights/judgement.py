"""Judge the weights of a portfolio, which are given by name or in the order of the assets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import pandas as pd

from labfolio_xl.errors import InputError, counted
from labfolio_xl.options import Unmatched, WeightsAre, check_option
from labfolio_xl.returns.findings import Finding, Findings
from labfolio_xl.returns.names.keys import refuse_header
from labfolio_xl.returns.tables.checked import as_number, plain_name
from labfolio_xl.returns.tables.frames import from_other_library
from labfolio_xl.returns.weights.rows import WeightRows
from labfolio_xl.returns.weights.units import as_fractions
from labfolio_xl.returns.weights.words import ITEM, Says, header_says, is_weight_header

__all__ = [
    "Weighing",
    "WeightTable",
    "Weights",
    "as_weight_table",
    "check_weights",
    "judge_weights",
]

# With larger weights, the square of a weighted return could overflow.
_LARGEST_WEIGHT = 1e50
_PAIR = 2
# If the sum differs from 1 by less than this, it is rounding and not cash.
_ROUNDING = 5e-4


@dataclass(frozen=True, slots=True)
class WeightTable:
    """Weights that were read from a file or a range; all functions take them like a Series.

    Attributes
    ----------
    weights : Series by name, or ndarray in the order of the assets
        The numbers as they are written: fractions, percent, or amounts of money.
    says : {"fractions", "percent", "values", "quantities"} or None
        What a header or percent signs say about the numbers.
    cash : frozenset of str
        The names that are cash by another column, such as the asset class.
    aliases : mapping of str to tuple of str
        Other names of a row, such as its ISIN or the name of the security.
    findings : tuple of Finding
        What was decided while they were read.
    """

    weights: pd.Series[float] | np.ndarray
    says: Says | None = None
    cash: frozenset[str] = frozenset()
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


Weights: TypeAlias = (
    "pd.Series[float] | pd.DataFrame | Mapping[str, float] | Sequence[float] | WeightTable | None"
)


def judge_weights(
    weights: Weights,
    assets: Sequence[str],
    *,
    weights_are: str | None = None,
    nav: float | None = None,
    unmatched: str = "error",
    findings: Findings,
) -> np.ndarray:
    """Judge weights and return them as fractions of the portfolio, in the order of the assets.

    Parameters
    ----------
    weights : Series, one-column DataFrame, Mapping or WeightTable by name, numbers in the order
        of the assets, or None
        None means equal weights. An asset that is not named has weight zero. Cash has no column
        of returns and is not in the result; if the sum is below one, the rest is cash.
    assets : names
    weights_are : {"fractions", "percent", "values"}, optional
        The unit of the numbers. Without it, it is found from their sum and their header.
    nav : float, optional
        The value of the portfolio, by which amounts are divided. Without it, it is their sum.
    unmatched : {"error", "drop"}
        What to do with names that no asset has.
    findings : Findings
        Collects the sum, the net and gross exposure, and what was done.

    Returns
    -------
    ndarray
        The fractions, which need not sum to one.

    Raises
    ------
    InputError
        No asset has a name; a name occurs twice; a weight is missing, infinite, enormous or not a
        number; all weights are zero; the number of weights is not that of the assets; or the
        numbers may be fractions as well as percent or amounts.
    """
    drop = check_option(unmatched, Unmatched, "unmatched") == "drop"
    if weights is None:
        equal = np.full(len(assets), 1.0 / len(assets))
        _report_sums(1.0, equal, findings)
        return equal
    table = as_weight_table(weights)
    findings.lines.extend(table.findings)
    if isinstance(table.weights, np.ndarray):
        numbers = _in_order(table.weights, assets)
        fractions = as_fractions(numbers, table.says, weights_are, nav, findings)
        total = float(fractions.sum())
    else:
        names = _unique_names(table.weights.index)
        refuse_header(table.weights.index.name, names, assets, ITEM)
        numbers = _checked(_numbers(table.weights), names)
        rows = WeightRows.of(
            names, numbers, assets, cash=table.cash, aliases=table.aliases, findings=findings
        )
        scaled = as_fractions(rows.numbers, table.says, weights_are, nav, findings)
        total = float(scaled.sum())
        fractions = rows.by_asset(scaled, drop=drop, findings=findings)
    if not fractions.any():
        raise InputError("Weights are all zero; give at least one asset a weight.")
    _report_sums(total, fractions, findings)
    return fractions


class Weighing(NamedTuple):
    """The options that say how weights are to be understood; see :func:`judge_weights`."""

    weights_are: WeightsAre | None = None
    nav: float | None = None
    unmatched: Unmatched = "error"

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Weighing:
        """Take these options from all that a user gave; those that are missing have defaults."""
        return cls(**{name: data[name] for name in cls._fields if name in data})

    def judge(self, weights: Weights, assets: pd.Index, findings: Findings) -> np.ndarray:
        """Weights as fractions of the portfolio, in the order of the assets."""
        return judge_weights(weights, list(assets), **self._asdict(), findings=findings)


def check_weights(weights: Weights, assets: Sequence[str]) -> np.ndarray:
    """Judge weights as :func:`judge_weights` does, and issue the warnings.

    Raises
    ------
    InputError
        As :func:`judge_weights`.
    """
    findings = Findings()
    judged = judge_weights(weights, assets, findings=findings)
    findings.issue_warnings()
    return judged


def as_weight_table(weights: object) -> WeightTable:
    """Bring the weights of a programmer to a table, with what the header of the numbers says."""
    if isinstance(weights, WeightTable):
        return weights
    if isinstance(weights, Mapping):
        return WeightTable(pd.Series(dict(weights), dtype=object))
    weights = from_other_library(weights)
    if isinstance(weights, pd.DataFrame):
        weights = _one_column(weights)
    if not isinstance(weights, pd.Series):
        return WeightTable(np.asarray(weights, dtype=object).ravel())
    if isinstance(weights.index, pd.MultiIndex):
        raise InputError(
            f"Weights: each row has {weights.index.nlevels} labels where one asset is expected; "
            "put the names of the assets alone first."
        )
    percent = header_says(str(weights.name)) == "percent"
    return WeightTable(weights, "percent" if percent else None)


def _one_column(frame: pd.DataFrame) -> pd.Series[float]:
    """The numbers of a frame; the names may be its index or a column before the numbers."""
    if frame.shape[1] == _PAIR:
        names, numbers = frame.iloc[:, 0], frame.columns[1]
        if not pd.api.types.is_numeric_dtype(names.dtype) or is_weight_header(str(numbers)):
            # By place: both columns may have the same name.
            frame = frame.iloc[:, 1:].set_axis(pd.Index(names), axis=0)
    if frame.shape[1] != 1:
        raise InputError(
            f"Weights has {frame.shape[1]} columns of numbers; give assets and one weight each."
        )
    return frame.iloc[:, 0]


def _unique_names(index: pd.Index) -> list[str]:
    names = pd.Index([plain_name(name) for name in index])
    if not names.is_unique:
        twice = names[names.duplicated()][0]
        raise InputError(f'Weights: the asset "{twice}" occurs more than once; keep one weight.')
    return names.tolist()


def _in_order(weights: np.ndarray, assets: Sequence[str]) -> np.ndarray:
    numbers = _numbers(weights)
    if len(numbers) != len(assets):
        raise InputError(
            f"Weights has {counted(len(numbers), 'number')} for {counted(len(assets), 'asset')}; "
            "give one each, or names and weights."
        )
    return _checked(numbers, assets)


def _numbers(weights: pd.Series[float] | np.ndarray) -> np.ndarray:
    """Convert weights to floats, NaN for missing ones; refuse a weight that is not a number."""
    cells = np.asarray(weights, dtype=object).ravel()
    numbers = np.full(len(cells), np.nan)
    for place, cell in enumerate(cells):
        number = None if isinstance(cell, bool | np.bool_) else as_number(cell)
        if number is None:
            raise InputError(f'Weights holds "{str(cell)[:40]}"; type a number for each asset.')
        numbers[place] = number
    return numbers


def _checked(numbers: np.ndarray, names: Sequence[str]) -> np.ndarray:
    if not len(numbers):
        raise InputError("Weights are empty; give at least one asset a weight.")
    if not np.isfinite(numbers).all():
        place = int(np.flatnonzero(~np.isfinite(numbers))[0])
        what = "missing" if np.isnan(numbers[place]) else "infinite"
        raise InputError(f'Weights: the weight of "{names[place]}" is {what}; type a number.')
    place = int(np.abs(numbers).argmax())
    if abs(numbers[place]) > _LARGEST_WEIGHT:
        raise InputError(
            f'Weights: "{names[place]}" has {numbers[place]:g}; type a smaller number.'
        )
    return numbers


def _report_sums(total: float, fractions: np.ndarray, findings: Findings) -> None:
    """Report the sum with cash, the net and gross exposure, and what is not invested."""
    net, gross = float(fractions.sum()), float(np.abs(fractions).sum())
    found = f"sum {total:z.2f}, net {net:z.2f}, gross {gross:z.2f}"
    findings.ok("sum", ITEM, found, "the sum counts cash, net and gross the assets")
    rest = 1.0 - total
    if abs(rest) > _ROUNDING and not findings.has_error(ITEM):
        what = "missing to 1 and counted as cash" if rest > 0 else "above 1 and counted as borrowed"
        findings.note("cash", ITEM, f"{abs(rest):.2%}", f"{what}, at the risk-free rate")
