"""What the gate decided: one line for each answer, with its severity."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from labfolio_xl.errors import DataWarning, InputError

__all__ = ["Doubts", "Finding", "Findings", "Severity", "listed"]

Severity = Literal["ok", "note", "warning", "error"]

# What happens to an input that is likely, but not certainly, wrong: a frame of a programmer is
# warned of, a file or a range is refused, a check of the data lists it.
Doubts = Literal["warn", "refuse", "list"]


_PACKAGE = "labfolio_xl"

# Names that a line shows; the others are counted.
_SHOWN = 4


def listed(names: Sequence[str]) -> str:
    """Names as a line shows them, however many there are.

    Examples
    --------
    >>> listed(["A", "B", "C", "D", "E", "F"])
    'A, B, C, D and 2 more'
    """
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the data report.

    Attributes
    ----------
    check : str
        What was looked at: "dates", "unit", "frequency".
    item : str
        Where: a table, a column, a reason.
    found : str, int or float
    severity : {"ok", "note", "warning", "error"}
        Nothing to say; done and told; the numbers stand, with a reason to doubt them; no
        numbers.
    reading : str
        What it means for the reader, and what to do about it.
    """

    check: str
    item: str
    found: str | int | float
    severity: Severity
    reading: str

    @property
    def sentence(self) -> str:
        """The finding as one line of text."""
        return f"{self.check}, {self.about}"

    @property
    def about(self) -> str:
        """The same without the name of the check, to stand beside it."""
        found = f": {self.found}" if self.found != "" else ""
        return f"{self.item}{found}; {self.reading}"


@dataclass(slots=True)
class Findings:
    """The lines that the gate has written so far.

    Parameters
    ----------
    doubts : {"warn", "refuse", "list"}
        What happens to an input that is likely wrong.
    lines : list of Finding
    """

    doubts: Doubts = "warn"
    lines: list[Finding] = field(default_factory=list)

    def ok(self, check: str, item: str, found: str | float, reading: str) -> None:
        """A fact with nothing to say about it."""
        self.lines.append(Finding(check, item, found, "ok", reading))

    def note(self, check: str, item: str, found: str | float, reading: str) -> None:
        """Something that was done, and is told."""
        self.lines.append(Finding(check, item, found, "note", reading))

    def warning(self, check: str, item: str, found: str | float, reading: str) -> None:
        """The numbers stand, with a reason to doubt them."""
        self.lines.append(Finding(check, item, found, "warning", reading))

    def likely(self, check: str, item: str, found: str | float, reading: str) -> None:
        """Likely wrong, to be settled by a declaration that the reading names.

        Raises
        ------
        InputError
            With ``doubts="refuse"``: ``item`` and ``reading`` as one sentence.
        """
        if self.doubts == "warn":
            self.warning(check, item, found, reading)
        else:
            self.certain(check, item, found, reading)

    def certain(self, check: str, item: str, found: str | float, reading: str) -> None:
        """Certainly wrong: there can be no numbers.

        Raises
        ------
        InputError
            Unless ``doubts="list"``: ``item`` and ``reading`` as one sentence.
        """
        if self.doubts != "list":
            raise InputError(f"{item}: {reading}.")
        self.lines.append(Finding(check, item, found, "error", reading))

    def has_error(self, item: str) -> bool:
        """Whether there can be no numbers of this item, as a line says already."""
        return any(line.severity == "error" and line.item == item for line in self.lines)

    def issue_warnings(self) -> None:
        """Issue the warnings as one ``DataWarning`` for each item, where nobody reads the lines."""
        if self.doubts != "warn":
            return
        by_item: dict[str, list[Finding]] = {}
        for line in self.lines:
            if line.severity == "warning":
                by_item.setdefault(line.item.split(":")[0], []).append(line)
        for item, found in by_item.items():
            text = "; ".join(f"{line.check}: {line.found}, {line.reading}" for line in found)
            warnings.warn(f"{item}: {text}", DataWarning, stacklevel=_caller())


def _caller() -> int:
    """How many calls up the line stands that is no line of the package: its writer is warned."""
    depth, frame = 1, sys._getframe(1)  # noqa: SLF001 - as pandas and the standard library do
    while frame.f_back is not None and frame.f_globals.get("__name__", "").startswith(_PACKAGE):
        depth, frame = depth + 1, frame.f_back
    return depth
