"""Help and manual come from the functions themselves, and are not stale."""

import re
import subprocess
import sys
from dataclasses import replace

import pytest

from labfolio_xl.errors import InputError
from labfolio_xl.options import OPTIONS
from labfolio_xl.sheet import functions, manual
from labfolio_xl.sheet.docstring import read_docstring
from labfolio_xl.sheet.help import argument_text, help_rows, settings_rows

REGISTRY = functions.REGISTRY


def in_whole(rows):
    """Rows of help with each text in one piece: a row without a label goes on with the text."""
    whole = []
    for label, text in rows:
        if label:
            whole.append([label, text])
        else:
            whole[-1][1] += text
    return whole


@pytest.mark.parametrize("name", REGISTRY)
def test_the_manual_has_every_function_argument_and_option(name):
    entry = REGISTRY[name]
    section = manual.manual_text().partition(f"\n## {name}\n")[2].partition("\n## ")[0]
    assert entry.summary in section
    for argument in entry.arguments:
        assert f"| `{argument.name}` |" in section
    assert all(example in section for example in entry.examples)


def test_a_table_of_the_manual_cannot_be_broken_by_its_text():
    functions, _, settings = manual.manual_text().partition("\n## Settings\n")
    for text, n_columns in ((functions, 4), (settings, 5)):
        rows = [line for line in text.splitlines() if line.startswith("| `")]
        assert rows
        assert all(len(re.findall(r"(?<!\\)\|", row)) == n_columns + 1 for row in rows)


@pytest.mark.parametrize("entry", REGISTRY.values(), ids=REGISTRY)
def test_the_help_of_a_function_has_its_arguments_what_spills_and_an_example(entry):
    rows = in_whole(help_rows(REGISTRY, entry.name))
    assert rows[0] == [entry.signature, entry.summary]
    assert rows[1] == ["spills", entry.spills]
    names = [row[0] for row in rows]
    assert names[2 : 2 + len(entry.arguments)] == [a.name for a in entry.arguments]
    assert names[-1] == "example"


@pytest.mark.parametrize("entry", REGISTRY.values(), ids=REGISTRY)
def test_an_example_is_a_formula_that_fits_the_signature(entry):
    for example in entry.examples:
        assert example.startswith("=")
        assert example.count("(") == example.count(")")
        # What stands in quotation marks or inner parentheses is one argument.
        given = re.sub(r'"[^"]*"', "text", example.partition(f"{entry.name}(")[2])
        given = re.sub(r"\([^()]*\)", "", given).partition(")")[0]
        needed = sum(not argument.optional for argument in entry.arguments)
        assert needed <= given.count(",") + bool(given) <= len(entry.arguments)


def test_the_help_of_an_argument_says_what_leaving_it_out_means():
    arguments = {a.name: argument_text(a) for a in REGISTRY["LF_HEDGE"].arguments}
    assert arguments["show"].endswith(
        'Takes "holdings" or "summary". Optional, "holdings" if left out.'
    )
    assert arguments["targets"].endswith("Optional, 0 if left out.")
    assert arguments["settings"].endswith("name and value. Optional.")
    assert "Optional" not in arguments["assets"]


@pytest.mark.parametrize("entry", REGISTRY.values(), ids=REGISTRY)
def test_the_help_of_a_function_lists_the_settings_that_it_uses(entry):
    rows = dict(in_whole(help_rows(REGISTRY, entry.name)))
    listed = rows.get("settings it uses", "")
    assert set(listed.split(", ")) - {""} == set(entry.uses.words)


@pytest.mark.parametrize("name", [None, *REGISTRY])
def test_no_cell_of_the_help_is_longer_than_an_old_excel_takes_in_an_array(name):
    cells = [cell for row in help_rows(REGISTRY, name) for cell in row]
    assert max(map(len, cells)) <= 255


def test_a_longer_text_goes_on_in_the_next_row():
    entry = replace(REGISTRY["LF_BETAS"], notes="word " * 100)
    rows = help_rows({"LF_BETAS": entry}, "LF_BETAS")
    assert len(rows) > len(in_whole(rows))
    assert ["note", "word " * 100] in in_whole(rows)


def found_for(word):
    """What LF_HELP finds for a word: the first column without its heading."""
    head, *rows = help_rows(REGISTRY, word)
    assert head == ["found in", "what it does"]
    return [row[0] for row in rows if row[0]]


def test_a_word_is_searched_in_names_help_and_settings():
    found = found_for("beta")
    assert REGISTRY["LF_BETAS"].signature in found, "in its name"
    assert REGISTRY["LF_COV"].signature in found, "in what it spills"
    assert "setting beta_window" in found
    assert "setting intercept" in found, "in its help: the zero-beta rate"
    assert REGISTRY["LF_VERSION"].signature not in found
    assert "setting nav" not in found


def test_what_has_the_word_in_its_name_comes_first():
    names = [signature.partition("(")[0] for signature in found_for("beta")]
    assert names[:3] == ["LF_BETAS", "LF_BETA_STATS", "LF_BETA_MEANS"]
    assert "LF_NET" in names[3:]


def test_the_name_of_a_setting_finds_the_functions_that_use_it_and_no_others():
    """The example in the help of every settings argument names cov and lags."""
    found = found_for("lags")
    assert REGISTRY["LF_EXPOSURE"].signature in found
    assert "setting lags" in found
    assert REGISTRY["LF_RETURNS"].signature not in found


@pytest.mark.parametrize("word", ["Newey-West", "NEWEY-WEST", " newey-west "])
def test_a_word_is_found_whatever_its_case(word):
    assert "setting cov" in found_for(word)


def test_a_word_of_a_setting_is_found_too():
    assert "setting premia_cov" in found_for("shanken")


def test_a_word_that_stands_nowhere_is_one_sentence():
    with pytest.raises(InputError, match=r'^No function or setting has "vlookup" in its '):
        help_rows(REGISTRY, "vlookup")


def test_the_settings_are_listed_with_what_they_take_and_who_uses_them():
    head, *rows = settings_rows(REGISTRY, None)
    assert head == ["setting", "what it does", "takes", "left out", "used by"]
    assert [row[0] for row in rows if row[0]] == list(OPTIONS)
    window = next(row for row in rows if row[0] == "window")
    assert window[2:] == ["a whole number", "", "LF_ROLLING, LF_STYLE"]
    level = next(row for row in rows if row[0] == "level")
    assert level[2:4] == ["a number", "0.95"]
    assert "LF_PREMIA" in level[4]
    assert help_rows(REGISTRY, "settings") == [head, *rows]


@pytest.mark.parametrize("name", ["LF_ROLLING", "rolling", "=LF_ROLLING("])
def test_the_settings_of_one_function_are_those_that_it_uses(name):
    _, *rows = settings_rows(REGISTRY, name)
    assert {row[0] for row in rows} - {""} == set(REGISTRY["LF_ROLLING"].uses.words)
    assert "window" in {row[0] for row in rows}


def test_a_function_that_there_is_not_has_no_settings():
    with pytest.raises(InputError, match=r'^There is no function "SUM"; =LF_HELP\(\) lists'):
        settings_rows(REGISTRY, "SUM")


@pytest.mark.parametrize("name", [None, *REGISTRY])
def test_no_cell_of_the_settings_is_longer_than_an_old_excel_takes_in_an_array(name):
    rows = settings_rows(REGISTRY, name)
    assert {len(row) for row in rows} == {5}
    assert max(len(cell) for row in rows for cell in row) <= 255


def test_a_docstring_is_split_into_its_sections():
    parts = read_docstring(
        """Do it,
        well.

        Returns
        -------
        One
        thing.

        Notes
        -----
        Mind this.

        Examples
        --------
        =LF_IT()
        =LF_IT(1)
        """
    )
    assert parts.summary == "Do it, well."
    assert parts.returns == "One thing."
    assert parts.notes == "Mind this."
    assert parts.examples == ("=LF_IT()", "=LF_IT(1)")


def test_sections_may_be_missing():
    parts = read_docstring("Do it.")
    assert (parts.summary, parts.returns, parts.notes, parts.examples) == ("Do it.", "", "", ())


@pytest.mark.parametrize("part", ["betas", "help", "weights"])
def test_the_order_of_the_functions_does_not_depend_on_what_was_imported_first(part):
    code = (
        f"import labfolio_xl.sheet.functions.{part}\n"
        "from labfolio_xl.sheet.functions import REGISTRY\n"
        "print(*REGISTRY)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.split() == list(REGISTRY)
    assert done.stdout.index("LF_ALIGN") < done.stdout.index("LF_BETAS")
    assert done.stdout.index("LF_BETAS") < done.stdout.index("LF_HELP")
