"""The pages of the documentation on the command line."""

import io
import re
from pathlib import Path

import pytest
from rich.console import Console

import labfolio_xl
from labfolio_xl.cli import docs

FOLDER = Path(labfolio_xl.__file__).parent / "docs"
PAGES = sorted(path.stem for path in FOLDER.glob("*.md"))


def test_every_page_has_one_line_in_the_list(run):
    code, output, errors = run("docs")
    assert (code, errors) == (0, "")
    lines = output.splitlines()[:-2]  # without the last sentence
    assert [line.split()[0] for line in lines] == PAGES
    assert all(len(line.split()) > 3 for line in lines), "a page says what it is about"
    assert all(len(line) <= 80 for line in lines)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_goes_into_a_pipe_as_it_is(run, page):
    text = (FOLDER / f"{page}.md").read_text(encoding="utf-8")
    assert run("docs", page) == (0, text, "")


def test_capitals_and_the_suffix_do_not_matter(run):
    assert run("docs", "DATA.md") == run("docs", "data")


@pytest.mark.parametrize(
    ("typed", "meant"), [("dta", "data"), ("statistic", "statistics"), ("function", "functions")]
)
def test_an_unknown_page_is_one_sentence_with_the_nearest_name(run, typed, meant):
    sentence = f'labfolio-xl: there is no page "{typed}"; the nearest is "{meant}".\n'
    assert run("docs", typed) == (2, "", sentence)


@pytest.mark.parametrize("typed", ["quux", "", "../errors.py"])
def test_a_page_like_no_other_is_answered_with_all_names(run, typed):
    sentence = f'labfolio-xl: there is no page "{typed}"; the pages are {", ".join(PAGES)}.\n'
    assert run("docs", typed) == (2, "", sentence)


# Styles, and the frame of a link: ESC ] 8 ; ... ESC \
CONTROLS = re.compile(r"\x1b\[[\d;]*m|\x1b\]8;.*?\x1b\\")


@pytest.mark.parametrize("width", [60, 100])
@pytest.mark.parametrize("page", PAGES)
def test_a_terminal_gets_a_page_laid_out_for_its_width(run, monkeypatch, page, width):
    terminal = Console(file=io.StringIO(), force_terminal=True, width=width, soft_wrap=True)
    monkeypatch.setattr(docs, "output", lambda: terminal)
    assert run("docs", page)[0] == 0
    shown = CONTROLS.sub("", terminal.file.getvalue())
    lines = shown.splitlines()
    assert shown != terminal.file.getvalue(), "headings have a style"
    assert not [line for line in lines if line.startswith("## ") or len(line) > width]
    heads = re.findall(r"^## (\w+)", (FOLDER / f"{page}.md").read_text("utf-8"), re.MULTILINE)
    assert heads
    assert [head for head in heads if head not in shown] == []
