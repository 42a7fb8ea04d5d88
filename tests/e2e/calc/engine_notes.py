"""The notes on the cells of Calc, as xlwings asks for them."""

from __future__ import annotations

from engine_rules import check_writable, refuse
from xlwings import base_classes


class Note(base_classes.Note):
    """A note; it is found again by its place, since Calc renumbers notes."""

    def __init__(self, cell):
        self._cell = cell
        self._notes = cell.sheet.page.Annotations
        self._place = cell.column - 1, cell.row - 1

    @property
    def api(self):
        """Nothing: Calc sizes a note by its text."""
        return None

    @property
    def text(self):
        """Its text."""
        return self._notes.getByIndex(self._number()).String

    @property
    def location(self):
        """Its cell."""
        return self._cell

    def delete(self):
        """Remove it."""
        check_writable(self._cell.sheet)
        self._notes.removeByIndex(self._number())

    def _number(self):
        places = map(place_of, (self._notes.getByIndex(k) for k in range(self._notes.Count)))
        return list(places).index(self._place)


def place_of(annotation):
    """Return column and row of an annotation."""
    return annotation.Position.Column, annotation.Position.Row


def notes_of(sheet):
    """Return all notes of a sheet."""
    notes = sheet.page.Annotations
    places = [place_of(notes.getByIndex(number)) for number in range(notes.Count)]
    return [Note(sheet.range((row + 1, column + 1))) for column, row in places]


def add_note(cell, text):
    """Add a note to a cell that has none."""
    check_writable(cell.sheet)
    if note_of(cell) is not None:
        refuse("Application-defined or object-defined error")
    address = cell.block.getCellByPosition(0, 0).CellAddress
    cell.sheet.page.Annotations.insertNew(address, text)
    return Note(cell)


def note_of(cell):
    """Return the note of a cell; None if it has none."""
    return Note(cell) if cell.block.getCellByPosition(0, 0).Annotation.String else None
