"""The colour of each factor, which is the same on all sheets of a workbook."""

from __future__ import annotations

import math
from collections.abc import Mapping

from labfolio_xl.plan.styles import OTHER, SERIES_COLORS

__all__ = ["MOST_COLORED", "factor_colors"]

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
