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
from labfolio_xl.models.shared.held_assets import PORTFOLIO, held_returns, refuse_names
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
from labfolio_xl.returns.data_options import PortfolioOptions
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
        """One row for each part and a last one for the portfolio."""
        table = self.contributions.to_frame("contribution").join(self.statistics(level))
        table.insert(0, "exposure", self.exposures.reindex(table.index))
        # Where the parts cancel to a return of zero, they have no share of it.
        table["share"] = self.contributions / self.realised if self.realised != 0.0 else np.nan
        table.loc[PORTFOLIO, ["contribution", "share"]] = [self.realised, 1.0]
        return table.rename_axis("part")


def attribution(
    assets: TableOrAligned,
    factors: Table | None,
    risk_free: RiskFree = None,
    weights: Weights = None,
    *,
    span_start: Date = None,
    span_end: Date = None,
    linked: bool = True,
    cov: series.TimeSeriesCov = DEFAULT_COV,
    lags: int | None = None,
    **data: Unpack[PortfolioOptions],
) -> Attribution:
    r"""Split the realised return of a portfolio into factor parts, alpha and the rest.

    Exposures b and alpha come from all dates; over the span the portfolio earned
    :math:`\sum_t c_t r_t = \sum_k b_k \sum_t c_t f_{kt} + \alpha \sum_t c_t +
    \sum_t c_t e_t`: factors, alpha, and the rest. With the links c of Carino (1999) the parts
    sum to the compounded return, and with links of one to the sum of the returns.

    Parameters
    ----------
    assets, factors, risk_free, weights, **data
        See :mod:`labfolio_xl.models`. With a risk-free rate its part is shown too, and the
        whole is the portfolio's total return.
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
    part, held = held_returns(panel, weights)
    portfolio = part.returns @ held
    fit, covariance = core.coefficient_covariance(portfolio, part.factors, kind, lags)
    coefficients = fit.coefficients[:, 0]
    by_period = _by_period(part, held, portfolio, coefficients)
    first, last = span_of(panel.dates, span_start, span_end)
    check_reach(part, first, last, asked=(span_start is not None, span_end is not None))
    rows = np.flatnonzero((part.dates >= first) & (part.dates <= last))
    by_period = by_period.iloc[rows]
    total = by_period.sum(axis=1).to_numpy()
    links = _links(total, by_period.index) if linked else np.ones(len(total))
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
        linked=linked,
        span=_used(panel, part, first, last),
        exposures=pd.Series(coefficients[1:], index=part.names, name="exposure"),
        inference=_inference(
            time_series_inference(kind, fit, len(coefficients), part.used),
            "" if part.aligned.factors_are_returns else readings.NO_RETURNS,
        ),
    )


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


def _by_period(part: Panel, held: Array, portfolio: Array, coefficients: Array) -> pd.DataFrame:
    """Parts (dates x parts) that sum to the portfolio's return on each date."""
    tilts = part.factors * coefficients[1:]
    rest = portfolio - design(part.factors) @ coefficients
    table = pd.DataFrame(tilts, index=part.dates, columns=part.names)
    table[ALPHA], table[REST] = coefficients[0], rest
    if part.aligned.risk_free is not None:
        # The rate was subtracted from the assets' returns, weight by weight: it is added here.
        table.insert(0, RISK_FREE, held.sum() * part.aligned.risk_free.to_numpy())
    return table


def _used(panel: Panel, part: Panel, first: pd.Timestamp, last: pd.Timestamp) -> UsedDates:
    """The dates of the realised return, out of those of the span that the tables share."""
    rows = (panel.dates >= first) & (panel.dates <= last)
    absent = np.isnan(panel.returns[np.ix_(rows, panel.assets.isin(part.assets))])
    return UsedDates.with_all(panel.dates[rows], absent, part.assets)


def _links(returns: Array, dates: pd.Index) -> Array:
    """The links of returns above -100%."""
    if (returns <= -1.0).any():
        row = int(np.argmax(returns <= -1.0))
        raise InputError(
            f"The portfolio's return on {day(dates[row])} is {returns[row]:.0%}, which cannot "
            "be compounded; set linked to no, which sums the returns, or check them."
        )
    return carino_links(returns)
