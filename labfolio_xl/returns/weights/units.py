"""Find whether weights are fractions, percent or amounts of money, and make fractions of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np

from labfolio_xl.options import WeightsAre, check_number, check_option
from labfolio_xl.returns.weights.words import ITEM

if TYPE_CHECKING:
    from labfolio_xl.core.qr import Array
    from labfolio_xl.returns.findings import Findings
    from labfolio_xl.returns.weights.words import Says

__all__ = ["as_fractions"]

# The largest gross exposure (longs plus shorts) of a portfolio in fractions.
_LARGEST_GROSS = 10.0
# The net exposure of usual portfolios, from market-neutral to leveraged ones.
_LOWEST_NET, _HIGHEST_NET = -0.5, 2.0
_PERCENT = 100.0
# Numbers that sum to a hundred times a number in this range are percent of a whole portfolio.
_NEAR = (0.9, 1.1)
# If the header says percent and the numbers sum to about 1, the cells show 40% and hold 0.4.
_EXACTLY_ONE = (0.98, 1.02)
# Numbers with a larger sum are amounts of money; below they may be percent or quantities.
_LEAST_MONEY = 1000.0
# If the gross exposure is larger, relative to the sum of the amounts, the sum is probably not the
# value of the portfolio.
_DOUBTFUL_GROSS = 3.0
# If the amounts are less than this share of the nav, the two have different units.
_LEAST_SHARE = 0.01
_OPTIONS = "weights_are=fractions, weights_are=percent or weights_are=values"


@dataclass(frozen=True, slots=True)
class _Sums:
    """The net exposure (longs minus shorts) and the gross exposure (longs plus shorts)."""

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
    """Convert weights to fractions of the portfolio.

    Parameters
    ----------
    numbers : ndarray
        All weights, with cash and without totals.
    says : str or None
        What the header says about them.
    weights_are, nav
        What the user declares, which settles every doubt.
    findings : Findings

    Raises
    ------
    InputError
        The numbers may have several units; or they are amounts and no value of the portfolio can
        be derived from their sum.
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
    inferred = _inferred_unit(sums, says, findings)
    if inferred is None:
        return numbers
    fractions = _scaled(numbers, inferred, sums, worth, findings)
    scale = float(np.abs(fractions).sum()) / sums.gross if sums.gross else 1.0
    _doubt_sums(inferred, says, _Sums(sums.net * scale, sums.gross * scale), findings)
    return fractions


def _fits(worth: float, gross: float) -> bool:
    """Whether a nav may be in the unit of the numbers; it is not if the numbers are fractions."""
    return gross >= _LEAST_SHARE * worth or gross >= _LEAST_MONEY


def _within(number: float, limits: tuple[float, float]) -> bool:
    return limits[0] <= number <= limits[1]


def _inferred_unit(sums: _Sums, says: Says | None, findings: Findings) -> WeightsAre | None:
    """Find the unit of undeclared weights, by the header or else by the size of the sums.

    None if it cannot be found, which is an error.
    """
    if says == "percent":
        return _unit_under_percent(sums, findings)
    small = sums.gross <= _LARGEST_GROSS
    if says == "fractions" or (small and says is None):
        return "fractions"
    if says == "quantities":
        findings.error(
            "unit",
            ITEM,
            "quantities",
            "the header says prices or quantities, which are no weights; multiply both "
            "(LF_WEIGHTS, weights_from_holdings), or say weights_are=values if they are amounts",
        )
    elif says is None and _within(sums.net / _PERCENT, _NEAR) and sums.gross <= _LEAST_MONEY:
        return "percent"
    elif sums.net * _LARGEST_GROSS <= sums.gross:
        findings.error("unit", ITEM, sums.words, _neutral_sentence(sums))
    elif says == "values" or sums.net >= _LEAST_MONEY:
        return "values"
    else:
        findings.error("unit", ITEM, sums.words, _unclear_sentence(sums))
    return None


def _unit_under_percent(sums: _Sums, findings: Findings) -> WeightsAre | None:
    if _within(sums.net, _EXACTLY_ONE):
        reading = f"{sums.words}: taken as fractions, though the header says percent"
        findings.note("unit", ITEM, "fractions", reading)
        return "fractions"
    if sums.gross > _LARGEST_GROSS * _PERCENT:
        findings.error("unit", ITEM, sums.words, _unclear_sentence(sums))
        return None
    if sums.gross < _LARGEST_GROSS:
        findings.doubt(
            "unit",
            ITEM,
            sums.words,
            f"the header says percent, yet they have {sums.words}; say weights_are=percent if that "
            "is what they come to in percent, or weights_are=fractions if 0.4 means 40%",
        )
    return "percent"


def _neutral_sentence(sums: _Sums) -> str:
    return (
        f"they have {sums.words}: amounts that leave so little do not tell what the portfolio is "
        f"worth; say what they are ({_OPTIONS}), and for amounts give the value of the portfolio, "
        "as in nav=1000000"
    )


def _unclear_sentence(sums: _Sums) -> str:
    return (
        f"they have {sums.words}, where fractions of a portfolio come to about 1 and percent to "
        f"about 100; say what they are: {_OPTIONS}"
    )


def _scaled(
    numbers: Array, reading: WeightsAre, sums: _Sums, worth: float | None, findings: Findings
) -> Array:
    """Divide percent by 100, and amounts by the value of the portfolio, with a note."""
    if reading == "values":
        return numbers / _portfolio_value(sums, worth, findings)
    if worth is not None:
        findings.note("unit", ITEM, f"nav {worth:,.15g}", f"not used, they are {reading}")
    if reading == "fractions":
        return numbers
    findings.note("unit", ITEM, "percent", f"{sums.words}; divided by 100")
    return numbers / _PERCENT


def _portfolio_value(sums: _Sums, worth: float | None, findings: Findings) -> float:
    if worth is not None:
        findings.note("unit", ITEM, "amounts", f"{sums.words}; divided by nav {worth:,.15g}")
        return worth
    if sums.net <= np.finfo(np.float64).eps * sums.gross:
        findings.error("unit", ITEM, sums.words, _neutral_sentence(sums))
        return 1.0
    findings.note("unit", ITEM, "amounts", f"{sums.words}; divided by their sum {sums.net:,.15g}")
    return sums.net


def _doubt_sums(reading: WeightsAre, says: Says | None, sums: _Sums, findings: Findings) -> None:
    """Doubt undeclared weights if they give an unusual portfolio."""
    if reading == "values":
        if sums.gross > _DOUBTFUL_GROSS:
            reading_of = (
                f"{sums.words} when divided by their sum; give the value of the portfolio if it "
                "is another one, as in nav=1000000"
            )
            findings.warning("sum", ITEM, sums.words, reading_of)
        return
    if sums.net > _HIGHEST_NET and says is None:
        findings.doubt("sum", ITEM, sums.words, _unclear_sentence(sums))
    elif not _within(sums.net, (_LOWEST_NET, _HIGHEST_NET)):
        findings.warning(
            "sum",
            ITEM,
            sums.words,
            f"the net is far from 1 and from 0; check it, or say weights_are={reading}",
        )
