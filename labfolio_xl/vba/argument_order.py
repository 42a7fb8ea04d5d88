"""Recognise formulas that an earlier version wrote, with their arguments in another order.

Earlier versions took the weights before the risk-free rate, options such as ``cov`` and ``lags``
by their position, and had two functions that no longer exist. A formula is judged by what it
says: the defined names of the inputs, and constants, where an argument of today takes neither.
A formula that today's functions may take, in part or as a whole, is not an earlier one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from labfolio_xl.errors import InputError
from labfolio_xl.options import find_option

__all__ = ["Signatures", "calls_in", "earlier_call", "present_signatures"]

# The names of the arguments of each function.
Signatures = Mapping[str, Sequence[str]]

# Functions of earlier versions; their intervals are options of other functions now.
_REMOVED = frozenset(("LF_BOOT_EXPOSURE", "LF_BOOT_PREMIA"))
# Arguments that take ranges alone, in whose places earlier versions had options.
_RANGES = frozenset(("weights", "benchmark"))
# The defined names that changed their places with each other, by the argument of today.
_OTHERS_NAME = {"risk_free": "weights", "weights": "riskfree"}

# A text, the quoted name of a sheet, a bracket or comma, a name or number, any other character.
_PIECES = re.compile(r"""("(?:[^"]|"")*"|'(?:[^']|'')*'|[(){}\[\],]|[\w.]+|.)""", re.DOTALL)
_NUMBER = re.compile(r"[+-]?\.?\d[\d.]*(?:E[+-]?\d+)?%?", re.IGNORECASE)
_OPENING, _CLOSING = frozenset("({["), frozenset(")}]")


@dataclass(slots=True)
class _Call:
    """A call within a formula, with the text of each argument but what brackets in it hold."""

    function: str
    arguments: list[str] = field(default_factory=lambda: [""])


def present_signatures() -> Signatures:
    """Return the arguments of the worksheet functions of this version."""
    from labfolio_xl.sheet.functions import REGISTRY

    return {name: [a.name for a in entry.arguments] for name, entry in REGISTRY.items()}


def earlier_call(formula: str, signatures: Signatures) -> str | None:
    """Return the first function that a formula calls in an earlier order of arguments.

    Parameters
    ----------
    formula : str
        As a file holds it, with or without its equals sign and the prefixes of newer functions.
    signatures : mapping
        The arguments of the functions, by the name of the function.

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
        elif len(arguments) > len(known) or any(map(_is_misplaced, known, arguments)):
            return function
    return None


def calls_in(formula: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each call within a formula: the function in capitals, and its arguments.

    An argument comes without what brackets in it hold, since only constants and names are judged.

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


def _is_misplaced(argument: str, written: str) -> bool:
    """Whether an argument of today cannot be what a formula has in its place."""
    if argument == "settings":
        return _is_number(written) or _is_flag(written) or _is_word(written)
    if argument in _RANGES and (_is_number(written) or _is_flag(written) or _is_text(written)):
        return True
    return argument in _OTHERS_NAME and _is_input(written, _OTHERS_NAME[argument])


def _is_number(written: str) -> bool:
    return _NUMBER.fullmatch(written) is not None


def _is_flag(written: str) -> bool:
    return written.upper().removesuffix("(") in ("TRUE", "FALSE")


def _is_text(written: str) -> bool:
    return written.startswith('"')


def _is_word(written: str) -> bool:
    """Whether a constant text is the value of an option rather than a text of settings."""
    if not _is_text(written) or "=" in written:
        return False
    return not all(map(_is_name_of_option, filter(str.strip, written.strip('"').split(";"))))


def _is_name_of_option(text: str) -> bool:
    try:
        find_option(text.strip())
    except InputError:
        return False
    return True


def _is_input(written: str, name: str) -> bool:
    """Whether a defined name is written, or a range on the sheet of that name."""
    return written.replace("'", "").partition("!")[0].casefold() == name
