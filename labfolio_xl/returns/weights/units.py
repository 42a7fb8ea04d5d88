"""Whether weights are fractions, percent or amounts of money, and how to make fractions of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np

from labfolio_xl.options import WeightsAre, check_number, check_option

if TYPE_CHECKING:
    from labfolio_xl.core.qr import Array
    from labfolio_xl.returns.findings import Findings
    from labfolio_xl.returns.weights.words import Says

__all__ = ["as_fractions"]

_ITEM = "Weights"
# No book of fractions is larger, long and short together.
_LARGEST_GROSS = 10.0
# Market-neutral and leveraged books; beyond, fractions are doubtful.
_LOWEST_NET, _HIGHEST_NET = -0.5, 2.0
_PERCENT = 100.0
# Percent that sum to this share of a hundred are meant to be the whole portfolio.
_NEAR = (0.9, 1.1)
# Under a header that says percent: what a spreadsheet shows as 40% and holds as 0.4.
_EXACTLY_ONE = (0.98, 1.02)
# Amounts of money, or else percent of a leveraged book, or quantities.
_LEAST_MONEY = 1000.0
# Longs and shorts of amounts that sum to so little: the sum is not what the fund is worth.
_DOUBTFUL_GROSS = 3.0
# A nav that would leave less is that of another unit.
_LEAST_SHARE = 0.01
_OPTIONS = "weights_are=fractions, weights_are=percent or weights_are=values"


@dataclass(frozen=True, slots=True)
class _Sums:
    """Net: longs less shorts. Gross: longs and shorts together."""

    net: float
    gross: float

    @property
    def words(self) -> str:
        return f"net {self.net:z,.2f}, gross {self.gross:z,.2f}"


def as_fractions(
    numbers: Array,
    says: Says | None,
    weights_are: str | None,
    nav: float | None,
    findings: Findings,
) -> Array:
    """Weights as fractions of the portfolio.

    Parameters
    ----------
    numbers : ndarray
        All of them, cash included, totals not.
    says : str or None
        What a header says of them.
    weights_are, nav
        What the user declares: it settles every doubt.
    findings : Findings

    Raises
    ------
    InputError
        Numbers that may be several things, or longs and shorts of amounts that sum to nothing.
    """
    sums = _Sums(float(numbers.sum()), float(np.abs(numbers).sum()))
    worth = None
    if nav is not None:
        cure = "give what the portfolio is worth, above zero"
        worth = check_number(nav, "nav", cure, lambda value: value > 0.0)
    if weights_are is not None:
        reading = cast("WeightsAre", check_option(weights_are, WeightsAre, "weights_are"))
        return _scaled(numbers, reading, sums, worth, findings)
    if worth is not None and says not in ("fractions", "percent") and _fits(worth, sums.gross):
        return _scaled(numbers, "values", sums, worth, findings)
    inferred = _inferred(sums, says, findings)
    if inferred is None:
        return numbers
    fractions = _scaled(numbers, inferred, sums, worth, findings)
    scale = float(np.abs(fractions).sum()) / sums.gross if sums.gross else 1.0
    _doubt(inferred, says, _Sums(sums.net * scale, sums.gross * scale), findings)
    return fractions


def _fits(worth: float, gross: float) -> bool:
    """Whether a nav is in the unit of the numbers; beside fractions it has nothing to do."""
    return gross >= _LEAST_SHARE * worth or gross >= _LEAST_MONEY


def _within(number: float, limits: tuple[float, float]) -> bool:
    return limits[0] <= number <= limits[1]


def _inferred(sums: _Sums, says: Says | None, findings: Findings) -> WeightsAre | None:
    """What nobody declared: by the header where it says it, else by the size of the sums.

    None where it cannot be said, which is an error in any case.
    """
    if says == "percent":
        return _said_percent(sums, findings)
    small = sums.gross <= _LARGEST_GROSS
    if says == "fractions" or (small and says is None):
        return "fractions"
    if says == "quantities":
        findings.certain(
            "unit",
            _ITEM,
            "quantities",
            "the header says prices or quantities, which are no weights; multiply both "
            "(LF_WEIGHTS, weights_from_holdings), or say weights_are=values if they are amounts",
        )
    elif says is None and _within(sums.net / _PERCENT, _NEAR) and sums.gross <= _LEAST_MONEY:
        return "percent"
    elif sums.net * _LARGEST_GROSS <= sums.gross:
        findings.certain("unit", _ITEM, sums.words, _neutral(sums))
    elif says == "values" or sums.net >= _LEAST_MONEY:
        return "values"
    else:
        findings.certain("unit", _ITEM, sums.words, _unclear(sums))
    return None


def _said_percent(sums: _Sums, findings: Findings) -> WeightsAre | None:
    if _within(sums.net, _EXACTLY_ONE):
        reading = f"{sums.words}: taken as fractions, though the header says percent"
        findings.note("unit", _ITEM, "fractions", reading)
        return "fractions"
    if sums.gross > _LARGEST_GROSS * _PERCENT:
        findings.certain("unit", _ITEM, sums.words, _unclear(sums))
        return None
    if sums.gross < _LARGEST_GROSS:
        findings.likely(
            "unit",
            _ITEM,
            sums.words,
            f"the header says percent, yet they have {sums.words}; say weights_are=percent if that "
            "is what they come to in percent, or weights_are=fractions if 0.4 means 40%",
        )
    return "percent"


def _neutral(sums: _Sums) -> str:
    return (
        f"they have {sums.words}: amounts that leave so little do not tell what the portfolio is "
        f"worth; say what they are ({_OPTIONS}), and for amounts give the value of the portfolio, "
        "as in nav=1000000"
    )


def _unclear(sums: _Sums) -> str:
    return (
        f"they have {sums.words}, where fractions of a portfolio come to about 1 and percent to "
        f"about 100; say what they are: {_OPTIONS}"
    )


def _scaled(
    numbers: Array, reading: WeightsAre, sums: _Sums, worth: float | None, findings: Findings
) -> Array:
    """Divide by a hundred, or by what the portfolio is worth, and say so."""
    if reading == "values":
        return numbers / _value(sums, worth, findings)
    if worth is not None:
        findings.note("unit", _ITEM, f"nav {worth:,.15g}", f"not used, they are {reading}")
    if reading == "fractions":
        return numbers
    findings.note("unit", _ITEM, "percent", f"{sums.words}; divided by 100")
    return numbers / _PERCENT


def _value(sums: _Sums, worth: float | None, findings: Findings) -> float:
    if worth is not None:
        findings.note("unit", _ITEM, "amounts", f"{sums.words}; divided by nav {worth:,.15g}")
        return worth
    if sums.net <= np.finfo(np.float64).eps * sums.gross:
        findings.certain("unit", _ITEM, sums.words, _neutral(sums))
        return 1.0
    findings.note("unit", _ITEM, "amounts", f"{sums.words}; divided by their sum {sums.net:,.15g}")
    return sums.net


def _doubt(reading: WeightsAre, says: Says | None, sums: _Sums, findings: Findings) -> None:
    """What an undeclared reading comes to: a book that is hardly one gets a second look."""
    if reading == "values":
        if sums.gross > _DOUBTFUL_GROSS:
            reading_of = (
                f"{sums.words} when divided by their sum; give the value of the portfolio if it "
                "is another one, as in nav=1000000"
            )
            findings.warning("sum", _ITEM, sums.words, reading_of)
        return
    if sums.net > _HIGHEST_NET and says is None:
        findings.likely("sum", _ITEM, sums.words, _unclear(sums))
    elif not _within(sums.net, (_LOWEST_NET, _HIGHEST_NET)):
        findings.warning(
            "sum",
            _ITEM,
            sums.words,
            f"the net is far from 1 and from 0; check it, or say weights_are={reading}",
        )
