"""Intervals from resampled dates, for premia and exposures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias, Unpack

import numpy as np
import pandas as pd

from labfolio_xl.core import bootstrap as core
from labfolio_xl.core import cross_section as cross
from labfolio_xl.core import time_series as series
from labfolio_xl.core.qr import Array, design
from labfolio_xl.errors import EstimationError
from labfolio_xl.models.risk import held_returns
from labfolio_xl.options import check_count, check_flag, check_number
from labfolio_xl.results import Bootstrap
from labfolio_xl.returns.aligned import Table, TableOrAligned
from labfolio_xl.returns.data_options import DataOptions, PortfolioOptions
from labfolio_xl.returns.names.terms import ZERO_BETA
from labfolio_xl.returns.panel import (
    Panel,
    check_assets,
    check_exposures,
    complete,
    prepare,
    without_constant_assets,
)
from labfolio_xl.returns.tables.checked import RiskFree
from labfolio_xl.returns.weights.judgement import Weights

__all__ = ["Progress", "bootstrap_exposure", "bootstrap_premia"]

Progress: TypeAlias = Callable[[int, int], None]

# A percentile interval of fewer draws is mostly noise.
_LEAST_RESAMPLES = 100
_LEAST_SHARE = 0.9
# More would change no digit that is read, and a cell would wait for minutes, or for ever.
_MOST_RESAMPLES = 100_000


def bootstrap_premia(
    assets: TableOrAligned,
    factors: Table | None,
    risk_free: RiskFree = None,
    *,
    intercept: bool = False,
    n_resamples: int = 1000,
    block: float | None = None,
    seed: int = 0,
    progress: Progress | None = None,
    **data: Unpack[DataOptions],
) -> Bootstrap:
    r"""Intervals for risk premia that assume no distribution: blocks of dates drawn again.

    Each resample of the dates goes through both passes, so that the intervals carry the
    uncertainty of the betas as well as autocorrelation and heteroskedasticity.

    Parameters
    ----------
    assets, factors, risk_free, **data
        See :mod:`labfolio_xl.models`. Only dates on which every asset has a return are used;
        assets that never move, such as cash, are left out.
    intercept : bool
        Estimate the zero-beta rate too.
    n_resamples : int
        From 100 to 100,000; 1000 is usual for intervals of 95%.
    block : float, optional
        Mean block length in periods, at least 1; None takes the automatic length of Politis
        and White (2004), the longest among the premia by period.
    seed : int
        Of the draws; the same seed gives the same intervals.
    progress : callable, optional
        Called with the resamples done and their number.

    Returns
    -------
    Bootstrap

    Raises
    ------
    InputError
        As :func:`estimate_lambdas` does; also for too few resamples or a block below one.
    MissingDataError, EstimationError
        As :func:`estimate_lambdas` does; also when more than a tenth of the resamples
        cannot be estimated.

    Notes
    -----
    Percentile intervals do not correct the bias towards zero that estimated betas bring;
    ``.bias`` shows its size.

    References
    ----------
    Politis and Romano (1994), Journal of the American Statistical Association 89; Politis
    and White (2004) and Patton, Politis and White (2009), Econometric Reviews 23 and 28.

    Examples
    --------
    >>> from labfolio_xl.samples import load_sample
    >>> assets, factors, _ = load_sample()
    >>> drawn = bootstrap_premia(assets, factors, n_resamples=100, seed=1)
    >>> drawn.draws.shape, drawn.n_failed
    ((100, 6), 0)
    """
    intercept = check_flag(intercept, "intercept")
    panel = complete(without_constant_assets(prepare(assets, factors, risk_free, **data)))
    check_assets(panel)
    names = [ZERO_BETA, *panel.names] if intercept else list(panel.names)
    betas = series.betas(panel.returns, panel.factors)[0][1:].T
    exposures = cross.with_zero_beta(betas) if intercept else betas
    check_exposures(exposures, len(panel.assets), names)
    by_period = cross.lambdas(panel.returns, exposures)

    def premia(coefficients: Array, means: Array) -> Array:
        return core.resampled_premia(coefficients, means, zero_beta=intercept)

    estimates = pd.Series(by_period.mean(axis=0), index=names, name="premium")
    draws = _Draws(n_resamples, block, seed, progress)
    return draws.run("premium", estimates, panel, by_period, premia)


def bootstrap_exposure(
    assets: TableOrAligned,
    factors: Table | None,
    risk_free: RiskFree = None,
    weights: Weights = None,
    *,
    n_resamples: int = 1000,
    block: float | None = None,
    seed: int = 0,
    progress: Progress | None = None,
    **data: Unpack[PortfolioOptions],
) -> Bootstrap:
    """Intervals for a portfolio's exposures that assume no distribution.

    Parameters
    ----------
    assets, factors, risk_free, weights, **data
        See :mod:`labfolio_xl.models`.
    n_resamples, seed, progress
        As in :func:`bootstrap_premia`.
    block : float, optional
        Mean block length; None takes the longest of the automatic ones among the products
        of residual and factors.

    Returns
    -------
    Bootstrap

    Raises
    ------
    InputError, MissingDataError, EstimationError
        As :func:`exposure` and :func:`bootstrap_premia` do.

    Examples
    --------
    >>> from labfolio_xl.samples import load_sample
    >>> assets, factors, _ = load_sample()
    >>> drawn = bootstrap_exposure(assets, factors, n_resamples=100, seed=1)
    >>> drawn.draws.shape, drawn.n_failed
    ((100, 6), 0)
    """
    panel = prepare(assets, factors, risk_free, **data)
    part, held = held_returns(panel, weights)
    portfolio = (part.returns @ held)[:, None]
    coefficients, _ = series.betas(portfolio, part.factors)
    residual = portfolio - design(part.factors) @ coefficients
    estimates = pd.Series(coefficients[1:, 0], index=part.names, name="exposure")
    draws = _Draws(n_resamples, block, seed, progress)
    single = replace(part, returns=portfolio)
    return draws.run(
        "exposure", estimates, single, residual * part.factors, lambda drawn, _: drawn[:, 1:, 0]
    )


class _Draws:
    """The options of a bootstrap, checked, and its loop."""

    def __init__(
        self, n_resamples: int, block: float | None, seed: int, progress: Progress | None
    ) -> None:
        self._n_resamples = check_count(
            n_resamples, "n_resamples", least=_LEAST_RESAMPLES, most=_MOST_RESAMPLES
        )
        if block is not None:
            cure = "give a mean length of 1 period or more"
            block = check_number(block, "block", cure, lambda length: length >= 1.0)
        self._block = block
        self._seed = check_count(seed, "seed")
        self._progress = progress

    def run(
        self,
        what: str,
        estimates: pd.Series[float],
        panel: Panel,
        scores: Array,
        statistic: Callable[[Array, Array], Array],
    ) -> Bootstrap:
        """Resample the panel; blocks as long as the most persistent of the scores (T, M) needs."""
        block = self._block
        if block is None:
            block = max(core.block_length(score) for score in scores.T)
        draws: list[Array] = []
        done = 0
        for coefficients, means in core.resampled_coefficients(
            panel.returns, panel.factors, self._n_resamples, block, self._seed
        ):
            draws.append(statistic(coefficients, means))
            done += len(means)
            if self._progress is not None:
                self._progress(done, self._n_resamples)
        table = pd.DataFrame(np.concatenate(draws), columns=estimates.index).dropna()
        if len(table) < _LEAST_SHARE * self._n_resamples:
            raise EstimationError(
                f"{self._n_resamples - len(table)} of {self._n_resamples} resamples of the dates "
                "leave factors or exposures dependent; remove factors or add dates."
            )
        return Bootstrap(
            what,
            estimates,
            table.reset_index(drop=True),
            self._seed,
            float(block),
            panel.used,
            self._n_resamples - len(table),
        )
