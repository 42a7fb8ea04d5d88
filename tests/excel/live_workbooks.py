"""Live workbooks as bytes: each is made when the first test asks for it, and once."""

from __future__ import annotations

from functools import cache

from labfolio_xl.plan.analysis import analyse
from labfolio_xl.plan.inputs import Inputs, sample_inputs
from labfolio_xl.workbook.writer import workbook_bytes


class LiveWorkbooks(dict[str, bytes]):
    """The workbooks of some inputs, by the name of these."""

    def __init__(self, inputs: dict[str, Inputs]) -> None:
        super().__init__()
        self._inputs = inputs

    def __missing__(self, name: str) -> bytes:
        """Make one."""
        return self.setdefault(name, workbook_bytes(analyse(self._inputs[name]), "365"))


@cache
def sample_workbook() -> bytes:
    """The workbook of the sample."""
    return workbook_bytes(analyse(sample_inputs()), "365")
