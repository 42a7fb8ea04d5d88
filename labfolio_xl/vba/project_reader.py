"""Read the modules of a vbaProject.bin, ours or one that Office saved ([MS-OVBA])."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from labfolio_xl.vba.compound_file import read_compound_file
from labfolio_xl.vba.compression import decompress
from labfolio_xl.vba.project_writer import CODE_PAGE, REFERENCES, Module

if TYPE_CHECKING:
    from collections.abc import Iterator

    from labfolio_xl.vba.compound_file import Storage
    from labfolio_xl.vba.project_writer import ModuleKind

__all__ = ["Project", "read_project"]

# Identifiers of records in the dir stream ([MS-OVBA] 2.3.4.2).
CODE_PAGE_RECORD, VERSION_RECORD = 0x03, 0x09
REFERENCE_NAME, MODULE_STREAM, MODULE_OFFSET, MODULE_END = 0x16, 0x1A, 0x31, 0x2B
VERSION_LENGTH = 6  # the length field of this record leaves out two bytes
BLANK_PASSWORD = 16  # a DPB of at most this many hexadecimal digits contains no password hash


@dataclass(frozen=True, slots=True)
class Project:
    """The parts of a VBA project that an upgrade needs.

    Attributes
    ----------
    name : str
        The project's name.
    modules : tuple of Module
        All modules with their source, in the project's order.
    other_parts : tuple of str
        What a project of source text cannot contain (user forms, other references, a password),
        in words for the user.
    """

    name: str
    modules: tuple[Module, ...]
    other_parts: tuple[str, ...]


def read_project(data: bytes) -> Project:
    """Return the project in the bytes of a vbaProject.bin.

    Raises
    ------
    ValueError
        The bytes are no VBA project, or a damaged one.
    """
    try:
        return _project(data)
    except (struct.error, LookupError) as error:
        raise ValueError("a damaged VBA project") from error


def _project(data: bytes) -> Project:
    root = read_compound_file(data)
    vba, listing = root.get("VBA"), root.get("PROJECT")
    if not isinstance(vba, dict) or not isinstance(listing, bytes):
        raise ValueError("a compound file without a VBA project")  # noqa: TRY004
    records = list(_records(decompress(_stream(vba, "dir"))))
    code_page = _code_page(records)
    text = listing.decode(code_page)
    kinds = _kinds(text)
    modules = tuple(
        Module(name, kinds[name], _source(vba, name, offset, code_page))
        for name, offset in _module_offsets(records, code_page)
        if name in kinds
    )
    name = re.search(r'(?m)^Name="([^"]*)"', text)
    return Project(name[1] if name else "", modules, _other_parts(text, records, code_page))


def _stream(storage: Storage, name: str) -> bytes:
    content = storage.get(name)
    if not isinstance(content, bytes):
        raise ValueError(f"a VBA project without a stream {name}")  # noqa: TRY004
    return content


def _source(vba: Storage, name: str, offset: int, code_page: str) -> str:
    return decompress(_stream(vba, name)[offset:]).decode(code_page)


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    position = 0
    while position + 6 <= len(stream):
        identifier, length = struct.unpack_from("<HI", stream, position)
        length = VERSION_LENGTH if identifier == VERSION_RECORD else length
        yield identifier, stream[position + 6 : position + 6 + length]
        position += 6 + length


def _code_page(records: list[tuple[int, bytes]]) -> str:
    for identifier, content in records:
        if identifier == CODE_PAGE_RECORD:
            number = int.from_bytes(content, "little")
            return "mac_roman" if number == 10000 else f"cp{number}"  # noqa: PLR2004
    return CODE_PAGE


def _kinds(listing: str) -> dict[str, ModuleKind]:
    """Return the kind of each module from the PROJECT stream, without user forms."""
    kinds: dict[str, ModuleKind] = {}
    for key, name in re.findall(r"(?m)^(Document|Module|Class)=([^/\r\n]+)", listing):
        if key == "Document":
            # Excel lists the workbook before its sheets.
            kinds[name] = "sheet" if "workbook" in kinds.values() else "workbook"
        else:
            kinds[name] = "standard" if key == "Module" else "class"
    return kinds


def _module_offsets(records: list[tuple[int, bytes]], code_page: str) -> Iterator[tuple[str, int]]:
    name, offset = "", 0
    for identifier, content in records:
        if identifier == MODULE_STREAM:
            name = content.decode(code_page)
        elif identifier == MODULE_OFFSET:
            offset = int.from_bytes(content, "little")
        elif identifier == MODULE_END:
            yield name, offset


def _other_parts(listing: str, records: list[tuple[int, bytes]], code_page: str) -> tuple[str, ...]:
    references = (c.decode(code_page) for i, c in records if i == REFERENCE_NAME)
    password = re.search(r'(?m)^DPB="([0-9A-F]+)"', listing)
    return (
        *(f'the form "{name}"' for name in re.findall(r"(?m)^BaseClass=([^\r\n]+)", listing)),
        *(f'the reference "{name}"' for name in references if name not in REFERENCES),
        *(["a password"] if password and len(password[1]) > BLANK_PASSWORD + 6 else []),
    )
