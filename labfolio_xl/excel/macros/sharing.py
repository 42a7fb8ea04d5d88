"""Write a copy of a workbook for a reader without Python: values, charts and notes."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from labfolio_xl import __version__
from labfolio_xl.excel.book.branding import read_branding
from labfolio_xl.excel.book.inputs import parsed_inputs, read_inputs, require_labfolio
from labfolio_xl.excel.book.path import path_of
from labfolio_xl.excel.book.provenance import provenance
from labfolio_xl.plan.places import INPUTS
from labfolio_xl.workbook.writer import write_workbook

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["copy_path", "prepare_copy"]

LONGEST_FILE_NAME = 255  # bytes on Linux and Mac, characters on Windows


def prepare_copy(book: Any, say: Callable[[str], None]) -> Path:
    """Write the report for the inputs of a workbook, and return its path.

    The copy is written from the inputs and not saved from Excel. So it cannot contain formulas,
    links, macros or hidden sheets of the workbook.
    """
    require_labfolio(book)
    now = dt.datetime.now().astimezone()
    origin = (
        f'Values only: a copy of "{book.name}", made on {now:%Y-%m-%d at %H:%M} '
        f"by labfolio_xl {__version__}."
    )
    found = read_inputs(book)
    true_now = provenance(book, found)
    inputs = replace(
        parsed_inputs(book, found),
        notes=(origin, *true_now.notes),
        origins={place.argument: true_now.origins[place.name] for place in INPUTS},
        subject=true_now.subject,
        branding=read_branding(book),
    )
    path = copy_path(_folder(book), book.name)
    write_workbook(path, inputs, "report", progress=say)
    return path


def copy_path(folder: Path, name: str) -> Path:
    """Return a free name beside the workbook: ``book copy.xlsx``, ``book copy 2.xlsx``, ..."""
    stem = Path(name).stem.encode("utf-8", "surrogateescape")
    path, number = _copy_name(folder, stem, " copy.xlsx"), 1
    while path.exists():
        number += 1
        path = _copy_name(folder, stem, f" copy {number}.xlsx")
    return path


def _copy_name(folder: Path, stem: bytes, ending: str) -> Path:
    """Return the file name of a copy; a stem that is too long is cut."""
    return folder / (stem[: LONGEST_FILE_NAME - len(ending)].decode("utf-8", "ignore") + ending)


def _folder(book: Any) -> Path:
    """Return the folder of the workbook; if it has none here, the user's documents folder."""
    path = path_of(book)
    if path is not None:
        return path.parent
    documents = Path.home() / "Documents"
    return documents if documents.is_dir() else Path.home()
