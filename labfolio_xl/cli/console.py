"""Output of the command line: results on standard output, mistakes and progress beside it."""

from __future__ import annotations

import re
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from labfolio_xl.cli.options import FLAGS, flag_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from rich.table import Table

    from labfolio_xl.returns.findings import Finding

__all__ = [
    "as_flags",
    "examples",
    "output",
    "print_findings",
    "print_table",
    "progress",
    "refuse",
    "use_plain_characters_where_needed",
]

MISTAKE = 2
WIDEST = 1000

_KINDS = {"ok": "Fact", "note": "Note", "warning": "Warning", "error": "Error"}
_SUM_OF_WEIGHTS = "sum"
_SHEETS = {
    "Assets": "assets_sheet",
    "Factors": "factors_sheet",
    "RiskFree": "risk_free_sheet",
    "Weights": "weights_sheet",
    "Benchmark": "benchmark_sheet",
}
# One of: a text in quotation marks, which comes from the user and is not changed; a setting such as
# "assets_are=percent"; the name of an option, which is recognised by its underscore.
_OPTION = re.compile(
    rf'"[^"]*"|\b(?P<given>{"|".join([*FLAGS, "sheet"])})=(?=\S)'
    rf"|\b(?P<name>{'|'.join(['risk_free', *(flag for flag in FLAGS if '_' in flag)])})\b"
)


def as_flags(sentence: str) -> str:
    """Return a sentence in which options are written as flags of the command line.

    Examples
    --------
    >>> as_flags("Assets: returns of 1.2 look like percent; declare assets_are=percent.")
    'Assets: returns of 1.2 look like percent; declare --assets-are percent.'
    >>> as_flags('Factors: data are on "A" and "B"; name one of them: sheet="A".')
    'Factors: data are on "A" and "B"; name one of them: --factors-sheet "A".'
    >>> as_flags('Assets: column "risk_free" has no name.')
    'Assets: column "risk_free" has no name.'
    """
    sheet = _SHEETS.get(sentence.partition(":")[0], "sheet")

    def as_typed(match: re.Match[str]) -> str:
        if match["given"]:
            return flag_of(sheet if match["given"] == "sheet" else match["given"]) + " "
        return flag_of(match["name"]) if match["name"] else match[0]

    return _OPTION.sub(as_typed, sentence)


def output() -> Console:
    """Return the console for results; it prints a name such as "[b]" or ":x:" as it is."""
    return Console(soft_wrap=True, highlight=False, markup=False, emoji=False)


def print_table(table: Table) -> None:
    """Print a table, if necessary wider than the terminal, so that no number is cut off."""
    console = output()
    needed = console.measure(table, options=console.options.update(max_width=WIDEST)).minimum
    console.width = max(console.width, needed)
    console.print(table)


def print_findings(findings: Iterable[Finding], *, everything: bool = False) -> None:
    """Print the findings about the data, one per line: notes and warnings, or everything.

    The sum of the weights is always printed, because only the user knows what it should be.
    """
    console = output()
    for finding in findings:
        if everything or finding.severity != "ok" or finding.check == _SUM_OF_WEIGHTS:
            kind = _KINDS[finding.severity]
            end = "" if finding.reading.endswith(("?", ".")) else "."
            console.print(f"{kind}: {as_flags(f'{finding.sentence}{end}')}")


def examples(*commands: str) -> str:
    """Return the last lines of a help text: each command on a line of its own."""
    return "\n\n".join(["[bold]Examples[/bold]", *commands])


def refuse(sentence: str) -> int:
    """Print one sentence to the standard error stream and return the exit code of a mistake."""
    one_line = as_flags(" ".join(sentence.split()))
    line = Text("labfolio-xl: ", style="bold red").append(one_line, style="default not bold")
    Console(stderr=True, soft_wrap=True).print(line)
    return MISTAKE


@contextmanager
def progress(first: str) -> Iterator[Callable[[str], None]]:
    """Show on a terminal what is being done; where there is no terminal, print nothing."""
    with Console(stderr=True).status(first) as status:
        yield status.update


def use_plain_characters_where_needed() -> None:
    """Print a question mark for a letter that the stream cannot show, instead of failing.

    A name such as "Société" in a pipe of Windows' code page 437 would end the program.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
