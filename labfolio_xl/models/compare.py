r"""Several portfolios of the same assets beside each other."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Unpack

import numpy as np
import pandas as pd

from labfolio_xl.core import time_series as series
from labfolio_xl.core.performance import sharpe_ratio
from labfolio_xl.core.qr import Array
from labfolio_xl.errors import LabfolioError
from labfolio_xl.models.shared.holding import PORTFOLIO, Held, hold
from labfolio_xl.models.shared.outcome import Outcome, known, outcome
from labfolio_xl.options import check_periods_per_year
from labfolio_xl.returns.aligned import Table, TableOrAligned
from labfolio_xl.returns.benchmark import Benchmark
from labfolio_xl.returns.data_options import BenchmarkOptions
from labfolio_xl.returns.panel import prepare
from labfolio_xl.returns.tables.checked import RiskFree
from labfolio_xl.returns.weights.judgement import Weights
from labfolio_xl.returns.weights.weighing import portfolio_names

__all__ = ["Comparison", "compare"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One row for each portfolio.

    Attributes
    ----------
    numbers : DataFrame, portfolios down
        ``mean_annual`` excess return, ``volatility_annual`` and ``sharpe_annual`` (NaN where
        the dates have no frequency); with a benchmark ``tracking_error_annual`` and
        ``information_ratio``; ``rsquared``, the share of the variance that the factors explain;
        ``n_obs``.
    exposures : DataFrame, portfolios x factors
    mistakes : Series by portfolio
        Why it has no numbers, "" if it has.
    periods_per_year : float or None
    weights : str
        How the weights were meant.
    """

    numbers: pd.DataFrame
    exposures: pd.DataFrame
    mistakes: pd.Series[str]
    periods_per_year: float | None
    weights: str

    @property
    def rule(self) -> str:
        """How the numbers were made, in one line."""
        often = "no annual numbers, set periods_per_year"
        if self.periods_per_year is not None:
            often = f"annual: mean times {self.periods_per_year:g}, risk times its root"
        return f"excess returns; {often}; each on the dates of what it holds; {self.weights}"

    def to_frame(self) -> pd.DataFrame:
        """One row for each portfolio: the numbers, the exposures, and what is wrong with it."""
        return pd.concat([self.numbers, self.exposures, self.mistakes.rename("note")], axis=1)


def compare(
    assets: TableOrAligned,
    factors: Table | None,
    risk_free: RiskFree = None,
    weights: Weights = None,
    benchmark: Benchmark = None,
    *,
    periods_per_year: float | None = None,
    **data: Unpack[BenchmarkOptions],
) -> Comparison:
    r"""Return, risk and exposures of several portfolios, a row each.

    Parameters
    ----------
    assets, factors, risk_free, benchmark, **data
        See :mod:`labfolio_xl.models`.
    weights : DataFrame, assets x portfolios
        A blank cell (NaN) is an asset that the portfolio does not hold. Weights of one portfolio
        give one row.
    periods_per_year : float, optional
        Of annual numbers (252, 52, 12 or 4); without it as the dates show.

    Returns
    -------
    Comparison

    Raises
    ------
    InputError, MissingDataError, EstimationError
        The tables cannot be understood, or no portfolio can. A single portfolio with a mistake has
        a row without numbers, and its sentence in ``mistakes``.

    Notes
    -----
    Each portfolio is judged on the dates that its own assets have, so that two of them may cover
    different dates; the column of dates tells.

    Examples
    --------
    >>> import pandas as pd
    >>> from labfolio_xl.samples import load_sample
    >>> assets, factors, _ = load_sample()
    >>> two = pd.DataFrame({"Tech": {"AAPL": 0.5, "MSFT": 0.5}, "Oil": {"CVX": 0.4, "XOM": 0.6}})
    >>> compare(assets, factors, weights=two).numbers["rsquared"].round(2).to_dict()
    {'Tech': 0.93, 'Oil': 0.28}
    """
    annual = check_periods_per_year(periods_per_year)
    names = portfolio_names(weights) or (data.get("portfolio") or PORTFOLIO,)
    several = bool(portfolio_names(weights))
    data.pop("portfolio", None)
    panel = prepare(assets, factors, risk_free, periods_per_year=annual, **data)
    annual = annual or panel.periods_per_year

    def held(name: str) -> Held:
        how = panel.weighing._replace(portfolio=name if several else None)
        return hold(panel.weighed_by(how), weights, benchmark)

    found = {name: outcome(partial(held, name)) for name in names}
    mistakes = [one for one in found.values() if isinstance(one, LabfolioError)]
    if len(mistakes) == len(names):
        raise mistakes[0]
    active = [] if benchmark is None else ["tracking_error_annual", "information_ratio"]
    columns = ["mean_annual", "volatility_annual", "sharpe_annual", *active, "rsquared", "n_obs"]
    rows = pd.Index(found, name="portfolio")
    said = next(
        one.panel.used.weights.removeprefix(f"portfolio {name}, ")
        for name, one in found.items()
        if isinstance(one, Held)
    )
    read = [_numbers(known(one), annual) for one in found.values()]
    return Comparison(
        pd.DataFrame([numbers for numbers, _ in read], rows)[columns],
        pd.DataFrame(
            [np.full(len(panel.names), np.nan) if b is None else b for _, b in read],
            rows,
            panel.names,
        ),
        pd.Series(
            [str(one) if isinstance(one, LabfolioError) else "" for one in found.values()], rows
        ),
        annual,
        said,
    )


def _mistake(found: Outcome[Held]) -> str:
    return str(found) if isinstance(found, LabfolioError) else ""


def _numbers(held: Held | None, annual: float | None) -> tuple[dict[str, float], Array | None]:
    """The numbers of one portfolio and its exposures (K,); None for one that has no numbers."""
    if held is None:
        return {"n_obs": 0}, None
    total = held.portfolio.total
    fit = series.fit(total[:, None], held.panel.factors, "ols")
    mean, risk, ratio = _annual(total, annual)
    row = {"mean_annual": mean, "volatility_annual": risk, "sharpe_annual": ratio}
    if held.active is not None:
        _, error, information = _annual(held.active.total, annual)
        row |= {"tracking_error_annual": error, "information_ratio": information}
    row |= {"rsquared": float(fit.rsquared[0]), "n_obs": len(total)}
    return row, fit.coefficients[1:, 0]


def _annual(total: np.ndarray, annual: float | None) -> tuple[float, float, float]:
    """Mean, volatility and their ratio a year."""
    if annual is None:
        return np.nan, np.nan, np.nan
    root = float(np.sqrt(annual))
    ratio, _ = sharpe_ratio(total)
    return float(total.mean()) * annual, float(total.std(ddof=1)) * root, ratio * root
