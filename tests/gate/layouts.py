"""The same monthly returns written in many layouts; each returns the files to read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
from written_files import book, grid, text

__all__ = ["LAYOUTS", "Layout"]

Layout = Callable[[pd.DataFrame, Path, str], list[Path]]


def _one(name: str, content: str | bytes, folder: Path) -> list[Path]:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return [path]


def _plain(table: pd.DataFrame, folder: Path, stem: str) -> list[Path]:
    return _one(f"{stem}.csv", text(table), folder)


def _turned_round(table: pd.DataFrame, folder: Path, stem: str) -> list[Path]:
    """Columns and rows from the last to the first."""
    return _one(f"{stem}.csv", text(table.iloc[::-1, ::-1]), folder)


def _german(table: pd.DataFrame, folder: Path, stem: str) -> list[Path]:
    written = text(table, dates="%d.%m.%Y", sep=";", number=lambda v: repr(v).replace(".", ","))
    return _one(f"{stem}.csv", written, folder)


def _american(table: pd.DataFrame, folder: Path, stem: str) -> list[Path]:
    return _one(f"{stem}.csv", text(table, dates="%m/%d/%Y"), folder)


def _moved(value: float) -> str:
    """The number of percent, exact: two places further, not multiplied."""
    digits, power = f"{value:.17e}".split("e")
    return f"{digits}e{int(power) + 2}"


def _in_percent(table: pd.DataFrame, folder: Path, stem: str) -> list[Path]:
    title = "Returns in percent\n\n"
    return _one(f"{stem}.csv", title + text(table, number=_moved), folder)


def _with_signs(table: pd.DataFrame, folder: Path, stem: str) -> list[Path]:
    return _one(f"{stem}.csv", text(table, number=lambda v: f"{_moved(v)}%"), folder)


def _between_titles(table: pd.DataFrame, folder: Path, stem: str) -> list[Path]:
    above = ["Invented Capital", "As of 2024-01-31, monthly", ""]
    written = text(table, above=above, below=["", "Past performance is invented."])
    return _one(f"{stem}.csv", written, folder)


def _tabs(table: pd.DataFrame, folder: Path, stem: str) -> list[Path]:
    return _one(f"{stem}.txt", text(table, sep="\t", dates="%d-%b-%Y"), folder)


def _months(table: pd.DataFrame, folder: Path, stem: str) -> list[Path]:
    return _one(f"{stem}.csv", text(table, dates="%Y%m"), folder)


def _names_of_months(table: pd.DataFrame, folder: Path, stem: str) -> list[Path]:
    return _one(f"{stem}.csv", text(table, dates="%b-%y"), folder)


def _first_days(table: pd.DataFrame, folder: Path, stem: str) -> list[Path]:
    return _plain(table.set_axis(table.index - pd.offsets.MonthBegin(1)), folder, stem)


def _business_days(table: pd.DataFrame, folder: Path, stem: str) -> list[Path]:
    last = [pd.offsets.BMonthEnd().rollback(day) for day in table.index]
    return _plain(table.set_axis(pd.DatetimeIndex(last)), folder, stem)


def _long(table: pd.DataFrame, folder: Path, stem: str) -> list[Path]:
    wide = table.rename_axis("date").reset_index()
    rows = wide.melt(id_vars="date", var_name="ticker", value_name="return")
    return _one(f"{stem}.csv", rows.to_csv(index=False), folder)


def _workbook(table: pd.DataFrame, folder: Path, stem: str) -> list[Path]:
    return _one(f"{stem}.xlsx", book({"Returns": grid(table)}), folder)


def _later_sheet(table: pd.DataFrame, folder: Path, stem: str) -> list[Path]:
    sheets = {"Cover": [["Invented."]], "Data": [["Monthly"], [], *grid(table)]}
    return _one(f"{stem}.xlsx", book(sheets, date_1904=True), folder)


def _pairs(table: pd.DataFrame, folder: Path, stem: str) -> list[Path]:
    rows = [[c for name in table for c in ("Date", name)]]
    rows += [
        [c for value in values for c in (day, value)]
        for day, values in zip(table.index, table.to_numpy().tolist(), strict=True)
    ]
    return _one(f"{stem}.xlsx", book({"BDH": rows}), folder)


def _histories(table: pd.DataFrame, folder: Path, stem: str) -> list[Path]:
    """A price history for each name, of which the returns are taken again."""
    start = table.index[:1] - pd.offsets.MonthEnd(1)
    gross = pd.concat([pd.DataFrame(1.0, start, table.columns), 1 + table]).cumprod()
    place = folder / stem
    place.mkdir()
    for name in table:
        price = 50 * gross[name]
        history = pd.DataFrame({"Open": 0.99 * price, "Close": price, "Volume": 1e6})
        _one(f"{name}.csv", text(history), place)
    return [place]


LAYOUTS: dict[str, Layout] = {
    "plain": _plain,
    "columns and rows turned round": _turned_round,
    "semicolons, commas, points": _german,
    "month first": _american,
    "percent by a title": _in_percent,
    "percent signs": _with_signs,
    "titles and a footer": _between_titles,
    "tabs and names of months": _tabs,
    "yyyymm": _months,
    "Mmm-yy": _names_of_months,
    "first days of months": _first_days,
    "last business days": _business_days,
    "a long table": _long,
    "a workbook": _workbook,
    "a later sheet, counted from 1904": _later_sheet,
    "a column of dates for each name": _pairs,
    "a price history for each name": _histories,
}
