"""Compare names without regard to case, blanks and Unicode form."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable
from numbers import Real
from typing import TypeVar
from unicodedata import normalize

from labfolio_xl.errors import InputError

__all__ = ["match_names", "name_key", "refuse_header"]

Name = TypeVar("Name", bound=Hashable)

# A ticker of digits. A cell of a worksheet gives 7203 as 7203.0, and 0005 as 5.
_DIGITS = re.compile(r"0*([0-9]+)(?:\.0+)?")


def name_key(name: object) -> str:
    """A key that is equal for names which differ only in case, blanks or Unicode form.

    Parameters
    ----------
    name : str or number
        A ticker of digits may be a number.

    Examples
    --------
    >>> name_key("Brk. B ") == name_key("BRK.B")
    True
    >>> name_key(7203.0), name_key("7203"), name_key("0005")
    ('7203', '7203', '5')
    """
    text = f"{name:.0f}" if _is_whole(name) else str(name)
    key = _without_blanks(text.casefold())
    if not key.isascii():
        folded = normalize("NFKC", normalize("NFKC", key).casefold())
        key = normalize("NFKC", _without_blanks(folded))  # letter and accent may meet only now
    digits = _DIGITS.fullmatch(key)
    return digits[1] if digits else key


def _without_blanks(text: str) -> str:
    text = "".join(text.split())
    return text if text.isprintable() else "".join(c for c in text if c.isprintable())


def _is_whole(name: object) -> bool:
    return isinstance(name, Real) and float(name).is_integer()


def match_names(given: Iterable[Name], known: Iterable[str]) -> dict[Name, str | None]:
    """Find the known name that each given name means; None if there is none.

    A name that equals a known name means that one. Other names are compared by
    :func:`name_key`, and match if only one given and one known name have the key.

    Parameters
    ----------
    given : names, numbers among them
    known : names

    Examples
    --------
    >>> match_names(["AAPL", "msft", 7203.0, "IBM"], ["AAPL", "MSFT", "7203"])
    {'AAPL': 'AAPL', 'msft': 'MSFT', 7203.0: '7203', 'IBM': None}
    """
    asked, there = list(dict.fromkeys(given)), dict.fromkeys(known)
    if all(name in there for name in asked):
        return {name: str(name) for name in asked}
    by_key: dict[str, list[str]] = {}
    for name in there:
        by_key.setdefault(name_key(name), []).append(name)
    keys = {name: name_key(name) for name in asked}
    counts = Counter(keys.values())

    def match(name: Name) -> str | None:
        if name in there:
            return str(name)
        same = by_key.get(keys[name], [])
        return same[0] if len(same) == counts[keys[name]] == 1 else None

    return {name: match(name) for name in asked}


def refuse_header(
    header: object, names: Iterable[str], known: Iterable[str], argument: str
) -> None:
    """Refuse a header that is a known name, because it may be a row of which the number is missing.

    Parameters
    ----------
    header : object
        The header above the names; None if there is none.
    names : names
        The names that have numbers. If the header is among them, it is not refused.
    known : names
        The names that may have numbers.
    argument : str
        The name of the argument in messages.

    Raises
    ------
    InputError
        The header is a known name that has no number.
    """
    if header is None or name_key(header) in set(map(name_key, names)):
        return
    if match_names([str(header)], known)[str(header)] is not None:
        raise InputError(
            f'{argument}: the first row holds "{str(header)[:40]}" without a number and is taken '
            "for a header; type its number, or write a header above it."
        )
