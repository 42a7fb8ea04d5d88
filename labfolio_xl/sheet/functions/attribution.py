"""LF_ATTRIBUTION: what the realised return is made of."""

import pandas as pd

from labfolio_xl.models.attribution import attribution
from labfolio_xl.sheet.arguments.shared import NONE, Assets, Factors, RiskFree, Settings, Weights
from labfolio_xl.sheet.boundary import worksheet
from labfolio_xl.sheet.layout import with_inference, with_note
from labfolio_xl.sheet.shown import ResultSheet, ShownTable

ATTRIBUTION_SHEET = ResultSheet(
    "Attribution",
    order=80,
    purpose="what the realised return is made of: factors, alpha, the rest",
    subtitle=(
        "What the realised return of the span is made of: what each factor brought, alpha beside "
        "these factors, and the rest."
    ),
    note=(
        "Contribution of a factor: exposure times what the factor earned over the span. alpha: the "
        "intercept of all dates of the span, what no factor explains on average. rest: the "
        "residuals, close to zero over all dates. A risk-free rate, if one was given, has its part "
        "too. The parts sum to the compounded return of the portfolio; with the setting linked=no "
        "they sum to the sum of its returns. The standard error and the interval of a part carry "
        "that exposures and alpha are estimates; what a factor earned is what happened. t and p "
        "stand beside alpha alone: those of a factor's part would be those of its exposure, "
        "however little the factor earned. Whether a factor pays: see Premia. The exposures are "
        "those of all dates: look at Rolling for whether they held."
    ),
)


@worksheet(
    "risk",
    asks=attribution,
    reads=["level"],
    blank_missing=True,
    formats={"share": "percent"},
    shows=[
        ShownTable(
            "attribution",
            "Parts of the realised return",
            ATTRIBUTION_SHEET,
            "return",
            widest={"reading": 36.0, "inference": 28.0},
        )
    ],
)
def LF_ATTRIBUTION(
    assets: Assets,
    factors: Factors,
    risk_free: RiskFree = None,
    weights: Weights = None,
    settings: Settings = NONE,
) -> pd.DataFrame:
    """The portfolio's realised return over a span, split into factors, alpha and the rest.

    Returns
    -------
    One row for each part and the portfolio's return last: exposure, contribution, standard error,
    t and p of alpha, low and high end of the interval, share; then in a sentence what the factors
    brought and what the alpha says. The parts sum to the compounded return.

    Notes
    -----
    Exposures and alpha come from all dates; the settings span_start and span_end choose the span
    that is split, which the returns of all held assets have to reach. The reading begins with the
    dates that the return is made of. The errors take as given what the factors earned. With
    linked=no the parts sum to the sum of the returns.

    Examples
    --------
    =LF_ATTRIBUTION(Assets, Factors, RiskFree, Weights)
    =LF_ATTRIBUTION(Assets, Factors, , Weights, "span_start=2023-07; span_end=2023-09")
    =LF_ATTRIBUTION(Assets, Factors, , Weights, "linked=no")
    """
    result = settings.ask(attribution, assets, factors, risk_free, weights)
    level = settings["level"]
    table = with_note(result.to_frame(level), result.reading, "reading")
    return with_inference(table, result.inference, level)
