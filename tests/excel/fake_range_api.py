# ruff: noqa: D102, N802 - the members are those of Excel, which documents them
"""The members of Excel's own Range, and the font, of cells of the workbook without Excel."""

from __future__ import annotations

from types import SimpleNamespace

from excel_error import refuse
from fake_values import as_com2


class FakeFont:
    """The font of cells; only whether it may be set matters here."""

    def __init__(self, cells):
        object.__setattr__(self, "_cells", cells)

    def __setattr__(self, name, value):
        self._cells._format(name.capitalize())


class FakeRangeApi:
    """The members of Excel's own Range that xlwings does not have."""

    def __init__(self, cells):
        self.cells = cells

    @property
    def Value2(self):
        return self.cells._read(as_com2)

    @property
    def CountLarge(self):
        return self.cells.shape[0] * self.cells.shape[1]

    @property
    def Row(self):
        return self.cells.first[0]

    @property
    def Column(self):
        return self.cells.first[1]

    @property
    def Rows(self):
        return SimpleNamespace(Count=self.cells.shape[0])

    @property
    def Columns(self):
        return SimpleNamespace(Count=self.cells.shape[1])

    @property
    def HasFormula(self):
        """False where no cell has one, True for one cell that has; else None, as for some."""
        sheet, first = self.cells.sheet, self.cells.first
        if self.cells.shape == (1, 1):
            return first in sheet.formulas or sheet.array_at(first) is not None
        return None if any(map(self.cells.holds, sheet.formulas)) else False

    @property
    def SpillParent(self):
        for first, last in self.cells.sheet.spills.items():
            if type(self.cells)(self.cells.sheet, first, last).holds(self.cells.first):
                return FakeRangeApi(type(self.cells)(self.cells.sheet, first, first))
        return refuse("No cells were found.")

    @property
    def SpillingToRange(self):
        sheet, first = self.cells.sheet, self.cells.first
        if first not in sheet.spills:
            refuse("No cells were found.")
        return FakeRangeApi(
            type(self.cells)(self.cells.sheet, first, self.cells.sheet.spills[first])
        )

    @property
    def CurrentArray(self):
        found = self.cells.sheet.array_at(self.cells.first)
        if found is None:
            refuse("No cells were found.")
        return FakeRangeApi(type(self.cells)(self.cells.sheet, *found))

    @property
    def FormulaArray(self):
        return self.cells.formula_array

    @FormulaArray.setter
    def FormulaArray(self, text):
        self.cells.formula_array = text
