"""Find the path of an open workbook on this machine, and tell paths from web addresses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from labfolio_xl.errors import InputError

__all__ = ["path_of", "refuse_address"]

_CLOUD = ("http:", "https:")


def path_of(book: Any) -> Path | None:
    """Return the path of a workbook; None if it has no path on this machine.

    A workbook in OneDrive or SharePoint may have a web address instead. A new workbook has neither.
    """
    try:
        path = Path(book.fullname)
    except Exception:  # noqa: BLE001  # xlwings raises if it finds no local folder
        return None
    return path if path.is_absolute() and path.parent.is_dir() else None


def refuse_address(path: str) -> None:
    """Refuse the web address of a file in the cloud, which Excel's dialogs may return."""
    if path.lower().startswith(_CLOUD):
        raise InputError(f"{path}: this is an address; choose a file in a folder of this computer.")
