"""Lines of the data report about dates, missing cells, the risk-free rate and the sizes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from labfolio_xl.core.lost_dates import MANY, costliest
from labfolio_xl.errors import counted
from labfolio_xl.returns.aligned import Aligned
from labfolio_xl.returns.findings import Finding, Severity, listed
from labfolio_xl.returns.tables.checked import day

__all__ = [
    "dropped_dates",
    "missing_cell_lines",
    "portfolio_date_lines",
    "rate_lines",
    "row_lines",
    "size_lines",
    "span_lines",
    "weight_date_lines",
]

_DATES_PER_COEFFICIENT = 10  # a usual rule of thumb


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


def span_lines(aligned: Aligned) -> Iterator[Finding]:
    """One line for the dates of each table, and one for the dates that were used."""
    assets, factors, rate = aligned.given
    given: list[tuple[str, pd.Index]] = [("Assets", assets.index), ("Factors", factors.index)]
    if isinstance(rate, pd.Series):
        known = rate.dropna().index
        given += [("RiskFree", known)] if len(known) else []
    given.append(("used", aligned.factors.index))
    for name, dates in given:
        span = f"{day(dates[0])} to {day(dates[-1])}"
        yield Finding("span", name, span, "ok", counted(len(dates), "date"))


def row_lines(aligned: Aligned, dropped: pd.DataFrame) -> Iterator[Finding]:
    """How many dates were kept, and how many were dropped for each reason."""
    kept = len(aligned.factors.index)
    yield Finding("rows kept", "used", kept, "ok", f'missing cells: "{aligned.missing}"')
    if dropped.empty:
        yield Finding("rows dropped", "none", 0, "ok", "all dates were used")
    share = len(dropped) / (len(dropped) + kept)
    for reason, dates in dropped.groupby("reason", sort=True)["date"]:
        severity: Severity = "warning" if share > MANY else "note"
        reading = f"first {day(dates.iloc[0])}, last {day(dates.iloc[-1])}"
        yield Finding("rows dropped", str(reason), len(dates), severity, reading)


def missing_cell_lines(aligned: Aligned) -> Iterator[Finding]:
    """One line for each table that has missing cells, however many of its columns have some."""
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


def rate_lines(aligned: Aligned) -> Iterator[Finding]:
    """From which assets and factors the risk-free rate was subtracted."""
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


def portfolio_date_lines(absent: np.ndarray, names: pd.Index) -> Iterator[Finding]:
    """The dates on which all held assets have a return, and the asset that costs most dates."""
    gone = absent.any(axis=1)
    if not gone.any():
        return
    n_dates, kept = len(absent), int((~gone).sum())
    worst = costliest(absent)
    reading = f"{kept} of {n_dates} dates have a return of every held asset"
    if worst is None:
        blank = np.flatnonzero(absent.any(axis=0))
        reading += f"; blank cells are in {listed([str(name) for name in names[blank]])}"
    elif worst.gained > MANY * n_dates:
        reading += f"; without {names[worst.column]} there would be {kept + worst.gained}"
    else:
        reading += f"; {names[worst.column]} lacks {worst.lacking}"
    severity: Severity = "warning" if gone.mean() > MANY else "note"
    yield Finding("dates used", "portfolio and model", kept, severity, reading)


def weight_date_lines(n_before: int, n_dates: int) -> Iterator[Finding]:
    """The common dates before the first weights, which the portfolio does not use."""
    if n_before == n_dates:
        reading = "weights begin with the last common date or after it; give earlier ones"
        yield Finding("weights by date", "Weights", "no date", "error", reading)
    elif n_before:
        found = f"{n_before} of {counted(n_dates, 'date')}"
        reading = "before the first weights, not used for the portfolio"
        yield Finding("weights by date", "Weights", found, "note", reading)


def size_lines(aligned: Aligned, n_complete: int) -> Iterator[Finding]:
    """Whether there are enough dates for the coefficients, and enough assets for the premia."""
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
