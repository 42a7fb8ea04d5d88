"""Refuse in Calc what Excel refuses, by the rules of labfolio_xl/docs/excel-rules.md."""

from __future__ import annotations

import sys
from pathlib import Path

# Where the error of Excel stands, which the other stand-in raises too.
sys.path.append(str(Path(__file__).parents[2] / "excel"))

from excel_error import ExcelError, refuse

__all__ = [
    "ExcelError",
    "check_array_formula",
    "check_print_area",
    "check_texts",
    "check_writable",
    "refuse",
]

LONGEST_TEXT, LONGEST_IN_ARRAY = 32_767, 8_203
LONGEST_ARRAY_FORMULA = LONGEST_PRINT_AREA = 255


def check_writable(sheet):
    """Refuse to change a protected sheet."""
    if sheet.page.isProtected():
        refuse("The cell or chart you're trying to change is on a protected sheet.")


def check_texts(value):
    """Refuse texts that no cell of Excel holds, or that it does not take within an array."""
    single = not isinstance(value, (list, tuple))
    rows = [[value]] if single else value
    longest = LONGEST_TEXT if single or len(rows) == len(rows[0]) == 1 else LONGEST_IN_ARRAY
    for text in (cell for row in rows for cell in row if isinstance(cell, str)):
        if len(text.encode("utf-16-le", "surrogatepass")) // 2 > longest:
            refuse("Application-defined or object-defined error")


def check_array_formula(text):
    """Refuse the text of an array formula that is too long for a program."""
    if len(text) > LONGEST_ARRAY_FORMULA:
        refuse("Unable to set the FormulaArray property of the Range class")


def check_print_area(text):
    """Refuse the text of a print area that is too long."""
    if text is not None and len(text) > LONGEST_PRINT_AREA:
        refuse("Unable to set the PrintArea property of the PageSetup class")
