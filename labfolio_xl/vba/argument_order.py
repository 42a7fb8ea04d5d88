"""Recognise formulas that an earlier version wrote, with their arguments in another order.

Earlier versions took the weights before the risk-free rate and options such as ``cov`` and ``lags``
by their position, and they had two functions that no longer exist. A formula is an earlier one if
it has more arguments than its function takes today, or if an argument is a defined name or a
constant that only an earlier version took in that place.

A text in the place of the settings is one of an earlier version only if it is what that version
took there, such as "hac" in LF_EXPOSURE. Any other text is a setting of today, perhaps with a
mistake in its spelling ("sortt", or "monthly" without "frequency="). Such a formula is left as it
is, and its cell says what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Literal, get_args

from labfolio_xl.errors import InputError
from labfolio_xl.options import OPTIONS
from labfolio_xl.options.checks import nearest, spelled
from labfolio_xl.options.kinds import Day, Words

__all__ = ["Signatures", "calls_in", "earlier_call", "present_signatures"]

# The names of the arguments of each function.
Signatures = Mapping[str, Sequence[str]]

# The functions that no longer exist. Their intervals are options of other functions today.
_REMOVED = frozenset(("LF_BOOT_EXPOSURE", "LF_BOOT_PREMIA"))
# Arguments that take only ranges today. Earlier versions had options in their places.
_RANGES = frozenset(("weights", "benchmark"))
# Arguments that take only a word today. Earlier versions had flags and numbers in their places.
_CHOICES = frozenset(("show", "which"))
# Two inputs have exchanged their places: by the argument of today, the defined name of the other.
_OTHERS_NAME = {"risk_free": "weights", "weights": "riskfree"}

_COV = Words(Literal["ols", "hc0", "hc1", "hac"])
# What earlier versions took as a text in the place of today's settings, by the function.
_EARLIER_TEXTS: Mapping[str, Words | Day] = {
    "LF_RETURNS": Words(Literal["simple", "log"]),
    "LF_BETA_STATS": _COV,
    "LF_EXPOSURE": _COV,
    "LF_GRS": _COV,
    "LF_PREMIA": Words(Literal["fm", "hac", "shanken", "all"]),
    "LF_ATTRIBUTION": Day(),
}
# Functions that took the names of self-financing factors there.
_TOOK_NAMES = frozenset(("LF_BETAS", "LF_COV"))
# The words that options take today, as they are compared.
_WORDS_OF_OPTIONS = frozenset(
    spelled(word)
    for option in OPTIONS.values()
    if isinstance(option.kind, Words)
    for word in get_args(option.kind.allowed)
)

# The pieces of a formula: a text, the quoted name of a sheet, a bracket or a comma, a name or a
# number, any other character.
_PIECES = re.compile(r"""("(?:[^"]|"")*"|'(?:[^']|'')*'|[(){}\[\],]|[\w.]+|.)""", re.DOTALL)
_NUMBER = re.compile(r"[+-]?\.?\d[\d.]*(?:E[+-]?\d+)?%?", re.IGNORECASE)
_OPENING, _CLOSING = frozenset("({["), frozenset(")}]")


@dataclass(slots=True)
class _Call:
    """A call within a formula: the function, and each argument without what its brackets hold."""

    function: str
    arguments: list[str] = field(default_factory=lambda: [""])


def present_signatures() -> Signatures:
    """Return the arguments of the worksheet functions of this version."""
    from labfolio_xl.sheet.functions import REGISTRY

    return {name: [a.name for a in entry.arguments] for name, entry in REGISTRY.items()}


def earlier_call(formula: str, signatures: Signatures) -> str | None:
    """Return the first function that a formula calls as an earlier version did; None if none is.

    Parameters
    ----------
    formula : str
        The formula as a file stores it, with or without the equals sign and the prefixes of newer
        functions such as ``_xlfn.``.
    signatures : mapping
        The names of the arguments that each function takes today, by the name of the function.

    Examples
    --------
    >>> now = {"LF_EXPOSURE": ["assets", "factors", "risk_free", "weights", "settings"]}
    >>> earlier_call("LF_EXPOSURE(Assets,Factors,Weights,RiskFree)", now)
    'LF_EXPOSURE'
    >>> earlier_call("LF_EXPOSURE(Assets,Factors,RiskFree,Weights)", now)
    """
    for function, arguments in calls_in(formula):
        known = signatures.get(function)
        if known is None:
            if function in _REMOVED:
                return function
        elif len(arguments) > len(known) or any(
            _is_misplaced(function, argument, written)
            for argument, written in zip(known, arguments, strict=False)
        ):
            return function
    return None


def calls_in(formula: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each call within a formula: the function in capitals, and its arguments.

    What brackets within an argument hold is left out, because only constants and names are judged.

    Examples
    --------
    >>> list(calls_in('INDEX(LF_BETAS(Assets,,"a,b"),2)'))
    [('LF_BETAS', ['Assets', '', '"a,b"']), ('INDEX', ['LF_BETAS(', '2'])]
    """
    calls, before = [_Call("")], ""
    for piece in _PIECES.findall(formula):
        innermost = calls[-1]
        if piece == ",":
            innermost.arguments.append("")
        elif piece in _CLOSING:
            if len(calls) > 1 and (done := calls.pop()).function:
                yield done.function, _given(done.arguments)
        else:
            innermost.arguments[-1] += piece
        if piece in _OPENING:
            calls.append(_Call(_function(before) if piece == "(" else ""))
        before = piece


def _function(piece: str) -> str:
    """Return the name of a function without a prefix such as ``_xludf.``."""
    return piece.rpartition(".")[2].upper()


def _given(arguments: list[str]) -> list[str]:
    stripped = [argument.strip() for argument in arguments]
    return [] if stripped == [""] else stripped


def _is_misplaced(function: str, argument: str, written: str) -> bool:
    """Whether only an earlier version took what a formula has in the place of an argument."""
    is_constant = _is_number(written) or _is_flag(written)
    if argument == "settings":
        return is_constant or (_is_text(written) and _is_earlier_text(function, written.strip('"')))
    if argument in _RANGES and (is_constant or _is_text(written)):
        return True
    if argument in _CHOICES and is_constant:
        return True
    return argument in _OTHERS_NAME and _is_input(written, _OTHERS_NAME[argument])


def _is_number(written: str) -> bool:
    return _NUMBER.fullmatch(written) is not None


def _is_flag(written: str) -> bool:
    return written.upper().removesuffix("(") in ("TRUE", "FALSE")


def _is_text(written: str) -> bool:
    return written.startswith('"')


def _is_earlier_text(function: str, text: str) -> bool:
    """Whether a text in the place of the settings is what an earlier version took there."""
    if function in _TOOK_NAMES:
        parts = [part.strip() for part in text.split(",") if part.strip()]
        return bool(parts) and not set("=;") & set(text) and not any(map(_may_be_setting, parts))
    if function in _EARLIER_TEXTS:
        with suppress(InputError):
            _EARLIER_TEXTS[function].read(text, "text")
            return True
    return False


def _may_be_setting(text: str) -> bool:
    """Whether a text may be meant as a setting of today rather than as the name of a factor.

    It may be the name of a setting, also with a mistake in its spelling or with a value behind it
    ("sortt", "window 36"), or a value without the name of its setting ("monthly").
    """
    return any(
        spelled(word) in _WORDS_OF_OPTIONS or nearest(word, OPTIONS) is not None
        for word in (text, text.split(maxsplit=1)[0])
    )


def _is_input(written: str, name: str) -> bool:
    """Whether an argument is a defined name, or a range on the sheet of that name."""
    return written.replace("'", "").partition("!")[0].casefold() == name
