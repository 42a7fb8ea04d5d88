"""Results as tables on a terminal."""

from __future__ import annotations

import math
from textwrap import fill
from typing import TYPE_CHECKING, Any

from rich import box
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from labfolio_xl.excel.checks_in_excel.step import LogLine
    from labfolio_xl.excel.installation.doctor import Check
    from labfolio_xl.models.exposure import Exposure
    from labfolio_xl.models.premia import RiskPremia

__all__ = ["checks_table", "exposure_table", "premia_table", "steps_table"]


# Characters in a line of the narrowest usual terminal.
NARROWEST = 80
# Columns whose text may be wrapped; numbers must not be.
_WORDS = ("factor", "step", "check", "verdict", "finding", "cure")


def exposure_table(exposure: Exposure) -> Table:
    """Return the portfolio's exposures, lowest first, with their bands of one standard error."""
    table = _table(
        "Exposure of the portfolio",
        ["factor", "exposure", "less 1 sd", "plus 1 sd", "s.e.", "t", "p"],
        f"{exposure.inference}; R-squared of its returns over time {exposure.rsquared:.4f}",
    )
    rows: Any = exposure.to_frame(sort=True).itertuples()
    for row in rows:
        band = [_number(value, 3) for value in (row.exposure, row.minus_1sd, row.plus_1sd)]
        table.add_row(
            str(row.Index), *band, _number(row.std_error, 4), _number(row.t, 2), _pvalue(row.p)
        )
    return table


def premia_table(premia: RiskPremia) -> Table:
    """Return the risk premia in percent per period, lowest first, with their readings below."""
    annual = premia.periods_per_year is not None
    frame = premia.to_frame(sort=True)
    table = _table(
        "Risk premia",
        [
            *("factor", "premium %", "s.e. %", "t", "p"),
            *(["annual %", "s.e. %"] if annual else []),
        ],
        str(premia.inference),
        *(f"{name}: {words}" for name, words in frame["reading"].items()),
    )
    rows: Any = frame.itertuples()
    for row in rows:
        table.add_row(
            str(row.Index),
            *(_number(100.0 * value, 4) for value in (row.premium, row.std_error)),
            *(_number(row.t, 2), _pvalue(row.p)),
            *(
                [_number(100.0 * x, 2) for x in (row.premium_annual, row.std_error_annual)]
                if annual
                else []
            ),
        )
    return table


def checks_table(checks: list[Check]) -> Table:
    """Return the findings of the doctor, each fault with how to repair it."""
    table = _table("Setup of this machine", ["check", "verdict", "finding", "cure"])
    for check in checks:
        style = {"ok": "green", "fault": "bold red"}.get(check.verdict, "yellow")
        cells = (check.name, Text(check.verdict, style=style), check.finding, check.cure)
        table.add_row(*(cell if isinstance(cell, Text) else Text(cell) for cell in cells))
    return table


def steps_table(lines: list[LogLine]) -> Table:
    """Return the outcome of each step of the check in Excel."""
    table = _table("Labfolio in Excel", ["step", "verdict", "finding", "seconds"])
    for line in lines:
        style = {"ok": "green", "FAULT": "bold red"}.get(line.verdict, "yellow")
        verdict = Text(line.verdict, style=style)
        table.add_row(Text(line.name), verdict, Text(line.finding), f"{line.seconds:.1f}")
    return table


def _table(title: str, columns: list[str], *captions: str) -> Table:
    """Return an empty table that fits 80 columns and is plain text in a pipe.

    Each caption is a paragraph below it.
    """
    table = Table(
        title=title,
        caption="\n".join(fill(caption, NARROWEST) for caption in captions) or None,
        title_justify="left",
        caption_justify="left",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
    )
    for name in columns:
        if name in _WORDS:
            table.add_column(name, overflow="fold")
        else:
            table.add_column(name, justify="right", no_wrap=True, min_width=len(name))
    return table


def _number(value: float, decimals: int) -> str:
    return "" if math.isnan(value) else f"{value:.{decimals}f}"


def _pvalue(value: float) -> str:
    return "<0.0001" if value < 0.0001 else _number(value, 4)  # noqa: PLR2004
