r"""What each asset earned and at which risk: return, volatility, Sharpe ratio, drawdown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Unpack

import numpy as np
import pandas as pd

from labfolio_xl.errors import MissingDataError, counted
from labfolio_xl.models.shared.inference import FloatSeries
from labfolio_xl.options import check_periods_per_year
from labfolio_xl.returns.aligned import Aligned, Table, TableOrAligned
from labfolio_xl.returns.alignment import align_into
from labfolio_xl.returns.data_options import DataOptions
from labfolio_xl.returns.findings import Finding, Findings
from labfolio_xl.returns.frequency.detection import Frequency
from labfolio_xl.returns.frequency.detection import check_periods_per_year as doubt_periods_per_year
from labfolio_xl.returns.tables.checked import RiskFree
from labfolio_xl.returns.without_factors import returns_alone

__all__ = ["Performance", "performance"]

# Of fewer returns no standard deviation can be told.
_LEAST = 2


@dataclass(frozen=True, slots=True)
class Performance:
    """Return and risk of each asset.

    Attributes
    ----------
    by_asset : DataFrame
        One row for each asset, on the dates that it has: ``total_return``, compounded over them;
        ``return_annual``, compounded, NaN for less than a year; ``volatility_annual``;
        ``sharpe_annual`` and its ``std_error``; ``drawdown``, the deepest fall from a peak, with
        the dates ``peak`` and ``trough`` (NaT where the asset never fell, and as the peak where
        it fell from the start); ``n_obs``. All decimal.
    periods_per_year : float or None
        By which numbers are annual; without it the annual columns are NaN.
    warnings : tuple of Finding
        What is doubtful in the data.
    """

    by_asset: pd.DataFrame
    periods_per_year: float | None
    warnings: tuple[Finding, ...] = ()

    @property
    def rule(self) -> str:
        """How the annual numbers and the error of the Sharpe ratio are made."""
        if self.periods_per_year is None:
            return "no annual numbers: the dates follow no frequency; set periods_per_year"
        return (
            f"{self.periods_per_year:g} periods a year; return compounded, blank for less than a "
            f"year; s.e. of the Sharpe ratio: Lo (2002) for independent normal returns"
        )

    def to_frame(self) -> pd.DataFrame:
        """The same as a table to read, the assets down."""
        return self.by_asset


def performance(
    assets: TableOrAligned,
    factors: Table | None = None,
    risk_free: RiskFree = None,
    *,
    periods_per_year: float | None = None,
    **data: Unpack[DataOptions],
) -> Performance:
    r"""What each asset earned, and at which risk.

    With returns :math:`r_t`, excess returns :math:`e_t = r_t - f_t` and q periods a year: the
    annual return is :math:`\prod (1 + r_t)^{q/T} - 1`, the volatility :math:`\sqrt q` times the
    standard deviation (divisor T - 1), the Sharpe ratio :math:`\sqrt q\, \bar e / s_e`, and its
    standard error :math:`\sqrt{q (1 + S^2 / 2) / T}` with the ratio S per period. A drawdown is
    :math:`W_t / \max_{s \le t} W_s - 1` with the compounded wealth W, which starts at one.

    Parameters
    ----------
    assets, risk_free, **data
        See :mod:`labfolio_xl.models`.
    factors : DataFrame, optional
        If given, only the dates that assets and factors have in common are used.
    periods_per_year : float, optional
        252, 52, 12 or 4; without it as the dates show.

    Returns
    -------
    Performance

    Raises
    ------
    InputError, MissingDataError
        As :func:`labfolio_xl.align` does; also for an asset with fewer than two returns.

    Notes
    -----
    An asset is judged on the dates that it has, so that two assets may cover different spans. The
    standard error knows no autocorrelation and no fat tails. The Sharpe ratio of an asset that
    never moves, and the error of it, are NaN.

    References
    ----------
    Lo (2002), Financial Analysts Journal 58, equations 4 to 9.

    Examples
    --------
    >>> from labfolio_xl.samples import load_sample
    >>> assets, _, _ = load_sample()
    >>> table = performance(assets).by_asset
    >>> table.loc["AAPL", ["total_return", "drawdown"]].astype(float).round(3).tolist()
    [-0.286, -0.303]
    """
    a_year = check_periods_per_year(periods_per_year)
    findings = Findings(data.get("doubts", "warn"))
    returns, rate, frequency = _returns(findings, assets, factors, risk_free, data)
    doubt_periods_per_year(a_year, frequency, findings)
    findings.issue_warnings()
    if a_year is None and frequency is not None:
        a_year = frequency.periods_per_year
    rows = {name: _row(returns[name], rate, a_year) for name in returns.columns}
    table = pd.DataFrame.from_dict(rows, orient="index").rename_axis("asset")
    doubts = tuple(line for line in findings.lines if line.severity == "warning")
    return Performance(table, a_year, doubts)


def _returns(
    findings: Findings,
    assets: TableOrAligned,
    factors: Table | None,
    risk_free: RiskFree,
    data: DataOptions,
) -> tuple[pd.DataFrame, FloatSeries | None, Frequency | None]:
    if factors is None and not isinstance(assets, Aligned):
        return returns_alone(findings, assets, risk_free, **data)
    aligned = align_into(findings, assets, factors, risk_free, **data)
    return aligned.assets, aligned.risk_free, aligned.frequency


def _row(returns: FloatSeries, rate: FloatSeries | None, a_year: float | None) -> dict[str, Any]:
    """The numbers of one asset, on the dates that it has."""
    known = returns.dropna()
    n_obs = len(known)
    if n_obs < _LEAST:
        raise MissingDataError(
            f'Assets: column "{returns.name}" has {counted(n_obs, "return")}; remove it, or add '
            "returns: two are the least."
        )
    wealth = np.cumprod(1.0 + known.to_numpy())
    excess = known.to_numpy() if rate is None else (known - rate.reindex(known.index)).to_numpy()
    spread = float(excess.std(ddof=1))
    # A series that never moves leaves a spread of rounding alone.
    moves = spread > np.finfo(float).eps * float(np.abs(excess).max())
    sharpe = float(excess.mean()) / spread if moves else np.nan
    scale = np.nan if a_year is None else np.sqrt(a_year)
    years = np.nan if a_year is None else n_obs / a_year
    return {
        "total_return": wealth[-1] - 1.0,
        "return_annual": wealth[-1] ** (1.0 / years) - 1.0 if years >= 1.0 else np.nan,
        "volatility_annual": scale * float(known.std(ddof=1)),
        "sharpe_annual": scale * sharpe,
        "std_error": scale * np.sqrt((1.0 + sharpe**2 / 2.0) / n_obs),
        **_drawdown(wealth, known.index),
        "n_obs": n_obs,
    }


def _drawdown(wealth: np.ndarray, dates: pd.Index) -> dict[str, Any]:
    """The deepest fall of wealth, which starts at one before the first date, and its dates."""
    with_start = np.concatenate([[1.0], wealth])
    falls = with_start / np.maximum.accumulate(with_start) - 1.0
    trough = int(falls.argmin())
    if falls[trough] == 0.0:
        return {"drawdown": 0.0, "peak": pd.NaT, "trough": pd.NaT}
    peak = int(with_start[: trough + 1].argmax())
    return {
        "drawdown": float(falls[trough]),
        "peak": pd.NaT if peak == 0 else dates[peak - 1],
        "trough": dates[trough - 1],
    }
