"""Premia period by period, their means, and what they say an asset should earn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from labfolio_xl.alignment import Missing
from labfolio_xl.core import cross_section as cross
from labfolio_xl.core import factor_model as two_pass
from labfolio_xl.core import time_series as series
from labfolio_xl.core.qr import Array
from labfolio_xl.errors import EstimationError, MissingDataError
from labfolio_xl.panel import Panel, check_assets, check_exposures, prepare
from labfolio_xl.results import ZERO_BETA, ExpectedReturns, Inference, Lambdas
from labfolio_xl.tables import RiskFree, Weights, check_table, check_weights, day

__all__ = ["cross_section", "estimate_lambdas", "expected_returns"]


def estimate_lambdas(
    assets: pd.DataFrame,
    factors: pd.DataFrame,
    risk_free: RiskFree = None,
    *,
    intercept: bool = False,
    self_financing: str | Sequence[str] = "none",
    missing: Missing = "available",
) -> Lambdas:
    r"""Premia of the factors period by period: the second pass of Fama and MacBeth.

    In each period t, least squares of :math:`r_{it} = [\lambda_{0t} +] \sum_k \lambda_{kt}
    \hat\beta_{ik} + \eta_{it}` over the assets, on the betas of the whole span.

    Parameters
    ----------
    assets, factors, risk_free, self_financing, missing
        See :mod:`labfolio_xl.models`.
    intercept : bool
        Estimate the zero-beta rate :math:`\lambda_{0t}` too. The reference notebook's
        formula has it, its code does not; not is the default.

    Returns
    -------
    Lambdas
        With ``.premia()`` for the means and their errors.

    Raises
    ------
    InputError, MissingDataError, EstimationError
        As :func:`estimate_betas` does; also for fewer assets than premia and for exposures
        that repeat each other.

    Notes
    -----
    With missing returns a period uses the assets it has. Betas are estimated, so the premia
    are biased towards zero, less so with a longer span.

    References
    ----------
    Fama and MacBeth (1973), Journal of Political Economy 81.
    """
    panel = prepare(assets, factors, risk_free, self_financing, missing)
    check_assets(panel)
    betas = series.fit_available(panel.returns, panel.factors).coefficients[1:].T
    return _second_pass(panel, betas, intercept=intercept)


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
    )


def cross_section(
    returns: pd.DataFrame,
    exposures: pd.DataFrame | Mapping[object, pd.DataFrame],
    *,
    intercept: bool = False,
) -> Lambdas:
    r"""Premia of exposures that are known, not estimated: characteristics, ratings, old betas.

    In each period t, least squares of :math:`r_{it}` on the given :math:`x_{ikt}`.

    Parameters
    ----------
    returns : DataFrame, dates x assets
        Decimal excess returns; NaN is missing.
    exposures : DataFrame, assets x factors; or one such frame for each date
        Either one table for all periods, or a mapping from dates to tables, or a table
        whose rows are labelled (date, asset). Matched by names and dates; an asset or a
        date that has no exposures is left out. NaN leaves the asset out of its period.
    intercept : bool
        Estimate the return of an asset without exposure too.

    Returns
    -------
    Lambdas

    Raises
    ------
    InputError
        Tables that are not well formed.
    MissingDataError
        No asset or no date in common.
    EstimationError
        Fewer assets than premia, exposures that repeat each other.

    Notes
    -----
    Exposures of a period must be known before it, or the premia look ahead.
    """
    table = check_table(returns, "Returns")
    if isinstance(exposures, Mapping):
        exposures = pd.concat({pd.Timestamp(str(date)): x for date, x in exposures.items()})
    if isinstance(exposures.index, pd.MultiIndex):
        return _by_period(table, exposures, intercept=intercept)
    known = exposures.loc[exposures.index.intersection(table.columns)].dropna()
    _refuse_no_match(len(known), table)
    held = table[known.index]
    values = known.to_numpy(dtype=float)
    names = [ZERO_BETA, *known.columns] if intercept else list(known.columns)
    design = cross.with_zero_beta(values) if intercept else values
    check_exposures(design, len(known), names)
    return Lambdas(
        by_period=pd.DataFrame(
            cross.lambdas_available(held.to_numpy(), design), index=held.index, columns=names
        ),
        exposures=known,
        factors=None,
        n_assets=held.notna().sum(axis=1).rename("n_assets"),
    )


def _by_period(table: pd.DataFrame, exposures: pd.DataFrame, *, intercept: bool) -> Lambdas:
    """Cross-sections on exposures that change from date to date."""
    known = pd.DatetimeIndex(exposures.index.get_level_values(0).unique())
    dates = known.intersection(pd.DatetimeIndex(table.index))
    assets = exposures.index.get_level_values(1).unique().intersection(table.columns)
    _refuse_no_match(min(len(dates), len(assets)), table)
    rows = pd.MultiIndex.from_product([dates, assets])
    values = exposures.reindex(rows).to_numpy(dtype=float)
    cube = values.reshape(len(dates), len(assets), exposures.shape[1])
    names = [str(name) for name in exposures.columns]
    if intercept:
        cube, names = np.insert(cube, 0, 1.0, axis=2), [ZERO_BETA, *names]
    held = table.loc[dates, assets].to_numpy()
    present = ~(np.isnan(held) | np.isnan(cube).any(axis=2))
    by_period = cross.lambdas_per_period(held, cube)
    if np.isnan(by_period).all():
        raise EstimationError(
            f"No period has enough assets with exposures for {len(names)} premia; add assets, "
            "remove factors, or check for exposures that repeat each other."
        )
    return Lambdas(
        by_period=pd.DataFrame(by_period, index=dates.rename("date"), columns=names),
        exposures=None,
        factors=None,
        n_assets=pd.Series(present.sum(axis=1), index=dates.rename("date"), name="n_assets"),
    )


def _refuse_no_match(count: int, table: pd.DataFrame) -> None:
    if count == 0:
        raise MissingDataError(
            "Exposures and Returns have no asset and date in common; Returns has "
            f"{', '.join(map(str, table.columns[:6]))} from {day(table.index[0])} to "
            f"{day(table.index[-1])}."
        )


def expected_returns(
    assets: pd.DataFrame,
    factors: pd.DataFrame,
    weights: Weights = None,
    risk_free: RiskFree = None,
    *,
    intercept: bool = False,
    periods_per_year: float | None = None,
    self_financing: str | Sequence[str] = "none",
    missing: Missing = "available",
) -> ExpectedReturns:
    r"""What the premia say each asset and the portfolio should earn, beside what they earned.

    :math:`E[r_i] = [\lambda_0 +] \sum_k \lambda_k \beta_{ik}` with the mean premia of
    :func:`estimate_lambdas`; the pricing error is the mean return less this.

    Parameters
    ----------
    assets, factors, risk_free, self_financing, missing, weights
        See :mod:`labfolio_xl.models`.
    intercept : bool
        Estimate the zero-beta rate and include it.
    periods_per_year : float, optional
        Adds annual columns to the table (252, 52, 12 or 4; not compounded).

    Returns
    -------
    ExpectedReturns
        The portfolio's expected return has a standard error that carries the uncertainty
        of premia and betas, from the influence functions of the two-pass estimator on the
        dates that all assets have; NaN if those are too few.

    Raises
    ------
    InputError, MissingDataError, EstimationError
        As :func:`estimate_lambdas` and :func:`exposure` do.

    Notes
    -----
    Returns above the risk-free rate, if one was given. The mean of a short span says
    little: look at the standard error first.
    """
    panel = prepare(assets, factors, risk_free, self_financing, missing)
    check_assets(panel)
    held = check_weights(weights, list(panel.assets))
    betas = series.fit_available(panel.returns, panel.factors).coefficients[1:].T
    premia = _second_pass(panel, betas, intercept=intercept).premia(
        periods_per_year=periods_per_year
    )
    exposures = cross.with_zero_beta(betas) if intercept else betas
    expected = exposures @ premia.premia.to_numpy()
    realised = np.nanmean(panel.returns, axis=0)
    columns = {"expected": expected, "realised": realised, "pricing_error": realised - expected}
    error, n_obs = _expected_error(panel, held, intercept=intercept)
    return ExpectedReturns(
        by_asset=pd.DataFrame(columns, index=panel.assets),
        portfolio=pd.Series({name: float(held @ cells) for name, cells in columns.items()}),
        portfolio_std_error=error,
        premia=premia.premia,
        weights=pd.Series(held, index=panel.assets, name="weight"),
        periods_per_year=periods_per_year,
        inference=Inference(
            "robust", (), f"over T (T - K - 1), {n_obs} dates, premia and betas", "normal"
        ),
    )


def _expected_error(panel: Panel, weights: Array, *, intercept: bool) -> tuple[float, int]:
    """Standard error of the portfolio's expected return, and the dates behind it."""
    rows = ~np.isnan(panel.returns).any(axis=1)
    n_obs = int(rows.sum())
    if n_obs <= panel.factors.shape[1] + 1:
        return float("nan"), n_obs
    variance = two_pass.expected_return_variance(
        panel.returns[rows], panel.factors[rows], weights, zero_beta=intercept
    )
    return float(np.sqrt(variance)), n_obs
