"""Steps about the add-in and about links, over objects with the members that they ask for."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from check_steps import app_that_opens, book_with, session_of, verdict

from labfolio_xl import __version__


@pytest.mark.parametrize(
    ("has_vba", "links", "expected"),
    [(False, None, "ok"), (True, None, "FAULT"), (False, ("a",), "FAULT")],
)
def test_excel_finds_nothing_in_the_copy(tmp_path, has_vba, links, expected):
    closed = []
    copy = book_with(HasVBProject=has_vba, LinkSources=lambda kind: links if kind == 1 else None)
    copy.close = lambda: closed.append(1)
    app = app_that_opens(copy)
    assert verdict("Prepared copy without links", session_of(tmp_path, app=app))[0] == expected
    assert closed


@pytest.mark.parametrize(("is_addin", "expected"), [(True, "ok"), (False, "FAULT")])
def test_the_addin_is_one(tmp_path, is_addin, expected):
    addin = book_with(IsAddin=is_addin)
    addin.name = "labfolio.xlam"
    app = app_that_opens(addin)
    assert verdict("Add-in opens", session_of(tmp_path, app=app))[0] == expected


class Plain:
    """A workbook without VBA: one cell, and the links that it stores."""

    def __init__(self, shows=__version__, links=()):
        self.cell = SimpleNamespace(
            formula=None, value=shows, api=SimpleNamespace(Dirty=lambda: None)
        )
        self.sheets = [SimpleNamespace(range=lambda _: self.cell)]
        self.api = SimpleNamespace(LinkSources=lambda _: links or None)
        self.closed = False

    def save(self, path):
        """Save it."""
        self.path = path

    def close(self):
        """Close it."""
        self.closed = True


@pytest.mark.parametrize(
    ("shows", "links", "expected"),
    [
        (__version__, ("x",), "ok"),
        (__version__, (), "not checked"),
        (-2146826259, ("x",), "FAULT"),
        ("#LF! Labfolio is not installed for this user", ("x",), "FAULT"),
    ],
)
def test_a_plain_workbook_calculates_and_stores_a_link(tmp_path, shows, links, expected):
    plain = Plain(shows, links)
    app = SimpleNamespace(books=SimpleNamespace(add=lambda: plain))
    session = session_of(tmp_path, app=app, addin=SimpleNamespace(name="labfolio.xlam"))
    assert verdict("A plain workbook", session)[0] == expected
    assert plain.cell.formula == "=LF_VERSION()"
    assert plain.closed


@pytest.mark.parametrize(
    ("linked_to", "expected"), [("second", "ok"), ("first", "FAULT"), (None, "FAULT")]
)
def test_the_link_is_that_to_the_addin_that_is_open(tmp_path, linked_to, expected):
    first = SimpleNamespace(name="labfolio.xlam", close=lambda: None)
    links = (str(tmp_path / linked_to / "labfolio.xlam").upper(),) if linked_to else ()
    plain, seen = Plain(links=links), []

    def open_file(path, *, update_links):
        assert update_links is False
        seen.append(path)
        return plain if path.endswith(".xlsx") else SimpleNamespace(name="labfolio.xlam")

    app = SimpleNamespace(books=SimpleNamespace(open=open_file), calculate=lambda: None)
    session = session_of(tmp_path, app=app, addin=first)
    session.addin = tmp_path / "first" / "labfolio.xlam"
    session.addin.parent.mkdir()
    session.addin.write_bytes(b"x")
    (tmp_path / "plain.xlsx").write_bytes(b"x")
    assert verdict("The link follows the add-in", session)[0] == expected
    assert seen[0] == str(tmp_path / "second" / "labfolio.xlam")
    assert plain.closed
