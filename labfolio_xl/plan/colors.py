"""The colour of each factor, which is the same on all sheets of a workbook."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from labfolio_xl.plan.layout import Block
from labfolio_xl.plan.styles import OTHER, SERIES_COLORS

__all__ = ["MOST_COLORED", "colors_of", "factor_colors", "ranked"]

# More colours than this cannot be told apart; the other factors are grey, and named.
MOST_COLORED = 8


def factor_colors(shares: Mapping[str, float]) -> dict[str, str]:
    """Return the colour of each factor.

    Parameters
    ----------
    shares : mapping
        By factor: its share of the portfolio's variance. A share may be negative, for a hedge,
        or NaN, if it is not known.

    Returns
    -------
    dict
        A colour for each factor in the order given. The factors with the largest shares, by
        absolute value, have a colour of their own; among equal shares the earlier one has.
    """
    known = {name: abs(share) for name, share in shares.items() if not math.isnan(share)}
    ordered = sorted(shares, key=lambda name: -known.get(name, 0.0))[:MOST_COLORED]
    own = dict(zip(ordered, SERIES_COLORS, strict=False))
    return {name: own.get(name, OTHER) for name in shares}


def colors_of(blocks: Mapping[str, Block]) -> dict[str, str]:
    """Return the colour of each factor, from the tables of a workbook by key.

    If the risk could not be split, the first factors have a colour of their own.
    """
    risk, betas = blocks.get("risk"), blocks.get("betas")
    if risk is not None and not risk.failed and "share" in risk.header:
        share = risk.header.index("share")
        # The last rows are the specific part and the total.
        return factor_colors({str(row[0]): _number(row[share]) for row in risk.cells[1:-2]})
    if betas is not None and not betas.failed:
        return factor_colors(dict.fromkeys(betas.header[1:], math.nan))
    return {}


def _number(cell: object) -> float:
    return float(cell) if isinstance(cell, int | float) else math.nan


def ranked(names: Sequence[str], colors: Mapping[str, str]) -> list[str]:
    """Return names in the order of their colours; those without one of their own are last."""
    order = {color: place for place, color in enumerate(SERIES_COLORS)}
    return sorted(names, key=lambda name: order.get(colors.get(name, OTHER), len(order)))
