"""Which asset costs a portfolio most of its dates, where every asset has to have a return."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["MANY", "Costly", "costliest"]

# An asset is named where it costs more than this share of the common dates.
MANY = 0.1


class Costly(NamedTuple):
    """The asset that costs most dates.

    Attributes
    ----------
    column : int
    gained : int
        Dates that there would be more without it; 0 where others lack the same dates.
    lacking : int
        Dates on which it has no return.
    """

    column: int
    gained: int
    lacking: int


def costliest(absent: NDArray[np.bool_]) -> Costly | None:
    """The asset without which there would be most dates more, else the one that lacks most.

    Parameters
    ----------
    absent : (T, N) array of bool
        Where an asset has no return.

    Returns
    -------
    Costly or None
        None where no asset costs more than a tenth of the dates.
    """
    holes = absent.sum(axis=1)
    alone, lacking = absent[holes == 1].sum(axis=0), absent.sum(axis=0)
    many = MANY * len(absent)
    # Two assets that begin together cost nothing one by one; the shorter of them is named.
    costs = alone if alone.max(initial=0) > many else lacking
    if not costs.max(initial=0) > many:
        return None
    worst = int(costs.argmax())
    return Costly(worst, int(alone[worst]), int(lacking[worst]))
