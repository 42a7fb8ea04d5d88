"""The examples in docstrings run and print what they say."""

from __future__ import annotations

import doctest
import importlib
import inspect
from pathlib import Path

import pytest

import labfolio_xl as lf

PACKAGE = Path(lf.__file__).parent


def modules_with_examples():
    """Names of the modules that have a prompt in a docstring."""
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        if "    >>> " in path.read_text(encoding="utf-8") and "oxt" not in parts:
            yield ".".join(part for part in parts if part != "__init__")


@pytest.mark.parametrize("name", list(modules_with_examples()))
def test_the_examples_of_a_module(name):
    result = doctest.testmod(importlib.import_module(name))
    assert result.attempted > 0
    assert result.failed == 0


FUNCTIONS = [name for name in lf.__all__ if inspect.isfunction(getattr(lf, name))]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_of_the_python_functions_has_an_example(name):
    assert ">>> " in (inspect.getdoc(getattr(lf, name)) or "")


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_of_the_python_functions_says_what_it_takes_gives_and_refuses(name):
    text = inspect.getdoc(getattr(lf, name)) or ""
    for section in ("Parameters", "Returns", "Raises"):
        assert f"{section}\n{'-' * len(section)}" in text, section
    for parameter in inspect.signature(getattr(lf, name)).parameters:
        assert parameter in text, parameter
