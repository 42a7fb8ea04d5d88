"""The options that several commands share; what has a declaration takes its help from there."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, get_args

import typer

from labfolio_xl.options import OPTIONS
from labfolio_xl.options.kinds import Names, Words

__all__ = ["ExcelChoice", "Force", "Given", "SampleChoice", "flag_of"]

# A switch takes no value, whatever typer would write beside it.
_FLAG = ""
# Nor does typer say whether a file can be read: the sentence of our reader tells the cure.
_BY_READER = False

_INPUT = "Input"
_MEANING = "What the input is"
_MODEL = "Model"


class ExcelChoice(StrEnum):
    """The versions of Excel that differ in what a formula can be."""

    excel_365 = "365"
    excel_2019 = "2019"


class SampleChoice(StrEnum):
    """The samples that `demo` can take."""

    us2022 = "us2022"
    french = "french"


Force = Annotated[
    bool, typer.Option("--force", metavar=_FLAG, help="Replace the file if it exists.")
]


def flag_of(name: str) -> str:
    """Return an option as the command line writes it.

    Examples
    --------
    >>> flag_of("assets_are")
    '--assets-are'
    """
    return f"--{name.replace('_', '-')}"


def _declared(name: str, panel: str = _MEANING) -> Any:
    """Make a flag of a declared option, with its help and default."""
    option = OPTIONS[name]
    kind = option.kind
    metavar = "N"
    if isinstance(kind, Words):
        metavar = "|".join(get_args(kind.allowed))
    elif isinstance(kind, Names):
        metavar = "|".join(["NAMES", *kind.words])
    default = f" Default: {option.default}." if isinstance(option.default, str) else ""
    return typer.Option(
        flag_of(name), metavar=metavar, help=option.help + default, rich_help_panel=panel
    )


def _sheet(name: str, whose: str) -> Any:
    return typer.Option(
        flag_of(name), metavar="NAME", help=f"Sheet of {whose}.", rich_help_panel=_INPUT
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The input and its meaning, as typed; each field is an option of the command line."""

    assets: Annotated[
        list[str],
        typer.Option(
            "--assets",
            metavar="FILE",
            help="Returns or prices of the holdings: dates in the first column, names in the "
            "first row. .xlsx, .xlsm, .xlsb, .xls, .ods, .csv, .txt or .tsv. May be given again, "
            'and name a folder or a pattern in quotation marks ("prices/*.csv").',
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
            "Without it the returns count as excess returns.",
            rich_help_panel=_INPUT,
        ),
    ] = None
    weights: Annotated[
        Path | None,
        typer.Option(
            "--weights",
            metavar="FILE",
            help="Weights of the portfolio or its holdings: asset and weight. "
            "Without it all assets weigh the same.",
            rich_help_panel=_INPUT,
            readable=_BY_READER,
        ),
    ] = None
    sheet: Annotated[
        str | None,
        typer.Option(
            "--sheet",
            metavar="NAME",
            help="Sheet to read in workbooks; else the first, or the only one with data.",
            rich_help_panel=_INPUT,
        ),
    ] = None
    assets_sheet: Annotated[str | None, _sheet("assets_sheet", "the assets")] = None
    factors_sheet: Annotated[str | None, _sheet("factors_sheet", "the factors")] = None
    risk_free_sheet: Annotated[str | None, _sheet("risk_free_sheet", "the rate")] = None
    weights_sheet: Annotated[str | None, _sheet("weights_sheet", "the weights")] = None
    prices: Annotated[
        bool,
        typer.Option(
            "--prices",
            metavar=_FLAG,
            help="Assets and factors are prices, of which returns are taken; one of them may be "
            "declared otherwise.",
            rich_help_panel=_MEANING,
        ),
    ] = False
    assets_are: Annotated[str | None, _declared("assets_are")] = None
    factors_are: Annotated[str | None, _declared("factors_are")] = None
    risk_free_is: Annotated[str | None, _declared("risk_free_is")] = None
    frequency: Annotated[str | None, _declared("frequency")] = None
    dates: Annotated[str | None, _declared("dates")] = None
    weights_are: Annotated[str | None, _declared("weights_are")] = None
    nav: Annotated[str | None, _declared("nav")] = None
    unmatched: Annotated[str | None, _declared("unmatched")] = None
    self_financing: Annotated[str | None, _declared("self_financing", _MODEL)] = None
    missing: Annotated[str | None, _declared("missing", _MODEL)] = None
    periods_per_year: Annotated[str | None, _declared("periods_per_year", _MODEL)] = None
    intercept: Annotated[
        bool,
        typer.Option(
            "--intercept",
            metavar=_FLAG,
            help="Estimate the zero-beta rate: a constant in each cross-section.",
            rich_help_panel=_MODEL,
        ),
    ] = False
    settings: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        """Check what was declared, as it is checked everywhere.

        Raises
        ------
        InputError
            An option does not take such a value.
        """
        typed = {name: getattr(self, name, None) for name in OPTIONS}
        given = {name: OPTIONS[name].read(value) for name, value in typed.items() if value}
        if self.prices:
            given = {"assets_are": "prices", "factors_are": "prices", **given}
        object.__setattr__(self, "settings", given)
