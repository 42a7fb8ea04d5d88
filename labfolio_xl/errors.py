"""The exceptions of the package; the message of each is one sentence for the user."""

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

# A quoted name can have up to 32,767 characters. The beginning of a sentence names the argument
# and its end says what to do, so a long sentence loses its middle.
_LONGEST, _HALF = 1400, 600


class LabfolioError(ValueError):
    """A mistake that the user can correct.

    The message is one sentence for the person at the cell or the command line: which
    argument, which column and date, what was found, and what to do. It never holds a path
    of this package, a traceback or the name of a Python type.

    The message is one line of printable characters, even if it quotes names, paths or cells that
    are not: characters that do not print (escapes, marks of writing direction) are left out, a
    newline becomes a blank, and a very long sentence loses its middle.
    """

    def __init__(self, sentence: str) -> None:
        text = "".join(c if c.isprintable() else " " * c.isspace() for c in sentence)
        super().__init__(text if len(text) <= _LONGEST else f"{text[:_HALF]} … {text[-_HALF:]}")


class InputError(LabfolioError):
    """An argument does not have the expected form (names, dates, numbers, options)."""


class MissingDataError(LabfolioError):
    """Data that the computation needs are missing (blank cells, no common dates)."""


class EstimationError(LabfolioError):
    """The data are well formed, but the model cannot be estimated from them."""


class DataWarning(UserWarning):
    """An input is likely, but not certainly, not what it is taken for; see the data report."""


def printable(text: str) -> str:
    """Return a text on one line, with single blanks and without characters that do not print."""
    words = ("".join(c for c in word if c.isprintable()) for word in text.split())
    return " ".join(filter(None, words))


def check_length(argument: str, names: Iterable[str]) -> None:
    """Refuse a name that is too long for a cell of a worksheet.

    Raises
    ------
    InputError
        A name is too long. As in Excel, a character outside the Basic Multilingual Plane of
        Unicode counts twice.
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
    """A number with its noun, as in a sentence: 1 date, 2 dates."""
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
