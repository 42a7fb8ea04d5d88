"""Risk, attribution, rolling exposures and tests by statsmodels, one regression at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from labfolio_xl.options.words import DEFAULT_COV
from labfolio_xl.reference.regressions import Lags, design, lags_at, regress
from labfolio_xl.returns.aligned import Aligned
from labfolio_xl.returns.names.terms import ALPHA
from labfolio_xl.returns.weights.judgement import Weights, check_weights

if TYPE_CHECKING:
    from statsmodels.regression.linear_model import RegressionResults

__all__ = ["attribution", "grs", "residual_tests", "risk", "rolling_exposure"]


def _portfolio(data: Aligned, weights: Weights) -> pd.Series[float]:
    """The portfolio's return on the dates on which all held assets have one."""
    weight = check_weights(weights, list(data.assets.columns))
    held = weight != 0.0
    return data.assets.loc[:, held].mul(weight[held]).sum(axis=1, skipna=False).dropna()


def rolling_exposure(
    data: Aligned,
    weights: Weights = None,
    *,
    window: int = 60,
    expanding: bool = False,
    cov: str = DEFAULT_COV,
    lags: Lags = None,
) -> pd.DataFrame:
    """One regression for each window: ``RollingExposure.to_frame()``."""
    returns = _portfolio(data, weights)
    regressors = design(data.factors.loc[returns.index])
    rows = {}
    for place, end in enumerate(range(window, len(returns) + 1)):
        dates = slice(0 if expanding else end - window, end)
        fit = regress(returns.iloc[dates], regressors.iloc[dates], cov, lags_at(lags, place))
        row: dict[str, float] = {}
        for name in data.factors.columns:
            value, error = fit.params[name], fit.bse[name]
            bounds = {f"{name} minus_1sd": value - error, f"{name} plus_1sd": value + error}
            row |= {str(name): value, **bounds}
        rows[returns.index[end - 1]] = {**row, "alpha": fit.params[ALPHA], "rsquared": fit.rsquared}
    return pd.DataFrame(rows).T.rename_axis("date")


def attribution(
    data: Aligned,
    weights: Weights = None,
    *,
    linked: bool = True,
    cov: str = DEFAULT_COV,
    lags: int | None = None,
) -> pd.DataFrame:
    """Contributions of the factors and of alpha: those rows of ``Attribution.to_frame()``.

    Each is a multiple of a coefficient. Alpha's part is tested as such; the parts of the factors
    have a standard error and no test.
    """
    returns = _portfolio(data, weights)
    regressors = design(data.factors.loc[returns.index])
    fit = regress(returns, regressors, cov, lags)
    links, realised = _links(returns) if linked else (1.0, returns.sum())
    multiples = regressors.mul(links, axis=0).sum()
    test = fit.t_test(np.diag(multiples))
    table = pd.DataFrame(
        {
            "contribution": fit.params * multiples,
            "std_error": test.sd,
            "t": test.tvalue,
            "p": test.pvalue,
            "share": fit.params * multiples / realised,
        }
    )
    table.loc[table.index != ALPHA, ["t", "p"]] = np.nan
    return table.rename_axis("part")


def _links(returns: pd.Series[float]) -> tuple[pd.Series[float], float]:
    """The coefficients of Carino (1999), written out, and the compounded return."""
    compounded = float(np.prod(1.0 + returns.to_numpy())) - 1.0
    whole = np.log(1.0 + compounded) / compounded
    links = np.log(1.0 + returns) / returns / whole
    return links.fillna(1.0 / whole), compounded


def risk(data: Aligned, weights: Weights = None) -> pd.DataFrame:
    """Parts of the variance by factor: ``RiskDecomposition.by_factor``."""
    returns = _portfolio(data, weights)
    factors = data.factors.loc[returns.index]
    fit = regress(returns, design(factors))
    exposure = fit.params.drop(ALPHA)
    moved = factors.cov() @ exposure
    variance = float(returns.var())
    table = pd.DataFrame({"exposure": exposure, "marginal": moved / np.sqrt(variance)})
    table["variance"] = exposure * moved
    table.loc["specific", "variance"] = fit.resid.var()
    table["volatility"] = table["variance"] / np.sqrt(variance)
    return table.assign(share=table["variance"] / variance)


def grs(data: Aligned) -> pd.DataFrame:
    """The test of Gibbons, Ross and Shanken (1989), equation 5, on statsmodels' regressions."""
    from scipy import stats

    assets = data.assets.dropna()
    factors = data.factors.loc[assets.index]
    (n_obs, n_assets), n_factors = assets.shape, factors.shape[1]
    fits = [regress(returns, design(factors)) for _, returns in assets.items()]
    alphas = np.array([fit.params[ALPHA] for fit in fits])
    residuals = np.column_stack([fit.resid for fit in fits])
    mean = factors.mean().to_numpy()
    spread = np.atleast_2d(np.cov(factors.to_numpy().T, ddof=0))
    size = 1.0 + mean @ np.linalg.solve(spread, mean)
    error = alphas @ np.linalg.solve(residuals.T @ residuals / n_obs, alphas)
    below = n_obs - n_assets - n_factors
    statistic = below / n_assets * error / size
    pvalue = stats.f.sf(statistic, n_assets, below)
    return pd.DataFrame({"statistic": [statistic], "p": [pvalue]}, index=["GRS"])


def residual_tests(data: Aligned, *, test_lags: int | None = None) -> pd.DataFrame:
    """Tests of the residuals by asset: ``Diagnostics.by_asset``."""
    from statsmodels.stats.diagnostic import acorr_ljungbox
    from statsmodels.stats.stattools import jarque_bera

    assets = data.assets.dropna()
    regressors = design(data.factors.loc[assets.index])
    lags = test_lags or max(1, min(10, len(assets) // 5))
    rows = {}
    for asset, returns in assets.items():
        fit = regress(returns, regressors)
        box = acorr_ljungbox(fit.resid, lags=[lags]).iloc[0]
        rows[asset] = [*box, *_white(fit), *jarque_bera(fit.resid)]
    names = ("ljung_box", "white", "jarque_bera")
    columns = [part for name in names for part in (name, f"{name}_p")]
    return pd.DataFrame(rows, index=[*columns, "skewness", "kurtosis"]).T.rename_axis("asset")


def _white(fit: RegressionResults) -> tuple[float, float]:
    """Squared residuals on the fitted value and its square, and the p-value."""
    from statsmodels.stats.diagnostic import het_breuschpagan

    fitted = fit.fittedvalues - fit.fittedvalues.mean()
    terms = np.column_stack([np.ones(len(fitted)), fitted, fitted**2 / fitted.std()])
    statistic, pvalue, _, _ = het_breuschpagan(fit.resid, terms)
    return statistic, pvalue
