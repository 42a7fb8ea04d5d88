"""Find the path of an open workbook on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

__all__ = ["path_of"]


def path_of(book: Any) -> Path | None:
    """Return the path of a workbook; None if it has no path on this machine.

    A workbook in OneDrive or SharePoint may have a web address instead. A new workbook has neither.
    """
    try:
        path = Path(book.fullname)
    except Exception:  # noqa: BLE001  # xlwings raises if it finds no local folder
        return None
    return path if path.is_absolute() and path.parent.is_dir() else None
