"""The defined names of a book of Calc, as xlwings asks for them."""

from __future__ import annotations

import re

import xlwings
from xlwings import base_classes

REFERENCE = re.compile(r"='?(.+?)'?!(\$[A-Z]+\$\d+(?::\$[A-Z]+\$\d+)?)")


class Names(base_classes.Names):
    """The defined names of a book."""

    def __init__(self, book):
        self.book = book

    @property
    def api(self):
        """The names of UNO."""
        return self.book.document.NamedRanges

    def __call__(self, name_or_index):
        """Return a name by its text, or by its place, from 1."""
        if isinstance(name_or_index, str) and not self.contains(name_or_index):
            raise KeyError(name_or_index)
        if isinstance(name_or_index, str):
            return Name(self.book, self.api.getByName(name_or_index))
        return Name(self.book, self.api.getByIndex(name_or_index - 1))

    def contains(self, name_or_index):
        """Whether there is such a name."""
        if isinstance(name_or_index, str):
            return self.api.hasByName(name_or_index)
        return 0 < name_or_index <= len(self)

    def __len__(self):
        return self.api.Count

    def __iter__(self):
        return (self(number) for number in range(1, len(self) + 1))

    def add(self, name, refers_to):
        """Define a name, or define it anew."""
        if self.contains(name):
            self.api.removeByName(name)
        origin = self.book.formulas.origin
        self.api.addNewByName(name, "", origin, 0)
        found = self(name)
        found.refers_to = refers_to
        return found


class Name(base_classes.Name):
    """A defined name."""

    def __init__(self, book, named):
        self.book, self.named = book, named

    @property
    def api(self):
        """The name of UNO."""
        return self.named

    @property
    def name(self):
        """The name."""
        return self.named.Name

    @property
    def refers_to(self):
        """What it refers to, as Excel writes it: ``=Betas!$A$1:$C$5``."""
        return self.book.formulas.read_tokens(self.named.getTokens())

    @refers_to.setter
    def refers_to(self, value):
        self.named.setTokens(self.book.formulas.parse(value))

    @property
    def refers_to_range(self):
        """The range that it refers to."""
        found = REFERENCE.fullmatch(self.refers_to)
        if found is None:
            raise xlwings.NoSuchObjectError(f"{self.name} refers to no range")
        return self.book.sheets(found[1]).range(found[2])

    def delete(self):
        """Remove the name."""
        self.book.names.api.removeByName(self.name)
