"""The options that several commands share, and their help."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

__all__ = [
    "AssetsFile",
    "AssetsSheet",
    "ExcelChoice",
    "FactorsFile",
    "FactorsSheet",
    "Force",
    "Intercept",
    "Missing",
    "MissingRule",
    "PeriodsPerYear",
    "Prices",
    "RiskFree",
    "SampleChoice",
    "SelfFinancing",
    "Sheet",
    "WeightsFile",
]

# A switch takes no value, whatever typer would write beside it.
_FLAG = ""
# Nor does typer say whether a file can be read: the sentence of our reader tells the cure.
_BY_READER = False

_INPUT = "Input"
_MODEL = "Model"


class MissingRule(StrEnum):
    """What happens to a date on which a return is missing."""

    available = "available"
    complete = "complete"
    error = "error"


class ExcelChoice(StrEnum):
    """The versions of Excel that differ in what a formula can be."""

    excel_365 = "365"
    excel_2019 = "2019"


class SampleChoice(StrEnum):
    """The samples that `demo` can take."""

    us2022 = "us2022"
    french = "french"


AssetsFile = Annotated[
    Path,
    typer.Option(
        "--assets",
        metavar="FILE",
        help="Returns of the holdings: dates in the first column, names in the first row. "
        ".xlsx, .xlsm, .xlsb, .xls, .ods or .csv.",
        rich_help_panel=_INPUT,
        readable=_BY_READER,
    ),
]
FactorsFile = Annotated[
    Path,
    typer.Option(
        "--factors",
        metavar="FILE",
        help="Returns of the factors, in the same form.",
        rich_help_panel=_INPUT,
        readable=_BY_READER,
    ),
]
RiskFree = Annotated[
    str | None,
    typer.Option(
        "--risk-free",
        metavar="FILE|NUMBER",
        help="Risk-free rate per period: dates and one rate, or a number such as 0.0001. "
        "Without it the returns count as excess returns.",
        rich_help_panel=_INPUT,
    ),
]
WeightsFile = Annotated[
    Path | None,
    typer.Option(
        "--weights",
        metavar="FILE",
        help="Weights of the portfolio: asset and weight. Without it all assets weigh the same.",
        rich_help_panel=_INPUT,
        readable=_BY_READER,
    ),
]
Prices = Annotated[
    bool,
    typer.Option(
        "--prices",
        metavar=_FLAG,
        help="The files hold prices; turn them into simple returns.",
        rich_help_panel=_INPUT,
    ),
]
Sheet = Annotated[
    str | None,
    typer.Option(
        "--sheet",
        metavar="NAME",
        help="Sheet to read in workbooks; else the first.",
        rich_help_panel=_INPUT,
    ),
]
AssetsSheet = Annotated[
    str | None,
    typer.Option(
        "--assets-sheet",
        metavar="NAME",
        help="Sheet of the assets, if it is another.",
        rich_help_panel=_INPUT,
    ),
]
FactorsSheet = Annotated[
    str | None,
    typer.Option(
        "--factors-sheet",
        metavar="NAME",
        help="Sheet of the factors, if it is another.",
        rich_help_panel=_INPUT,
    ),
]
SelfFinancing = Annotated[
    str,
    typer.Option(
        "--self-financing",
        metavar="NAMES|all|none",
        help="Factors that need no subtraction of the risk-free rate, such as SMB or Mkt-RF: "
        "names with commas between.",
        rich_help_panel=_MODEL,
    ),
]
Intercept = Annotated[
    bool,
    typer.Option(
        "--intercept",
        metavar=_FLAG,
        help="Estimate the zero-beta rate: a constant in each cross-section.",
        rich_help_panel=_MODEL,
    ),
]
Missing = Annotated[
    MissingRule,
    typer.Option(
        "--missing",
        help="available: use what each date has; complete: only dates with everything; "
        "error: refuse missing cells.",
        rich_help_panel=_MODEL,
    ),
]
PeriodsPerYear = Annotated[
    float | None,
    typer.Option(
        "--periods-per-year",
        metavar="N",
        help="Also show premia per year: 252 for days, 12 for months.",
        rich_help_panel=_MODEL,
    ),
]
Force = Annotated[
    bool, typer.Option("--force", metavar=_FLAG, help="Replace the file if it exists.")
]
