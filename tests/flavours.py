"""The files that the project builds, and the plan that they follow."""

from __future__ import annotations

import functools
import zipfile
from collections.abc import Mapping
from pathlib import Path

from labfolio_xl.plan.analysis import Analysis, analyse
from labfolio_xl.plan.contents import CODE_NAMES, live_sheets
from labfolio_xl.plan.inputs import sample_inputs
from labfolio_xl.plan.layout import Block, blocks
from labfolio_xl.plan.places import BOOK_CODE_NAME
from labfolio_xl.vba.modules import own_modules
from labfolio_xl.vba.project_reader import read_project
from labfolio_xl.vba.project_writer import Module
from labfolio_xl.workbook.addin import SHEET as ADDIN_SHEET
from labfolio_xl.workbook.addin import SHEET_CODE_NAME as ADDIN_SHEET_CODE_NAME
from labfolio_xl.workbook.writer import workbook_bytes

WORKBOOKS = Path(__file__).parents[1] / "workbooks"
VBA_PART = "xl/vbaProject.bin"

LIVE, LIVE_2019, ADDIN, REPORT = "live", "live, Excel 2019", "add-in", "report"
WITH_SHEETS = (LIVE, LIVE_2019, REPORT)
WITH_FORMULAS = (LIVE, LIVE_2019)
WITH_MACROS = (LIVE, LIVE_2019, ADDIN)


@functools.cache
def analysis() -> Analysis:
    """The analysis of the sample, which every flavour with sheets shows."""
    return analyse(sample_inputs())


@functools.cache
def planned_blocks() -> dict[str, Block]:
    """The tables of the plan by key."""
    return {block.key: block for block in blocks(analysis())}


def built(folder: Path) -> dict[str, Path]:
    """Every flavour by name: those that users are given as they lie there, the others made."""
    made = {LIVE_2019: folder / "labfolio-2019.xlsm", REPORT: folder / "report.xlsx"}
    made[LIVE_2019].write_bytes(workbook_bytes(analysis(), "2019"))
    made[REPORT].write_bytes(workbook_bytes(analysis(), "report"))
    return {LIVE: WORKBOOKS / "labfolio.xlsm", ADDIN: WORKBOOKS / "labfolio.xlam", **made}


def planned_code_names(flavour: str) -> dict[str, str]:
    """The code name of each sheet by the sheet's name, in order."""
    if flavour == ADDIN:
        return {ADDIN_SHEET: ADDIN_SHEET_CODE_NAME}
    return {name: CODE_NAMES[name] for name in live_sheets()}


def planned_modules(flavour: str) -> list[str]:
    """The names of the modules of a flavour's VBA project, in order."""
    addin = flavour == ADDIN
    return [
        BOOK_CODE_NAME,
        *planned_code_names(flavour).values(),
        *(module.name for module in own_modules(addin=addin)),
    ]


def vba_modules(path: Path) -> tuple[Module, ...]:
    """The modules of a built file, as they stand in its VBA project."""
    with zipfile.ZipFile(path) as file:
        return read_project(file.read(VBA_PART)).modules


def rewritten(path: Path, target: Path, changes: Mapping[str, tuple[str, str]]) -> Path:
    """Copy a file with one text replaced in each of the named parts."""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as copy:
        assert set(changes) <= set(source.namelist())
        for name in source.namelist():
            data = source.read(name)
            if name in changes:
                old, new = (text.encode() for text in changes[name])
                assert old in data, f"{name} holds no {old!r}"
                data = data.replace(old, new, 1)
            copy.writestr(name, data)
    return target
