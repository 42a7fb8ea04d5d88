"""The order of the sheets, the colours of their tabs, and the words around the tables."""

from __future__ import annotations

from itertools import pairwise

from panels_for_books import made_up

from labfolio_xl.plan.analysis import analyse
from labfolio_xl.plan.contents import CONTENTS, FIRST_PAGE, SHEETS, TAB_COLORS
from labfolio_xl.plan.decided import CHECK
from labfolio_xl.plan.layout import FIRST_NOTE, pages
from labfolio_xl.plan.notes import header_notes
from labfolio_xl.plan.places import INPUTS, LOAD, SETTINGS
from labfolio_xl.plan.sizes import top_heights

PAGES = pages(analyse(made_up(8, 3)))


def test_the_first_page_then_results_settings_inputs_check_and_about() -> None:
    names = list(SHEETS)
    results = [c.sheet for c in CONTENTS if c.sheet not in (FIRST_PAGE, CHECK)]
    assert names[0] == FIRST_PAGE
    assert [name for name in names if name in results] == results
    inputs = [SETTINGS.sheet, LOAD, *(place.sheet for place in INPUTS)]
    assert names[names.index(results[-1]) + 1 : names.index(CHECK)] == inputs
    assert names[-1] == "About"
    assert results[:5] == ["Exposure", "Risk", "Active", "Attribution", "Performance"]


def test_the_tabs_of_each_kind_differ_in_brightness() -> None:
    kinds = [TAB_COLORS[name] for name in (FIRST_PAGE, "Risk", "Portfolio", CHECK)]
    tones = [sum(int(color[place : place + 2], 16) for place in (1, 3, 5)) / 3 for color in kinds]
    assert tones == sorted(tones)
    assert min(b - a for a, b in pairwise(tones)) > 20
    assert TAB_COLORS["Weights"] == TAB_COLORS[SETTINGS.sheet]
    assert "About" not in TAB_COLORS


def test_every_header_of_every_table_has_a_note_or_shares_that_of_the_names() -> None:
    for page in PAGES:
        for table in (table for table in page.tables if not table.about.is_source):
            noted = {
                table.header[cell.column - table.area.column] for cell, _ in header_notes(table)
            }
            bare = [name for name in table.header if name not in noted]
            if table.about.names:
                names = ("Factor", "Asset")
                assert all(name.startswith(names) for name in bare), (table.key, bare)
                assert any(name.startswith(names) for name in noted), table.key
            else:
                assert not bare, (table.key, bare)


def test_a_note_is_for_its_own_table() -> None:
    tables = {table.key: dict(_by_header(table)) for page in PAGES for table in page.tables}
    assert "not the intercept" in tables["model_params"]["alpha"]
    assert "intercept in this window" in tables["rolling"]["alpha"]
    assert tables["betas"]["Factor 1"].startswith("One column for each factor")
    assert "Factor 2" not in tables["betas"]


def _by_header(table):
    for cell, text in header_notes(table):
        yield table.header[cell.column - table.area.column], text


def test_titles_are_short_and_notes_have_two_lines() -> None:
    for page in PAGES:
        assert len(page.title) <= 50, page.sheet
        assert top_heights(page, live=True).get(FIRST_NOTE, 0) <= 2 * 12 + 4, page.sheet
