"""The defined names of the open workbook without Excel, with the scope of each."""

from __future__ import annotations

from excel_error import refuse


class FakeName:
    """A defined name; one of a sheet's own says so: ``Sheet!Name``."""

    def __init__(self, book, name, refers_to):
        self._book, self.name, self._refers_to = book, name, refers_to

    @property
    def refers_to(self):
        """What it refers to."""
        return self._refers_to

    @refers_to.setter
    def refers_to(self, text):
        self._refers_to = text
        self._book.app.mark({self.name})


class FakeNames:
    """All names of a workbook, those of its sheets too."""

    def __init__(self, book, refers_to):
        self._book = book
        self._names = [FakeName(book, name, text) for name, text in refers_to.items()]

    def __iter__(self):
        return iter(self._names)

    def __contains__(self, name):
        return self._found(name) is not None

    def __getitem__(self, name):
        """Return a name as Excel finds it: first among those of the sheet that is active."""
        found = self._found(name)
        return found if found is not None else refuse("Application-defined error")

    def _found(self, name):
        by_name = {defined.name.lower(): defined for defined in self._names}
        local = f"{self._book.active.name}!{name}".lower()
        return by_name.get(local) or by_name.get(name.lower())

    def add(self, name, refers_to):
        """Define a name of the workbook."""
        self._names.append(FakeName(self._book, name, refers_to))
        return self._names[-1]

    def add_local(self, sheet, name, refers_to):
        """Define a name of one sheet, as copying a sheet does."""
        return self.add(f"{sheet.name}!{name}", refers_to)

    def __delitem__(self, name):
        self._names.remove(self[name])
