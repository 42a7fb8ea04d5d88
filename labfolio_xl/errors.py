"""The one tree of errors: what a user can mend is said in one sentence."""

from __future__ import annotations

__all__ = ["EstimationError", "InputError", "LabfolioError", "MissingDataError"]


class LabfolioError(ValueError):
    """A mistake that the user can mend.

    The message is one sentence for the person at the cell or the command line: which
    argument, which column and date, what was found, and what to do. It never holds a path
    of this package, a traceback or the name of a Python type.
    """


class InputError(LabfolioError):
    """An argument does not have the form that was asked for (names, dates, numbers, options)."""


class MissingDataError(LabfolioError):
    """Data that the computation needs are not there (blank cells, no common dates)."""


class EstimationError(LabfolioError):
    """The numbers are well formed, but the model cannot be estimated from them."""
