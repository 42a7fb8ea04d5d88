"""The arguments of the functions of risk and inference: how each is read, and its help."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Literal

import pandas as pd

from labfolio_xl.blocks.cells.values import Cell, quote, read_date, read_number
from labfolio_xl.blocks.named_numbers import parse_named_numbers, parse_prices
from labfolio_xl.core.alpha_tests import AlphaCov
from labfolio_xl.core.portfolio import SpecificRisk
from labfolio_xl.errors import InputError
from labfolio_xl.models.through_linearmodels import Estimator
from labfolio_xl.returns.dates.spans import span_date
from labfolio_xl.returns.tables.input_table import InputTable
from labfolio_xl.sheet.arguments import Choice, Count, Dated, Flag, Kind, Number, Table, label
from labfolio_xl.sheet.cells import as_block, as_cell, date_system

__all__ = [
    "AlphaErrors",
    "AlphasOrTests",
    "BetaWindow",
    "Block",
    "Correlated",
    "CovarianceAs",
    "Details",
    "Diagnosed",
    "End",
    "ErrorLags",
    "ErrorsOfPremia",
    "EstimatorOfModel",
    "Expanding",
    "HoldingPrices",
    "HoldingsOrSummary",
    "Linked",
    "New",
    "Quantities",
    "Resamples",
    "RiskBy",
    "Seed",
    "Shocks",
    "SpecificKind",
    "Start",
    "Target",
    "TestLags",
    "UnitBetas",
    "Value",
    "Window",
]

PremiaErrors = Literal["fm", "hac", "shanken", "all"]
RiskView = Literal["factors", "assets"]
HedgeView = Literal["holdings", "summary"]
CovarianceView = Literal["covariance", "correlation"]
SpanView = Literal["alphas", "tests"]
DiagnosticsView = Literal["findings", "assets", "correlations"]


@dataclass(frozen=True, slots=True)
class NamedNumbers(Kind):
    """Names and numbers beside them.

    Parameters
    ----------
    noun : str
        What a number is: a shock, a quantity.
    """

    noun: str

    @property
    def is_block(self) -> bool:
        """It is."""
        return True

    @property
    def takes(self) -> str:
        """What to select."""
        return f"a range with a name and a {self.noun} in each row"

    def read(self, raw: Cell, name: str) -> pd.Series[float]:
        """Parse the block."""
        table = parse_named_numbers(as_block(raw), label(name), self.noun)
        if table.shape[1] != 1:
            raise InputError(
                f"{label(name)} has {table.shape[1]} columns of numbers; select names and one "
                f"{self.noun} each."
            )
        return table.iloc[:, 0]


@dataclass(frozen=True, slots=True)
class NumberOrNamed(NamedNumbers):
    """One number for all, or names and numbers."""

    @property
    def takes(self) -> str:
        """What to type or select."""
        return f"a number for all, or a range with a name and a {self.noun} in each row"

    def read(self, raw: Cell, name: str) -> pd.Series[float] | float:  # type: ignore[override]
        """Return the number, or parse the block."""
        block = as_block(raw)
        number = read_number(block[0][0]) if len(block) == len(block[0]) == 1 else None
        return NamedNumbers(self.noun).read(raw, name) if number is None else number


@dataclass(frozen=True, slots=True)
class Scenarios(NamedNumbers):
    """Names and one column of numbers, or a column for each scenario under its name."""

    @property
    def takes(self) -> str:
        """What to select."""
        return f"a range with a name and a {self.noun} in each row, or a column for each scenario"

    def read(self, raw: Cell, name: str) -> pd.Series[float] | pd.DataFrame:  # type: ignore[override]
        """Parse the block; empty cells of scenarios are no shocks."""
        table = parse_named_numbers(as_block(raw), label(name), self.noun)
        return table.iloc[:, 0] if table.shape[1] == 1 else table


@dataclass(frozen=True, slots=True)
class PriceList(Dated):
    """Asset and price, or a table of prices by date."""

    @property
    def takes(self) -> str:
        """What to select."""
        return "a range with asset and price, or a table of prices with dates in its first column"

    def read(self, raw: Cell, name: str) -> InputTable | pd.Series[float]:
        """Parse the block."""
        return parse_prices(
            as_block(raw), label(name), order=self.order, date_system=date_system(raw)
        )


@dataclass(frozen=True, slots=True)
class Day(Kind):
    """A date; a text may be a month, quarter or year, for all of its days."""

    @property
    def takes(self) -> str:
        """What to type."""
        return 'a date, or a month as text, such as "2023-05"'

    def read(self, raw: Cell, name: str) -> dt.date | str:
        """Return the date, or the text of a month, quarter or year."""
        try:
            cell = as_cell(raw)
        except ValueError:
            raise InputError(f"{name} takes one cell; select one, or leave it out.") from None
        date = read_date(cell, date_system(raw))
        if date is not None:
            return date
        try:
            span_date(cell, name)
        except InputError:
            raise InputError(f"{name} holds {quote(cell)}; type {self.takes}.") from None
        return str(cell)


RiskBy = Annotated[RiskView, Choice(RiskView), "Split the risk by factor, or by asset."]
SpecificKind = Annotated[
    SpecificRisk,
    Choice(SpecificRisk),
    "Residuals of different assets as they move together, or taken as uncorrelated (diagonal).",
]
CovarianceAs = Annotated[
    CovarianceView, Choice(CovarianceView), "Covariances per period, or correlations."
]
Start = Annotated[
    dt.date | str | None, Day(), "First date of the span. Leave it out for all dates."
]
End = Annotated[dt.date | str | None, Day(), "Last date of the span. Leave it out for all dates."]
Linked = Annotated[
    bool, Flag(), "Whether to compound: the parts then sum to the compounded return (Carino)."
]
Target = Annotated[
    "pd.Series[float] | float",
    NumberOrNamed("target exposure"),
    (
        "Exposure to reach: one number for all factors, or factor and exposure in two columns; a "
        "factor that is not named keeps what it has. Zero if left out."
    ),
]
Value = Annotated[float, Number(), "Value of the portfolio in its currency, for the notionals."]
HoldingsOrSummary = Annotated[
    HedgeView, Choice(HedgeView), "What to hold in each factor, or the risk before and after."
]
Shocks = Annotated[
    "pd.Series[float] | pd.DataFrame",
    Scenarios("shock"),
    (
        "Factor and shock in two columns (-0.1 is a fall of 10%), or a column for each scenario "
        "under its name."
    ),
]
Correlated = Annotated[
    bool, Flag(), "Whether the other factors move along as they did with the shocked ones."
]
Window = Annotated[
    int | None,
    Count(),
    (
        "Dates in each window. Leave it out for 60 days, 52 weeks or 36 months, as the returns "
        "come, but at most half of the dates."
    ),
]
BetaWindow = Annotated[
    int | None,
    Count(),
    (
        "Dates before each period from which its betas come, such as 60, so that nothing looks "
        "ahead. Leave it out for the betas of all dates."
    ),
]
ErrorsOfPremia = Annotated[
    PremiaErrors,
    Choice(PremiaErrors),
    (
        "Standard errors: Fama-MacBeth's (fm), Newey-West's (hac), with Shanken's correction for "
        "the betas being estimates (shanken), or all of them side by side."
    ),
]
Expanding = Annotated[
    bool, Flag(), "Whether every window begins with the first date, the shortest being the window."
]
New = Annotated[
    InputTable,
    Table(),
    "Returns of the new factors: names in the first row, dates in the first column.",
]
UnitBetas = Annotated[
    bool, Flag(), "Whether to test betas that sum to one too, for returns that are not excess ones."
]
AlphasOrTests = Annotated[
    SpanView, Choice(SpanView), "The alpha of each new factor, or the joint tests."
]
AlphaErrors = Annotated[
    AlphaCov,
    Choice(AlphaCov),
    "Covariance of the robust test: White's (hc0, hc1) or Newey-West's (hac).",
]
TestLags = Annotated[
    int | None, Count(), "Lags of the test of autocorrelation. Leave it out for at most 10."
]
ErrorLags = Annotated[
    int | None, Count(), 'Lags of "hac". Leave it out, and their number is found from the data.'
]
Diagnosed = Annotated[
    DiagnosticsView,
    Choice(DiagnosticsView),
    "All findings, the residual tests by asset, or the correlations of the residuals.",
]
Quantities = Annotated[
    "pd.Series[float]",
    NamedNumbers("quantity"),
    "Asset and quantity in two columns; a short position is negative.",
]
HoldingPrices = Annotated[
    "InputTable | pd.Series[float]",
    PriceList(),
    (
        "Asset and price in two columns, or a table of prices by date, of which the last known "
        "price of each asset counts."
    ),
]
Details = Annotated[bool, Flag(), "Whether to show quantity, price and value too."]
Resamples = Annotated[int, Count(), "How often the dates are drawn again, 100 to 100,000."]
Block = Annotated[
    float | None, Number(), "Mean block length in periods. Leave it out to find it from the data."
]
Seed = Annotated[int, Count(), "Seed of the draws; the same seed gives the same intervals."]
EstimatorOfModel = Annotated[
    Estimator,
    Choice(Estimator),
    "The two-pass estimator, efficient GMM (slow), or factors that are traded returns.",
]
