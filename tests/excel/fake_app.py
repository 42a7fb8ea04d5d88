# ruff: noqa: D102 - the members are those of xlwings and Excel, which document them
"""A stand-in for the application of Excel: what it calculates, and when."""

from __future__ import annotations

import re
from types import SimpleNamespace

from excel_error import refuse
from fake_range import FakeRange
from xlwings import utils

NAME = re.compile(r"[A-Za-z_]\w*")
REFERENCE = re.compile(r"='?(.+?)'?!(\$[A-Z]+\$\d+(?::\$[A-Z]+\$\d+)?)")


class FakeApp:
    """The application.

    Attributes
    ----------
    calculation : {"automatic", "manual"}
        Setting it to "automatic" calculates what is dirty.
    calculate_cell : callable or None
        Answers a formula with rows: called with the book and the formula's text, as Excel asks
        the function of a sheet. None leaves values as they are.
    dynamic_arrays : bool
        Whether it is an Excel whose formulas spill.
    """

    def __init__(self, book):
        self._book = book
        self.status_bar, self.calculated, self.said = None, 0, []
        self.calculate_cell, self.dynamic_arrays = None, True
        self.dirty, self.asked = set(), []
        self._calculation, self.screen_updating = "automatic", True

    @property
    def calculation(self):
        return self._calculation

    @calculation.setter
    def calculation(self, mode):
        self._calculation = mode
        if mode == "automatic":
            self._calculate_dirty()

    @property
    def api(self):
        return SimpleNamespace(
            WorksheetFunction=SimpleNamespace(Unique=self._unique, CountA=self._count)
        )

    def _unique(self, value):
        if not self.dynamic_arrays:
            refuse("Unable to get the Unique property of the WorksheetFunction class")
        return value

    @staticmethod
    def _count(cells):
        return float(len(cells.cells.sheet.occupied(cells.cells)))

    def ask(self, sheet, place, text):
        """Return what a formula gives now; None if nothing calculates here."""
        self.dirty.discard((sheet.name, place))
        if self.calculate_cell is None or "LF_" not in text:
            return None
        self.asked.append((sheet.name, place))
        return self.calculate_cell(self._book, text.replace("=@", "=", 1))

    def mark_area(self, sheet, cells):
        """Let the formulas be dirty that read what was written, by name."""
        if self.calculate_cell is not None:
            self.mark({n.name for n in self._book.names if self._reads(n, sheet, cells)})

    def _reads(self, name, sheet, cells):
        found = REFERENCE.fullmatch(name.refers_to)
        if not found or found[1] != sheet.name:
            return False
        first, last = utils.a1_to_tuples(found[2].replace("$", ""))
        area = FakeRange(sheet, first, last or first)
        return cells._touches((area.first, area.last)) or area.holds(cells.first)

    def mark(self, names):
        """Let the formulas be dirty that hold one of these names."""
        for sheet in self._book.sheets:
            for place, text in sheet.formulas.items():
                if "LF_" in text and names & set(NAME.findall(text)):
                    self.dirty.add((sheet.name, place))
        if self.calculation == "automatic":
            self._calculate_dirty()

    def calculate(self):
        self.calculated += 1
        self._calculate_dirty()

    def _calculate_dirty(self):
        while self.calculate_cell is not None and self.dirty:
            name, place = self.dirty.pop()
            sheet = self._book.sheets[name]
            if place in sheet.formulas:
                sheet.recalculate(place)
        if self.calculate_cell is not None:
            self._follow_references()

    def _follow_references(self):
        """Let each cell that refers to one cell of another sheet show what stands there."""
        for sheet in self._book.sheets:
            for place, text in sheet.formulas.items():
                if (found := REFERENCE.fullmatch(text)) and ":" not in found[2]:
                    row, column = utils.a1_to_tuples(found[2].replace("$", ""))[0]
                    sheet.cells[place] = self._book.sheets[found[1]].cells.get((row, column))
