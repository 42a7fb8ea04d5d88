"""The modules of the workbooks and of the add-in, with their text, and how they are renewed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from labfolio_xl.errors import InputError
from labfolio_xl.vba import wrapper
from labfolio_xl.vba.project_reader import read_project
from labfolio_xl.vba.project_writer import Module, can_hold, stream_text, vba_project

if TYPE_CHECKING:
    from collections.abc import Sequence

    from labfolio_xl.vba.project_reader import Project

__all__ = ["has_own_modules", "own_modules", "project_for", "renewed_project", "ribbon"]

HERE = Path(__file__).parent
WORKBOOK_PROJECT, ADDIN_PROJECT = "Labfolio", "LabfolioAddin"
STANDARD_MODULES = (
    "LabfolioServer",
    "LabfolioMacros",
    "LabfolioRibbon",
    "LabfolioHelp",
    wrapper.HELP_MODULE_NAME,
)
CLASS_MODULES = ("LabfolioCalls",)
# Classes that only the add-in has.
ADDIN_CLASSES = ("LabfolioSession",)
# All names that a version of this package has used. An upgrade replaces modules with these names
# and keeps all others.
OWN_MODULES = {
    *STANDARD_MODULES,
    *CLASS_MODULES,
    *ADDIN_CLASSES,
    "LabfolioLinks",
    wrapper.MODULE_NAME,
    "xlwings",
    "Dictionary",
}


def ribbon(*, addin: bool = False) -> str:
    """Return the text of customUI14.xml for a workbook or for the add-in."""
    return _hosted(_read(HERE / "sources" / "ribbon.xml"), addin=addin)


def project_for(code_names: Sequence[str], *, addin: bool = False) -> bytes:
    """Return the vbaProject.bin of a workbook.

    Parameters
    ----------
    code_names : sequence of str
        The code name of the workbook and of each sheet, in order. The modules of the sheets are
        empty.
    addin : bool
        Whether the file is the add-in.
    """
    name = ADDIN_PROJECT if addin else WORKBOOK_PROJECT
    return vba_project(name, [*_documents(code_names, addin=addin), *own_modules(addin=addin)])


def own_modules(*, addin: bool) -> list[Module]:
    """Return the modules that every workbook of ours, or the add-in, contains."""
    modules = [
        Module(name, "standard", _hosted(_read(HERE / "sources" / f"{name}.bas"), addin=addin))
        for name in STANDARD_MODULES
    ]
    modules += [
        Module(name, "class", _read(HERE / "sources" / f"{name}.cls"))
        for name in (*CLASS_MODULES, *(ADDIN_CLASSES if addin else ()))
    ]
    return [*modules, Module(wrapper.MODULE_NAME, "standard", wrapper.udf_module(addin=addin))]


def has_own_modules(project: Project, *, addin: bool) -> bool:
    """Whether a project contains every module of ours with the text of this version."""
    texts = {module.name: stream_text(module) for module in project.modules}
    return all(texts.get(m.name) == stream_text(m) for m in own_modules(addin=addin))


def renewed_project(old: bytes, name: str, code_names: Sequence[str], *, addin: bool) -> bytes:
    """Return the project of a workbook with our modules renewed and those of the user kept.

    Raises
    ------
    InputError
        The old project cannot be read, or contains what source text cannot contain.
    """
    try:
        project = read_project(old)
    except ValueError:
        raise InputError(
            f"{name}: its VBA cannot be read; open and save it in Excel, then try again."
        ) from None
    _check_ours(project, name)
    texts = {m.name: m for m in project.modules if m.kind in ("workbook", "sheet")}
    documents = [texts.get(m.name, m) for m in _documents(code_names, addin=addin)]
    ours = _documents(code_names, addin=addin)[0]
    documents[0] = ours if addin or not _holds_code(documents[0]) else documents[0]
    users = [
        m for m in project.modules if m.kind in ("standard", "class") and m.name not in OWN_MODULES
    ]
    _check_letters([*documents, *users], name)
    return vba_project(project.name, [*documents, *own_modules(addin=addin), *users])


def _holds_code(module: Module) -> bool:
    """Whether a module that is empty in a new workbook contains code of the user."""
    lines = [line.strip().lower() for line in module.code.splitlines()]
    return any(line and not line.startswith(("attribute ", "option ", "'")) for line in lines)


def _check_ours(project: Project, name: str) -> None:
    if project.other_parts:
        raise InputError(
            f"{name}: its VBA holds {', '.join(project.other_parts)}, which an upgrade would "
            "lose; move that to another workbook first."
        )
    if not OWN_MODULES & {module.name for module in project.modules}:
        raise InputError(f"{name}: holds no VBA of labfolio; name a workbook that labfolio made.")


def _check_letters(modules: list[Module], name: str) -> None:
    """Refuse letters of other alphabets, because the code page of our projects is Western."""
    for module in modules:
        if not can_hold(module):
            raise InputError(
                f'{name}: an upgrade cannot keep its VBA module "{module.name}"; in the VBA '
                "editor, give it a name of plain letters and a text of Western ones."
            )


def _documents(code_names: Sequence[str], *, addin: bool) -> list[Module]:
    book = "ThisAddin.cls" if addin else "ThisWorkbook.cls"
    return [
        Module(code_names[0], "workbook", _read(HERE / "sources" / book)),
        *(Module(name, "sheet") for name in code_names[1:]),
    ]


def _hosted(text: str, *, addin: bool) -> str:
    return text.replace("Book_", "Addin_") if addin else text


def _read(path: Path) -> str:
    return path.read_text("ascii")
