"""What the child says of a file that it cannot read."""

from __future__ import annotations

from labfolio_xl.reader.limits import MEMORY_BYTES

__all__ = ["Unreadable", "damaged", "too_large"]


class Unreadable(ValueError):  # noqa: N818 - it says what the file is
    """One sentence for the user; the parent puts the argument before it."""


def damaged(path: str) -> Unreadable:
    """A file whose content is not what its name says."""
    return Unreadable(
        f'"{path}" is damaged or not a workbook; open it in a spreadsheet and save it again.'
    )


def too_large(path: str) -> Unreadable:
    """A file that took the memory that the child has."""
    return Unreadable(
        f'"{path}" takes more than {MEMORY_BYTES >> 20} MB of memory to read; delete stray cells '
        "beside and below the data, or save the values alone in a new file."
    )
