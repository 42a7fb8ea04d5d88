"""Steps: the add-in, and a plain workbook that uses its functions."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

from labfolio_xl import __version__
from labfolio_xl.excel.checks_in_excel.faults import Fault, NotChecked
from labfolio_xl.excel.checks_in_excel.macro_run import run_macro
from labfolio_xl.excel.checks_in_excel.step import Step, step

if TYPE_CHECKING:
    from labfolio_xl.excel.checks_in_excel.session import Session

__all__ = ["OPEN", "STEPS"]

LINKS_TO_BOOKS = 1  # xlExcelLinks
FORMULA = "=LF_VERSION()"
PLAIN = "plain.xlsx"


@step("Add-in opens")
def open_addin(session: Session) -> str:
    """Excel takes the file for an add-in."""
    book = session.open_addin(session.addin)
    if not book.api.IsAddin:
        raise Fault("Excel takes it for a workbook")
    return str(book.name)


@step("Macros of the add-in")
def run_macros(session: Session) -> str:
    """The add-in's buttons act on the workbook in front, the template."""
    addin = session.addin_book
    run_macro(session, "LabfolioShowAbout", begins=f"labfolio_xl {__version__}", book=addin)
    return run_macro(session, "LabfolioRefresh", begins="Refreshed", book=addin)


@step("A plain workbook")
def use_plain_workbook(session: Session) -> str:
    """A workbook without VBA calculates the add-in's function, and is stored with a link to it."""
    session.addin_book.name  # noqa: B018  # raises if the add-in is not open
    plain = session.app.books.add()
    try:
        plain.sheets[0].range("A1").formula = FORMULA
        _check_version(plain)
        plain.save(str(session.folder / PLAIN))
        if plain.api.LinkSources(LINKS_TO_BOOKS) is None:
            raise NotChecked("a link to an add-in that is open")
    finally:
        plain.close()
    return FORMULA


@step("The link follows the add-in")
def open_elsewhere(session: Session) -> str:
    """The plain workbook calculates with the add-in in another folder than it was saved with."""
    if not (session.folder / PLAIN).is_file():
        raise NotChecked("no plain workbook was stored")
    other = session.folder / "second" / session.addin.name
    other.parent.mkdir()
    shutil.copyfile(session.addin, other)
    session.close("the add-in")
    session.open_addin(other)
    plain = session.app.books.open(str(session.folder / PLAIN), update_links=False)
    try:
        links = [str(link).lower() for link in plain.api.LinkSources(LINKS_TO_BOOKS) or ()]
        if links != [str(other).lower()]:
            raise Fault(f"{len(links)} links, and not one to the add-in that is open")
        plain.sheets[0].range("A1").api.Dirty()
        session.app.calculate()
        _check_version(plain)
    finally:
        plain.close()
    return "one link, to the add-in that is open"


def _check_version(plain: Any) -> None:
    shown = plain.sheets[0].range("A1").value
    if not isinstance(shown, str) or __version__ not in shown:
        raise Fault(f"{FORMULA} shows {shown!r}")


OPEN: tuple[Step, ...] = (open_addin,)
STEPS: tuple[Step, ...] = (run_macros, use_plain_workbook, open_elsewhere)
