# ruff: noqa: D102 - the members are those of xlwings and of the check, which document them
"""Calc as an instance that the check in Excel is taken through: it opens files and runs macros."""

from __future__ import annotations

from pathlib import Path

import xlwings
from engine import App, Book
from macro_stand_in import MacroStandIn
from xlwings import base_classes

from labfolio_xl.vba.upgrade import project_in


class InstanceApp(App):
    """The application, with the macros of the template and the files that it opens."""

    version = "25.2"
    status_bar, display_alerts = False, False

    def __init__(self, office):
        super().__init__()
        self.office, self.stand_in, self._calculation = office, None, "automatic"

    @property
    def books(self):
        """The books that are open."""
        return InstanceBooks(self)

    @property
    def calculation(self):
        """How its documents calculate: "automatic" or "manual"."""
        return self._calculation

    @calculation.setter
    def calculation(self, mode):
        self._calculation = mode
        for book in self.open_books:
            book.document.enableAutomaticCalculation(mode != "manual")

    def run(self, macro, args):
        """Run a macro of the template, named with its file."""
        book = next(book for book in self.open_books if f"'{book.name}'!" in macro)
        if self.stand_in is None:
            code = "\n".join(module.code for module in project_in(book.path).modules)
            self.stand_in = MacroStandIn(code, self, self.books)
        return self.stand_in.run(macro.rpartition("!")[2], xlwings.Book(impl=book), *args)


class InstanceBooks(base_classes.Books):
    """The books of the instance."""

    def __init__(self, app):
        self.app = app

    def __call__(self, name_or_index):
        """Return a book by its name."""
        for book in self.app.open_books:
            if book.name == name_or_index:
                return book
        raise KeyError(name_or_index)

    def __len__(self):
        return len(self.app.open_books)

    def __iter__(self):
        return iter(self.app.open_books)

    def open(self, fullname, update_links=None, *_):
        """Open a file."""
        assert update_links is False, "Excel would ask"
        path = Path(fullname)
        if path.suffix == ".xlam":
            raise NotImplementedError  # no add-in of Excel's is a document of Calc
        return InstanceBook(self.app, self.app.office.load(path), path)


class InstanceBook(Book):
    """A book that can be closed."""

    def close(self):
        """Close it unsaved."""
        self.app.open_books.remove(self)
        self.document.close(True)  # noqa: FBT003  UNO has no names for arguments


class CalcHost:
    """Where the check finds Calc; its process belongs to all tests."""

    def __init__(self, office):
        self.office = office

    def start(self):
        return xlwings.App(impl=InstanceApp(self.office)), None

    @staticmethod
    def quit(app):
        for book in list(app.impl.open_books):
            book.close()

    @staticmethod
    def others():
        return frozenset()

    @staticmethod
    def setup_faults():
        return []
