"""In short: what a portfolio is exposed to, what that does to its risk, and what it earned."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Unpack, cast

import numpy as np
import pandas as pd

from labfolio_xl.core.distributions import SIGNIFICANT
from labfolio_xl.errors import LabfolioError, counted
from labfolio_xl.models.active import Active, active
from labfolio_xl.models.attribution import REST, RISK_FREE, Attribution, attribution
from labfolio_xl.models.betas import Betas, estimate_betas
from labfolio_xl.models.expected import ExpectedReturns, expected_returns
from labfolio_xl.models.exposure import Exposure, exposure
from labfolio_xl.models.fama_macbeth import estimate_lambdas
from labfolio_xl.models.premia import RiskPremia
from labfolio_xl.models.risk import SPECIFIC, RiskDecomposition, risk_decomposition
from labfolio_xl.models.shared import readings, readings_beside
from labfolio_xl.models.shared.bootstrap import DEFAULT_RESAMPLES
from labfolio_xl.models.shared.holding import ACTIVE, BENCHMARK, CONSTANT, PORTFOLIO
from labfolio_xl.models.shared.inference import FloatSeries, quantile_of_level
from labfolio_xl.models.shared.outcome import Outcome, known, outcome
from labfolio_xl.options import LEVEL, OPTIONS, check_level, check_periods_per_year
from labfolio_xl.options.words import (
    DEFAULT_COV,
    DEFAULT_PREMIA_COV,
    ExposureCov,
    PremiaCov,
    SpecificRisk,
)
from labfolio_xl.returns.aligned import Aligned, Table, TableOrAligned
from labfolio_xl.returns.alignment import align_and_warn
from labfolio_xl.returns.benchmark import Benchmark
from labfolio_xl.returns.data_options import BenchmarkOptions, DataOptions, PortfolioOptions
from labfolio_xl.returns.names.terms import ALPHA
from labfolio_xl.returns.names.widths import narrowed
from labfolio_xl.returns.rates.excess import subtract_risk_free
from labfolio_xl.returns.report.data_report import DataReport, weighed_report
from labfolio_xl.returns.tables.checked import RiskFree
from labfolio_xl.returns.weights.judgement import Weights

__all__ = ["Summary", "summarise"]


MOST_HOLDINGS, MOST_FACTORS = 10, 8
_OF_TABLES = DataOptions.__optional_keys__
_MOST_NAMED = 3
# Letters of a name in a sentence or beside a bar.
_LONGEST_NAME = 22
# A share of the variance below this is rounding and no hedge.
_HEDGE = -0.005


@dataclass(frozen=True, slots=True)
class Parts:
    """What a summary is made of; an error stands in the place of what cannot be estimated.

    Attributes
    ----------
    aligned : Aligned
        The tables that all parts rest on.
    data : DataReport
    active : Active, error, or None
        None without a benchmark.
    """

    aligned: Aligned
    data: DataReport
    exposure: Outcome[Exposure]
    risk: Outcome[RiskDecomposition]
    attribution: Outcome[Attribution]
    expected: Outcome[ExpectedReturns]
    premia: Outcome[RiskPremia]
    betas: Outcome[Betas]
    active: Outcome[Active] | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """What a portfolio is exposed to, what that does to its risk, and what it earned.

    Attributes
    ----------
    sentences : DataFrame
        One row each for exposure, risk, return and data: ``says`` and ``caution``, in words.
    figures : DataFrame
        One row for each figure, by a label that says "a year" or "per period": volatility, the
        factors' share of the variance, realised and expected return, alpha; ``value``, the ends
        ``low`` and ``high`` of its interval where it has one, and a ``note`` in words.
    by_factor : DataFrame
        One row for each factor, the largest exposure first, then "specific" (risk that is not from
        the factors), "alpha" and the portfolio's total: ``exposure``, ``low``, ``high``, ``p``,
        ``differs`` (from zero at 5%; None where there is no p); ``share`` of the variance and
        ``volatility`` contributed; ``contribution`` to the mean return; ``premium``,
        ``premium_low``, ``premium_high``, ``premium_p``; ``factor_mean``, what the factor itself
        earned. Returns are means less the risk-free rate.
    holdings : DataFrame
        The largest holdings (rows): ``weight``, and betas to the factors with the largest shares
        of the variance.
    periods_per_year : float or None
        By which returns and volatilities are annual, not compounded; per period without it.
    level : float
        Of the intervals.
    """

    sentences: pd.DataFrame
    figures: pd.DataFrame
    by_factor: pd.DataFrame
    holdings: pd.DataFrame
    periods_per_year: float | None
    level: float

    @property
    def per(self) -> str:
        """What returns and volatilities are for: "a year" or "per period"."""
        return _per(self.periods_per_year)

    @property
    def factors(self) -> pd.DataFrame:
        """The rows of ``by_factor`` that are factors."""
        return self.by_factor.iloc[:-3]

    def to_frame(self) -> pd.DataFrame:
        """The table by factor."""
        return self.by_factor


def summarise(
    assets: TableOrAligned,
    factors: Table | None,
    risk_free: RiskFree = None,
    weights: Weights = None,
    benchmark: Benchmark = None,
    *,
    cov: ExposureCov = DEFAULT_COV,
    premia_cov: PremiaCov = DEFAULT_PREMIA_COV,
    lags: int | None = None,
    intercept: bool = False,
    beta_window: int | None = None,
    specific: SpecificRisk = "full",
    resamples: int = DEFAULT_RESAMPLES,
    block: float | None = None,
    seed: int = 0,
    periods_per_year: float | None = None,
    level: float = LEVEL,
    **data: Unpack[BenchmarkOptions],
) -> Summary:
    """What a portfolio is exposed to, what that does to its risk, and what it earned, in short.

    The numbers are those of :func:`exposure`, :func:`risk_decomposition`, :func:`attribution`,
    :func:`expected_returns`, :meth:`Lambdas.premia` and :func:`estimate_betas`. A part that cannot
    be estimated, such as the premia of one fund, is missing (NaN), and a sentence says why.

    Parameters
    ----------
    assets, factors, risk_free, weights, benchmark, **data
        See :mod:`labfolio_xl.models`. With a benchmark the sentences and figures on risk and
        return speak of it too.
    cov, resamples, block, seed
        Errors of the exposures, as in :func:`exposure`; those of the alpha are never resampled.
    premia_cov, beta_window
        As :meth:`Lambdas.premia` and :func:`estimate_lambdas` take them.
    lags, intercept, specific
        As the questions above take them.
    periods_per_year : float, optional
        252, 52, 12 or 4; without it as the dates show.
    level : float
        Of the intervals.

    Returns
    -------
    Summary

    Raises
    ------
    InputError, MissingDataError
        As :func:`labfolio_xl.align` does, and for an option that has no such value.

    Examples
    --------
    >>> from labfolio_xl.samples import load_sample
    >>> assets, factors, _ = load_sample()
    >>> summarise(assets, factors).figures["value"].round(3).to_dict()["Volatility a year"]
    0.205
    """
    level, a_year = check_level(level), check_periods_per_year(periods_per_year)
    drawn: dict[str, Any] = {"resamples": resamples, "block": block, "seed": seed}
    # A mistake in an option would otherwise stand in the place of a part, or be seen nowhere.
    options: dict[str, object] = {
        "cov": cov,
        "premia_cov": premia_cov,
        "lags": lags,
        "beta_window": beta_window,
        "intercept": intercept,
        "specific": specific,
        **drawn,
    }
    for name, value in options.items():
        if value is not None:
            OPTIONS[name].read(value)
    tables = cast("DataOptions", {k: v for k, v in data.items() if k in _OF_TABLES})
    aligned = align_and_warn(assets, factors, risk_free, periods_per_year=a_year, **tables)
    given, of_weights = (aligned, None, None), cast("PortfolioOptions", {**data})
    of_weights.pop("benchmark_is", None)  # type: ignore[typeddict-item]
    over_time = DEFAULT_COV if cov == "bootstrap" else cov
    return summary_of(
        Parts(
            aligned,
            weighed_report(aligned, weights, of_weights)[1],
            outcome(lambda: exposure(*given, weights, cov=cov, lags=lags, **drawn, **of_weights)),
            outcome(lambda: risk_decomposition(*given, weights, specific=specific, **of_weights)),
            outcome(lambda: attribution(*given, weights, cov=over_time, lags=lags, **of_weights)),
            outcome(lambda: expected_returns(*given, weights, intercept=intercept, **of_weights)),
            outcome(
                lambda: estimate_lambdas(
                    *given, intercept=intercept, beta_window=beta_window, **tables
                ).premia(premia_cov, lags, **drawn)
            ),
            outcome(lambda: estimate_betas(*given, cov=over_time, lags=lags, **tables)),
            None
            if benchmark is None
            else outcome(
                lambda: active(
                    *given, weights, benchmark, specific=specific, cov=over_time, lags=lags, **data
                )
            ),
        ),
        a_year,
        level,
    )


def summary_of(parts: Parts, periods_per_year: float | None, level: float) -> Summary:
    """Return the summary of results that are estimated already.

    Parameters
    ----------
    parts : Parts
    periods_per_year : float or None
        None takes those of the dates, if they have a frequency.
    level : float
        Of the intervals.
    """
    a_year = periods_per_year
    if a_year is None and parts.aligned.frequency is not None:
        a_year = float(parts.aligned.frequency.periods_per_year)
    made = _Making(parts, a_year, level)
    return Summary(
        sentences=made.sentences(),
        figures=made.figures(),
        by_factor=made.by_factor(),
        holdings=made.holdings(),
        periods_per_year=a_year,
        level=level,
    )


@dataclass(frozen=True)
class _Making:
    """A summary that is being made; see :func:`summary_of`."""

    parts: Parts
    periods_per_year: float | None
    level: float

    @property
    def scale(self) -> float:
        """By what a mean return is multiplied."""
        return self.periods_per_year or 1.0

    @property
    def per(self) -> str:
        return _per(self.periods_per_year)

    @cached_property
    def returns(self) -> FloatSeries | None:
        """Mean return of the portfolio by part: factors, alpha, and what is left."""
        split = known(self.parts.attribution)
        if split is None:
            return None
        means = split.by_period.drop(columns=RISK_FREE, errors="ignore").mean() * self.scale
        # Over all dates the residuals sum to zero, but for rounding.
        means[ALPHA] += means.pop(REST)
        return means

    @cached_property
    def expected(self) -> tuple[float, float, float]:
        """What the portfolio should earn, with the ends of the interval; NaN if not known."""
        found = known(self.parts.expected)
        if found is None:
            return (np.nan, np.nan, np.nan)
        value = float(found.portfolio["expected"])
        width = found.portfolio_std_error * float(quantile_of_level(self.level, np.inf))
        return (value * self.scale, (value - width) * self.scale, (value + width) * self.scale)

    @cached_property
    def _beside(self) -> dict[str, tuple[float, float]] | None:
        """Of benchmark and active: volatility and mean; the information ratio and its error."""
        found = None if self.parts.active is None else known(self.parts.active)
        if found is None:
            return None
        table, root = found.summary, float(np.sqrt(self.scale))
        ratio, error = (float(table[name].loc[ACTIVE]) for name in ("ratio", "std_error"))

        def both(column: str, scale: float) -> tuple[float, float]:
            numbers = table[column] * scale
            return float(numbers.loc[BENCHMARK]), float(numbers.loc[ACTIVE])

        return {
            "volatility": both("volatility", root),
            "mean": both("mean", self.scale),
            "ratio": (ratio * root, error * root),
        }

    @property
    def _on_other_dates(self) -> str:
        """That the benchmark has fewer dates than the portfolio; "" if it has all."""
        found = None if self.parts.active is None else known(self.parts.active)
        if found is None or found.n_obs == self.n_obs:
            return ""
        return f" Beside it: {found.n_obs} of {counted(self.n_obs, 'date')}."

    @property
    def alpha_pvalue(self) -> float:
        split = known(self.parts.attribution)
        return np.nan if split is None else float(split.pvalues[ALPHA])

    @property
    def less_rate(self) -> bool:
        """Whether a risk-free rate was subtracted."""
        return self.parts.aligned.risk_free is not None

    @property
    def n_obs(self) -> int:
        """Dates of the portfolio."""
        return self.parts.data.n_complete

    def by_factor(self) -> pd.DataFrame:
        """See :class:`Summary`."""
        names = self.parts.aligned.factors.columns
        table = pd.DataFrame(index=names, columns=list(_COLUMNS), dtype=float)
        self._exposures(table)
        self._premia(table)
        table = table.sort_values("exposure", ascending=False, kind="stable")
        for row in (SPECIFIC, ALPHA, PORTFOLIO):
            table.loc[row] = np.nan
        self._risk(table)
        self._returns(table)
        differs = [None if np.isnan(p) else bool(p < SIGNIFICANT) for p in table["p"]]
        table["differs"] = pd.Series(differs, table.index, dtype=object)
        return table.rename_axis("factor")

    def _exposures(self, table: pd.DataFrame) -> None:
        found = known(self.parts.exposure)
        if found is not None:
            table["exposure"], table["p"] = found.exposure, found.pvalues
            table[["low", "high"]] = found.conf_int(self.level)

    def _premia(self, table: pd.DataFrame) -> None:
        found = known(self.parts.premia)
        if found is not None:
            table["premium"] = found.premia * self.scale
            table[["premium_low", "premium_high"]] = found.conf_int(self.level) * self.scale
            table["premium_p"] = found.pvalues
        if self.parts.aligned.factors_are_returns:
            means = subtract_risk_free(self.parts.aligned).factors.mean()
            earned = None if found is None else found.earned
            table["factor_mean"] = (means if earned is None else earned["factor_mean"]) * self.scale

    def _risk(self, table: pd.DataFrame) -> None:
        found = known(self.parts.risk)
        if found is not None:
            columns, scale = ["share", "volatility"], [1.0, np.sqrt(self.scale)]
            parts = found.by_factor[columns] * scale
            table.loc[parts.index, columns] = parts
            table.loc[PORTFOLIO, columns] = [1.0, found.volatility * scale[1]]

    def _returns(self, table: pd.DataFrame) -> None:
        if self.returns is not None:
            table.loc[self.returns.index, "contribution"] = self.returns
            table.loc[PORTFOLIO, "contribution"] = self.returns.sum()
            table.loc[ALPHA, "p"] = self.alpha_pvalue
        ends = ["premium", "premium_low", "premium_high"]
        table.loc[PORTFOLIO, ends] = list(self.expected)

    def holdings(self) -> pd.DataFrame:
        """See :class:`Summary`."""
        betas, held = known(self.parts.betas), known(self.parts.exposure)
        if betas is None or held is None:
            return pd.DataFrame({"weight": []}, index=pd.Index([], name="asset"))
        weights = held.weights[held.weights != 0.0]
        order = (-weights.abs()).argsort(kind="stable").iloc[:MOST_HOLDINGS]
        weights = weights.iloc[order]
        table = betas.betas.loc[weights.index, self._main_factors(betas)]
        table.insert(0, "weight", weights, allow_duplicates=True)
        return table.rename_axis("asset")

    def _main_factors(self, betas: Betas) -> list[str]:
        """The factors with the largest shares of the variance, in the order of the shares."""
        risk = known(self.parts.risk)
        if risk is None:
            return list(betas.betas.columns[:MOST_FACTORS])
        return by_size(risk.by_factor["share"].drop(SPECIFIC))[:MOST_FACTORS]

    def figures(self) -> pd.DataFrame:
        """See :class:`Summary`."""
        risk, per, n_obs = known(self.parts.risk), self.per, self.n_obs
        returns, (expected, low, high) = self.returns, self.expected
        specific = np.nan if risk is None else float(risk.by_factor["share"][SPECIFIC])
        volatility = np.nan if risk is None else risk.volatility * np.sqrt(self.scale)
        alpha = np.nan if returns is None else float(returns[ALPHA])
        realised = np.nan if returns is None else float(returns.sum())
        dates = counted(n_obs, "date")
        less_rate = ", less the risk-free rate" if self.less_rate else ""
        interval = readings.interval(low, high, "+.1%")
        of_risk, of_return = f"standard deviation, {dates}", f"mean of {dates}{less_rate}"
        beside = self._beside
        if beside is not None:
            of_risk = readings_beside.figure_of_risk(*beside["volatility"])
            of_return = readings_beside.figure_of_return(*beside["mean"])
        rows = {
            f"Volatility {per}": (volatility, of_risk),
            "Factors' share of the risk": (1.0 - specific, f"{specific:.0%} specific to holdings"),
            f"Earned {per}": (realised, of_return),
            f"Should earn {per}": (expected, f"{self.level:.0%}: {interval}"),
            f"Alpha {per}": (alpha, readings.alpha_in_short(self.alpha_pvalue)),
        }
        table = pd.DataFrame.from_dict(rows, orient="index", columns=["value", "note"])
        table.loc[table["value"].isna(), "note"] = readings.NOT_ESTIMATED
        table.insert(1, "low", [np.nan] * 3 + [low, np.nan])
        table.insert(2, "high", [np.nan] * 3 + [high, np.nan])
        return table.rename_axis("figure")

    def sentences(self) -> pd.DataFrame:
        """See :class:`Summary`."""
        data = self.parts.data
        said = readings.data_in_short(self.n_obs, len(data.dropped), data.status)
        held = known(self.parts.exposure)
        if held is not None and held.dates.weights != CONSTANT:
            said = f"{said[:-1]}; {held.dates.weights}."
        rows = {
            "Exposure": self._exposure_sentence(),
            "Risk": self._risk_sentence(),
            "Return": self._return_sentence(),
            "Data": (said, readings.few_dates(self.n_obs)),
        }
        return pd.DataFrame.from_dict(rows, orient="index", columns=["says", "caution"])

    def _exposure_sentence(self) -> tuple[str, str]:
        found = self.parts.exposure
        if isinstance(found, LabfolioError):
            return str(found), ""
        names, pvalues = by_size(found.exposure)[:_MOST_NAMED], found.pvalues
        ends = found.conf_int(self.level)
        largest = [
            readings.Estimate(
                short_name(name), found.exposure[name], found.std_errors[name], pvalues[name]
            )
            for name in names
        ]
        says = readings.exposures_in_short(
            largest,
            [(float(ends["low"][name]), float(ends["high"][name])) for name in names],
            int((pvalues < SIGNIFICANT).sum()),
            len(pvalues),
        )
        return says, readings.exposures_are_means(self.n_obs)

    def _risk_sentence(self) -> tuple[str, str]:
        found = self.parts.risk
        if isinstance(found, LabfolioError):
            return str(found), ""
        shares = found.by_factor["share"].drop(SPECIFIC)
        named = {short_name(name): shares[name] for name in by_size(shares)[:_MOST_NAMED]}
        says = readings.risk_in_short(
            found.volatility * np.sqrt(self.scale), named, float(shares.sum()), self.per
        )
        if self._beside is not None:
            says += f" {readings_beside.risk_beside(*self._beside['volatility'], self.per)}"
        elif isinstance(self.parts.active, LabfolioError):
            says += f" {self.parts.active}"
        return says, readings.risk_is_past(self.n_obs, hedged=bool((shares < _HEDGE).any()))

    def _return_sentence(self) -> tuple[str, str]:
        returns, found = self.returns, self.parts.expected
        if returns is None:
            return str(self.parts.attribution), ""
        alpha, whole = float(returns[ALPHA]), float(returns.sum())
        says = readings.earned_in_short(
            whole, whole - alpha, alpha, self.alpha_pvalue, self.per, less_rate=self.less_rate
        )
        beside, told = self._beside, ""
        if beside is not None:
            told = readings_beside.earned_beside(*beside["mean"], *beside["ratio"], self.per)
            told += self._on_other_dates
        if isinstance(found, LabfolioError):
            why = readings.no_expected(str(found).partition(";")[0].rstrip("."))
            return says, f"{told} {why}".strip()
        expected, *ends = self.expected
        n_obs = found.dates.n_obs
        should = readings.expected_in_short(
            expected, (ends[0], ends[1]), self.level, n_obs, self.per
        )
        # In a workbook a text of an array has at most 255 letters: this one stands beside it.
        return says, f"{told} {should}".strip()


_COLUMNS = (
    *("exposure", "low", "high", "p", "differs", "share", "volatility", "contribution"),
    *("premium", "premium_low", "premium_high", "premium_p", "factor_mean"),
)


def short_name(name: str) -> str:
    """A name for a sentence or the label of a bar; a long one loses its middle."""
    return narrowed(name, _LONGEST_NAME)


def _per(periods_per_year: float | None) -> str:
    return "per period" if periods_per_year is None else "a year"


def by_size(values: FloatSeries) -> list[str]:
    """Names in the order of the sizes of their numbers, whatever the sign."""
    return list(values.index[np.argsort(-values.abs().to_numpy(), kind="stable")])
