"""Fill the rows of the sheet Load as a user does, and press its buttons."""

from __future__ import annotations

from labfolio_xl.excel import macros
from labfolio_xl.excel.book.load_sheet import LoadSheet
from labfolio_xl.excel.book.settings import write_settings
from labfolio_xl.plan.load import CELLS, DATES, FILE, FOUND, MESSAGE, SHEET, UNIT
from labfolio_xl.plan.places import INPUTS

TITLES = {"dates": DATES, "sheet": SHEET, "cells": CELLS}


def choices(settings):
    """Options as a user chooses them in the row of an input; all but nav have a column."""
    pairs = (pair.partition("=") for pair in filter(None, settings.split("; ")))
    return {TITLES.get(name, UNIT): value for name, _, value in pairs if name != "nav"}


def write_row(book, name, file, settings=""):
    """Write the path of a file and its choices into the row of an input."""
    sheet = LoadSheet(book)
    place = next(place for place in INPUTS if place.name == name)
    for title in (FILE, SHEET, UNIT, DATES, CELLS):
        sheet._write(place, title, {FILE: str(file), **choices(settings)}.get(title) or None)
    if "nav=" in settings:
        write_settings(book, {"nav": float(settings.partition("nav=")[2])})


def load_file(book, name, file, settings=""):
    """Name one file alone and press Load; return the closing sentence."""
    for place in INPUTS:
        write_row(book, place.name, file if place.name == name else "", settings)
    return macros.run("load")


def told(book, name):
    """What was found in the file of an input, and the message beside it; blank cells are None."""
    sheet = LoadSheet(book)
    row = sheet._cells[sheet._rows[name]]
    return row[sheet._columns[FOUND]], row[sheet._columns[MESSAGE]]
