"""What the tests of damaged and hostile files share: parts, packages, answers."""

import zipfile
from io import BytesIO

import xlsxwriter

from labfolio_xl.errors import InputError
from labfolio_xl.files import read_risk_free, read_table, read_weights

ROWS = [["date", "AAPL", "MSFT"], [45049.0, 0.02, None], [45048.0, -0.01, 0.5]]
READERS = (read_table, read_weights, read_risk_free)
# Seconds and megabytes that the worst file below may take, on a slow machine.
MOST_SECONDS, MOST_MEGABYTES = 120, 2000


def xlsx(rows=ROWS):
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet("Returns")
        for i, row in enumerate(rows):
            page.write_row(i, 0, row)
    return out.getvalue()


def parts_of(data):
    with zipfile.ZipFile(BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts):
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def answers(folder, kind, data, readers=READERS):
    """Return what each reader says of a file: its sentence, or None for an answer."""
    path = folder / f"file.{kind}"
    path.write_bytes(data)
    said = []
    for read in readers:
        try:
            read(path)
            said.append(None)
        except InputError as error:
            sentence = str(error)
            assert sentence.endswith(".")
            assert sentence.isprintable()
            said.append(sentence)
    return said


MANY = 40_000


def text_cells_xlsx(letters):
    """Return a workbook in which many cells show one text."""
    parts = parts_of(xlsx([["date", "x" * letters], [45048.0, 0.1]]))
    name = "xl/worksheets/sheet1.xml"
    row = '<row r="{0}"><c r="A{0}" t="s"><v>1</v></c></row>'
    rows = "".join(row.format(i) for i in range(3, MANY))
    return packed(
        {**parts, name: parts[name].replace(b"</sheetData>", f"{rows}</sheetData>".encode())}
    )
