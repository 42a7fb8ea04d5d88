"""What a value of an option may be: a word, a number, a count, true or false, names."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from math import inf, isfinite, nan
from numbers import Real
from typing import get_args

from labfolio_xl.errors import InputError

__all__ = [
    "ALIKE_NAMES",
    "LEVEL",
    "SHARE",
    "as_text",
    "check_count",
    "check_flag",
    "check_level",
    "check_number",
    "check_option",
    "check_periods_per_year",
    "nearest",
    "shown",
    "spelled",
]

# The usual level of a confidence interval.
LEVEL = 0.95
SHARE = f"give a share between 0 and 1, such as {LEVEL}"

# Words for the same thing: each means the option that is among them.
_SAME = (
    ("daily", "day", "days"),
    ("weekly", "week", "weeks"),
    ("monthly", "month", "months"),
    ("quarterly", "quarter", "quarters"),
    ("yearly", "annual", "annually", "year", "years"),
    ("hac", "kernel", "newey-west", "nw"),
    ("ols", "classical"),
    ("fm", "fama-macbeth"),
    ("two-pass", "twopass", "2-pass"),
)
_FLAGS = {
    **dict.fromkeys(("true", "yes", "on", "1"), True),
    **dict.fromkeys(("false", "no", "off", "0"), False),
}
# From this likeness on (difflib's ratio) a word may be a slip of the keyboard. Names of settings
# are so different from each other that less is enough: "kov" can only mean cov.
_ALIKE, ALIKE_NAMES = 0.7, 0.6
_LONGEST_SHOWN = 40


def spelled(text: str) -> str:
    """A word as it is compared: small letters, blanks and underscores as hyphens."""
    return "-".join(text.casefold().replace("_", " ").replace("-", " ").split())


def nearest(text: str, known: Iterable[str], *, likeness: float = _ALIKE) -> str | None:
    """The known word that ``text`` may be a slip of, or None where none is alike."""
    by_spelling = {spelled(word): word for word in known}
    found = get_close_matches(spelled(text), by_spelling, n=1, cutoff=likeness)
    return by_spelling[found[0]] if found else None


def check_option(value: object, allowed: object, argument: str) -> str:
    """The option that ``value`` names, in the case and spelling that people type.

    Parameters
    ----------
    value
        What the user gave: "annual-percent", "Annual percent".
    allowed
        A ``Literal`` of the options.
    argument
        Name of the argument, for the sentence.

    Raises
    ------
    InputError
        The value is none of the options; the sentence lists them, and names the nearest.
    """
    options: tuple[str, ...] = get_args(allowed)
    if isinstance(value, str):
        by_spelling = {spelled(option): option for option in options}
        word = spelled(value)
        others = (other for words in _SAME if word in words for other in words)
        found = next(
            (by_spelling[other] for other in (word, *others) if other in by_spelling), None
        )
        if found is not None:
            return found
    listed = ", ".join(f'"{option}"' for option in options)
    alike = nearest(value, options) if isinstance(value, str) else None
    hint = f'; the nearest is "{alike}"' if alike else ""
    raise InputError(f'{argument} is "{shown(value)}"; choose one of {listed}{hint}.')


def check_count(value: object, argument: str, *, least: int = 0, most: float = inf) -> int:
    """A whole number from ``least`` to ``most`` (lags, windows, resamples).

    Raises
    ------
    InputError
        The value is not a whole number, too small, or too large.
    """
    number = _number(value)
    if number % 1 != 0 or not least <= number <= most:  # NaN and infinity have no remainder
        span = f"of {least} or more" if most == inf else f"from {least:,} to {most:,}"
        raise InputError(f'{argument} is "{shown(value)}"; give a whole number {span}.')
    return int(number)


def check_flag(value: object, argument: str) -> bool:
    """True or False; 1 and 0 mean them too, and so do the words yes, no, on, off, true, false.

    Raises
    ------
    InputError
        The value is something else.
    """
    if isinstance(value, str):
        value = _FLAGS.get(value.strip().lower(), value)
    # By its name: the command line's help goes without numpy, whose own type has it too.
    if type(value).__name__ == "bool" or (isinstance(value, Real) and value in (0, 1)):
        return bool(value)
    raise InputError(f'{argument} is "{shown(value)}"; give yes or no (True or False).')


def check_number(
    value: object, argument: str, cure: str, allowed: Callable[[float], bool]
) -> float:
    """A finite number that is ``allowed``; the sentence says what was given, and the ``cure``.

    Raises
    ------
    InputError
        The value is no number, not finite, or not allowed.
    """
    number = _number(value)
    if not (isfinite(number) and allowed(number)):
        raise InputError(f'{argument} is "{shown(value)}"; {cure}.')
    return number


def _number(value: object) -> float:
    """A number of Python or numpy as float; NaN for everything else, true and false included."""
    if not isinstance(value, Real) or isinstance(value, bool):
        return nan
    try:
        return float(value)
    except OverflowError:  # a whole number of hundreds of digits
        return nan


def as_text(value: object) -> str:
    """A value as a user types it, as far as that can be known: a cell gives 5 as 5.0."""
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def shown(value: object) -> str:
    """The same, short enough for a sentence."""
    return as_text(value)[:_LONGEST_SHOWN]


def check_level(value: object) -> float:
    """Level of an interval: a share above zero and below one.

    Raises
    ------
    InputError
        The value is none.
    """
    return check_number(value, "level", SHARE, lambda share: 0.0 < share < 1.0)


def check_periods_per_year(value: object) -> float | None:
    """Periods in a year, above zero; None where no annual figures are wanted.

    Raises
    ------
    InputError
        The value is not a finite number above zero.
    """
    if value is None:
        return None
    return check_number(value, "periods_per_year", "give 252, 52, 12 or 4", lambda x: x > 0.0)
