"""The sheet Load: what stands where, what its drop-downs offer, and which macros its buttons run.

Each input has a row: the file that a user chooses and how it is to be read, then what was found in
it and why it was refused. The names of the sheets in a file stand beside the table, where the
drop-down reads them.
"""

from __future__ import annotations

from labfolio_xl.options import OPTIONS
from labfolio_xl.plan.places import INPUTS, LOAD, Area, InputPlace
from labfolio_xl.plan.settings import choices

__all__ = [
    "BUTTONS",
    "CELLS",
    "DATED",
    "DATES",
    "FILE",
    "FOUND",
    "HEADER",
    "INPUT",
    "MESSAGE",
    "PICK",
    "SHEET",
    "STEPS",
    "TOP",
    "UNIT",
    "UNITS",
    "WHAT",
    "WIDTHS",
    "all_buttons",
    "date_orders",
    "list_title",
    "listed_sheets",
    "pick_macro",
    "units",
]

WHAT = (
    "This workbook explains the returns of a portfolio by factors: how much of each factor it "
    "carries (exposure), what each factor paid (risk premium), and what that says it should have "
    "earned."
)
STEPS = (
    (
        "Choose a file for each input with File..., and press Preview: it tells what was found in "
        "each file, and writes no input. Or paste returns into Portfolio and Factors, and press "
        "Refresh."
    ),
    (
        "Press Load: all inputs are written together, as decimal returns per period, and the "
        "results follow. Restore puts the previous inputs back, until the workbook is saved."
    ),
    (
        "Look at the Dashboard. Press Prepare copy for a reader without Python: values and charts, "
        "no macros."
    ),
)
# The caption of each button in the row below the steps, and the macro that it runs.
BUTTONS = (
    ("Preview", "LabfolioPreview"),
    ("Load", "LabfolioLoadFiles"),
    ("Restore", "LabfolioRestore"),
    ("Refresh", "LabfolioRefresh"),
    ("Prepare copy", "LabfolioPrepareCopy"),
    ("Check numbers", "LabfolioCheckNumbers"),
    ("Check setup", "LabfolioCheckSetup"),
)
PICK = "File..."

# The headers of the table; the macros find its columns by them.
INPUT, FILE, SHEET, UNIT, DATES, CELLS, FOUND, MESSAGE = (
    *("Input", "File", "Sheet", "Unit", "Dates", "Range"),
    *("What was found", "Message"),
)
# The second column has no header, because it holds the buttons.
HEADER = (INPUT, "", FILE, SHEET, UNIT, DATES, CELLS, FOUND, MESSAGE)
WIDTHS = (11.0, 10.0, 38.0, 18.0, 15.0, 8.0, 13.0, 46.0, 46.0)
TOP = 11  # the row of the headers, from zero
_LEFT = 1

# The option that states the unit of each input.
UNITS = {
    "assets": "assets_are",
    "factors": "factors_are",
    "risk_free": "risk_free_is",
    "weights": "weights_are",
    "benchmark": "benchmark_is",
}
# The inputs that have dates, or may have them.
DATED = ("assets", "factors", "risk_free", "benchmark")

# How many sheets of a file its drop-down offers, and in which column the first of these lists
# stands. A list in the rule of a drop-down may have 255 characters only, so that the rule refers
# to cells.
_MOST_SHEETS = 100
_LISTS = _LEFT + len(HEADER) + 1


def pick_macro(place: InputPlace) -> str:
    """Return the macro of the button that chooses the file of an input."""
    return f"LabfolioPick{place.name}"


def all_buttons() -> tuple[tuple[str, str], ...]:
    """Return caption and macro of every button of the sheet."""
    return (*BUTTONS, *((PICK, pick_macro(place)) for place in INPUTS))


def units(place: InputPlace) -> list[str]:
    """Return the units that the drop-down of an input offers."""
    return choices(OPTIONS[UNITS[place.argument]])


def date_orders() -> list[str]:
    """Return the orders of day and month that the drop-downs offer."""
    return choices(OPTIONS["dates"])


def list_title(place: InputPlace) -> str:
    """Return the text above the cells that list the sheets in the file of an input."""
    return f"Sheets for {place.name}"


def listed_sheets(place: InputPlace) -> Area:
    """Return the cells that list the sheets in the file of an input; their title stands above."""
    return Area(LOAD, TOP + 1, _LISTS + INPUTS.index(place), _MOST_SHEETS)
