"""The layout of the result sheets, which the writer of workbooks and Refresh share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from labfolio_xl.blocks import ERROR_MARK, Rows
from labfolio_xl.plan.analysis import Analysis
from labfolio_xl.plan.contents import CONTENTS, MOST_ASSETS_OF_A_GRID, ContentsTable, SheetContents
from labfolio_xl.plan.decided import CHECK, TITLE, as_row, decided
from labfolio_xl.plan.formulas import Formula
from labfolio_xl.plan.places import Area
from labfolio_xl.plan.slots import (
    FIRST_PAGE,
    FIRST_PAGE_PIXELS,
    LEFT_OF_TABLES,
    PAGE_COLUMNS,
    chart_rows,
    rows_above,
)
from labfolio_xl.plan.status import status
from labfolio_xl.plan.wording import COMPLETE
from labfolio_xl.sheet.shown import ShownTable

__all__ = ["FIRST_NOTE", "Block", "Cells", "Page", "blocks", "pages"]

# On every result sheet the first column is a narrow margin.
_FIRST_COLUMN = 1
FIRST_NOTE = 2  # the row of the first paragraph, below title and status
# The number of rows from the last row of a table to the header of the next: a gap, its title and
# its formula.
_BETWEEN = 4
# The width that an error message in the place of a table may cover, and that of a narrow column.
_MESSAGE, _NARROW = 162.0, 9.0
_TITLE_ABOVE = 2
# How many rows and columns of a table go to paper: some two pages, enough for the assets of most
# portfolios. Whoever needs the rest clears the print area.
_MOST_PRINTED = 80

# The style of a column by its header, for the headers that many functions share. Each function
# declares the styles of its own headers.
_BY_HEADER = {
    "date": "date",
    "alpha": "return",
    "exposure": "beta",
    "weight": "weight",
    "t": "t",
    "p": "p",
    "p (Holm)": "p",
    "R-squared (time series)": "number",
    "dates": "count",
    **dict.fromkeys(("asset", "factor", "term", "item", "check", "part", "test"), "text"),
    # Texts to the right of numbers have an indent.
    **dict.fromkeys(
        ("reading", "inference", "verdict", "severity", "rule", "null", "distribution"),
        "text_after",
    ),
}


@dataclass(frozen=True, slots=True)
class Cells:
    """A table on a result sheet: its place, and its cells.

    Attributes
    ----------
    key : str
        Charts and Refresh find the table by this key.
    title : str
    area : Area
        The cells of the table, header included.
    cells : rows
        A header row and rows of values, or one cell with an error message.
    about : ShownTable
        How the table is shown, such as the widths beyond which texts are broken into lines.
    """

    key: str
    title: str
    area: Area
    cells: Rows
    about: ShownTable

    @property
    def style(self) -> str:
        """The style of columns whose header has none."""
        return self.about.style

    @property
    def widest(self) -> Mapping[str, float]:
        """By header: the width of a column beyond which its texts are broken into lines."""
        return self.about.widest

    @property
    def failed(self) -> bool:
        """Whether an error message stands in the place of the result."""
        first = self.cells[0][0]
        return isinstance(first, str) and first.startswith(ERROR_MARK)

    @property
    def mistake(self) -> str:
        """The error message, without its mark."""
        return str(self.cells[0][0]).removeprefix(ERROR_MARK)

    @property
    def header(self) -> list[str]:
        """The texts of the first row."""
        return [str(cell) for cell in self.cells[0]]

    @property
    def styles(self) -> list[str]:
        """The style of each column."""
        return [
            self.formats.get(name, self.style) + ("_wrapped" if name in self.widest else "")
            for name in self.header
        ]

    @property
    def formats(self) -> Mapping[str, str]:
        """The styles by header."""
        return _BY_HEADER

    def column(self, name: str | int) -> Area:
        """The values of a column, without its header."""
        place = name if isinstance(name, int) else self.header.index(name)
        area = self.area
        return Area(area.sheet, area.row + 1, area.column + place, area.n_rows - 1)

    def head(self, name: str | int) -> Area:
        """The header cell of a column."""
        place = name if isinstance(name, int) else self.header.index(name)
        return Area(self.area.sheet, self.area.row, self.area.column + place)


@dataclass(frozen=True, slots=True)
class Block(Cells):
    """A table that a formula returns.

    Attributes
    ----------
    formula : Formula
    """

    formula: Formula

    @property
    def formats(self) -> Mapping[str, str]:
        """The styles by header, those of the function first."""
        return {**_BY_HEADER, **self.formula.entry.formats}


@dataclass(frozen=True, slots=True)
class Page:
    """A result sheet: the texts above the tables, and the tables.

    Attributes
    ----------
    title : str
    status : str
        What the input gate says about the inputs as the sheets hold them.
    decided : Cells or None
        The decisions of the input gate, above the other tables of the sheet Check. No formula can
        return them, since the input sheets hold only their outcome.
    header_row : int or None
        The row of the headers, if all of them stand in one row.
    first_chart : int
        The row of the first chart, on a sheet that has charts.
    papers : tuple of Area
        The areas that each take pages of their own when the sheet is printed.
    is_apart : bool
        Whether the stacks of tables stand apart, each on pages of its own.
    is_cut : bool
        Whether rows of a long table, or columns of a wide grid, are left out on paper.
    """

    sheet: str
    title: str
    status: str
    notes: tuple[str, ...]
    blocks: tuple[Block, ...]
    decided: Cells | None
    header_row: int | None
    first_chart: int
    papers: tuple[Area, ...]
    is_apart: bool
    is_cut: bool

    @property
    def tables(self) -> tuple[Cells, ...]:
        """All tables; the one without a formula stands first."""
        return self.blocks if self.decided is None else (self.decided, *self.blocks)

    @property
    def one_header(self) -> bool:
        """Whether the headers of all tables stand in one row."""
        return len({block.area.row for block in self.blocks}) == 1


def pages(
    analysis: Analysis,
    rows: Mapping[str, Rows] | None = None,
    written: Mapping[str, Formula] | None = None,
) -> tuple[Page, ...]:
    """The result sheets in order, each formula evaluated once.

    Parameters
    ----------
    analysis : Analysis
    rows : mapping, optional
        The raw cells of inputs and settings in an open workbook, by argument. Without them the
        functions are called with the tables of the analysis.
    written : mapping, optional
        By the key of a table: the formula that a user wrote instead of the original one.
    """
    calls = {**FORMULAS, **(written or {})}
    said = status(analysis, rows)
    return tuple(_page(contents, analysis, rows, calls, said) for contents in CONTENTS)


def blocks(analysis: Analysis) -> tuple[Block, ...]:
    """Every table of every result sheet, with its formula and its place."""
    return tuple(block for page in pages(analysis) for block in page.blocks)


def _page(
    contents: SheetContents,
    analysis: Analysis,
    rows: Mapping[str, Rows] | None,
    calls: Mapping[str, Formula],
    said: str,
) -> Page:
    notes = _notes(contents, analysis)
    beside = contents.sheet in LEFT_OF_TABLES
    charts = FIRST_NOTE + len(notes)
    top = charts + rows_above(contents.sheet) + _TITLE_ABOVE
    column = _FIRST_COLUMN + (PAGE_COLUMNS + 1 if beside else 0)
    stacks: list[tuple[Block, ...]] = []
    for stack in contents.stacks:
        shown = [table for table in stack if not (table.shown.is_grid and _is_large(analysis))]
        blocks = []
        for table in shown:
            call = calls[table.key]
            cells = call.answer(analysis) if rows is None else call.evaluate(rows)
            blocks.append(_block(table, call, cells, (contents.sheet, top, column)))
        stacked = tuple(_below_each_other(blocks))
        stacks += [stacked] if stacked else []
        # The paragraph above the first stack takes PAGE_COLUMNS columns, and so does an error
        # message.
        any_failed = any(block.failed for block in stacked)
        least = (
            column + PAGE_COLUMNS + 1
            if any_failed or (contents.about.apart and not stacks[1:])
            else 0
        )
        column = max([least, *(block.area.last_column + 2 for block in stacked)])
    stacks = _one_below_another_if_all_failed(stacks)
    one_each = all(len(stack) == 1 for stack in contents.stacks)
    blocks = [block for stack in stacks for block in stack]
    decisions = _decisions(analysis, blocks) if contents.sheet == CHECK else None
    placed = tuple(_below(blocks, decisions))
    tables: list[Cells] = [*([] if decisions is None else [decisions]), *placed]
    whole = list(_papers(contents, stacks, tables, top))
    papers = [_cut(paper, top) for paper in whole]
    return Page(
        contents.sheet,
        contents.about.title,
        said,
        notes,
        blocks=placed,
        decided=decisions,
        header_row=top if one_each else None,
        first_chart=top + 1 if beside else charts,
        papers=tuple(papers),
        is_apart=contents.about.apart,
        is_cut=beside or papers != whole,
    )


def _is_large(analysis: Analysis) -> bool:
    return analysis.data_report.n_assets > MOST_ASSETS_OF_A_GRID


def _below_each_other(blocks: list[Block]) -> Iterator[Block]:
    """Yield the blocks, each moved below the one before."""
    row = blocks[0].area.row if blocks else 0
    for block in blocks:
        area = replace(block.area, row=row)
        yield replace(block, area=area)
        row = area.last_row + _BETWEEN


def _decisions(analysis: Analysis, blocks: list[Block]) -> Cells | None:
    """Return the table of decisions in the place of the first block; None if there are none."""
    first = blocks[0]
    lines = decided(analysis, first.cells)
    cells = [first.cells[0], *map(as_row, lines)]
    area = replace(first.area, n_rows=len(cells))
    table = Cells("decided", TITLE, area, cells, first.about)
    return table if lines else None


def _below(blocks: list[Block], table: Cells | None) -> Iterator[Block]:
    """Yield the blocks, moved down below a table if there is one."""
    for block in blocks:
        rows = 0 if table is None else table.area.n_rows - 1 + _BETWEEN
        yield replace(block, area=replace(block.area, row=block.area.row + rows))


def _one_below_another_if_all_failed(stacks: list[tuple[Block, ...]]) -> list[tuple[Block, ...]]:
    """Put all tables into one stack if all failed: a message would cut off the one to its left."""
    every = [block for stack in stacks for block in stack]
    if not all(block.failed for block in every):
        return stacks
    column = every[0].area.column
    aligned = [replace(block, area=replace(block.area, column=column)) for block in every]
    return [tuple(_below_each_other(aligned))]


def _papers(
    contents: SheetContents, stacks: list[tuple[Block, ...]], tables: list[Cells], top: int
) -> Iterator[Area]:
    """Yield the areas that are printed; the first includes the texts above the tables.

    A sheet whose stacks stand apart has an area for each of them; charts stand for the tables to
    their right. Of the first page, what stands beside its first table is not printed.
    """
    if contents.sheet == FIRST_PAGE:
        first = stacks[0][0].area
        yield Area(first.sheet, 0, 0, first.last_row + 1, max(FIRST_PAGE_PIXELS) + 1)
        return
    if contents.sheet in LEFT_OF_TABLES:
        yield Area(contents.sheet, 0, 0, top + 1 + chart_rows(contents.sheet) + 1, PAGE_COLUMNS + 1)
        return
    groups = stacks if contents.about.apart else [tuple(tables)]
    for number, group in enumerate(groups):
        first = group[0].area
        row, column = (top - _TITLE_ABOVE, first.column) if number else (0, 0)
        last_row = max(table.area.last_row for table in group)
        last_column = max(table.area.last_column for table in group)
        if not number:
            last_column = max(last_column, _FIRST_COLUMN + PAGE_COLUMNS - 1)
        if any(table.failed for table in group):
            last_column = max(last_column, _end_of_message(group))
        yield Area(first.sheet, row, column, last_row - row + 1, last_column - column + 1)


def _end_of_message(group: Sequence[Cells]) -> int:
    """Return the last column that an error message may cover; broad columns hold more of it."""
    broad = {
        table.area.column + place: table.widest[name]
        for table in group
        if not table.failed
        for place, name in enumerate(table.header)
        if name in table.widest
    }
    column, covered = group[0].area.column, 0.0
    while covered < _MESSAGE:
        covered += broad.get(column, _NARROW)
        column += 1
    return column - 1


def _cut(paper: Area, top: int) -> Area:
    """Return the part of an area that is printed: the first rows and columns of a long table."""
    return replace(
        paper,
        n_rows=min(paper.n_rows, top - paper.row + _MOST_PRINTED),
        n_columns=min(paper.n_columns, _MOST_PRINTED),
    )


def _notes(contents: SheetContents, analysis: Analysis) -> tuple[str, ...]:
    note = contents.about.note
    if contents.sheet == CHECK and analysis.aligned.missing == "complete":
        note = f"{note} {COMPLETE}"
    return (note,)


def _block(table: ContentsTable, call: Formula, cells: Rows, place: tuple[str, int, int]) -> Block:
    area = Area(*place, n_rows=len(cells), n_columns=max(map(len, cells)))
    shown = table.shown
    return Block(shown.key, shown.title, area, cells, shown, call)


# The formula of every table, by its key.
FORMULAS = {
    table.key: Formula(table.function, table.shown.own)
    for sheet in CONTENTS
    for stack in sheet.stacks
    for table in stack
}
