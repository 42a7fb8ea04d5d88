"""The words of the results: what they have to say, what they must not say, and where they stand."""

from __future__ import annotations

import ast
import inspect
import io
import re
import tokenize
from pathlib import Path

import numpy as np
import pytest

from labfolio_xl.models.shared import readings
from labfolio_xl.models.shared.readings import SHORT_SPAN, Estimate

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "labfolio_xl"
HOME = PACKAGE / "models" / "shared" / "readings.py"

# An alpha is no skill, and a test that does not reject proves nothing. What holds "where the
# factors price the assets" is a condition, and no reading.
FORBIDDEN = re.compile(r"(?i)\bskill|(?<!where the )factors (do not )?price\b|factors suffice")
# Words that tell what a test found.
MARKS = re.compile(
    r"(?i)at 5%|\bno sign\b|not prove\b|differs? from zero|different from zero|cannot be tested"
)
# These findings still stand beside their tests.
ELSEWHERE = {"models/shared/diagnosis.py"}

REJECTING, KEPT, UNTESTED = 0.001, 0.4, float("nan")
VALUE, N_OBS = 0.0123, 120
NUMBER = re.compile(r"1\.23|0\.012")
# These are read alone, so that they tell everything; others stand in a row with their numbers.
TELL_ALL = [
    "alpha_beside_old_factors",
    "alphas_beside_old_factors",
    "alphas_of_all_assets",
    "attribution",
    "frontier_with_new_assets",
    "pricing_errors",
]
BY_NAME = {
    "number": ".2f",
    "rejected": "it is not zero at 5%",
    "kept": "there is no sign that it is not zero",
    "untested": "it is not testable",
}
BY_ANNOTATION = {
    "float": VALUE,
    "int": N_OBS,
    "str": "The assets",
    "bool": True,
    "float | None": VALUE,
    "tuple[float, float]": (VALUE, 0.004),
    "tuple[str, float]": ("MTUM", VALUE),
    "Sequence[tuple[float, float]]": [(0.001, 0.02), (0.002, 0.03)],
    "Sequence[str]": ["MTUM", "VLUE"],
    "Mapping[str, float]": {"MTUM": VALUE},
}

FUNCTIONS = [name for name in readings.__all__ if inspect.isfunction(getattr(readings, name))]
PARAMETERS = {name: inspect.signature(getattr(readings, name)).parameters for name in FUNCTIONS}
WITH_A_TEST = [name for name in FUNCTIONS if {"pvalue", "estimates"} & set(PARAMETERS[name])]


def said(name, pvalue, **given):
    """What a reading says for arguments that its signature asks for."""
    first = Estimate("MTUM", VALUE, 0.004, pvalue)
    second = first._replace(name="VLUE", pvalue=pvalue if np.isnan(pvalue) else 0.9)
    by_annotation = {**BY_ANNOTATION, "Sequence[Estimate]": [first, second]}
    by_name = {**BY_NAME, "pvalue": pvalue, **given}
    arguments = {
        key: by_name[key] if key in by_name else by_annotation[parameter.annotation]
        for key, parameter in PARAMETERS[name].items()
    }
    return getattr(readings, name)(**arguments)


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("pvalue", [REJECTING, KEPT, UNTESTED])
def test_a_reading_has_no_word_too_much(name, pvalue):
    words = said(name, pvalue)
    assert not FORBIDDEN.search(words)
    assert not re.search(r"\bnan\b", words)
    assert words == words.strip() or words.startswith("; ")
    assert words.count("(") == words.count(")")


@pytest.mark.parametrize("name", TELL_ALL)
@pytest.mark.parametrize("pvalue", [REJECTING, KEPT])
def test_a_reading_tells_size_p_and_span(name, pvalue):
    words = said(name, pvalue)
    assert NUMBER.search(words), words
    assert f"{pvalue}" in words
    assert f"{N_OBS} dates" in words


@pytest.mark.parametrize("name", WITH_A_TEST)
def test_a_test_that_does_not_reject_proves_nothing(name):
    rejected, kept, untested = (said(name, p) for p in (REJECTING, KEPT, UNTESTED))
    assert re.search(r"\d", rejected + kept), "a number, at least the level of the test"
    assert not re.search(r"\bno sign of|not prove|not testable|cannot be tested", rejected)
    if kept:  # else it has nothing to add where nothing was found
        assert re.search(r"\bno sign\b|cannot rule out|not different from zero", kept)
        assert re.search(r"not testable|cannot be tested", untested)
    else:
        assert untested == ""


WITH_A_SPAN = [name for name in WITH_A_TEST if "n_obs" in PARAMETERS[name]]


@pytest.mark.parametrize("name", [*WITH_A_SPAN, "rsquared_of_model", "stress"])
def test_a_short_span_is_a_caution(name):
    """From 60 dates on there is none."""
    few = re.compile(r"too few|\bare few")
    short = said(name, KEPT, n_obs=SHORT_SPAN - 1)
    assert re.search(rf"\b{SHORT_SPAN - 1} (dates|periods)", short)
    assert few.search(short)
    assert not few.search(said(name, KEPT, n_obs=SHORT_SPAN))


def test_what_is_not_there_is_not_said():
    assert readings.few_dates(SHORT_SPAN) == ""
    assert "59 dates, fewer than 60" in readings.few_dates(SHORT_SPAN - 1)
    assert readings.dates_of_tests("60 dates", SHORT_SPAN) == "60 dates"
    assert "too few" in readings.dates_of_tests("59 dates", SHORT_SPAN - 1)
    assert "hedge" not in readings.risk_is_past(N_OBS, hedged=False)
    assert "no warning" in readings.data_in_short(N_OBS, 0, "ok")
    without_errors = readings.expected_in_short(0.1, (float("nan"),) * 2, 0.95, N_OBS, "a year")
    assert "interval" not in without_errors


@pytest.mark.parametrize(
    ("n_differing", "n_exposures", "words"),
    [
        (0, 1, "shows no sign at 5% that it differs from zero"),
        (1, 1, "MTUM 0.01 (0.00 to 0.02) differs from zero at 5%"),
        (0, 6, "there is no sign at 5% that any differs from zero"),
        (1, 6, "1 of 6 exposures differs from zero at 5%"),
        (4, 6, "4 of 6 exposures differ from zero at 5%"),
        (6, 6, "all exposures differ from zero at 5%"),
    ],
)
def test_exposures_in_short_say_how_many_differ_from_zero(n_differing, n_exposures, words):
    given = {"n_differing": n_differing, "n_exposures": n_exposures}
    assert words in said("exposures_in_short", KEPT, **given)


@pytest.mark.parametrize(("low", "high"), [(-0.02, 0.03), (0.01, 0.03), (-0.03, -0.01)])
def test_an_interval_around_zero_tells_no_gain_from_a_loss(low, high):
    words = readings.expected_in_short(0.02, (low, high), 0.95, N_OBS, "a year")
    assert f"95% interval {low:+.1%} to {high:+.1%}" in words
    assert ("cannot tell" in words) == (low < 0.0 < high)


def test_a_loss_is_told_as_a_loss():
    assert "a loss beside these factors" in readings.attribution(0.1, 0.2, -0.1, REJECTING, N_OBS)


def without_comments(source):
    """The tokens of a module, strings and names, on one line."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return " ".join(token.string for token in tokens if token.type != tokenize.COMMENT)


def texts_of(source):
    """The texts of a module that are no docstrings."""
    tree = ast.parse(source)
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and ast.get_docstring(node) is not None
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in docstrings
    ]


def test_no_module_and_no_page_has_a_forbidden_word():
    """functions.md is made of the docstrings, which are among the modules."""
    pages = [ROOT / "README.md", ROOT / "CHANGELOG.md", *(PACKAGE / "docs").glob("*.md")]
    told = {path: path.read_text("utf-8") for path in pages if path.name != "functions.md"}
    told |= {path: without_comments(path.read_text("utf-8")) for path in PACKAGE.rglob("*.py")}
    found = {
        path.relative_to(ROOT).as_posix(): match.group()
        for path, text in told.items()
        if (match := FORBIDDEN.search(" ".join(text.split())))
    }
    assert found == {}


def misplaced(folder):
    """Modules below a folder with words that tell what a test found, other than the readings."""
    return {
        path.relative_to(PACKAGE).as_posix()
        for path in folder.rglob("*.py")
        if path != HOME and any(MARKS.search(text) for text in texts_of(path.read_text("utf-8")))
    }


@pytest.mark.parametrize("package", ["models", "plan", "workbook", "excel", "cli"])
def test_readings_stand_in_their_module_only(package):
    assert misplaced(PACKAGE / package) - ELSEWHERE == set()


def test_a_reading_in_the_wrong_place_is_found():
    """Rules that nothing can break would be no rules."""
    assert misplaced(PACKAGE / "models") <= ELSEWHERE
    assert MARKS.search(HOME.read_text("utf-8"))
    source = '"""Rejected at 5%."""\nTEXT = f"{1} is not different from zero"  # skill\n'
    assert [text for text in texts_of(source) if MARKS.search(text)] == [
        " is not different from zero"
    ]
    assert not FORBIDDEN.search(without_comments(source))
    assert FORBIDDEN.search(without_comments('TEXT = "alpha is skill at 5%"'))
    assert FORBIDDEN.search("the factors price the assets")
    assert not FORBIDDEN.search("errors that hold where the factors do not price the assets")
