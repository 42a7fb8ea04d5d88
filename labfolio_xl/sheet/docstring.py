"""Read numpydoc docstrings, from which the function wizard, LF_HELP and the manual are made."""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass

__all__ = ["Docstring", "read_docstring"]

_HEADING = re.compile(r"^(\w[\w ]*)\n-{3,}\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Docstring:
    """The parts of a docstring, each as text on one line (examples: one line each)."""

    summary: str
    returns: str
    notes: str
    examples: tuple[str, ...]


def read_docstring(text: str) -> Docstring:
    """Split a docstring into its parts.

    Parameters
    ----------
    text : str
        Summary, then sections Returns, Notes, Examples (formulas, one a line).
    """
    head, *rest = _HEADING.split(inspect.cleandoc(text))
    sections = dict(zip(rest[::2], rest[1::2], strict=True))
    examples = sections.get("Examples", "").splitlines()
    return Docstring(
        summary=_one_line(head),
        returns=_one_line(sections.get("Returns", "")),
        notes=_one_line(sections.get("Notes", "")),
        examples=tuple(line.strip() for line in examples if line.strip()),
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())
