"""The one tree of errors: what a user can mend is said in one sentence."""

from __future__ import annotations

__all__ = ["EstimationError", "InputError", "LabfolioError", "MissingDataError", "counted"]

# What is quoted may be as long as it likes (a name in a cell has up to 32,767 characters), the
# sentence begins with its argument and ends with its cure.
_LONGEST, _HALF = 1400, 600


class LabfolioError(ValueError):
    """A mistake that the user can mend.

    The message is one sentence for the person at the cell or the command line: which
    argument, which column and date, what was found, and what to do. It never holds a path
    of this package, a traceback or the name of a Python type.

    It stands on one line whatever names, paths and cells it quotes: a sign that does not print
    (a newline, an escape, an override of the direction of writing) becomes a blank, and a very
    long sentence loses its middle.
    """

    def __init__(self, sentence: str) -> None:
        text = "".join(c if c.isprintable() else " " for c in sentence)
        super().__init__(text if len(text) <= _LONGEST else f"{text[:_HALF]} … {text[-_HALF:]}")


class InputError(LabfolioError):
    """An argument does not have the form that was asked for (names, dates, numbers, options)."""


class MissingDataError(LabfolioError):
    """Data that the computation needs are not there (blank cells, no common dates)."""


class EstimationError(LabfolioError):
    """The numbers are well formed, but the model cannot be estimated from them."""


def counted(number: int, noun: str) -> str:
    """A number of things as a sentence says it: 1 date, 2 dates."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
