"""The names that published factors and risk-free rates go by."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final
from unicodedata import category

from labfolio_xl.returns.names.keys import name_key

__all__ = ["are_factors", "factor_key", "is_rate", "self_financing_among"]

# A market less the rate says so in its name. "MKT", "Market", "SP500" alone do not.
_EXCESS_MARKET: Final = frozenset(
    {"mktrf", "mktrfr", "mktminusrf", "mktexcess", "rmrf", "rmminusrf"}
    | {"marketrf", "marketminusrf", "marketexcess", "marketexcessreturn"}
    | {"excessmkt", "excessmarket", "excessmarketreturn"}
)
# Fama and French, Carhart, AQR, Novy-Marx, Pastor and Stambaugh; the keys have no punctuation.
_LONG_SHORT: Final = frozenset(
    {"smb", "hml", "rmw", "cma", "mom", "umd", "wml", "bab", "qmj", "pmu", "pr1yr", "liqv"}
    | {"hmldevil", "hmlff", "strev", "ltrev", "streversal", "ltreversal"}
)
# Funds and stocks are listed under these too: alone they do not tell what a table holds.
_ALSO_TICKERS: Final = frozenset({"smb", "cma", "bab", "mom"})
# Hou, Xue and Zhang; too short to be known one by one.
_Q_FACTORS: Final = frozenset({"rmkt", "rme", "ria", "rroe", "reg"})
_Q_MARK: Final = frozenset({"ria", "rroe"})
_RATES: Final = frozenset(
    {"rf", "rfr", "rfrate", "rfree", "riskfree", "riskfreerate", "tbill", "tbills", "tbillrate"}
)

_MINUS = "\u2212"  # no punctuation to Unicode, as the hyphens are


@lru_cache(maxsize=4096)  # the names of a table are asked for in every cell
def factor_key(name: str) -> str:
    """The key of a name without its punctuation.

    Examples
    --------
    >>> {factor_key(name) for name in ("Mkt-RF", "mkt_rf", "MktRF", "Mkt RF")}
    {'mktrf'}
    """
    return "".join(c for c in name_key(name) if c != _MINUS and not category(c).startswith("P"))


def self_financing_among(names: Iterable[str]) -> tuple[str, ...]:
    """The names that are those of published factors which need no subtraction of a rate.

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
    """Whether a column is called as the risk-free rate is."""
    return factor_key(name) in _RATES


def are_factors(names: Iterable[str]) -> bool:
    """Whether a table with these names can hold nothing but published factors.

    One market less the rate is enough. Other names must be half of all, one of them such that
    no fund or stock is listed under it.
    """
    names = list(names)
    known = [factor_key(name) for name in self_financing_among(names)]
    if not _EXCESS_MARKET.isdisjoint(known):
        return True
    return not _ALSO_TICKERS.issuperset(known) and 2 * len(known) >= len(names)
