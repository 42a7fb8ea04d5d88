"""Recognise the columns of a price history: open, high, low, close, adjusted close, volume."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

__all__ = ["MOST_FIELDS", "are_price_fields", "closing_field", "is_price_history"]

_ADJUSTED = (
    *("adjclose", "adjustedclose", "closeadj", "closeadjusted", "adjustedclosingprice"),
    *("bereinigterschlusskurs", "schlusskursbereinigt", "schlussbereinigt"),
)
_CLOSE = (
    *("close", "closingprice", "closeprice", "closelast", "lastprice", "pxlast", "last"),
    *("schlusskurs", "schluss", "zuletzt", "clôture", "dernier", "cierre", "último", "chiusura"),
    *("zamkniecie", "zamknięcie", "fechamento", "ostatnio"),
    *("ultimo", "收盘", "收盘价", "終値", "price"),
)
_DAY = (
    *("open", "high", "low", "openprice", "highprice", "lowprice", "pxopen", "pxhigh", "pxlow"),
    *("eröffnung", "eröffn", "eröffnungskurs", "erster", "hoch", "tageshoch", "tief", "tagestief"),
    *("ouverture", "ouv", "plushaut", "plusbas", "apertura", "máximo", "mínimo", "massimo"),
    *("minimo", "开盘", "最高", "最低", "始値", "高値", "安値"),
    *("otwarcie", "najwyzszy", "najwyższy", "najnizszy", "najniższy", "max", "min"),
    *("abertura", "máxima", "mínima"),
)
_OTHERS = (
    *("wolumen", "lop", "vol", "volumen", "stück", "umsatz", "tradingvolume", "成交量", "出来高"),
    *("volume", "adjvolume", "pxvolume", "turnover", "vwap", "openinterest", "numberoftrades"),
    *("adjopen", "adjhigh", "adjlow", "bid", "ask", "change", "changepercent", "repaired"),
    *("dividend", "dividends", "dividendamount", "stocksplits", "splitcoefficient"),
    *("splitfactor", "capitalgains", "divcash", "marketcap", "totalvolume"),
)
_FIELDS = frozenset((*_ADJUSTED, *_CLOSE, *_DAY, *_OTHERS))
# A table with more columns than there are fields is not the history of one price.
MOST_FIELDS = len(_FIELDS)


def closing_field(names: Iterable[str]) -> str | None:
    """The name of the adjusted close, else of the close, else None."""
    by_key = {_key(name): name for name in names}
    return next((by_key[key] for key in (*_ADJUSTED, *_CLOSE) if key in by_key), None)


def are_price_fields(names: Sequence[str]) -> bool:
    """Whether all names are fields of a price history, a close among them.

    Examples
    --------
    >>> are_price_fields(["Open", "High", "Low", "Close", "Adj Close", "Volume"])
    True
    >>> are_price_fields(["Low", "Med", "High"])
    False
    """
    return closing_field(names) is not None and all(_key(name) in _FIELDS for name in names)


def is_price_history(names: Sequence[str]) -> bool:
    """Whether the columns of a table are the history of one price.

    Examples
    --------
    >>> is_price_history(["Open", "High", "Low", "Close", "Volume"]), is_price_history(["Last"])
    (True, False)
    """
    return are_price_fields(names) and any(_key(name) in _DAY for name in names)


def _key(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())
