"""Two more estimators of the factor model, by linearmodels, which is imported when asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from labfolio_xl.core.factor_model import FactorModelCov
from labfolio_xl.errors import EstimationError, InputError
from labfolio_xl.results import FactorModel, Inference, TestStatistic
from labfolio_xl.returns.names.terms import ALPHA
from labfolio_xl.returns.panel import Panel

if TYPE_CHECKING:
    from linearmodels.asset_pricing.results import LinearFactorModelResults

__all__ = ["Estimator", "ThroughLinearmodels"]

Estimator = Literal["two-pass", "gmm", "traded"]

# The search differentiates numerically in each beta: at 120 it takes half a minute.
_MOST_GMM_BETAS = 150


@dataclass(frozen=True, slots=True)
class ThroughLinearmodels:
    """LinearFactorModelGMM ("gmm") or TradedFactorModel ("traded") on a checked panel.

    Attributes
    ----------
    estimator : {"gmm", "traded"}
    cov, bandwidth, debiased, zero_beta
        As in :func:`factor_model`.
    """

    estimator: Estimator
    cov: FactorModelCov
    bandwidth: int | None
    debiased: bool
    zero_beta: bool

    def fit(self, panel: Panel) -> FactorModel:
        """Estimate and label the results."""
        self._check(panel)
        try:
            # A search that runs off to infinity ends there, and not in numbers with a warning.
            with np.errstate(over="raise", invalid="raise"):
                result = self._linearmodels(panel)
        except (ValueError, FloatingPointError, np.linalg.LinAlgError) as error:
            raise EstimationError(
                f'The estimator "{self.estimator}" of linearmodels cannot solve these data; use '
                'estimator "two-pass", fewer assets, or more dates.'
            ) from error
        return self._labelled(panel, result)

    def _check(self, panel: Panel) -> None:
        if self.estimator == "traded" and self.zero_beta:
            raise InputError(
                'estimator "traded" has no zero-beta rate, because its premia are the mean returns '
                'of the factors; set zero_beta FALSE or use estimator "two-pass".'
            )
        n_betas = len(panel.assets) * len(panel.names)
        if self.estimator == "gmm" and n_betas > _MOST_GMM_BETAS:
            raise InputError(
                f'estimator "gmm" searches over all {n_betas} betas at once, which would take '
                f"very long; use at most {_MOST_GMM_BETAS} (assets times factors), or estimator "
                '"two-pass".'
            )

    def _linearmodels(self, panel: Panel) -> LinearFactorModelResults:
        # Takes two seconds to import.
        from linearmodels.asset_pricing import (
            LinearFactorModelGMM,
            TradedFactorModel,
        )

        assets = pd.DataFrame(panel.returns, index=panel.dates, columns=panel.assets)
        factors = pd.DataFrame(panel.factors, index=panel.dates, columns=panel.names)
        options: dict[str, Any] = {"cov_type": self.cov, "debiased": self.debiased}
        if self.bandwidth is not None and self.cov == "kernel":
            options["bandwidth"] = self.bandwidth
        if self.estimator == "traded":
            return TradedFactorModel(assets, factors).fit(**options)
        model = LinearFactorModelGMM(assets, factors, risk_free=self.zero_beta)
        return model.fit(**options, disp=0)

    def _labelled(self, panel: Panel, result: LinearFactorModelResults) -> FactorModel:
        names = panel.premia_names(zero_beta=self.zero_beta)
        n_premia = len(names)
        cov = np.asarray(result.cov)
        # The premia stand last with "traded", before the factors' means with "gmm".
        stop = len(cov) - (0 if self.estimator == "traded" else len(panel.names))
        test = result.j_statistic
        terms = [ALPHA, *panel.names]
        # linearmodels tells the bandwidth it took in this text only.
        found = re.search(r"Bandwidth: (\d+)", result.cov_estimator)
        rule = "debiased" if self.debiased else "not debiased"
        name = "TradedFactorModel" if self.estimator == "traded" else "LinearFactorModelGMM"
        return FactorModel(
            risk_premia=pd.Series(result.risk_premia.to_numpy(), index=names, name="premium"),
            std_errors=pd.Series(result.risk_premia_se.to_numpy(), index=names, name="std_error"),
            cov=pd.DataFrame(
                cov[stop - n_premia : stop, stop - n_premia : stop], index=names, columns=names
            ),
            params=pd.DataFrame(result.params.to_numpy(), index=panel.assets, columns=terms),
            params_std_errors=pd.DataFrame(
                result.std_errors.to_numpy(), index=panel.assets, columns=terms
            ),
            rsquared=float(result.rsquared),
            j_statistic=TestStatistic(
                "J-statistic",
                "all pricing errors are zero" if self.estimator == "gmm" else "all alphas are zero",
                float(test.stat),
                float(test.pval),
                int(test.df),
            ),
            n_assets=len(panel.assets),
            n_factors=len(panel.names),
            inference=Inference(
                self.cov,
                () if found is None else (int(found[1]),),
                f"{rule}, by {name} of linearmodels",
                "normal",
                panel.used,
            ),
            name=name,
        )
