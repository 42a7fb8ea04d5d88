"""The data report: what was decided about the data, what was dropped, and what looks wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Unpack

import numpy as np
import pandas as pd

from labfolio_xl.errors import InputError, LabfolioError, counted
from labfolio_xl.options import BenchmarkIs, Rebalance, Unmatched, WeightsAre
from labfolio_xl.returns.aligned import Aligned, Table
from labfolio_xl.returns.alignment import align_into
from labfolio_xl.returns.benchmark import BENCHMARK, Benchmark, judge_beside
from labfolio_xl.returns.data_options import DataOptions, PortfolioOptions, checked_options
from labfolio_xl.returns.findings import Finding, Findings, Severity
from labfolio_xl.returns.frequency.detection import check_periods_per_year
from labfolio_xl.returns.report.columns import column_lines
from labfolio_xl.returns.report.lines import (
    dropped_dates,
    missing_cell_lines,
    portfolio_date_lines,
    rate_lines,
    row_lines,
    size_lines,
    span_lines,
    weight_date_lines,
)
from labfolio_xl.returns.tables.checked import RiskFree
from labfolio_xl.returns.tables.input_table import InputTable
from labfolio_xl.returns.weights.judgement import Weights
from labfolio_xl.returns.weights.weighing import JudgedWeights, Weighing

__all__ = ["DataReport", "data_report", "examine", "weighed_report"]


@dataclass(frozen=True, slots=True)
class DataReport:
    """What a reader of the numbers should know about the data behind them.

    Attributes
    ----------
    findings : tuple of Finding
    dropped : DataFrame
        Columns ``date`` and ``reason``, one row for each date that was not used.
    n_obs, n_assets, n_factors : int
        Of the tables on their common dates; 0 where there are none.
    n_complete : int
        Dates on which every held asset has a return: those of the portfolio and the model.
    first, last : Timestamp
        Span of the dates that were kept; NaT where there are none.
    """

    findings: tuple[Finding, ...]
    dropped: pd.DataFrame
    n_obs: int
    n_assets: int
    n_factors: int
    n_complete: int
    first: pd.Timestamp
    last: pd.Timestamp

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """The findings that a reader must not pass over."""
        return self._of("warning")

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that leave no numbers."""
        return self._of("error")

    @property
    def status(self) -> str:
        """The report in one cell: "ok", or the number of errors or warnings and the first one."""
        for found, noun in ((self.errors, "error"), (self.warnings, "warning")):
            if found:
                return f"{counted(len(found), noun)}: {found[0].sentence}"
        return "ok"

    def _of(self, severity: Severity) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.severity == severity)

    def to_frame(self) -> pd.DataFrame:
        """The findings as a table, one row each."""
        return pd.DataFrame(
            [
                (finding.check, finding.item, finding.found, finding.severity, finding.reading)
                for finding in self.findings
            ],
            columns=["check", "item", "found", "severity", "reading"],
        )


def examine(
    assets: Table,
    factors: Table,
    risk_free: RiskFree | InputTable = None,
    weights: Weights = None,
    benchmark: Benchmark = None,
    *,
    weights_are: WeightsAre | None = None,
    benchmark_is: BenchmarkIs | None = None,
    nav: float | None = None,
    unmatched: Unmatched = "error",
    portfolio: str | None = None,
    rebalance: Rebalance = "every",
    periods_per_year: float | None = None,
    **data: Unpack[DataOptions],
) -> DataReport:
    """Report on data without estimating anything; an error becomes a line and is not raised.

    Parameters
    ----------
    assets, factors, risk_free, weights, weights_are, nav, unmatched, portfolio, rebalance, **data
        As the functions of ``models`` take them.
    benchmark : optional
        Weights of the assets, or a series of returns: a Series with dates, a DataFrame of one
        column, or what ``read_table`` gives.
    benchmark_is : {"returns", "percent", "prices", "fractions", "values"}, optional
        What its numbers are; without it, they are judged by their size.
    periods_per_year : float, optional
        The number of periods with which returns are annualised; it is compared with the dates.

    Returns
    -------
    DataReport
        If an error keeps the tables from being aligned, the report ends with that error.

    Raises
    ------
    InputError
        An option is unknown, or has a value that it cannot have.

    Examples
    --------
    >>> from labfolio_xl.samples import load_sample
    >>> assets, factors, _ = load_sample("us2022")
    >>> examine(assets, factors).errors
    ()
    """
    findings, data = Findings("list"), checked_options(data)
    try:
        aligned = align_into(findings, assets, factors, risk_free, **data)
        check_periods_per_year(periods_per_year, aligned.frequency, findings)
        held = Weighing(weights_are, nav, unmatched, portfolio, rebalance).judge(
            weights, aligned.assets.columns, findings
        )
    except LabfolioError as error:
        line = _as_line(error)
        # An error about a table that has an error already only follows from the first one.
        if line.item not in {known.item for known in findings.lines if known.severity == "error"}:
            findings.lines.append(line)
        none = pd.DataFrame({"date": pd.DatetimeIndex([]), "reason": []})
        return DataReport(tuple(findings.lines), none, 0, 0, 0, 0, pd.NaT, pd.NaT)  # type: ignore[arg-type]
    try:
        judge_beside(benchmark, aligned, Weighing(unmatched=unmatched), findings, are=benchmark_is)
    except LabfolioError as error:
        if not findings.has_error(BENCHMARK):  # otherwise it only follows from that one
            findings.lines.append(_as_line(error))
    return data_report(aligned, held, tuple(findings.lines[len(aligned.findings) :]))


def weighed_report(
    aligned: Aligned,
    weights: Weights,
    data: PortfolioOptions,
    periods_per_year: float | None = None,
    more: tuple[Finding, ...] = (),
) -> tuple[JudgedWeights, DataReport]:
    """Return weights as fractions, and the data report on the tables and the weights.

    Parameters
    ----------
    aligned, weights, data
        The tables, the weights as a user gave them, and the options that say how they are meant.
    periods_per_year : float, optional
        As :func:`examine` takes it.
    more : tuple of Finding
        Further lines, such as those on a benchmark.

    Raises
    ------
    InputError
        The weights cannot be understood, or are in doubt and ``doubts`` is "refuse".
    """
    findings = Findings(data.get("doubts", "warn"))
    held = Weighing.of(data).judge(weights, aligned.assets.columns, findings)
    check_periods_per_year(periods_per_year, aligned.frequency, findings)
    return held, data_report(aligned, held, (*findings.lines, *more))


def _as_line(error: LabfolioError) -> Finding:
    """The line of the report for an error that was raised."""
    item, colon, reading = str(error).partition(": ")
    if not colon:
        item, reading = str(error).split(maxsplit=1)[0], str(error)
    return Finding("input", item, "", "error", reading.rstrip("."))


def data_report(
    aligned: Aligned, held: JudgedWeights | None = None, more: tuple[Finding, ...] = ()
) -> DataReport:
    """Report what alignment kept and dropped, and what looks wrong in the data.

    Parameters
    ----------
    aligned : Aligned
        The result of :func:`align`.
    held : JudgedWeights, optional
        The weights of the assets. With them, the dates of the portfolio are those on which the
        assets with a weight have returns; without them, those on which all assets have.
    more : tuple of Finding
        Further lines, which the caller found.

    Returns
    -------
    DataReport

    Raises
    ------
    InputError
        ``aligned`` is not the result of :func:`align`, such as a frame.

    Examples
    --------
    >>> from labfolio_xl.returns.alignment import align
    >>> from labfolio_xl.samples import load_sample
    >>> assets, factors, _ = load_sample("us2022")
    >>> data_report(align(assets, factors)).n_obs
    249
    """
    if not isinstance(aligned, Aligned):
        raise InputError(
            "data_report takes the result of align; give that, or call examine with the tables."
        )
    dropped = dropped_dates(aligned)
    absent, names = np.isnan(aligned.assets.to_numpy()), aligned.assets.columns
    if held is not None:
        rows = held.row_of(aligned.assets.index, aligned.frequency)
        absent = (absent & (held.fractions[rows] != 0.0))[rows >= 0][:, held.ever_held]
        names = names[held.ever_held]
        more = (*more, *weight_date_lines(int((rows < 0).sum()), len(rows)))
    n_complete = int((~absent.any(axis=1)).sum())
    findings = [
        *aligned.findings,
        *more,
        *span_lines(aligned),
        *row_lines(aligned, dropped),
        *missing_cell_lines(aligned),
        *rate_lines(aligned),
        *portfolio_date_lines(absent, names),
        *column_lines(aligned.assets, aligned.factors),
        *size_lines(aligned, n_complete),
    ]
    dates = aligned.factors.index
    return DataReport(
        tuple(findings),
        dropped,
        n_obs=len(dates),
        n_assets=aligned.assets.shape[1],
        n_factors=aligned.factors.shape[1],
        n_complete=n_complete,
        first=dates[0],
        last=dates[-1],
    )
