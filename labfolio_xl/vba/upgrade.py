"""Renew the VBA of a workbook that an earlier version made, and change nothing else in it."""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET
from xml.parsers.expat import ExpatError

from labfolio_xl.errors import InputError, LabfolioError, printable
from labfolio_xl.files.saving import replace_when_complete
from labfolio_xl.files.unpacked_size import MAX_INFLATED_BYTES, inflated_size
from labfolio_xl.options.checks import shown
from labfolio_xl.vba.argument_order import earlier_call, present_signatures
from labfolio_xl.vba.formulas import cell_formulas
from labfolio_xl.vba.modules import renewed_project
from labfolio_xl.vba.project_reader import read_project

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from labfolio_xl.vba.project_reader import Project

__all__ = ["NoVbaError", "code_names", "project_in", "replace_part", "upgrade"]

UPGRADABLE = (".xlsm", ".xlam")
BOOK = "xl/workbook.xml"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# The errors of zipfile (also for an encrypted part), of the XML parsers and for a missing part.
_DAMAGED = (
    zlib.error,
    struct.error,
    EOFError,
    RuntimeError,
    ET.ParseError,
    ExpatError,
    ValueError,
    LookupError,
)


class NoVbaError(InputError):
    """A workbook that is not damaged contains no VBA."""


def upgrade(path: Path) -> str:
    """Renew the VBA of a workbook in place and return what was done, in one sentence.

    Only xl/vbaProject.bin is changed. The modules of the user are kept and stand after ours.

    Parameters
    ----------
    path : Path
        An .xlsm or .xlam that an earlier version made.

    Raises
    ------
    InputError
        The file is not such a workbook, is damaged or too large, has VBA that cannot be kept, or
        has formulas with the arguments of an earlier version.
    """
    name = path.name
    _check_kind(path)
    with _one_sentence(name), zipfile.ZipFile(path) as package:
        _check_size(path)
        part = _vba_part(package, name)
        _check_unsigned(package, name)
        old, documents = package.read(part), code_names(package)
        _check_formulas(package, name)
    project = renewed_project(old, name, documents, addin=path.suffix.lower() == ".xlam")
    if project == old:
        return f"{name}: its VBA is up to date already."
    with _one_sentence(name):
        renewed = replace_part(path.read_bytes(), part, project)
    with replace_when_complete(path, force=True) as draft:
        draft.write_bytes(renewed)
    return (
        f"{name}: VBA renewed ({len(read_project(project).modules)} modules); nothing else changed."
    )


def project_in(path: Path) -> Project:
    """Return the VBA project of an .xlsm or .xlam.

    Raises
    ------
    InputError
        The file contains none, is damaged or too large.
    """
    with _one_sentence(path.name), zipfile.ZipFile(path) as package:
        _check_size(path)
        return read_project(package.read(_vba_part(package, path.name)))


def replace_part(workbook: bytes, name: str, content: bytes) -> bytes:
    """Return the workbook with one part replaced; all other parts are unchanged."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as source, zipfile.ZipFile(out, "w") as target:
        for info in source.infolist():
            data = content if info.filename == name else source.read(info)
            target.writestr(info, data, compress_type=info.compress_type)
    return out.getvalue()


def code_names(package: zipfile.ZipFile) -> list[str]:
    """Return the code name of a workbook, and then that of each of its sheets.

    Raises
    ------
    ValueError, LookupError, ET.ParseError, zipfile.BadZipFile
        A part is damaged, or missing.
    """
    book = _book(package)
    names = [_code_name(book.find(f"{MAIN}workbookPr"), "ThisWorkbook")]
    for number, (_, part) in enumerate(_sheet_parts(package, book), 1):
        names.append(_code_name(_sheet_properties(package, part), f"Sheet{number}"))
    return names


def _book(package: zipfile.ZipFile) -> ET.Element:
    """Return the part that lists the sheets and the defined names."""
    book = ET.fromstring(package.read(BOOK))  # noqa: S314  # Excel reads the same file
    if book.tag != f"{MAIN}workbook":
        raise ValueError("the part of the workbook holds something else")
    return book


def _sheet_parts(package: zipfile.ZipFile, book: ET.Element) -> list[tuple[str, str]]:
    """Return the name of each sheet with that of its part, in order."""
    targets = _relations(package)
    sheets = book.iter(f"{MAIN}sheet")
    return [(sheet.get("name", ""), targets[sheet.get(RELATION_ID, "")]) for sheet in sheets]


def _sheet_properties(package: zipfile.ZipFile, part: str) -> ET.Element | None:
    """Return the properties of a sheet, which stand before its cells; the cells are not read."""
    with package.open(part) as stream:
        for _, element in ET.iterparse(stream, events=("start",)):  # noqa: S314
            if element.tag == f"{MAIN}sheetPr":
                return element
            if element.tag == f"{MAIN}sheetData":
                break
    return None


def _code_name(element: ET.Element | None, default: str) -> str:
    return default if element is None else element.get("codeName", default)


def _check_kind(path: Path) -> None:
    if path.suffix.lower() not in UPGRADABLE:
        raise InputError(f"{path.name}: only .xlsm and .xlam hold VBA; name such a file.")
    if not path.is_file():
        raise InputError(f"{path.name}: no such file in {path.parent}; check the name.")


def _check_size(path: Path) -> None:
    if inflated_size(path) > MAX_INFLATED_BYTES:
        raise InputError(
            f"{path.name}: unpacks to more than {MAX_INFLATED_BYTES >> 20} MB; "
            "make a live workbook with 'labfolio-xl new'."
        )


@contextmanager
def _one_sentence(name: str) -> Iterator[None]:
    """Replace the errors of all libraries by one sentence about a damaged workbook."""
    try:
        yield
    except LabfolioError:
        raise
    except zipfile.BadZipFile:
        raise InputError(
            f"{name}: not a workbook, or encrypted with a password; save it from Excel first."
        ) from None
    except _DAMAGED:
        raise InputError(f"{name}: is damaged; open it in Excel and save it again.") from None
    except OSError as error:
        reason = error.strerror or "the system gives no reason"
        raise InputError(f"{name}: cannot be read ({reason}); close other programs.") from None


def _vba_part(package: zipfile.ZipFile, name: str) -> str:
    """Return the name of the part that holds the VBA."""
    parts = package.namelist()
    if BOOK not in parts:
        raise InputError(f"{name}: not an Excel workbook; name an .xlsm or .xlam.")
    targets = _relations(package).values()
    part = next((t for t in targets if t in parts and t.endswith("vbaProject.bin")), None)
    if part is None:
        raise NoVbaError(f"{name}: holds no VBA; make a live workbook with 'labfolio-xl new'.")
    return part


def _check_formulas(package: zipfile.ZipFile, name: str) -> None:
    """Refuse a workbook whose formulas would give errors or other numbers with the new VBA."""
    signatures = present_signatures()
    for place, formula in _formulas(package):
        function = earlier_call(formula, signatures)
        if function is not None:
            raise InputError(
                f'{name}: the formula in "{shown(printable(place))}" is for {function} of an '
                "earlier version; make the workbook anew with 'labfolio-xl new'."
            )


def _formulas(package: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Yield the formulas of the defined names and of the cells, each with its place."""
    book = _book(package)
    for defined in book.iter(f"{MAIN}definedName"):
        yield defined.get("name", ""), defined.text or ""
    for sheet, part in _sheet_parts(package, book):
        with package.open(part) as stream:
            for cell in cell_formulas(stream):
                yield f"{sheet}!{cell.address}", cell.text


def _check_unsigned(package: zipfile.ZipFile, name: str) -> None:
    if any("vbaprojectsignature" in part.lower() for part in package.namelist()):
        raise InputError(
            f"{name}: its VBA is signed, and renewing it would break the signature; "
            "remove the signature in the VBA editor first."
        )


def _relations(package: zipfile.ZipFile) -> dict[str, str]:
    """Return the names of the related parts of the workbook, by the id of the relation."""
    folder, name = posixpath.split(BOOK)
    root = ET.fromstring(package.read(f"{folder}/_rels/{name}.rels"))  # noqa: S314
    return {
        item.get("Id", ""): posixpath.normpath(
            posixpath.join("/", folder, item.get("Target", ""))
        ).lstrip("/")
        for item in root
    }
