"""Is a new factor spanned by the old ones, or does it add a return of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Unpack

import numpy as np
import pandas as pd

from labfolio_xl.core import alpha_tests as core
from labfolio_xl.core import time_series as series
from labfolio_xl.errors import InputError
from labfolio_xl.models.shared import readings
from labfolio_xl.models.shared.inference import (
    Counted,
    FactorEstimates,
    FloatSeries,
    Inference,
    TestStatistic,
    f_test,
    statistics_table,
)
from labfolio_xl.models.shared.time_series_errors import time_series_inference, time_series_options
from labfolio_xl.options import LEVEL, check_flag
from labfolio_xl.options.words import DEFAULT_COV
from labfolio_xl.returns.aligned import Table
from labfolio_xl.returns.data_options import DataOptions
from labfolio_xl.returns.findings import Findings
from labfolio_xl.returns.names.meaning import self_financing_names
from labfolio_xl.returns.net_factors import less_market, market_betas, market_column
from labfolio_xl.returns.panel import Panel, check_assets, complete, prepare
from labfolio_xl.returns.tables.checked import RiskFree

__all__ = ["SpanningTest", "spanning_test"]


@dataclass(frozen=True, slots=True)
class SpanningTest(FactorEstimates, Counted):
    """Whether new factors are spanned by the old ones, or add a return of their own.

    Attributes
    ----------
    alphas, std_errors : Series by new factor
        What the new factor earns beside the old ones, per period.
    betas : DataFrame, new x old factors
    rsquared : Series by new factor
        How much of its variation the old ones explain.
    f_test : TestStatistic
        All alphas are zero (GRS).
    unit_betas_test : TestStatistic or None
        Alphas are zero and betas sum to one: Huberman and Kandel (1987); None unless asked.
    information_ratios : Series by new factor
        Alpha over the deviation of the residual, per period: the gain in squared Sharpe
        ratio is its square.
    inference : Inference
    """

    alphas: FloatSeries
    std_errors: FloatSeries
    betas: pd.DataFrame
    rsquared: FloatSeries
    f_test: TestStatistic
    unit_betas_test: TestStatistic | None
    information_ratios: FloatSeries
    inference: Inference

    @property
    def estimates(self) -> FloatSeries:
        """The alphas, by new factor."""
        return self.alphas

    @property
    def df(self) -> float:
        """Residual degrees of freedom."""
        return self.n_obs - self.betas.shape[1] - 1

    @property
    def readings(self) -> pd.Series[str]:
        """What each alpha says."""
        words = [
            readings.alpha_beside_old_factors(a, p, self.n_obs)
            for a, p in zip(self.alphas, self.pvalues, strict=True)
        ]
        return pd.Series(words, index=self.alphas.index, name="reading")

    def tests(self) -> pd.DataFrame:
        """The joint tests, one row each."""
        size = float(self.alphas.abs().mean())
        words = readings.alphas_beside_old_factors(self.f_test.pvalue, size, self.n_obs)
        rows = [(self.f_test, words)]
        if self.unit_betas_test is not None:
            gap = float((self.betas.sum(axis=1) - 1.0).abs().mean())
            test = self.unit_betas_test
            words = readings.frontier_with_new_assets(test.pvalue, size, gap, self.n_obs)
            rows.append((test, words))
        return statistics_table(rows)

    def to_frame(self, level: float = LEVEL) -> pd.DataFrame:
        """One row for each new factor: alpha, s.e., t, p, low, high, R2, ratio, reading."""
        table = self.alphas.to_frame("alpha").join(self.statistics(level))
        table["rsquared"], table["information_ratio"] = self.rsquared, self.information_ratios
        table["reading"] = self.readings
        return table.rename_axis("factor")


def spanning_test(
    new: Table,
    factors: Table,
    risk_free: RiskFree = None,
    *,
    unit_betas: bool = False,
    cov: series.TimeSeriesCov = DEFAULT_COV,
    lags: int | None = None,
    **data: Unpack[DataOptions],
) -> SpanningTest:
    r"""Test whether new factors are spanned by the old ones, or add a return of their own.

    Each new factor is regressed on the old ones; its alpha is what they do not span. With
    several new ones their alphas are tested jointly, by F as in :func:`grs_test`.

    Parameters
    ----------
    new : DataFrame, dates x new factors
        Returns of the same kind as those of ``factors``.
    factors, risk_free, **data
        See :mod:`labfolio_xl.models`; ``self_financing`` may name new and old factors.
    unit_betas : bool
        Also test that alphas are zero and betas sum to one, which is spanning for returns
        that are not in excess of the risk-free rate.
    cov, lags
        Of the alphas' errors, as in :func:`estimate_betas`. The F statistics are classical.

    Returns
    -------
    SpanningTest

    Raises
    ------
    InputError
        As :func:`estimate_betas` does; also for a new factor with the name of an old one,
        and for ``unit_betas`` with a risk-free rate.
    MissingDataError, EstimationError
        As :func:`estimate_betas` does.

    Notes
    -----
    A spanned factor may still explain returns; it only adds no return of its own. Of many
    candidates, some have a p-value below 5% by chance.

    References
    ----------
    Huberman and Kandel (1987), Journal of Finance 42; Kan and Zhou (2012), Annals of
    Economics and Finance 13.

    Examples
    --------
    >>> from labfolio_xl.samples import load_sample
    >>> assets, factors, _ = load_sample()
    >>> old = factors.drop(columns="VLUE")
    >>> print(spanning_test(factors[["VLUE"]], old).readings["VLUE"].partition(":")[0])
    no sign of a return beside the old factors
    """
    kind, lags = time_series_options(cov, lags)
    panel = _new_on_old(new, factors, risk_free, **data)
    unit_betas = check_flag(unit_betas, "unit_betas")
    if unit_betas and panel.aligned.risk_free is not None:
        raise InputError(
            "unit_betas is for returns that are not in excess of a risk-free rate; leave the rate "
            "out, or unit_betas FALSE."
        )
    fit = series.fit(panel.returns, panel.factors, kind, lags)
    values, df, df_denominator = core.joint_f_statistics(panel.returns, panel.factors)
    alphas = fit.coefficients[0]
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = alphas / np.sqrt(fit.residual_variance)
    return SpanningTest(
        alphas=pd.Series(alphas, index=panel.assets, name="alpha"),
        std_errors=pd.Series(fit.std_errors[0], index=panel.assets, name="std_error"),
        betas=pd.DataFrame(fit.coefficients[1:].T, index=panel.assets, columns=panel.names),
        rsquared=pd.Series(fit.rsquared, index=panel.assets, name="rsquared"),
        f_test=f_test("GRS", "all new alphas are zero", float(values[0]), df, df_denominator),
        unit_betas_test=_unit_betas(panel) if unit_betas else None,
        information_ratios=pd.Series(ratios, index=panel.assets, name="information_ratio"),
        inference=replace(
            time_series_inference(kind, fit, len(fit.coefficients), panel.used),
            caution="" if panel.aligned.factors_are_returns else readings.NO_RETURNS,
        ),
    )


def _unit_betas(panel: Panel) -> TestStatistic:
    value, df, df_denominator = core.spanning_f_statistic(panel.returns, panel.factors)
    null = "alphas are zero and betas sum to one"
    return f_test("Huberman-Kandel", null, value, df, df_denominator)


def _new_on_old(
    new: Table,
    factors: Table,
    risk_free: RiskFree,
    **data: Unpack[DataOptions],
) -> Panel:
    """Panel of new and old factors; no rate is subtracted from the self-financing ones."""
    self_financing, market = data.get("self_financing", "auto"), data.get("net_of")
    # The rate is subtracted from all, and added back to the named ones below. Only then are the
    # old factors what their betas on the market are those of.
    data |= {"self_financing": "none", "net_of": None}
    joined = complete(prepare(new, factors, risk_free, candidates=True, **data))
    twice = joined.assets.intersection(joined.names)
    if len(twice):
        raise InputError(
            f'"{twice[0]}" is both a new and an old factor; rename one, or take it out of one.'
        )
    rate = joined.aligned.risk_free
    both = [*joined.assets, *joined.names]
    free = self_financing_names(self_financing, both, Findings(), charged=rate is not None)
    panel = joined if rate is None else _uncharged(joined, rate, free)
    panel = panel if market is None else _net_of(panel, market)
    check_assets(panel, spare=1)
    return panel


def _net_of(panel: Panel, name: str) -> Panel:
    """Take the old factors net of the market."""
    market = market_column(name, list(panel.names))
    factors = pd.DataFrame(panel.factors, columns=panel.names)
    net = less_market(factors, market_betas(factors, market), factors[market])
    return replace(panel, factors=net.to_numpy())


def _uncharged(panel: Panel, risk_free: pd.Series[float], names: tuple[str, ...]) -> Panel:
    """Give the risk-free rate back to the self-financing factors, new or old."""
    rate = risk_free.to_numpy()[:, None]
    returns = panel.returns + rate * panel.assets.isin(list(names))
    factors = panel.factors + rate * panel.names.isin(list(names))
    return replace(panel, returns=returns, factors=factors)
