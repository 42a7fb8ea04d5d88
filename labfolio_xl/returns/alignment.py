"""Bring tables of assets, factors and the risk-free rate to their common dates.

``align_into`` calls all checks of the input data, in the order in which they depend on each other.
"""

from __future__ import annotations

from typing import Unpack

import pandas as pd

from labfolio_xl.errors import InputError
from labfolio_xl.returns.aligned import Aligned, Table, TableOrAligned
from labfolio_xl.returns.chosen import ALL, chosen_dates, chosen_factors
from labfolio_xl.returns.data_options import (
    DataOptions,
    checked_options,
    refuse_others,
)
from labfolio_xl.returns.findings import Findings
from labfolio_xl.returns.frequency.detection import check_periods_per_year
from labfolio_xl.returns.frequency.matching import match
from labfolio_xl.returns.names.meaning import (
    doubt_rate_among_assets,
    refuse_same,
    refuse_swapped,
    self_financing_names,
)
from labfolio_xl.returns.net_factors import net_of_market
from labfolio_xl.returns.rates.columns import rate_in_its_unit, without_rate_column
from labfolio_xl.returns.rates.risk_free import per_period
from labfolio_xl.returns.tables.checked import RiskFree, as_input, check_rate
from labfolio_xl.returns.tables.input_table import InputTable
from labfolio_xl.returns.tables.rows import common_dates, no_common, rows_to_keep
from labfolio_xl.returns.units.judgement import judge
from labfolio_xl.returns.units.sanity import check_returns

__all__ = ["align", "align_and_warn", "align_into"]


def align(
    assets: Table,
    factors: Table,
    risk_free: RiskFree | InputTable = None,
    **data: Unpack[DataOptions],
) -> Aligned:
    """Bring returns of assets and factors, and the risk-free rate, to their common dates.

    Parameters
    ----------
    assets, factors : DataFrame, dates x names; Series; or InputTable
        Simple returns per period, prices, or values; NaN is missing.
    risk_free : Series by date, one-column DataFrame, number, or None
        The rate is aligned here; it is not subtracted.
    **data
        Options that say how the tables are to be understood:
    assets_are : {"returns", "percent", "prices"}, optional
        What the numbers of the assets are. Without it, this is judged from the numbers.
    factors_are : {"returns", "percent", "prices", "values"}, optional
        The same for the factors; "values" are numbers of any kind, which are taken as they are.
    risk_free_is : {"period", "annual", "percent", "annual-percent"}, optional
        Unit of the rate. Without it, the rate is decimal and per period if it is then at most
        20% a year.
    frequency : {"daily", "weekly", "monthly", "quarterly", "yearly"}, optional
        Compounds finer returns to this frequency.
    self_financing : "auto", "none", "all", or names of factors
        Factors from which the rate is not subtracted, such as long-short portfolios. "auto"
        recognises the usual names: Mkt-RF, SMB, HML.
    missing : {"available", "complete", "error"}
        "available" keeps the dates with all factors (and the rate) and any asset,
        "complete" those with everything, "error" refuses missing cells.
    start, end : date or text, optional
        First and last date that are used; "2020-03", "2020-Q1" and "2020" mean all of their days.
    use_factors : "all", or names of factors
        The factors that are used; the other columns are left out.
    net_of : str, optional
        The name of a factor, such as the market. From each other factor its beta on that one
        times that one's return is subtracted; the betas are those of the common dates, of
        returns in excess of the rate where it is subtracted. The mean stays in, so that the
        result is what a factor earned beside its share of the market.
    doubts : {"warn", "refuse"}
        What happens if a table is probably not what it is taken for: a ``DataWarning``, or an
        error, as for files and cells.

    Returns
    -------
    Aligned
        The aligned tables, with the decisions that were made. ``data_report`` says which dates
        were dropped and why.

    Raises
    ------
    InputError
        A table is not well formed, or its numbers or its frequency cannot be what they are taken
        for. The sentence names the option that settles the question.
    MissingDataError
        There are no common dates, or cells are missing with ``missing="error"``.

    Examples
    --------
    >>> import pandas as pd
    >>> dates = pd.date_range("2024-01-01", periods=3)
    >>> assets = pd.DataFrame({"A": [0.01, -0.02, 0.03]}, index=dates)
    >>> factors = pd.DataFrame({"M": [0.01, -0.01]}, index=dates[1:])
    >>> align(assets, factors).assets.index.size
    2
    """
    return align_and_warn(assets, factors, risk_free, **data)


def align_and_warn(
    assets: TableOrAligned,
    factors: Table | None,
    risk_free: RiskFree | InputTable = None,
    *,
    candidates: bool = False,
    periods_per_year: float | None = None,
    **data: Unpack[DataOptions],
) -> Aligned:
    """Align tables, which may be aligned already, and issue the warnings.

    All functions of ``models`` call this one.

    Parameters
    ----------
    candidates : bool
        See :func:`align_into`.
    periods_per_year : float, optional
        The number of periods with which figures are annualised.
    """
    findings = Findings(data.get("doubts", "warn"))
    aligned = align_into(findings, assets, factors, risk_free, candidates=candidates, **data)
    check_periods_per_year(periods_per_year, aligned.frequency, findings)
    findings.issue_warnings()
    return aligned


def align_into(
    findings: Findings,
    assets: TableOrAligned,
    factors: Table | None,
    risk_free: RiskFree | InputTable = None,
    *,
    candidates: bool = False,
    **data: Unpack[DataOptions],
) -> Aligned:
    """Align tables as :func:`align` does, and collect the findings without issuing warnings.

    Parameters
    ----------
    findings : Findings
        Collects the lines. Its own ``doubts`` apply here, and the option of that name does not.
    candidates : bool
        Whether the assets are candidates for factors. Candidates may have names of factors.
    """
    if isinstance(assets, Aligned):
        return _aligned_before(assets, factors, risk_free, data, findings)
    data = checked_options(data)
    rule = data.get("missing", "available")
    given_assets, given_factors = as_input(assets, "Assets"), as_input(factors, "Factors")
    findings.lines += [*given_assets.findings, *given_factors.findings]
    if not candidates:
        doubt_rate_among_assets(given_assets.frame, findings)
        refuse_swapped(given_assets.frame, given_factors.frame, findings)
        refuse_same(given_assets.frame, given_factors.frame, findings)
    known = risk_free if isinstance(risk_free, InputTable) else check_rate(risk_free)
    are = data.get("assets_are"), data.get("factors_are")
    # Values are taken as they are; a column named RF is then a value like the others.
    values = are[1] == "values" or given_factors.kind == "values"
    rest, rate = (
        (given_factors, known) if values else without_rate_column(given_factors, known, findings)
    )
    used = chosen_factors(rest, data.get("use_factors", ALL), findings)
    right = judge(used, "Factors", are[1], findings, beside=given_assets.frame)
    left = judge(given_assets, "Assets", are[0], findings, beside=right.frame)
    if rest is not given_factors and isinstance(rate, pd.Series) and risk_free is None:
        declared = data.get("risk_free_is") is not None
        rate = rate_in_its_unit(rate, rest, right, findings, declared=declared)
    returns, factor_returns, frequency = match(left, right, data.get("frequency"), findings)
    returns, factor_returns = chosen_dates(
        (returns, factor_returns), data.get("start"), data.get("end"), findings
    )
    # The checks of returns can only be applied to prices after they became returns.
    if left.kind == "prices":
        check_returns(returns, "Assets", findings)
    if right.kind == "prices":
        check_returns(factor_returns, "Factors", findings)
    dates = common_dates(returns, factor_returns)
    series = per_period(rate, data.get("risk_free_is"), dates, frequency, findings)
    if series is not None and series.isna().all() and isinstance(rate, pd.Series | InputTable):
        known_dates = rate.frame.index if isinstance(rate, InputTable) else rate.index
        raise no_common(dates, "the returns", known_dates, "RiskFree")
    free = _self_financing(right, factor_returns, data, findings, charged=series is not None)
    given = (returns, factor_returns, series)
    returns, factor_returns = _rows_at(returns, dates), _rows_at(factor_returns, dates)
    keep = rows_to_keep(returns, factor_returns, series, rule)
    if not keep.all():
        returns, factor_returns = returns[keep], factor_returns[keep]
        series = None if series is None else series[keep]
    aligned = Aligned(
        returns,
        factor_returns,
        series,
        rule,
        free,
        frequency,
        given,
        data,
        tuple(findings.lines),
        factors_are_returns=right.kind != "values",
    )
    market = data.get("net_of")
    return aligned if market is None else net_of_market(aligned, market, rest.frame, findings)


def _aligned_before(
    aligned: Aligned,
    factors: Table | None,
    risk_free: RiskFree | InputTable,
    data: DataOptions,
    findings: Findings,
) -> Aligned:
    """Return tables that were aligned before; refuse options that differ from those used then."""
    for given, argument in ((factors, "Factors"), (risk_free, "RiskFree")):
        if given is not None:
            raise InputError(
                f"{argument}: the assets are aligned already; give {argument} to align, too."
            )
    refuse_others(data, aligned.options)
    findings.lines += [line for line in aligned.findings if line.severity != "warning"]
    return aligned


def _self_financing(
    judged: InputTable,
    factors: pd.DataFrame,
    data: DataOptions,
    findings: Findings,
    *,
    charged: bool,
) -> tuple[str, ...]:
    """Factors from which the rate is not subtracted; it is never subtracted from values."""
    names = list(factors.columns)
    if judged.kind == "values":
        return tuple(names)
    option = data.get("self_financing", "auto")
    return self_financing_names(option, names, findings, charged=charged)


def _rows_at(table: pd.DataFrame, dates: pd.DatetimeIndex) -> pd.DataFrame:
    """The rows of some of a table's dates; the table itself if these are all of its dates."""
    return table if len(table.index) == len(dates) else table.loc[dates]
