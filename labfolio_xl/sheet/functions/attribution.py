"""LF_ATTRIBUTION: what the realised return is made of."""

import pandas as pd

from labfolio_xl.models.attribution import attribution
from labfolio_xl.sheet.arguments.shared import (
    NONE,
    Assets,
    Benchmark,
    Factors,
    RiskFree,
    Settings,
    Weights,
)
from labfolio_xl.sheet.boundary import worksheet
from labfolio_xl.sheet.layout import with_inference, with_note
from labfolio_xl.sheet.shown import ResultSheet, ShownTable

_HEADINGS = {
    "benchmark_contribution": "benchmark",
    "active_contribution": "active",
    "active_std_error": "s.e. of active",
}

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
                "benchmark": "What the part brought to the benchmark.",
                "active": "What the part brought beside the benchmark; the parts sum to the "
                "difference of the two compounded returns.",
                "s.e. of active": "Standard error of the active part.",
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
    benchmark: Benchmark = None,
    settings: Settings = NONE,
) -> pd.DataFrame:
    """The portfolio's realised return over a span, split into factors, alpha and the rest.

    Returns
    -------
    One row for each part and the portfolio's return last: exposure, contribution, standard error,
    t and p of alpha, low and high end of the interval, share; then in a sentence what the factors
    brought and what the alpha says. The parts sum to the compounded return. With a benchmark, its
    parts follow, and the active parts with their standard errors.

    Notes
    -----
    Exposures and alpha come from all dates; the settings span_start and span_end choose the span
    that is split, which the returns of all held assets have to reach. The reading begins with the
    dates that the return is made of. The errors take as given what the factors earned. With
    linked=no the parts sum to the sum of the returns. The active parts are linked so that they sum
    to the difference of the compounded returns (Carino 1999); of a single factor this is not
    exactly the difference of the two columns.

    Examples
    --------
    =LF_ATTRIBUTION(Assets, Factors, RiskFree, Weights)
    =LF_ATTRIBUTION(Assets, Factors, RiskFree, Weights, Benchmark)
    =LF_ATTRIBUTION(Assets, Factors, , Weights, , "span_start=2023-07; span_end=2023-09")
    =LF_ATTRIBUTION(Assets, Factors, , Weights, , "linked=no")
    """
    result = settings.ask(attribution, assets, factors, risk_free, weights, benchmark)
    level = settings["level"]
    table = with_note(result.to_frame(level), result.reading, "reading", _HEADINGS)
    return with_inference(table, result.inference, level)
