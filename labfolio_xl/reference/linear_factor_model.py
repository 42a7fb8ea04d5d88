"""The factor model by linearmodels, and what follows from its covariance."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from labfolio_xl.models.shared.holding import PORTFOLIO
from labfolio_xl.options import LEVEL
from labfolio_xl.reference.regressions import lambdas, slopes
from labfolio_xl.reference.robust_premia import holm
from labfolio_xl.returns.aligned import Aligned
from labfolio_xl.returns.names.terms import ZERO_BETA
from labfolio_xl.returns.weights.judgement import Weights, check_weights

__all__ = [
    "expected_returns",
    "factor_model_header",
    "factor_model_params",
    "factor_model_premia",
    "fit_factor_model",
]


def fit_factor_model(
    data: Aligned,
    *,
    cov: str = "robust",
    lags: int | None = None,
    debiased: bool = True,
    intercept: bool = False,
) -> Any:
    """The fitted model of linearmodels on the dates on which every asset has a return.

    The options are those of ``factor_model``; the other functions read their tables from it.
    """
    from linearmodels.asset_pricing import LinearFactorModel

    assets = data.assets.dropna()
    model = LinearFactorModel(assets, data.factors.loc[assets.index], risk_free=intercept)
    options = {} if cov == "robust" or lags is None else {"bandwidth": lags}
    return model.fit(cov_type=cov, debiased=debiased, **options)


def factor_model_premia(fit: Any) -> pd.DataFrame:
    """Premia of linearmodels: the numbers of ``FactorModel.to_frame()``."""
    from scipy import stats

    table = pd.DataFrame({"premium": fit.risk_premia, "std_error": fit.risk_premia_se})
    table["t"] = table["premium"] / table["std_error"]
    table["p"] = 2.0 * stats.norm.sf(np.abs(table["t"]))
    width = table["std_error"] * stats.norm.ppf(0.5 + LEVEL / 2.0)
    table["low"], table["high"] = table["premium"] - width, table["premium"] + width
    table = table.rename(index={"risk_free": ZERO_BETA}).rename_axis("factor")
    return table.assign(p_holm=holm(table["p"]))


def factor_model_params(fit: Any) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Pricing errors and betas of linearmodels, and their errors, assets x (alpha, factors)."""
    return fit.params, fit.std_errors


def factor_model_header(fit: Any, j: str = "projected") -> pd.Series[Any]:
    """Sizes, R-squared and J of linearmodels: ``FactorModel.header()`` without the form F of J.

    The R-squared of the mean returns are those of statsmodels.
    """
    from scipy import stats

    n_assets, n_factors = fit.betas.shape
    test = fit.j_statistic
    statistic = _full_j(fit) if j == "full" else float(test.stat)
    return pd.Series(
        {
            "No. Test Portfolios": n_assets,
            "No. Factors": n_factors,
            "No. Observations": int(fit.nobs),
            "Cov. Estimator": "kernel" if "Kernel" in fit.cov_estimator else "robust",
            "R-squared (time series)": float(fit.rsquared),
            "R-squared (means, OLS)": _rsquared_of_means(fit, gls=False),
            "R-squared (means, GLS)": _rsquared_of_means(fit, gls=True),
            "J-statistic": statistic,
            "P-value (chi2)": float(stats.chi2.sf(statistic, test.df)),
            "Distribution (chi2)": f"chi2({test.df})" if test.df else "none",
        },
        name="value",
        dtype=object,
    )


def _rsquared_of_means(fit: Any, *, gls: bool) -> float:
    """One less the ratio of the squares that betas leave to those that a constant leaves."""
    from statsmodels.regression.linear_model import GLS

    returns = fit.model.portfolios.ndarray
    mean, betas = returns.mean(axis=0), fit.betas.to_numpy()
    covariance = np.cov(returns, rowvar=False)
    if gls and np.linalg.matrix_rank(covariance, hermitian=True) < len(mean):
        return float("nan")
    sigma = covariance if gls else None
    ones = np.ones((len(mean), 1))
    has_rate = len(fit.risk_premia) > betas.shape[1]
    exposures = np.hstack([ones, betas]) if has_rate else betas
    left, total = (GLS(mean, columns, sigma=sigma).fit().ssr for columns in (exposures, ones))
    return float(1.0 - left / total)


def _full_j(fit: Any) -> float:
    """The J-statistic of linearmodels 7.0: pseudo-inverse of the full covariance.

    The limit of the rank is wider than that of 7.0, which is 1e-15 of the largest eigenvalue: with
    the zero-beta rate the covariance is singular, and its zero eigenvalue is a rounding error of
    about that size.
    """
    n_assets, n_factors = fit.betas.shape
    every = np.arange(n_assets) * (n_factors + 1)
    covariance = fit.cov.to_numpy()[np.ix_(every, every)]
    alphas = fit.alphas.to_numpy()
    return float(alphas @ np.linalg.pinv(covariance, rcond=1e-12) @ alphas)


def expected_returns(
    data: Aligned, weights: Weights = None, *, intercept: bool = False
) -> pd.DataFrame:
    """Betas times premia, and the realised means: ``ExpectedReturns.to_frame()``.

    Standard errors are the delta method on linearmodels' covariance of all betas and premia.
    """
    held = pd.Series(check_weights(weights, list(data.assets.columns)), data.assets.columns)
    exposures = slopes(data)
    if intercept:
        exposures.insert(0, ZERO_BETA, 1.0)
    expected = exposures @ lambdas(data, intercept=intercept).mean()
    realised = data.assets.mean()
    table = pd.DataFrame(
        {"expected": expected, "realised": realised, "pricing_error": realised - expected}
    )
    table = pd.concat([table, (held @ table).to_frame(PORTFOLIO).T])
    fit = fit_factor_model(data, intercept=intercept)
    portfolios = [*np.eye(len(held)), held.to_numpy()]
    table["std_error"] = [_delta_method(fit, weights) for weights in portfolios]
    return table.rename_axis("asset")


def _delta_method(fit: Any, weights: np.ndarray) -> float:
    """Standard error of ``w'B lambda``: by each beta ``w_i lambda_k``, by each premium ``w'B``."""
    slopes = fit.betas.to_numpy()
    n_factors = slopes.shape[1]
    premia = fit.risk_premia.to_numpy()
    by_beta = np.outer(weights, np.r_[0.0, premia[-n_factors:]])
    has_rate = len(premia) > n_factors
    by_premium = weights @ (np.c_[np.ones(len(slopes)), slopes] if has_rate else slopes)
    gradient = np.r_[by_beta.ravel(), by_premium]
    return float(np.sqrt(gradient @ fit.cov.to_numpy() @ gradient))
