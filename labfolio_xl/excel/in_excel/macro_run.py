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
NO_FILE = "no file was chosen"


@dataclass(frozen=True, slots=True)
class _Settings:
    """What a macro may change while it runs, but not leave behind."""

    enable_events: object
    display_alerts: object
    status_bar: object
    calculation: object

    @classmethod
    def of(cls, app: Any) -> _Settings:  # noqa: ANN401  # xlwings is not typed
        return cls(app.enable_events, app.display_alerts, app.status_bar, app.calculation)


def run_macro(
    session: Session, name: str, *arguments: str, begins: str = "", sheet: str = NEUTRAL_SHEET
) -> str:
    """Run a macro of the template, and return the sentence that it ended with.

    Parameters
    ----------
    session : Session
    name : str
    arguments : str
    begins : str
        How its sentence begins when all went well.
    sheet : str
        The sheet in front of it.

    Raises
    ------
    Fault
        If it ends with a mistake or with another sentence, or leaves a setting changed.
    """
    _forget(session)
    in_front(session, sheet)
    before = asdict(_Settings.of(session.app))
    session.book.macro(name)(*arguments)
    sentence = str(session.book.macro("LabfolioLastSentence")())
    after = asdict(_Settings.of(session.app))
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
    below = sheet.impl if hasattr(sheet.impl, "activate") else sheet
    below.activate()


def _forget(session: Session) -> None:
    """Let the last sentence be a known mistake, so that no older one passes for the next."""
    session.book.macro("LoadFile")("Assets", "")
    sentence = str(session.book.macro("LabfolioLastSentence")())
    if not sentence.startswith(ERROR_MARK) or NO_FILE not in sentence:
        raise Fault(f"LoadFile without a file ended with: {sentence}")
