"""The stationary bootstrap as a kind of standard error: its options, and the loop over resamples.

References
----------
Politis and Romano (1994), Journal of the American Statistical Association 89; Politis and White
(2004) and Patton, Politis and White (2009), Econometric Reviews 23 and 28.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pandas as pd

from labfolio_xl.core import bootstrap as core
from labfolio_xl.core.qr import Array
from labfolio_xl.errors import EstimationError
from labfolio_xl.models.shared.draws import Draws
from labfolio_xl.models.shared.inference import Inference
from labfolio_xl.options import check_count, check_number
from labfolio_xl.returns.dates.used import UsedDates

__all__ = ["DEFAULT_RESAMPLES", "Resampling", "bootstrap_inference", "resampling"]

# Usual for intervals of 95%.
DEFAULT_RESAMPLES = 1000
# The ends of a percentile interval of fewer draws are mostly noise.
_LEAST_RESAMPLES = 100
# More would change no digit that a reader sees, and a cell would wait for minutes.
_MOST_RESAMPLES = 100_000
# The share of the resamples that has to be estimable.
_LEAST_SHARE = 0.9

# From the coefficients (n, P, N) and the mean returns (n, N) of n resamples to their estimates.
Statistic: TypeAlias = Callable[[Array, Array], Array]


@dataclass(frozen=True, slots=True)
class Resampling:
    """The options of a bootstrap, checked.

    Attributes
    ----------
    resamples : int
    block : float or None
        Mean length of the blocks; None takes the automatic length.
    seed : int
    """

    resamples: int
    block: float | None
    seed: int

    def draws(
        self, returns: Array, factors: Array, scores: Array, statistic: Statistic, names: pd.Index
    ) -> Draws:
        """Draw the dates again and estimate each resample.

        Parameters
        ----------
        returns : (T, N) array
        factors : (T, K) array
        scores : (T, M) array
            What the estimates average over the dates. The automatic length of the blocks is the
            longest that one of these series needs.
        statistic : callable
            Gives the estimates (n, R) of n resamples.
        names : Index
            Names of the R estimates.

        Raises
        ------
        EstimationError
            More than a tenth of the resamples cannot be estimated.
        """
        block = self.block
        if block is None:
            block = max(core.block_length(score) for score in scores.T)
        resamples = core.resampled_coefficients(returns, factors, self.resamples, block, self.seed)
        estimates = np.concatenate([statistic(*part) for part in resamples])
        table = pd.DataFrame(estimates, columns=names).dropna().reset_index(drop=True)
        n_failed = self.resamples - len(table)
        if len(table) < _LEAST_SHARE * self.resamples:
            raise EstimationError(
                f"In {n_failed} of {self.resamples} resamples of the dates the factors or the "
                "exposures are dependent; remove factors or add dates."
            )
        return Draws(table, n_failed, float(block), self.seed)


def resampling(resamples: object, block: object, seed: object) -> Resampling:
    """Check the options of a bootstrap.

    Raises
    ------
    InputError
        Fewer than 100 resamples or more than 100,000, a block below one period, or a seed that
        is no whole number from zero on.
    """
    if block is not None:
        cure = "give a mean length of 1 period or more"
        block = check_number(block, "block", cure, lambda length: length >= 1.0)
    count = check_count(resamples, "resamples", least=_LEAST_RESAMPLES, most=_MOST_RESAMPLES)
    return Resampling(count, block, check_count(seed, "seed"))


def bootstrap_inference(draws: Draws, dates: UsedDates) -> Inference:
    """How the errors of a bootstrap were made."""
    return Inference("bootstrap", (), str(draws), "percentile intervals and p-values", dates)
