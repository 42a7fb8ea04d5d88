r"""The portfolio over time: its return, its wealth, and the weights that it held."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Unpack

import numpy as np
import pandas as pd

from labfolio_xl.models.shared.holding import PORTFOLIO, hold
from labfolio_xl.models.shared.inference import FloatSeries
from labfolio_xl.returns.aligned import Aligned, TableOrAligned
from labfolio_xl.returns.data_options import PortfolioOptions
from labfolio_xl.returns.dates.used import OnDates, UsedDates
from labfolio_xl.returns.findings import Findings
from labfolio_xl.returns.panel import Panel, prepare
from labfolio_xl.returns.panel_alone import panel_alone
from labfolio_xl.returns.tables.checked import RiskFree
from labfolio_xl.returns.weights.judgement import Weights

__all__ = ["PortfolioPath", "portfolio"]

# Smaller changes of a weight are rounding and no trade.
_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class PortfolioPath(OnDates):
    """What a portfolio earned and held on each date.

    Attributes
    ----------
    returns : Series by date
        The return of the portfolio, decimal: what is not invested is cash and earns the risk-free
        rate, or nothing where no rate is given.
    weights : DataFrame, dates x held assets
        At the start of the period that ends on the date, fractions of the portfolio.
    end : Series by held asset
        The weights after the last date.
    turnover : Series by date
        Half of the sum of absolute changes by which the portfolio is brought back to its weights
        at the start of the period, cash included; zero on the first date.
    dates : UsedDates
        The dates on which all assets that are held have a return.
    """

    returns: FloatSeries
    weights: pd.DataFrame
    end: FloatSeries
    turnover: FloatSeries
    dates: UsedDates

    @property
    def realised(self) -> float:
        """The compounded return over all dates."""
        return float(np.prod(1.0 + self.returns.to_numpy()) - 1.0)

    @property
    def rule(self) -> str:
        """How the weights were meant, and on which dates."""
        return f"weights at the start of each period; {self.dates}"

    def to_frame(self) -> pd.DataFrame:
        """One row for each date: the return, the weights, and the cash."""
        table = self.weights.copy(deep=False)
        table.insert(0, PORTFOLIO, self.returns, allow_duplicates=True)
        # By place, since an asset may have the same name.
        cash = 1.0 - self.weights.to_numpy().sum(axis=1)
        table.insert(table.shape[1], "cash", cash, allow_duplicates=True)
        return table


def portfolio(
    assets: TableOrAligned,
    weights: Weights = None,
    risk_free: RiskFree = None,
    **data: Unpack[PortfolioOptions],
) -> PortfolioPath:
    r"""Return and weights of a portfolio by date, with weights that may change or drift.

    A row of dated weights is in force in the periods that begin on its date or after it: of daily
    returns in those after it, of monthly ones from the next month on. With
    ``rebalance="every"`` the portfolio has its weights at the start of each period. Otherwise they
    drift, :math:`w_{t+1,i} = w_{t,i} (1 + r_{t,i}) / (1 + R_t)`, until the next row of weights or
    the next month, quarter or year, at whose first period they are set back.

    Parameters
    ----------
    assets : DataFrame, dates x assets
        Decimal returns per period; a date on which an asset that is held has no return is left
        out.
    weights
        By asset; or a DataFrame, dates x assets; or one column for each of several portfolios, of
        which the option ``portfolio`` chooses one.
    risk_free : Series by date or number, optional
        What cash earns.
    **data
        See :mod:`labfolio_xl.models`.

    Returns
    -------
    PortfolioPath

    Raises
    ------
    InputError, MissingDataError
        As :func:`labfolio_xl.align` does; also for weights that cannot be understood, and for a
        portfolio that loses everything.

    Notes
    -----
    No costs of trading are subtracted. The turnover says how much was traded.

    Examples
    --------
    >>> from labfolio_xl.samples import load_sample
    >>> assets, _, _ = load_sample()
    >>> round(portfolio(assets).realised, 4)
    0.0213
    >>> round(portfolio(assets, rebalance="never").realised, 4)
    0.0357
    """
    panel = _panel(assets, risk_free, data)
    held = hold(panel, weights, spare=0)
    part, positions = held.panel, held.portfolio
    total = positions.total
    rate = part.aligned.risk_free
    if rate is not None:
        total = total + np.asarray(rate, dtype=float)
    weights_by_date = pd.DataFrame(positions.by_period, index=part.dates, columns=positions.names)
    return PortfolioPath(
        returns=pd.Series(total, index=part.dates, name=PORTFOLIO),
        weights=weights_by_date,
        end=pd.Series(positions.end, index=positions.names, name="weight"),
        turnover=pd.Series(_turnover(part, weights_by_date.to_numpy(), total), index=part.dates),
        dates=part.used,
    )


def _panel(assets: TableOrAligned, risk_free: RiskFree, data: PortfolioOptions) -> Panel:
    if isinstance(assets, Aligned):
        return prepare(assets, None, risk_free, **data)
    findings = Findings(data.get("doubts", "warn"))
    panel = panel_alone(findings, assets, risk_free, **data)
    findings.issue_warnings()
    return panel


def _turnover(part: Panel, weights: np.ndarray, total: np.ndarray) -> np.ndarray:
    """How far the weights of each period are from those to which the last ones have drifted."""
    names = part.aligned.assets
    raw = names.to_numpy()
    if part.aligned.risk_free is not None:
        raw = raw + np.asarray(part.aligned.risk_free, dtype=float)[:, None]
    grown = np.where(weights == 0.0, 0.0, weights * (1.0 + raw)) / (1.0 + total)[:, None]
    trades = weights[1:] - grown[:-1]
    trades[np.abs(trades) < _ROUNDING] = 0.0
    moved = 0.5 * (np.abs(trades).sum(axis=1) + np.abs(trades.sum(axis=1)))
    return np.append(0.0, moved)
