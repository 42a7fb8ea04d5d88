"""Steps: the charts in Excel, compared with the plan."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from labfolio_xl.excel.book.chart_series import series_formula
from labfolio_xl.excel.checks_in_excel.faults import Fault
from labfolio_xl.excel.checks_in_excel.plan import planned_charts
from labfolio_xl.excel.checks_in_excel.step import Step, step
from labfolio_xl.excel.host import host
from labfolio_xl.plan.charts import Chart

if TYPE_CHECKING:
    from collections.abc import Mapping

    from labfolio_xl.excel.checks_in_excel.session import Session

__all__ = ["STEPS", "compare_charts"]

NAMED = re.compile(r'=SERIES\(("(?:[^"]|"")*"|[^,]*),')
ONE_CELL = re.compile(r"(\$[A-Z]+\$\d+):\1(?!\d)")


@step("Charts")
def check_charts(session: Session) -> str:
    """Every chart draws the cells that the plan gives it."""
    wanted = planned_charts()
    compare_charts(session.book, wanted)
    return f"{len(wanted)} charts"


@step("Charts draw points")
def check_points(session: Session) -> str:
    """Every series of every chart has points."""
    points = 0
    for sheet in session.book.sheets:
        for chart in sheet.charts:
            collection = chart.api[1].SeriesCollection()
            counts = [
                len(tuple(collection.Item(number + 1).Values)) for number in range(collection.Count)
            ]
            if not counts or not all(counts):
                raise Fault(f"{chart.name} has a series without points")
            points += sum(counts)
    return f"{points} points"


def compare_charts(book: Any, wanted: Mapping[str, Chart | str]) -> None:
    """Raise a fault for a chart that is missing or that shows other cells than planned."""
    drawn = {
        chart.name: host().series_formulas(chart) for sheet in book.sheets for chart in sheet.charts
    }
    if missing := wanted.keys() - drawn.keys():
        raise Fault(f"no chart {', '.join(sorted(missing))}")
    for name, chart in wanted.items():
        if isinstance(chart, Chart):
            formulas = [series_formula(series, n) for n, series in enumerate(chart.series, 1)]
            _compare(name, list(map(_spelled, drawn[name])), formulas)


def _compare(name: str, found: list[str], wanted: list[str]) -> None:
    """Raise a fault for the first series that shows other cells than planned."""
    if len(found) != len(wanted):
        raise Fault(f"{name} has {len(found)} series, not {len(wanted)}")
    for one, other in zip(found, wanted, strict=True):
        is_named_by_cell = not other.startswith('=SERIES("')
        pair = (one, other) if is_named_by_cell else (_unnamed(one), _unnamed(other))
        if pair[0] != pair[1]:
            raise Fault(f"{name} draws {one}, not {other}")


def _spelled(formula: str) -> str:
    """Return a series in the spelling of the plan, without quotes and with single cells."""
    return ONE_CELL.sub(r"\1", formula.replace("'", ""))


def _unnamed(formula: str) -> str:
    """Return the formula of a series without its name, if the name is a text."""
    return NAMED.sub("=SERIES(,", formula)


STEPS: tuple[Step, ...] = (check_charts, check_points)
