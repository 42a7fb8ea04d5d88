"""One case of the gate: files, the command, and the coefficients that are right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

__all__ = ["ATOL", "Case", "Outcome", "holds"]

# Both sides are least squares of the same numbers, written with all their digits.
ATOL = 1e-9

_FLAGS = {
    "assets": "--assets",
    "factors": "--factors",
    "rate": "--risk-free",
    "weights": "--weights",
}


@dataclass(frozen=True)
class Outcome:
    """What one run of the command line gave."""

    code: int
    output: str
    refusal: str
    names: tuple[str, ...] = ()
    coefficients: tuple[float, ...] = ()

    @property
    def warnings(self) -> list[str]:
        """The lines that give a reason to doubt the numbers."""
        return [line for line in self.output.splitlines() if line.startswith("Warning")]


@dataclass(frozen=True, eq=False)
class Case:
    """Files with what must come of them.

    Attributes
    ----------
    name : str
    files : mapping
        Content by name; "assets", "factors", "rate" and "weights" are given by their stem.
    right : array or None
        Alpha and exposures by hand; None where there are none to be had.
    words : str
        Further words of the command.
    refused : str
        What the sentence names that refuses the files as they are; "" where they are taken.
    cure : str
        The declaration with which they are taken.
    says : str
        Part of a line of the report.
    """

    name: str
    files: Mapping[str, str | bytes]
    right: np.ndarray | None = None
    words: str = ""
    refused: str = ""
    cure: str = ""
    says: str = ""

    def write(self, folder: Path) -> list[str]:
        """Write the files, and return the words that name them."""
        named = []
        for name, content in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
            flag = _FLAGS.get(path.stem) if path.parent == folder else None
            named += [flag, name] if flag else []
        return [*named, *self.words.split()]


def holds(case: Case, folder: Path, report: Callable[..., Outcome]) -> None:
    """Run the command as it is and, where it is refused, with the declaration that is named."""
    words = case.write(folder)
    if case.refused:
        first = report(*words)
        assert first.code == 2, first.output
        assert case.refused in first.refusal
    if case.right is None:
        return
    done = report(*words, *case.cure.split())
    assert done.code == 0, done.refusal
    np.testing.assert_allclose(done.coefficients, case.right, rtol=0, atol=ATOL)
    assert case.says in done.output
