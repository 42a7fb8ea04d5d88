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
    subtitle="What the realised return of the span is made of: skill or tilts.",
    note=(
        "Contribution of a factor: exposure times the sum of its returns over the span. alpha: "
        "the intercept times the number of dates, what no factor explains on average. rest: the "
        "residuals, zero over all dates. A risk-free rate, if one was given, has its part too. "
        "The parts sum to the portfolio's return, which is the sum of its returns per period (not "
        "compounded). The exposures are those of the whole span: look at Rolling for whether they "
        "held."
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
    t, p, low and high end of the interval, share; then skill or tilts in a
    sentence. The parts sum to the return.

    Notes
    -----
    Exposures and alpha come from all dates; the settings span_start and span_end choose the span
    that is split, which the returns of all held assets have to reach. The reading begins with the
    dates that the return is made of.

    Examples
    --------
    =LF_ATTRIBUTION(Assets, Factors, RiskFree, Weights)
    =LF_ATTRIBUTION(Assets, Factors, , Weights, "span_start=2023-07; span_end=2023-09; linked")
    """
    result = settings.ask(attribution, assets, factors, risk_free, weights)
    level = settings["level"]
    table = with_note(result.to_frame(level), result.reading, "reading")
    return with_inference(table, result.inference, level)
