"""The result of alignment: tables of assets and factors on their common dates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import pandas as pd

from labfolio_xl.options import Missing
from labfolio_xl.returns.data_options import DataOptions
from labfolio_xl.returns.findings import Finding
from labfolio_xl.returns.frequency.detection import Frequency
from labfolio_xl.returns.tables.input_table import InputTable

__all__ = ["Aligned", "Table", "TableOrAligned"]

Table: TypeAlias = "pd.DataFrame | pd.Series[float] | InputTable"
# What a function of ``models`` takes as its assets. With an Aligned, its factors are None.
TableOrAligned: TypeAlias = "pd.DataFrame | pd.Series[float] | InputTable | Aligned"


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Aligned:
    """Returns of assets and factors on their common dates.

    Every function of ``models`` takes it in place of the assets, with None for the factors. The
    tables are then judged once, however many functions are called.

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
        Assets, factors and rate before rows were dropped: decimal returns (or values) of one
        frequency. The data report compares them with what was kept.
    options : DataOptions
        The options that the caller gave.
    findings : tuple of Finding
        What was decided about the tables, and what is in doubt.
    net_of : str or None
        The factor of which the other factors are net; None if they are as they were given.
    factors_are_returns : bool
        Whether the factors are returns, so that their means are what they earned; values of
        another kind, such as a change of a rate, are not.
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
    factors_are_returns: bool
    net_of: str | None = None
