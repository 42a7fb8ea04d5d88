"""The decisions of the input gate: a table on the sheet Check and a section on the sheet About.

The input sheets hold the outcome of these decisions (decimal returns of one frequency), so that no
formula can find them again. They are therefore written as text, and Refresh keeps them.
"""

from __future__ import annotations

from collections.abc import Sequence

from labfolio_xl.blocks.cells.values import Cell
from labfolio_xl.plan.analysis import Analysis
from labfolio_xl.returns.findings import Finding

__all__ = ["CHECK", "EXPLAINED", "TITLE", "all_decided", "as_row", "decided"]

CHECK = "Check"
TITLE = "How the inputs were read"
EXPLAINED = " as text: the input sheets hold the result, which the data report below examines"


def decided(analysis: Analysis, listed: Sequence[Sequence[Cell]]) -> tuple[Finding, ...]:
    """Return the decisions that the data report on the sheet Check does not list.

    Parameters
    ----------
    analysis : Analysis
    listed : rows
        The lines of that data report.
    """
    known = {tuple(row) for row in listed}
    return tuple(line for line in all_decided(analysis) if tuple(as_row(line)) not in known)


def all_decided(analysis: Analysis) -> tuple[Finding, ...]:
    """Return all decisions and doubts, earlier ones first; plain facts are left out."""
    now = (line for line in analysis.data_report.findings if line.severity != "ok")
    return tuple(dict.fromkeys((*analysis.inputs.decided, *now)))


def as_row(line: Finding) -> list[Cell]:
    """Return a line as cells, in the order of the columns of the data report."""
    return [line.check, line.item, line.found, line.severity, line.reading]
