"""Bring tables to their common dates; the order of the questions stands here."""

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
        It is aligned here, not subtracted.
    **data
        How the tables are to be understood, each of the following by its name:
    assets_are : {"returns", "percent", "prices"}, optional
        What the numbers of the assets are. Without it they are judged as a table.
    factors_are : {"returns", "percent", "prices", "values"}, optional
        The same for the factors; "values" are any numbers, taken as they are.
    risk_free_is : {"period", "annual", "percent", "annual-percent"}, optional
        Unit of the rate; without it decimal and per period, if that is at most 20% a year.
    frequency : {"daily", "weekly", "monthly", "quarterly", "yearly"}, optional
        Compounds finer returns to this frequency.
    self_financing : "auto", "none", "all", or names of factors
        Factors that need no subtraction of the rate, such as long-short portfolios. "auto"
        knows the usual names: Mkt-RF, SMB, HML.
    missing : {"available", "complete", "error"}
        "available" keeps the dates with all factors (and the rate) and any asset,
        "complete" those with everything, "error" refuses missing cells.
    start, end : date or text, optional
        First and last date that are used; "2020-03", "2020-Q1" and "2020" mean all of their days.
    use_factors : "all", or names of factors
        The factors that are used; the other columns are left out.
    doubts : {"warn", "refuse"}
        Whether an input that is likely not what it is taken for is a ``DataWarning`` or refused,
        as in files and cells.

    Returns
    -------
    Aligned
        The tables, and a report of what was decided, and of what was dropped and why.

    Raises
    ------
    InputError
        A table that is not well formed; numbers or frequencies that cannot be what they are
        taken for; the sentence names the option that settles it.
    MissingDataError
        No common dates, or missing cells with ``missing="error"``.

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
    """As :func:`align`, for tables that may be aligned already: the way of every question.

    Parameters
    ----------
    candidates : bool
        See :func:`align_into`.
    periods_per_year : float, optional
        What annual figures are made with.
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
    """As :func:`align`, with the lines of the caller; nothing is warned of here.

    Parameters
    ----------
    findings : Findings
        Gets the lines; how it takes doubts counts, not the option.
    candidates : bool
        Whether the assets are candidates for factors, which may have any name.
    """
    if isinstance(assets, Aligned):
        return _once_more(assets, factors, risk_free, data, findings)
    data = checked_options(data)
    rule = data.get("missing", "available")
    left_given, right_given = as_input(assets, "Assets"), as_input(factors, "Factors")
    findings.lines += [*left_given.findings, *right_given.findings]
    if not candidates:
        doubt_rate_among_assets(left_given.frame, findings)
        refuse_swapped(left_given.frame, right_given.frame, findings)
        refuse_same(left_given.frame, right_given.frame, findings)
    known = risk_free if isinstance(risk_free, InputTable) else check_rate(risk_free)
    are = data.get("assets_are"), data.get("factors_are")
    # Values are taken as they are, a column RF among them too.
    values = are[1] == "values" or right_given.kind == "values"
    rest, rate = (
        (right_given, known) if values else without_rate_column(right_given, known, findings)
    )
    used = chosen_factors(rest, data.get("use_factors", ALL), findings)
    right = judge(used, "Factors", are[1], findings, beside=left_given.frame)
    left = judge(left_given, "Assets", are[0], findings, beside=right.frame)
    if rest is not right_given and isinstance(rate, pd.Series) and risk_free is None:
        declared = data.get("risk_free_is") is not None
        rate = rate_in_its_unit(rate, rest, right, findings, declared=declared)
    returns, factor_returns, frequency = match(left, right, data.get("frequency"), findings)
    returns, factor_returns = chosen_dates(
        (returns, factor_returns), data.get("start"), data.get("end"), findings
    )
    # Prices became returns just now: what returns may be is asked of those.
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
    returns, factor_returns = _at(returns, dates), _at(factor_returns, dates)
    keep = rows_to_keep(returns, factor_returns, series, rule)
    if not keep.all():
        returns, factor_returns = returns[keep], factor_returns[keep]
        series = None if series is None else series[keep]
    return Aligned(
        returns, factor_returns, series, rule, free, frequency, given, data, tuple(findings.lines)
    )


def _once_more(
    aligned: Aligned,
    factors: Table | None,
    risk_free: RiskFree | InputTable,
    data: DataOptions,
    findings: Findings,
) -> Aligned:
    """What was aligned before, as it is: nothing may be said of it now that was not said then."""
    for given, argument in ((factors, "Factors"), (risk_free, "RiskFree")):
        if given is not None:
            raise InputError(f"{argument}: the assets are aligned already; give it to align.")
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
    """Factors without a subtraction of the rate; values that are no returns never have one."""
    names = list(factors.columns)
    if judged.kind == "values":
        return tuple(names)
    said = data.get("self_financing", "auto")
    return self_financing_names(said, names, findings, charged=charged)


def _at(table: pd.DataFrame, dates: pd.DatetimeIndex) -> pd.DataFrame:
    return table if len(table.index) == len(dates) else table.loc[dates]
