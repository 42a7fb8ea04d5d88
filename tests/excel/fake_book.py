"""A stand-in for an open workbook of Excel, with the members of xlwings that the macros use.

It is as strict as Excel: it follows the rules of labfolio_xl/docs/excel-rules.md, and
test_strict_fakes.py tests each of them. It cannot calculate formulas itself; a test may give its
application a function that does (``app.calculate_cell``).
"""

from __future__ import annotations

import re
from types import SimpleNamespace

from excel_error import refuse
from fake_app import FakeApp
from fake_names import FakeNames
from fake_reading import fill, parsed
from fake_sheet import VERY_HIDDEN, FakeSheet

LONGEST_SHEET_NAME = 31


class FakeSheets:
    """Sheets by name or number."""

    def __init__(self, book, sheets):
        self._book, self._sheets = book, sheets

    def __iter__(self):
        return iter(self._sheets)

    def __len__(self):
        return len(self._sheets)

    def __getitem__(self, key):
        if isinstance(key, int):
            return self._sheets[key]
        for sheet in self._sheets:
            if sheet.name.lower() == key.lower():
                return sheet
        return refuse("Subscript out of range", 9)

    def add(self, name=None, before=None, after=None):
        """Add a sheet the way xlwings does: first the sheet, then its place, then its name."""
        if self._book.structure_protected:
            refuse("Add method of Sheets class failed")
        place = self._sheets.index(after or before or self._book.active) + (after is not None)
        if after is self._sheets[-1] and after.visible == VERY_HIDDEN:
            refuse("Move method of Worksheet class failed")
        sheet = FakeSheet(self._book, f"Sheet{len(self) + 1}")
        self._sheets.insert(place, sheet)
        self._book.active = sheet
        if name is not None:
            self._rename(sheet, name)
        return sheet

    def _rename(self, sheet, name):
        taken = {other.name.lower() for other in self._sheets}
        if len(name) > LONGEST_SHEET_NAME or re.search(r"[:\\/?*\[\]]", name):
            refuse("You typed an invalid name for a sheet or chart.")
        if name.lower() in taken:
            refuse("That name is already taken. Try a different one.")
        sheet.name = name


class FakeProperties:
    """The properties of the document, which pywin32 lets be listed but not asked for by name."""

    def __init__(self, properties):
        self._properties = properties

    def __iter__(self):
        return (FakeProperty(self._properties, name) for name in self._properties)


class FakeProperty:
    """One of them."""

    def __init__(self, properties, name):
        self._properties, self.Name = properties, name

    @property
    def Value(self):
        """Its text."""
        return self._properties[self.Name]

    @Value.setter
    def Value(self, text):
        self._properties[self.Name] = text


class FakeBook:
    """A workbook, read from the bytes of an .xlsx or .xlsm."""

    def __init__(self, workbook, name="book.xlsm", folder="/nowhere"):
        values, formulas = parsed(workbook)
        self.name, self.fullname = name, f"{folder}/{name}"
        self.selected, self.structure_protected = None, False
        self.read_only = self.date1904 = False
        self.properties = {"Title": "", "Subject": ""}
        self.app = FakeApp(self)
        self.sheets = FakeSheets(self, [FakeSheet(self, sheet.title) for sheet in values])
        self.active = self.sheets[0]
        self.names = FakeNames(
            self, {n: f"={d.attr_text}" for n, d in values.defined_names.items()}
        )
        for number, sheet in enumerate(self.sheets, 1):
            fill(sheet, workbook, number, values[sheet.name], formulas[sheet.name])

    @property
    def api(self):
        """The members of Excel's own Workbook that xlwings does not have."""
        return SimpleNamespace(
            ProtectStructure=self.structure_protected,
            ReadOnly=self.read_only,
            Date1904=self.date1904,
            BuiltinDocumentProperties=FakeProperties(self.properties),
        )
