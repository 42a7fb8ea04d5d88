"""Build the template, labfolio.xlsm: the live workbook of the sample returns."""

from __future__ import annotations

from labfolio_xl.plan.analysis import analyse
from labfolio_xl.plan.inputs import sample_inputs
from labfolio_xl.workbook.writer import workbook_bytes

__all__ = ["template"]


def template() -> bytes:
    """Return the bytes of labfolio.xlsm."""
    return workbook_bytes(analyse(sample_inputs()), "365")
