"""The usual names of published factors and of risk-free rates."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final
from unicodedata import category

from labfolio_xl.returns.names.keys import name_key

__all__ = ["are_factors", "factor_key", "is_rate", "self_financing_among"]

# Names that say that the rate was subtracted from the market; "MKT" and "SP500" do not say it.
_EXCESS_MARKET: Final = frozenset(
    {"mktrf", "mktrfr", "mktminusrf", "mktexcess", "rmrf", "rmminusrf"}
    | {"marketrf", "marketminusrf", "marketexcess", "marketexcessreturn"}
    | {"excessmkt", "excessmarket", "excessmarketreturn"}
)
# Long-short factors of Fama and French, Carhart, AQR, Novy-Marx, Pastor and Stambaugh. The keys
# have no punctuation.
_LONG_SHORT: Final = frozenset(
    {"smb", "hml", "rmw", "cma", "mom", "umd", "wml", "bab", "qmj", "pmu", "pr1yr", "liqv"}
    | {"hmldevil", "hmlff", "strev", "ltrev", "streversal", "ltreversal"}
)
# These names are also tickers of funds and stocks, so they alone do not show a table of factors.
_ALSO_TICKERS: Final = frozenset({"smb", "cma", "bab", "mom"})
# The factors of Hou, Xue and Zhang. Such short names are recognised only if both marks are there.
_Q_FACTORS: Final = frozenset({"rmkt", "rme", "ria", "rroe", "reg"})
_Q_MARK: Final = frozenset({"ria", "rroe"})
_RATES: Final = frozenset(
    {"rf", "rfr", "rfrate", "rfree", "riskfree", "riskfreerate", "tbill", "tbills", "tbillrate"}
)

_MINUS = "\u2212"  # unlike hyphens, Unicode does not class it as punctuation


@lru_cache(maxsize=4096)  # each formula asks for the names of the same tables again
def factor_key(name: str) -> str:
    """The key of a name without its punctuation.

    Examples
    --------
    >>> {factor_key(name) for name in ("Mkt-RF", "mkt_rf", "MktRF", "Mkt RF")}
    {'mktrf'}
    """
    return "".join(c for c in name_key(name) if c != _MINUS and not category(c).startswith("P"))


def self_financing_among(names: Iterable[str]) -> tuple[str, ...]:
    """The names of published factors from which no risk-free rate is to be subtracted.

    Examples
    --------
    >>> self_financing_among(["MKT", "SMB", "hml_devil", "Momentum"])
    ('SMB', 'hml_devil')
    """
    keys = {name: factor_key(name) for name in names}
    known = _EXCESS_MARKET | _LONG_SHORT
    if _Q_MARK.issubset(keys.values()):
        known |= _Q_FACTORS
    return tuple(name for name, key in keys.items() if key in known)


def is_rate(name: str) -> bool:
    """Whether a name is a usual name of the risk-free rate."""
    return factor_key(name) in _RATES


def are_factors(names: Iterable[str]) -> bool:
    """Whether a table with these names holds published factors, and certainly not assets.

    The name of a market in excess of the rate suffices. Otherwise at least half of the names
    must be those of factors, and at least one of them must not be a ticker as well.
    """
    names = list(names)
    known = [factor_key(name) for name in self_financing_among(names)]
    if not _EXCESS_MARKET.isdisjoint(known):
        return True
    return not _ALSO_TICKERS.issuperset(known) and 2 * len(known) >= len(names)
