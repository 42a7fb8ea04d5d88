"""The standard errors of time-series regressions: their options, and the words beside them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from labfolio_xl.core.newey_west import most_lags
from labfolio_xl.core.qr import Array
from labfolio_xl.core.time_series import TimeSeriesCov, TimeSeriesFit
from labfolio_xl.models.shared.inference import Inference
from labfolio_xl.options import check_count, check_option
from labfolio_xl.returns.dates.used import UsedDates

__all__ = [
    "TIME_SERIES_RULES",
    "check_lags",
    "rule_of_errors",
    "time_series_inference",
    "time_series_options",
    "too_many_lags",
]

# The small-sample rule of each kind of standard error, as it is shown beside it.
TIME_SERIES_RULES = {
    "ols": "residual variance over T - K - 1",
    "hc0": "no small-sample factor",
    "hc1": "times T / (T - K - 1)",
    "hc3": "residuals over 1 - leverage",
    "hac": "no small-sample factor",
}


def check_lags(lags: object) -> int | None:
    """A number of lags; None stands for the automatic number."""
    return None if lags is None else check_count(lags, "lags")


def time_series_options(cov: object, lags: object) -> tuple[TimeSeriesCov, int | None]:
    """Check the options of the standard errors of a time-series regression."""
    kind: TimeSeriesCov = check_option(cov, TimeSeriesCov, "cov")  # type: ignore[assignment]
    return kind, check_lags(lags)


def rule_of_errors(kind: TimeSeriesCov, coefficients: Array, std_errors: Array) -> str:
    """The small-sample rule, and why errors of "hc3" are missing where they are (same shapes)."""
    rule = TIME_SERIES_RULES[kind]
    if kind == "hc3" and (np.isnan(std_errors) & ~np.isnan(coefficients)).any():
        return f"{rule}, missing where one date alone settles a coefficient"
    return rule


def time_series_inference(
    kind: TimeSeriesCov, fit: TimeSeriesFit, n_coefficients: int, dates: UsedDates
) -> Inference:
    """How the errors of these regressions were made."""
    low, high = int(fit.n_obs.min()) - n_coefficients, int(fit.n_obs.max()) - n_coefficients
    distribution = f"t({high})" if low == high else f"t({low} to {high})"
    used = tuple(int(lag) for lag in fit.lags) if kind == "hac" else ()
    rule = rule_of_errors(kind, fit.coefficients, fit.std_errors)
    if kind == "hac":
        rule += too_many_lags(fit.lags, fit.n_obs)
    return Inference(kind, used, rule, distribution, dates)


def too_many_lags(lags: NDArray[np.int64], n_obs: NDArray[np.int64]) -> str:
    """What to add to the rule where given lags are more than automatic ones can be."""
    for used, dates in zip(lags, n_obs, strict=True):
        most = most_lags(int(dates))
        if used > most:
            return f", too many lags: beyond {most} in {dates} dates errors may be far too small"
    return ""
