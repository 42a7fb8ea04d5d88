"""What was decided while the inputs were read: a table of the sheet Check, a section of About.

The input sheets hold what came of it (decimal returns of one frequency), so that no formula can
tell it: the lines stand there as text, and Refresh keeps them.
"""

from __future__ import annotations

from collections.abc import Sequence

from labfolio_xl.blocks.cells.values import Cell
from labfolio_xl.plan.analysis import Analysis
from labfolio_xl.returns.findings import Finding

__all__ = ["CHECK", "EXPLAINED", "TITLE", "as_row", "decided", "told"]

CHECK = "Check"
TITLE = "How the inputs were read"
EXPLAINED = " as text: the input sheets hold the result, which the data report below examines"


def decided(analysis: Analysis, listed: Sequence[Sequence[Cell]]) -> tuple[Finding, ...]:
    """The decisions that the data report on the sheets does not list itself.

    Parameters
    ----------
    analysis : Analysis
    listed : rows
        What that report lists.
    """
    known = {tuple(row) for row in listed}
    return tuple(line for line in told(analysis) if tuple(as_row(line)) not in known)


def told(analysis: Analysis) -> tuple[Finding, ...]:
    """All decisions and doubts, those from before first: facts are no decisions."""
    now = (line for line in analysis.data_report.findings if line.severity != "ok")
    return tuple(dict.fromkeys((*analysis.inputs.decided, *now)))


def as_row(line: Finding) -> list[Cell]:
    """A line as cells, in the order of the data report."""
    return [line.check, line.item, line.found, line.severity, line.reading]
