"""Steps: the buttons and their macros, each started while another sheet is active."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

from labfolio_xl import __version__
from labfolio_xl.excel.checks_in_excel.faults import Fault
from labfolio_xl.excel.checks_in_excel.macro_run import in_front, run_macro
from labfolio_xl.excel.checks_in_excel.plan import planned_charts
from labfolio_xl.excel.checks_in_excel.step import Step, step
from labfolio_xl.plan.load import all_buttons
from labfolio_xl.plan.places import LOAD
from labfolio_xl.vba.upgrade import project_in

if TYPE_CHECKING:
    from pathlib import Path

    from labfolio_xl.excel.checks_in_excel.session import Session

__all__ = ["STEPS"]

LINKS_TO_BOOKS = 1  # xlExcelLinks
UNWANTED_PARTS = ("vbaProject", "externalLink", "customUI", "connections", "activeX")


@step("Buttons")
def check_buttons(session: Session) -> str:
    """Every button of the sheet Load has its macro, and the macro exists in the file."""
    shapes = session.book.sheets[LOAD].shapes
    found = [str(shape.api.OnAction).rpartition("!")[2] for shape in shapes]
    wanted = [macro for _, macro in all_buttons()]
    if sorted(filter(None, found)) != sorted(wanted):
        raise Fault(f"the buttons run {', '.join(found)}, not {', '.join(wanted)}")
    code = "\n".join(module.code for module in project_in(session.template).modules)
    if missing := [macro for macro in wanted if f"Public Sub {macro}(" not in code]:
        raise Fault(f"there is no macro {', '.join(missing)}")
    return f"{len(wanted)} buttons"


@step("Check setup")
def check_setup(session: Session) -> str:
    """The button reports the checks of Excel, Python and their connection."""
    lines = run_macro(session, "LabfolioCheckSetup").splitlines()
    faults = [line[2:].partition(":")[0] for line in lines if line.startswith("x ")]
    return f"{len(lines)} lines" + (f", at fault: {', '.join(faults)}" if faults else "")


@step("About")
def show_about(session: Session) -> str:
    """The button tells the version of this package, which is the one that Excel has started."""
    sentence = run_macro(session, "LabfolioShowAbout", begins="labfolio_xl ")
    if not sentence.startswith(f"labfolio_xl {__version__},"):
        raise Fault(f"Excel runs {sentence.partition(',')[0]}, this is {__version__}")
    return __version__


@step("Show functions")
def show_functions(session: Session) -> str:
    """The button brings the manual to the front."""
    in_front(session, "Dashboard")
    session.book.macro("LabfolioShowFunctions")()
    name = session.book.sheets.active.name
    if name != "Functions":
        raise Fault(f"the sheet in front is {name}")
    return name


@step("Check numbers")
def check_numbers(session: Session) -> str:
    """Statsmodels and linearmodels agree with what the workbook shows."""
    return run_macro(session, "LabfolioCheckNumbers", begins="All ")


@step("Prepare copy")
def prepare_copy(session: Session) -> str:
    """The copy has values and charts, and neither formulas nor macros nor links."""
    run_macro(session, "LabfolioPrepareCopy", begins="Written")
    path = _copy_of(session.template)
    if not path.is_file():
        raise Fault("the macro says that it has written a copy, and there is none beside the book")
    _check_parts(path)
    book = session.app.books.open(str(path), update_links=False)
    try:
        drawn = {chart.name for sheet in book.sheets for chart in sheet.charts}
        wanted = {name for name, chart in planned_charts().items() if chart.shown}
        if missing := wanted - drawn:
            raise Fault(f"the copy lacks the charts {', '.join(sorted(missing))}")
        return f"{len(book.sheets)} sheets, {len(drawn)} charts"
    finally:
        book.close()


@step("Prepared copy without links")
def copy_without_links(session: Session) -> str:
    """Excel finds neither macros nor links in the copy."""
    path = _copy_of(session.template)
    book = session.app.books.open(str(path), update_links=False)
    try:
        if book.api.HasVBProject:
            raise Fault("the copy holds macros")
        if book.api.LinkSources(LINKS_TO_BOOKS) is not None:
            raise Fault("the copy holds links")
    finally:
        book.close()
    return "none"


@step("New workbook")
def new_workbook(session: Session) -> str:
    """A new workbook is written and opened; the dialog that asks for its path is left out."""
    path = session.folder / "new.xlsm"
    # LabfolioNewWorkbook asks for a path and then runs this macro.
    run_macro(session, "MakeWorkbook", str(path), begins=str(path))
    opened = [book for book in session.app.books if book.name == path.name]
    if not opened:
        raise Fault("the workbook was written, but it is not open")
    try:
        return f"{len(opened[0].sheets)} sheets"
    finally:
        opened[0].close()


def _check_parts(path: Path) -> None:
    """Raise a fault for a part of the file that a copy must not have."""
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if any(word in name for word in UNWANTED_PARTS):
                raise Fault(f"the copy holds {name}")
            is_sheet = name.startswith("xl/worksheets/sheet")
            if is_sheet and re.search(rb"<f[ >/]", package.read(name)):
                raise Fault(f"the copy holds formulas, in {name}")


def _copy_of(path: Path) -> Path:
    return path.with_name(f"{path.stem} copy.xlsx")


STEPS: tuple[Step, ...] = (
    check_buttons,
    check_setup,
    show_about,
    show_functions,
    check_numbers,
    prepare_copy,
    copy_without_links,
    new_workbook,
)
