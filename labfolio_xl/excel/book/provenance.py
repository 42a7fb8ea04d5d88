"""The origin of each input of an open workbook: what About says, checked against the cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from labfolio_xl.returns.tables.input_table import Source

__all__ = ["Provenance", "provenance", "record_load"]


@dataclass(frozen=True, slots=True)
class Provenance:
    """What is true of the inputs that a workbook holds now.

    Attributes
    ----------
    origins : dict
        Where the cells of each input come from, by its name ("Assets", ...).
    subject : str
        The subject of the numbers; empty if it is not known.
    """

    origins: dict[str, str]
    subject: str


def provenance(book: Any) -> Provenance:
    """Return what is true of the inputs now; nothing in the workbook is changed.

    An input whose cells have changed since its origin was recorded was typed or pasted.
    """
    raise NotImplementedError


def record_load(
    book: Any, origins: Mapping[str, Source | str], subject: str | None = None
) -> None:
    """Record where the cells of inputs come from that a macro has just written.

    Call it when the cells stand on their sheets, before the results are computed: it reads them
    back and keeps their digest on the sheet About, beside the origin.

    Parameters
    ----------
    book : xlwings.Book
    origins : mapping
        The file, or words such as those of :class:`Provenance`, by the name of the input. An input
        whose sheet is empty is recorded as not given, whatever is passed for it.
    subject : str, optional
        The subject of the numbers. By default, it is the stem of the file if Assets are among the
        inputs, and stays as it is otherwise.
    """
    raise NotImplementedError
