"""LF_EXPOSURE: how much of each factor the portfolio carries."""

import pandas as pd

from labfolio_xl.models import exposure
from labfolio_xl.sheet.arguments.shared import NONE, Assets, Factors, RiskFree, Settings, Weights
from labfolio_xl.sheet.boundary import worksheet
from labfolio_xl.sheet.layout import with_inference


@worksheet("exposures", asks=exposure, reads=["sort"])
def LF_EXPOSURE(
    assets: Assets,
    factors: Factors,
    risk_free: RiskFree = None,
    weights: Weights = None,
    settings: Settings = NONE,
) -> pd.DataFrame:
    """Exposures of the portfolio to the factors, with their band of one standard error.

    Returns
    -------
    One row for each factor: exposure, less and plus one standard error, standard error, t, p;
    the last column says how the errors were made.

    Notes
    -----
    The errors are those of the portfolio's own regression, which knows that the assets' residuals
    move together.

    Examples
    --------
    =LF_EXPOSURE(Assets, Factors, RiskFree, Weights)
    =LF_EXPOSURE(Assets, Factors, , , "cov=hac; sort")
    """
    result = settings.ask(exposure, assets, factors, risk_free, weights)
    return with_inference(result.to_frame(sort=settings["sort"]), result.inference)
