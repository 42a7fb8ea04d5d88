"""Turn the parts that XlsxWriter writes into an .xlsx, .xlsm or .xlam.

XlsxWriter cannot write a ribbon, so its part is added before the parts are compressed, once. All
parts have the same date, so that a build gives the same bytes each time.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

import xlsxwriter
from xlsxwriter.packager import Packager

__all__ = ["HIDDEN", "ZIP_DATE", "Book", "finish", "zipped"]

# The earliest date that a zip file can hold: the same contents give the same bytes.
ZIP_DATE = (1980, 1, 1, 0, 0, 0)
RIBBON_PART = "customUI/customUI14.xml"
RIBBON_RELATION = (
    '<Relationship Id="rIdLabfolioRibbon" Type="http://schemas.microsoft.com/office/2007/'
    'relationships/ui/extensibility" Target="customUI/customUI14.xml"/>'
)
WORKBOOK_TYPE = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
ADDIN_TYPE = "application/vnd.ms-excel.addin.macroEnabled.main+xml"
# Of zlib. At level 9 a large report takes twice as long and is less than one hundredth smaller.
_LEVEL = 7
# The description of a chart that shows nothing yet, by which it is found and hidden here:
# XlsxWriter cannot hide a chart.
HIDDEN = "Chart: for a further factor, shown when there is one"


class Book(xlsxwriter.Workbook):
    """A workbook of XlsxWriter whose parts are not zipped when it is closed.

    Parameters
    ----------
    options : mapping, optional
        Further options of XlsxWriter.
    """

    def __init__(self, options: Mapping[str, Any] | None = None) -> None:
        super().__init__(io.BytesIO(), {**(options or {}), "in_memory": True})
        self._packager = _Collector()

    @property
    def parts(self) -> dict[str, bytes]:
        """The parts by their names in the zip file; there are none before the book is closed."""
        return self._packager.parts

    def _get_packager(self) -> Packager:
        return self._packager


class _Collector(Packager):
    """It takes the parts of a workbook, of which it leaves none to be zipped by XlsxWriter."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: dict[str, bytes] = {}

    def _create_package(self) -> list[Any]:
        for written, name, is_binary in super()._create_package():
            content = written.getvalue()
            self.parts[name] = content if is_binary else content.encode()
        return []


def finish(parts: Mapping[str, bytes], ribbon: str, *, addin: bool = False) -> bytes:
    """Return the bytes of a macro workbook with a ribbon and with fixed dates.

    Parameters
    ----------
    parts : mapping
        The parts of an .xlsm as XlsxWriter wrote them, with the VBA project.
    ribbon : str
        The text of customUI14.xml.
    addin : bool
        Whether the file shall be an add-in.
    """
    parts = dict(parts)
    _substitute(parts, "_rels/.rels", "</Relationships>", RIBBON_RELATION + "</Relationships>")
    if addin:
        _substitute(parts, "[Content_Types].xml", WORKBOOK_TYPE, ADDIN_TYPE)
    parts[RIBBON_PART] = ribbon.encode()
    _hide_charts(parts)
    return zipped(parts)


def _hide_charts(parts: dict[str, bytes]) -> None:
    """Hide the charts that show nothing yet."""
    described = f'descr="{HIDDEN}"'.encode()
    for name, part in parts.items():
        if name.startswith("xl/drawings/drawing"):
            parts[name] = part.replace(described, described + b' hidden="1"')


def _substitute(parts: dict[str, bytes], part: str, old: str, new: str) -> None:
    text = parts[part].decode()
    if text.count(old) != 1:
        raise ValueError(f"{part}: expected {old!r} once, found it {text.count(old)} times")
    parts[part] = text.replace(old, new).encode()


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Return a zip file of parts, in which all have the same date."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, ZIP_DATE)
            info.create_system = 0  # the same on every system that builds
            info.external_attr = 0
            target.writestr(info, content, zipfile.ZIP_DEFLATED, _LEVEL)
    return out.getvalue()
