"""A result, or the error that stands in its place where other results can still be given."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias, TypeVar

from labfolio_xl.errors import LabfolioError

__all__ = ["Outcome", "known", "outcome"]

Result = TypeVar("Result")
Outcome: TypeAlias = Result | LabfolioError


def outcome(estimate: Callable[[], Result]) -> Outcome[Result]:
    """Return a result, or the error that stands in its place."""
    try:
        return estimate()
    except LabfolioError as mistake:
        return mistake


def known(found: Outcome[Result]) -> Result | None:
    """Return a result; None if an error stands in its place."""
    return None if isinstance(found, LabfolioError) else found
