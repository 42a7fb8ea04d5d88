"""The arrays that the estimators of ``core`` take, and checks of them that name columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Unpack, cast

import numpy as np
import pandas as pd

from labfolio_xl.core.qr import Array, Factorisation, design, factorise, partners
from labfolio_xl.errors import EstimationError, InputError, MissingDataError, counted
from labfolio_xl.options import BenchmarkIs, Rebalance, Unmatched, WeightsAre, check_option
from labfolio_xl.returns.aligned import Aligned, Table, TableOrAligned
from labfolio_xl.returns.alignment import align_and_warn
from labfolio_xl.returns.data_options import DataOptions
from labfolio_xl.returns.dates.used import UsedDates
from labfolio_xl.returns.findings import Doubts, Findings, listed
from labfolio_xl.returns.names.terms import ALPHA, ZERO_BETA
from labfolio_xl.returns.rates.excess import subtract_risk_free
from labfolio_xl.returns.tables.checked import RiskFree, day
from labfolio_xl.returns.weights.judgement import Weights
from labfolio_xl.returns.weights.weighing import JudgedWeights, Weighing

__all__ = [
    "Panel",
    "check_assets",
    "check_counts",
    "check_exposures",
    "check_factors",
    "complete",
    "constant_assets",
    "on_dates_of_all",
    "panel_of",
    "panel_of_rows",
    "prepare",
    "without_constant_assets",
]

# A column that varies by less than this share of its size is called constant.
_LEAST_VARIATION = 1e-6

# Nearly all assets move within so many dates; only the others are checked over all dates.
_FIRST_DATES = 16


_DEFAULT_WEIGHING = Weighing()


@dataclass(frozen=True, slots=True)
class Panel:
    """Excess returns as arrays, with the labels beside them.

    Attributes
    ----------
    returns : (T, N) array
        May hold NaN.
    factors : (T, K) array
        Has no missing values.
    aligned : Aligned
        The tables that hold the same numbers with labels.
    used : UsedDates
        The dates of the rows, and the number of common dates out of which they were taken.
    weighing : Weighing
        How weights are to be understood.
    doubts : {"warn", "refuse", "list"}
        What happens to weights that are likely wrong.
    benchmark_is : str or None
        What the numbers of a benchmark are.
    """

    returns: Array
    factors: Array
    aligned: Aligned
    used: UsedDates
    weighing: Weighing = _DEFAULT_WEIGHING
    doubts: Doubts = "warn"
    benchmark_is: BenchmarkIs | None = None

    def judge(self, weights: Weights) -> JudgedWeights:
        """Weights as fractions of the portfolio, in the order of the assets."""
        findings = Findings(self.doubts)
        held = self.weighing.judge(weights, self.assets, findings)
        findings.issue_warnings()
        return held

    def weighed_by(self, how: Weighing) -> Panel:
        """The same panel, with other options on the weights."""
        return replace(self, weighing=how)

    @property
    def periods_per_year(self) -> float | None:
        """How many periods a year has, as the dates show; None if they follow no frequency."""
        often = self.aligned.frequency
        return None if often is None else float(often.periods_per_year)

    @property
    def dates(self) -> pd.Index:
        """Dates of the rows."""
        return self.aligned.factors.index

    @property
    def assets(self) -> pd.Index:
        """Names of the assets."""
        return self.aligned.assets.columns

    @property
    def names(self) -> pd.Index:
        """Names of the factors."""
        return self.aligned.factors.columns

    @property
    def terms(self) -> pd.Index:
        """Names of the coefficients of a time-series regression."""
        return self.names.insert(0, ALPHA)

    def premia_names(self, *, intercept: bool) -> pd.Index:
        """Names of the coefficients of a cross-section."""
        return self.names.insert(0, ZERO_BETA) if intercept else self.names


def prepare(
    assets: TableOrAligned,
    factors: Table | None,
    risk_free: RiskFree,
    *,
    candidates: bool = False,
    periods_per_year: float | None = None,
    weights_are: WeightsAre | None = None,
    nav: float | None = None,
    unmatched: Unmatched = "error",
    portfolio: str | None = None,
    rebalance: Rebalance = "every",
    benchmark_is: BenchmarkIs | None = None,
    **data: Unpack[DataOptions],
) -> Panel:
    """Align, subtract the risk-free rate, and check that the factors can be regressed on."""
    aligned = align_and_warn(
        assets, factors, risk_free, candidates=candidates, periods_per_year=periods_per_year, **data
    )
    for name in {ALPHA, ZERO_BETA}.intersection(aligned.factors.columns.tolist()):
        raise InputError(
            f'Factors: the name "{name}" is taken by the intercept; rename the column.'
        )
    weighing = Weighing(weights_are, nav, unmatched, portfolio, rebalance)
    panel = panel_of(
        aligned, weighing, doubts=data.get("doubts", "warn"), benchmark_is=benchmark_is
    )
    check_factors(panel.factors, panel.names)
    return panel


def panel_of(
    aligned: Aligned,
    weighing: Weighing,
    *,
    doubts: Doubts = "warn",
    benchmark_is: BenchmarkIs | None = None,
) -> Panel:
    """Subtract the risk-free rate. Factors, of which there may be none, are not checked."""
    excess = subtract_risk_free(aligned)
    often = cast("Rebalance", check_option(weighing.rebalance, Rebalance, "rebalance"))
    return Panel(
        excess.assets.to_numpy(),
        excess.factors.to_numpy(),
        excess,
        UsedDates.of(excess.factors.index),
        weighing._replace(rebalance=often),
        doubts,
        benchmark_is,
    )


def check_factors(factors: Array, names: pd.Index) -> None:
    """Refuse too few dates, constant factors, and factors that repeat each other."""
    n_obs, n_factors = factors.shape
    if n_obs < n_factors + 1:
        raise EstimationError(
            f"Assets and Factors share {counted(n_obs, 'complete date')}, but a regression on "
            f"{counted(n_factors, 'factor')} and an intercept needs at least {n_factors + 1}; "
            "add dates or remove factors."
        )
    dependent = factorise(design(factors)).dependent
    if dependent:
        raise EstimationError(_dependence(factors, names, dependent[0] - 1))


def _dependence(factors: Array, names: pd.Index, column: int) -> str:
    """The sentence that names a dependent factor and what it depends on."""
    values = factors[:, column]
    earlier = partners(design(factors[:, :column]), values)
    if not earlier or np.ptp(values) <= _LEAST_VARIATION * np.abs(values).max(initial=0.0):
        return (
            f'Factors: column "{names[column]}" is constant ({values[0]:g} on every date), '
            "like the intercept; remove the column."
        )
    listed = ", ".join(f'"{names[place - 1]}"' for place in earlier if place > 0)
    if not listed:
        return (
            f'Factors: column "{names[column]}" holds no number above {np.abs(values).max():.0e}, '
            "too small to compute with; give it in another unit."
        )
    return (
        f'Factors: column "{names[column]}" is a linear combination of {listed}; '
        "remove one of them."
    )


def check_assets(panel: Panel, *, spare: int = 0) -> None:
    """Refuse constant assets, and those with fewer returns than coefficients plus ``spare``."""
    check_counts(panel, spare=spare)
    constant = constant_assets(panel)
    if constant.any():
        raise _nothing_to_estimate(panel, int(constant.argmax()))


def check_counts(panel: Panel, *, spare: int = 0) -> None:
    """Refuse assets that have fewer returns than coefficients plus ``spare``."""
    missing = np.isnan(panel.returns)
    n_obs, n_assets = missing.shape
    needed = panel.factors.shape[1] + 1 + spare
    counts = n_obs - missing.sum(axis=0) if missing.any() else np.full(n_assets, n_obs)
    if (counts < needed).any():
        column = int(np.argmax(counts < needed))
        raise EstimationError(
            f'Assets: column "{panel.assets[column]}" has '
            f"{counted(int(counts[column]), 'return')} on the common dates, but "
            f"{needed - spare} coefficients need at least {needed}; remove it or add returns."
        )


def constant_assets(panel: Panel) -> np.ndarray:
    """Which assets have the same return on every date, such as cash; their betas are zero.

    Raises
    ------
    EstimationError
        All assets are constant.
    """
    constant = _constant(panel.returns[:_FIRST_DATES])
    suspects = np.flatnonzero(constant)
    constant[suspects] = _constant(panel.returns[:, suspects])
    if constant.all():
        raise _nothing_to_estimate(panel, 0)
    return constant


def _nothing_to_estimate(panel: Panel, column: int) -> EstimationError:
    value = np.fmin.reduce(panel.returns[:, column])
    return EstimationError(
        f'Assets: column "{panel.assets[column]}" is constant ({value:g} on every date); '
        "it has no exposure to estimate, remove the column (a weight without returns is cash)."
    )


def without_constant_assets(panel: Panel) -> Panel:
    """The panel without assets that never move, for models that cannot include them."""
    constant = constant_assets(panel)
    if not constant.any():
        return panel
    findings = Findings(panel.doubts)
    findings.warning(
        "constant column",
        "Assets",
        listed(panel.assets[constant].tolist()),
        "the same number on every date, left out here; remove it from Assets, where a weight "
        "without returns is cash",
    )
    findings.issue_warnings()
    kept = replace(panel.aligned, assets=panel.aligned.assets.loc[:, ~constant])
    return replace(panel, returns=panel.returns[:, ~constant], aligned=kept)


def _constant(values: Array) -> np.ndarray:
    """Which columns hold one number only, apart from missing cells."""
    return ~(np.fmin.reduce(values, axis=0) < np.fmax.reduce(values, axis=0))


def check_exposures(
    exposures: Array, assets: int, names: Sequence[str] | pd.Index
) -> Factorisation:
    """Refuse a cross-section with fewer assets than premia, or with repeated exposures."""
    n_premia = len(names)
    if assets < n_premia:
        what = "is 1 asset" if assets == 1 else f"are {assets} assets"
        raise EstimationError(
            f"There {what} for {n_premia} premia "
            f"({', '.join(names[:6])}{', ...' if n_premia > 6 else ''}): "  # noqa: PLR2004
            "a cross-section needs at least as many assets; add assets, remove factors, or "
            "check whether Assets and Factors were swapped."
        )
    factorisation = factorise(exposures)
    if factorisation.dependent:
        column = factorisation.dependent[0]
        repeated = partners(exposures[:, :column], exposures[:, column]) if column else []
        listed = ", ".join(f'"{names[place]}"' for place in repeated) or "nothing (all zero)"
        raise EstimationError(
            f'The exposures to "{names[column]}" are a linear combination of {listed}, so their '
            "premia cannot be told apart; remove one of the factors."
        )
    return factorisation


def complete(panel: Panel, columns: np.ndarray | None = None) -> Panel:
    """The panel on the dates on which all assets (or those in ``columns``) have a return."""
    held = slice(None) if columns is None else columns
    return on_dates_of_all(panel, np.isnan(panel.returns[:, held]), panel.assets[held])


def on_dates_of_all(panel: Panel, absent: np.ndarray, names: pd.Index) -> Panel:
    """The panel on the dates on which nothing is absent.

    Parameters
    ----------
    panel : Panel
    absent : (T, M) array of bool
        Whether a series lacks a return that is needed on a date.
    names : M names
        Of the series, for the words on the dates.

    Raises
    ------
    MissingDataError, EstimationError
        There is no such date, or the factors cannot be regressed on within them.
    """
    rows = np.flatnonzero(~absent.any(axis=1))
    if len(rows) == len(absent):
        return panel
    if len(rows) == 0:
        shortest = names[int(absent.sum(axis=0).argmax())]
        raise MissingDataError(
            f"Assets: no date between {day(panel.dates[0])} and {day(panel.dates[-1])} has a "
            f'return of every asset; remove the assets with the shortest history, "{shortest}" '
            "first."
        )
    part = panel_of_rows(panel, rows, UsedDates.with_all(panel.dates, absent, names))
    check_factors(part.factors, part.names)
    return part


def panel_of_rows(panel: Panel, rows: np.ndarray, used: UsedDates) -> Panel:
    """The panel on some of its dates."""
    aligned = panel.aligned
    kept = replace(
        aligned,
        assets=aligned.assets.iloc[rows],
        factors=aligned.factors.iloc[rows],
        risk_free=None if aligned.risk_free is None else aligned.risk_free.iloc[rows],
    )
    return replace(
        panel, returns=panel.returns[rows], factors=panel.factors[rows], aligned=kept, used=used
    )
