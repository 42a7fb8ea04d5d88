"""Recognise headers and titles that say that the numbers below are percent."""

from __future__ import annotations

import re

__all__ = ["header_says_percent", "title_says_percent", "without_percent"]

_WORD = r"(?:percent|per cent|pct|prozent|pour ?cent(?:age)?|por ciento|per ?cento|procent)"
# A percent sign after a number is a part of a name: Top 10% Fund.
_HEADER = re.compile(rf"(?<![\d.])\s*%|(?<!\w){_WORD}(?!\w)", re.IGNORECASE)
_END = re.compile(
    rf"[\s,;:_/-]*[(\[]?\s*(?:(?:in|as)\s+)?(?:(?<![\d.])%|(?<![a-z]){_WORD})\s*[)\]]?\s*$",
    re.IGNORECASE,
)
_TITLE = re.compile(
    rf"(?<!not )\b(?:in|as|are)\s+(?:%|{_WORD}(?:age points?)?\b)"
    rf"|[(\[]\s*(?:in\s+)?(?:%|{_WORD})\s*[)\]]"
    rf"|\bunits?\s*[:=]?\s*(?:%|{_WORD}\b)"
    rf"|\b(?:percent(?:age)?) returns?\b|\breturns?\s*[-,:]?\s*(?:%|{_WORD}\b)",
    re.IGNORECASE,
)


def header_says_percent(name: str) -> bool:
    """Whether a header says that the numbers below it are percent.

    Examples
    --------
    >>> [header_says_percent(name) for name in ("Fund (%)", "ret_pct", "Top 10% Fund")]
    [True, True, False]
    """
    return _HEADER.search(name.replace("_", " ")) is not None


def title_says_percent(text: str) -> bool:
    """Whether a line above a table says that its numbers are percent.

    Examples
    --------
    >>> title_says_percent("Monthly returns, in percent")
    True
    >>> title_says_percent("Formed on the 30th percentile; 30 percent of the stocks are small")
    False
    """
    return _TITLE.search(text) is not None


def without_percent(name: str) -> str:
    """A header without the word percent, for numbers that were divided by 100.

    Examples
    --------
    >>> without_percent("Mkt-RF (%)"), without_percent("Percent")
    ('Mkt-RF', 'Percent')
    """
    return _END.sub("", name).strip() or name
