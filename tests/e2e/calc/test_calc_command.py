"""``labfolio-xl calc install`` and ``uninstall``, as a user runs them."""

from __future__ import annotations

import pytest
from cells import calculate, sheet

from labfolio_xl import __version__

pytestmark = pytest.mark.calc


def test_installed_the_functions_are_there_and_uninstalled_they_are_not(command, tmp_path):
    from office import Office

    said = command(tmp_path, "install")
    settings = tmp_path / ".config" / "labfolio_xl" / "calc.json"
    assert said.startswith("Installed the add-in into LibreOffice 25.")
    assert settings.is_file()
    command(tmp_path, "install")  # a second time brings the new version in place of the old one
    assert version_in_a_cell(Office(tmp_path)) == __version__
    assert command(tmp_path, "uninstall").strip() == "Removed the add-in."
    assert not settings.exists()
    assert version_in_a_cell(Office(tmp_path)) == "#NAME?"
    assert command(tmp_path, "uninstall").strip() == "The add-in was not installed."


def version_in_a_cell(office):
    try:
        page = sheet(office.new())
        calculate(page, "A1", "=LF_VERSION()")
        return page.getCellRangeByName("A1").getString()
    finally:
        office.stop()
