"""``InputTable``: a table as it was read, with what its source says about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from labfolio_xl.options import FrequencyName
from labfolio_xl.returns.findings import Finding

__all__ = ["InputTable", "Kind", "Source", "Unit", "settled"]

Kind = Literal["returns", "prices", "values"]
Unit = Literal["decimal", "percent"]


@dataclass(frozen=True, slots=True)
class Source:
    """The file that data came from: its name, its sheet, its size in cells, its SHA-256."""

    file: str
    sheet: str | None
    n_rows: int
    n_columns: int
    sha256: str


@dataclass(frozen=True, slots=True)
class InputTable:
    """A table that was read from a file or a range; every function takes it like a frame.

    Attributes
    ----------
    frame : DataFrame, dates x names
        Ascending calendar dates, float64, NaN is missing.
    kind : {"returns", "prices", "values"} or None
        What the numbers are, if the user or the source says it. None if it has still to be
        judged from the numbers.
    unit : {"decimal", "percent"} or None
        The unit in which the numbers were written, if the source says it. If ``kind`` is
        "returns", the numbers of the frame are decimal, also if they were written in percent.
    frequency : str or None
        "monthly", "quarterly" or "yearly" if the dates are written as such periods (201801), or
        the frequency that ``read_table`` found from the dates.
    findings : tuple of Finding
        What was decided while the table was read.
    source : Source or None
        The file that the table came from.
    """

    frame: pd.DataFrame
    kind: Kind | None = None
    unit: Unit | None = None
    frequency: FrequencyName | None = None
    findings: tuple[Finding, ...] = ()
    source: Source | None = None

    @property
    def notes(self) -> tuple[str, ...]:
        """The findings as sentences."""
        return tuple(finding.sentence for finding in self.findings)


def settled(frame: pd.DataFrame, kind: Kind = "returns") -> InputTable:
    """Make an input table of decimal numbers whose kind is known, so that it is not judged."""
    return InputTable(frame, kind, "decimal")
