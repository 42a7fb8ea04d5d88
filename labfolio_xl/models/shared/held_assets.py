"""The assets that a portfolio holds, on the dates on which all of them have a return."""

from __future__ import annotations

from dataclasses import replace

from labfolio_xl.core.qr import Array
from labfolio_xl.errors import EstimationError, InputError, counted
from labfolio_xl.returns.panel import Panel, complete
from labfolio_xl.returns.weights.judgement import Weights

__all__ = ["PORTFOLIO", "held_returns", "refuse_names"]

# The row of the portfolio in a table of assets, factors or parts.
PORTFOLIO = "Portfolio"


def held_returns(panel: Panel, weights: Weights, *, spare: int = 1) -> tuple[Panel, Array]:
    """The panel of the held assets on the dates on which all of them have a return.

    Parameters
    ----------
    panel : Panel
    weights
        See :mod:`labfolio_xl.models`.
    spare : int
        The least number of residual degrees of freedom.

    Returns
    -------
    Panel, (N,) array
        The held assets only, and their weights.

    Raises
    ------
    EstimationError
        There are too few dates.
    """
    weight = panel.weights(weights)
    held = weight != 0.0
    part = complete(panel, held)
    n_obs, n_factors = part.factors.shape
    if n_obs < n_factors + 1 + spare:
        raise EstimationError(
            f"Assets and Factors share {counted(n_obs, 'date')} on which every held asset has a "
            f"return, but {n_factors} factor{'s need' if n_factors != 1 else ' needs'} at least "
            f"{n_factors + 1 + spare}; add dates or remove factors."
        )
    narrow = replace(part.aligned, assets=part.aligned.assets.loc[:, held])
    return replace(part, returns=part.returns[:, held], aligned=narrow), weight[held]


def refuse_names(panel: Panel, *names: str) -> None:
    """Refuse a factor that has the name of a row of the result."""
    for name in names:
        if name in panel.names:
            raise InputError(
                f'Factors: the name "{name}" is taken by a row of the result; rename the column.'
            )
