"""Macros without VBA: what a procedure hands to Python is run in this process, and no more."""

from __future__ import annotations

import re
from unittest import mock

import xlwings

from labfolio_xl.excel import macros


class MacroStandIn:
    """The macros of one open workbook, by the text of its VBA.

    Parameters
    ----------
    code : str
        All modules.
    app
        Has the settings that ``RunAndTell`` changes and sets back.
    books
        Opens a file.
    """

    def __init__(self, code, app, books):
        self.code, self.app, self.books, self.last = code, app, books, ""

    def run(self, name, book, *arguments):
        """Run a procedure, as ``Application.Run`` does."""
        found = re.search(rf"(?ms)^Public (?:Sub|Function) {name}\((.*?)^End ", self.code)
        if found is None:
            raise RuntimeError(f"Cannot run the macro '{name}'. The macro may not be available.")
        if name == "LabfolioQuiet":
            return None
        if name == "LabfolioForget":
            self.last = ""
            return None
        if name == "LabfolioLastSentence":
            return self.last
        if name == "MakeWorkbook":
            self.last = self.python(book, "new_workbook", *arguments)
            # A new workbook has no links of which Excel would ask.
            self.books.open(self.last, update_links=False)
            return None
        if name == "LabfolioCheckSetup":
            self.last = self.python(book, "check_setup", "")
            return None
        handed = re.search(r'RunAndTell "(\w+)"', found[1])
        if handed is None or "ActiveSheet" in found[1] or name == "LabfolioShowFunctions":
            # Only VBA can do it.
            raise AttributeError(name, name=name, obj=self)
        self.run_and_tell(book, handed[1], "|".join(arguments), "Recalculates:=True" in found[1])
        return None

    def run_and_tell(self, book, what, argument, recalculates):
        """Do what ``RunAndTell`` of the VBA does."""
        app = self.app
        before = app.display_alerts, app.enable_events, app.calculation
        app.display_alerts, app.enable_events, app.calculation = False, False, "manual"
        self.last = self.python(book, what, argument)
        app.display_alerts, app.enable_events, app.calculation = before
        if recalculates or before[-1] == "automatic":
            app.calculate()
        app.status_bar = False

    @staticmethod
    def python(book, what, argument):
        """Run what VBA runs through the server."""
        caller = classmethod(lambda _: book)
        with mock.patch.object(xlwings.Book, "caller", caller):
            return macros.run(what, argument)
