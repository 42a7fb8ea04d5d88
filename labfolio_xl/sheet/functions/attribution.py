"""LF_ATTRIBUTION: what the realised return is made of."""

import pandas as pd

from labfolio_xl.models.attribution import attribution
from labfolio_xl.sheet.arguments.shared import NONE, Assets, Factors, RiskFree, Settings, Weights
from labfolio_xl.sheet.boundary import worksheet
from labfolio_xl.sheet.layout import with_inference, with_note
from labfolio_xl.sheet.shown import ResultSheet, ShownTable

ATTRIBUTION_SHEET = ResultSheet(
    "Attribution",
    order=30,
    purpose="what the realised return is made of: factors, alpha, the rest",
    title="What the return was made of (attribution)",
    note=(
        "The parts sum to the portfolio's compounded return. Exposures are those of all dates: "
        "look at Rolling for whether they held. What a factor brought says nothing of whether it "
        "pays: see Premia."
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
            headers={
                "part": "A factor; alpha, what no factor explains on average; rest, the residuals; "
                "and the portfolio's return, the sum.",
                "contribution": "What the part brought over the span: for a factor, the exposure "
                "times what the factor earned.",
                "s.e.": "Standard error of the contribution: exposure and alpha are estimates, "
                "what a factor earned is what happened.",
                "t": "Alpha divided by its standard error; for alpha alone.",
                "p": "Probability of such an alpha if the true one is zero; bold below 5%.",
                "low": "Low end of the interval of the contribution; inference tells its level.",
                "high": "High end of the interval of the contribution.",
                "share": "The contribution in percent of the portfolio's return.",
                "reading": "What the factors brought and what alpha says, in words.",
            },
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
