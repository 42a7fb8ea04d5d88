"""Turn what XlsxWriter wrote into an .xlsm or .xlam.

XlsxWriter cannot write a ribbon, so its part is added to the zip file. All parts have the same
date, so that a build gives the same bytes each time.
"""

from __future__ import annotations

import io
import zipfile

__all__ = ["HIDDEN", "ZIP_DATE", "finish"]

# The earliest date that a zip file can hold: the same contents give the same bytes.
ZIP_DATE = (1980, 1, 1, 0, 0, 0)
RIBBON_PART = "customUI/customUI14.xml"
RIBBON_RELATION = (
    '<Relationship Id="rIdLabfolioRibbon" Type="http://schemas.microsoft.com/office/2007/'
    'relationships/ui/extensibility" Target="customUI/customUI14.xml"/>'
)
WORKBOOK_TYPE = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
ADDIN_TYPE = "application/vnd.ms-excel.addin.macroEnabled.main+xml"
# The description of a chart that shows nothing yet, by which it is found and hidden here:
# XlsxWriter cannot hide a chart.
HIDDEN = "Chart: for a further factor, shown when there is one"


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


def _substitute(parts: dict[str, bytes], part: str, old: str, new: str) -> None:
    text = parts[part].decode()
    if text.count(old) != 1:
        raise ValueError(f"{part}: expected {old!r} once, found it {text.count(old)} times")
    parts[part] = text.replace(old, new).encode()


def _zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as target:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, ZIP_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0  # the same on every system that builds
            info.external_attr = 0
            target.writestr(info, content)
    return out.getvalue()
