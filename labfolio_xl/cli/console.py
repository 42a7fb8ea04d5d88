"""What the command line says, and to which stream."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.table import Table

__all__ = [
    "examples",
    "output",
    "print_table",
    "progress",
    "refuse",
    "use_plain_characters_where_needed",
]

MISTAKE = 2
WIDEST = 1000


def output() -> Console:
    """Return the console for results; a name such as "[b]" or ":x:" is text, not a style."""
    return Console(soft_wrap=True, highlight=False, markup=False, emoji=False)


def print_table(table: Table) -> None:
    """Print a table, wider than the terminal where it must be: half a number is a wrong one."""
    console = output()
    needed = console.measure(table, options=console.options.update(max_width=WIDEST)).minimum
    console.width = max(console.width, needed)
    console.print(table)


def examples(*commands: str) -> str:
    """Return the last lines of a help text: each command on a line of its own."""
    return "\n\n".join(["[bold]Examples[/bold]", *commands])


def refuse(sentence: str) -> int:
    """Print one sentence to the standard error stream and return the exit code of a mistake."""
    one_line = " ".join(sentence.split())
    line = Text("labfolio-xl: ", style="bold red").append(one_line, style="default not bold")
    Console(stderr=True, soft_wrap=True).print(line)
    return MISTAKE


@contextmanager
def progress(first: str) -> Iterator[Callable[[str], None]]:
    """Show on a terminal what is being done; say nothing into a pipe."""
    with Console(stderr=True).status(first) as status:
        yield status.update


def use_plain_characters_where_needed() -> None:
    """Print a question mark for a letter that the stream cannot show, instead of failing.

    A name such as "Société" in a pipe of Windows' code page 437 would end the program.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
