"""Sheets of the open workbook without Excel, filled from the bytes of a file."""

from __future__ import annotations

import io
import re
import zipfile
from functools import cache

from fake_charts import FakeChart, FakeLook
from fake_sheet import HIDDEN, VERY_HIDDEN, VISIBLE
from openpyxl import load_workbook

PADDING = 5 / 7  # what a file counts beside the letters of a column
# The numbers of Excel for what a file has words for.
PLACES = {"r": -4152, "l": -4131, "t": 0, "b": 1}
PATTERNS = {
    "wdUpDiag": 26,
    "wdDnDiag": 25,
    "dkHorz": 13,
    "dkVert": 14,
    "ltDnDiag": 21,
    "ltUpDiag": 22,
    "dkUpDiag": 16,
    "smGrid": 23,
    "ltVert": 20,
}
STATES = {"visible": VISIBLE, "hidden": HIDDEN, "veryHidden": VERY_HIDDEN}


@cache
def parsed(workbook):
    """Cells with their values and with their formulas; read once, since it takes seconds."""
    return load_workbook(io.BytesIO(workbook), data_only=True), load_workbook(io.BytesIO(workbook))


def fill(sheet, workbook, number, values, formulas):
    """Give a sheet what the file says of it."""
    _read_cells(sheet, values, formulas)
    _read_sizes(sheet, formulas)
    sheet.visible = STATES[values.sheet_state]
    sheet.page_setup.print_area = _print_area(values)
    sheet.merged += [
        ((area.min_row, area.min_col), (area.max_row, area.max_col))
        for area in values.merged_cells.ranges
    ]
    sheet.note_texts = {
        (cell.row, cell.column): cell.comment.text
        for row in values.iter_rows()
        for cell in row
        if cell.comment
    }
    sheet.charts = _charts(sheet, workbook, number, formulas)


@cache
def _cells(values, formulas):
    """Return the values, formulas and spilling areas of a sheet; read once, as the file is."""
    shown = {
        (cell.row, cell.column): cell.value
        for row in values.iter_rows()
        for cell in row
        if cell.value is not None
    }
    written, spills = {}, {}
    for row in formulas.iter_rows():
        for cell in row:
            text = getattr(cell.value, "text", cell.value)
            if cell.data_type == "f" or hasattr(cell.value, "text"):
                written[cell.row, cell.column] = "=" + str(text).lstrip("=")
            if hasattr(cell.value, "ref"):
                area = formulas[cell.value.ref]
                if isinstance(area, tuple) and area[-1][-1] is not cell:
                    last = area[-1][-1]
                    spills[cell.row, cell.column] = (last.row, last.column)
    return shown, written, spills


def _read_cells(sheet, values, formulas):
    shown, written, spills = _cells(values, formulas)
    sheet.cells.update(shown)
    sheet.formulas.update(written)
    sheet.spills.update(spills)


def _read_sizes(sheet, formulas):
    for column in formulas.column_dimensions.values():
        for number in range(column.min, column.max + 1):
            sheet.widths[number] = column.width - PADDING
    for number, row in formulas.row_dimensions.items():
        if row.height:
            sheet.heights[number] = row.height


def _print_area(sheet):
    area = sheet.print_area
    return re.sub(r"'?\w+'?!", "", area) if area else None


def _charts(sheet, workbook, number, drawn):
    """The charts of a sheet, each with the name that its drawing gives it."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as source:
        relations = f"xl/worksheets/_rels/sheet{number}.xml.rels"
        parts = source.read(relations).decode() if relations in source.namelist() else ""
        found = re.search(r"drawings/drawing\d+\.xml", parts)
        drawing = source.read(f"xl/{found[0]}").decode() if found else ""
    frames = re.findall(r"<xdr:graphicFrame.*?<xdr:cNvPr ([^>]*)>", drawing)
    return [
        FakeChart(
            re.search('name="([^"]*)"', frame)[1],
            [_series(s, order) for order, s in enumerate(chart.series, 1)],
            shown='hidden="1"' not in frame,
            sheet=sheet,
            looks=[_look(s) for s in chart.series],
        )
        for frame, chart in zip(frames, drawn._charts, strict=True)
    ]


def _look(series):
    """The colours, the pattern and the place of the name of a series."""
    shape = series.graphicalProperties
    line = shape.line if shape is not None else None
    fill, pattern = getattr(shape, "solidFill", None), getattr(shape, "pattFill", None)
    labels = series.dLbls
    return FakeLook(
        _color(pattern.fgClr if pattern else fill),
        PATTERNS[pattern.prst] if pattern else None,
        None if fill or pattern else _color(line.solidFill if line is not None else None),
        PLACES[labels.dLblPos or "r"] if labels is not None and labels.showSerName else None,
    )


def _color(choice):
    """A colour as Excel counts it, with red in the lowest byte."""
    if choice is None or choice.srgbClr is None:
        return None
    return int.from_bytes(bytes.fromhex(choice.srgbClr), "little")


def _series(series, order):
    name = series.tx.strRef.f if series.tx.strRef else f'"{series.tx.v}"'
    categories, values = series.cat or series.xVal, series.val or series.yVal
    source = categories.numRef or categories.strRef
    return f"=SERIES({name},{source.f},{values.numRef.f},{order})"
