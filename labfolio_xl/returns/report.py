"""The data report: what was kept, what was dropped and why, and what looks wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import numpy as np
import pandas as pd

from labfolio_xl.core.diagnostics import variance_inflation
from labfolio_xl.core.qr import design, factorise
from labfolio_xl.core.time_series import fit_available
from labfolio_xl.returns.alignment import Aligned
from labfolio_xl.returns.dates import periods_a_year
from labfolio_xl.returns.findings import Finding, Severity
from labfolio_xl.returns.tables import day

__all__ = ["DataReport", "data_report", "dropped_dates"]

# Thresholds are the usual rules of thumb; each finding names what was found beside them.
_HIGH_VIF = 10.0
_PERCENT_FROM = 0.2  # half of all decimal returns of a period beyond 20% are not returns
_PRICE_FROM = 5.0
_DATES_PER_COEFFICIENT = 10
_HIGHEST_RATE = 0.3  # about twice what US bills paid in 1981, their dearest year


@dataclass(frozen=True, slots=True)
class DataReport:
    """What a reader of the numbers should know about the data behind them.

    Attributes
    ----------
    findings : tuple of Finding
    dropped : DataFrame
        Columns ``date`` and ``reason``, one row for each date that was not used.
    n_obs, n_assets, n_factors : int
    first, last : Timestamp
        Span of the dates that were kept.
    """

    findings: tuple[Finding, ...]
    dropped: pd.DataFrame
    n_obs: int
    n_assets: int
    n_factors: int
    first: pd.Timestamp
    last: pd.Timestamp

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """The findings that a reader must not pass over."""
        return tuple(finding for finding in self.findings if finding.severity == "warning")

    def to_frame(self) -> pd.DataFrame:
        """The findings as a table, one row each."""
        return pd.DataFrame(
            [
                (finding.check, finding.item, finding.found, finding.severity, finding.reading)
                for finding in self.findings
            ],
            columns=["check", "item", "found", "severity", "reading"],
        )


def data_report(aligned: Aligned) -> DataReport:
    """Look at the tables that were given and at what alignment kept of them."""
    dropped = dropped_dates(aligned)
    findings = [
        *_spans(aligned),
        *_rows(aligned, dropped),
        *_missing_cells(aligned),
        *([*_same_table(aligned)] or _explained(aligned)),
        *_risk_free(aligned),
        *_columns("Assets", aligned.assets),
        *_columns("Factors", aligned.factors),
        *_sizes(aligned),
        *_collinearity(aligned),
    ]
    dates = aligned.factors.index
    return DataReport(
        tuple(findings),
        dropped,
        n_obs=len(dates),
        n_assets=aligned.assets.shape[1],
        n_factors=aligned.factors.shape[1],
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
        given.append(("RiskFree", rate.index))
    given.append(("used", aligned.factors.index))
    for name, dates in given:
        span = f"{day(dates[0])} to {day(dates[-1])}"
        yield Finding("span", name, span, "ok", f"{len(dates)} dates")


def _rows(aligned: Aligned, dropped: pd.DataFrame) -> Iterator[Finding]:
    kept = len(aligned.factors.index)
    yield Finding("rows kept", "used", kept, "ok", f'missing cells: "{aligned.missing}"')
    if dropped.empty:
        yield Finding("rows dropped", "none", 0, "ok", "all dates were used")
    share = len(dropped) / (len(dropped) + kept)
    for reason, dates in dropped.groupby("reason", sort=True)["date"]:
        severity: Severity = "warning" if share > 0.1 else "note"  # noqa: PLR2004 - a tenth
        reading = f"first {day(dates.iloc[0])}, last {day(dates.iloc[-1])}"
        yield Finding("rows dropped", str(reason), len(dates), severity, reading)


def _missing_cells(aligned: Aligned) -> Iterator[Finding]:
    assets, factors, _ = aligned.given
    total = 0
    for name, table in (("Assets", assets), ("Factors", factors)):
        counts = table.isna().sum()
        total += int(counts.sum())
        for column, count in counts.loc[lambda n: n > 0].items():
            reading = f"{count / len(table):.1%} of its {len(table)} dates"
            yield Finding("missing cells", f"{name}: {column}", int(count), "note", reading)
    if total == 0:
        yield Finding("missing cells", "none", 0, "ok", "no cell is empty")


def _risk_free(aligned: Aligned) -> Iterator[Finding]:
    """Which returns are taken as what."""
    check = "risk-free rate"
    if aligned.risk_free is None:
        yield Finding(check, "none given", "", "ok", "all returns are taken as excess returns")
        return
    yield from _annual_rate(aligned.risk_free)
    charged = [name for name in aligned.factors.columns if name not in aligned.self_financing]
    mean = float(aligned.risk_free.mean())
    yield Finding(check, "Assets", mean, "ok", "subtracted from every asset (mean per period)")
    if charged:
        names = ", ".join(charged)
        yield Finding(check, "Factors", mean, "ok", f"subtracted from {names}")
    if aligned.self_financing:
        names = ", ".join(aligned.self_financing)
        yield Finding(check, "Factors", 0.0, "ok", f"self-financing, nothing subtracted: {names}")


def _annual_rate(rate: pd.Series[float]) -> Iterator[Finding]:
    """A rate that looks annual beside dates that come more often."""
    periods = periods_a_year(cast("pd.DatetimeIndex", rate.index))
    mean = float(rate.mean())
    if periods is None or (a_year := (1.0 + abs(mean)) ** periods[1] - 1.0) <= _HIGHEST_RATE:
        return
    reading = f"compounds to {a_year:.0%} in {periods[1]} periods, a year of these dates; "
    reading += f"if it is a rate per year, divide it by {periods[1]}"
    yield Finding("risk-free rate", "RiskFree", mean, "warning", reading)


def _same_table(aligned: Aligned) -> Iterator[Finding]:
    """Assets that are the factors themselves, such as one range selected twice."""
    assets, factors = aligned.assets, aligned.factors
    if set(assets.columns) == set(factors.columns) and assets.equals(factors[assets.columns]):
        reading = "each asset is a factor and explains itself; select the returns of the assets"
        yield Finding("same table", "Assets and Factors", assets.shape[1], "warning", reading)


def _explained(aligned: Aligned) -> Iterator[Finding]:
    """Assets that the factors explain without a residual, such as a fund that is a factor."""
    assets, factors = aligned.assets, aligned.factors.to_numpy()
    if len(factors) <= factors.shape[1] + 1 or factorise(design(factors)).dependent:
        return
    fitted = fit_available(assets.to_numpy(), factors)
    # A constant asset has no residual either, and no R-squared.
    for name in assets.columns[(fitted.residual_variance == 0.0) & (fitted.rsquared == 1.0)]:
        reading = "is a factor or a combination of them: it has no alpha to test; remove it"
        yield Finding("explained column", f"Assets: {name}", "without residual", "warning", reading)


def _columns(name: str, table: pd.DataFrame) -> Iterator[Finding]:
    """Columns that are constant, equal to another, or not decimal returns."""
    values = table.to_numpy()
    seen: dict[bytes, str] = {}
    for column, cells in zip(table.columns, values.T, strict=True):
        item, known = f"{name}: {column}", cells[~np.isnan(cells)]
        if len(known) and (known == known[0]).all():
            reading = "carries no information; remove the column"
            yield Finding("constant column", item, float(known[0]), "warning", reading)
            continue
        first = seen.setdefault((cells + 0.0).tobytes(), str(column))
        if first != column:
            yield Finding("duplicate column", item, f"equals {first}", "warning", "remove one")
        size = float(np.median(np.abs(known))) if len(known) else 0.0
        if size > _PRICE_FROM:
            reading = "looks like prices; turn them into returns with LF_RETURNS"
            yield Finding("not decimal returns", item, size, "warning", reading)
        elif size > _PERCENT_FROM:
            reading = "looks like percent; divide by 100"
            yield Finding("not decimal returns", item, size, "warning", reading)


def _sizes(aligned: Aligned) -> Iterator[Finding]:
    n_obs, n_factors = aligned.factors.shape
    n_assets = aligned.assets.shape[1]
    enough = n_obs >= _DATES_PER_COEFFICIENT * (n_factors + 1)
    yield Finding(
        "dates per coefficient",
        "time series",
        round(n_obs / (n_factors + 1), 2),
        "ok" if enough else "warning",
        "enough dates" if enough else "few dates: betas are uncertain, intervals wide",
    )
    if n_assets <= n_factors:
        reading = "premia need more assets than factors; were the two tables swapped?"
        yield Finding("assets per factor", "cross-section", n_assets, "warning", reading)
    else:
        ratio = round(n_assets / n_factors, 2)
        yield Finding("assets per factor", "cross-section", ratio, "ok", "enough assets")


def _collinearity(aligned: Aligned) -> Iterator[Finding]:
    factors = aligned.factors
    if len(factors) <= factors.shape[1]:
        return
    inflation = variance_inflation(factors.to_numpy())
    worst = int(np.argmax(inflation))
    for number, (name, value) in enumerate(zip(factors.columns, inflation, strict=True)):
        if np.isinf(value):
            still = np.ptp(factors.iloc[:, number].to_numpy()) == 0.0
            reading = "is constant, like the intercept; drop it"
            reading = reading if still else "is a combination of other factors; drop one of them"
            yield Finding("VIF", str(name), "infinite", "warning", reading)
        elif value > _HIGH_VIF:
            reading = "moves with the other factors: its beta is uncertain"
            reading += "; drop this one first" if number == worst else ""
            yield Finding("VIF", str(name), round(float(value), 2), "warning", reading)
        else:
            reading = "not explained by the other factors"
            yield Finding("VIF", str(name), round(float(value), 2), "ok", reading)
