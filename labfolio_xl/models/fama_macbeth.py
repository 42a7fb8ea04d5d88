"""Premia of the factors period by period: the two passes of Fama and MacBeth."""

from __future__ import annotations

from typing import Unpack

import numpy as np
import pandas as pd

from labfolio_xl.core import cross_section as cross
from labfolio_xl.core import time_series as series
from labfolio_xl.core.qr import Array
from labfolio_xl.core.rolling import rolling_betas
from labfolio_xl.errors import EstimationError
from labfolio_xl.models.lambdas import Lambdas
from labfolio_xl.models.rolling import check_window
from labfolio_xl.models.shared.zero_beta import caution_of_zero_beta
from labfolio_xl.options import check_flag
from labfolio_xl.returns.aligned import Table, TableOrAligned
from labfolio_xl.returns.data_options import DataOptions
from labfolio_xl.returns.panel import Panel, check_counts, check_exposures, constant_assets, prepare
from labfolio_xl.returns.tables.checked import RiskFree

__all__ = ["estimate_lambdas"]


def estimate_lambdas(
    assets: TableOrAligned,
    factors: Table | None,
    risk_free: RiskFree = None,
    *,
    intercept: bool = False,
    beta_window: int | None = None,
    **data: Unpack[DataOptions],
) -> Lambdas:
    r"""Premia of the factors period by period: the second pass of Fama and MacBeth.

    In each period t, least squares of :math:`r_{it} = [\lambda_{0t} +] \sum_k \lambda_{kt}
    \hat\beta_{ik} + \eta_{it}` over the assets, on the betas of the whole span, or on those
    of the periods before.

    Parameters
    ----------
    assets, factors, risk_free, **data
        See :mod:`labfolio_xl.models`.
    intercept : bool
        Estimate the zero-beta rate :math:`\lambda_{0t}` too. The formula of the reference
        notebook has it; its code does not, and neither does the default. A ``DataWarning`` tells
        if the betas nearly make a constant, so that the rate mixes with the premia.
    beta_window : int, optional
        Estimate the betas of each period from so many periods that end just before it, as Fama
        and MacBeth did (60 months), so that no later return is used; the premia then begin
        after the first window. None takes the betas of the whole span.

    Returns
    -------
    Lambdas
        With ``.premia()`` for the means and their errors.

    Raises
    ------
    InputError, MissingDataError, EstimationError
        As :func:`estimate_betas` does; also for fewer assets than premia and for exposures
        that repeat each other, and for a window too short or without a period after it.

    Notes
    -----
    With missing returns a period uses the assets it has. Betas are estimated, so the premia
    are biased towards zero, less so with a longer span.

    References
    ----------
    Fama and MacBeth (1973), Journal of Political Economy 81.

    Examples
    --------
    >>> from labfolio_xl.samples import load_sample
    >>> assets, factors, _ = load_sample()
    >>> lambdas = estimate_lambdas(assets, factors)
    >>> lambdas.by_period.iloc[0].round(4).to_dict()["VLUE"]
    0.0165
    >>> lambdas.premia(periods_per_year=252).readings["VLUE"]
    'no sign at 5% that it differs from zero (+0.037% per period, over 249 dates)'
    """
    intercept = check_flag(intercept, "intercept")
    panel = prepare(assets, factors, risk_free, **data)
    if beta_window is not None:
        length = check_window(beta_window, panel, after=2, argument="beta_window")
        return _rolling_passes(panel, length, intercept=intercept)
    return second_pass(panel, first_pass(panel), intercept=intercept)


def first_pass(panel: Panel) -> Array:
    """Betas (N, K) of all assets; an asset whose own dates cannot give them is refused."""
    check_counts(panel)
    constant = constant_assets(panel)
    betas = series.betas_available(panel.returns, panel.factors)[1:].T
    unknown = np.isnan(betas).any(axis=1)
    if unknown.any():
        raise EstimationError(
            f'Assets: column "{panel.assets[int(unknown.argmax())]}" has returns only on dates '
            "on which a factor is constant or repeats the others, so its betas cannot be "
            "estimated; remove it or add returns."
        )
    betas[constant] = 0.0
    return betas


def second_pass(panel: Panel, betas: Array, *, intercept: bool) -> Lambdas:
    """Cross-sections of all periods on the same betas (N, K)."""
    exposures = cross.with_zero_beta(betas) if intercept else betas
    names = panel.premia_names(intercept=intercept)
    check_exposures(exposures, len(panel.assets), names)
    caution = caution_of_zero_beta(betas, panel.doubts) if intercept else ""
    by_period = cross.lambdas_available(panel.returns, exposures)
    counts = (~np.isnan(panel.returns)).sum(axis=1)
    return Lambdas(
        by_period=pd.DataFrame(by_period, index=panel.dates, columns=names),
        exposures=pd.DataFrame(betas, index=panel.assets, columns=panel.names),
        n_assets=pd.Series(counts, index=panel.dates, name="n_assets"),
        frequency=panel.aligned.frequency,
        doubts=panel.doubts,
        panel=panel,
        caution=caution,
    )


def _rolling_passes(panel: Panel, window: int, *, intercept: bool) -> Lambdas:
    """Cross-sections on the betas of the window before each period."""
    names = panel.premia_names(intercept=intercept)
    # The last window has no period after it.
    exposures = rolling_betas(panel.returns, panel.factors, window)[:-1]
    if intercept:
        # The column of the alphas becomes the column of ones of the zero-beta rate.
        exposures[:, :, 0] = np.where(np.isnan(exposures[:, :, 0]), np.nan, 1.0)
    else:
        exposures = exposures[:, :, 1:]
    returns = panel.returns[window:]
    by_period = cross.lambdas_per_period(returns, exposures)
    if np.isnan(by_period).all():
        raise EstimationError(
            f"No period has enough assets with betas of the {window} periods before it for "
            f"{len(names)} premia; add assets, remove factors, or lengthen beta_window."
        )
    present = ~(np.isnan(returns) | np.isnan(exposures).any(axis=2))
    dates = panel.dates[window:]
    return Lambdas(
        by_period=pd.DataFrame(by_period, index=dates, columns=names),
        exposures=None,
        n_assets=pd.Series(present.sum(axis=1), index=dates, name="n_assets"),
        frequency=panel.aligned.frequency,
        doubts=panel.doubts,
    )
