"""The options of the commands that read files: the paths, and how the files are to be read.

A declared option (:mod:`labfolio_xl.options`) takes its flag, help and default from there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, get_args

import typer

from labfolio_xl.options import OPTIONS
from labfolio_xl.options.kinds import Name, Names, Words
from labfolio_xl.options.settings import parse_settings

__all__ = [
    "FLAGS",
    "ExcelChoice",
    "Force",
    "Given",
    "LogoFile",
    "SampleChoice",
    "Subtitle",
    "Title",
    "flag_of",
]

# A switch takes no value, so the help shows no placeholder beside it.
_FLAG = ""
# typer does not check whether a file can be read: our reader's sentence also says what to do.
_BY_READER = False

_INPUT = "Input"
_MEANING = "What the input is"
_MODEL = "Model"


class ExcelChoice(StrEnum):
    """The versions of Excel for which formulas are written differently."""

    excel_365 = "365"
    excel_2019 = "2019"


class SampleChoice(StrEnum):
    """The samples that `demo` can take."""

    us2022 = "us2022"
    french = "french"


Force = Annotated[
    bool, typer.Option("--force", metavar=_FLAG, help="Replace the file if it exists.")
]

# What stands on the first page of a workbook.
_FIRST_PAGE = "First page"
Title = Annotated[
    str | None,
    typer.Option(
        "--title",
        metavar="TEXT",
        help="Title of the first page, such as the name of the client.",
        rich_help_panel=_FIRST_PAGE,
    ),
]
Subtitle = Annotated[
    str | None,
    typer.Option(
        "--subtitle",
        metavar="TEXT",
        help="Line below the title. Without it, the subject of the numbers.",
        rich_help_panel=_FIRST_PAGE,
    ),
]
LogoFile = Annotated[
    Path | None,
    typer.Option(
        "--logo",
        metavar="FILE",
        help="Picture at the top right of the first page: a PNG file of at most 2 MB.",
        rich_help_panel=_FIRST_PAGE,
        readable=_BY_READER,
    ),
]


def flag_of(name: str) -> str:
    """Return the flag of an option.

    Examples
    --------
    >>> flag_of("assets_are")
    '--assets-are'
    """
    return f"--{name.replace('_', '-')}"


def _declared(name: str, panel: str) -> Any:
    """Make a flag of a declared option, with its help and default."""
    option = OPTIONS[name]
    kind = option.kind
    metavar = "N"
    if isinstance(kind, Words):
        metavar = "|".join(get_args(kind.allowed))
    elif isinstance(kind, Names):
        metavar = "|".join(["NAMES", *kind.words])
    elif isinstance(kind, Name):
        metavar = "NAME"
    default = f" Default: {option.default}." if isinstance(option.default, str) else ""
    return typer.Option(
        flag_of(name), metavar=metavar, help=option.help + default, rich_help_panel=panel
    )


# The declared options that have a flag of their own, by the panel of the help in which they
# stand; --settings takes every option.
_PANELS = {
    _MEANING: (
        *("assets_are", "factors_are", "risk_free_is", "frequency", "dates"),
        *("weights_are", "benchmark_is", "nav", "unmatched"),
    ),
    _MODEL: ("self_financing", "net_of", "missing", "periods_per_year"),
}
FLAGS: dict[str, Any] = {
    name: _declared(name, panel) for panel, names in _PANELS.items() for name in names
}


def _sheet(name: str, whose: str) -> Any:
    return typer.Option(
        flag_of(name),
        metavar="NAME",
        help=f"Sheet of {whose}, instead of --sheet.",
        rich_help_panel=_INPUT,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The files and the options that a user typed for them.

    Each field is an option of the command line, except the last two.

    Attributes
    ----------
    flags : mapping
        The text that was typed for each of ``FLAGS``; None for a flag that was not given.
    options : dict
        The checked values of all declared options, whether given as a flag or in --settings.
    """

    assets: Annotated[
        list[str],
        typer.Option(
            "--assets",
            metavar="FILE",
            help="Returns or prices of the holdings: dates in the first column, names in the "
            "first row. .xlsx, .xlsm, .xlsb, .xls, .ods, .csv, .txt or .tsv. May be given several "
            'times, and may be a folder or a pattern in quotation marks ("prices/*.csv").',
            rich_help_panel=_INPUT,
        ),
    ]
    factors: Annotated[
        list[str],
        typer.Option(
            "--factors",
            metavar="FILE",
            help="Returns, prices or values of the factors, in the same form.",
            rich_help_panel=_INPUT,
        ),
    ]
    risk_free: Annotated[
        str | None,
        typer.Option(
            "--risk-free",
            metavar="FILE|NUMBER",
            help="Risk-free rate: dates and one rate, or a number such as 0.0001. "
            "Without it, the returns are taken as excess returns.",
            rich_help_panel=_INPUT,
        ),
    ] = None
    weights: Annotated[
        Path | None,
        typer.Option(
            "--weights",
            metavar="FILE",
            help="Weights or holdings of the portfolio: a column of assets and one of weights. "
            "Without it, all assets have equal weights.",
            rich_help_panel=_INPUT,
            readable=_BY_READER,
        ),
    ] = None
    benchmark: Annotated[
        Path | None,
        typer.Option(
            "--benchmark",
            metavar="FILE",
            help="What the portfolio is compared with: a column of dates and one of returns, or "
            "assets and their weights as in --weights.",
            rich_help_panel=_INPUT,
            readable=_BY_READER,
        ),
    ] = None
    sheet: Annotated[
        str | None,
        typer.Option(
            "--sheet",
            metavar="NAME",
            help="Sheet to read in workbooks. Without it, the first, or the only one with data.",
            rich_help_panel=_INPUT,
        ),
    ] = None
    assets_sheet: Annotated[str | None, _sheet("assets_sheet", "the assets")] = None
    factors_sheet: Annotated[str | None, _sheet("factors_sheet", "the factors")] = None
    risk_free_sheet: Annotated[str | None, _sheet("risk_free_sheet", "the rate")] = None
    weights_sheet: Annotated[str | None, _sheet("weights_sheet", "the weights")] = None
    benchmark_sheet: Annotated[str | None, _sheet("benchmark_sheet", "the benchmark")] = None
    prices: Annotated[
        bool,
        typer.Option(
            "--prices",
            metavar=_FLAG,
            help="Assets and factors are prices, from which returns are computed, unless one of "
            "them is declared otherwise.",
            rich_help_panel=_MEANING,
        ),
    ] = False
    intercept: Annotated[
        bool,
        typer.Option(
            "--intercept",
            metavar=_FLAG,
            help="Estimate the zero-beta rate too: an intercept in each cross-section.",
            rich_help_panel=_MODEL,
        ),
    ] = False
    settings: Annotated[
        str | None,
        typer.Option(
            "--settings",
            metavar="TEXT",
            help='Any settings as a formula takes them: "frequency=monthly; missing=complete". '
            "An option with the name of a setting overrules it.",
            rich_help_panel=_MODEL,
        ),
    ] = None
    flags: Mapping[str, str | None] = field(default_factory=dict)
    options: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        """Check the values of the declared options.

        Raises
        ------
        InputError
            There is no such setting, or an option does not take such a value.
        """
        given: dict[str, Any] = (
            {"assets_are": "prices", "factors_are": "prices"} if self.prices else {}
        )
        given |= {"intercept": True} if self.intercept else {}
        given |= parse_settings(self.settings)
        given |= {n: OPTIONS[n].read(typed) for n, typed in self.flags.items() if typed}
        object.__setattr__(self, "options", given)
