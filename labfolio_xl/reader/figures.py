"""Recognise fields of text files that are numbers or dates, before they are read."""

from __future__ import annotations

import re

__all__ = ["is_figure"]

# A number in any spelling, or a date in digits: signs and a digit, then more digits and signs.
_DIGITS = re.compile(
    "[-+\N{MINUS SIGN}( $\N{EURO SIGN}\N{POUND SIGN}\N{YEN SIGN}]*[.,]?\\d"
    "[-\\d .,:/)%'\N{RIGHT SINGLE QUOTATION MARK}\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"
    "+TZeEQ\N{EURO SIGN}]*"
)
# 31-Jan-2018, Jan-18, January 31, 2018, 2018 Jan.
_MONTH = re.compile(
    r"(?:\d{1,4}[-/. ]*)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
    r"[-/., ]*\d{1,4}(?:[-/., ]+\d{2,4})?",
    re.IGNORECASE,
)


def is_figure(field: str) -> bool:
    """Whether a field is a number or a date in any spelling, and not words or blanks.

    Examples
    --------
    >>> [is_figure(field) for field in ("-1.234,56", "(1.2%)", "31-Jan-18", "AAPL", "")]
    [True, True, True, False, False]
    """
    text = field.strip()
    return bool(_DIGITS.fullmatch(text) or _MONTH.fullmatch(text))
