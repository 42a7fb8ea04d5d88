"""A table as it was read, with what its source says of it beyond doubt."""

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
    """Where data came from: the file's name, its sheet, its size in cells, its SHA-256."""

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
        Ascending calendar dates, float64, NaN is missing. Percent that the source or its user
        declared is decimal here already.
    kind : {"returns", "prices", "values"} or None
        What the numbers are, where that is settled: by the user, or beyond doubt by the source.
        None: they have to be judged still.
    unit : {"decimal", "percent"} or None
        What the source has, where that is settled. "percent" tells how it was written;
        the frame is decimal once ``kind`` is settled.
    frequency : str or None
        "monthly", "quarterly" or "yearly" where the dates are written as such periods (201801),
        or else as found from the dates by ``read_table``.
    findings : tuple of Finding
        What was decided while it was read.
    source : Source or None
        The file, if it came from one.
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
    """A checked table whose kind is known already: nothing of it is judged again."""
    return InputTable(frame, kind, "decimal")
