"""How often the diagnostics call a useless factor fine, and a useful one weak.

The sixth factor of the sample is replaced by noise to which no asset is exposed, so that its
premium is not identified. Before, a rank test that rejected gave comfort: each premium could be
told apart. Now the F test of the single factor counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from designs import Residuals, panels, truth_of_sample
from table import Row

from labfolio_xl.core.alpha_tests import joint_f_statistics, rank_statistics
from labfolio_xl.core.distributions import SIGNIFICANT, chi2_sf, f_sf

__all__ = ["Comfort", "comfort", "rows"]


@dataclass(frozen=True)
class Comfort:
    """Shares of panels in which a test says that premia are identified.

    Attributes
    ----------
    cragg_donald, kleibergen_paap : float
        The rank test rejects.
    single : float
        The F test of the useless factor rejects that its betas are zero.
    useful : float
        The F test of a useful factor, the first, rejects.
    """

    cragg_donald: float
    kleibergen_paap: float
    single: float
    useful: float


def rows(n_panels: int) -> Iterator[Row]:
    for n_obs, residuals in ((60, "normal"), (120, "normal"), (249, "normal"), (249, "persistent")):
        found = comfort(n_panels, n_obs, residuals)
        item = f"a useless factor, T = {n_obs}, {residuals} residuals"
        for name, before in (
            ("Cragg-Donald", found.cragg_donald),
            ("Kleibergen-Paap", found.kleibergen_paap),
        ):
            figure = f"share that calls it identified ({name} before, F now)"
            yield Row(item, figure, SIGNIFICANT, before, found.single)


def comfort(n_panels: int, n_obs: int, residuals: Residuals = "normal") -> Comfort:
    """Panels of the sample in which no asset is exposed to the last factor."""
    truth = truth_of_sample()
    betas = truth.betas.copy()
    betas[:, -1] = 0.0
    found = []
    for panel in panels(replace(truth, betas=betas), 137, n_panels, n_obs, residuals):
        returns, factors = panel.returns, panel.factors
        plain, robust, df = rank_statistics(returns, factors)
        values, above, below = joint_f_statistics(returns, factors)
        pvalues = [f_sf(float(values[place]), above, below) for place in (-1, 1)]
        found.append([chi2_sf(plain, df), chi2_sf(robust, df), *pvalues])
    return Comfort(*map(float, np.mean(np.array(found) < SIGNIFICANT, axis=0)))
