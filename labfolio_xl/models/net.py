"""Factors net of the market, for factors that repeat the market that they are cut from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from labfolio_xl.models.shared.inference import FloatSeries
from labfolio_xl.options import FactorsAre, FrequencyName
from labfolio_xl.returns.aligned import Table
from labfolio_xl.returns.chosen import ALL, chosen_factors
from labfolio_xl.returns.dates.used import OnDates, UsedDates
from labfolio_xl.returns.findings import Doubts, Findings
from labfolio_xl.returns.net_factors import less_market, market_betas, market_column
from labfolio_xl.returns.rates.columns import without_rate_column
from labfolio_xl.returns.tables.checked import as_input, plain_name
from labfolio_xl.returns.without_factors import returns_alone

__all__ = ["NetFactors", "net_of"]


@dataclass(frozen=True, slots=True)
class NetFactors(OnDates):
    """Factors net of one of them.

    Attributes
    ----------
    factors : DataFrame, dates x factors
        The market as it was, and each other factor less its beta times the market.
    betas : Series by factor
        The betas of the other factors on the market.
    market : str
    dates : UsedDates
        The dates on which every factor has a return.
    """

    factors: pd.DataFrame
    betas: FloatSeries
    market: str
    dates: UsedDates

    def to_frame(self) -> pd.DataFrame:
        """Dates down, factors across."""
        return self.factors


def net_of(
    factors: Table,
    market: str,
    *,
    factors_are: FactorsAre | None = None,
    frequency: FrequencyName | None = None,
    start: date | str | None = None,
    end: date | str | None = None,
    use_factors: str | Sequence[str] = ALL,
    doubts: Doubts = "warn",
) -> NetFactors:
    r"""Take each factor net of the market: less its own beta on it times its return.

    :math:`f^{net}_{kt} = f_{kt} - b_k f_{mt}`, with :math:`b_k` from a regression of factor k
    on the market m and an intercept. The intercept stays in, so that a net factor is the return
    of a position: one in the factor, and :math:`-b_k` in the market.

    Parameters
    ----------
    factors : DataFrame, dates x factors; Series; or InputTable
        Decimal returns, percent, prices or values. Dates with a missing cell are left out.
    market : str
        The name of one of the factors, whatever its case.
    factors_are, frequency, start, end, use_factors, doubts
        As :func:`align` takes them.

    Returns
    -------
    NetFactors

    Raises
    ------
    InputError
        As :func:`align` does; also where no factor has the name, the market is constant, or a
        factor is a multiple of it.
    MissingDataError
        No date has all factors.

    Notes
    -----
    The option ``net_of`` of every function does this to the factors in place: it uses their
    returns in excess of the risk-free rate, and the common dates with the assets. Residuals,
    fitted values and alphas of regressions on all factors stay as they are. The exposure to the
    market becomes the simple beta on the market, and the market's premium what a portfolio with
    that beta earned. The betas are those of the whole span, also in rolling windows.

    References
    ----------
    Frisch and Waugh (1933), Econometrica 1; Lovell (1963), Journal of the American Statistical
    Association 58.

    Examples
    --------
    >>> from labfolio_xl.samples import load_sample
    >>> _, factors, _ = load_sample()
    >>> net = net_of(factors, "SP500")
    >>> net.betas.round(2).to_dict()
    {'MTUM': 0.94, 'QUAL': 1.05, 'SIZE': 0.99, 'USMV': 0.71, 'VLUE': 0.89}
    >>> round(abs(float(net.factors.corr().loc["SP500", "VLUE"])), 12)
    0.0
    """
    findings = Findings(doubts)
    given = as_input(factors, "Factors")
    rest = given
    if "values" not in {factors_are, given.kind}:
        rest, _ = without_rate_column(given, None, findings)
    used = chosen_factors(rest, use_factors, findings)
    known, _, _ = returns_alone(
        findings,
        used,
        argument="Factors",
        factors_are=factors_are,
        frequency=frequency,
        start=start,
        end=end,
    )
    findings.issue_warnings()
    columns = list(known.columns)
    left_out = [name for name in rest.frame if name not in columns]
    name = market_column(plain_name(market), columns, left_out, "market")
    complete = known.dropna()
    slopes = market_betas(complete, name, "market")
    return NetFactors(
        factors=less_market(complete, slopes, complete[name]),
        betas=slopes.rename("beta"),
        market=name,
        dates=UsedDates.of(complete.index, len(known)),
    )
