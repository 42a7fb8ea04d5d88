"""Keep the inputs that a macro replaces, in a file of the user, until the workbook is saved."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from labfolio_xl.errors import InputError
from labfolio_xl.excel.book.path import path_of
from labfolio_xl.excel.host import host
from labfolio_xl.files.saving import replace_when_complete
from labfolio_xl.returns.findings import Finding
from labfolio_xl.sheet import boundary
from labfolio_xl.sheet.error_log import REPLACED

if TYPE_CHECKING:
    from pathlib import Path

    from labfolio_xl.blocks import Rows

__all__ = ["Replaced", "forget_replaced", "keep_replaced", "read_replaced"]

_FORMAT = 1
_PRIVATE = 0o600  # the file holds returns of a portfolio
_DATE = "date"


@dataclass(frozen=True, slots=True)
class Replaced:
    """Inputs as they stood before a macro replaced them.

    Attributes
    ----------
    inputs : dict of str to rows
        The cells of each input that was replaced, by its name ("Assets", ...).
    settings : dict
        The cells of the settings that were changed; None for one that was blank.
    origins : dict of str to str
        Where the cells of each input came from.
    subject : str
        The subject of the numbers; empty if none was recorded.
    notes : tuple of str
        What was noted on the choice of the assets.
    decided : tuple of Finding
        The decisions about these inputs.
    """

    inputs: dict[str, Rows]
    settings: dict[str, Any]
    origins: dict[str, str]
    subject: str
    notes: tuple[str, ...]
    decided: tuple[Finding, ...]


def keep_replaced(book: Any, replaced: Replaced) -> bool:
    """Write the file, in place of an earlier one; return whether that was possible."""
    path = _path(book.fullname)
    kept = {"format": _FORMAT, "saved": _saved(book), **asdict(replaced)}
    text = json.dumps(kept, default=_as_date)
    try:
        with replace_when_complete(path, force=True, make_folder=True) as draft:
            draft.chmod(_PRIVATE)
            draft.write_text(text, "utf-8")
    except InputError:
        forget_replaced(book.fullname)  # inputs from before would be put back
        return False
    return True


def read_replaced(book: Any) -> Replaced | None:
    """Return the inputs that were kept; None if there are none, or if the workbook was saved since.

    The VBA lets the file be deleted when the workbook is saved. Where that did not happen, the time
    and the size of the workbook tell that it was saved.
    """
    try:
        kept = json.loads(_path(book.fullname).read_text("utf-8"), object_hook=_from_date)
        if kept["format"] != _FORMAT or kept["saved"] != _saved(book):
            return None
        return Replaced(
            inputs=kept["inputs"],
            settings=kept["settings"],
            origins=kept["origins"],
            subject=kept["subject"],
            notes=tuple(kept["notes"]),
            decided=tuple(Finding(**line) for line in kept["decided"]),
        )
    except (OSError, ValueError, LookupError, TypeError):
        return None


def forget_replaced(full_name: str) -> None:
    """Delete the file of a workbook, if there is one."""
    with suppress(OSError):
        _path(full_name).unlink()


def _path(full_name: str) -> Path:
    digest = hashlib.sha256(full_name.encode("utf-8", "surrogatepass")).hexdigest()
    return boundary.ERRORS.folder / REPLACED.format(digest[:32])


def _saved(book: Any) -> list[int] | None:
    """Return the time and the size of the workbook's file; None if they tell of no save of a user.

    That is so if the workbook has no file here, or if Excel saves it by itself.
    """
    path = None if host().saves_itself(book) else path_of(book)
    with suppress(OSError):
        if path is not None:
            status = path.stat()
            return [status.st_mtime_ns, status.st_size]
    return None


def _as_date(cell: object) -> dict[str, str]:
    """Return a date as JSON holds it: Excel for Mac gives dates, and Excel for Windows numbers."""
    if isinstance(cell, dt.datetime):
        return {_DATE: cell.isoformat()}
    raise TypeError(f"{type(cell).__name__} is no cell")


def _from_date(found: dict[str, Any]) -> Any:
    return dt.datetime.fromisoformat(found[_DATE]) if list(found) == [_DATE] else found
