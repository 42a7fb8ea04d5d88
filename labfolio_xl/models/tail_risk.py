r"""Value at risk and expected shortfall of a portfolio from the factor model, by factor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Unpack, cast

import numpy as np
import pandas as pd

from labfolio_xl.core import portfolio as core
from labfolio_xl.core.performance import normal_tail
from labfolio_xl.models.attribution import RISK_FREE
from labfolio_xl.models.risk import SPECIFIC
from labfolio_xl.models.shared.holding import PORTFOLIO, Held, Positions, hold, refuse_names
from labfolio_xl.options import LEVEL, check_level, check_option
from labfolio_xl.returns.aligned import Table, TableOrAligned
from labfolio_xl.returns.benchmark import Benchmark
from labfolio_xl.returns.data_options import BenchmarkOptions
from labfolio_xl.returns.dates.used import OnDates, UsedDates
from labfolio_xl.returns.panel import prepare
from labfolio_xl.returns.tables.checked import RiskFree
from labfolio_xl.returns.weights.judgement import Weights

__all__ = ["TailRisk", "tail_risk"]

_SPECIFIC_WORDS = {
    "full": "full covariance of the residuals",
    "diagonal": "residuals of different assets taken as uncorrelated",
}


@dataclass(frozen=True, slots=True)
class TailRisk(OnDates):
    """Value at risk and expected shortfall of normal returns with the moments of a factor model.

    They are returns of one period: a loss is negative.

    Attributes
    ----------
    by_factor : DataFrame
        One row for each factor, one for the specific part with alpha, one for the risk-free rate
        if one is given, and the portfolio last: ``exposure``, and the parts of the mean return
        (``mean``), of the ``volatility``, of ``value_at_risk`` and of ``expected_shortfall``. The
        parts sum to the row of the portfolio.
    level : float
    specific : {"full", "diagonal"}
    dates : UsedDates
        On which all held assets have a return.
    benchmark, active : TailRisk or None
        The same for the benchmark, and for the portfolio less the benchmark, in which the rate
        has no part; None without a benchmark.
    """

    by_factor: pd.DataFrame
    level: float
    specific: core.SpecificRisk
    dates: UsedDates
    benchmark: TailRisk | None = None
    active: TailRisk | None = None

    @property
    def value_at_risk(self) -> float:
        """The return that is undercut with the probability 1 - level."""
        return float(cast("float", self.by_factor.loc[PORTFOLIO, "value_at_risk"]))

    @property
    def expected_shortfall(self) -> float:
        """The mean of the returns at or below the value at risk."""
        return float(cast("float", self.by_factor.loc[PORTFOLIO, "expected_shortfall"]))

    @property
    def rule(self) -> str:
        """How the numbers were made, in one line."""
        return (
            f"normal returns, one period, {round(100.0 * self.level, 10):g}%; a loss is negative; "
            f"specific risk: {_SPECIFIC_WORDS[self.specific]}; {self.dates}"
        )

    def to_frame(self) -> pd.DataFrame:
        """One row for each part, and the portfolio last.

        With a benchmark its value at risk and shortfall follow, and those of the active return.
        """
        table = self.by_factor.copy()
        for name, side in (("benchmark", self.benchmark), ("active", self.active)):
            if side is not None:
                for column in ("value_at_risk", "expected_shortfall"):
                    table[f"{name}_{column}"] = side.by_factor[column].reindex(table.index)
        return table


def tail_risk(
    assets: TableOrAligned,
    factors: Table | None,
    risk_free: RiskFree = None,
    weights: Weights = None,
    benchmark: Benchmark = None,
    *,
    level: float = LEVEL,
    specific: core.SpecificRisk = "full",
    **data: Unpack[BenchmarkOptions],
) -> TailRisk:
    r"""Value at risk and expected shortfall of a portfolio from the factor model, by factor.

    With the mean :math:`\mu` and the variance :math:`\sigma^2 = b'Sb + w'\Sigma w` of
    :func:`risk_decomposition`, the tail :math:`p = 1 - level` and :math:`z = \Phi^{-1}(p)`, the
    value at risk is :math:`\mu + z \sigma` and the expected shortfall :math:`\mu - \sigma
    \varphi(z) / p`. The part of factor k is :math:`b_k \bar f_k + z\, b_k (Sb)_k / \sigma`
    (Euler), that of the rest :math:`\alpha + z\, w'\Sigma w / \sigma`.

    Parameters
    ----------
    assets, factors, risk_free, weights, benchmark, **data
        See :mod:`labfolio_xl.models`. The dates are those on which all held assets have a
        return, as in :func:`exposure`.
    level : float
    specific : {"full", "diagonal"}
        As in :func:`risk_decomposition`.

    Returns
    -------
    TailRisk

    Raises
    ------
    InputError, MissingDataError, EstimationError
        As :func:`exposure` does.

    Notes
    -----
    Normal returns have thinner tails than those of most portfolios: compare the historical
    figures of :func:`performance`. The mean of a short span is a poor guess of the next.

    References
    ----------
    Tasche (1999), Risk contributions and performance measurement; McNeil, Frey and Embrechts
    (2015), Quantitative Risk Management, examples 2.11 and 2.14, section 8.5.

    Examples
    --------
    >>> from labfolio_xl.samples import load_sample
    >>> assets, factors, _ = load_sample()
    >>> tail = tail_risk(assets, factors)
    >>> round(tail.value_at_risk, 4), round(tail.expected_shortfall, 4)
    (-0.0211, -0.0264)
    """
    kind: core.SpecificRisk = check_option(specific, core.SpecificRisk, "specific")  # type: ignore[assignment]
    share = check_level(level)
    panel = prepare(assets, factors, risk_free, **data)
    refuse_names(panel, SPECIFIC, RISK_FREE, PORTFOLIO)
    held = hold(panel, weights, benchmark)
    benchmark_tail, active_tail = (
        None
        if side is None
        else TailRisk(_split(held, side, share, kind), share, kind, held.panel.used)
        for side in (held.benchmark, held.active)
    )
    return TailRisk(
        _split(held, held.portfolio, share, kind),
        share,
        kind,
        held.panel.used,
        benchmark_tail,
        active_tail,
    )


def _split(held: Held, positions: Positions, level: float, kind: core.SpecificRisk) -> pd.DataFrame:
    """The parts of mean, volatility and tail, and their sums."""
    part, tail = held.panel, normal_tail(level)
    split = core.split_risk(positions.returns, part.factors, positions.weights, kind)
    earned = split.exposures * part.factors.mean(axis=0)
    rest = float(positions.total.mean() - earned.sum())
    variances = np.append(split.exposures * split.factor_covariances, split.specific)
    volatility = float(np.sqrt(max(variances.sum(), 0.0)))
    names = [*part.names, SPECIFIC]
    table = pd.DataFrame(
        {
            "exposure": np.append(split.exposures, np.nan),
            "mean": np.append(earned, rest),
            "volatility": variances / volatility if volatility > 0.0 else 0.0,
        },
        index=pd.Index(names, name="factor"),
    )
    if part.aligned.risk_free is not None and positions.capital:
        rate = positions.capital * float(part.aligned.risk_free.mean())
        table.loc[RISK_FREE] = [np.nan, rate, 0.0]
    table["value_at_risk"] = table["mean"] + tail.value_at_risk * table["volatility"]
    table["expected_shortfall"] = table["mean"] + tail.expected_shortfall * table["volatility"]
    table.loc[PORTFOLIO] = table.sum()
    table.loc[PORTFOLIO, "exposure"] = np.nan
    return table
