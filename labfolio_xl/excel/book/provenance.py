"""The origin of each input of an open workbook: what About says, held to what the cells are.

About has a line for each input, with its origin and the digest of the cells that the origin is
about. If the cells have another digest now, the origin is true no more. The subject of the numbers
is that of the assets.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from labfolio_xl.blocks.cells.values import is_blank
from labfolio_xl.excel.book.about import TEXTS, About, read_about
from labfolio_xl.excel.book.cells import area, sheets_by_name, write_rows
from labfolio_xl.excel.book.dashboard import CAPTION
from labfolio_xl.excel.book.inputs import read_inputs
from labfolio_xl.excel.book.results import dress
from labfolio_xl.excel.host import host
from labfolio_xl.plan.places import INPUTS
from labfolio_xl.plan.provenance import (
    NO_CELLS,
    OLDER,
    UNRECORDED,
    change_formula,
    digest,
    not_given,
    source_words,
    typed_or_pasted,
)
from labfolio_xl.plan.slots import FIRST_PAGE
from labfolio_xl.workbook.canvas import paragraph_height
from labfolio_xl.workbook.sheets_about import (
    ABOUT_WIDTH,
    CHANGE_COLUMN,
    CHANGE_LOOK,
    DIGEST_COLUMN,
    DIGEST_LOOK,
    NO_SUBJECT,
    NOTES_TITLE,
    note_lines,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from labfolio_xl.excel.book.inputs import BookInputs
    from labfolio_xl.plan.places import InputPlace
    from labfolio_xl.returns.tables.input_table import Source

__all__ = ["Provenance", "provenance", "record_load", "write_provenance"]

ASSETS = INPUTS[0]
SUBJECT = "Subject"
# What stands below the title of the Dashboard if the subject is not known: sizes and span.
_NEUTRAL = re.compile(r"[\d,]+ assets?, [\d,]+ factors?, .*")


@dataclass(frozen=True, slots=True)
class Provenance:
    """What is true of the inputs that a workbook holds now.

    Attributes
    ----------
    origins : dict
        Where the cells of each input come from, by its name ("Assets", ...).
    recorded_subject : str
        The subject that was recorded for the assets; empty if the assets have changed since.
    subject : str
        The subject that the user has typed below the title of the Dashboard, or else the recorded
        one.
    notes : tuple of str
        What was noted on the choice of the assets, such as on those of the sample; empty if the
        assets have changed since.
    digests : dict
        The digest of the cells of each input, by its name.
    about : About
        The sheet About as it was when all this was found out.
    """

    origins: dict[str, str]
    recorded_subject: str
    subject: str
    notes: tuple[str, ...]
    digests: dict[str, str]
    about: About


@dataclass(frozen=True, slots=True)
class _Line:
    """The line of About for an input."""

    row: int
    origin: str
    digest: str


def provenance(book: Any, found: BookInputs | None = None) -> Provenance:
    """Return what is true of the inputs now; nothing in the workbook is changed.

    An input whose cells have changed since its origin was recorded was typed or pasted.

    Parameters
    ----------
    book : xlwings.Book
    found : BookInputs, optional
        The cells of the inputs, if they have been read already.
    """
    found = found or read_inputs(book)
    about = read_about(book)
    lines, digests = _lines(about), _digests(book, found)
    today = dt.datetime.now().astimezone().date()
    origins = {
        place.name: _origin(place, lines.get(place.name), digests[place.name], today)
        for place in INPUTS
    }
    assets = lines.get(ASSETS.name)
    is_kept = assets is not None and assets.digest == digests[ASSETS.name]
    recorded = _recorded_subject(about) if is_kept else ""
    notes = _notes(about) if is_kept else ()
    subject = _typed_subject(book, about) or recorded
    return Provenance(origins, recorded, subject, notes, digests, about)


def record_load(
    book: Any,
    origins: Mapping[str, Source | str],
    subject: str | None = None,
    notes: Sequence[str] = (),
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
    notes : sequence of str
        What is to be known of the choice of the assets; kept only if Assets are among the inputs.
    """
    about, assets = read_about(book), origins.get(ASSETS.name)
    if subject is None and assets is not None:
        subject = "" if isinstance(assets, str) else PurePath(assets.file).stem
    if subject is not None:
        # A subject that a user has typed stays. Without a record nobody knows who has written it.
        typed = _typed_subject(book, about) if SUBJECT in about.labels else ""
        _write_subject(book, about, subject, typed or subject)
    if assets is not None:
        _write_notes(about, notes)
    words = {
        name: origin if isinstance(origin, str) else source_words(origin)
        for name, origin in origins.items()
    }
    found = read_inputs(book)
    _write_origins(about, found, words, _digests(book, found))


def write_provenance(book: Any, found: BookInputs, now: Provenance, caption: str) -> None:
    """Write what is true of the inputs now, with the digests of their cells.

    Parameters
    ----------
    book : xlwings.Book
    found : BookInputs
        The cells of the inputs.
    now : Provenance
        What is true of these cells.
    caption : str
        What to write below the title of the Dashboard.
    """
    _write_origins(now.about, found, now.origins, now.digests)
    _write_subject(book, now.about, now.recorded_subject, caption)
    _write_notes(now.about, now.notes)


def _origin(place: InputPlace, line: _Line | None, now: str, today: dt.date) -> str:
    """Return the origin of cells that have the digest ``now``."""
    if now == NO_CELLS:
        return not_given(place.argument)
    if line is None:
        return UNRECORDED
    if not line.digest:
        return OLDER
    return line.origin if line.digest == now else typed_or_pasted(line.origin, today)


def _digests(book: Any, found: BookInputs) -> dict[str, str]:
    """Return the digest of the cells of each input, by its name."""
    is_1904 = host().counts_from_1904(book)
    return {
        place.name: digest(found.rows.get(place.argument, []), is_1904=is_1904) for place in INPUTS
    }


def _lines(about: About) -> dict[str, _Line]:
    """Return the line of each input, by the name of the input."""
    return {
        place.name: _Line(row, about.text(row, TEXTS), about.text(row, DIGEST_COLUMN))
        for place in INPUTS
        if (row := about.labels.get(place.name)) is not None
    }


def _recorded_subject(about: About) -> str:
    row = about.labels.get(SUBJECT)
    said = "" if row is None else about.text(row, TEXTS)
    return "" if said == NO_SUBJECT else said


def _notes(about: About) -> tuple[str, ...]:
    title = about.labels.get(NOTES_TITLE)
    if title is None:
        return ()
    rows = range(title + 1, title + 1 + len(note_lines(())))
    notes = (about.text(row, TEXTS) for row in rows)
    return tuple(note for note in notes if note and note not in note_lines(()))


def _write_notes(about: About, notes: Sequence[str]) -> None:
    title = about.labels.get(NOTES_TITLE)
    if title is not None:
        for row, note in enumerate(note_lines(notes), start=title + 1):
            _write_paragraph(about, row, note)


def _write_paragraph(about: About, row: int, text: str) -> None:
    """Write a text of several lines, and make its row as high as it needs."""
    if about.write(row, TEXTS, text):
        height = paragraph_height(text, ABOUT_WIDTH, "wrapped")
        area(about.sheet, row, TEXTS).row_height = height


def _typed_subject(book: Any, about: About) -> str:
    """Return the subject on the Dashboard if it is neither the recorded one nor sizes and span."""
    sheet = sheets_by_name(book).get(FIRST_PAGE)
    cell = None if sheet is None else area(sheet, *CAPTION).value
    said = "" if is_blank(cell) else str(cell).strip()
    return "" if said == _recorded_subject(about) or _NEUTRAL.fullmatch(said) else said


def _write_subject(book: Any, about: About, subject: str, caption: str) -> None:
    """Write the subject into About and the properties, and the caption of the first page."""
    row = about.labels.get(SUBJECT)
    if row is not None:
        about.write(row, TEXTS, subject or NO_SUBJECT)
    sheet = sheets_by_name(book).get(FIRST_PAGE)
    if sheet is not None:
        write_rows(sheet, *CAPTION, [[caption or None]])
    host().set_subject(book, subject)


def _write_origins(
    about: About, found: BookInputs, origins: Mapping[str, str], digests: Mapping[str, str]
) -> None:
    """Write origins into About, each with the digest of the cells and the formula for a change."""
    lines = _lines(about)
    for place in INPUTS:
        if place.name in origins and place.name in lines:
            line, rows = lines[place.name], found.rows.get(place.argument, [])
            origin = origins[place.name] if rows else not_given(place.argument)
            _write_paragraph(about, line.row, origin)
            if not line.digest:  # an older version has made the workbook
                dress(area(about.sheet, line.row, CHANGE_COLUMN), CHANGE_LOOK)
                dress(area(about.sheet, line.row, DIGEST_COLUMN), DIGEST_LOOK)
            change, formula = (
                area(about.sheet, line.row, CHANGE_COLUMN),
                change_formula(place, rows),
            )
            if change.formula != formula:  # Excel would calculate it again
                change.formula = formula
            about.write(line.row, DIGEST_COLUMN, digests[place.name])
