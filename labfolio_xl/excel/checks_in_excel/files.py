"""Steps: the files, the setup and the instance are opened, saved and closed."""

from __future__ import annotations

import hashlib
import shutil
import sys
from typing import TYPE_CHECKING

from labfolio_xl.excel.checks_in_excel.faults import Fault
from labfolio_xl.excel.checks_in_excel.step import Step, step
from labfolio_xl.excel.checks_in_excel.values import differences, read_book
from labfolio_xl.plan.contents import live_sheets

if TYPE_CHECKING:
    from labfolio_xl.excel.checks_in_excel.session import Session

__all__ = ["BEGIN", "END", "SAVE"]


@step("Files")
def copy_files(session: Session) -> str:
    """The template and the add-in exist, and can be copied."""
    session.addin.parent.mkdir()
    found = []
    for source, copy in zip(session.originals, (session.template, session.addin), strict=True):
        # The copy has no mark of the web, which the original may have.
        shutil.copyfile(source, copy)
        found.append(f"{source.name} {hashlib.sha256(copy.read_bytes()).hexdigest()[:16]}")
    return ", ".join(found)


@step("Setup")
def judge_setup(session: Session) -> str:
    """Labfolio is installed for the user whose Excel this is."""
    faults = session.host.setup_faults()
    if faults:
        raise Fault("; ".join(faults))
    return "no fault"


@step("Excel starts")
def start(session: Session) -> str:
    """An instance of its own starts, beside those of the user."""
    session.start()
    version = str(session.app.version)
    session.versions["Excel"] = version
    if sys.platform == "win32":
        api = session.app.api
        session.versions["Excel"] = version = f"{version}, build {api.Build}"
        session.versions["Excel runs on"] = str(api.OperatingSystem)
    return version


@step("Template opens")
def open_template(session: Session) -> str:
    """The template opens for writing, and has its sheets in their order."""
    book = session.open_template()
    names = [sheet.name for sheet in book.sheets]
    if names != live_sheets():
        raise Fault(f"the sheets are {', '.join(names)}")
    return f"{len(names)} sheets"


@step("Opening changes nothing")
def opened_unchanged(session: Session) -> str:
    """The file needed no repair, and nothing was calculated when it was opened."""
    api = session.book.api
    if api.ReadOnly:
        raise Fault("the template was opened read-only")
    if not api.Saved:
        raise Fault("the template was changed while it was opened: repaired or calculated")
    return "unchanged"


@step("Saving and opening again")
def save(session: Session) -> str:
    """The saved template shows the same cells when it is opened again."""
    before = read_book(session.book)
    session.book.save()
    session.close("the template")
    session.open_template()
    if changed := differences(before, read_book(session.book)):
        raise Fault("; ".join(changed))
    return f"{len(before)} sheets show the same"


@step("Excel quits")
def quit_excel(session: Session) -> str:
    """The instance ends when it is asked to, and its process with it."""
    session.quit()
    return "the process has ended"


@step("No trace")
def leave_no_trace(session: Session) -> str:
    """The copies are deleted, and the other instances of Excel still run."""
    session.remove()
    if session.folder.exists():
        raise Fault("the folder of the copies cannot be removed; something holds a file in it")
    gone = session.others_before - session.host.others()
    if gone:
        raise Fault(f"{len(gone)} other instances of Excel are gone, unless somebody closed them")
    return f"{len(session.others_before)} other instances run on"


BEGIN: tuple[Step, ...] = (copy_files, judge_setup, start, open_template, opened_unchanged)
SAVE: tuple[Step, ...] = (save,)
END: tuple[Step, ...] = (quit_excel, leave_no_trace)
