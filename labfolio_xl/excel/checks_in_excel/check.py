"""All steps of the check in Excel in order, and the log that is written after each of them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from labfolio_xl.excel.checks_in_excel import (
    addin,
    buttons,
    charting,
    files,
    formulas,
    functions,
    project,
    refreshing,
)
from labfolio_xl.excel.checks_in_excel.check_log import (
    log_text,
    require_log_path,
    versions,
    write_log,
)
from labfolio_xl.excel.checks_in_excel.session import LONGEST_STEP, Session
from labfolio_xl.excel.checks_in_excel.step import LogLine, take
from labfolio_xl.excel.installation.places import ADDIN_NAME, TEMPLATE_NAME, bundled

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from labfolio_xl.excel.checks_in_excel.session import Host
    from labfolio_xl.excel.checks_in_excel.step import Step

__all__ = ["STEPS", "check_in_excel"]

STEPS: tuple[Step, ...] = (
    *files.BEGIN,
    *project.TEMPLATE_STEPS,
    *formulas.STEPS,
    *functions.STEPS,
    *charting.STEPS,
    *buttons.STEPS,
    *refreshing.STEPS,
    *files.SAVE,
    *addin.OPEN,
    *project.ADDIN_STEPS,
    *addin.STEPS,
    *project.COMPILE,
)


def check_in_excel(
    host: Host,
    log: Path,
    *,
    template: Path | None = None,
    addin_file: Path | None = None,
    say: Callable[[str], None] = lambda _: None,
    seconds: float = LONGEST_STEP,
) -> list[LogLine]:
    """Take all steps on a host, write the log, and return its lines.

    Parameters
    ----------
    host : Host
        Excel, or the object that replaces it in a test.
    log : Path
        Written after every step, so that it exists even if this program is ended.
    template, addin_file : Path, optional
        The files to check; by default those of the package.
    say : callable
        Called with the name of each step before it is taken.
    seconds : float
        How long a step may take.

    Raises
    ------
    InputError
        If the log cannot be written, or the package has no template or add-in.
    """
    require_log_path(log)
    files_to_check = (template or bundled(TEMPLATE_NAME), addin_file or bundled(ADDIN_NAME))
    begun, lines = dt.datetime.now().astimezone(), list[LogLine]()
    session = Session(host, *files_to_check, seconds=seconds)

    def write() -> None:
        known = {**versions(), **session.versions}
        write_log(log, log_text(lines, known, begun))

    try:
        for what in STEPS:
            say(what.name)
            lines.append(take(what, session))
            write()
    finally:
        # Also after Ctrl+C or on a full disk: end Excel and delete the copies.
        lines += [take(what, session) for what in files.END]
        write()
    return lines
