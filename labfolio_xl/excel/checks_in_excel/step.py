"""A step of the check in Excel, and its outcome on a host."""

from __future__ import annotations

import inspect
import time
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from labfolio_xl.excel.checks_in_excel.faults import Fault, NotChecked

if TYPE_CHECKING:
    from collections.abc import Callable

    from labfolio_xl.excel.checks_in_excel.session import Session

__all__ = ["LogLine", "Step", "StepVerdict", "step", "take"]

# Built-in types: if one of these lacks an attribute, the step itself has a mistake.
PLAIN = (type(None), bool, int, float, str, list, tuple, dict, set)

# DISP_E_UNKNOWNNAME, DISP_E_MEMBERNOTFOUND
MEMBER_MISSING = (-2147352570, -2147352573)

StepVerdict = Literal["ok", "FAULT", "not checked"]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to check.

    Attributes
    ----------
    name : str
        The name of the step in the log.
    shows : str
        One sentence that is true if the step succeeds.
    check : callable
        It returns the finding in a few words, and raises Fault or NotChecked.
    """

    name: str
    shows: str
    check: Callable[[Session], str]


@dataclass(frozen=True, slots=True)
class LogLine:
    """The outcome of a step, which is a line of the log."""

    name: str
    verdict: StepVerdict
    finding: str
    seconds: float


def step(name: str) -> Callable[[Callable[[Session], str]], Step]:
    """Make a step of a function, whose docstring states what is true if the step succeeds."""

    def made(check: Callable[[Session], str]) -> Step:
        return Step(name, inspect.getdoc(check) or "", check)

    return made


def take(what: Step, session: Session) -> LogLine:
    """Take a step and return its outcome.

    If the host lacks a member that the step uses, the verdict is "not checked", never "ok". A host
    that does not answer in time is ended, so that no step waits for ever.
    """
    begun = time.perf_counter()
    verdict: StepVerdict
    with session.limited() as limit:
        try:
            verdict, finding = "ok", what.check(session) or "done"
        except Exception as error:  # noqa: BLE001  # after any error, the next step is taken
            verdict, finding = _judged(error)
    if limit.passed:
        verdict, finding = "FAULT", limit.sentence
    return LogLine(what.name, verdict, finding, time.perf_counter() - begun)


def _judged(error: Exception) -> tuple[StepVerdict, str]:
    if isinstance(error, Fault):
        return "FAULT", str(error)
    if isinstance(error, NotChecked):
        return "not checked", str(error)
    if isinstance(error, NotImplementedError):
        # xlwings raises it in the member that an engine leaves out.
        return "not checked", traceback.extract_tb(error.__traceback__)[-1].name
    if isinstance(error, AttributeError) and not _is_ours(error):
        return "not checked", error.name or str(error)
    found = f"{_words(error)} [{_place(error)}]"
    # If this version of Excel lacks a member, xlwings passes on the error of COM.
    return ("not checked" if getattr(error, "hresult", 0) in MEMBER_MISSING else "FAULT"), found


def _is_ours(error: AttributeError) -> bool:
    """Whether a built-in type lacks the member, which is a mistake in the step."""
    return error.name is not None and isinstance(error.obj, PLAIN)


def _words(error: Exception) -> str:
    """Return the message of an error; for an error of COM, the description by Excel."""
    details = getattr(error, "excepinfo", None)
    if details and len(details) > 2 and details[2]:  # noqa: PLR2004
        return " ".join(str(details[2]).split())
    return f"{type(error).__name__}: {' '.join(str(error).split())}"


def _place(error: Exception) -> str:
    """Return the file name and line of this package where the error happened."""
    # The first frame is that of `take`.
    frames = traceback.extract_tb(error.__traceback__)[1:]
    ours = [frame for frame in frames if "labfolio_xl" in Path(frame.filename).parts] or frames
    return f"{Path(ours[-1].filename).name}, line {ours[-1].lineno}"
