"""Checks of the VBA project, the ribbon and the buttons of a workbook."""

from __future__ import annotations

import re
from dataclasses import dataclass

from labfolio_xl.vba.project_reader import read_project

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
RIBBON_SPACE = "{http://schemas.microsoft.com/office/2009/07/customui}"
RIBBON_RELATION = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
# Number of arguments of each kind of callback, by element and attribute.
CALLBACKS = {
    "onLoad": 1,
    "getLabel": 2,
    "getEnabled": 2,
    "getVisible": 2,
    "getImage": 2,
    "getScreentip": 2,
    "getSupertip": 2,
}
ACTIONS = {"button": 1, "toggleButton": 2, "checkBox": 2, "dropDown": 3, "gallery": 3}
PROCEDURE = re.compile(
    r"(?im)^[ \t]*(Public |Private |Friend )?(?:Static )?(Sub|Function)[ \t]+(\w+)"
    r"[ \t]*\(((?:[^()]|\(\))*)\)"
)
BLOCKS = (  # how a block starts, how it ends
    (r"If\b.*\bThen", r"End If\b.*"),
    (r"#If\b.*", r"#End If\b.*"),
    (r"Select Case\b.*", r"End Select\b.*"),
    (r"For\b.*", r"Next\b.*"),
    (r"Do\b.*", r"Loop\b.*"),
    (r"With\b.*", r"End With\b.*"),
    (r"(?:Public |Private )?(?:Sub|Function)\b.*", r"End (?:Sub|Function)\b.*"),
)
WINDOWS_LIBRARIES = {"kernel32", "user32"}
LONGEST_LINE = 1023
MOST_CONTINUATIONS = 24


@dataclass(frozen=True)
class Procedure:
    """A procedure that something outside its module can call."""

    module: str
    kind: str
    arguments: int


def check_project(package, book):
    """Check VBA and ribbon; return the names of the worksheet functions, in small letters."""
    targets = [t for kind, t in package.relations("xl/workbook.xml").values() if "vba" in kind]
    if len(targets) != 1:
        package.bad("not one VBA project")
        return set()
    try:
        project = read_project(package.parts[targets[0]])
    except (ValueError, IndexError, KeyError) as error:
        package.bad(f"the VBA project cannot be read: {error}")
        return set()
    for module in project.modules:
        _check_text(package, module)
    package.procedures = _procedures(project)
    names = {module.name.lower() for module in project.modules}
    for name in sorted(names & set(package.procedures)):
        package.bad(f"VBA: the procedure {name} has a module's name")
    _check_code_names(package, book, project)
    _check_ribbon(package)
    return {
        name
        for name, found in package.procedures.items()
        if any(p.kind == "function" and p.module == "xlwings_udfs" for p in found)
    }


def _check_text(package, module):
    where = f"VBA {module.name}"
    if not module.code.startswith(f'Attribute VB_Name = "{module.name}"\r\n'):
        package.bad(f"{where}: does not start with its name")
    if "\n" in module.code.replace("\r\n", ""):
        package.bad(f"{where}: a line end that is not CRLF")
    if any(len(line) > LONGEST_LINE for line in module.code.split("\r\n")):
        package.bad(f"{where}: a line over {LONGEST_LINE} characters")
    if re.search(rf"(?:[ \t]_\r\n[^\r\n]*){{{MOST_CONTINUATIONS + 1}}}", module.code):
        package.bad(f"{where}: a statement over {MOST_CONTINUATIONS + 1} lines")
    if re.search(r"[A-Za-z]:\\|/home/|/Users/", module.code):
        package.bad(f"{where}: a path of one machine")
    code = re.sub(r" _\r\n", " ", re.sub(r"(?m)[ \t]*'[^\"\r\n]*$", "", module.code))
    for start, end in BLOCKS:
        begun, ended = (len(re.findall(rf"(?im)^[ \t]*{p}\r?$", code)) for p in (start, end))
        if begun != ended:
            package.bad(f"{where}: {begun} blocks begin with {start[:12]}, {ended} end")
    libraries = set(re.findall(r'Lib "([^"]+)"', module.code)) - WINDOWS_LIBRARIES
    named = set(re.findall(r'LIBRARY_NAME As String = "([^"]+)"', module.code))
    if libraries != named:
        package.bad(f"{where}: declares {sorted(libraries)}, but loads {sorted(named)}")


def _procedures(project):
    found = {}
    for module in project.modules:
        if module.kind != "standard":
            continue
        for scope, kind, name, arguments in PROCEDURE.findall(module.code):
            if scope.strip().lower() != "private":
                count = arguments.count(",") + 1 if arguments.strip() else 0
                procedure = Procedure(module.name, kind.lower(), count)
                found.setdefault(name.lower(), []).append(procedure)
    return found


def _check_code_names(package, book, project):
    targets = package.relations("xl/workbook.xml")
    elements = [book.find(f"{MAIN}workbookPr")]
    for sheet in book.iter(f"{MAIN}sheet"):
        part = targets[sheet.get(RELATION_ID)][1]
        elements.append(package.xml(part).find(f"{MAIN}sheetPr"))
    codes = [None if element is None else element.get("codeName") for element in elements]
    documents = [m.name for m in project.modules if m.kind in ("workbook", "sheet")]
    if codes != documents:
        package.bad(f"code names {codes} are not the document modules {documents}")


def _calls(package, name, arguments):
    found = package.procedures.get(name.split(".")[-1].lower(), [])
    return [p.kind == "sub" and p.arguments == arguments for p in found] == [True]


def _check_ribbon(package):
    for kind, part in package.relations("").values():
        if "ui/extensibility" not in kind or part not in package.parts:
            continue
        root = package.xml(part)
        if not root.tag.startswith(RIBBON_SPACE) or kind != RIBBON_RELATION:
            package.bad(f"{part}: not the namespace of customUI14")
        ids = [e.get("id") for e in root.iter() if e.get("id")]
        if len(set(ids)) != len(ids):
            package.bad(f"{part}: one id twice")
        for element in root.iter():
            _check_control(package, element)
        _check_keytips(package, root)


def _check_control(package, element):
    tag = element.tag.split("}")[-1]
    for attribute, name in element.attrib.items():
        arguments = ACTIONS.get(tag) if attribute == "onAction" else CALLBACKS.get(attribute)
        if arguments and not _calls(package, name, arguments):
            package.bad(f"ribbon: {attribute}={name} is no Sub with {arguments} argument(s)")
        if attribute.startswith("get") and not arguments:
            package.bad(f"ribbon: {attribute} is no callback that this lint knows")
    if tag == "button":
        package.findings += [
            f"ribbon: {element.get('id')} has no {key}"
            for key in ("label", "screentip", "supertip", "keytip", "onAction")
            if not element.get(key)
        ]
        for key, most in (("screentip", 1024), ("supertip", 1024), ("keytip", 3)):
            if len(element.get(key, "")) > most:
                package.bad(f"ribbon: {element.get('id')}: {key} over {most} characters")


def _check_keytips(package, root):
    """Two keytips of one level must differ, and none may begin another."""
    for menu in (*root.iter(f"{RIBBON_SPACE}tab"), *root.iter(f"{RIBBON_SPACE}menu")):
        tips = [
            e.get("keytip")
            for group in ([menu] if menu.tag.endswith("menu") else list(menu))
            for e in group
            if e.get("keytip")
        ]
        for tip in tips:
            if sum(other.startswith(tip) for other in tips) > 1:
                package.bad(f"ribbon: the keytip {tip} is taken twice")


def check_buttons(package, part):
    """Check that each button's macro is a Sub without arguments."""
    for found in re.findall(rb"<x:FmlaMacro>(?:\[0\]!)?([^<]+)</x:FmlaMacro>", package.parts[part]):
        if not _calls(package, found.decode(), 0):
            package.bad(f"{part}: the button's macro {found.decode()} is no Sub without arguments")
