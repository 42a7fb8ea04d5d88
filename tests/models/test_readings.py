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

# An alpha is no skill, and a test that does not reject proves nothing.
FORBIDDEN = re.compile(
    r"(?i)\bskill|\bprices? (all )?(of )?the assets|factors (do not )?price\b|factors suffice"
)
# Words that tell what a test found.
MARKS = re.compile(
    r"(?i)at 5%|\bno sign\b|not prove\b|differs? from zero|different from zero|cannot be tested"
)
# These findings still stand beside their tests.
ELSEWHERE = {"models/shared/diagnosis.py"}

REJECTING, KEPT, UNTESTED = 0.001, 0.4, float("nan")
VALUE, N_OBS = 0.0123, 120
NUMBER = re.compile(r"1\.23|0\.012")
# These take their words from the caller, or stand in a row beside their number.
WITHOUT_NUMBER = {"verdict_of", "premium"}
# What is given for a parameter of this name, before its annotation is looked at.
BY_NAME = {
    "n_others": 2,
    "rejected": "it is not zero",
    "kept": "there is no sign that it is not zero",
    "untested": "it is not testable",
    "reason": "not testable: too few dates",
    "span": "120 dates, 2020-01-01 to 2020-06-16",
    "checks": ["VIF"],
}
BY_ANNOTATION = {
    "float": VALUE,
    "int": N_OBS,
    "str": "The assets",
    "bool": True,
    "float | None": VALUE,
    "str | None": "too few dates",
    "Sequence[str]": ["MTUM", "VLUE"],
}

FUNCTIONS = [name for name in readings.__all__ if inspect.isfunction(getattr(readings, name))]
WITH_A_TEST = [
    name
    for name in FUNCTIONS
    if {"pvalue", "estimates"} & set(inspect.signature(getattr(readings, name)).parameters)
]


def said(name, pvalue, **given):
    """What a reading says for arguments that its signature asks for."""
    function = getattr(readings, name)
    parameters = inspect.signature(function).parameters
    estimates = [Estimate("MTUM", VALUE, 0.004, pvalue), Estimate("VLUE", 0.001, 0.004, 0.9)]
    if np.isnan(pvalue):
        estimates = estimates[:1]
    chosen = {**BY_NAME, "pvalue": pvalue, "estimates": estimates, "largest": estimates, **given}
    return function(
        *(
            chosen[key] if key in chosen else BY_ANNOTATION[parameter.annotation]
            for key, parameter in parameters.items()
            if parameter.kind is parameter.POSITIONAL_OR_KEYWORD
        ),
        **{
            key: chosen[key] if key in chosen else BY_ANNOTATION[parameter.annotation]
            for key, parameter in parameters.items()
            if parameter.kind is parameter.KEYWORD_ONLY
        },
    )


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("pvalue", [REJECTING, KEPT, UNTESTED])
def test_a_reading_is_a_sentence_without_a_word_too_much(name, pvalue):
    words = said(name, pvalue)
    assert not FORBIDDEN.search(words)
    assert "nan" not in words
    assert words == words.strip()
    assert words.count("(") == words.count(")")


@pytest.mark.parametrize("name", sorted(set(WITH_A_TEST) - WITHOUT_NUMBER))
@pytest.mark.parametrize("pvalue", [REJECTING, KEPT])
def test_a_reading_of_a_test_tells_a_number_and_p_where_it_tells_its_span(name, pvalue):
    words = said(name, pvalue)
    assert re.search(r"\d", words), words
    if "n_obs" in inspect.signature(getattr(readings, name)).parameters:
        assert NUMBER.search(words), words
        assert f"{pvalue}" in words
        assert f"{N_OBS} dates" in words


@pytest.mark.parametrize("name", WITH_A_TEST)
def test_a_test_that_does_not_reject_proves_nothing(name):
    rejected, kept, untested = (said(name, p) for p in (REJECTING, KEPT, UNTESTED))
    assert len({rejected, kept, untested}) == 3
    assert re.search(r"\bno sign\b|not different from zero", kept)
    assert not re.search(r"\bno sign of|does not prove|not testable|cannot be", rejected)
    assert re.search(r"not testable|cannot be tested", untested)


@pytest.mark.parametrize(
    "name",
    [n for n in FUNCTIONS if "n_obs" in inspect.signature(getattr(readings, n)).parameters],
)
def test_a_short_span_is_a_caution(name):
    """From 60 dates on there is none."""
    short = said(name, KEPT, n_obs=SHORT_SPAN - 1)
    assert f"{SHORT_SPAN - 1} dates, " in short
    assert re.search(r"too few for a firm answer|fewer than 60", short)
    assert not re.search(r"too few|fewer than", said(name, KEPT, n_obs=SHORT_SPAN))


def test_what_is_not_there_is_not_said():
    assert readings.few_dates(SHORT_SPAN) == ""
    assert readings.data_warnings([]) == ""
    assert "2 warnings (VIF):" in readings.data_warnings(["VIF", "VIF"])
    assert "largest" not in said("largest_exposures", KEPT, n_others=0)


def test_a_loss_is_told_as_a_loss():
    assert "a loss beside these factors" in readings.attribution(0.1, 0.2, -0.1, REJECTING, N_OBS)
    assert "less than its exposures" in readings.realised_return(0.01, -0.02, 0.01, N_OBS)
    assert "standard error" not in readings.realised_return(0.01, -0.02, float("nan"), N_OBS)


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
