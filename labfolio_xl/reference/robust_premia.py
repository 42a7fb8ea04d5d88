"""Premia with the errors of Kan, Robotti and Shanken, from the regressions of statsmodels."""

from __future__ import annotations

import numpy as np
import pandas as pd

from labfolio_xl.options import LEVEL
from labfolio_xl.reference.regressions import design, lambdas, regress, slopes
from labfolio_xl.returns.aligned import Aligned
from labfolio_xl.returns.names.terms import ALPHA, ZERO_BETA

__all__ = ["holm", "joint_test", "robust_premia"]


def robust_premia(data: Aligned, *, intercept: bool = False) -> pd.DataFrame:
    """Means of the lambdas and what the factors earned: ``RiskPremia.to_frame()``.

    No library has these errors where returns are missing: they come from the influence of each
    period, asset by asset, with the residuals of statsmodels and matrices written out.
    """
    from scipy import stats

    by_period = lambdas(data, intercept=intercept)
    influence = _influence(data, by_period)
    premium, error = by_period.mean(), _errors(influence, data)
    width = error * stats.norm.ppf(0.5 + LEVEL / 2.0)
    table = pd.DataFrame({"premium": premium, "std_error": error, "t": premium / error})
    table["p"] = 2.0 * stats.norm.sf(table["t"].abs())
    table["p_holm"] = holm(table["p"])
    table["low"], table["high"] = premium - width, premium + width
    if data.factors_are_returns:
        constant = pd.DataFrame({ALPHA: 1.0}, index=data.factors.index)
        means = {name: regress(column, constant) for name, column in data.factors.items()}
        table["factor_mean"] = pd.Series({name: fit.params[ALPHA] for name, fit in means.items()})
        table["factor_mean_std_error"] = pd.Series(
            {name: fit.bse[ALPHA] for name, fit in means.items()}
        )
        table["less_mean"] = table["premium"] - table["factor_mean"]
        moves = data.factors - data.factors.mean()
        error = _errors(influence[moves.columns] - moves, data)
        table["less_mean_t"] = table["less_mean"] / error
    return table.rename_axis("factor")


def joint_test(data: Aligned, *, intercept: bool = False) -> pd.DataFrame:
    """Wald's test that all premia are zero: the numbers of ``RiskPremia.tests()``."""
    from scipy import stats

    by_period = lambdas(data, intercept=intercept)
    factors = data.factors.columns
    influence = _influence(data, by_period)[factors].to_numpy()
    covariance = influence.T @ influence / _divisor(data)
    mean = by_period[factors].mean().to_numpy()
    statistic = float(mean @ np.linalg.inv(covariance) @ mean)
    numbers = {"statistic": statistic, "p": stats.chi2.sf(statistic, len(factors))}
    return pd.DataFrame(numbers, index=pd.Index(["Wald"], name="test"))


def holm(pvalues: pd.Series[float]) -> pd.Series[float]:
    """Holm's p-values by statsmodels; the zero-beta rate has none."""
    from statsmodels.stats.multitest import multipletests

    of_factors = pvalues.drop(ZERO_BETA, errors="ignore")
    adjusted = multipletests(of_factors, method="holm")[1]
    return pd.Series(adjusted, of_factors.index).reindex(pvalues.index)


def _influence(data: Aligned, by_period: pd.DataFrame) -> pd.DataFrame:
    """Influence of each date on the mean premia, dates x premia."""
    exposures, names = slopes(data), data.factors.columns
    if ZERO_BETA in by_period:
        exposures.insert(0, ZERO_BETA, 1.0)
    held = data.assets.notna().to_numpy()
    loadings = exposures.to_numpy()
    grams = np.array([np.linalg.inv(loadings[row].T @ loadings[row]) for row in held])
    paid = by_period.to_numpy()
    pick = np.eye(paid.shape[1])[:, -len(names) :]
    out = paid - paid.mean(axis=0)
    for place, (_, returns) in enumerate(data.assets.items()):
        here = held[:, place]
        fit = regress(returns, design(data.factors))
        scores = fit.model.exog @ np.asarray(fit.normalized_cov_params)
        moved = scores[:, 1:] * np.asarray(fit.resid)[:, None]
        beta, left = loadings[place], returns.to_numpy()[here] - paid[here] @ loadings[place]
        inner = left[:, None, None] * pick
        inner = inner - beta[:, None] * (paid[here] @ pick)[:, None, :]
        out[here] += moved @ (grams[here] @ inner).sum(axis=0).T
    return pd.DataFrame(out, by_period.index, by_period.columns)


def _divisor(data: Aligned) -> float:
    n_obs, n_factors = data.factors.shape
    return n_obs * (n_obs - n_factors - 1.0)


def _errors(influence: pd.DataFrame, data: Aligned) -> pd.Series[float]:
    return np.sqrt((influence**2).sum() / _divisor(data))
