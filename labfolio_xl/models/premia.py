"""Premia period by period, their means, and what they say an asset should earn."""

from __future__ import annotations

from typing import Unpack

import numpy as np
import pandas as pd

from labfolio_xl.core import cross_section as cross
from labfolio_xl.core import factor_model as two_pass
from labfolio_xl.core import time_series as series
from labfolio_xl.core.qr import Array, design, factorise
from labfolio_xl.core.rolling import rolling_betas
from labfolio_xl.errors import EstimationError
from labfolio_xl.models.rolling import check_window
from labfolio_xl.options import check_flag
from labfolio_xl.results import ExpectedReturns, Inference, Lambdas, RiskPremia
from labfolio_xl.returns.aligned import Table, TableOrAligned
from labfolio_xl.returns.data_options import DataOptions, PortfolioOptions
from labfolio_xl.returns.dates.used import UsedDates
from labfolio_xl.returns.panel import Panel, check_counts, check_exposures, constant_assets, prepare
from labfolio_xl.returns.tables.checked import RiskFree
from labfolio_xl.returns.weights.judgement import Weights

__all__ = ["estimate_lambdas", "expected_returns"]


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
        Estimate the zero-beta rate :math:`\lambda_{0t}` too. The reference notebook's
        formula has it, its code does not; not is the default.
    beta_window : int, optional
        Estimate the betas of each period on so many periods that end just before it, as Fama
        and MacBeth did (60 months), so that nothing looks ahead; the premia then begin after
        the first window. None takes the betas of the whole span.

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
    'not different from zero at 5%'
    """
    intercept = check_flag(intercept, "intercept")
    panel = prepare(assets, factors, risk_free, **data)
    if beta_window is not None:
        length = check_window(beta_window, panel, after=2, argument="beta_window")
        return _rolling_passes(panel, length, intercept=intercept)
    return _second_pass(panel, _first_pass(panel), intercept=intercept)


def _first_pass(panel: Panel) -> Array:
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


def _second_pass(panel: Panel, betas: Array, *, intercept: bool) -> Lambdas:
    exposures = cross.with_zero_beta(betas) if intercept else betas
    names = panel.premia_names(zero_beta=intercept)
    check_exposures(exposures, len(panel.assets), names)
    by_period = cross.lambdas_available(panel.returns, exposures)
    counts = (~np.isnan(panel.returns)).sum(axis=1)
    return Lambdas(
        by_period=pd.DataFrame(by_period, index=panel.dates, columns=names),
        exposures=pd.DataFrame(betas, index=panel.assets, columns=panel.names),
        factors=panel.aligned.factors,
        n_assets=pd.Series(counts, index=panel.dates, name="n_assets"),
        frequency=panel.aligned.frequency,
        doubts=panel.doubts,
    )


def _rolling_passes(panel: Panel, window: int, *, intercept: bool) -> Lambdas:
    """Cross-sections on the betas of the window before each period."""
    names = panel.premia_names(zero_beta=intercept)
    # The last window has no period after it.
    exposures = rolling_betas(panel.returns, panel.factors, window)[:-1]
    if intercept:
        # The column of the alphas makes place for that of the zero-beta rate.
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
        factors=None,
        n_assets=pd.Series(present.sum(axis=1), index=dates, name="n_assets"),
        frequency=panel.aligned.frequency,
        doubts=panel.doubts,
    )


def expected_returns(
    assets: TableOrAligned,
    factors: Table | None,
    risk_free: RiskFree = None,
    weights: Weights = None,
    *,
    intercept: bool = False,
    periods_per_year: float | None = None,
    **data: Unpack[PortfolioOptions],
) -> ExpectedReturns:
    r"""What the premia say each asset and the portfolio should earn, beside what they earned.

    :math:`E[r_i] = [\lambda_0 +] \sum_k \lambda_k \beta_{ik}` with the mean premia of
    :func:`estimate_lambdas`; the pricing error is the mean return less this.

    Parameters
    ----------
    assets, factors, risk_free, weights, **data
        See :mod:`labfolio_xl.models`.
    intercept : bool
        Estimate the zero-beta rate and include it.
    periods_per_year : float, optional
        Adds annual columns to the table (252, 52, 12 or 4; not compounded).

    Returns
    -------
    ExpectedReturns
        Expected returns have standard errors that carry the uncertainty of premia and
        betas, from the influence functions of the two-pass estimator on the dates that all
        assets have; NaN if those are too few.

    Raises
    ------
    InputError, MissingDataError, EstimationError
        As :func:`estimate_lambdas` and :func:`exposure` do.

    Notes
    -----
    Returns above the risk-free rate, if one was given. The mean of a short span says
    little: look at the standard error first. The mean return is over the periods that have
    premia, as far as the asset has a return: ``n_obs`` of them, and where those are few, the
    pricing error compares them with all. The portfolio's row is the weighted sum of those of
    the assets that it holds, its ``n_obs`` the fewest of theirs.

    Examples
    --------
    >>> from labfolio_xl.samples import load_sample
    >>> assets, factors, _ = load_sample()
    >>> table = expected_returns(assets, factors, periods_per_year=252).to_frame()
    >>> table.loc["Portfolio", ["expected_annual", "realised_annual"]].round(4).to_dict()
    {'expected_annual': 0.0255, 'realised_annual': 0.0422}
    """
    intercept = check_flag(intercept, "intercept")
    panel = prepare(assets, factors, risk_free, **data)
    held = panel.weights(weights)
    betas = _first_pass(panel)
    lambdas = _second_pass(panel, betas, intercept=intercept)
    premia = lambdas.premia(periods_per_year=periods_per_year)
    exposures = cross.with_zero_beta(betas) if intercept else betas
    by_asset = _beside(panel, lambdas, exposures, premia)
    # An asset that is not held may have no mean, and must not take the portfolio's away.
    of_held = by_asset[held != 0.0]
    row = of_held.mul(held[held != 0.0], axis=0).sum(skipna=False)
    row["n_obs"] = of_held["n_obs"].min()
    errors, portfolio_error, complete = _expected_errors(panel, held, intercept=intercept)
    return ExpectedReturns(
        by_asset=by_asset,
        portfolio=row,
        std_errors=pd.Series(errors, index=panel.assets, name="std_error"),
        portfolio_std_error=portfolio_error,
        premia=premia.premia,
        weights=pd.Series(held, index=panel.assets, name="weight"),
        dates=premia.dates,
        periods_per_year=periods_per_year,
        inference=Inference(
            "robust", (), "over T (T - K - 1), premia and betas", "normal", complete
        ),
    )


def _beside(panel: Panel, lambdas: Lambdas, exposures: Array, premia: RiskPremia) -> pd.DataFrame:
    """Of each asset what it should earn, and beside it what it earned in the same periods."""
    with_premia = lambdas.by_period.notna().all(axis=1).to_numpy()
    returns = pd.DataFrame(panel.returns[with_premia], columns=panel.assets)
    table = pd.DataFrame({"expected": exposures @ premia.premia.to_numpy()}, index=panel.assets)
    table["realised"] = returns.mean()  # missing for an asset without a return in any of them
    table["pricing_error"] = table["realised"] - table["expected"]
    table["n_obs"] = returns.count()
    return table


def _expected_errors(
    panel: Panel, weights: Array, *, intercept: bool
) -> tuple[Array, float, UsedDates]:
    """Errors of the expected returns, of assets and portfolio, and the dates behind them."""
    absent = np.isnan(panel.returns)
    rows = ~absent.any(axis=1)
    n_obs, factors = int(rows.sum()), panel.factors[rows]
    if n_obs <= factors.shape[1] + 1 or factorise(design(factors)).dependent:
        return np.full(len(panel.assets), np.nan), float("nan"), panel.used
    used = panel.used if rows.all() else UsedDates.with_all(panel.dates, absent, panel.assets)
    returns = panel.returns if rows.all() else panel.returns[rows]
    each, portfolio = two_pass.expected_return_variances(
        returns, factors, weights, zero_beta=intercept
    )
    return np.sqrt(each), float(np.sqrt(portfolio)), used
