"""What the README promises: its Python runs, and its commands exist."""

from __future__ import annotations

import doctest
import re
import shlex
from pathlib import Path

import pytest

from labfolio_xl import cli

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")

OPTIONS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS


def test_the_python_of_the_readme_runs():
    """Its blocks run one after another, as a reader would type them."""
    blocks = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)
    assert blocks
    parser, runner = doctest.DocTestParser(), doctest.DocTestRunner(optionflags=OPTIONS)
    names: dict[str, object] = {}
    for number, block in enumerate(blocks):
        test = parser.get_doctest(block, names, f"README block {number + 1}", "README.md", 0)
        assert test.examples, "a block without a prompt would not be run"
        runner.run(test, clear_globs=False)
        names = test.globs
    assert runner.summarize(verbose=False).failed == 0


def _commands() -> list[str]:
    """Return the commands of our program that stand in the README."""
    lines = re.findall(r"(?:^|&& |`)(labfolio-xl [^`\n]*)", README, flags=re.MULTILINE)
    return sorted({line.strip() for line in lines})


@pytest.mark.parametrize("line", _commands())
def test_the_commands_of_the_readme_exist(line, capsys):
    """Each with the options that it is shown with."""
    words = shlex.split(line, comments=True)[1:]
    command = [word for word in words[:2] if re.fullmatch("[a-z]+", word)]
    command = command if command[:1] == ["calc"] else command[:1]
    assert cli.main([*command, "--help"]) == 0
    shown = capsys.readouterr().out
    for option in (word for word in words if word.startswith("--")):
        assert option in shown, f"{line}: no {option}"
