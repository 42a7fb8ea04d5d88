"""Write a vbaProject.bin from VBA source text ([MS-OVBA]).

The project contains source text only, without compiled code and without a performance cache. The
specification asks this of a writer ([MS-OVBA] 2.3.4.1), and the workbooks in the xlwings wheel
are made in the same way. Office compiles the text when it is first used.
"""

from __future__ import annotations

import re
import struct
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from labfolio_xl.vba.compound_file import Storage, compound_file
from labfolio_xl.vba.compression import compress

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Module", "can_hold", "stream_text", "vba_project"]

CODE_PAGE = "cp1252"
CODE_PAGE_NUMBER = 1252
WINDOWS = 3  # SYSKIND: 64-bit Windows; Office for Mac reads it too
ENGLISH = 0x409

ModuleKind = Literal["standard", "class", "workbook", "sheet"]

BASE_CLASS = {
    "class": "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}",
    "workbook": "0{00020819-0000-0000-C000-000000000046}",
    "sheet": "0{00020820-0000-0000-C000-000000000046}",
}
PROJECT_LINE = {
    "standard": "Module={}",
    "class": "Class={}",
    "workbook": "Document={}/&H00000000",
    "sheet": "Document={}/&H00000000",
}
# The references of a new project in Excel; those to VBA and Excel are implicit.
REFERENCES = {
    "stdole": r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#"
    r"C:\Windows\System32\stdole2.tlb#OLE Automation",
    "Office": r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0#"
    r"C:\Program Files\Common Files\Microsoft Shared\OFFICE16\MSO.DLL#"
    r"Microsoft Office 16.0 Object Library",
}
MODULE_NAME = re.compile("[A-Za-z][A-Za-z0-9_]{0,30}")
# As in the example of [MS-OVBA] 3.1.1: version 0xFFFF means that no cache follows.
NO_CACHE = bytes.fromhex("CC61FFFF000100")


@dataclass(frozen=True, slots=True)
class Module:
    """A module of a VBA project.

    Attributes
    ----------
    name : str
        Name in the project; for "workbook" and "sheet", the code name.
    kind : {"standard", "class", "workbook", "sheet"}
        What the module belongs to.
    code : str
        The text of a .bas or .cls file, with or without its attribute lines.
    """

    name: str
    kind: ModuleKind
    code: str = ""


def vba_project(name: str, modules: Sequence[Module]) -> bytes:
    """Return the bytes of a vbaProject.bin.

    Parameters
    ----------
    name : str
        Name of the project, as the VBA editor shows it.
    modules : sequence of Module
        First the module of the workbook, then one for each sheet, then the others.
    """
    _check_names(name, modules)
    vba: Storage = {m.name: compress(stream_text(m).encode(CODE_PAGE)) for m in modules}
    vba["_VBA_PROJECT"] = NO_CACHE
    vba["dir"] = compress(_dir_stream(name, modules))
    return compound_file(
        {"VBA": vba, "PROJECT": _project_stream(name, modules), "PROJECTwm": _name_map(modules)}
    )


def can_hold(module: Module) -> bool:
    """Whether a project can contain a module: the code page has all letters of name and text."""
    try:
        stream_text(module).encode(CODE_PAGE)
    except UnicodeEncodeError:
        return False
    return MODULE_NAME.fullmatch(module.name) is not None


def stream_text(module: Module) -> str:
    """Return the text of the module's stream: attributes first, lines that end with CRLF."""
    text = module.code.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    text = re.sub(r"\AVERSION 1\.0 CLASS\nBEGIN\n(?:.*\n)*?END\n", "", text)
    given = re.match(r"(?:Attribute VB_\w+ = .*\n)*", text)
    header = given[0] if given else ""
    lines = [*_header_lines(module, header), *text[len(header) :].rstrip("\n").split("\n")]
    return "\r\n".join(lines) + "\r\n"


def _header_lines(module: Module, header: str) -> list[str]:
    """Return the attributes of a module: those of its kind, and others of its own header."""
    given = dict(re.findall(r"Attribute VB_(\w+) = (.*)", header))
    values = _attributes(module) if module.kind != "standard" else {}
    if module.kind == "class":
        values.update({key: given[key] for key in values if key in given})
    values.update({key: given[key] for key in given if key not in values and key != "Name"})
    lines = [f'Attribute VB_Name = "{module.name}"']
    return lines + [f"Attribute VB_{key} = {value}" for key, value in values.items()]


def _attributes(module: Module) -> dict[str, object]:
    document = module.kind != "class"
    return {
        "Base": f'"{BASE_CLASS[module.kind]}"',
        "GlobalNameSpace": False,
        "Creatable": False,
        "PredeclaredId": document,
        "Exposed": document,
        "TemplateDerived": False,
        "Customizable": document,
    }


def _check_names(project: str, modules: Sequence[Module]) -> None:
    names = [m.name.lower() for m in modules]
    if len(set(names)) != len(names):
        raise ValueError(f"two modules have the same name among {names}")
    for name in names:
        if not MODULE_NAME.fullmatch(name) or name in ("dir", project.lower()):
            raise ValueError(f"{name!r} is no name for a module")


def _record(identifier: int, data: bytes = b"") -> bytes:
    return struct.pack("<HI", identifier, len(data)) + data


def _number(identifier: int, value: int) -> bytes:
    return _record(identifier, struct.pack("<I", value))


def _text(identifier: int, wide_identifier: int, text: str) -> bytes:
    """Return the two records of a text: in the code page and in UTF-16."""
    return _record(identifier, text.encode(CODE_PAGE)) + _record(
        wide_identifier, text.encode("utf-16-le")
    )


def _dir_stream(project: str, modules: Sequence[Module]) -> bytes:
    """Return the uncompressed dir stream ([MS-OVBA] 2.3.4.2), records in its order."""
    stream = _number(0x01, WINDOWS) + _number(0x02, ENGLISH) + _number(0x14, ENGLISH)
    stream += _record(0x03, struct.pack("<H", CODE_PAGE_NUMBER))
    stream += _record(0x04, project.encode(CODE_PAGE)) + _text(0x05, 0x40, "")
    stream += _record(0x06) + _record(0x3D) + _number(0x07, 0) + _number(0x08, 0)
    stream += struct.pack(
        "<HIIH", 0x09, 4, 0x68FBFAC5, 4
    )  # a version; its length leaves out two bytes
    stream += _text(0x0C, 0x3C, "")
    for name, library in REFERENCES.items():
        path = library.encode(CODE_PAGE)
        stream += _text(0x16, 0x3E, name)
        stream += _record(0x0D, struct.pack("<I", len(path)) + path + bytes(6))
    stream += _record(0x0F, struct.pack("<H", len(modules))) + _record(0x13, b"\xff\xff")
    for module in modules:
        stream += _text(0x19, 0x47, module.name) + _text(0x1A, 0x32, module.name)
        stream += _text(0x1C, 0x48, "") + _number(0x31, 0) + _number(0x1E, 0)
        stream += _record(0x2C, b"\xff\xff")
        stream += _record(0x21 if module.kind == "standard" else 0x22) + _record(0x2B)
    return stream + _record(0x10)


def _project_stream(project: str, modules: Sequence[Module]) -> bytes:
    """Return the PROJECT stream ([MS-OVBA] 2.3.1): no protection, no password, visible."""
    identifier = f"{{{str(uuid.uuid5(uuid.NAMESPACE_URL, f'vba:{project}')).upper()}}}"
    lines = [f'ID="{identifier}"']
    lines += [PROJECT_LINE[m.kind].format(m.name) for m in modules]
    lines += [f'Name="{project}"', 'HelpContextID="0"', 'VersionCompatible32="393222000"']
    lines += [
        f'{key}="{_encrypted(identifier, value, seed)}"'
        for key, value, seed in (
            ("CMG", bytes(4), 0x0E),
            ("DPB", b"\x00", 0x1C),
            ("GC", b"\xff", 0x2A),
        )
    ]
    lines += ["", "[Host Extender Info]"]
    lines += ["&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000"]
    lines += ["", "[Workspace]"] + [f"{m.name}=0, 0, 0, 0, C" for m in modules]
    return ("\r\n".join(lines) + "\r\n").encode(CODE_PAGE)


def _encrypted(project_id: str, data: bytes, seed: int) -> str:
    """Return `data` in the obfuscation of [MS-OVBA] 2.4.3.2, with a fixed seed."""
    key = sum(project_id.encode(CODE_PAGE)) & 0xFF
    version = 2
    out = [seed, seed ^ version, seed ^ key]
    plain_before, last, before_last = key, out[2], out[1]
    ignored = b"\x07" * ((seed & 6) // 2)
    for byte in ignored + struct.pack("<I", len(data)) + data:
        encoded = byte ^ ((before_last + plain_before) & 0xFF)
        out.append(encoded)
        before_last, last, plain_before = last, encoded, byte
    return bytes(out).hex().upper()


def _name_map(modules: Sequence[Module]) -> bytes:
    """Return the PROJECTwm stream ([MS-OVBA] 2.3.3): names in the code page and in UTF-16."""
    return (
        b"".join(
            m.name.encode(CODE_PAGE) + b"\0" + m.name.encode("utf-16-le") + b"\0\0" for m in modules
        )
        + b"\0\0"
    )
