"""What a portfolio and its benchmark hold over time, on the dates of all that they hold."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from labfolio_xl.core.holding import drifting_weights, weighted_returns
from labfolio_xl.core.qr import Array
from labfolio_xl.errors import EstimationError, InputError, MissingDataError, counted
from labfolio_xl.models.shared.inference import FloatSeries
from labfolio_xl.options import Rebalance
from labfolio_xl.returns.aligned import Table
from labfolio_xl.returns.benchmark import (
    BENCHMARK,
    Benchmark,
    benchmark_returns,
    is_series,
    judge_benchmark,
)
from labfolio_xl.returns.dates.used import UsedDates
from labfolio_xl.returns.findings import Findings
from labfolio_xl.returns.panel import Panel, on_dates_of_all, panel_of_rows
from labfolio_xl.returns.tables.checked import day
from labfolio_xl.returns.weights.judgement import Weights
from labfolio_xl.returns.weights.weighing import JudgedWeights

__all__ = [
    "ACTIVE",
    "BENCHMARK",
    "CONSTANT",
    "PORTFOLIO",
    "Held",
    "Positions",
    "hold",
    "refuse_names",
    "weights_now",
]

# The rows of the portfolio, and of the portfolio less its benchmark, in tables of results.
PORTFOLIO = "Portfolio"
ACTIVE = "Active"

_PERIOD_OF = {"monthly": "M", "quarterly": "Q", "yearly": "Y"}
# Of a difference of two portfolios, less than this share of a weight is rounding.
_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class Positions:
    """The positions of a portfolio, of its benchmark, or of one less the other.

    Attributes
    ----------
    names : Index of M names
        The assets that are held on any date; "Benchmark" for a benchmark that is a series.
    returns : (T, M) array
        Excess returns. NaN where an asset is not held and has no return.
    weights : (M,) or (T, M) array
        At the start of each period; (M,) if they are the same in all.
    end : (M,) array
        After the last date.
    capital : float
        One for a portfolio, zero for the difference of two.
    scale : float
        The largest return of the two of which these positions are the difference; zero for one.
    is_series : bool
        Whether it is a series of returns whose holdings are not known.
    """

    names: pd.Index
    returns: Array
    weights: Array
    end: Array
    capital: float = 1.0
    scale: float = 0.0
    is_series: bool = False

    @property
    def contributions(self) -> Array:
        """Weights times excess returns (T, M), which sum to :attr:`total`."""
        return weighted_returns(self.returns, self.weights)

    @property
    def total(self) -> Array:
        """The excess return (T,) of the whole."""
        if self.weights.ndim == 1:
            total = self.returns @ self.weights
        else:
            total = self.contributions.sum(axis=1)
        # What is left of a portfolio less its equal is rounding.
        return np.where(np.abs(total) <= _ROUNDING * self.scale, 0.0, total)

    @property
    def by_period(self) -> Array:
        """The weights (T, M) at the start of each period."""
        return np.broadcast_to(self.weights, self.returns.shape)

    @property
    def mean_weights(self) -> Array:
        """The mean of the weights over the dates (M,)."""
        return self.weights if self.weights.ndim == 1 else np.asarray(self.weights.mean(axis=0))

    def weights_of(self, assets: pd.Index) -> pd.Series[float]:
        """The mean weights by asset, zero for an asset that is not held."""
        held = pd.Series(self.mean_weights, index=self.names, name="weight")
        return held.reindex(assets, fill_value=0.0)

    def less(self, other: Positions, order: pd.Index) -> Positions:
        """These positions less others, over the names of both, the assets in their ``order``."""
        both = order[np.asarray(order.isin(self.names.append(other.names)))]
        names = both.append(other.names[~other.names.isin(both)])
        mine, theirs = (_places(names, side.names) for side in (self, other))
        shape = (len(self.returns), len(names))
        returns, weights = np.full(shape, np.nan), np.zeros(shape)
        end = np.zeros(len(names))
        for side, places, sign in ((other, theirs, -1.0), (self, mine, 1.0)):
            returns[:, places] = side.returns
            weights[:, places] += sign * side.by_period
            end[places] += sign * side.end
        largest = max(float(np.abs(side.weights).max()) for side in (self, other))
        weights[np.abs(weights) < _ROUNDING * largest] = 0.0
        end[np.abs(end) < _ROUNDING * largest] = 0.0
        if self.weights.ndim == other.weights.ndim == 1:
            weights = weights[0]
        scale = max(float(np.abs(side.total).max(initial=0.0)) for side in (self, other))
        return Positions(names, returns, weights, end, self.capital - other.capital, scale)


@dataclass(frozen=True, slots=True)
class Held:
    """A portfolio and its benchmark on the dates that both have.

    Attributes
    ----------
    panel : Panel
        On these dates, with the assets that the portfolio holds on any of them.
    portfolio : Positions
    benchmark, active : Positions or None
        None without a benchmark.
    """

    panel: Panel
    portfolio: Positions
    benchmark: Positions | None = None
    active: Positions | None = None


def hold(
    panel: Panel,
    weights: Weights,
    benchmark: Benchmark = None,
    *,
    now: bool = False,
    spare: int = 1,
) -> Held:
    """What a portfolio and its benchmark hold, on the dates of all that they hold.

    Parameters
    ----------
    panel : Panel
    weights, benchmark
        See :mod:`labfolio_xl.models`.
    now : bool
        Take the weights after the last date over all dates: what is held now, for questions
        about the future. The weights of a portfolio that drifts are then those it ends with.
    spare : int
        The least number of residual degrees of freedom.

    Raises
    ------
    InputError, MissingDataError, EstimationError
        Weights or benchmark cannot be understood; there are no common dates, or too few; or the
        portfolio loses everything on a date.
    """
    judged, against = panel.judge(weights), _judged_benchmark(panel, benchmark)
    _refuse_returns(panel, judged)
    held = _hold(panel, judged, against, spare)
    if not now:
        return held
    judged = JudgedWeights(_over_assets(held.portfolio, panel.assets)[None])
    if isinstance(against, JudgedWeights) and held.benchmark is not None:
        against = JudgedWeights(_over_assets(held.benchmark, panel.assets)[None])
    fixed = replace(panel, weighing=panel.weighing._replace(rebalance="every"))
    return _hold(fixed, judged, against, spare, said=_said_now(held))


def _refuse_returns(panel: Panel, judged: JudgedWeights) -> None:
    """Refuse the table of the assets in the place of weights: it would pass for dated ones."""
    if judged.dates is None or judged.fractions.shape != panel.returns.shape:
        return
    rate = panel.aligned.risk_free
    known = np.zeros(len(panel.dates)) if rate is None else np.asarray(rate, dtype=float)
    raw = np.nan_to_num(panel.returns + known[:, None])
    if np.allclose(judged.fractions, raw, rtol=1e-6, atol=1e-12):
        raise InputError(
            "Weights: the numbers are the returns of Assets; give the weights of the assets, or "
            "leave them out for equal weights."
        )


def _judged_benchmark(panel: Panel, benchmark: Benchmark) -> JudgedWeights | FloatSeries | None:
    if benchmark is None:
        return None
    findings = Findings(panel.doubts)
    found: JudgedWeights | FloatSeries
    if is_series(benchmark):
        if BENCHMARK in panel.assets:
            raise InputError(
                f'Assets: the name "{BENCHMARK}" is taken by the benchmark; rename the column.'
            )
        series = cast("Table", benchmark)
        found = benchmark_returns(series, panel.aligned, panel.benchmark_is, findings)
    else:
        found = judge_benchmark(
            cast("Weights", benchmark),
            panel.assets,
            panel.weighing,
            findings,
            are=panel.benchmark_is,
        )
    findings.issue_warnings()
    return found


def weights_now(panel: Panel, weights: Weights) -> tuple[Array, str]:
    """Weights (N,) in the order of the assets as they are after the last date, and words on them.

    Only weights that drift need returns for this; all others are the newest that are given.
    """
    if panel.weighing.rebalance != "every":
        held = hold(panel, weights, spare=0)
        return _over_assets(held.portfolio, panel.assets), _said_now(held)
    judged = panel.judge(weights)
    if judged.dates is None:
        return judged.last, _said(judged, "every")
    return judged.last, f"weights of {day(judged.dates[-1])}"


def refuse_names(panel: Panel, *names: str) -> None:
    """Refuse a factor that has the name of a row of the result."""
    for name in names:
        if name in panel.names:
            raise InputError(
                f'Factors: the name "{name}" is taken by a row of the result; rename the column.'
            )


def _over_assets(positions: Positions, assets: pd.Index) -> Array:
    weights = np.zeros(len(assets))
    weights[_places(assets, positions.names)] = positions.end
    return weights


def _places(names: pd.Index, of: pd.Index) -> np.ndarray:
    return names.get_indexer(of)


def _said_now(held: Held) -> str:
    """What is said of weights that are taken as they are after the last date."""
    words = held.panel.used.weights
    if words.endswith(CONSTANT):
        return words
    return f"weights as they are after {day(held.panel.dates[-1])}"


CONSTANT = "weights constant"
_DRIFTING: dict[Rebalance, str] = {
    "monthly": "set back each month",
    "quarterly": "set back each quarter",
    "yearly": "set back each year",
    "never": "never set back",
}


def _said(judged: JudgedWeights, rebalance: Rebalance) -> str:
    """How the weights are meant, in a few words."""
    whose = f"portfolio {judged.portfolio}, " if judged.portfolio else ""
    if judged.dates is None:
        drifting = f"weights that drift, {_DRIFTING.get(rebalance, '')}"
        return whose + (CONSTANT if rebalance == "every" else drifting)
    said = f"weights of {counted(len(judged.dates), 'date')} from {day(judged.dates[0])}"
    if rebalance == "every":
        return f"{said}, constant in between"
    between = "" if rebalance == "never" else f", {_DRIFTING[rebalance]}"
    return f"{said}, drifting in between{between}"


def _hold(
    panel: Panel,
    judged: JudgedWeights,
    against: JudgedWeights | FloatSeries | None,
    spare: int,
    said: str | None = None,
) -> Held:
    other = against if isinstance(against, JudgedWeights) else None
    series = against if isinstance(against, pd.Series) else None
    panel = _since(panel, judged, other)
    part = _on_common_dates(panel, judged, other, series, spare)
    words = _said(judged, panel.weighing.rebalance) if said is None else said
    part = replace(part, used=replace(part.used, weights=words))
    portfolio = _positions(part, judged, "portfolio")
    held = part.assets.isin(portfolio.names)
    narrow = replace(
        part,
        returns=part.returns[:, held],
        aligned=replace(part.aligned, assets=part.aligned.assets.loc[:, held]),
    )
    if other is not None:
        beside = _positions(part, other, "benchmark")
    elif series is not None:
        one = np.ones(1)
        returns = np.asarray(series.reindex(part.dates), dtype=float)[:, None]
        beside = Positions(pd.Index([BENCHMARK]), returns, one, one, is_series=True)
    else:
        return Held(narrow, portfolio)
    return Held(narrow, portfolio, beside, portfolio.less(beside, part.assets))


def _since(panel: Panel, judged: JudgedWeights, other: JudgedWeights | None) -> Panel:
    """The panel from the first dates of all weights on."""
    rows = np.ones(len(panel.dates), dtype=bool)
    for one, item in ((judged, "Weights"), (other, BENCHMARK)):
        if one is None or one.dates is None:
            continue
        rows &= _rows(one, panel) >= 0
        if not rows.any():
            raise MissingDataError(
                f"{item}: the weights begin on {day(one.dates[0])} and are held from the end of "
                f"that date on, but the last return is of {day(panel.dates[-1])}; give earlier "
                "weights or later returns."
            )
    if rows.all():
        return panel
    places = np.flatnonzero(rows)
    return panel_of_rows(panel, places, UsedDates.of(panel.dates[places]))


def _rows(judged: JudgedWeights, panel: Panel) -> np.ndarray:
    """The row of weights that is in force in each period of a panel."""
    return judged.row_of(panel.dates, panel.aligned.frequency)


def _on_common_dates(
    panel: Panel,
    judged: JudgedWeights,
    other: JudgedWeights | None,
    series: FloatSeries | None,
    spare: int,
) -> Panel:
    """The panel on the dates that have a return of everything that is held on them."""
    needed = np.zeros(panel.returns.shape, dtype=bool)
    for one in (judged, other):
        if one is not None:
            needed |= one.fractions[_rows(one, panel)] != 0.0
    used = needed.any(axis=0)
    absent, names = (np.isnan(panel.returns) & needed)[:, used], panel.assets[np.flatnonzero(used)]
    if series is not None:
        lacks = series.reindex(panel.dates).isna().to_numpy()
        absent, names = np.column_stack([absent, lacks]), names.append(pd.Index([BENCHMARK]))
    part = on_dates_of_all(panel, absent, names)
    n_obs, n_factors = part.factors.shape
    if n_obs < n_factors + 1 + spare:
        tables = "Assets and Factors" if series is None else "Assets, Factors and Benchmark"
        need = "needs" if n_factors == 1 else "need"
        raise EstimationError(
            f"{tables} share {counted(n_obs, 'date')} on which every held asset has a return, but "
            f"{counted(n_factors, 'factor')} {need} at least {n_factors + 1 + spare}; add dates or "
            "remove factors."
        )
    return part


def _positions(part: Panel, judged: JudgedWeights, whose: str) -> Positions:
    """The positions of weights over the dates of a panel."""
    rows = _rows(judged, part)
    in_force = np.unique(np.append(rows, len(judged.fractions) - 1))
    held = (judged.fractions[in_force] != 0.0).any(axis=0)
    names, returns = part.assets[np.flatnonzero(held)], part.returns[:, held]
    fractions = judged.fractions[:, held]
    rebalance = part.weighing.rebalance
    if rebalance == "every":
        weights = fractions[0] if judged.dates is None else fractions[rows]
        return Positions(names, returns, weights, fractions[-1])
    path = _drifting(part, fractions[rows], _resets(part.dates, rows, rebalance), returns, whose)
    newer = judged.dates is not None and rows[-1] < len(judged.fractions) - 1
    return Positions(names, returns, path[:-1], fractions[-1] if newer else path[-1])


def _drifting(
    part: Panel, targets: Array, resets: NDArray[np.bool_], returns: Array, whose: str
) -> Array:
    known = part.aligned.risk_free
    rate = None if known is None else np.asarray(known, dtype=float)
    raw = returns if rate is None else returns + rate[:, None]
    path = drifting_weights(targets, resets, raw, rate)
    lost = ~np.isfinite(path[1:]).all(axis=1)
    if lost.any():
        date = part.dates[int(np.argmax(lost))]
        raise InputError(
            f"The {whose} loses everything on {day(date)}, so that its weights cannot drift on; "
            "check the weights and the returns, or set rebalance to every."
        )
    return path


def _resets(dates: pd.Index, rows: np.ndarray, rebalance: Rebalance) -> NDArray[np.bool_]:
    """Whether the portfolio is brought to its weights at the start of each period."""
    resets = np.append(True, np.diff(rows) != 0)
    if rebalance != "never":
        periods = pd.DatetimeIndex(dates).to_period(_PERIOD_OF[rebalance])
        resets[1:] |= periods[1:] != periods[:-1]
    return resets
