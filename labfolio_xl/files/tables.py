"""Read tables of returns, prices or values from files."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

import pandas as pd

from labfolio_xl.blocks import Origin, parse_table
from labfolio_xl.blocks.cells.values import is_blank, read_number
from labfolio_xl.errors import InputError
from labfolio_xl.files.cells import cell_name, is_text, read_cells
from labfolio_xl.files.child import FileReader
from labfolio_xl.files.joined import join
from labfolio_xl.files.paths import find_files, short_names
from labfolio_xl.options import AssetsAre, DateOrder, FactorsAre, FrequencyName, check_option
from labfolio_xl.returns.dates.index import may_be_date
from labfolio_xl.returns.findings import Findings
from labfolio_xl.returns.frequency.detection import find_frequency
from labfolio_xl.returns.units.judgement import judge

if TYPE_CHECKING:
    from pathlib import Path

    from labfolio_xl.blocks import Rows
    from labfolio_xl.blocks.cells.origin import Row
    from labfolio_xl.files.paths import Paths
    from labfolio_xl.returns.tables.input_table import InputTable

__all__ = ["has_dates", "has_number", "read_table", "read_unjudged"]


def read_table(
    path: Paths,
    *,
    sheet: str | None = None,
    cells: str | None = None,
    are: AssetsAre | FactorsAre | None = None,
    dates: DateOrder | None = None,
    frequency: FrequencyName | None = None,
    argument: str = "assets",
) -> InputTable:
    """Read returns, prices or other numbers by date from a file, as ``labfolio-xl report`` does.

    Files of data vendors can be read as they are: the table is found among titles, footers and
    other tables; its dates, its unit and its frequency are judged, and ``findings`` says what was
    decided. All functions take the result in place of a frame.

    Parameters
    ----------
    path : str, Path, or a sequence of them
        A workbook (.xlsx, .xlsm, .xlsb, .xls, .ods) or text (.csv, .txt, .tsv). Several files, a
        folder, or a pattern such as ``"prices/*.csv"`` are joined by date; a price history has
        the name of its file.
    sheet : str, optional
        The sheet of a workbook, without regard to case; by default the first one, or the only
        one that has a table with dates.
    cells : str, optional
        The part of the sheet that has the table, such as "B3:H200" or "B:H", if it is not to be
        found.
    are : {"returns", "percent", "prices", "values"}, optional
        What the numbers are. Without it, they are decimal returns, unless the file says percent
        or holds price histories. Numbers that do not look like this are an error.
    dates : {"dmy", "mdy"}, optional
        The order of day and month, if the dates of the file do not show it.
    frequency : {"daily", "weekly", "monthly", "quarterly", "yearly"}, optional
        The frequency of the returns. The rows of several files for one period are then matched
        on whichever days they are dated.
    argument : str
        The name of the argument in messages.

    Returns
    -------
    InputTable
        ``frame``: ascending dates, names, float64, returns decimal, NaN is missing. ``kind``,
        ``unit``, ``frequency``, ``findings``, and the ``source`` with its SHA-256.

    Raises
    ------
    InputError
        A file cannot be read or has no table; dates can be read in two ways; a cell holds text
        instead of a number; the unit is in doubt; several files do not fit together.

    Examples
    --------
    >>> from importlib.resources import files
    >>> table = read_table(files("labfolio_xl") / "data" / "sample_assets.csv")
    >>> table.frame.shape, table.kind, table.frequency
    ((249, 20), 'returns', 'daily')
    """
    settled = None if are is None else cast("FactorsAre", check_option(are, FactorsAre, "are"))
    table = read_unjudged(
        path,
        sheet=sheet,
        cells=cells,
        are=settled,
        dates=dates,
        frequency=frequency,
        argument=argument,
    )
    findings = Findings(doubts="refuse", lines=list(table.findings))
    table = judge(table, Origin(argument).subject, settled, findings)
    found = find_frequency(pd.DatetimeIndex(table.frame.index))
    often = table.frequency or (found.name if found else None)
    return replace(table, findings=tuple(findings.lines), frequency=often)


def read_unjudged(
    path: Paths,
    *,
    sheet: str | None = None,
    cells: str | None = None,
    are: str | None = None,
    dates: str | None = None,
    frequency: str | None = None,
    argument: str = "assets",
) -> InputTable:
    """Read a table as :func:`read_table` does, but do not judge its unit.

    The unit is judged later, together with that of the other table.

    Raises
    ------
    InputError
        As :func:`read_table`, except doubts about the unit.
    """
    order = cast("DateOrder | None", dates and check_option(dates, DateOrder, "dates"))
    if frequency is not None:
        check_option(frequency, FrequencyName, "frequency")
    files = find_files(path, argument)
    tables = []
    with FileReader(argument) as reader:
        for file in files:
            # Among several files, the sheet is that of the workbooks.
            own = None if len(files) > 1 and is_text(file) else sheet
            try:
                tables.append(
                    _read_one(reader, file, own, are, order, argument=argument, within=cells)
                )
            except InputError as mistake:
                if len(files) == 1 or str(file) in str(mistake):
                    raise
                raise _in_file(mistake, file) from None
    if len(tables) == 1:
        return tables[0]
    return join(tables, short_names(files), argument, are, by_period=frequency is not None)


def has_dates(rows: Rows) -> bool:
    """Whether a row begins with a date and has a number beside it."""
    return any(map(_is_dated, rows))


def has_number(row: Row) -> bool:
    """Whether a cell of a row is a number."""
    return any(not is_blank(cell) and read_number(cell) is not None for cell in row)


def _is_dated(row: Row) -> bool:
    place = next((place for place, cell in enumerate(row) if not is_blank(cell)), len(row))
    rest = row[place + 1 :]
    return bool(rest) and may_be_date(row[place]) and has_number(rest)


def _read_one(
    reader: FileReader,
    file: Path,
    sheet: str | None,
    are: str | None,
    order: DateOrder | None,
    *,
    argument: str,
    within: str | None,
) -> InputTable:
    cells = read_cells(reader, file, sheet, argument, has_dates, cells=within)
    table = parse_table(
        cells.rows,
        argument=argument,
        order=order,
        text_file=cells.is_text,
        date_system=cells.date_system,
        where=cell_name,
        noun="price" if are == "prices" else "return",
        name=file.stem,
    )
    return replace(table, findings=(*cells.findings, *table.findings), source=cells.source)


def _in_file(mistake: InputError, file: Path) -> InputError:
    """The error with the name of the file added to its sentence."""
    argument, _, rest = str(mistake).partition(": ")
    return type(mistake)(f'{argument}: "{file}": {rest}')
