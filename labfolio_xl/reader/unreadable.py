"""The error of the child process for a file that it cannot read."""

from __future__ import annotations

from labfolio_xl.reader.limits import MEMORY_BYTES

__all__ = ["Unreadable", "damaged", "too_large"]


class Unreadable(ValueError):  # noqa: N818 - the name says what the file is
    """A file cannot be read; the message is a sentence to which the parent adds the argument."""


def damaged(path: str) -> Unreadable:
    """Make the error for a file whose content is not that of a workbook."""
    return Unreadable(
        f'"{path}" is damaged or not a workbook; open it in a spreadsheet and save it again.'
    )


def too_large(path: str) -> Unreadable:
    """Make the error for a file that takes more memory than the child may use."""
    return Unreadable(
        f'"{path}" takes more than {MEMORY_BYTES >> 20} MB of memory to read; delete stray cells '
        "beside and below the data, or save the values alone in a new file."
    )
