"""What the README and the pages promise: Python runs, commands and formulas are what we have."""

from __future__ import annotations

import doctest
import inspect
import re
import shlex
from pathlib import Path
from typing import get_args

import pytest

import labfolio_xl as lf
from labfolio_xl import cli
from labfolio_xl.cli.options import FLAGS, Given, flag_of
from labfolio_xl.files.cells import SUFFIXES
from labfolio_xl.options import OPTIONS
from labfolio_xl.options.kinds import Names, Words
from labfolio_xl.options.settings import parse_settings, value_text
from labfolio_xl.sheet.functions import REGISTRY

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "labfolio_xl" / "docs"
PAGES = {
    path.name: path.read_text(encoding="utf-8")
    for path in (ROOT / "README.md", *sorted(DOCS.glob("*.md")))
}
DATA = PAGES["data.md"]
ALL_TEXT = "\n".join(PAGES.values())
FUNCTIONS = [name for name in lf.__all__ if inspect.isfunction(getattr(lf, name))]
# What they show is in the manual, or changes with the version.
WITHOUT_DATA = {"LF_HELP", "LF_VERSION", "LF_LAST_ERROR", "LF_BETA_MEANS"}
LONGEST_README = 120

DOCTEST_OPTIONS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS


def _python_blocks(page: str) -> list[str]:
    return re.findall(r"```python\n(.*?)```", PAGES[page], flags=re.DOTALL)


@pytest.mark.parametrize("page", [page for page in PAGES if _python_blocks(page)])
def test_the_python_of_a_page_runs(page):
    """Its blocks run one after another, as a reader would type them."""
    parser, runner = doctest.DocTestParser(), doctest.DocTestRunner(optionflags=DOCTEST_OPTIONS)
    names: dict[str, object] = {}
    for number, block in enumerate(_python_blocks(page)):
        test = parser.get_doctest(block, names, f"{page} block {number + 1}", page, 0)
        assert test.examples, "a block without a prompt would not be run"
        runner.run(test, clear_globs=False)
        names = test.globs
    assert runner.summarize(verbose=False).failed == 0


def test_the_pages_with_python_are_known():
    assert [page for page in PAGES if _python_blocks(page)] == [
        "README.md",
        "benchmark.md",
        "data.md",
        "examples.md",
    ]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_public_function_has_an_example(name):
    assert f"lf.{name}(" in "".join(_python_blocks("examples.md"))


@pytest.mark.parametrize("name", [name for name in REGISTRY if name not in WITHOUT_DATA])
def test_every_worksheet_function_with_data_has_an_example(name):
    assert f"={name}(" in PAGES["examples.md"]


def _commands() -> list[str]:
    """Return the commands of our program that stand on a page."""
    lines = re.findall(r"(?:^|&& |`)(labfolio-xl [^`\n]*)", ALL_TEXT, flags=re.MULTILINE)
    return sorted({line.strip() for line in lines})


@pytest.mark.parametrize("line", _commands())
def test_the_commands_of_the_pages_exist(line, capsys):
    """Each with the options that it is shown with."""
    words = shlex.split(line, comments=True)[1:]
    command = [word for word in words[:2] if re.fullmatch("[a-z]+", word)]
    command = command if command[:1] == ["calc"] else command[:1]
    assert cli.main([*command, "--help"]) == 0
    shown = capsys.readouterr().out
    for option in (word for word in words if word.startswith("--")):
        assert option in shown, f"{line}: no {option}"


def _formulas() -> list[str]:
    """Return the formulas of one function that stand on a page, whole."""
    return sorted(set(re.findall(r"=(LF_[A-Z_]+\([^()`]*\))", ALL_TEXT)))


@pytest.mark.parametrize("formula", _formulas())
def test_the_formulas_of_the_pages_fit_their_functions(formula):
    """Each has arguments that there are; a text with "=" stands where the settings do."""
    name, arguments = formula.rstrip(")").split("(", 1)
    given = [part.strip() for part in re.findall(r'(?:"[^"]*"|[^,"])+', f" {arguments}")]
    known = [argument.name for argument in REGISTRY[name].arguments]
    assert len(given) <= max(len(known), 1)
    for argument, value in zip(known, given, strict=False):
        if "=" in value:
            assert argument == "settings"
            assert parse_settings(value.strip('"'))


def _rows_of_options() -> dict[str, list[str]]:
    """Return the cells beside each option in the table of all options."""
    table = DATA.partition("\n## All options")[2].partition("\n## ")[0]
    rows = [re.split(r"\s*\|\s*", line.strip(" |")) for line in table.splitlines()]
    return {row[0].strip("`"): row[1:] for row in rows if re.fullmatch("`[a-z_]+`", row[0])}


def test_every_option_stands_in_the_table_of_data():
    assert list(_rows_of_options()) == list(OPTIONS)


@pytest.mark.parametrize("name", OPTIONS)
def test_the_table_of_data_says_how_an_option_is_written(name):
    values, left_out, command, settings, python = _rows_of_options()[name]
    option = OPTIONS[name]
    if isinstance(option.kind, Words):
        assert values.split(", ") == list(get_args(option.kind.allowed))
    if isinstance(option.kind, Names):
        assert set(option.kind.words) < set(values.split(", "))
    if option.default is not None:
        assert left_out.partition(";")[0] == value_text(option.default)
    flag, value = shlex.split(command.strip("`"))
    typed = {"flags": {name: value}} if name in FLAGS else {"settings": value}
    assert flag == flag_of(name if name in FLAGS else "settings")
    assert list(Given(assets=["a"], factors=["f"], **typed).options) == [name]
    assert list(parse_settings(settings.strip("`"))) == [name]
    # A Python function asks one question and calls its errors cov, whichever they are.
    assert python.startswith((f"`{name}=", f"`{name.rpartition('_')[2]}="))


@pytest.mark.parametrize("suffix", sorted(SUFFIXES))
@pytest.mark.parametrize("page", ["README.md", "data.md"])
def test_the_kinds_of_files_stand_on_the_pages(page, suffix):
    assert re.search(rf"{re.escape(suffix)}\b", PAGES[page])


def _anchors(text: str) -> set[str]:
    """Return the anchors of the headings, as GitHub makes them."""
    heads = re.findall(r"^#+ (.*)$", text, flags=re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head).lower().replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES)
def test_the_links_of_a_page_lead_somewhere(page):
    folder = ROOT if page == "README.md" else DOCS
    for link in re.findall(r"\]\((?!https?:)([^)]+)", PAGES[page]):
        target, _, anchor = link.partition("#")
        assert (folder / target).exists(), link
        if anchor:
            assert anchor in _anchors(PAGES[Path(target).name or page]), link


@pytest.mark.parametrize("page", [page for page in PAGES if page != "README.md"])
def test_a_page_links_to_pages_beside_it_only(page):
    """They travel in the wheel, where there is nothing else of the project."""
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", PAGES[page])
    assert [target for target in targets if "/" in target] == []


@pytest.mark.parametrize("page", PAGES)
def test_the_files_that_a_page_names_exist(page):
    """Those of the project, which begin with one of its folders; "*" stands for any word."""
    named = re.findall(r"(?<![\w/])((?:tests|labfolio_xl|workbooks|\.ci)/[\w./*-]*\w)", PAGES[page])
    assert [name for name in named if not any(ROOT.glob(name))] == []


def test_the_readme_is_short_and_names_every_page():
    assert len(PAGES["README.md"].splitlines()) <= LONGEST_README
    linked = set(re.findall(r"\(labfolio_xl/docs/([\w-]+\.md)\)", PAGES["README.md"]))
    assert linked == set(PAGES) - {"README.md"}
