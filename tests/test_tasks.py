"""The list of tasks: each can be run, is described where contributors look, and CI runs them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from labfolio_xl import tasks
from labfolio_xl.build import clone

ROOT = Path(__file__).parents[1]
LISTED = tasks.read_tasks(ROOT)
EXAMPLE = """
[tool.labfolio.tasks]
write.help = "write the words that are given"
write.run = [
  "python -c 'open(\\"first\\", \\"w\\").close()'",
  "python -c 'import sys; open(\\"out\\", \\"w\\").write(str(sys.argv[1:]))'",
]
fail.help = "fail"
fail.run = ["python -c 'raise SystemExit(7)'", "python -c 'open(\\"late\\", \\"w\\").close()'"]
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A clone with two tasks."""
    (tmp_path / "pyproject.toml").write_text(EXAMPLE)
    (tmp_path / "tests").mkdir()
    (tmp_path / "workbooks").mkdir()
    monkeypatch.setattr(clone, "ROOT", tmp_path)
    return tmp_path


def test_the_list_is_shown_with_its_descriptions(folder, capsys):
    assert tasks.main([]) == 0
    assert capsys.readouterr().out.splitlines()[2:] == [
        "write  write the words that are given",
        "fail   fail",
    ]
    assert [path.name for path in folder.iterdir() if path.is_file()] == ["pyproject.toml"]


def test_a_task_runs_its_commands_in_the_clone_and_the_last_takes_more_words(folder):
    assert tasks.main(["write", "-k", "two words"]) == 0
    assert (folder / "first").exists()
    assert (folder / "out").read_text() == "['-k', 'two words']"


def test_a_task_ends_with_the_command_that_fails_and_its_exit_code(folder):
    assert tasks.main(["fail"]) == 7
    assert not (folder / "late").exists()


def test_an_unknown_task_is_one_sentence_with_the_nearest_name(folder, capsys):
    assert tasks.main(["wrte"]) == tasks.NOT_RUN
    assert tasks.main(["x"]) == tasks.NOT_RUN
    assert capsys.readouterr().err.splitlines() == [
        'There is no task "wrte"; did you mean "write"?',
        'There is no task "x"; choose one of write, fail.',
    ]
    assert not (folder / "first").exists()


def test_outside_of_a_clone_one_sentence_says_where_to_run_it(folder, capsys):
    (folder / "tests").rmdir()
    assert tasks.main(["write"]) == tasks.NOT_RUN
    assert capsys.readouterr().err.startswith("This command works only in a clone of the project")


def test_the_tasks_need_nothing_but_python():
    """They install what the others need; -S leaves out what is installed."""
    run = subprocess.run(
        [sys.executable, "-S", "-m", "labfolio_xl.tasks"],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stderr == ""
    assert all(f"\n{name} " in run.stdout for name in LISTED)


@pytest.mark.parametrize("name", LISTED)
def test_every_file_and_module_of_a_task_exists(name):
    for program, *words in LISTED[name].commands:
        assert program in ("python", "bash")
        if words[0] == "-m" and words[1].startswith("labfolio_xl."):
            assert (ROOT / words[1].replace(".", "/")).with_suffix(".py").exists() or (
                ROOT / words[1].replace(".", "/") / "__main__.py"
            ).exists()
        places = [word for word in words if "/" in word]
        assert places or words[0] == "-m"
        assert [place for place in places if not (ROOT / place).exists()] == []


def test_the_page_for_contributors_lists_every_task_with_its_description():
    page = (ROOT / "labfolio_xl" / "docs" / "contributing.md").read_text(encoding="utf-8")
    rows = re.findall(r"(?m)^\| `([a-z-]+)` \| (.*) \|$", page)
    assert rows == [(task.name, task.help) for task in LISTED.values()]


def test_ci_runs_tasks_of_the_list():
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    asked = re.findall(r"(?m)^(?!#).*\btask ([a-z-]+)", script)
    assert set(asked) <= set(LISTED)
    assert {"lint", "types", "portable", "test", "again"} <= set(asked)
    assert {name for name in LISTED if name.startswith("setup-")} <= set(asked)
