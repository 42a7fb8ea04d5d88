"""The worker process in labfolio's own Python, which computes the functions for Calc.

LibreOffice starts ``python -m labfolio_xl.calc.worker`` and talks to it through its
standard streams (see `labfolio_xl.calc.wire`); it ends when LibreOffice closes them.
"""

from __future__ import annotations

import os
import sys
from datetime import date
from math import isnan
from typing import IO, cast

import labfolio_xl.sheet.functions  # noqa: F401  fills the registry
from labfolio_xl import __version__
from labfolio_xl.blocks import ERROR_MARK
from labfolio_xl.calc.wire import Cell, CellRows, read_frame, serial, write_frame
from labfolio_xl.sheet.boundary import REGISTRY

__all__ = ["answer", "main", "serve"]


def main() -> None:
    """Answer questions on the standard streams until they are closed."""
    questions, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    # Anything that a library prints goes to standard error, so that it cannot damage a frame.
    os.dup2(2, 1)
    serve(questions, answers)


def serve(questions: IO[bytes], answers: IO[bytes]) -> None:
    """Send a greeting, then answer one question after the other."""
    write_frame(answers, {"python": sys.version.split()[0]})
    while (question := read_frame(questions)) is not None:
        function = cast("str", question["function"])
        arguments = cast("list[object]", question["arguments"])
        write_frame(
            answers, {"answer": answer(function, arguments, cast("int", question["epoch"]))}
        )


def answer(function: str, arguments: list[object], epoch: int = 0) -> CellRows:
    """Call a worksheet function, and return its table as cells that Calc can show.

    `epoch` is day 0 of the document, as a number of days after 1899-12-30. Dates are returned as
    serial numbers that count from it.
    """
    if function not in REGISTRY:
        # The add-in is that of another version.
        return ((f"{ERROR_MARK}{function}: labfolio {__version__} has no such function.",),)
    rows = REGISTRY[function].call(*arguments)
    return tuple(tuple(_cell(cell, epoch) for cell in row) for row in rows)


def _cell(cell: object, epoch: int) -> Cell:
    """Return a cell of the result: a text, a number, or None for what is missing (#N/A)."""
    if cell is None or isinstance(cell, str):
        return cell
    if isinstance(cell, date):
        return serial(cell) - epoch
    number = float(cast("float", cell))
    return None if isnan(number) else number


if __name__ == "__main__":
    main()
