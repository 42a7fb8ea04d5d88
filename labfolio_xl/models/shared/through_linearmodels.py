"""Two more estimators of the factor model, both of linearmodels, which is imported on demand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from labfolio_xl.core.factor_model import FactorModelCov, FactorModelFit
from labfolio_xl.errors import EstimationError, InputError
from labfolio_xl.options.words import Estimator
from labfolio_xl.returns.panel import Panel

if TYPE_CHECKING:
    from linearmodels.asset_pricing.results import LinearFactorModelResults

__all__ = ["Estimator", "ThroughLinearmodels"]


# The search differentiates numerically by each beta: with 120 it takes half a minute.
_MOST_GMM_BETAS = 150


@dataclass(frozen=True, slots=True)
class ThroughLinearmodels:
    """LinearFactorModelGMM ("gmm") or TradedFactorModel ("traded") on a checked panel.

    Attributes
    ----------
    estimator : {"gmm", "traded"}
    cov, lags, debiased, intercept
        As in :func:`factor_model`.
    """

    estimator: Estimator
    cov: FactorModelCov
    lags: int | None
    debiased: bool
    intercept: bool

    @property
    def name(self) -> str:
        """The class of linearmodels."""
        return "TradedFactorModel" if self.estimator == "traded" else "LinearFactorModelGMM"

    def fit(self, panel: Panel) -> FactorModelFit:
        """Estimate the model.

        Raises
        ------
        InputError
            "traded" with the zero-beta rate, or "gmm" with very many betas.
        EstimationError
            linearmodels finds no solution.
        """
        self._check(panel)
        try:
            # A search that diverges raises here; else it would give numbers and a warning.
            with np.errstate(over="raise", invalid="raise"):
                result = self._linearmodels(panel)
        except (ValueError, FloatingPointError, np.linalg.LinAlgError) as error:
            raise EstimationError(
                f'The estimator "{self.estimator}" of linearmodels cannot solve these data; use '
                'estimator "two-pass", fewer assets, or more dates.'
            ) from error
        return self._estimates(panel, result)

    def _check(self, panel: Panel) -> None:
        if self.estimator == "traded" and self.intercept:
            raise InputError(
                'estimator "traded" has no zero-beta rate, because its premia are the mean returns '
                'of the factors; set intercept to FALSE or use estimator "two-pass".'
            )
        n_betas = len(panel.assets) * len(panel.names)
        if self.estimator == "gmm" and n_betas > _MOST_GMM_BETAS:
            raise InputError(
                f'estimator "gmm" searches over all {n_betas} betas at once, which would take '
                f"very long; use at most {_MOST_GMM_BETAS} (assets times factors), or estimator "
                '"two-pass".'
            )

    def _linearmodels(self, panel: Panel) -> LinearFactorModelResults:
        # The import takes two seconds.
        from linearmodels.asset_pricing import LinearFactorModelGMM, TradedFactorModel

        assets = pd.DataFrame(panel.returns, index=panel.dates, columns=panel.assets)
        factors = pd.DataFrame(panel.factors, index=panel.dates, columns=panel.names)
        options: dict[str, Any] = {"cov_type": self.cov, "debiased": self.debiased}
        if self.lags is not None and self.cov == "kernel":
            options["bandwidth"] = self.lags
        if self.estimator == "traded":
            return TradedFactorModel(assets, factors).fit(**options)
        model = LinearFactorModelGMM(assets, factors, risk_free=self.intercept)
        return model.fit(**options, disp=0)

    def _estimates(self, panel: Panel, result: LinearFactorModelResults) -> FactorModelFit:
        n_premia = len(panel.premia_names(intercept=self.intercept))
        cov = np.asarray(result.cov)
        # The premia stand last with "traded", before the means of the factors with "gmm".
        stop = len(cov) - (0 if self.estimator == "traded" else len(panel.names))
        params, errors = result.params.to_numpy(), result.std_errors.to_numpy()
        # linearmodels tells the lags that it used (its bandwidth) in this text only.
        found = re.search(r"Bandwidth: (\d+)", result.cov_estimator)
        # With fewer dates the covariance of the alphas of "traded" is singular, and linearmodels
        # takes its pseudo-inverse.
        enough = len(panel.factors) > len(panel.assets) + len(panel.names)
        return FactorModelFit(
            betas=params[:, 1:],
            beta_std_errors=errors[:, 1:],
            alphas=params[:, 0],
            alpha_std_errors=errors[:, 0],
            premia=result.risk_premia.to_numpy(),
            premia_cov=cov[stop - n_premia : stop, stop - n_premia : stop],
            rsquared_time_series=float(result.rsquared),
            j_statistic=float(result.j_statistic.stat) if enough else float("nan"),
            j_df=int(result.j_statistic.df),
            lags=None if found is None else int(found[1]),
        )
