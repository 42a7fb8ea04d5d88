"""Run a macro as a button does, and check that it restores the settings of Excel."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from labfolio_xl.blocks import ERROR_MARK
from labfolio_xl.excel.checks_in_excel.faults import Fault

if TYPE_CHECKING:
    from labfolio_xl.excel.checks_in_excel.session import Session

__all__ = ["in_front", "run_macro"]

# No macro writes to this sheet. It is active when a macro starts, because a macro must not depend
# on the active sheet.
NEUTRAL_SHEET = "Functions"


@dataclass(frozen=True, slots=True)
class _Settings:
    """The settings of Excel that a macro may change while it runs, but must restore."""

    enable_events: object
    display_alerts: object
    status_bar: object
    calculation: object

    @classmethod
    def of(cls, app: Any) -> _Settings:
        return cls(app.enable_events, app.display_alerts, app.status_bar, app.calculation)


def run_macro(
    session: Session,
    name: str,
    *arguments: str,
    begins: str = "",
    sheet: str = NEUTRAL_SHEET,
    book: Any = None,
) -> str:
    """Run a macro on the template and return its closing sentence.

    Parameters
    ----------
    session : Session
    name : str
    arguments : str
    begins : str
        The beginning of the sentence after success.
    sheet : str
        The active sheet when the macro starts.
    book : xlwings.Book, optional
        The workbook with the macro; by default the template.

    Raises
    ------
    Fault
        If the macro reports a mistake, ends with another sentence, or changes a setting.
    """
    book = book or session.book
    # After a reset of VBA the macros would show message boxes, which no user could close.
    book.macro("LabfolioQuiet")(True)  # noqa: FBT003  # VBA takes it by place
    book.macro("LabfolioForget")()
    in_front(session, sheet)
    before = asdict(_Settings.of(session.app))
    book.macro(name)(*arguments)
    sentence = str(book.macro("LabfolioLastSentence")())
    after = asdict(_Settings.of(session.app))
    if not sentence:
        raise Fault(f"{name} ended without a sentence")
    if sentence.startswith(ERROR_MARK) or not sentence.startswith(begins):
        raise Fault(f"{name} ended with: {sentence}")
    left = [
        f"{key} {after[key]!r}, not {before[key]!r}" for key in before if after[key] != before[key]
    ]
    if left:
        raise Fault(f"{name} left {', '.join(left)}")
    return sentence


def in_front(session: Session, name: str) -> None:
    """Activate a sheet of the template.

    ``Sheet.activate`` of xlwings raises for an invisible instance; its implementation does not.
    """
    sheet = session.book.sheets[name]
    sheet.impl.activate()
