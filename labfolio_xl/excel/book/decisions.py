"""Keep what was decided while files were read: on the sheet Check, and until it is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from labfolio_xl.blocks.cells.values import is_blank
from labfolio_xl.excel.book.cells import read_sheet, sheets_by_name
from labfolio_xl.plan.decided import CHECK, TITLE
from labfolio_xl.plan.places import INPUTS
from labfolio_xl.returns.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from labfolio_xl.plan.places import Area

__all__ = ["Loaded", "all_told", "decisions", "not_yet_told"]

# By workbook: what was loaded while the results could not be computed yet.
_WAITING: dict[str, list[tuple[Loaded, dict[str, Area]]]] = {}

# From the title of the table to its first line: what it is, and the header.
_FIRST_LINE = 3
_N_COLUMNS = 5


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a macro has written into inputs, before the results are computed.

    Attributes
    ----------
    names : collection of str
        The inputs that were filled: "Assets", ...
    notes : tuple of str
        Where they came from: "Assets: file", ...
    decided : tuple of Finding
        What was decided while the file was read.
    subject : str
        What the numbers are about now; empty if nothing says that it has changed.
    """

    names: Collection[str] = ()
    notes: tuple[str, ...] = ()
    decided: tuple[Finding, ...] = ()
    subject: str = ""

    def after(self, earlier: tuple[Finding, ...]) -> tuple[Finding, ...]:
        """The lines from before that still hold, and those of what was loaded."""
        if not self.names:
            return earlier
        others = {place.name for place in INPUTS} - set(self.names)
        return (*(line for line in earlier if _input_of(line) in others), *self.decided)

    def and_then(self, later: Loaded) -> Loaded:
        """Combine with what was loaded later, which counts where both fill the same input."""
        filled = tuple(f"{name}:" for name in later.names)
        return Loaded(
            names={*self.names, *later.names},
            notes=(*(note for note in self.notes if not note.startswith(filled)), *later.notes),
            decided=later.after(self.decided),
            subject=later.subject or self.subject,
        )


def not_yet_told(
    book: Any,
    areas: Mapping[str, Area],
    loaded: Loaded | None,
) -> Loaded:
    """Return what was loaded since the results were computed last.

    Parameters
    ----------
    book : xlwings.Book
    areas : mapping
        The cells of each input now, by its name. Where they are others than those that were
        filled, somebody has put something else there since.
    loaded : Loaded or None
        What was loaded right now.
    """
    waiting = _WAITING.setdefault(book.fullname, [])
    if loaded is not None:
        waiting.append((loaded, {name: areas[name] for name in loaded.names}))
    news = Loaded()
    for each, filled in waiting:
        if all(areas[name] == place for name, place in filled.items()):
            news = news.and_then(each)
    return news


def all_told(book: Any) -> None:
    """Forget what was loaded: it stands in the workbook now."""
    _WAITING.pop(book.fullname, None)


def decisions(book: Any, given: Collection[str]) -> tuple[Finding, ...]:
    """Return the lines about inputs that are still given.

    Parameters
    ----------
    book : xlwings.Book
    given : collection of str
        The inputs by their argument: "assets", ...
    """
    sheet = sheets_by_name(book).get(CHECK)
    cells = [] if sheet is None else read_sheet(sheet)
    first = next((row for row, line in enumerate(cells, _FIRST_LINE) if TITLE in line), len(cells))
    gone = {place.name for place in INPUTS if place.argument not in given}
    lines = []
    for row in cells[first:]:
        found = [cell for cell in row if not is_blank(cell)]
        if not found:
            break
        line = _line(row)
        if line is not None and _input_of(line) not in gone:
            lines.append(line)
    return tuple(lines)


def _line(row: list[Any]) -> Finding | None:
    """The line of a row; None if somebody has taken cells out of it."""
    cells = row[1 : 1 + _N_COLUMNS]
    if len(cells) < _N_COLUMNS or is_blank(cells[0]) or is_blank(cells[1]):
        return None
    check, item, found, severity, reading = ("" if is_blank(cell) else cell for cell in cells)
    found = found if isinstance(found, int | float) else str(found)
    return Finding(str(check), str(item), found, cast("Severity", str(severity)), str(reading))


def _input_of(line: Finding) -> str:
    """The name of the input that a line is about; empty if it is about none of them alone."""
    return next((place.name for place in INPUTS if line.item.startswith(place.name)), "")
