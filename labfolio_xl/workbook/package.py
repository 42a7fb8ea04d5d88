"""Turn what XlsxWriter wrote into an .xlsm or .xlam, and renew the VBA of an old workbook.

Parts are added or replaced in the zip itself; every other part stays byte for byte. The zip
carries no clock, so that a build repeats byte for byte.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from labfolio_xl.errors import InputError
from labfolio_xl.workbook.project_source import renewed_project
from labfolio_xl.workbook.save import replace_when_whole
from labfolio_xl.workbook.vba_reader import read_project

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["HIDDEN", "finish", "replace_part", "upgrade"]

EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip can tell
RIBBON_PART = "customUI/customUI14.xml"
RIBBON_RELATION = (
    '<Relationship Id="rIdLabfolioRibbon" Type="http://schemas.microsoft.com/office/2007/'
    'relationships/ui/extensibility" Target="customUI/customUI14.xml"/>'
)
WORKBOOK_TYPE = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
ADDIN_TYPE = "application/vnd.ms-excel.addin.macroEnabled.main+xml"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# How a chart is described that shows nothing yet; XlsxWriter cannot hide one.
HIDDEN = "Chart: for a further factor, shown when there is one"
UPGRADABLE = (".xlsm", ".xlam")


def finish(workbook: bytes, ribbon: str, *, addin: bool = False) -> bytes:
    """Return the bytes of a macro workbook with a ribbon and with fixed dates.

    Parameters
    ----------
    workbook : bytes
        An .xlsm as XlsxWriter wrote it, with its VBA project.
    ribbon : str
        The text of customUI14.xml.
    addin : bool
        Whether the file shall be an add-in.
    """
    with zipfile.ZipFile(io.BytesIO(workbook)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    _substitute(parts, "_rels/.rels", "</Relationships>", RIBBON_RELATION + "</Relationships>")
    if addin:
        _substitute(parts, "[Content_Types].xml", WORKBOOK_TYPE, ADDIN_TYPE)
    parts[RIBBON_PART] = ribbon.encode()
    _hide_charts(parts)
    return _zipped(parts)


def _hide_charts(parts: dict[str, bytes]) -> None:
    """Hide the charts that show nothing yet."""
    described = f'descr="{HIDDEN}"'.encode()
    for name, part in parts.items():
        if name.startswith("xl/drawings/drawing"):
            parts[name] = part.replace(described, described + b' hidden="1"')


def upgrade(path: Path) -> str:
    """Renew the VBA of a workbook in place and return what was done, in one sentence.

    Only xl/vbaProject.bin changes. The user's own modules stay, after ours.

    Parameters
    ----------
    path : Path
        An .xlsm or .xlam that an earlier version made.

    Raises
    ------
    InputError
        If the file is not such a workbook, or if its VBA holds what cannot be kept.
    """
    name, parts = path.name, _macro_workbook(path)
    bin_part = _vba_part(parts)
    if bin_part is None:
        raise InputError(f"{name}: holds no VBA; make a live workbook with 'labfolio-xl new'.")
    if _signature(parts):
        raise InputError(
            f"{name}: its VBA is signed, and renewing it would break the signature; "
            "remove the signature in the VBA editor first."
        )
    old = parts[bin_part]
    project = renewed_project(old, name, code_names(parts), addin=path.suffix.lower() == ".xlam")
    if project == old:
        return f"{name}: its VBA is up to date already."
    with replace_when_whole(path, force=True) as draft:
        draft.write_bytes(replace_part(path.read_bytes(), bin_part, project))
    return (
        f"{name}: VBA renewed ({len(read_project(project).modules)} modules); nothing else changed."
    )


def replace_part(workbook: bytes, name: str, content: bytes) -> bytes:
    """Return the workbook with one part replaced; the others keep bytes, order and dates."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as source, zipfile.ZipFile(out, "w") as target:
        for info in source.infolist():
            data = content if info.filename == name else source.read(info)
            target.writestr(info, data, compress_type=info.compress_type)
    return out.getvalue()


def code_names(parts: dict[str, bytes]) -> list[str]:
    """Return the code names that a workbook's parts give: the workbook's, then each sheet's."""
    book = ET.fromstring(parts["xl/workbook.xml"])  # noqa: S314  # Excel reads the same file
    targets = _relations(parts, "xl/workbook.xml")
    names = [_code_name(book.find(f"{MAIN}workbookPr"), "ThisWorkbook")]
    for number, sheet in enumerate(book.iter(f"{MAIN}sheet"), 1):
        part = targets[sheet.get(RELATION_ID, "")]
        root = ET.fromstring(parts[part])  # noqa: S314
        names.append(_code_name(root.find(f"{MAIN}sheetPr"), f"Sheet{number}"))
    return names


def _code_name(element: ET.Element | None, default: str) -> str:
    return default if element is None else element.get("codeName", default)


def _macro_workbook(path: Path) -> dict[str, bytes]:
    if path.suffix.lower() not in UPGRADABLE:
        raise InputError(f"{path.name}: only .xlsm and .xlam hold VBA; name such a file.")
    if not path.is_file():
        raise InputError(f"{path.name}: no such file in {path.parent}; check the name.")
    try:
        with zipfile.ZipFile(path) as source:
            parts = {name: source.read(name) for name in source.namelist()}
    except zipfile.BadZipFile:
        raise InputError(
            f"{path.name}: not a workbook, or encrypted with a password; save it from Excel first."
        ) from None
    if "xl/workbook.xml" not in parts:
        raise InputError(f"{path.name}: not an Excel workbook; name an .xlsm or .xlam.")
    return parts


def _relations(parts: dict[str, bytes], part: str) -> dict[str, str]:
    """Targets by id of a part's relations, as names of parts."""
    folder, name = posixpath.split(part)
    root = ET.fromstring(parts[f"{folder}/_rels/{name}.rels"])  # noqa: S314
    return {
        item.get("Id", ""): posixpath.normpath(
            posixpath.join("/", folder, item.get("Target", ""))
        ).lstrip("/")
        for item in root
    }


def _vba_part(parts: dict[str, bytes]) -> str | None:
    targets = _relations(parts, "xl/workbook.xml").values()
    return next((t for t in targets if t in parts and t.endswith("vbaProject.bin")), None)


def _signature(parts: dict[str, bytes]) -> bool:
    return any("vbaprojectsignature" in name.lower() for name in parts)


def _substitute(parts: dict[str, bytes], part: str, old: str, new: str) -> None:
    text = parts[part].decode()
    if text.count(old) != 1:
        raise ValueError(f"{part}: expected {old!r} once, found it {text.count(old)} times")
    parts[part] = text.replace(old, new).encode()


def _zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as target:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0  # the same on every system that builds
            info.external_attr = 0
            target.writestr(info, content)
    return out.getvalue()
