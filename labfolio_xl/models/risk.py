"""Where the risk of a portfolio comes from, and the covariance that factors imply."""

from __future__ import annotations

from dataclasses import replace
from typing import Unpack

import numpy as np
import pandas as pd

from labfolio_xl.core import portfolio as core
from labfolio_xl.core import time_series as series
from labfolio_xl.errors import EstimationError, InputError, counted
from labfolio_xl.options import check_option, check_periods_per_year
from labfolio_xl.results import PORTFOLIO, SPECIFIC, FactorCovariance, RiskDecomposition
from labfolio_xl.returns.aligned import Table, TableOrAligned
from labfolio_xl.returns.data_options import DataOptions, PortfolioOptions
from labfolio_xl.returns.panel import (
    Panel,
    check_counts,
    complete,
    prepare,
    without_constant_assets,
)
from labfolio_xl.returns.tables.checked import RiskFree
from labfolio_xl.returns.weights.judgement import Weights

__all__ = [
    "factor_covariance",
    "held_returns",
    "refuse_names",
    "risk_decomposition",
]


def held_returns(panel: Panel, weights: Weights, *, spare: int = 1) -> tuple[Panel, np.ndarray]:
    """Dates on which all held assets have a return, those assets only, and their weights.

    ``spare`` is the least number of residual degrees of freedom.
    """
    weight = panel.weights(weights)
    held = weight != 0.0
    part = complete(panel, held)
    n_obs, n_factors = part.factors.shape
    if n_obs < n_factors + 1 + spare:
        raise EstimationError(
            f"Assets and Factors share {counted(n_obs, 'date')} on which every held asset has a "
            f"return, but {n_factors} factor{'s need' if n_factors != 1 else ' needs'} at least "
            f"{n_factors + 1 + spare}; add dates or remove factors."
        )
    narrow = replace(part.aligned, assets=part.aligned.assets.loc[:, held])
    return replace(part, returns=part.returns[:, held], aligned=narrow), weight[held]


def refuse_names(panel: Panel, *names: str) -> None:
    """Refuse a factor that has the name of a row of the result."""
    for name in names:
        if name in panel.names:
            raise InputError(
                f'Factors: the name "{name}" is taken by a row of the result; rename the column.'
            )


def risk_decomposition(
    assets: TableOrAligned,
    factors: Table | None,
    risk_free: RiskFree = None,
    weights: Weights = None,
    *,
    specific: core.SpecificRisk = "full",
    periods_per_year: float | None = None,
    **data: Unpack[PortfolioOptions],
) -> RiskDecomposition:
    r"""Split the variance of a portfolio into factors and the specific part: for its manager.

    With exposures :math:`b = B'w`, factor covariance S and residual covariance
    :math:`\Sigma`, the variance is :math:`\sigma^2 = b'Sb + w'\Sigma w`. Factor k contributes
    :math:`b_k (Sb)_k` (Euler), which may be negative: a hedge.

    Parameters
    ----------
    assets, factors, risk_free, weights, **data
        See :mod:`labfolio_xl.models`. The dates are those on which all held assets have a
        return, as in :func:`exposure`.
    specific : {"full", "diagonal"}
        "full" keeps the covariances between the residuals: the variance is then that of the
        portfolio's own returns in the sample. "diagonal" takes residuals of different assets
        as uncorrelated, as a factor risk model does: ``w' (B S B' + D) w``.
    periods_per_year : float, optional
        Adds annual volatilities (252, 52, 12 or 4).

    Returns
    -------
    RiskDecomposition
        The parts sum to the whole, by factor and by asset.

    Raises
    ------
    InputError, MissingDataError, EstimationError
        As :func:`exposure` does; also for a portfolio that never moves.

    Notes
    -----
    All covariances have the divisor T - 1. Wrong when betas drift within the span. With
    correlated factors the share of one depends on which others are there.

    References
    ----------
    Litterman (1996), Hot Spots and Hedges, Journal of Portfolio Management 23.

    Examples
    --------
    >>> import pandas as pd
    >>> dates = pd.date_range("2024-01-01", periods=4)
    >>> market = pd.DataFrame({"M": [0.01, -0.02, 0.03, 0.00]}, index=dates)
    >>> fund = (2 * market).rename(columns={"M": "Fund"})
    >>> float(risk_decomposition(fund, market).by_factor.loc["M", "share"].round(6))
    1.0
    """
    kind: core.SpecificRisk = check_option(specific, core.SpecificRisk, "specific")  # type: ignore[assignment]
    annual = check_periods_per_year(periods_per_year)
    panel = prepare(assets, factors, risk_free, periods_per_year=annual, **data)
    refuse_names(panel, SPECIFIC, PORTFOLIO)
    part, held = held_returns(panel, weights)
    split = core.split_risk(part.returns, part.factors, held, kind)
    by_factor = split.exposures * split.factor_covariances
    variance = float(by_factor.sum()) + split.specific
    if not variance > 0.0:
        raise EstimationError(
            "The portfolio's return is the same on every date, so it has no risk to split; "
            "check Assets and Weights."
        )
    volatility = float(np.sqrt(variance))
    return RiskDecomposition(
        by_factor=_by_factor(part.names, split, volatility),
        by_asset=_by_asset(part.assets, split, held, volatility),
        variance=variance,
        volatility=volatility,
        specific=kind,
        dates=part.used,
        periods_per_year=annual,
    )


def _by_factor(names: pd.Index, split: core.RiskSplit, volatility: float) -> pd.DataFrame:
    parts = np.append(split.exposures * split.factor_covariances, split.specific)
    table = pd.DataFrame(
        {
            "exposure": np.append(split.exposures, np.nan),
            "marginal": np.append(split.factor_covariances, np.nan) / volatility,
            "variance": parts,
            "volatility": parts / volatility,
            "share": parts / volatility**2,
        },
        index=[*names, SPECIFIC],
    )
    return table.rename_axis("factor")


def _by_asset(
    names: pd.Index, split: core.RiskSplit, weights: np.ndarray, volatility: float
) -> pd.DataFrame:
    systematic = weights * split.asset_factor_covariances
    beside = weights * split.asset_specific_covariances
    both = split.asset_factor_covariances + split.asset_specific_covariances
    table = pd.DataFrame(
        {
            "weight": weights,
            "marginal": both / volatility,
            "variance_factors": systematic,
            "variance_specific": beside,
            "volatility": (systematic + beside) / volatility,
            "share": (systematic + beside) / volatility**2,
        },
        index=names,
    )
    return table.rename_axis("asset")


def factor_covariance(
    assets: TableOrAligned,
    factors: Table | None,
    risk_free: RiskFree = None,
    **data: Unpack[DataOptions],
) -> FactorCovariance:
    r"""Covariance of the assets from few factors: for whoever optimises with many assets.

    :math:`B S B' + D` with betas B, the factors' sample covariance S and the residual
    variances D. It has the sample variances on its diagonal and, unlike the sample
    covariance, is positive definite also when the assets outnumber the dates.

    Parameters
    ----------
    assets, factors, risk_free, **data
        See :mod:`labfolio_xl.models`. Each asset uses the dates it has.

    Returns
    -------
    FactorCovariance
        Of the assets that move: cash, which never does, is left out.

    Raises
    ------
    InputError, MissingDataError
        As :func:`estimate_betas` does.
    EstimationError
        As :func:`estimate_betas` does; also when the matrix is not positive definite, because
        an asset is explained by the factors without error.

    Notes
    -----
    All divisors are ``n_obs - 1``. Wrong in what the residuals have in common, such as an
    industry without a factor: look at the residual correlations in :func:`diagnostics`.

    References
    ----------
    Fan, Fan and Lv (2008), Journal of Econometrics 147.

    Examples
    --------
    >>> from labfolio_xl.samples import load_sample
    >>> assets, factors, _ = load_sample()
    >>> matrix = factor_covariance(assets, factors).matrix
    >>> float((matrix.loc["AAPL", "AAPL"] * 252) ** 0.5)  # doctest: +ELLIPSIS
    0.35...
    """
    panel = without_constant_assets(prepare(assets, factors, risk_free, **data))
    check_counts(panel, spare=1)
    fit = series.fit_available(panel.returns, panel.factors)
    betas = fit.coefficients[1:].T
    specific = core.residual_variance(fit, panel.factors.shape[1])
    factor_part = core.covariance(panel.factors)
    matrix = betas @ factor_part @ betas.T
    matrix = (matrix + matrix.T) / 2.0
    matrix[np.diag_indices_from(matrix)] += specific
    condition = core.reciprocal_condition(matrix)
    if condition < len(matrix) * np.finfo(float).eps:
        least = int(np.argmin(specific / matrix.diagonal()))
        raise EstimationError(
            f'Assets: column "{panel.assets[least]}" is explained by the factors without error, '
            "so the covariance is singular; remove the column, or the factor that repeats it."
        )
    return FactorCovariance(
        matrix=pd.DataFrame(matrix, index=panel.assets, columns=panel.assets),
        betas=pd.DataFrame(betas, index=panel.assets, columns=panel.names),
        factors=pd.DataFrame(factor_part, index=panel.names, columns=panel.names),
        specific=pd.Series(specific, index=panel.assets, name="specific_variance"),
        reciprocal_condition=condition,
        dates=panel.used,
    )
