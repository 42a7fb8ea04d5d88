"""Help and manual come from the functions themselves, and are not stale."""

import re
import subprocess
import sys
from dataclasses import replace

import pytest

from labfolio_xl.errors import InputError
from labfolio_xl.sheet import functions, manual
from labfolio_xl.sheet.docstring import read_docstring
from labfolio_xl.sheet.help import argument_text, help_rows

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
    rows = [line for line in manual.manual_text().splitlines() if line.startswith("| `")]
    assert all(len(re.findall(r"(?<!\\)\|", row)) == 5 for row in rows)


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
    arguments = {a.name: argument_text(a) for a in REGISTRY["LF_PREMIA"].arguments}
    assert 'Takes "fm" or "hac" or' in arguments["cov"]
    assert arguments["cov"].endswith('Optional, "fm" if left out.')
    assert arguments["sort"].endswith("Takes TRUE or FALSE. Optional, FALSE if left out.")
    assert arguments["lags"].endswith("Takes a whole number. Optional.")
    assert "Optional" not in arguments["assets"]


@pytest.mark.parametrize("name", [None, *REGISTRY])
def test_no_cell_of_the_help_is_longer_than_an_old_excel_takes_in_an_array(name):
    cells = [cell for row in help_rows(REGISTRY, name) for cell in row]
    assert max(map(len, cells)) <= 255


def test_a_longer_text_goes_on_in_the_next_row():
    entry = replace(REGISTRY["LF_BETAS"], notes="word " * 100)
    rows = help_rows({"LF_BETAS": entry}, "LF_BETAS")
    assert len(rows) > len(in_whole(rows))
    assert ["note", "word " * 100] in in_whole(rows)


def test_an_unknown_name_is_one_sentence():
    with pytest.raises(InputError, match=r'^There is no function "SUM"; =LF_HELP\(\) lists'):
        help_rows(REGISTRY, "SUM")


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


@pytest.mark.parametrize("part", ["functions_data", "functions_inference", "functions_risk"])
def test_the_order_of_the_functions_does_not_depend_on_what_was_imported_first(part):
    code = (
        f"import labfolio_xl.sheet.{part}\n"
        "from labfolio_xl.sheet.functions import REGISTRY\n"
        "print(*REGISTRY)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.split() == list(REGISTRY)
