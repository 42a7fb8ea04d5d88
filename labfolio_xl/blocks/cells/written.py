"""Read numbers that are written as text with separators, currencies, brackets or signs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

__all__ = ["Mark", "Marks", "WrittenNumber", "judge_marks", "percent", "read_written", "take_apart"]

Mark: TypeAlias = Literal[".", ","]

_MINUS = "\N{MINUS SIGN}\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{FIGURE DASH}\N{EN DASH}"
_MINUS += "\N{SMALL HYPHEN-MINUS}\N{FULLWIDTH HYPHEN-MINUS}"
_TO_HYPHEN = str.maketrans(dict.fromkeys(_MINUS, "-"))
_CODES = (
    "USD EUR GBP JPY CHF CAD AUD NZD SEK NOK DKK HKD SGD CNY CNH KRW INR BRL MXN ZAR TRY PLN CZK "
    "HUF ILS TWD THB IDR MYR PHP CLP COP PEN ARS AED SAR QAR KWD RUB RMB Fr Fr. kr kr. Rs Rs. zł"
)
_SIGNS = (
    "US$ A$ C$ CA$ HK$ NT$ S$ R$ $ \N{CENT SIGN} \N{POUND SIGN} \N{YEN SIGN} \N{EURO SIGN} "
    "\N{WON SIGN} \N{INDIAN RUPEE SIGN} \N{RUBLE SIGN} \N{NEW SHEQEL SIGN} \N{TURKISH LIRA SIGN} "
    "\N{DONG SIGN} \N{THAI CURRENCY SYMBOL BAHT} \N{FULLWIDTH YEN SIGN} \N{FULLWIDTH DOLLAR SIGN}"
)
_CURRENCY = "|".join(re.escape(sign) for sign in [*_CODES.split(), *_SIGNS.split()])
_GROUP_SIGNS = "'\N{RIGHT SINGLE QUOTATION MARK} \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"
_GROUP_SIGNS += "\N{THIN SPACE}\N{FIGURE SPACE}"
_NUMBER = re.compile(
    rf"(?P<sign>[-+]?)\s*(?P<open>\(?)\s*(?P<first>{_CURRENCY})?\s*(?P<inner>[-+]?)\s*"
    rf"(?P<inside>\(?)\s*(?P<digits>[\d.,][\d.,{_GROUP_SIGNS}]*)(?P<power>[eE][-+]?\d+)?\s*"
    rf"(?P<percent>%?)\s*(?P<last>{_CURRENCY})?\s*(?P<close>\)?)\s*(?P<outer>%?)\s*(?P<behind>-?)"
)
# Runs of blanks become single ones, since they would make matching slow.
_BLANKS = re.compile(r"\s{2,}")
_LONGEST = 60
_GROUPS = re.compile(rf"\d{{1,3}}(?P<sign>[{_GROUP_SIGNS}])\d{{3}}(?:(?P=sign)\d{{3}})*([.,]\d*)?")
_PLAIN = re.compile(r"\d+[.,]?\d*|[.,]\d+")
_BY_COMMA = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d*)?")
_BY_POINT = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d*)?")
# In 1,234 the comma may separate thousands or decimals. After a zero, or after four digits, it can
# only separate decimals.
_OPEN_COMMA, _OPEN_POINT = re.compile(r"[1-9]\d{0,2},\d{3}"), re.compile(r"[1-9]\d{0,2}\.\d{3}")


@dataclass(frozen=True, slots=True)
class WrittenNumber:
    """The parts of a number that is written as text.

    Attributes
    ----------
    digits : str
        The digits with commas and points, of which one may be the decimal sign. Other separators
        of thousands are removed.
    power : str
        The exponent, such as ``e-3``.
    negative, percent : bool
    styles : tuple of str
        What is unusual in the way it is written, in words.
    """

    digits: str
    power: str
    negative: bool
    percent: bool
    styles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Marks:
    """What the numbers of a table show about their decimal sign.

    Attributes
    ----------
    comma, point : int or None
        The position of the first number that can only have this decimal sign.
    open : int or None
        The position of the first number such as 1,234, in which the sign may also separate
        thousands.
    """

    comma: int | None
    point: int | None
    open: int | None


def take_apart(text: str) -> WrittenNumber | None:
    """Split a written number into its parts; None if the text is not a number.

    Examples
    --------
    >>> take_apart("($1 234.50)")
    WrittenNumber(digits='1234.50', power='', negative=True, percent=False, \
styles=('currency signs', 'brackets for minus', 'separated thousands'))
    """
    plain = _BLANKS.sub(" ", text.strip()).translate(_TO_HYPHEN)
    found = _NUMBER.fullmatch(plain) if len(plain) <= _LONGEST else None
    if found is None:
        return None
    part = {name: value or "" for name, value in found.groupdict().items()}
    bracketed = part["open"] or part["inside"]
    signs = part["sign"] + part["inner"] + part["behind"]
    several = (
        len(signs) > 1
        or (part["open"] and part["inside"])
        or (part["first"] and part["last"])
        or (part["percent"] and part["outer"])
    )
    digits = part["digits"].rstrip(_GROUP_SIGNS)
    grouped = _GROUPS.fullmatch(digits) is not None
    if several or bool(bracketed) != bool(part["close"]) or (bracketed and signs):
        return None
    if not grouped and any(sign in digits for sign in _GROUP_SIGNS):
        return None
    bare = "".join(sign for sign in digits if sign not in _GROUP_SIGNS)
    if (
        _plain_digits(bare, ".") is None and _plain_digits(bare, ",") is None
    ):  # 31.12.2018 is a date
        return None
    styles = (
        ("currency signs", part["first"] or part["last"]),
        ("brackets for minus", bracketed),
        ("minus signs of print", any(sign in text for sign in _MINUS)),
        ("minus signs behind", part["behind"]),
        ("separated thousands", grouped),
    )
    return WrittenNumber(
        bare,
        part["power"],
        bool(bracketed) or "-" in signs,
        bool(part["percent"] or part["outer"]),
        tuple(style for style, there in styles if there),
    )


def judge_marks(numbers: Sequence[WrittenNumber | None]) -> Marks:
    """Find numbers that show the decimal sign of a table."""
    comma = point = open_ = None
    for place, number in enumerate(numbers):
        if number is None or ("," not in number.digits and "." not in number.digits):
            continue
        as_comma, as_point = (_plain_digits(number.digits, mark) for mark in (",", "."))
        if as_point is None:
            comma = place if comma is None else comma
        elif as_comma is None:
            point = place if point is None else point
        elif open_ is None and _OPEN_COMMA.fullmatch(number.digits):
            open_ = place
    return Marks(comma, point, open_)


def read_written(number: WrittenNumber, mark: Mark) -> tuple[float, tuple[str, ...]] | None:
    """The value of a number with a given decimal sign, and its unusual styles.

    None if the decimal sign does not fit, as for 1.23 in a table with decimal commas.
    """
    parts = _plain_digits(number.digits, mark)
    if parts is None:
        return None
    styles = number.styles
    other = "," if mark == "." else "."
    if other in number.digits:
        styles = (*styles, "separated thousands")
    if mark == "," and "," in number.digits:
        styles = (*styles, "decimal commas")
    text = parts + number.power
    value = percent(text) if number.percent else float(text)
    return -value if number.negative else value, styles


def percent(digits: str) -> float:
    """A hundredth of a number, computed in decimals, so that 1.2% is exactly the float 0.012.

    Examples
    --------
    >>> percent("1.2")
    0.012
    """
    try:
        return float(Decimal(digits).scaleb(-2))
    except ArithmeticError:  # the exponent is too large for Decimal
        return float(digits)


def _plain_digits(digits: str, mark: Mark) -> str | None:
    """The digits with a decimal point and no separators; None if the decimal sign does not fit."""
    other = "," if mark == "." else "."
    grouped = _BY_COMMA if mark == "." else _BY_POINT
    if other in digits:
        if not grouped.fullmatch(digits) or digits.startswith("0"):
            return None
        return digits.replace(other, "").replace(mark, ".")
    return digits.replace(mark, ".") if _PLAIN.fullmatch(digits) else None
