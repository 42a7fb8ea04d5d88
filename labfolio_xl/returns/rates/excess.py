"""Excess returns: returns minus the risk-free rate."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import pandas as pd

from labfolio_xl.options import RiskFreeIs
from labfolio_xl.returns.aligned import Aligned, Table
from labfolio_xl.returns.findings import Findings
from labfolio_xl.returns.frequency.detection import find_frequency
from labfolio_xl.returns.rates.risk_free import per_period
from labfolio_xl.returns.tables.checked import RiskFree, check_rate, check_table
from labfolio_xl.returns.tables.input_table import InputTable
from labfolio_xl.returns.tables.rows import no_common

__all__ = ["excess_returns", "subtract_risk_free"]


def subtract_risk_free(aligned: Aligned) -> Aligned:
    """Subtract the rate from the assets and from the factors that are not self-financing."""
    if aligned.risk_free is None:
        return aligned
    rate = aligned.risk_free.to_numpy()[:, None]
    charged = ~aligned.factors.columns.isin(list(aligned.self_financing))
    return replace(aligned, assets=aligned.assets - rate, factors=aligned.factors - rate * charged)


def excess_returns(
    returns: Table, risk_free: RiskFree | InputTable, *, risk_free_is: RiskFreeIs | None = None
) -> pd.DataFrame:
    """Subtract the risk-free rate from returns.

    Parameters
    ----------
    returns : DataFrame, dates x names; Series; or InputTable
        Decimal returns per period; NaN stays NaN.
    risk_free : Series by date, one-column DataFrame, or number
    risk_free_is : {"period", "annual", "percent", "annual-percent"}, optional
        Unit of the rate. Without it, the rate is decimal and per period if it is then at most
        20% a year.

    Returns
    -------
    DataFrame
        Excess returns on the dates that both have.

    Raises
    ------
    InputError, MissingDataError
        As :func:`align` does.

    Examples
    --------
    >>> import pandas as pd
    >>> dates = pd.date_range("2024-01-31", periods=2, freq="ME")
    >>> fund = pd.DataFrame({"Fund": [0.01, 0.02]}, index=dates)
    >>> excess_returns(fund, 0.004)["Fund"].round(4).tolist()
    [0.006, 0.016]
    """
    table = check_table(returns, "Returns")
    rate = risk_free if isinstance(risk_free, InputTable) else check_rate(risk_free)
    if rate is None:
        return table
    dates = cast("pd.DatetimeIndex", table.index)
    findings = Findings()
    series = per_period(rate, risk_free_is, dates, find_frequency(dates), findings)
    findings.issue_warnings()
    known = pd.Series(series, dates).dropna()
    if known.empty and isinstance(rate, pd.Series):
        raise no_common(dates, "Returns", rate.index, "RiskFree")
    return table.loc[known.index].sub(known, axis=0)
