"""Fill the inputs of an open workbook from the files on its sheet Load, or with the sample returns.

Nothing is written into an input before all files are read and judged. What is replaced is kept
until the workbook is saved, so that it can be put back.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from labfolio_xl.blocks.cells.values import error_text, is_blank
from labfolio_xl.errors import InputError, LabfolioError
from labfolio_xl.excel.book.cells import read_sheet
from labfolio_xl.excel.book.decisions import Loaded, decisions, read_check
from labfolio_xl.excel.book.inputs import (
    BookInputs,
    parsed_inputs,
    place_of,
    require_inputs,
    require_labfolio,
    write_input,
)
from labfolio_xl.excel.book.load_settings import DECLARATIONS, LoadSettings
from labfolio_xl.excel.book.load_sheet import LoadSheet
from labfolio_xl.excel.book.obstacles import require_open_sheets
from labfolio_xl.excel.book.path import refuse_address
from labfolio_xl.excel.book.provenance import provenance, record_load
from labfolio_xl.excel.book.replaced import (
    Replaced,
    forget_replaced,
    keep_replaced,
    read_replaced,
)
from labfolio_xl.excel.book.settings import (
    changed_rows,
    read_settings,
    settings_now,
    write_settings,
)
from labfolio_xl.excel.macros.input_file import InputFile, cells_of, read_input_file
from labfolio_xl.excel.macros.refreshing import refresh, summary
from labfolio_xl.files.workbooks import sheet_names
from labfolio_xl.plan.analysis import check_inputs
from labfolio_xl.plan.inputs import sample_inputs
from labfolio_xl.plan.load import DATES, SHEET, UNIT, UNITS
from labfolio_xl.plan.places import INPUTS, LOAD, SETTINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from labfolio_xl.blocks import Rows
    from labfolio_xl.excel.book.load_sheet import LoadRow

__all__ = ["load", "load_sample", "pick_file", "preview", "restore"]

_NAV = "nav"
# What Excel does not do while inputs are written.
_HELD = {"screen_updating": False, "calculation": "manual"}
_NOT_KEPT = "The inputs from before could not be kept, so that Restore cannot put them back."


def pick_file(book: Any, name: str, path: str, say: Callable[[str], None]) -> str:
    """Write the path of a file into the row of its input, and tell there what is in it.

    Returns
    -------
    str
        An empty text, because the answer stands on the sheet.
    """
    place = place_of(name)
    refuse_address(path)
    sheet = _sheet(book)
    row = sheet.choose(place, path)
    _, refused = _read(book, sheet, [row], say)
    if refused:
        raise refused[0]
    return ""


def preview(book: Any, say: Callable[[str], None]) -> str:
    """Read the files that the sheet Load names, and tell there what is in them.

    No input is written.
    """
    sheet = _sheet(book)
    files, refused = _read(book, sheet, sheet.rows(), say)
    if refused:
        raise InputError(" ".join(str(mistake) for mistake in refused))
    _judge_together(book, files)
    read = ", ".join(f"{file.path.name} for {file.name}" for file in files)
    return f"Read: {read}. Nothing is written yet; press Load to write."


def load(book: Any, say: Callable[[str], None]) -> str:
    """Write the files that the sheet Load names into the inputs, all together, and refresh."""
    sheet = _sheet(book)
    files, refused = _read(book, sheet, sheet.rows(), say)
    if refused:
        raise _nothing_loaded(refused)
    try:
        _judge_together(book, files)
    except LabfolioError as mistake:
        raise _nothing_loaded([mistake]) from mistake
    say("Writing the inputs")
    new = {file.name: file.read.rows for file in files}
    settings = _settings(files)
    said = _replace(book, new, settings)
    decided = tuple(line for file in files for line in file.read.decided)
    record_load(book, {file.name: file.read.source for file in files})
    loaded = Loaded(names=tuple(new), decided=decided)
    names = [f"{file.name} loaded from {file.path.name}" for file in files]
    return _refreshed(book, say, loaded, names, said)


def load_sample(book: Any, say: Callable[[str], None]) -> str:
    """Fill all inputs with the sample returns and refresh; return the closing sentence."""
    require_labfolio(book)
    sample = sample_inputs()
    inputs = {place.name: cells_of(getattr(sample, place.argument)) for place in INPUTS}
    _replace(book, inputs, {**dict.fromkeys(DECLARATIONS), **sample.settings.given})
    origins = {place.name: sample.origins.get(place.argument, "") for place in INPUTS}
    record_load(book, origins, sample.subject, (*sample.notes, *sample.cautions))
    loaded = Loaded(names=tuple(inputs))
    return summary(refresh(book, say, loaded=loaded))


def restore(book: Any, say: Callable[[str], None]) -> str:
    """Put back the inputs, the settings and the origins that were replaced last, and refresh."""
    require_labfolio(book)
    kept = read_replaced(book)
    if kept is None:
        raise InputError(
            "Restore: there is nothing to put back; no inputs were replaced since the workbook was "
            "saved."
        )
    require_inputs(book, kept.inputs)
    said = _write(book, kept.inputs, kept.settings, _now(book, kept.inputs))
    record_load(book, kept.origins, kept.subject, kept.notes)
    loaded = Loaded(names=tuple(kept.inputs), decided=kept.decided)
    forget_replaced(book.fullname)
    names = [f"{' and '.join(kept.inputs)} restored"]
    return _refreshed(book, say, loaded, names, said)


class _File(NamedTuple):
    """A file that was read for the input of a row."""

    name: str
    path: Path
    settings: LoadSettings
    read: InputFile


def _sheet(book: Any) -> LoadSheet:
    """Return the sheet Load of a workbook whose inputs can be loaded."""
    require_labfolio(book)
    sheet = LoadSheet(book)
    require_open_sheets([sheet.sheet])
    return sheet


def _read(
    book: Any, sheet: LoadSheet, rows: Sequence[LoadRow], say: Callable[[str], None]
) -> tuple[list[_File], list[LabfolioError]]:
    """Read the files of some rows, and tell in each row what was found, or why it is refused.

    Raises
    ------
    InputError
        No row names a file.
    """
    files: list[_File] = []
    refused: list[LabfolioError] = []
    for row in rows:
        if not row.file:
            sheet.tell(row.place)
            sheet.list_sheets(row.place, [])
            continue
        path = sheet.path_of(row)
        say(f"Reading {path.name}")
        try:
            refuse_address(row.file)
            sheet.list_sheets(row.place, sheet_names(path, row.place.argument))
            settings = _settings_of(book, row)
            read = read_input_file(path, settings, _assets(book, files))
        except LabfolioError as mistake:
            told = type(mistake)(_with_column(str(mistake), row))
            sheet.tell(row.place, message=str(told))
            refused.append(told)
        else:
            sheet.tell(row.place, found=read.found)
            files.append(_File(row.place.name, path, settings, read))
    if not files and not refused:
        raise InputError(
            f"{LOAD}: no file is named; choose one with File... in the row of an input."
        )
    return files, refused


def _assets(book: Any, files: Sequence[_File]) -> list[str]:
    """Return the names of the assets: those of a file that was read, or else of the sheet."""
    place = INPUTS[0]
    read = [file.read.rows for file in files if file.settings.argument == place.argument]
    rows = read[0] if read else read_sheet(book.sheets[place.sheet])[place.row :]
    names = rows[0][1:] if rows else []
    return [str(name) for name in names if not is_blank(name)]


def _settings_of(book: Any, row: LoadRow) -> LoadSettings:
    """Return the choices of a row; what a portfolio is worth stands on the sheet Settings."""
    nav = settings_now(book, [_NAV])[_NAV] if row.place.argument == "weights" else None
    return LoadSettings.of_row(row.place.argument, row.choices, None if is_blank(nav) else nav)


def _with_column(sentence: str, row: LoadRow) -> str:
    """Return a refusal that names an option, with the column in which the option is chosen."""
    columns = {UNITS[row.place.argument]: UNIT, "dates": DATES, "sheet": SHEET}
    for name, title in columns.items():
        if f"{name}=" in sentence:
            return f"{sentence} Choose it in the column {title}."
    return sentence


def _nothing_loaded(mistakes: Sequence[LabfolioError]) -> LabfolioError:
    told = " ".join(str(mistake) for mistake in mistakes)
    return type(mistakes[0])(f"Nothing was loaded. {told}")


def _judge_together(book: Any, files: Sequence[_File]) -> None:
    """Let the input gate judge assets and factors together, with the rate and the weights.

    Where only one of the two is loaded, the other may be loaded next; the refresh then tells that
    they do not fit yet.

    Raises
    ------
    LabfolioError
        The files do not fit together, such as by their dates.
    """
    rows = {file.settings.argument: file.read.rows for file in files}
    if "assets" not in rows or "factors" not in rows:
        return
    settings, _ = read_settings(book)
    rows[SETTINGS.argument] = changed_rows(settings, _settings(files))
    check_inputs(parsed_inputs(book, BookInputs(rows, {})))


def _settings(files: Sequence[_File]) -> dict[str, Any]:
    """Return the settings that follow the files: the cells have decimal returns afterwards."""
    found: dict[str, Any] = {}
    for file in files:
        found |= {**file.settings.of_workbook, **file.read.settled}
    return found


def _replace(book: Any, new: Mapping[str, Rows], settings: Mapping[str, Any]) -> list[str]:
    """Write inputs and settings, and keep what they replace; return sentences for the user."""
    require_inputs(book, new)
    before = _now(book, new)
    arguments = [place.argument for place in INPUTS]
    lines = [
        line for line in decisions(read_check(book), arguments) if line.item.startswith(tuple(new))
    ]
    true_now = provenance(book)
    replaced = Replaced(
        inputs=before,
        settings=settings_now(book, settings),
        origins={name: true_now.origins[name] for name in new},
        subject=true_now.recorded_subject,
        notes=true_now.notes,
        decided=tuple(lines),
    )
    is_kept = keep_replaced(book, replaced)
    said = _write(book, new, settings, before)
    return said if is_kept else [*said, _NOT_KEPT]


def _now(book: Any, names: Iterable[str]) -> dict[str, Rows]:
    """Return the cells of inputs as they can be written again; no rows for an empty sheet."""
    found: dict[str, Rows] = {}
    for place in map(place_of, names):
        cells = read_sheet(book.sheets[place.sheet])[place.row :]
        rows = [[None if error_text(c) else c for c in row[place.column :]] for row in cells]
        found[place.name] = [] if all(is_blank(c) for row in rows for c in row) else rows
    return found


def _write(
    book: Any, new: Mapping[str, Rows], settings: Mapping[str, Any], before: Mapping[str, Rows]
) -> list[str]:
    """Write inputs and settings together, or none of them if an error happens."""
    written: list[str] = []
    with _calculation_held(book.app):
        try:
            for name, rows in new.items():
                write_input(book, place_of(name), rows)
                written.append(name)
            return write_settings(book, settings)
        except Exception:
            for name in written:
                with suppress(Exception):  # the first error is reported
                    write_input(book, place_of(name), before[name])
            raise


@contextmanager
def _calculation_held(app: Any) -> Iterator[None]:
    """Calculate nothing and draw nothing in the block; set both back whatever happens.

    On Windows the VBA does so too. On a Mac it has ended before Python begins.
    """
    before = {}
    for name, value in _HELD.items():
        with suppress(Exception):  # Excel refuses while a cell is edited
            before[name] = getattr(app, name)
            setattr(app, name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            with suppress(Exception):
                setattr(app, name, value)


def _refreshed(
    book: Any, say: Callable[[str], None], loaded: Loaded, done: Sequence[str], said: Sequence[str]
) -> str:
    """Refresh, and return the closing sentence, which begins with what was done."""
    first = ". ".join(done)
    try:
        refreshed = refresh(book, say, loaded=loaded)
    except LabfolioError as mistake:
        # The other input may be loaded next, such as factors of the same years as the assets.
        text = f"{first}; the results cannot be computed yet: {mistake}"
        raise type(mistake)(" ".join([text, *said])) from mistake
    return " ".join([f"{first}.", *said, summary(refreshed)])
