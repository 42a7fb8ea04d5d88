"""Steps: Refresh and the macros that fill the inputs; results, names and charts follow."""

from __future__ import annotations

import csv
import random
from typing import TYPE_CHECKING, Any

from labfolio_xl.blocks.cells.values import read_date
from labfolio_xl.excel.book.cells import area
from labfolio_xl.excel.book.inputs import parsed_inputs, read_inputs
from labfolio_xl.excel.checks_in_excel.charting import compare_charts
from labfolio_xl.excel.checks_in_excel.faults import Fault
from labfolio_xl.excel.checks_in_excel.formulas import refuse_mistakes
from labfolio_xl.excel.checks_in_excel.macro_run import run_macro
from labfolio_xl.excel.checks_in_excel.plan import planned_blocks
from labfolio_xl.excel.checks_in_excel.step import Step, step
from labfolio_xl.excel.checks_in_excel.values import (
    calculate_full,
    differences,
    differs,
    mistakes,
    read_book,
)
from labfolio_xl.excel.macros.checking import SHEET as CHECK_NUMBERS
from labfolio_xl.plan.analysis import analyse
from labfolio_xl.plan.charts import charts
from labfolio_xl.plan.contents import CONTENTS
from labfolio_xl.plan.layout import blocks
from labfolio_xl.plan.places import INPUTS, LOAD

if TYPE_CHECKING:
    from pathlib import Path

    from labfolio_xl.excel.checks_in_excel.session import Session

__all__ = ["STEPS"]

REFRESHED = "Refreshed with labfolio_xl"
ROWS_AWAY = 20
# Names that Excel would turn into formulas or numbers.
AWKWARD = ["=1+1", "600519", "+A1", "-B", "1e5", "@C", "2024-01-02"]
# These sheets show the time of the last refresh or the last comparison.
CHANGING = ("About", CHECK_NUMBERS)
RESULTS = tuple(contents.sheet for contents in CONTENTS)


@step("Refresh")
def press_refresh(session: Session) -> str:
    """Refresh over the same inputs leaves every number as it is."""
    before = read_book(session.book, CHANGING)
    sentence = run_macro(session, "LabfolioRefresh", begins=REFRESHED)
    if changed := differences(before, read_book(session.book, CHANGING)):
        raise Fault("; ".join(changed))
    return sentence


@step("Refresh in manual calculation")
def refresh_in_manual_mode(session: Session) -> str:
    """In manual mode, Refresh updates every cell after an edit, and keeps the manual mode."""
    app, cell = session.app, _first_return(session.book)
    mode, old = app.calculation, cell.value
    before = read_book(session.book, CHANGING)
    app.calculation = "manual"
    try:
        cell.value = [[float(old) + 0.01]]
        run_macro(session, "LabfolioRefresh", begins=REFRESHED)
        shown = read_book(session.book, CHANGING)
        calculate_full(app)
        if stale := differences(shown, read_book(session.book, CHANGING)):
            raise Fault(f"stale: {'; '.join(stale)}")
        if not any(text.startswith("Betas:") for text in differences(before, shown)):
            raise Fault("the betas did not follow the input that was edited")
    finally:
        app.calculation = mode
        cell.value = [[old]]
    return "followed, and no stale cell"


@step("Refresh follows shorter inputs")
def refresh_shorter(session: Session) -> str:
    """After rows were deleted, names, tables and charts equal those of a new workbook."""
    book, before = session.book, read_inputs(session.book).areas
    for place in INPUTS[:2]:
        old = before[place.name]
        row = old.last_row - ROWS_AWAY + 1
        area(book.sheets[place.sheet], row, 0, ROWS_AWAY, old.n_columns).clear_contents()
    run_macro(session, "LabfolioRefresh", begins=REFRESHED)
    for name, now in read_inputs(book).areas.items():
        if book.names[name].refers_to != now.address:
            raise Fault(f"{name} stands for {book.names[name].refers_to}, not for {now.address}")
    _check_as_new(book)
    return f"{ROWS_AWAY} rows less"


@step("Preview")
def preview_file(session: Session) -> str:
    """The sheet Load tells what is in a file, and no input is written."""
    path = session.folder / "returns.csv"
    _write_returns(session, path)
    before = read_book(session.book, (*CHANGING, LOAD))
    _choose(session, path)
    sentence = run_macro(session, "LabfolioPreview", begins="Read: returns.csv for Assets")
    if changed := differences(before, read_book(session.book, (*CHANGING, LOAD))):
        raise Fault("; ".join(changed))
    return sentence.partition(".")[0]


@step("Load")
def load_returns(session: Session) -> str:
    """A file fills an input; names that look like formulas or numbers stay text."""
    path = session.folder / "returns.csv"
    _write_returns(session, path)
    sentence = _load(session, path)
    rows = read_inputs(session.book).rows["assets"]
    if list(rows[0][1 : len(AWKWARD) + 1]) != AWKWARD:
        raise Fault(f"the names became {rows[0][1 : len(AWKWARD) + 1]!r}")
    refuse_mistakes(session.book)
    _check_as_new(session.book)
    return sentence.partition(".")[0]


@step("Restore")
def restore_inputs(session: Session) -> str:
    """The inputs that were replaced stand there again, with the results that they had."""
    before = read_inputs(session.book).rows
    _load(session, session.folder / "returns.csv")
    # LabfolioRestore asks for confirmation and then runs this macro.
    sentence = run_macro(session, "RestoreInputs", begins="Assets restored.")
    if read_inputs(session.book).rows != before:
        raise Fault("the inputs are not those from before")
    refuse_mistakes(session.book)
    _check_as_new(session.book)
    return sentence.partition(".")[0]


@step("Decimal comma")
def use_decimal_comma(session: Session) -> str:
    """With a decimal comma the same file and the same formulas give the same numbers."""
    api = session.app.api
    before = (api.UseSystemSeparators, api.DecimalSeparator, api.ThousandsSeparator)
    path = session.folder / "comma.csv"
    _write_returns(session, path)
    _load(session, path)
    shown = read_book(session.book, CHANGING)
    try:
        # In this order the two separators are never the same.
        api.ThousandsSeparator, api.DecimalSeparator = " ", ","
        api.UseSystemSeparators = False
        _load(session, path)
        calculate_full(session.app)
        changed = differences(shown, read_book(session.book, CHANGING))
    finally:
        api.DecimalSeparator, api.ThousandsSeparator = before[1:]
        api.UseSystemSeparators = before[0]
    if changed:
        raise Fault("; ".join(changed))
    return f"the system's own is {before[1]!r}"


@step("Sample")
def load_sample(session: Session) -> str:
    """The sample returns fill all inputs again, and every table is that of the template."""
    # LabfolioSample asks for confirmation and then runs this macro.
    sentence = run_macro(session, "ReplaceBySample", begins=REFRESHED)
    refuse_mistakes(session.book)
    _check_as_new(session.book)
    block = planned_blocks()["betas"]
    shown = area(session.book.sheets[block.area.sheet], block.area.row, block.area.column + 1, 2)
    if differs(shown.raw_value[1][0], block.cells[1][1]):
        raise Fault("the betas are not those of the template")
    return sentence


def _choose(session: Session, path: Path) -> None:
    """Choose the file of the assets; the dialog that asks for its path is left out."""
    session.book.macro("PickFile")("Assets", str(path))


def _load(session: Session, path: Path) -> str:
    """Load the assets from a file, and return the closing sentence."""
    _choose(session, path)
    return run_macro(session, "LabfolioLoadFiles", begins="Assets loaded from")


def _first_return(book: Any) -> Any:
    place = INPUTS[0]
    return area(book.sheets[place.sheet], place.row + 1, place.column + 1)


def _write_returns(session: Session, path: Path) -> None:
    """Write a file of returns on the dates of the factors, under awkward names."""
    rows = read_inputs(session.book).rows["factors"]
    numbers = random.Random(7)  # noqa: S311  # not used for security
    with path.open("w", encoding="ascii", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["date", *AWKWARD, "D", "E", "F"])
        for row in rows[1:]:
            returns = [numbers.gauss(0.0, 0.01) for _ in range(len(AWKWARD) + 3)]
            writer.writerow([str(read_date(row[0])), *map(repr, returns)])


def _check_as_new(book: Any) -> None:
    """Compare tables and charts with those of a new workbook over the inputs that stand there."""
    made = {b.key: b for b in blocks(analyse(parsed_inputs(book, read_inputs(book))))}
    shown = read_book(book)
    if found := list(mistakes({name: shown[name] for name in RESULTS})):
        raise Fault(found[0])
    for block in made.values():
        place = block.area
        for i, expected in enumerate(block.cells):
            row = shown[place.sheet][place.row + i][place.column :]
            if any(differs(cell, value) for cell, value in zip(row, expected, strict=False)):
                raise Fault(f"{place.sheet}, {block.formula.text}: row {i + 1} is another")
    compare_charts(book, charts(made))


STEPS: tuple[Step, ...] = (
    press_refresh,
    refresh_in_manual_mode,
    refresh_shorter,
    preview_file,
    load_returns,
    restore_inputs,
    use_decimal_comma,
    load_sample,
)
