"""Steps: the VBA of the template and of the add-in, the ribbon's callbacks, the wizard's texts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from labfolio_xl.excel.checks_in_excel.faults import Fault, NotChecked
from labfolio_xl.excel.checks_in_excel.macro_run import run_macro
from labfolio_xl.excel.checks_in_excel.step import Step, step
from labfolio_xl.vba.modules import own_modules, ribbon

if TYPE_CHECKING:
    from labfolio_xl.excel.checks_in_excel.session import Session

__all__ = ["ADDIN_STEPS", "COMPILE", "TEMPLATE_STEPS"]

HELPED = "The function wizard has its help"

TRUST = (
    'VBProject; tick "Trust access to the VBA project object model" in the Trust Center, under '
    "Macro Settings, and run this again"
)
CONTROL_BUTTON, COMPILE_COMMAND = 1, 578  # msoControlButton, and the number of the command
# The parameters of a callback, which depend on its attribute in ribbon.xml.
CONTROL = r"(?:ByVal )?\w+ As IRibbonControl"
ANSWER = rf"{CONTROL}, (?:ByRef )?\w+(?: As \w+)?"


@step("Modules")
def check_modules(session: Session) -> str:
    """Excel has read every module of the template's VBA."""
    return _modules(session.book, addin=False)


@step("VBA compiles")
def compile_project(session: Session) -> str:
    """Excel compiles the template's VBA."""
    project = _project(session.book)
    editor = session.app.api.VBE
    try:
        editor.ActiveVBProject = project
    except Exception as error:
        raise NotChecked("ActiveVBProject") from error
    command = editor.CommandBars.FindControl(CONTROL_BUTTON, COMPILE_COMMAND)
    if command is None:
        raise NotChecked("the command that compiles")
    if command.Enabled:
        command.Execute()
    # The command is disabled when everything is compiled. An error opens a dialog, and the time
    # limit of the step ends Excel then. A hidden editor may not have disabled the command yet.
    if command.Enabled:
        raise NotChecked("the command that compiles stays enabled")
    return "all modules"


@step("Ribbon of the template")
def check_ribbon(session: Session) -> str:
    """Every callback of the template's tab is a public procedure that takes what Excel gives."""
    return _callbacks(session.book, addin=False)


@step("Modules of the add-in")
def check_addin_modules(session: Session) -> str:
    """Excel has read every module of the add-in's VBA."""
    return _modules(session.addin_book, addin=True)


@step("Ribbon of the add-in")
def check_addin_ribbon(session: Session) -> str:
    """Every callback of the add-in's tab is a public procedure that takes what Excel gives."""
    return _callbacks(session.addin_book, addin=True)


@step("Wizard texts")
def register_help(session: Session) -> str:
    """Excel takes the texts of the function wizard for every function of the template."""
    return run_macro(session, "LabfolioGiveHelp", begins=HELPED)


@step("Wizard texts of the add-in")
def register_addin_help(session: Session) -> str:
    """Excel takes them for every function of the add-in, which is a hidden workbook."""
    return run_macro(session, "LabfolioGiveHelp", begins=HELPED, book=session.addin_book)


def _project(book: Any) -> Any:
    """Return the VBA project, if Excel allows programs to read it."""
    api = book.api
    try:
        project = api.VBProject
        project.VBComponents  # noqa: B018  # raises here at the latest
    except (AttributeError, NotImplementedError):
        raise
    except Exception as error:
        raise NotChecked(TRUST) from error
    return project


def _code(book: Any) -> dict[str, str]:
    """Return the text of each module, as Excel has it."""
    found = {}
    for component in _project(book).VBComponents:
        module = component.CodeModule
        count = module.CountOfLines
        found[str(component.Name)] = str(module.Lines(1, count)) if count else ""
    return found


def _modules(book: Any, *, addin: bool) -> str:
    found = _code(book)
    missing = [m.name for m in own_modules(addin=addin) if not found.get(m.name)]
    if missing:
        raise Fault(f"without {', '.join(missing)}")
    n_lines = sum(len(text.splitlines()) for text in found.values())
    return f"{len(found)} modules, {n_lines} lines"


def _callbacks(book: Any, *, addin: bool) -> str:
    code = "\n".join(_code(book).values())
    root = ET.fromstring(ribbon(addin=addin))  # noqa: S314  # a text of this package
    wanted = {
        (callback, ANSWER if attribute.startswith("get") else CONTROL)
        for element in root.iter()
        for attribute, callback in element.attrib.items()
        if attribute.startswith(("on", "get"))
    }
    for callback, arguments in sorted(wanted):
        if not re.search(rf"(?m)^Public Sub {callback}\({arguments}\)", code):
            raise Fault(f"{callback} is missing, or takes something else")
    return f"{len(wanted)} callbacks"


TEMPLATE_STEPS: tuple[Step, ...] = (check_modules, check_ribbon, register_help)
ADDIN_STEPS: tuple[Step, ...] = (check_addin_modules, check_addin_ribbon, register_addin_help)
# Last, because an error of VBA opens a dialog, after which Excel is ended.
COMPILE: tuple[Step, ...] = (compile_project,)
