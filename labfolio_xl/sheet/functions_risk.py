"""The functions of the sheet about risk and return of the portfolio."""
# ruff: noqa: N802 - a worksheet function is written in capitals, and has no other name
# ruff: noqa: FBT002, PLR0917 - a cell has no keywords, only positions

import pandas as pd

from labfolio_xl.models import (
    attribution,
    factor_covariance,
    hedge,
    risk_decomposition,
    stress,
    weights_from_holdings,
)
from labfolio_xl.sheet import inference_arguments as i
from labfolio_xl.sheet import inference_layout as layout
from labfolio_xl.sheet import shared_arguments as a
from labfolio_xl.sheet.boundary import worksheet
from labfolio_xl.sheet.cache import once
from labfolio_xl.sheet.settings import NONE

__all__ = ["LF_ATTRIBUTION", "LF_COV", "LF_HEDGE", "LF_RISK", "LF_STRESS", "LF_WEIGHTS"]


@worksheet(blank_missing=True)
def LF_RISK(
    assets: a.Assets,
    factors: a.Factors,
    weights: a.Weights = None,
    risk_free: a.RiskFree = None,
    by: i.RiskBy = "factors",
    specific: i.SpecificKind = "full",
    per_year: a.PerYear = None,
    settings: a.Settings = NONE,
) -> pd.DataFrame:
    """Where the portfolio's risk comes from: variance and volatility by factor or by asset.

    Returns
    -------
    One row for each factor, one for the specific part and the portfolio's total: exposure,
    marginal contribution, variance and volatility contributed, share. The parts sum to the whole.
    By asset: weight, marginal contribution, the parts through the factors and beside them.

    Notes
    -----
    A negative contribution is a hedge: more of it lowers the risk.

    Examples
    --------
    =LF_RISK(Assets, Factors, Weights, RiskFree)
    =LF_RISK(Assets, Factors, Weights, , "assets", "diagonal", 252)
    """
    result = once(risk_decomposition)(
        assets,
        factors,
        risk_free,
        weights,
        specific=specific,
        periods_per_year=settings.per_year(per_year),
        **settings.portfolio,
    )
    return layout.risk_table(result, by)


@worksheet()
def LF_COV(
    assets: a.Assets,
    factors: a.Factors,
    risk_free: a.RiskFree = None,
    show: i.CovarianceAs = "covariance",
    settings: a.Settings = NONE,
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
    result = once(factor_covariance)(assets, factors, risk_free, **settings.data)
    return layout.covariance_table(result, show)


@worksheet(blank_missing=True)
def LF_ATTRIBUTION(
    assets: a.Assets,
    factors: a.Factors,
    weights: a.Weights = None,
    risk_free: a.RiskFree = None,
    first_date: i.Start = None,
    last_date: i.End = None,
    linked: i.Linked = False,
    cov: a.ErrorsOfSeries = "ols",
    lags: i.ErrorLags = None,
    settings: a.Settings = NONE,
) -> pd.DataFrame:
    """The portfolio's realised return over a span, split into factors, alpha and the rest.

    Returns
    -------
    One row for each part and the portfolio's return last: exposure, contribution, standard error,
    t, p, share; then skill or tilts in a sentence. The parts sum to the return.

    Notes
    -----
    Exposures and alpha come from all dates; first_date and last_date choose the span that is split,
    which the returns of all held assets have to reach. The reading begins with the dates that the
    return is made of.

    Examples
    --------
    =LF_ATTRIBUTION(Assets, Factors, Weights, RiskFree)
    =LF_ATTRIBUTION(Assets, Factors, Weights, , DATE(2023,7,1), DATE(2023,9,30), TRUE)
    """
    result = once(attribution)(
        assets,
        factors,
        risk_free,
        weights,
        start=first_date,
        end=last_date,
        linked=linked,
        cov=cov,
        lags=lags,
        **settings.portfolio,
    )
    return layout.attribution_table(result)


@worksheet()
def LF_HEDGE(
    assets: a.Assets,
    factors: a.Factors,
    weights: a.Weights = None,
    risk_free: a.RiskFree = None,
    target: i.Target = 0.0,
    value: i.Value = 1.0,
    show: i.HoldingsOrSummary = "holdings",
    cov: a.ErrorsOfSeries = "ols",
    lags: i.ErrorLags = None,
    settings: a.Settings = NONE,
) -> pd.DataFrame:
    """What to hold in each factor so that the portfolio has the exposures you want.

    Returns
    -------
    One row for each factor: exposure, standard error, target, what to hold as a share of the
    portfolio's value and in its currency, exposure after. The summary: volatility before and
    after, what cannot be hedged, turnover.

    Examples
    --------
    =LF_HEDGE(Assets, Factors, Weights, RiskFree, 0, 1000000)
    =LF_HEDGE(Assets, Factors, Weights, , A1:B2, 1000000, "summary")
    """
    result = once(hedge)(
        assets,
        factors,
        risk_free,
        weights,
        target=target,
        value=value,
        cov=cov,
        lags=lags,
        **settings.portfolio,
    )
    return layout.hedge_table(result, show)


@worksheet()
def LF_STRESS(
    assets: a.Assets,
    factors: a.Factors,
    shocks: i.Shocks,
    weights: a.Weights = None,
    risk_free: a.RiskFree = None,
    correlated: i.Correlated = False,
    settings: a.Settings = NONE,
) -> pd.DataFrame:
    """What shocks to the factors do to each asset and to the portfolio.

    Returns
    -------
    The moves of the factors, below them the responses of the assets, then the portfolio's with
    its standard error; a column for each scenario.

    Examples
    --------
    =LF_STRESS(Assets, Factors, A1:B2, Weights)
    =LF_STRESS(Assets, Factors, A1:D7, Weights, RiskFree, TRUE)
    """
    result = once(stress)(
        assets,
        factors,
        shocks,
        risk_free,
        weights,
        correlated=correlated,
        **settings.portfolio,
    )
    return layout.stress_table(result)


@worksheet()
def LF_WEIGHTS(
    quantities: i.Quantities,
    prices: i.HoldingPrices,
    details: i.Details = False,
    settings: a.Settings = NONE,
) -> pd.DataFrame:
    """Weights of the portfolio from the quantities that it holds and their prices.

    Returns
    -------
    Asset and weight, as the argument weights of the other functions takes them, and the date of
    each price if the prices have dates; with quantity, price and value if asked for.

    Notes
    -----
    A price that is more than five rows older than the newest one is refused. With a settings
    value nav the weights are shares of it, for longs and shorts that leave little.

    Examples
    --------
    =LF_WEIGHTS(A2:B25, D2:E25)
    =LF_WEIGHTS(A2:B25, D2:E25, TRUE, "nav=1000000")
    =LF_EXPOSURE(Assets, Factors, LF_WEIGHTS(A2:B25, Prices))
    """
    result = once(weights_from_holdings)(quantities, prices, nav=settings.given.get("nav"))
    return layout.weights_table(result, details=details)
