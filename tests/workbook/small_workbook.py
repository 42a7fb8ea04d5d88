"""A small .xlsm with one of everything that the gates look at."""

from __future__ import annotations

import datetime as dt
import io

from labfolio_xl.vba.modules import project_for, ribbon
from labfolio_xl.workbook.package import Book, finish

CODE_NAMES = ["ThisWorkbook", "shStart", "shData"]
FORMULA = "=LF_BETAS(Assets,Factors)"


def small_workbook(project=None):
    """Return its bytes, with another VBA project if one is given."""
    with Book() as book:
        book.set_properties({"created": dt.datetime(2025, 1, 1)})
        book.add_vba_project(io.BytesIO(project or project_for(CODE_NAMES)), is_stream=True)
        book.set_vba_name(CODE_NAMES[0])
        start, data = book.add_worksheet("Start"), book.add_worksheet("Data")
        start.set_vba_name(CODE_NAMES[1])
        data.set_vba_name(CODE_NAMES[2])
        book.set_calc_mode("auto", 191029)
        book.calc_on_load = False
        bold = book.add_format({"bold": True})
        start.write("A1", "Betas", bold)
        start.write_dynamic_array_formula("A3:B4", FORMULA, bold, "asset")
        for cell, value in (("B3", "MKT"), ("A4", "AAPL"), ("B4", 1.25)):
            start.write(cell, value)
        start.write_formula("D3", "=SUM(B4:B4)", None, 1.25)
        start.insert_button("F2", {"macro": "LabfolioRefresh", "caption": "Refresh"})
        start.data_validation("D5", {"validate": "list", "source": ["ols", "hac"]})
        _fill(data)
        book.define_name("Assets", "=Data!$A$1:$B$3")
        book.define_name("Factors", "=Data!$A$1:$C$3")
        start.insert_chart("A8", _chart(book))
    return finish(book.parts, ribbon())


def _fill(data):
    rows = [[45000, 0.01, 0.02], [45001, 0.03, 0.01]]
    columns = [{"header": name} for name in ("Date", "AAPL", "MKT")]
    data.add_table(0, 0, 2, 2, {"name": "Returns", "data": rows, "columns": columns})


def _chart(book):
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=Data!$B$2:$B$3", "categories": "=Data!$A$2:$A$3"})
    return chart
