"""Fill the inputs of an open workbook: from a file, or with the sample."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from labfolio_xl.errors import LabfolioError
from labfolio_xl.excel.book_inputs import (
    place_of,
    require_inputs,
    require_labfolio,
    write_input,
)
from labfolio_xl.excel.refresh import refresh, summary
from labfolio_xl.files import read_risk_free, read_table, read_weights
from labfolio_xl.sheet.cells import to_cells
from labfolio_xl.workbook.inputs import sample_inputs
from labfolio_xl.workbook.places import INPUTS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from labfolio_xl.blocks import Rows
    from labfolio_xl.files import Source

__all__ = ["file_rows", "load_file", "load_sample"]


def load_file(book: Any, name: str, path: Path, say: Callable[[str], None]) -> str:  # noqa: ANN401  # xlwings is not typed
    """Fill one input from a file and refresh; return the closing sentence.

    Nothing in the workbook changes unless the file can be read and the sheets be written to.
    """
    require_labfolio(book)
    place = place_of(name)
    say(f"Reading {path.name}")
    rows, source, notes = file_rows(path, place.argument)
    require_inputs(book, {place.name: rows})
    write_input(book, place, rows)
    origin = f"{place.name}: {source.file}, SHA-256 {source.sha256}"
    try:
        subject = path.stem if place.argument == "assets" else ""
        done = refresh(book, say, notes=(origin, *notes), subject=subject)
    except LabfolioError as mistake:
        # Such as assets of another year than the factors, which are loaded next.
        text = f"{place.name} loaded from {path.name}; the results cannot follow yet: {mistake}"
        raise type(mistake)(text) from mistake
    return " ".join([f"{place.name} loaded from {path.name}.", *notes, summary(done)])


def load_sample(book: Any, say: Callable[[str], None]) -> str:  # noqa: ANN401
    """Fill all inputs with the sample returns and refresh; return the closing sentence."""
    require_labfolio(book)
    sample = sample_inputs()
    inputs = {place.name: _rows(getattr(sample, place.argument)) for place in INPUTS}
    require_inputs(book, inputs)
    for place in INPUTS:
        write_input(book, place, inputs[place.name])
    return summary(refresh(book, say, notes=sample.notes, subject=sample.subject))


def file_rows(path: Path, argument: str) -> tuple[Rows, Source, tuple[str, ...]]:
    """Read a file for an input: cells for its sheet, provenance, and what was repaired."""
    if argument == "weights":
        weights = read_weights(path)
        return _rows(weights.weights), weights.source, ()
    if argument == "risk_free":
        rate = read_risk_free(path)
        return _rows(rate.risk_free), rate.source, ()
    table = read_table(path, argument=argument)
    return _rows(table.frame), table.source, table.notes


def _rows(table: object) -> Rows:
    """Return an input as it stands on its sheet; no rows where it is not given."""
    if table is None:
        return []
    if isinstance(table, pd.DataFrame):
        return to_cells(table.rename_axis("date"), blank_missing=True)
    if isinstance(table, pd.Series):
        if isinstance(table.index, pd.DatetimeIndex):
            return to_cells(table.to_frame("risk_free").rename_axis("date"), blank_missing=True)
        pairs = zip(table.index, table.to_numpy(float), strict=True)
        return [["asset", "weight"], *([str(name), float(weight)] for name, weight in pairs)]
    return [[float(number)] for number in np.atleast_1d(np.asarray(table, dtype=float))]
