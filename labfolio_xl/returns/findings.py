"""Findings about the input data: one line for each decision or doubt, with its severity."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from labfolio_xl.errors import DataWarning, InputError

__all__ = ["Doubts", "Finding", "Findings", "Severity", "listed"]

Severity = Literal["ok", "note", "warning", "error"]

# What happens to an input that is likely, but not certainly, wrong. For the frame of a programmer
# a warning is issued, a file or a range is refused, and a check of the data lists the doubt.
Doubts = Literal["warn", "refuse", "list"]


_PACKAGE = "labfolio_xl"

# The number of names that a line shows; it says how many more there are.
_SHOWN = 4


def listed(names: Sequence[str]) -> str:
    """Names as a line shows them: the first four, and the number of the others.

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
        What was checked: "dates", "unit", "frequency".
    item : str
        The table, the column or the reason that the line is about.
    found : str, int or float
        What was found there.
    severity : {"ok", "note", "warning", "error"}
        "ok": a fact. "note": something was decided or changed. "warning": results can be
        computed, but there is a reason to doubt them. "error": no results can be computed.
    reading : str
        What the finding means for the reader, and what to do about it.
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
        """The finding without the name of the check, for a column beside that name."""
        found = f": {self.found}" if self.found != "" else ""
        return f"{self.item}{found}; {self.reading}"


@dataclass(slots=True)
class Findings:
    """The findings so far, to which each check of the input data appends.

    Parameters
    ----------
    doubts : {"warn", "refuse", "list"}
        What happens to an input that is likely wrong.
    lines : list of Finding
    """

    doubts: Doubts = "warn"
    lines: list[Finding] = field(default_factory=list)

    def ok(self, check: str, item: str, found: str | float, reading: str) -> None:
        """Add a fact that needs no action."""
        self.lines.append(Finding(check, item, found, "ok", reading))

    def note(self, check: str, item: str, found: str | float, reading: str) -> None:
        """Add something that was decided or changed."""
        self.lines.append(Finding(check, item, found, "note", reading))

    def warning(self, check: str, item: str, found: str | float, reading: str) -> None:
        """Add a reason to doubt the results."""
        self.lines.append(Finding(check, item, found, "warning", reading))

    def doubt(self, check: str, item: str, found: str | float, reading: str) -> None:
        """Add a doubt: what is likely wrong. The reading names the option that settles it.

        Raises
        ------
        InputError
            With ``doubts="refuse"``: ``item`` and ``reading`` as one sentence.
        """
        if self.doubts == "warn":
            self.warning(check, item, found, reading)
        else:
            self.error(check, item, found, reading)

    def error(self, check: str, item: str, found: str | float, reading: str) -> None:
        """Add an error: what is certainly wrong, so that no results can be computed.

        Raises
        ------
        InputError
            Unless ``doubts="list"``: ``item`` and ``reading`` as one sentence.
        """
        if self.doubts != "list":
            raise InputError(f"{item}: {reading}.")
        self.lines.append(Finding(check, item, found, "error", reading))

    def has_error(self, item: str) -> bool:
        """Whether an error about this item was found already."""
        return any(line.severity == "error" and line.item == item for line in self.lines)

    def issue_warnings(self) -> None:
        """Issue one ``DataWarning`` for each item, if ``doubts`` is "warn"."""
        if self.doubts != "warn":
            return
        by_item: dict[str, list[Finding]] = {}
        for line in self.lines:
            if line.severity == "warning":
                by_item.setdefault(line.item.split(":")[0], []).append(line)
        for item, found in by_item.items():
            text = "; ".join(f"{line.check}: {line.found}, {line.reading}" for line in found)
            warnings.warn(f"{item}: {text}", DataWarning, stacklevel=_level_of_caller())


def _level_of_caller() -> int:
    """The stack level of the first caller outside the package, at which warnings point."""
    depth, frame = 1, sys._getframe(1)  # noqa: SLF001 - as pandas and the standard library do
    while frame.f_back is not None and frame.f_globals.get("__name__", "").startswith(_PACKAGE):
        depth, frame = depth + 1, frame.f_back
    return depth
