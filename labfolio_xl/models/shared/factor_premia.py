"""What premia have in common, by whatever estimator: their p-values together, and their words."""

from __future__ import annotations

import numpy as np
import pandas as pd

from labfolio_xl.core.joint import holm_adjusted
from labfolio_xl.models.shared import readings
from labfolio_xl.models.shared.inference import Counted, FactorEstimates, FloatSeries
from labfolio_xl.options import LEVEL
from labfolio_xl.returns.names.terms import ZERO_BETA

__all__ = ["FactorPremia"]


class FactorPremia(FactorEstimates, Counted):
    """Premia by factor, with p-values that allow for their number."""

    __slots__ = ()

    @property
    def pvalues_holm(self) -> FloatSeries:
        """P-values by Holm's rule over all premia; NaN for the zero-beta rate, which is none."""
        alone = self.pvalues.where(self.estimates.index != ZERO_BETA)
        adjusted = holm_adjusted(np.asarray(alone, dtype=np.float64))
        return pd.Series(adjusted, index=alone.index, name="p_holm")

    @property
    def readings(self) -> pd.Series[str]:
        """Each premium in words."""
        return self.verdicts()

    def verdicts(self) -> pd.Series[str]:
        """What the p-value of each premium says, with its size."""
        together = self.pvalues_holm
        n_premia = int((together.index != ZERO_BETA).sum())
        words = [
            readings.zero_beta_rate(value, p, self.n_obs)
            if name == ZERO_BETA
            else readings.premium(value, p, holm, n_premia, self.n_obs)
            for name, value, p, holm in zip(
                together.index, self.estimates, self.pvalues, together, strict=True
            )
        ]
        return pd.Series(words, index=together.index, name="reading")

    def statistics(self, level: float = LEVEL) -> pd.DataFrame:
        """Columns std_error, t, p, p_holm, low, high by factor; with the bootstrap also bias."""
        table = super().statistics(level)
        table.insert(list(table.columns).index("p") + 1, "p_holm", self.pvalues_holm)
        return table
