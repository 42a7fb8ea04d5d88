"""Run a macro as a button does, and see that it leaves Excel as it was."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from labfolio_xl.blocks import ERROR_MARK
from labfolio_xl.excel.in_excel.step import Fault

if TYPE_CHECKING:
    from labfolio_xl.excel.in_excel.session import Session

__all__ = ["in_front", "run_macro"]

# A sheet that no macro writes to: a macro must not depend on its own sheet being in front.
NEUTRAL_SHEET = "Functions"


@dataclass(frozen=True, slots=True)
class _Settings:
    """What a macro may change while it runs, but not leave behind."""

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
    """Run a macro on the template, and return the sentence that it ended with.

    Parameters
    ----------
    session : Session
    name : str
    arguments : str
    begins : str
        How its sentence begins when all went well.
    sheet : str
        The sheet in front of it.
    book : xlwings.Book, optional
        Whose macro it is; the template's by default.

    Raises
    ------
    Fault
        If it ends with a mistake or with another sentence, or leaves a setting changed.
    """
    book = book or session.book
    # A module that VBA has reset would show its messages, which nobody could close.
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
    """Bring a sheet of the template to the front.

    ``Sheet.activate`` of xlwings refuses an instance that cannot be seen; below it, Excel does
    not.
    """
    sheet = session.book.sheets[name]
    sheet.impl.activate()
