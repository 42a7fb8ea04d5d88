"""Exposures that change over time: regressions in moving windows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Unpack

import pandas as pd

from labfolio_xl.core import rolling as core
from labfolio_xl.core import time_series as series
from labfolio_xl.errors import InputError, counted
from labfolio_xl.models.shared.holding import Positions, hold
from labfolio_xl.models.shared.inference import (
    Dated,
    FloatSeries,
    Inference,
    IntSeries,
    quantile_of_level,
)
from labfolio_xl.models.shared.time_series_errors import (
    rule_of_errors,
    time_series_options,
    too_many_lags,
)
from labfolio_xl.options import LEVEL, check_count, check_flag
from labfolio_xl.options.words import DEFAULT_COV
from labfolio_xl.returns.aligned import Table, TableOrAligned
from labfolio_xl.returns.benchmark import Benchmark
from labfolio_xl.returns.data_options import BenchmarkOptions, DataOptions
from labfolio_xl.returns.frequency.detection import default_window
from labfolio_xl.returns.names.terms import ALPHA
from labfolio_xl.returns.panel import Panel, prepare
from labfolio_xl.returns.tables.checked import RiskFree
from labfolio_xl.returns.weights.judgement import Weights

__all__ = ["RollingExposure", "rolling_betas", "rolling_exposure"]


@dataclass(frozen=True, slots=True)
class RollingExposure(Dated):
    """Exposures of a portfolio in moving windows; a date is the last one of its window.

    Attributes
    ----------
    exposure, std_errors : DataFrame, dates x factors
        NaN in a window in which the factors repeat each other.
    alpha, alpha_std_errors, rsquared : Series by date
    n_obs : Series by date
        Dates in the window.
    window : int
        Dates in each window, or in the first one if ``expanding``.
    expanding : bool
    rule : str
        How long the windows are, and whether that was chosen or is the usual length.
    inference : Inference
    benchmark, active : RollingExposure or None
        The same for the benchmark, and for the portfolio less the benchmark; None without one.
    """

    exposure: pd.DataFrame
    std_errors: pd.DataFrame
    alpha: FloatSeries
    alpha_std_errors: FloatSeries
    rsquared: FloatSeries
    n_obs: IntSeries
    window: int
    expanding: bool
    rule: str
    inference: Inference
    benchmark: RollingExposure | None = None
    active: RollingExposure | None = None

    @property
    def band(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Exposures less and plus one standard error, each dates x factors."""
        return self.exposure - self.std_errors, self.exposure + self.std_errors

    def conf_int(self, level: float = LEVEL) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Low and high end of the intervals, each dates x factors; Student's t."""
        df = self.n_obs.to_numpy() - self.exposure.shape[1] - 1
        width = self.std_errors.mul(quantile_of_level(level, df), axis=0)
        return self.exposure - width, self.exposure + width

    def to_frame(self, level: float | None = None) -> pd.DataFrame:
        """For each factor three columns, then alpha and R2.

        The three are the exposure and the ends of its band: of one standard error (minus_1sd,
        plus_1sd), or, with a ``level`` such as 0.95, of the interval (low, high). With a
        benchmark two more columns for each factor follow at the end: its exposure, and the
        active one.
        """
        names = ("minus_1sd", "plus_1sd") if level is None else ("low", "high")
        ends = self.band if level is None else self.conf_int(level)
        columns: list[tuple[str, FloatSeries]] = []
        for factor in self.exposure.columns:
            columns.append((str(factor), self.exposure[factor]))
            columns += [
                (f"{factor} {name}", end[factor]) for name, end in zip(names, ends, strict=True)
            ]
        columns += [("alpha", self.alpha), ("rsquared", self.rsquared)]
        for name, side in (("benchmark", self.benchmark), ("active", self.active)):
            if side is not None:
                columns += [(f"{factor} {name}", side.exposure[factor]) for factor in side.exposure]
        # By position and not by name, because a factor may be called rsquared too.
        headings, series = zip(*columns, strict=True)
        return pd.concat(series, axis=1).set_axis(list(headings), axis=1)


def check_window(
    window: object, panel: Panel, *, spare: int = 0, after: int = 0, argument: str = "window"
) -> int:
    """A window that is long enough for the factors and not longer than the sample.

    ``spare`` is the least number of residual degrees of freedom, and ``after`` the least number
    of dates after the first window. ``argument`` is how the sentence calls the window.
    """
    n_obs, n_factors = panel.factors.shape
    length = check_count(window, argument)
    least, most = n_factors + 1 + spare, n_obs - after
    if not least <= length <= most:
        cure = f"it must have {least} to {most}; change it or add dates"
        if least > most:
            cure = f"no window fits; add dates, {least + after} are the least"
        raise InputError(
            f"{argument} is {counted(length, 'date')}, but with {counted(n_factors, 'factor')} and "
            f"{counted(n_obs, 'common date')} {cure}."
        )
    return length


def window_length(window: int | None, panel: Panel, *, spare: int = 0) -> int:
    """The window that was asked for, or that suits how often the returns come."""
    usual = default_window(panel.aligned.frequency, len(panel.dates))
    return check_window(usual if window is None else window, panel, spare=spare)


def window_rule(window: int | None, length: int, panel: Panel, *, expanding: bool) -> str:
    """How long the windows are, in words, and whether that is the usual length."""
    frequency = panel.aligned.frequency
    said = counted(length, "date" if frequency is None else frequency.noun)
    rule = f"windows that grow from {said}" if expanding else f"windows of {said}"
    if window is not None:
        return rule
    is_half = length == len(panel.dates) // 2
    return f"{rule} ({'half of the dates' if is_half else 'the usual length'})"


def rolling_exposure(
    assets: TableOrAligned,
    factors: Table | None,
    risk_free: RiskFree = None,
    weights: Weights = None,
    benchmark: Benchmark = None,
    *,
    window: int | None = None,
    expanding: bool = False,
    cov: series.TimeSeriesCov = DEFAULT_COV,
    lags: int | None = None,
    **data: Unpack[BenchmarkOptions],
) -> RollingExposure:
    r"""Exposures of a portfolio in moving windows, with their band, to see whether they change.

    In each window the regression of the portfolio's own return on the factors, as
    :func:`exposure` does over the whole span.

    Parameters
    ----------
    assets, factors, risk_free, weights, benchmark, **data
        See :mod:`labfolio_xl.models`. The dates are those on which all held assets, and the
        benchmark, have a return.
    window : int, optional
        Dates in a window, at least K + 2; None takes 60 days, 52 weeks, 36 months, 20 quarters
        or 10 years, as the returns come, but at most half of the dates.
    expanding : bool
        Let every window begin with the sample; ``window`` is then the length of the first.
    cov, lags
        As in :func:`estimate_betas`; with ``lags=None`` each window of "hac" has its own
        automatic number.

    Returns
    -------
    RollingExposure
        Labelled by the last date of each window.

    Raises
    ------
    InputError, MissingDataError, EstimationError
        As :func:`exposure` does; also for a window too short or longer than the sample.

    Notes
    -----
    Neighbouring windows share most of their dates: a smooth line is no sign of precision,
    and the bands are not independent.

    Examples
    --------
    >>> from labfolio_xl.samples import load_sample
    >>> assets, factors, _ = load_sample()
    >>> float(rolling_exposure(assets, factors, window=60).exposure["SP500"].iloc[0].round(3))
    0.675
    """
    kind, lags = time_series_options(cov, lags)
    expanding = check_flag(expanding, "expanding")
    panel = prepare(assets, factors, risk_free, **data)
    held = hold(panel, weights, benchmark)
    asked = _Asked(
        held.panel, window_length(window, held.panel, spare=1), window, expanding, kind, lags
    )
    result = asked.of(held.portfolio)
    if held.benchmark is None or held.active is None:
        return result
    return replace(result, benchmark=asked.of(held.benchmark), active=asked.of(held.active))


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question: the dates, the window in its length and as it was asked for, the errors."""

    part: Panel
    length: int
    window: int | None
    expanding: bool
    kind: series.TimeSeriesCov
    lags: int | None

    def of(self, positions: Positions) -> RollingExposure:
        """The exposures of some positions in all windows."""
        part, kind = self.part, self.kind
        fit = core.rolling_fit(
            positions.total, part.factors, self.length, kind, self.lags, expanding=self.expanding
        )
        dates = part.dates[self.length - 1 :]
        ends = (fit.n_obs[0], fit.n_obs[-1])
        degrees = sorted({int(n) - part.factors.shape[1] - 1 for n in ends})
        distribution = f"t({' to '.join(map(str, degrees))})"
        used = tuple(int(lag) for lag in fit.lags) if kind == "hac" else ()
        rule = rule_of_errors(kind, fit.coefficients, fit.std_errors)
        if kind == "hac":
            rule += too_many_lags(fit.lags, fit.n_obs)
        return RollingExposure(
            exposure=pd.DataFrame(fit.coefficients[:, 1:], index=dates, columns=part.names),
            std_errors=pd.DataFrame(fit.std_errors[:, 1:], index=dates, columns=part.names),
            alpha=pd.Series(fit.coefficients[:, 0], index=dates, name=ALPHA),
            alpha_std_errors=pd.Series(fit.std_errors[:, 0], index=dates, name="std_error"),
            rsquared=pd.Series(fit.rsquared, index=dates, name="rsquared"),
            n_obs=pd.Series(fit.n_obs, index=dates, name="n_obs"),
            window=self.length,
            expanding=self.expanding,
            rule=window_rule(self.window, self.length, part, expanding=self.expanding),
            inference=Inference(kind, used, rule, distribution, part.used),
        )


def rolling_betas(
    assets: TableOrAligned,
    factors: Table | None,
    risk_free: RiskFree = None,
    *,
    window: int | None = None,
    **data: Unpack[DataOptions],
) -> pd.DataFrame:
    """Alphas and betas of every asset in moving windows.

    Parameters
    ----------
    assets, factors, risk_free, **data
        See :mod:`labfolio_xl.models`. An asset uses the dates it has in the window.
    window : int, optional
        Dates in a window, at least K + 1; None as in :func:`rolling_exposure`.

    Returns
    -------
    DataFrame
        Rows (last date of the window, asset), columns alpha and factors; NaN where an asset
        has fewer dates in the window than coefficients.

    Raises
    ------
    InputError, MissingDataError, EstimationError
        As :func:`estimate_betas` does; also for a window too short or longer than the sample.

    Examples
    --------
    >>> from labfolio_xl.samples import load_sample
    >>> assets, factors, _ = load_sample()
    >>> rolling_betas(assets, factors, window=60).shape  # (249 - 59) dates x 20 assets
    (3800, 7)
    """
    panel = prepare(assets, factors, risk_free, **data)
    length = window_length(window, panel)
    coefficients = core.rolling_betas(panel.returns, panel.factors, length)
    terms = [ALPHA, *panel.names]
    rows = pd.MultiIndex.from_product(
        [panel.dates[length - 1 :], panel.assets], names=["date", "asset"]
    )
    flat = coefficients.reshape(-1, len(terms))
    return pd.DataFrame(flat, index=rows, columns=terms, copy=False)
