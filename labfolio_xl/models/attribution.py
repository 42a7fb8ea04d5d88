"""Where the realised return of a portfolio came from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Unpack

import numpy as np
import pandas as pd

from labfolio_xl.core import portfolio as core
from labfolio_xl.core import time_series as series
from labfolio_xl.core.attribution import carino_links, estimated_parts
from labfolio_xl.core.qr import Array, design
from labfolio_xl.errors import InputError
from labfolio_xl.models.shared import readings
from labfolio_xl.models.shared.holding import (
    PORTFOLIO,
    Positions,
    hold,
    refuse_names,
)
from labfolio_xl.models.shared.inference import (
    Dated,
    FactorEstimates,
    FloatSeries,
    Inference,
)
from labfolio_xl.models.shared.span import Date, check_reach, span_of
from labfolio_xl.models.shared.time_series_errors import time_series_inference, time_series_options
from labfolio_xl.options import LEVEL, check_flag
from labfolio_xl.options.words import DEFAULT_COV
from labfolio_xl.returns.aligned import Table, TableOrAligned
from labfolio_xl.returns.benchmark import Benchmark
from labfolio_xl.returns.data_options import BenchmarkOptions
from labfolio_xl.returns.dates.used import UsedDates
from labfolio_xl.returns.names.terms import ALPHA
from labfolio_xl.returns.panel import Panel, prepare
from labfolio_xl.returns.tables.checked import RiskFree, day
from labfolio_xl.returns.weights.judgement import Weights

__all__ = ["Attribution", "attribution"]

# The parts of a return that are no factor: the rate, and what the regression does not explain.
RISK_FREE = "risk_free"
REST = "rest"

_GIVEN = "only exposures and alpha are estimates, what the factors earned is given"


@dataclass(frozen=True, slots=True)
class Attribution(FactorEstimates, Dated):
    """The realised return of a portfolio over a span: factors, alpha, and the rest.

    Attributes
    ----------
    contributions, std_errors : Series by part
        Risk-free return (if it was given), each factor, alpha, rest; they sum to
        ``realised``. The errors carry that exposures and alpha are estimated, and nothing else:
        what the factors earned is what happened. The rest is no estimate and has no error.
    factors_total, factors_total_std_error : float
        The sum of all factor parts.
    by_period : DataFrame, dates x parts
        The same parts date by date, before linking; each row sums to the portfolio's return.
    realised : float
        The compounded return, or the sum of the returns where not ``linked``.
    linked : bool
    span : UsedDates
        The dates of the realised return, out of those of the span that was asked for; the
        estimates use ``dates``.
    exposures : Series by factor
    inference : Inference
    benchmark, active : Attribution or None
        The same for the benchmark, and for the portfolio less the benchmark; None without one.
    """

    contributions: FloatSeries
    std_errors: FloatSeries
    factors_total: float
    factors_total_std_error: float
    by_period: pd.DataFrame
    realised: float
    linked: bool
    span: UsedDates
    exposures: FloatSeries
    inference: Inference
    benchmark: Attribution | None = None
    active: Attribution | None = None

    @property
    def estimates(self) -> FloatSeries:
        """The contributions, by part."""
        return self.contributions

    @property
    def df(self) -> float:
        """Residual degrees of freedom of the estimates."""
        return self.dates.n_obs - len(self.exposures) - 1

    @property
    def tstats(self) -> FloatSeries:
        """Alpha's part over its standard error; NaN for every other part.

        The quotient of a factor's part is the t-statistic of its exposure, whatever the factor
        earned, and says nothing about what the factor paid.
        """
        return super(Attribution, self).tstats.where(self.contributions.index == ALPHA)

    @property
    def reading(self) -> str:
        """The dates of the realised return, what the factors made of it, and what alpha did."""
        told = readings.attribution(
            self.realised,
            self.factors_total,
            self.contributions[ALPHA],
            self.pvalues[ALPHA],
            self.dates.n_obs,
        )
        return f"{self.span}: {told}"

    def to_frame(self, level: float = LEVEL) -> pd.DataFrame:
        """One row for each part and a last one for the portfolio.

        With a benchmark, its parts follow, and the active parts with their standard errors.
        """
        table = self.contributions.to_frame("contribution").join(self.statistics(level))
        table.insert(0, "exposure", self.exposures.reindex(table.index))
        # Where the parts cancel to a return of zero, they have no share of it.
        table["share"] = self.contributions / self.realised if self.realised != 0.0 else np.nan
        table.loc[PORTFOLIO, ["contribution", "share"]] = [self.realised, 1.0]
        if self.benchmark is not None and self.active is not None:
            table["benchmark_contribution"] = _with_whole(self.benchmark)
            table["active_contribution"] = _with_whole(self.active)
            table["active_std_error"] = self.active.std_errors
        return table.rename_axis("part")


def attribution(
    assets: TableOrAligned,
    factors: Table | None,
    risk_free: RiskFree = None,
    weights: Weights = None,
    benchmark: Benchmark = None,
    *,
    span_start: Date = None,
    span_end: Date = None,
    linked: bool = True,
    cov: series.TimeSeriesCov = DEFAULT_COV,
    lags: int | None = None,
    **data: Unpack[BenchmarkOptions],
) -> Attribution:
    r"""Split the realised return of a portfolio into factor parts, alpha and the rest.

    Exposures b and alpha come from all dates; over the span the portfolio earned
    :math:`\sum_t c_t r_t = \sum_k b_k \sum_t c_t f_{kt} + \alpha \sum_t c_t +
    \sum_t c_t e_t`: factors, alpha, and the rest. With the links c of Carino (1999) the parts
    sum to the compounded return, and with links of one to the sum of the returns.

    Parameters
    ----------
    assets, factors, risk_free, weights, benchmark, **data
        See :mod:`labfolio_xl.models`. With a risk-free rate its part is shown too, and the
        whole is the portfolio's total return, in which what is not invested earns the rate.
    span_start, span_end : date, optional
        First and last date of the span; all dates if not given. A month, quarter or year
        ("2021-03", "2021-Q1", "2021") stands for its first day as a start and for its last day
        as an end. Over all dates the rest is close to zero, and zero where the returns are
        summed, because residuals sum to zero.
    linked : bool
        True: the whole is the compounded return, which is what the portfolio earned. False: it
        is the sum of the returns per period.
    cov, lags
        As in :func:`estimate_betas`.

    Returns
    -------
    Attribution

    Raises
    ------
    InputError
        As :func:`exposure` does; also for a start after the end, and for a return of -100%
        or less when linked.
    MissingDataError
        As :func:`exposure` does; also for a span that begins or ends a period or more outside of
        the portfolio's returns.
    EstimationError
        As :func:`exposure` does.

    Notes
    -----
    The errors are conditional on what the factors earned, and on the links: only exposures and
    alpha are estimated. An interval of a factor's part holds the true exposure times what the
    factor earned. The part over its error would be the t-statistic of the exposure, however much
    or little the factor earned; t and p are therefore shown for alpha alone. Whether a factor
    pays is a question to its premium (:meth:`Lambdas.premia`).

    An alpha is what these factors leave unexplained on average. The return of a factor that is
    left out lies in it, and so does the choice of assets that did well.

    References
    ----------
    Carino (1999), Combining Attribution Effects over Time, Journal of Performance
    Measurement 3.

    Examples
    --------
    >>> from labfolio_xl.samples import load_sample
    >>> assets, factors, _ = load_sample()
    >>> parts = attribution(assets, factors).to_frame()["contribution"]
    >>> float(parts["VLUE"].round(4)), float(parts["Portfolio"].round(4))
    (-0.0702, 0.0213)
    """
    kind, lags = time_series_options(cov, lags)
    linked = check_flag(linked, "linked")
    panel = prepare(assets, factors, risk_free, **data)
    refuse_names(panel, REST, RISK_FREE, PORTFOLIO)
    held = hold(panel, weights, benchmark)
    first, last = span_of(panel.dates, span_start, span_end)
    check_reach(held.panel, first, last, asked=(span_start is not None, span_end is not None))
    asked = _Asked(panel, held.panel, first, last, linked, kind, lags)
    split = asked.of(held.portfolio)
    if held.benchmark is None or held.active is None:
        return split
    against = asked.of(held.benchmark, whose="benchmark")
    both = (split.by_period.sum(axis=1).to_numpy(), against.by_period.sum(axis=1).to_numpy())
    return replace(split, benchmark=against, active=asked.of(held.active, both=both))


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question: the dates that tables and portfolio have, the span, and how to estimate."""

    panel: Panel
    part: Panel
    first: pd.Timestamp
    last: pd.Timestamp
    linked: bool
    kind: series.TimeSeriesCov
    lags: int | None

    def of(
        self,
        positions: Positions,
        *,
        whose: str = "portfolio",
        both: tuple[Array, Array] | None = None,
    ) -> Attribution:
        """The parts of the return of some positions; ``both`` are the two of an active return."""
        part = self.part
        fit, covariance = core.coefficient_covariance(
            positions.total, part.factors, self.kind, self.lags
        )
        coefficients = fit.coefficients[:, 0]
        rows = np.flatnonzero((part.dates >= self.first) & (part.dates <= self.last))
        by_period = _by_period(part, positions, coefficients).iloc[rows]
        total = by_period.sum(axis=1).to_numpy()
        links = np.ones(len(total))
        if self.linked:
            links = _links(total, by_period.index, whose) if both is None else carino_links(*both)
        estimated = estimated_parts(coefficients, covariance, part.factors[rows], links)
        contributions = _summed(by_period, links)
        errors = pd.Series(estimated.std_errors, index=[ALPHA, *part.names])
        return Attribution(
            contributions=contributions,
            std_errors=errors.reindex(contributions.index).rename("std_error"),
            factors_total=estimated.factors_total,
            factors_total_std_error=estimated.factors_total_std_error,
            by_period=by_period,
            realised=float(contributions.sum()),
            linked=self.linked,
            span=_used(self.panel, part, self.first, self.last),
            exposures=pd.Series(coefficients[1:], index=part.names, name="exposure"),
            inference=_inference(
                time_series_inference(self.kind, fit, len(coefficients), part.used),
                "" if part.aligned.factors_are_returns else readings.NO_RETURNS,
            ),
        )


def _with_whole(split: Attribution) -> FloatSeries:
    whole = pd.Series([split.realised], index=[PORTFOLIO])
    return pd.concat([split.contributions, whole])


def _inference(inference: Inference, caution: str) -> Inference:
    """How the errors of exposures and alpha were made, and what they take as given."""
    return replace(inference, rule=f"{inference.rule}; {_GIVEN}", caution=caution)


def _summed(by_period: pd.DataFrame, links: Array) -> pd.Series[float]:
    """Parts of the whole span, each date's times its link."""
    parts = by_period.to_numpy()
    contributions = pd.Series(parts.T @ links, index=by_period.columns, name="contribution")
    # Over all dates the rest sums to zero: what is left is the rounding error of the sum.
    if abs(contributions[REST]) < len(parts) * np.finfo(float).eps * np.abs(parts).sum():
        contributions[REST] = 0.0
    return contributions


def _by_period(part: Panel, positions: Positions, coefficients: Array) -> pd.DataFrame:
    """Parts (dates x parts) that sum to the return of the positions on each date."""
    rest = positions.total - design(part.factors) @ coefficients
    tilts = part.factors * coefficients[1:]
    table = pd.DataFrame(tilts, index=part.dates, columns=part.names)
    table[ALPHA], table[REST] = coefficients[0], rest
    if part.aligned.risk_free is not None:
        # The rate was subtracted from the return of each asset; what is not invested earns it.
        table.insert(0, RISK_FREE, positions.capital * part.aligned.risk_free.to_numpy())
    return table


def _used(panel: Panel, part: Panel, first: pd.Timestamp, last: pd.Timestamp) -> UsedDates:
    """The dates of the realised return, out of those of the span that the tables share."""
    rows = (panel.dates >= first) & (panel.dates <= last)
    absent = np.isnan(panel.returns[np.ix_(rows, panel.assets.isin(part.assets))])
    used = UsedDates.with_all(panel.dates[rows], absent, part.assets)
    kept = part.dates[(part.dates >= first) & (part.dates <= last)]
    # Dates before the first weights, and those that the benchmark lacks, are not used either.
    return used if used.n_obs == len(kept) else UsedDates.of(kept, int(rows.sum()))


def _links(returns: Array, dates: pd.Index, whose: str) -> Array:
    """The links of returns above -100%."""
    if (returns <= -1.0).any():
        row = int(np.argmax(returns <= -1.0))
        raise InputError(
            f"The {whose}'s return on {day(dates[row])} is {returns[row]:.0%}, which cannot "
            "be compounded; set linked to no, which sums the returns, or check them."
        )
    return carino_links(returns)
