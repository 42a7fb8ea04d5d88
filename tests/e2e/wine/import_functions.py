"""What "Import Functions" of xlwings does, with a stand-in for the workbook.

import_functions.py MODULE BOOK-NAME VBA-FILE JSON-FILE [PATH]: the text of the VBA module that
Excel would import goes to the one file, the descriptions for its function wizard to the other.
"""

import json
import shutil
import sys

sys.path[:0] = sys.argv[5:]

from xlwings import udfs  # noqa: E402 - the path comes first


class Components:
    """VBComponents of a VBA project: it keeps what is imported."""

    def __call__(self, name):
        """Find a component, as VBComponents(name)."""
        return name

    def Remove(self, component):
        """Forget the module of an earlier import."""

    def Import(self, path):
        """Keep the module's text."""
        shutil.copyfile(path, sys.argv[3])


class Project:
    """VBProject of a workbook."""

    VBComponents = Components()


class Application:
    """Excel: it keeps the descriptions of functions and arguments."""

    Version = "16.0"

    def __init__(self):
        self.options = []

    def MacroOptions(self, macro, **options):
        """Keep a function's description."""
        self.options.append({"macro": macro, **options})


class Book:
    """The workbook that the functions are imported into."""

    Name = sys.argv[2]
    VBProject = Project()
    Application = Application()


udfs.get_udf_module(sys.argv[1], None)  # else xlwings would look for code in the book's sheets
udfs.import_udfs(sys.argv[1], Book())
with open(sys.argv[4], "w", encoding="utf-8") as file:  # noqa: PTH123 - Windows, under Wine
    json.dump(Book.Application.options, file)
