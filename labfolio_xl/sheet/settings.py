"""What the argument ``settings`` says, as the functions behind a cell take it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from labfolio_xl.options import OPTIONS, DateOrder
from labfolio_xl.returns.data_options import DataOptions, PortfolioOptions
from labfolio_xl.returns.findings import Doubts

__all__ = ["NONE", "Settings"]


@dataclass(frozen=True, slots=True)
class Settings:
    """Checked settings; a function takes of them what it uses.

    Parameters
    ----------
    given : mapping
        Values by the name of their option.
    doubts : {"refuse", "list"}
        Nobody sees a warning of Python behind a cell: what is likely wrong is refused there, or
        listed by the functions that check the data.
    """

    given: Mapping[str, Any] = field(default_factory=dict)
    doubts: Doubts = "refuse"

    @property
    def data(self) -> DataOptions:
        """How the tables are to be understood."""
        return cast("DataOptions", self._of(DataOptions.__optional_keys__))

    @property
    def portfolio(self) -> PortfolioOptions:
        """How the tables and the weights are to be understood."""
        return cast("PortfolioOptions", self._of(PortfolioOptions.__optional_keys__))

    @property
    def order(self) -> DateOrder | None:
        """Whether the day or the month of a date stands first."""
        return self.given.get("dates")

    def per_year(self, own: float | None) -> float | None:
        """Periods in a year: the function's own argument, else the setting."""
        return self.given.get("periods_per_year") if own is None else own

    def _of(self, names: frozenset[str]) -> dict[str, Any]:
        """Those of the names that say anything: a default is the same as nothing."""
        said = {name: value for name, value in self.given.items() if value != OPTIONS[name].default}
        options = {"doubts": self.doubts, **said}
        return {name: value for name, value in options.items() if name in names}


NONE = Settings()
