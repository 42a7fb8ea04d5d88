"""The data report: what the gate decided, what was kept and dropped, and what looks wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Unpack

import numpy as np
import pandas as pd

from labfolio_xl.core.lost_dates import MANY, costliest
from labfolio_xl.errors import LabfolioError, counted
from labfolio_xl.options import Unmatched, WeightsAre
from labfolio_xl.returns.aligned import Aligned, Table
from labfolio_xl.returns.alignment import align_into
from labfolio_xl.returns.collinear import column_findings
from labfolio_xl.returns.data_options import DataOptions, checked_options
from labfolio_xl.returns.findings import Finding, Findings, Severity, listed
from labfolio_xl.returns.frequency.detection import check_periods_per_year
from labfolio_xl.returns.tables.checked import RiskFree, day
from labfolio_xl.returns.tables.input_table import InputTable
from labfolio_xl.returns.weights.judgement import Weighing, Weights

__all__ = ["DataReport", "data_report", "dropped_dates", "examine"]

_DATES_PER_COEFFICIENT = 10  # the usual rule of thumb


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
        """All of it in one cell: "ok", or how many errors or warnings, and the first of them."""
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
    *,
    weights_are: WeightsAre | None = None,
    nav: float | None = None,
    unmatched: Unmatched = "error",
    periods_per_year: float | None = None,
    **data: Unpack[DataOptions],
) -> DataReport:
    """Look at data without estimating anything: every error is a line, none is raised.

    Parameters
    ----------
    assets, factors, risk_free, weights, weights_are, nav, unmatched, **data
        As the questions take them.
    periods_per_year : float, optional
        What annual figures are made with, to be compared with the dates.

    Returns
    -------
    DataReport
        Where an error keeps the tables from being aligned, it ends there.

    Raises
    ------
    InputError
        An option that there is not.

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
        held = Weighing(weights_are, nav, unmatched).judge(
            weights, aligned.assets.columns, findings
        )
    except LabfolioError as error:
        line = _as_line(error)
        # What follows from an error that is listed already is no second one.
        if line.item not in {known.item for known in findings.lines if known.severity == "error"}:
            findings.lines.append(line)
        none = pd.DataFrame({"date": pd.DatetimeIndex([]), "reason": []})
        return DataReport(tuple(findings.lines), none, 0, 0, 0, 0, pd.NaT, pd.NaT)  # type: ignore[arg-type]
    return data_report(aligned, held, tuple(findings.lines[len(aligned.findings) :]))


def _as_line(error: LabfolioError) -> Finding:
    item, colon, reading = str(error).partition(": ")
    if not colon:
        item, reading = str(error).split(maxsplit=1)[0], str(error)
    return Finding("input", item, "", "error", reading.rstrip("."))


def data_report(
    aligned: Aligned, held: np.ndarray | None = None, more: tuple[Finding, ...] = ()
) -> DataReport:
    """Look at the tables that were given and at what alignment kept of them.

    Parameters
    ----------
    aligned : Aligned
    held : array of weights, optional
        Those of the assets; the dates of the portfolio are those of the assets that it holds.
    more : tuple of Finding
        Lines of the caller.
    """
    dropped = dropped_dates(aligned)
    absent = np.isnan(aligned.assets.to_numpy())
    if held is not None:
        absent = absent[:, held != 0.0]
    n_complete = int((~absent.any(axis=1)).sum())
    names = aligned.assets.columns if held is None else aligned.assets.columns[held != 0.0]
    findings = [
        *aligned.findings,
        *more,
        *_spans(aligned),
        *_rows(aligned, dropped),
        *_missing_cells(aligned),
        *_charged(aligned),
        *_portfolio_dates(absent, names),
        *column_findings(aligned.assets, aligned.factors),
        *_sizes(aligned, n_complete),
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


def dropped_dates(aligned: Aligned) -> pd.DataFrame:
    """Every date of Assets or Factors that was not used, with the first reason that applies."""
    assets, factors, rate = aligned.given
    every = assets.index.union(factors.index)
    gone = every.difference(aligned.factors.index)
    reasons = np.array(["not in Factors"] * len(gone), dtype=object)
    reasons[gone.isin(factors.index)] = "not in Assets"
    both = gone.intersection(assets.index).intersection(factors.index)
    rates = rate.reindex(both).to_numpy(np.float64) if isinstance(rate, pd.Series) else None
    reasons[gone.isin(both)] = _reasons(assets.loc[both], factors.loc[both], rates)
    return pd.DataFrame({"date": gone, "reason": reasons})


def _reasons(assets: pd.DataFrame, factors: pd.DataFrame, rates: np.ndarray | None) -> list[str]:
    """Why dates that both tables have were not used."""
    no_asset, no_factor = np.isnan(assets.to_numpy()), np.isnan(factors.to_numpy())
    reasons = []
    for row in range(len(assets)):
        if rates is not None and np.isnan(rates[row]):
            reasons.append("no risk-free rate")
        elif no_factor[row].any():
            reasons.append(f"Factors is blank in {factors.columns[no_factor[row].argmax()]}")
        elif no_asset[row].all():
            reasons.append("no asset has a return")
        else:
            reasons.append(f"Assets is blank in {assets.columns[no_asset[row].argmax()]}")
    return reasons


def _spans(aligned: Aligned) -> Iterator[Finding]:
    assets, factors, rate = aligned.given
    given: list[tuple[str, pd.Index]] = [("Assets", assets.index), ("Factors", factors.index)]
    if isinstance(rate, pd.Series):
        known = rate.dropna().index
        given += [("RiskFree", known)] if len(known) else []
    given.append(("used", aligned.factors.index))
    for name, dates in given:
        span = f"{day(dates[0])} to {day(dates[-1])}"
        yield Finding("span", name, span, "ok", counted(len(dates), "date"))


def _rows(aligned: Aligned, dropped: pd.DataFrame) -> Iterator[Finding]:
    kept = len(aligned.factors.index)
    yield Finding("rows kept", "used", kept, "ok", f'missing cells: "{aligned.missing}"')
    if dropped.empty:
        yield Finding("rows dropped", "none", 0, "ok", "all dates were used")
    share = len(dropped) / (len(dropped) + kept)
    for reason, dates in dropped.groupby("reason", sort=True)["date"]:
        severity: Severity = "warning" if share > MANY else "note"
        reading = f"first {day(dates.iloc[0])}, last {day(dates.iloc[-1])}"
        yield Finding("rows dropped", str(reason), len(dates), severity, reading)


def _missing_cells(aligned: Aligned) -> Iterator[Finding]:
    """One line for a table, however many columns have blanks."""
    tables = {"Assets": aligned.given[0], "Factors": aligned.given[1]}
    counts = {name: table.isna().sum() for name, table in tables.items()}
    for name, count in counts.items():
        if not count.any():
            continue
        worst, n_dates = str(count.idxmax()), len(tables[name])
        columns = counted(int((count > 0).sum()), "column")
        reading = f"in {columns}, most in {worst}: {count.max() / n_dates:.1%} of {n_dates} dates"
        yield Finding("missing cells", name, int(count.sum()), "note", reading)
    if not any(count.any() for count in counts.values()):
        yield Finding("missing cells", "none", 0, "ok", "no cell is empty")


def _charged(aligned: Aligned) -> Iterator[Finding]:
    """Which returns are taken as what."""
    check = "risk-free rate"
    if aligned.risk_free is None:
        yield Finding(check, "none given", "", "ok", "all returns are taken as excess returns")
        return
    charged = [name for name in aligned.factors.columns if name not in aligned.self_financing]
    yield Finding(check, "Assets", "all", "ok", "subtracted from every asset")
    if charged:
        yield Finding(check, "Factors", listed(charged), "ok", "subtracted from these factors")
    if aligned.self_financing:
        reading = "self-financing, nothing subtracted from these factors"
        yield Finding(check, "Factors", listed(aligned.self_financing), "ok", reading)


def _portfolio_dates(absent: np.ndarray, names: pd.Index) -> Iterator[Finding]:
    """The dates that the portfolio and the model rest on, and the asset that costs most."""
    gone = absent.any(axis=1)
    if not gone.any():
        return
    n_dates, kept = len(absent), int((~gone).sum())
    worst = costliest(absent)
    reading = f"{kept} of {n_dates} dates have a return of every held asset"
    if worst is None:
        blank = np.flatnonzero(absent.any(axis=0))
        reading += f"; blanks stand in {listed([str(name) for name in names[blank]])}"
    elif worst.gained > MANY * n_dates:
        reading += f"; without {names[worst.column]} there would be {kept + worst.gained}"
    else:
        reading += f"; {names[worst.column]} lacks {worst.lacking}"
    severity: Severity = "warning" if gone.mean() > MANY else "note"
    yield Finding("dates used", "portfolio and model", kept, severity, reading)


def _sizes(aligned: Aligned, n_complete: int) -> Iterator[Finding]:
    n_factors, n_assets = aligned.factors.shape[1], aligned.assets.shape[1]
    enough = n_complete >= _DATES_PER_COEFFICIENT * (n_factors + 1)
    yield Finding(
        "dates per coefficient",
        "portfolio and model",
        round(n_complete / (n_factors + 1), 2),
        "ok" if enough else "warning",
        "enough dates" if enough else "few dates: betas are uncertain, intervals wide",
    )
    if n_assets <= n_factors:
        reading = "premia need more assets than factors; exposures and risk do not"
        yield Finding("assets per factor", "cross-section", n_assets, "note", reading)
    else:
        ratio = round(n_assets / n_factors, 2)
        yield Finding("assets per factor", "cross-section", ratio, "ok", "enough assets")
