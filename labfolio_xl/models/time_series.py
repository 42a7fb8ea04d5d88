"""Betas of assets and exposures of a portfolio."""

from __future__ import annotations

from typing import Unpack

import numpy as np
import pandas as pd

from labfolio_xl.core import time_series as series
from labfolio_xl.options import check_count, check_option
from labfolio_xl.results import Betas, Exposure, Inference
from labfolio_xl.returns.aligned import Table, TableOrAligned
from labfolio_xl.returns.data_options import DataOptions, PortfolioOptions
from labfolio_xl.returns.dates.used import UsedDates
from labfolio_xl.returns.panel import check_counts, complete, constant_assets, prepare
from labfolio_xl.returns.tables.checked import RiskFree
from labfolio_xl.returns.weights.judgement import Weights

__all__ = [
    "TIME_SERIES_RULES",
    "estimate_betas",
    "exposure",
    "time_series_inference",
    "time_series_options",
]

# The small-sample rule of each kind of standard error, as it is shown beside it.
TIME_SERIES_RULES = {
    "ols": "residual variance over T - K - 1",
    "hc0": "no small-sample factor",
    "hc1": "times T / (T - K - 1)",
    "hac": "no small-sample factor",
}


def estimate_betas(
    assets: TableOrAligned,
    factors: Table | None,
    risk_free: RiskFree = None,
    *,
    cov: series.TimeSeriesCov = "ols",
    lags: int | None = None,
    **data: Unpack[DataOptions],
) -> Betas:
    r"""Alphas and betas of every asset, with standard errors: for whoever asks what moves it.

    For each asset i, least squares of :math:`r_{it} = \alpha_i + \sum_k \beta_{ik} f_{kt}
    + e_{it}`.

    Parameters
    ----------
    assets, factors, risk_free, **data
        See :mod:`labfolio_xl.models`.
    cov : {"ols", "hc0", "hc1", "hac"}
        Standard errors: classical, White's two, or Newey-West with Bartlett weights.
    lags : int, optional
        Lags of "hac"; None takes the automatic number of Newey and West (1994), one for
        each asset.

    Returns
    -------
    Betas

    Raises
    ------
    InputError
        Tables or options that are not well formed.
    MissingDataError
        No common dates.
    EstimationError
        Fewer dates than coefficients, constant columns, factors that repeat each other.

    Notes
    -----
    With missing returns each asset uses the dates it has. An asset that never moves, such as
    cash, has betas and errors of zero. Wrong when betas drift within
    the span; "ols" errors are wrong when residuals are heteroskedastic or autocorrelated.

    References
    ----------
    White (1980), Econometrica 48; Newey and West (1987), Econometrica 55.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> dates = pd.date_range("2024-01-01", periods=4)
    >>> market = pd.DataFrame({"M": [0.01, -0.02, 0.03, 0.00]}, index=dates)
    >>> fund = (2 * market + 0.001).rename(columns={"M": "Fund"})
    >>> float(estimate_betas(fund, market).betas.loc["Fund", "M"].round(6))
    2.0
    """
    kind, lags = time_series_options(cov, lags)
    panel = prepare(assets, factors, risk_free, **data)
    check_counts(panel)
    constant = constant_assets(panel)
    fit = series.fit_available(panel.returns, panel.factors, kind, lags)
    fit.coefficients[1:, constant] = 0.0
    terms = panel.terms
    return Betas(
        params=pd.DataFrame(fit.coefficients.T, index=panel.assets, columns=terms),
        std_errors=pd.DataFrame(fit.std_errors.T, index=panel.assets, columns=terms),
        rsquared=pd.Series(fit.rsquared, index=panel.assets, name="rsquared"),
        residual_std=pd.Series(
            np.sqrt(fit.residual_variance), index=panel.assets, name="residual_std"
        ),
        n_obs=pd.Series(fit.n_obs, index=panel.assets, name="n_obs"),
        inference=time_series_inference(kind, fit, len(terms), panel.used),
    )


def time_series_options(cov: object, lags: int | None) -> tuple[series.TimeSeriesCov, int | None]:
    """Check the options of standard errors of a time series."""
    kind: series.TimeSeriesCov = check_option(cov, series.TimeSeriesCov, "cov")  # type: ignore[assignment]
    return kind, None if lags is None else check_count(lags, "lags")


def time_series_inference(
    kind: series.TimeSeriesCov, fit: series.TimeSeriesFit, n_coefficients: int, dates: UsedDates
) -> Inference:
    """How the errors of these regressions were made."""
    low, high = int(fit.n_obs.min()) - n_coefficients, int(fit.n_obs.max()) - n_coefficients
    distribution = f"t({high})" if low == high else f"t({low} to {high})"
    used = tuple(int(lag) for lag in fit.lags) if kind == "hac" else ()
    return Inference(kind, used, TIME_SERIES_RULES[kind], distribution, dates)


def exposure(
    assets: TableOrAligned,
    factors: Table | None,
    risk_free: RiskFree = None,
    weights: Weights = None,
    *,
    cov: series.TimeSeriesCov = "ols",
    lags: int | None = None,
    **data: Unpack[PortfolioOptions],
) -> Exposure:
    r"""Exposures of a portfolio with their exact standard errors: for its manager.

    The exposure is :math:`\beta_p = B'w`. Its errors are those of the regression of the
    portfolio's own return :math:`w'r_t` on the factors, which carries the correlation
    between the assets' residuals.

    Parameters
    ----------
    assets, factors, risk_free, weights, **data
        See :mod:`labfolio_xl.models`.
    cov, lags
        As in :func:`estimate_betas`.

    Returns
    -------
    Exposure

    Raises
    ------
    InputError, MissingDataError, EstimationError
        As :func:`estimate_betas` does; also for weights of unknown assets, all zero, or not
        numbers.

    Notes
    -----
    With missing returns the dates are those on which every held asset has one, and the
    exposure then differs from the weighted mean of betas that use more dates. Weights are
    held constant over the span (rebalanced every period).

    The reference notebook's printed band is the error of its last asset over the root of
    the number of assets; it is not reproduced here.

    Examples
    --------
    >>> import pandas as pd
    >>> dates = pd.date_range("2024-01-01", periods=4)
    >>> market = pd.DataFrame({"M": [0.01, -0.02, 0.03, 0.00]}, index=dates)
    >>> funds = pd.DataFrame({"A": 2 * market["M"], "B": 0.5 * market["M"]})
    >>> float(exposure(funds, market).exposure["M"].round(6))
    1.25
    """
    kind, lags = time_series_options(cov, lags)
    panel = prepare(assets, factors, risk_free, **data)
    held = panel.weights(weights)
    part = complete(panel, held != 0.0)
    portfolio = part.returns[:, held != 0.0] @ held[held != 0.0]
    fit = series.fit(portfolio[:, None], part.factors, kind, lags)
    coefficients, errors = fit.coefficients[:, 0], fit.std_errors[:, 0]
    return Exposure(
        exposure=pd.Series(coefficients[1:], index=panel.names, name="exposure"),
        std_errors=pd.Series(errors[1:], index=panel.names, name="std_error"),
        alpha=float(coefficients[0]),
        alpha_std_error=float(errors[0]),
        rsquared=float(fit.rsquared[0]),
        residual_std=float(np.sqrt(fit.residual_variance[0])),
        weights=pd.Series(held, index=panel.assets, name="weight"),
        inference=time_series_inference(kind, fit, len(coefficients), part.used),
    )
