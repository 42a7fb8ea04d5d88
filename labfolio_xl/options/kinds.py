"""What an option takes: words, names, a number, a count, yes or no, a date.

Each kind reads what a person types, in a cell, in a text or at the command line, and says what
it takes.
"""

from __future__ import annotations

import datetime as dt
import re
from contextlib import suppress
from dataclasses import dataclass
from math import inf
from typing import Any, TypeAlias, get_args

from labfolio_xl.errors import InputError
from labfolio_xl.options.checks import (
    as_text,
    check_count,
    check_flag,
    check_number,
    check_option,
    shown,
)
from labfolio_xl.options.days import DAYS_TO_1904, EPOCH

__all__ = ["Count", "Day", "Flag", "Name", "Names", "Number", "OptionKind", "Words"]

_PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?%?", re.IGNORECASE)
# Thousands between commas or points; and what may be thousands or decimals.
_BY_COMMAS = re.compile(r"[+-]?\d{1,3}(?:(?:,\d{3})+\.\d*|(?:,\d{3}){2,})")
_BY_POINTS = re.compile(r"[+-]?\d{1,3}(?:(?:\.\d{3})+,\d*|(?:\.\d{3}){2,})")
_EITHER = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")
# A month, quarter or year stands for all of its days: 2023-05, 2023-Q2, 2023.
_PERIOD = re.compile(
    r"\d{4}-(?:0?[1-9]|1[0-2])|\d{4}-?Q[1-4]|(?:1[6-9]|2[0-2])\d{2}", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Words:
    """One word of a ``Literal``."""

    allowed: Any

    @property
    def takes(self) -> str:
        """What to type."""
        return " or ".join(f'"{word}"' for word in get_args(self.allowed))

    def has(self, value: object) -> bool:
        """Whether a value is one of the words."""
        with suppress(InputError):
            return bool(check_option(value, self.allowed, ""))
        return False

    def read(self, value: object, name: str) -> str:
        """Return the word."""
        return check_option(value, self.allowed, name)


@dataclass(frozen=True, slots=True)
class Number:
    """A number, also as a text with a decimal comma.

    Parameters
    ----------
    cure : str
        What to give, for the sentence of an error: "give a share between 0 and 1".
    above, below : float
        Between which the number has to lie.
    least : float
        The smallest number that it may be.
    """

    cure: str = "give a number"
    above: float = -inf
    below: float = inf
    least: float = -inf

    @property
    def takes(self) -> str:
        """What to type."""
        return "a number"

    def read(self, value: object, name: str) -> float:
        """Return the number."""
        return check_number(_number_of(value, name), name, self.cure, self._allows)

    def _allows(self, number: float) -> bool:
        return self.above < number < self.below and number >= self.least


@dataclass(frozen=True, slots=True)
class Count:
    """A whole number from ``least`` to ``most``."""

    least: int = 0
    most: float = inf

    @property
    def takes(self) -> str:
        """What to type."""
        return "a whole number"

    def read(self, value: object, name: str) -> int:
        """Return the number."""
        return check_count(_number_of(value, name), name, least=self.least, most=self.most)


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes or no."""

    @property
    def takes(self) -> str:
        """What to type."""
        return "yes or no"

    def read(self, value: object, name: str) -> bool:
        """Return the truth value."""
        return check_flag(value, name)


@dataclass(frozen=True, slots=True)
class Names:
    """Names with commas between them, or words that stand for some of them.

    Parameters
    ----------
    words : tuple of str
        The words, for the help: which names there are, the data say.
    """

    words: tuple[str, ...] = ()

    @property
    def takes(self) -> str:
        """What to type."""
        return ", ".join([*(f'"{word}"' for word in self.words), "or names with commas between"])

    def read(self, value: object, name: str) -> str | tuple[str, ...]:
        """Return the text, or the names."""
        if isinstance(value, str):
            return value.strip()
        if isinstance(value, (list, tuple)):
            return tuple(map(as_text, value))
        if isinstance(value, bool):
            raise InputError(f'{name} is "{value}"; give {self.takes}.')
        return as_text(value)  # a number is the name of a column


@dataclass(frozen=True, slots=True)
class Name:
    """The name of one column, of a table or of a sheet.

    Parameters
    ----------
    of : str
        What has the name: "a factor".
    """

    of: str

    @property
    def takes(self) -> str:
        """What to type."""
        return f"the name of {self.of}"

    def read(self, value: object, name: str) -> str:
        """Return the name."""
        text = "" if isinstance(value, bool) else as_text(value).strip()
        if not text:
            raise InputError(f'{name} is "{shown(value)}"; give {self.takes}.')
        return text


@dataclass(frozen=True, slots=True)
class Day:
    """A date: of a cell, as its serial, or as a text with the year first; or a month as text."""

    @property
    def takes(self) -> str:
        """What to type."""
        return "a date, such as 2023-05-04, or a month, such as 2023-05"

    def read(self, value: object, name: str) -> dt.date | str:
        """Return the date, or the text of a month, quarter or year."""
        text = as_text(value).strip()
        if _PERIOD.fullmatch(text):
            return text.upper()
        date = _date_of(value)
        if date is None:
            raise InputError(f'{name} is "{shown(value)}"; give {self.takes}.')
        return date

    @staticmethod
    def counted_from_1900(value: object) -> object:
        """Return the cell of a workbook that counts from 1904; a year is no serial number."""
        if not isinstance(value, float) or _PERIOD.fullmatch(as_text(value)):
            return value
        return value + DAYS_TO_1904


OptionKind: TypeAlias = Words | Number | Count | Flag | Name | Names | Day


def _number_of(value: object, name: str) -> object:
    """A number that is written as text, with a decimal comma or not; anything else as it is."""
    if not isinstance(value, str):
        return value
    text = value.strip().replace("\u2212", "-").replace(" ", "").replace("\u00a0", "")
    if _EITHER.fullmatch(text):
        raise InputError(
            f'{name} is "{shown(value)}", with a comma for thousands or for decimals; write '
            f"{text.replace(',', '')} or {text.replace(',', '.')}."
        )
    if _BY_COMMAS.fullmatch(text):
        text = text.replace(",", "")
    elif _BY_POINTS.fullmatch(text):
        text = text.replace(".", "").replace(",", ".")
    else:
        text = text.replace(",", ".", 1)
    if not _PLAIN.fullmatch(text):
        return value
    return float(text[:-1]) / 100 if text.endswith("%") else float(text)


def _date_of(value: object) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    with suppress(ValueError, OverflowError):  # no date, or far from every date
        if isinstance(value, str):
            return dt.date.fromisoformat(value.strip())
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return EPOCH[1900] + dt.timedelta(int(value))
    return None
