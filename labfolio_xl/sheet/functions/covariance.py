"""LF_COV: the covariance of the assets that the factors imply."""

from typing import Annotated, Literal

import pandas as pd

from labfolio_xl.models.covariance import factor_covariance
from labfolio_xl.sheet.arguments.kinds import Choice
from labfolio_xl.sheet.arguments.shared import NONE, Assets, Factors, RiskFree, Settings
from labfolio_xl.sheet.boundary import worksheet

CovarianceShown = Literal["covariance", "correlation"]


@worksheet("risk", asks=factor_covariance)
def LF_COV(
    assets: Assets,
    factors: Factors,
    risk_free: RiskFree = None,
    show: Annotated[
        CovarianceShown, Choice(CovarianceShown), "Covariances per period, or correlations."
    ] = "covariance",
    settings: Settings = NONE,
) -> pd.DataFrame:
    """Covariance of the assets from few factors, fit for optimisation with many assets.

    Returns
    -------
    Assets down and across: betas x factor covariance x betas' + specific variances. Positive
    definite, also when the assets outnumber the dates.

    Examples
    --------
    =LF_COV(Assets, Factors, RiskFree)
    =LF_COV(Assets, Factors, , "correlation")
    """
    result = settings.ask(factor_covariance, assets, factors, risk_free)
    table = result.matrix if show == "covariance" else result.correlation
    return table.rename_axis("asset")
