"""Keep the decisions that were made while files were read, in memory and on the sheet Check."""

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

__all__ = ["Loaded", "decisions", "forget_loaded", "loaded_since_refresh", "read_check"]

# The inputs that were loaded since the last refresh with results, by the workbook.
_WAITING: dict[str, list[tuple[Loaded, dict[str, Area]]]] = {}

# The number of rows from the title of the table to its first line.
_FIRST_LINE = 3
_N_COLUMNS = 5


@dataclass(frozen=True, slots=True)
class Loaded:
    """Inputs that a macro has filled before the results are computed.

    Attributes
    ----------
    names : collection of str
        The inputs that were filled, such as "Assets".
    decided : tuple of Finding
        The decisions that were made while the file was read.
    """

    names: Collection[str] = ()
    decided: tuple[Finding, ...] = ()

    def after(self, earlier: tuple[Finding, ...]) -> tuple[Finding, ...]:
        """Return the lines from before that are still true, and the lines of the loaded inputs."""
        if not self.names:
            return earlier
        others = {place.name for place in INPUTS} - set(self.names)
        return (*(line for line in earlier if _input_of(line) in others), *self.decided)

    def followed_by(self, later: Loaded) -> Loaded:
        """Combine with inputs that were loaded later and replace earlier ones of the same name."""
        return Loaded({*self.names, *later.names}, later.after(self.decided))


def loaded_since_refresh(
    book: Any,
    areas: Mapping[str, Area],
    loaded: Loaded | None,
) -> Loaded:
    """Return the inputs that were loaded since the results were last computed.

    Parameters
    ----------
    book : xlwings.Book
    areas : mapping
        The cells of each input now, by its name. If they differ from the cells that were filled,
        a user has put other data there since.
    loaded : Loaded or None
        The inputs that the running macro has loaded.
    """
    waiting = _WAITING.setdefault(book.fullname, [])
    if loaded is not None:
        waiting.append((loaded, {name: areas[name] for name in loaded.names}))
    news = Loaded()
    for each, filled in waiting:
        if all(areas[name] == place for name, place in filled.items()):
            news = news.followed_by(each)
    return news


def forget_loaded(book: Any) -> None:
    """Forget the loaded inputs, because the workbook shows their lines now."""
    _WAITING.pop(book.fullname, None)


def read_check(book: Any) -> list[list[Any]]:
    """Return the cells of the sheet Check; none if there is no such sheet."""
    sheet = sheets_by_name(book).get(CHECK)
    return [] if sheet is None else read_sheet(sheet)


def decisions(cells: list[list[Any]], given: Collection[str]) -> tuple[Finding, ...]:
    """Return the lines of the sheet Check that are about inputs which are still given.

    Parameters
    ----------
    cells : list of list
        The cells of the sheet.
    given : collection of str
        The arguments of these inputs, such as "assets".
    """
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
    """Return the line that a row holds; None if a user has removed cells of it."""
    cells = row[1 : 1 + _N_COLUMNS]
    if len(cells) < _N_COLUMNS or is_blank(cells[0]) or is_blank(cells[1]):
        return None
    check, item, found, severity, reading = ("" if is_blank(cell) else cell for cell in cells)
    found = found if isinstance(found, int | float) else str(found)
    return Finding(str(check), str(item), found, cast("Severity", str(severity)), str(reading))


def _input_of(line: Finding) -> str:
    """Return the name of the input that a line is about; empty if it is not about one input."""
    return next((place.name for place in INPUTS if line.item.startswith(place.name)), "")
