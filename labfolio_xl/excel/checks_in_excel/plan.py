"""The tables and charts that the template must hold, from the plan that it is built from."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from labfolio_xl.plan.analysis import analyse
from labfolio_xl.plan.charts import Chart, charts
from labfolio_xl.plan.inputs import sample_inputs
from labfolio_xl.plan.layout import blocks

if TYPE_CHECKING:
    from labfolio_xl.plan.layout import Block

__all__ = ["planned_blocks", "planned_charts"]


@cache
def planned_blocks() -> dict[str, Block]:
    """Return the tables of results over the sample returns, by key."""
    return {block.key: block for block in blocks(analyse(sample_inputs()))}


def planned_charts() -> dict[str, Chart]:
    """Return the charts over the sample returns, by name."""
    made = charts(planned_blocks())
    return {name: chart for name, chart in made.items() if isinstance(chart, Chart)}
