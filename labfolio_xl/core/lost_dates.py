"""Which asset costs a portfolio most dates, where every asset has to have a return."""

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
        Number of dates that its removal would add; 0 where others lack the same dates.
    lacking : int
        Dates on which it has no return.
    """

    column: int
    gained: int
    lacking: int


def costliest(absent: NDArray[np.bool_]) -> Costly | None:
    """The asset whose removal would add most dates, else the one that lacks most dates.

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
    # Where two assets lack the same dates, the removal of one alone adds none of them; then the
    # asset is named that lacks most.
    costs = alone if alone.max(initial=0) > many else lacking
    if not costs.max(initial=0) > many:
        return None
    worst = int(costs.argmax())
    return Costly(worst, int(alone[worst]), int(lacking[worst]))
