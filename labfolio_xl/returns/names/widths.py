"""How wide a name is, and a shorter name that fits: for sentences and for labels in charts."""

from __future__ import annotations

from collections.abc import Iterable
from unicodedata import east_asian_width

__all__ = ["letters", "narrowed"]


def letters(text: str) -> int:
    """How wide a text is, in letters: those of East Asia take the room of two."""
    return len(text) + sum(east_asian_width(letter) in "WF" for letter in text)


def narrowed(name: str, most: int) -> str:
    """Return a name in one line, without its middle if it is wider than this number of letters.

    Names of funds often differ in their last words only.

    Examples
    --------
    >>> narrowed("Global Equity Fund Class A", 22), narrowed("Value", 22)
    ('Global Equit…d Class A', 'Value')
    """
    line = " ".join(name.split())
    if letters(line) <= most:
        return line
    before = most // 2 + 1
    head = _first(line, before)
    tail = _first(reversed(line), most - before - 1)[::-1]
    return f"{head.rstrip()}…{tail.lstrip()}"


def _first(text: Iterable[str], most: int) -> str:
    """As many letters as fit."""
    taken = ""
    for letter in text:
        if letters(taken + letter) > most:
            break
        taken += letter
    return taken
