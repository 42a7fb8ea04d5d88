"""Read a written workbook back: values with calamine, parts as XML."""

from __future__ import annotations

import datetime as dt
import math
import re
import zipfile
from xml.etree import ElementTree as ET

import python_calamine
from xlsxwriter.utility import xl_cell_to_rowcol

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# XlsxWriter writes 16 digits, as Excel shows 15; a float has up to 17.
REL_TOL = 1e-14


def values(path):
    """Return the cells of every sheet, by name, as calamine reads them."""
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    return {
        name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for name in book.sheet_names
    }


def cells_of(sheet, area):
    """Return the rows of an area of a sheet that `values` gave."""
    return [row[area.column : area.last_column + 1] for row in sheet[area.row : area.last_row + 1]]


def same(read, cell, rel_tol=REL_TOL, abs_tol=0.0):
    """Tell whether a cell that was read is the one that was meant."""
    if isinstance(cell, dt.datetime):
        return read in (cell.date(), cell.replace(tzinfo=None))
    if cell is None or cell == "" or (isinstance(cell, float) and not math.isfinite(cell)):
        return read == ""
    if isinstance(cell, float | int):
        return isinstance(read, float | int) and math.isclose(
            read, cell, rel_tol=rel_tol, abs_tol=abs_tol
        )
    return read == cell


def differences(sheet, area, cells, rel_tol=REL_TOL, abs_tol=0.0):
    """List what differs between an area as read and the cells that were meant."""
    return [
        (row, column, read, cell)
        for row, (read_row, row_cells) in enumerate(zip(cells_of(sheet, area), cells, strict=True))
        for column, (read, cell) in enumerate(zip(read_row, row_cells, strict=True))
        if not same(read, cell, rel_tol, abs_tol)
    ]


def parts(path):
    """Return the parts of a workbook by name."""
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def _xml(files, name):
    return ET.fromstring(files[name])  # noqa: S314  our own file


def sheet_xml(path):
    """Return the parsed sheets by name, in the workbook's order."""
    files = parts(path)
    rels = _xml(files, "xl/_rels/workbook.xml.rels")
    targets = {item.get("Id"): item.get("Target") for item in rels}
    book = _xml(files, "xl/workbook.xml")
    return {
        sheet.get("name"): _xml(files, f"xl/{targets[sheet.get(RELATION_ID)]}")
        for sheet in book.iter(f"{MAIN}sheet")
    }


def formulas(path):
    """Return (text, kind, reference, is dynamic) of the formulas of each sheet, by cell."""
    found = {}
    for name, sheet in sheet_xml(path).items():
        found[name] = {
            xl_cell_to_rowcol(cell.get("r")): (
                f"={formula.text}",
                formula.get("t"),
                formula.get("ref"),
                cell.get("cm") == "1",
            )
            for cell in sheet.iter(f"{MAIN}c")
            if (formula := cell.find(f"{MAIN}f")) is not None
        }
    return found


def texts(path):
    """Return all text of the sheets, one string for each sheet."""
    return {
        name: "\n".join(str(cell) for row in sheet for cell in row if cell != "")
        for name, sheet in values(path).items()
    }


def charts(path):
    """Return the XML text of each chart by its name in the workbook."""
    files = parts(path)
    found = {}
    for name, content in files.items():
        if re.fullmatch(r"xl/drawings/drawing\d+\.xml", name):
            names = re.findall(r'<xdr:cNvPr id="\d+" name="([^"]+)"', content.decode())
            rels = files[name.replace("drawings/", "drawings/_rels/") + ".rels"].decode()
            targets = re.findall(r'Target="\.\./(charts/chart\d+\.xml)"', rels)
            found |= {
                key: files[f"xl/{target}"].decode()
                for key, target in zip(names, targets, strict=True)
            }
    return found
