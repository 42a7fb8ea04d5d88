"""The one tree of errors: what a user can mend is said in one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = [
    "DataWarning",
    "EstimationError",
    "InputError",
    "LabfolioError",
    "MissingDataError",
    "check_length",
    "counted",
    "in_words",
    "printable",
]

LONGEST_CELL_TEXT = 32_767  # characters that a cell of a spreadsheet holds

# What is quoted may be as long as it likes (a name in a cell has up to 32,767 characters), the
# sentence begins with its argument and ends with its cure.
_LONGEST, _HALF = 1400, 600


class LabfolioError(ValueError):
    """A mistake that the user can mend.

    The message is one sentence for the person at the cell or the command line: which
    argument, which column and date, what was found, and what to do. It never holds a path
    of this package, a traceback or the name of a Python type.

    It stands on one line whatever names, paths and cells it quotes: a sign that does not print
    (an escape, an override of the direction of writing) is left out, a newline becomes a blank,
    and a very long sentence loses its middle.
    """

    def __init__(self, sentence: str) -> None:
        text = "".join(c if c.isprintable() else " " * c.isspace() for c in sentence)
        super().__init__(text if len(text) <= _LONGEST else f"{text[:_HALF]} … {text[-_HALF:]}")


class InputError(LabfolioError):
    """An argument does not have the form that was asked for (names, dates, numbers, options)."""


class MissingDataError(LabfolioError):
    """Data that the computation needs are not there (blank cells, no common dates)."""


class EstimationError(LabfolioError):
    """The numbers are well formed, but the model cannot be estimated from them."""


class DataWarning(UserWarning):
    """An input is likely, but not certainly, not what it is taken for; see the data report."""


def printable(text: str) -> str:
    """Return a text on one line, without signs that have no shape, blanks not repeated."""
    words = ("".join(c for c in word if c.isprintable()) for word in text.split())
    return " ".join(filter(None, words))


def check_length(argument: str, names: Iterable[str]) -> None:
    """Refuse a name that no cell can hold: it would be missing from its table.

    Raises
    ------
    InputError
        A name is longer; signs beyond the first plane of Unicode count twice, as in Excel.
    """
    for name in names:
        length = len(name) if name.isascii() else len(name.encode("utf-16-le")) // 2
        if length > LONGEST_CELL_TEXT:
            subject = argument[:1].upper() + argument[1:]
            raise InputError(
                f'{subject}: the name "{name[:40]}..." has {length:,} characters; a cell holds '
                f"{LONGEST_CELL_TEXT:,}, shorten it."
            )


def counted(number: int, noun: str) -> str:
    """A number of things as a sentence says it: 1 date, 2 dates."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def in_words(names: Sequence[str]) -> str:
    """Names as a sentence lists them.

    Examples
    --------
    >>> in_words(["the betas", "the premia", "the model"])
    'the betas, the premia and the model'
    """
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
