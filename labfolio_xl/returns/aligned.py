"""Tables on their common dates, as every question takes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import pandas as pd

from labfolio_xl.options import Missing
from labfolio_xl.returns.data_options import DataOptions
from labfolio_xl.returns.findings import Finding
from labfolio_xl.returns.frequency.detection import Frequency
from labfolio_xl.returns.tables.input_table import InputTable

if TYPE_CHECKING:
    from labfolio_xl.returns.report import DataReport

__all__ = ["Aligned", "Table", "TableOrAligned"]

Table: TypeAlias = "pd.DataFrame | pd.Series[float] | InputTable"
# What a question takes for its assets: with what align gave, the factors are None.
TableOrAligned: TypeAlias = "pd.DataFrame | pd.Series[float] | InputTable | Aligned"


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Aligned:
    """Returns of assets and factors on their common dates.

    Every question takes it in the place of the assets, with None for the factors: the tables are
    judged once then, however many questions are asked.

    Attributes
    ----------
    assets : DataFrame, dates x assets
        May hold NaN when ``missing="available"``.
    factors : DataFrame, dates x factors
        Complete.
    risk_free : Series by date, or None
        Decimal rate per period on the same dates.
    missing : str
        The rule for missing cells that was applied.
    self_financing : tuple of str
        Factors that need no subtraction of the risk-free rate.
    frequency : Frequency or None
        How often the rows come; None where the dates are too few or irregular.
    given : tuple
        The tables before rows were dropped: decimal returns (or values) of one frequency, and
        the rate; the report is made from them.
    options : DataOptions
        How the tables were understood, as far as that was said.
    findings : tuple of Finding
        What the gate decided, and what it doubts.
    """

    assets: pd.DataFrame
    factors: pd.DataFrame
    risk_free: pd.Series[float] | None
    missing: Missing
    self_financing: tuple[str, ...]
    frequency: Frequency | None
    given: tuple[pd.DataFrame, pd.DataFrame, pd.Series[float] | None]
    options: DataOptions
    findings: tuple[Finding, ...]

    @property
    def report(self) -> DataReport:
        """What was kept and dropped, and what looks wrong in the data."""
        from labfolio_xl.returns.report import data_report

        return data_report(self)
