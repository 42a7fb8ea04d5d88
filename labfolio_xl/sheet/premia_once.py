"""The premia that cells ask for, with everything that their settings say, computed once."""

from __future__ import annotations

from typing import Unpack

from labfolio_xl.models.fama_macbeth import estimate_lambdas
from labfolio_xl.models.premia import RiskPremia
from labfolio_xl.models.shared.bootstrap import DEFAULT_RESAMPLES
from labfolio_xl.options.words import DEFAULT_PREMIA_COV, PremiaCov
from labfolio_xl.returns.aligned import Table, TableOrAligned
from labfolio_xl.returns.data_options import DataOptions
from labfolio_xl.returns.tables.checked import RiskFree
from labfolio_xl.sheet.cache import once

__all__ = ["risk_premia"]


def risk_premia(
    assets: TableOrAligned,
    factors: Table | None,
    risk_free: RiskFree = None,
    *,
    intercept: bool = False,
    beta_window: int | None = None,
    premia_cov: PremiaCov = DEFAULT_PREMIA_COV,
    lags: int | None = None,
    periods_per_year: float | None = None,
    resamples: int = DEFAULT_RESAMPLES,
    block: float | None = None,
    seed: int = 0,
    **data: Unpack[DataOptions],
) -> RiskPremia:
    """The means of the lambdas, with the standard errors that the settings of LF_PREMIA name.

    Parameters
    ----------
    assets, factors, risk_free, intercept, beta_window, **data
        As :func:`labfolio_xl.estimate_lambdas` takes them; its result is shared with other cells.
    premia_cov, lags, periods_per_year, resamples, block, seed
        As :meth:`labfolio_xl.Lambdas.premia` takes them.
    """
    lambdas = once(estimate_lambdas)(
        assets, factors, risk_free, intercept=intercept, beta_window=beta_window, **data
    )
    return lambdas.premia(
        premia_cov, lags, periods_per_year, resamples=resamples, block=block, seed=seed
    )
