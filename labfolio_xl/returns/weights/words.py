"""Recognise the words beside weights: cash, a total, percent, amounts, quantities."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

__all__ = ["ITEM", "Says", "header_says", "is_cash", "is_total", "is_weight_header", "word_key"]

# The item under which the data report has what it finds about weights.
ITEM = "Weights"
# What a header, or percent signs in the cells, say about the numbers. Cells with percent signs
# are "fractions", because reading them divides them by 100.
Says = Literal["fractions", "percent", "values", "quantities"]

_CURRENCY = (
    "(?:usd|eur|gbp|jpy|chf|cad|aud|nzd|sek|nok|dkk|hkd|sgd|cny|cnh|krw|inr|brl|mxn|zar|try|pln|"
    "czk|huf|ils|twd|thb|idr|myr|php|clp|cop|pen|ars|aed|sar|qar|kwd|rub)"
)
_CASH = re.compile(
    r"(?:(?:uninvested|net|free|available|total) )?"
    r"cash(?: (?:balances?|positions?|accounts?|reserves?|sweep|on hand))?"
    r"|cash (?:and |or )?(?:cash )?(?:equivalents?|other(?: assets)?)"
    r"|cash collateral(?: .*)?"
    rf"|{_CURRENCY} cash|cash {_CURRENCY}|u ?s dollars?"
    r"|money market(?: funds?| instruments?)?"
    r"|liquidity|liquidität|liquidités?|liquidez|barmittel"
)
_TOTAL = re.compile(
    r"(?:grand |sub ?|portfolio |fund )?(?:totals?|sum)"
    r"(?: (?:portfolio|fund|weights?|holdings?|(?:net )?assets|(?:market )?value))?"
    r"|summe|gesamt"
)
_PERCENT = re.compile(r"%|\b(?:percent(?:age)?|pct|per cent)\b")
_WEIGHT = re.compile(r"\b(?:weights?|weighting|wgt|wt|allocation)\b")
_WHOLE = re.compile(r"\b(?:assets?|funds?|portfolio|nav|tna|total|account|holdings?|index)\b")
_VALUES = re.compile(
    r"\b(?:market|mkt|current|position|total) ?(?:value|val)\b"
    r"|^(?:value|amount|balance|mv)(?: (?:in )?[a-z]{3})?$"
)
_QUANTITIES = re.compile(
    r"^(?:shares?|quantity|qty|units?|contracts|number of shares|shares held|par value|nominal"
    r"|(?:closing |last |market |current |share |unit )?price(?: per share)?|close)$"
)
# Words which show that weights are not those of the portfolio.
_OTHERS = re.compile(r"\b(?:benchmark|active|relative|target|average|notional|prior|previous)\b")


def word_key(text: str) -> str:
    """A text in a form for comparison: lower case, NFKC, words with single blanks.

    Examples
    --------
    >>> word_key(" -CASH & Equivalents- ")
    'cash and equivalents'
    """
    plain = unicodedata.normalize("NFKC", text).casefold().replace("&", " and ")
    return " ".join(re.sub(r"[^\w%]+|_", " ", plain).split())


def is_cash(name: str) -> bool:
    """Whether a name clearly means cash: ``USD CASH``, but not ``First Cash Inc``."""
    return _CASH.fullmatch(word_key(name)) is not None


def is_total(name: str) -> bool:
    """Whether a name means that the row is the sum of the others."""
    return _TOTAL.fullmatch(word_key(name)) is not None


def is_weight_header(text: str) -> bool:
    """Whether the numbers under a header are weights of the portfolio: ``% of net assets``."""
    key = word_key(text)
    if _OTHERS.search(key):
        return False
    percent = _PERCENT.search(key)
    whole = percent is not None and (_WHOLE.search(key) or _PERCENT.fullmatch(key))
    return bool(_WEIGHT.search(key) or whole)


def header_says(text: str) -> Says | None:
    """What a header says about the numbers under it; None if it says nothing."""
    key = word_key(text)
    if _PERCENT.search(key):
        return "percent"
    if _OTHERS.search(key) or is_weight_header(text):
        return None
    if _VALUES.search(key):
        return "values"
    return "quantities" if _QUANTITIES.search(key) else None
