"""Where the inputs and the settings stand on their sheets; rectangles of cells."""

from __future__ import annotations

from dataclasses import dataclass

from xlsxwriter.utility import xl_cell_to_rowcol, xl_range_abs

__all__ = [
    "BENCHMARK",
    "BOOK_CODE_NAME",
    "INPUTS",
    "INTELLISENSE",
    "LOAD",
    "MAX_COLUMNS",
    "MAX_ROWS",
    "SETTINGS",
    "Area",
    "InputPlace",
]

# The largest size of a sheet in Excel.
MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384

INTELLISENSE = "_IntelliSense_"

# The sheet from which files are loaded into the inputs.
LOAD = "Load"

BOOK_CODE_NAME = "ThisWorkbook"

# Above the inputs stand a title and a note; the first cell of the data is A4 everywhere.
_INPUT_ROW, _INPUT_COLUMN = xl_cell_to_rowcol("A4")


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells on a sheet, rows and columns from zero."""

    sheet: str
    row: int
    column: int
    n_rows: int = 1
    n_columns: int = 1

    @property
    def last_row(self) -> int:
        """The lowest row."""
        return self.row + self.n_rows - 1

    @property
    def last_column(self) -> int:
        """The rightmost column."""
        return self.column + self.n_columns - 1

    @property
    def corners(self) -> tuple[int, int, int, int]:
        """First row, first column, last row and last column, as XlsxWriter takes them."""
        return self.row, self.column, self.last_row, self.last_column

    @property
    def address(self) -> str:
        """The absolute reference with the sheet, such as ``=Betas!$B$6:$H$26``."""
        return f"={self.sheet}!{xl_range_abs(*self.corners)}"


@dataclass(frozen=True, slots=True)
class InputPlace:
    """Where an input stands, and the defined name by which formulas read it."""

    argument: str
    name: str
    sheet: str
    row: int = _INPUT_ROW
    column: int = _INPUT_COLUMN


BENCHMARK = InputPlace("benchmark", "Benchmark", "Benchmark")
INPUTS = (
    InputPlace("assets", "Assets", "Portfolio"),
    InputPlace("factors", "Factors", "Factors"),
    InputPlace("risk_free", "RiskFree", "RiskFree"),
    InputPlace("weights", "Weights", "Weights"),
    BENCHMARK,
)

# A header row, then the name and the value of each setting; every formula reads this range.
SETTINGS = InputPlace("settings", "Settings", "Settings")
