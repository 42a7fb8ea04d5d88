"""Small workbooks in every format, byte by byte, so that no test needs a spreadsheet program.

Each writer takes rows of numbers and text and puts them into one sheet, without cell formats:
a date is a serial.
"""

import struct
import zipfile
from io import BytesIO

from labfolio_xl.vba.compound_file import compound_file


def xls(rows, *, sheet="Returns", date_1904=False, strays=(), records=(), cells=()):
    """Write BIFF8 ([MS-XLS]): a globals substream and one of a sheet, in a compound file."""
    bof = _biff(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 6))
    head = bof + _biff(0x0042, b"\xb0\x04") + _biff(0x0022, struct.pack("<H", date_1904))
    head += b"".join(_biff(*record) for record in records)
    name = sheet.encode("utf-16-le")
    bound = struct.pack("<IBBBB", 0, 0, 0, len(sheet), 1) + name
    start = len(head) + len(_biff(0x0085, bound)) + 4
    bound = struct.pack("<I", start) + bound[4:]
    further = b"".join(_biff(*record) for record in cells)
    cells = further + b"".join(
        _biff_cell(i, j, cell)
        for i, row in enumerate(rows)
        for j, cell in enumerate(row)
        if cell is not None
    )
    cells += b"".join(_biff_cell(*stray) for stray in strays)
    n_columns = max(map(len, rows), default=0)
    dimensions = _biff(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, n_columns, 0))
    bof_sheet = _biff(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 6))
    book = head + _biff(0x0085, bound) + _biff(0x000A) + bof_sheet + dimensions + cells
    return compound_file({"Workbook": book + _biff(0x000A)})


def _biff(kind, data=b""):
    return struct.pack("<HH", kind, len(data)) + data


def _biff_cell(row, column, cell):
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(cell, str):
        text = cell.encode("utf-16-le")
        return _biff(0x0204, place + struct.pack("<HB", len(cell), 1) + text)
    return _biff(0x0203, place + struct.pack("<d", cell))


def xlsb(rows, *, sheet="Returns", date_1904=False):
    """Write the binary form of a workbook package ([MS-XLSB])."""
    bundle = struct.pack("<II", 0, 1) + _wide("rId1") + _wide(sheet)
    book = records(
        (131, b""),
        (153, struct.pack("<II", int(date_1904), 0) + _wide("")),
        (143, b""),
        (156, bundle),
        (144, b""),
        (132, b""),
    )
    n_columns = max(map(len, rows), default=1)
    sheet_records = [
        (129, b""),
        (148, struct.pack("<IIII", 0, len(rows) - 1, 0, n_columns - 1)),
        (145, b""),
    ]
    for i, row in enumerate(rows):
        sheet_records.append((0, struct.pack("<IIHBBBI", i, 0, 300, 0, 0, 0, 0)))
        for j, cell in enumerate(row):
            place = struct.pack("<II", j, 0)
            if isinstance(cell, str):
                sheet_records.append((6, place + _wide(cell)))
            elif cell is not None:
                sheet_records.append((5, place + struct.pack("<d", cell)))
    sheet_records += [(146, b""), (130, b"")]
    return _package(
        {
            "xl/workbook.bin": book,
            "xl/_rels/workbook.bin.rels": _RELATIONS.format(
                kind="worksheet", target="worksheets/sheet1.bin"
            ),
            "xl/worksheets/sheet1.bin": records(*sheet_records),
        }
    )


def xlsb_cell(row, column, number):
    """Return the records of a row with one cell."""
    head = struct.pack("<IIHBBBI", row, 0, 300, 0, 0, 0, 0)
    return records((0, head), (5, struct.pack("<IId", column, 0, number)))


def _wide(text):
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def records(*records):
    out = b""
    for kind, data in records:
        out += bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
        size = len(data)
        while size > 127:
            out += bytes([size & 0x7F | 0x80])
            size >>= 7
        out += bytes([size])
        out += data
    return out


_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/{kind}" Target="{target}"/></Relationships>'
)


def ods(rows, *, sheet="Returns"):
    """Write an OpenDocument spreadsheet; text that is an ISO date becomes a date."""
    body = "".join(
        f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows
    )
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">'
        f'<office:body><office:spreadsheet><table:table table:name="{sheet}">{body}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODS}"/>'
        "</manifest:manifest>"
    )
    return _package({"mimetype": _ODS, "META-INF/manifest.xml": manifest, "content.xml": content})


_ODS = "application/vnd.oasis.opendocument.spreadsheet"


def _ods_cell(cell):
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, str) and cell[:2] == "20":
        return f'<table:table-cell office:value-type="date" office:date-value="{cell}"/>'
    if isinstance(cell, str):
        return (
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p>'
            "</table:table-cell>"
        )
    return f'<table:table-cell office:value-type="float" office:value="{cell!r}"/>'


def _package(parts):
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()
