r"""Which mix of style indices a fund moves as, and what it earned beside that mix."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Unpack

import numpy as np
import pandas as pd

from labfolio_xl.core import simplex as core
from labfolio_xl.core.distributions import t_two_sided
from labfolio_xl.core.qr import Array
from labfolio_xl.errors import EstimationError, InputError, MissingDataError, counted, in_words
from labfolio_xl.models.rolling import window_length, window_rule
from labfolio_xl.models.shared import readings
from labfolio_xl.options import check_flag, check_periods_per_year
from labfolio_xl.returns.aligned import Aligned, Table, TableOrAligned
from labfolio_xl.returns.alignment import align_and_warn
from labfolio_xl.returns.data_options import DataOptions
from labfolio_xl.returns.dates.used import OnDates, UsedDates
from labfolio_xl.returns.findings import listed
from labfolio_xl.returns.frequency.detection import default_window
from labfolio_xl.returns.panel import Panel
from labfolio_xl.returns.tables.checked import RiskFree

__all__ = ["Style", "style"]

# A tracking error below this share of the fund's own deviation is a rounding error.
_ROUNDING = 1e-10
# Of fewer differences no variance can be told.
_LEAST = 2


@dataclass(frozen=True, slots=True)
class Style(OnDates):
    """The mix of style indices that each fund moves as.

    Attributes
    ----------
    weights : DataFrame, funds x styles
        Not negative, and each row sums to one. Sharpe gives no standard errors of them.
    by_fund : DataFrame
        One row for each fund, on the dates that it has: ``rsquared``, and
        ``rsquared_out_of_sample`` over ``n_out_of_sample`` dates; ``selection``, the mean
        difference per period between the fund and its style, with ``std_error``, ``tstat`` and
        ``pvalue`` (null: the selection return is zero; Student's t with n_obs - 1 degrees of
        freedom), and ``selection_annual``, NaN for less than a year; ``tracking_error`` per period
        and ``tracking_error_annual``; ``n_obs`` and the dates ``first`` and ``last``.
    differences : DataFrame, dates x funds
        The return of the fund less that of its style, with the weights of all its dates.
    rolling : DataFrame, (fund, date) x styles
        The weights of each window, dated by its last date; ``rolling.loc["Fund"]`` are those of
        one fund. NaN in a window in which the styles repeat each other; no rows for a fund with
        fewer dates than a window.
    window : int or None
        Dates of the fund in each window, or in the first one if ``expanding``; None where
        no window was given and half of the dates are too few for one.
    expanding : bool
    periods_per_year : float or None
        By which numbers are annual; without it the annual columns are NaN.
    rule : str
        How the numbers were made, over which dates, and how far to trust them.
    dates : UsedDates
        The dates that all styles and at least one fund have.
    """

    weights: pd.DataFrame
    by_fund: pd.DataFrame
    differences: pd.DataFrame
    rolling: pd.DataFrame
    window: int | None
    expanding: bool
    periods_per_year: float | None
    rule: str
    dates: UsedDates

    def to_frame(self) -> pd.DataFrame:
        """One row for each fund: its weights, then the columns of ``by_fund``."""
        return pd.concat([self.weights, self.by_fund], axis=1)

    def rolling_frame(self) -> pd.DataFrame:
        """One row for each window: the fund, the last date of the window, its weights.

        Raises
        ------
        MissingDataError
            No fund has as many dates as a window.
        """
        if self.rolling.empty:
            least = self.weights.shape[1] + 1
            raise MissingDataError(
                f"There are no rolling weights, because every fund has fewer dates than a window; "
                f"set window to a smaller number, of {least} or more, or add dates."
            )
        return self.rolling.reset_index()


def style(
    assets: TableOrAligned,
    factors: Table | None,
    risk_free: RiskFree = None,
    *,
    window: int | None = None,
    expanding: bool = False,
    periods_per_year: float | None = None,
    **data: Unpack[DataOptions],
) -> Style:
    r"""Tell the long-only mix of style indices that a fund moves as (returns-based analysis).

    The weights w of a fund with returns y minimise the variance of the difference
    :math:`e_t = y_t - \sum_k w_k x_{kt}` from the styles x, subject to :math:`w_k \ge 0` and
    :math:`\sum_k w_k = 1`. It is the variance and not the sum of squares: the mean of e is left
    out of the objective, and is the selection return. The tracking error is the standard
    deviation of e, and :math:`R^2 = 1 - var(e) / var(y)`; all divisors are T - 1. The standard
    error of the selection return is the tracking error over :math:`\sqrt T`; it takes the weights
    as given. Out of sample, the weights of the window that ends on the date before t give
    :math:`e_t`, and R2 is the same ratio over these dates. Annual figures are those per period
    times ``periods_per_year``, of the tracking error times its root.

    Parameters
    ----------
    assets : DataFrame, dates x funds
        Returns of one or more funds. A fund uses the dates that it and all styles have.
    factors : DataFrame, dates x styles
        Returns of the style indices, long-only portfolios that can be held.
    risk_free, **data
        See :mod:`labfolio_xl.models`. Weights that sum to one take the rate out of the fund and
        out of its style alike, so that it cancels: only the dates without a rate are left out.
    window : int, optional
        Dates of a fund in a window, at least K + 1; None as in :func:`rolling_exposure`, but no
        windows where half of the dates are too few for one.
    expanding : bool
        Let every window begin with the fund's first date; ``window`` is then the length of the
        first.
    periods_per_year : float, optional
        252, 52, 12 or 4; without it as the dates show.

    Returns
    -------
    Style

    Raises
    ------
    InputError
        As :func:`labfolio_xl.align` does; also for factors that are values and no returns, and
        for a window too short or longer than the sample.
    MissingDataError
        There are no common dates.
    EstimationError
        A fund has no more dates than there are styles, or never moves; or a style is a mixture of
        others (with weights of any sign that sum to one), so that the weights are not unique.

    Notes
    -----
    Styles that move together take each other's weight by chance, and a fund that changed its
    style shows a mean of the old and the new: look at R2 out of sample and at the rolling
    weights. Long-short factors such as SMB are no styles, because weights in them that sum to one
    are no portfolio; the rule says so where there are any. R2 may be negative for a fund that
    moves less than any mix of the styles: a style that stands for cash is missing.

    References
    ----------
    Sharpe (1992), Journal of Portfolio Management 18(2), 7-19; Lawson and Hanson (1974), Solving
    Least Squares Problems, chapter 23.

    Examples
    --------
    >>> from labfolio_xl.samples import load_sample
    >>> assets, factors, _ = load_sample()
    >>> fund = assets.mean(axis=1).to_frame("Fund")
    >>> found = style(fund, factors, window=60)
    >>> found.weights.round(2).loc["Fund"].to_dict()
    {'SP500': 0.08, 'MTUM': 0.05, 'QUAL': 0.0, 'SIZE': 0.0, 'USMV': 0.47, 'VLUE': 0.4}
    >>> found.by_fund[["rsquared", "rsquared_out_of_sample"]].round(3).values.tolist()
    [[0.919, 0.943]]
    """
    expanding = check_flag(expanding, "expanding")
    a_year = check_periods_per_year(periods_per_year)
    panel = _panel(align_and_warn(assets, factors, risk_free, periods_per_year=a_year, **data))
    length = _window(window, panel)
    frequency = panel.aligned.frequency
    if a_year is None and frequency is not None:
        a_year = frequency.periods_per_year
    fits = {
        name: _fit(panel, place, length, expanding=expanding)
        for place, name in enumerate(panel.assets)
    }
    windows = _windows(window, length, panel, expanding=expanding)
    rows = [_row(fit, a_year) for fit in fits.values()]
    rolling = {name: fit.rolling for name, fit in fits.items()}
    differences = {name: pd.Series(fit.differences, fit.dates) for name, fit in fits.items()}
    funds = panel.assets.rename("fund")
    return Style(
        weights=pd.DataFrame([fit.weights for fit in fits.values()], funds, panel.names),
        by_fund=pd.DataFrame(rows, funds),
        differences=pd.DataFrame(differences, panel.dates),
        rolling=pd.concat(rolling, names=["fund", "date"]),
        window=length,
        expanding=expanding,
        periods_per_year=a_year,
        rule=_rule(panel, fits, windows, a_year),
        dates=panel.used,
    )


@dataclass(frozen=True, slots=True)
class _Fit:
    """The style of one fund on its own dates.

    ``returns`` are those of the fund, and ``differences`` those less its style's, each (T,);
    ``out_of_sample`` has both with the style of the window before each date.
    """

    weights: Array
    dates: pd.Index
    returns: Array
    differences: Array
    rolling: pd.DataFrame
    out_of_sample: tuple[Array, Array]


def _fit(panel: Panel, place: int, window: int | None, *, expanding: bool) -> _Fit:
    known = ~np.isnan(panel.returns[:, place])
    fund, styles, dates = panel.returns[known, place], panel.factors[known], panel.dates[known]
    _check(fund, styles, str(panel.assets[place]), panel.names)
    weights = core.mixture(fund, styles)
    length = len(fund) + 1 if window is None else window
    rolling = (
        core.rolling_mixtures(fund, styles, length, expanding=expanding)
        if length <= len(fund)
        else np.empty((0, len(panel.names)))
    )
    later = fund[length:], fund[length:] - np.einsum("tk,tk->t", styles[length:], rolling[:-1])
    return _Fit(
        weights,
        dates,
        fund,
        fund - styles @ weights,
        pd.DataFrame(rolling, dates[length - 1 :], panel.names),
        later,
    )


def _row(fit: _Fit, a_year: float | None) -> dict[str, Any]:
    """The numbers of one fund."""
    differences, n_obs = fit.differences, len(fit.dates)
    scale = np.nan if a_year is None else a_year
    selection, error = float(differences.mean()), float(differences.std(ddof=1))
    std_error = error / np.sqrt(n_obs)
    is_known = error > _ROUNDING * float(fit.returns.std(ddof=1))
    tstat = selection / std_error if is_known else np.nan
    returns, later = (values[~np.isnan(fit.out_of_sample[1])] for values in fit.out_of_sample)
    return {
        "rsquared": _explained(differences, fit.returns),
        "rsquared_out_of_sample": _explained(later, returns),
        "selection": selection,
        "std_error": std_error,
        "tstat": tstat,
        "pvalue": float(t_two_sided(tstat, n_obs - 1)),
        "selection_annual": scale * selection if n_obs >= scale else np.nan,
        "tracking_error": error,
        "tracking_error_annual": np.sqrt(scale) * error,
        "n_obs": n_obs,
        "n_out_of_sample": len(later),
        "first": fit.dates[0],
        "last": fit.dates[-1],
    }


def _explained(differences: Array, returns: Array) -> float:
    """One less the variance of the differences over that of the returns."""
    if len(returns) < _LEAST or np.ptp(returns) == 0.0:
        return np.nan
    variance = float(returns.var())
    # The squares of the smallest numbers are zero.
    return 1.0 - float(differences.var()) / variance if variance > 0.0 else np.nan


def _panel(aligned: Aligned) -> Panel:
    """Returns as they were given: the risk-free rate would cancel."""
    if not aligned.factors_are_returns:
        raise InputError(
            "Factors: they are values and no returns (factors_are=values), but a mix of styles is "
            "a portfolio; give the returns or the prices of indices that can be held."
        )
    return Panel(
        aligned.assets.to_numpy(),
        aligned.factors.to_numpy(),
        aligned,
        UsedDates.of(aligned.factors.index),
    )


def _window(window: int | None, panel: Panel) -> int | None:
    """Dates in a window; None where none was given and half of the dates are too few for one."""
    usual = default_window(panel.aligned.frequency, len(panel.dates))
    return None if window is None and usual <= len(panel.names) else window_length(window, panel)


def _check(fund: Array, styles: Array, name: str, names: pd.Index) -> None:
    """Refuse a fund with too few dates or none that differ, and styles that repeat each other."""
    n_obs, n_styles = styles.shape
    if n_obs <= n_styles:
        raise EstimationError(
            f'Assets: column "{name}" has {counted(n_obs, "return")} on the dates of Factors, but '
            f"the weights of {counted(n_styles, 'style')} need at least {n_styles + 1}; add dates, "
            "use fewer factors, or remove the column."
        )
    if np.ptp(fund) <= _ROUNDING * np.abs(fund).max():
        raise EstimationError(
            f'Assets: column "{name}" is constant ({fund[0]:g} on every date); it has no style, '
            "remove the column."
        )
    found = core.repeated(styles)
    if found is not None:
        column, others = found
        named = in_words([f'"{names[place]}"' for place in others])
        mix = "a mix of " if len(others) > 1 else ""
        raise EstimationError(
            f'Factors: column "{names[column]}" moves as {mix}{named} on the '
            f'{counted(n_obs, "date")} of "{name}", so that their weights are not unique; remove '
            "one of them."
        )


def _rule(panel: Panel, fits: dict[str, _Fit], windows: str, a_year: float | None) -> str:
    """How the numbers were made, over which dates, and how far to trust them."""
    annual = "no annual numbers: the dates follow no frequency; set periods_per_year"
    if a_year is not None:
        annual = f"{a_year:g} periods a year"
    said = [
        "long-only weights that sum to one, least variance of the difference (Sharpe 1992)",
        windows,
        "s.e. of the selection return: tracking error over the root of the dates, weights as given",
        annual,
        str(panel.used),
    ]
    if panel.aligned.risk_free is not None:
        said.append("the risk-free rate cancels")
    held_free = [name for name in panel.names if name in panel.aligned.self_financing]
    if panel.aligned.net_of is not None:
        held_free = [name for name in panel.names if name != panel.aligned.net_of]
    if held_free:
        said.append(
            f"{listed(held_free)} cost nothing to hold (self-financing), so that weights that sum "
            "to one are no portfolio: give indices that can be held"
        )
    short = [name for name, fit in fits.items() if len(fit.returns) < readings.SHORT_SPAN]
    if short:
        said.append(
            f"{listed(short)}: fewer than {readings.SHORT_SPAN} dates, too few for firm weights"
        )
    return "; ".join(said)


def _windows(window: int | None, length: int | None, panel: Panel, *, expanding: bool) -> str:
    """Which windows the rolling weights and R2 out of sample come from."""
    if length is None:
        return "no windows: half of the dates are too few for so many styles"
    rule = window_rule(window, length, panel, expanding=expanding)
    return f"out of sample: weights of the window that ends before each date, {rule}"
