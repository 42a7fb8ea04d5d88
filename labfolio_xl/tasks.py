"""The tasks of a contributor, each with one command: ``python -m labfolio_xl.tasks``.

The list stands in ``pyproject.toml``. Nothing but Python is needed to read and run it, so that a
task can install what the others need; and no shell, so that it does the same on every system.
"""

from __future__ import annotations

import difflib
import shlex
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from labfolio_xl.build.clone import clone_folder
from labfolio_xl.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["Task", "main", "read_tasks", "task_named"]

NOT_RUN = 2  # the exit code where no task was begun


@dataclass(frozen=True, slots=True)
class Task:
    """A task of a contributor.

    Attributes
    ----------
    name : str
    help : str
        What it does, and what it needs.
    commands : tuple of tuple of str
        Run one after the other in the folder of the clone, until one fails.
    """

    name: str
    help: str
    commands: tuple[tuple[str, ...], ...]


def read_tasks(folder: Path) -> dict[str, Task]:
    """Return the tasks in the ``pyproject.toml`` of a clone, by name."""
    listed = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))
    return {
        name: Task(name, task["help"], tuple(tuple(shlex.split(line)) for line in task["run"]))
        for name, task in listed["tool"]["labfolio"]["tasks"].items()
    }


def task_named(name: str, tasks: Mapping[str, Task]) -> Task:
    """Return the task of a name.

    Raises
    ------
    InputError
        If there is none.
    """
    if name in tasks:
        return tasks[name]
    near = difflib.get_close_matches(name, tasks, n=1)
    meant = f'; did you mean "{near[0]}"?' if near else f"; choose one of {', '.join(tasks)}."
    raise InputError(f'There is no task "{name}"{meant}')


def _run(task: Task, more: list[str], folder: Path) -> int:
    """Run the commands of a task, the last with `more` words, and return the first code but 0."""
    *first, last = task.commands
    for command in (*first, (*last, *more)):
        sys.stderr.write(f"$ {shlex.join(command)}\n")
        # The Python that runs this, which may lie in a virtual environment that is not active.
        words = [sys.executable if word == "python" else word for word in command]
        code = subprocess.run(words, cwd=folder, check=False).returncode  # noqa: S603  of the list
        if code:
            return code
    return 0


def main(words: list[str]) -> int:
    """List the tasks, or run one, and return its exit code."""
    try:
        folder = clone_folder()
        tasks = read_tasks(folder)
        if words in ([], ["--help"]):
            sys.stdout.write("python -m labfolio_xl.tasks TASK [more words for its command]\n\n")
            width = max(map(len, tasks))
            for task in tasks.values():
                sys.stdout.write(f"{task.name:{width}}  {task.help}\n")
            return 0
        name, *more = words
        return _run(task_named(name, tasks), more, folder)
    except InputError as error:
        sys.stderr.write(f"{error}\n")
        return NOT_RUN


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
