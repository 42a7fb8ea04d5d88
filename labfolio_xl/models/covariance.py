"""The covariance of the assets that few factors imply."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Unpack

import numpy as np
import pandas as pd

from labfolio_xl.core import portfolio as core
from labfolio_xl.core import time_series as series
from labfolio_xl.errors import EstimationError
from labfolio_xl.models.shared.inference import FloatSeries
from labfolio_xl.returns.aligned import Table, TableOrAligned
from labfolio_xl.returns.data_options import DataOptions
from labfolio_xl.returns.dates.used import OnDates, UsedDates
from labfolio_xl.returns.panel import check_counts, prepare, without_constant_assets
from labfolio_xl.returns.tables.checked import RiskFree

__all__ = ["FactorCovariance", "factor_covariance"]


@dataclass(frozen=True, slots=True)
class FactorCovariance(OnDates):
    """Covariance of assets from few factors: ``B S B' + D``.

    Attributes
    ----------
    matrix : DataFrame, assets x assets
        Positive definite; decimal per period squared.
    betas : DataFrame, assets x factors
    factors : DataFrame, factors x factors
        Sample covariance S.
    specific : Series by asset
        Diagonal of D: variances of the residuals.
    reciprocal_condition : float
        Of the matrix as correlations (1-norm): near zero is near singular.
    dates : UsedDates
        Behind S; an asset uses those of them that it has.
    """

    matrix: pd.DataFrame
    betas: pd.DataFrame
    factors: pd.DataFrame
    specific: FloatSeries
    reciprocal_condition: float
    dates: UsedDates

    @property
    def volatility(self) -> FloatSeries:
        """Volatilities, by asset."""
        values = np.sqrt(self.matrix.to_numpy().diagonal())
        return pd.Series(values, index=self.matrix.index, name="volatility")

    @property
    def correlation(self) -> pd.DataFrame:
        """The matrix as correlations."""
        scale = self.volatility.to_numpy()
        return self.matrix.div(scale, axis=0).div(scale, axis=1)

    @property
    def rule(self) -> str:
        """How the numbers were made, in one line."""
        return (
            f"betas x factor covariance x betas' + residual variances; divisor T - 1; "
            f"{self.dates}; positive definite (reciprocal condition "
            f"{self.reciprocal_condition:.1e})"
        )

    def to_frame(self) -> pd.DataFrame:
        """The matrix."""
        return self.matrix


def factor_covariance(
    assets: TableOrAligned,
    factors: Table | None,
    risk_free: RiskFree = None,
    **data: Unpack[DataOptions],
) -> FactorCovariance:
    r"""Covariance of the assets from few factors, for optimisers with many assets.

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
