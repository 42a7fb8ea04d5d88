"""Where an open workbook is on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

__all__ = ["path_of"]


def path_of(book: Any) -> Path | None:
    """Return the path of a workbook, None if it has none here.

    A workbook in OneDrive or SharePoint may have an address instead, and a new one has
    neither.
    """
    try:
        path = Path(book.fullname)
    except Exception:  # noqa: BLE001  # xlwings raises where it finds no local folder
        return None
    return path if path.is_absolute() and path.parent.is_dir() else None
