"""The sheets of a workbook, in order, and where things stand on them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from xlsxwriter.utility import xl_cell_to_rowcol, xl_range_abs

__all__ = [
    "BOOK_CODE_NAME",
    "CODE_NAMES",
    "DAY_ZERO",
    "INPUTS",
    "INTELLISENSE",
    "MAX_COLUMNS",
    "MAX_ROWS",
    "SETTINGS",
    "SHEETS",
    "Area",
    "InputPlace",
    "live_sheets",
]

# What a sheet of Excel holds.
MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384
# The day of serial number 0 of Excel, as the numbers of the days since March 1900 count.
DAY_ZERO = dt.datetime(1899, 12, 30)  # noqa: DTZ001  # a cell knows no time zone

SHEETS: dict[str, str] = {
    "Start": "what this workbook is, and where to find what",
    "Dashboard": "key figures and charts",
    "Portfolio": "input: returns of the assets",
    "Factors": "input: returns of the factors",
    "RiskFree": "input: the risk-free rate, if any",
    "Weights": "input: weights of the portfolio",
    "Settings": "how the inputs are meant, and how the numbers are estimated",
    "Exposure": "how much of each factor the portfolio carries",
    "Betas": "how each asset moves with each factor",
    "Lambdas": "what each factor paid, period by period",
    "Premia": "what each factor paid on average, and whether that differs from zero",
    "Model": "premia and pricing errors estimated together, with their test",
    "Expected": "what the premia say each asset should earn, beside what it earned",
    "Risk": "where the portfolio's risk comes from: factors, assets, the rest",
    "Attribution": "what the realised return is made of: factors, alpha, the rest",
    "Rolling": "how the exposures changed over time",
    "Tests": "whether the factors price the assets, and whether the estimates can be trusted",
    "Residuals": "what the factors leave unexplained: tests by asset, and what moves together",
    "Check": "what was kept, dropped, or looks wrong in the data",
    "Functions": "the manual of the worksheet functions",
    "About": "where the numbers come from, and what to keep in mind",
}
INTELLISENSE = "_IntelliSense_"

BOOK_CODE_NAME = "ThisWorkbook"
CODE_NAMES = {name: f"Labfolio{name.strip('_')}" for name in (*SHEETS, INTELLISENSE)}

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
        """Its lowest row."""
        return self.row + self.n_rows - 1

    @property
    def last_column(self) -> int:
        """Its rightmost column."""
        return self.column + self.n_columns - 1

    @property
    def corners(self) -> tuple[int, int, int, int]:
        """First row, first column, last row, last column: what XlsxWriter takes."""
        return self.row, self.column, self.last_row, self.last_column

    @property
    def address(self) -> str:
        """Absolute reference with the sheet, such as ``=Betas!$B$6:$H$26``."""
        return f"={self.sheet}!{xl_range_abs(*self.corners)}"


@dataclass(frozen=True, slots=True)
class InputPlace:
    """Where an input stands, and the defined name by which formulas read it."""

    argument: str
    name: str
    sheet: str
    row: int = _INPUT_ROW
    column: int = _INPUT_COLUMN


INPUTS = (
    InputPlace("assets", "Assets", "Portfolio"),
    InputPlace("factors", "Factors", "Factors"),
    InputPlace("risk_free", "RiskFree", "RiskFree"),
    InputPlace("weights", "Weights", "Weights"),
)

# Name and value of each setting, with their header; every formula reads them.
SETTINGS = InputPlace("settings", "Settings", "Settings")


def live_sheets() -> list[str]:
    """The sheets of the live flavour in order, the hidden one last."""
    return [*SHEETS, INTELLISENSE]
