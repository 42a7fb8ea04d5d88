"""Both passes by statsmodels, one regression at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from labfolio_xl.options import LEVEL
from labfolio_xl.options.words import DEFAULT_COV
from labfolio_xl.returns.aligned import Aligned
from labfolio_xl.returns.names.terms import ALPHA, ZERO_BETA
from labfolio_xl.returns.weights.judgement import Weights, check_weights

if TYPE_CHECKING:
    from statsmodels.regression.linear_model import RegressionResults

__all__ = [
    "Lags",
    "betas",
    "design",
    "exposure",
    "lags_at",
    "lambdas",
    "premia",
    "regress",
    "slopes",
]

# One number for all regressions, or one for each.
Lags = int | Sequence[int] | None


def betas(data: Aligned, *, cov: str = DEFAULT_COV, lags: Lags = None) -> pd.DataFrame:
    """One regression of statsmodels for each asset: ``Betas.to_frame()``."""
    parts = []
    for place, (asset, returns) in enumerate(data.assets.items()):
        fit = regress(returns, design(data.factors), cov, lags_at(lags, place))
        part = _table(fit).rename_axis("term").reset_index()
        part.insert(0, "asset", str(asset))
        parts.append(part.assign(rsquared=fit.rsquared, n_obs=int(fit.nobs)))
    return pd.concat(parts, ignore_index=True)


def lags_at(lags: Lags, place: int) -> int | None:
    """The number of lags of one of several regressions."""
    return lags[place] if isinstance(lags, Sequence) else lags


def design(factors: pd.DataFrame) -> pd.DataFrame:
    """Regressors: a constant and the factors."""
    table = factors.copy()
    table.insert(0, ALPHA, 1.0)
    return table


def regress(
    returns: pd.Series[float], regressors: pd.DataFrame, cov: str = "ols", lags: int | None = None
) -> RegressionResults:
    """Least squares on the rows with a return; t-distributed whatever the covariance."""
    from statsmodels.api import OLS

    model = OLS(returns, regressors, missing="drop")
    if cov == "ols":
        return model.fit()
    if cov == "hac":
        options = {"maxlags": lags, "use_correction": False}
        return model.fit(cov_type="HAC", cov_kwds=options, use_t=True)
    return model.fit(cov_type=cov.upper(), use_t=True)


def _table(fit: RegressionResults) -> pd.DataFrame:
    """Estimates of a regression, one row for each coefficient."""
    interval = fit.conf_int(1.0 - LEVEL)
    return pd.DataFrame(
        {
            "estimate": fit.params,
            "std_error": fit.bse,
            "t": fit.tvalues,
            "p": fit.pvalues,
            "low": interval[0],
            "high": interval[1],
        }
    )


def exposure(
    data: Aligned, weights: Weights = None, *, cov: str = DEFAULT_COV, lags: int | None = None
) -> pd.DataFrame:
    """The portfolio's own return regressed by statsmodels: ``Exposure.to_frame()``."""
    held = check_weights(weights, list(data.assets.columns))
    returns = data.assets.loc[:, held != 0.0].mul(held[held != 0.0]).sum(axis=1, skipna=False)
    table = _table(regress(returns, design(data.factors), cov, lags)).drop(index=ALPHA)
    table = table.rename(columns={"estimate": "exposure"}).rename_axis("factor")
    table.insert(1, "minus_1sd", table["exposure"] - table["std_error"])
    table.insert(2, "plus_1sd", table["exposure"] + table["std_error"])
    return table


def lambdas(data: Aligned, *, intercept: bool = False) -> pd.DataFrame:
    """One cross-section of statsmodels for each date: ``Lambdas.by_period``."""
    exposures = slopes(data)
    if intercept:
        exposures.insert(0, ZERO_BETA, 1.0)
    rows = {date: regress(cells, exposures).params for date, cells in data.assets.iterrows()}
    return pd.DataFrame(rows).T.rename_axis("date")


def slopes(data: Aligned) -> pd.DataFrame:
    """Betas, assets x factors."""
    regressors = design(data.factors)
    return pd.DataFrame(
        {asset: regress(cells, regressors).params for asset, cells in data.assets.items()}
    ).T.drop(columns=ALPHA)


def premia(
    data: Aligned, *, intercept: bool = False, cov: str = "fm", lags: Lags = None
) -> pd.DataFrame:
    """Means of the lambdas: the numbers of ``RiskPremia.to_frame()``.

    The mean of a premium is its regression on a constant, with "fm", "hac" and "shanken".
    Neither library has Shanken's errors, which are computed by his formula here; those of
    "robust" are made in :mod:`labfolio_xl.reference.robust_premia`.
    """
    by_period = lambdas(data, intercept=intercept)
    constant = pd.DataFrame({ALPHA: 1.0}, index=by_period.index)
    kind = "hac" if cov == "hac" else "ols"
    rows = [
        _table(regress(series, constant, kind, lags_at(lags, place)))
        for place, (_, series) in enumerate(by_period.items())
    ]
    table = pd.concat(rows).set_axis(by_period.columns).rename_axis("factor")
    table = table.rename(columns={"estimate": "premium"})
    return _shanken(table, by_period, data.factors) if cov == "shanken" else table


def _shanken(table: pd.DataFrame, by_period: pd.DataFrame, factors: pd.DataFrame) -> pd.DataFrame:
    """Shanken (1992), theorem 1, with matrices written out."""
    from scipy import stats

    n_obs, n_factors = factors.shape
    sigma = np.atleast_2d(np.cov(factors.to_numpy().T))
    mean = by_period.mean().to_numpy()[-n_factors:]
    bordered = np.zeros((by_period.shape[1],) * 2)
    bordered[-n_factors:, -n_factors:] = sigma / n_obs
    plain = np.atleast_2d(np.cov(by_period.to_numpy().T)) / n_obs
    variance = (1.0 + mean @ np.linalg.inv(sigma) @ mean) * (plain - bordered) + bordered
    error = np.sqrt(np.diag(variance))
    width = error * stats.t.ppf(0.5 + LEVEL / 2.0, n_obs - 1)
    out = table.assign(std_error=error, t=table["premium"] / error)
    out["p"] = 2.0 * stats.t.sf(np.abs(out["t"]), n_obs - 1)
    return out.assign(low=out["premium"] - width, high=out["premium"] + width)
