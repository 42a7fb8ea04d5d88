"""LF_SPAN: is a new factor spanned by the old ones."""

from typing import Annotated, Literal

import pandas as pd

from labfolio_xl.models.spanning import spanning_test
from labfolio_xl.returns.tables.input_table import InputTable
from labfolio_xl.sheet.arguments.kinds import Choice, TableArgument
from labfolio_xl.sheet.arguments.shared import NONE, Factors, RiskFree, Settings
from labfolio_xl.sheet.boundary import worksheet
from labfolio_xl.sheet.layout import with_inference

SpanShown = Literal["alphas", "tests"]
_HEADINGS = {"information_ratio": "information ratio"}


@worksheet("tests", asks=spanning_test, reads=["level"], blank_missing=True)
def LF_SPAN(
    candidates: Annotated[
        InputTable,
        TableArgument(),
        "Returns of the new factors: names in the first row, dates in the first column.",
    ],
    factors: Factors,
    risk_free: RiskFree = None,
    show: Annotated[
        SpanShown, Choice(SpanShown), "The alpha of each new factor, or the joint tests."
    ] = "alphas",
    settings: Settings = NONE,
) -> pd.DataFrame:
    """Is a new factor spanned by the old ones: what an alpha factor adds.

    Returns
    -------
    One row for each new factor: alpha beside the old ones, standard error, t, p, low and high
    end of the interval, R-squared, information ratio, reading. Or the joint tests: null,
    statistic, distribution, p, reading.

    Examples
    --------
    =LF_SPAN(NewFactor, Factors, RiskFree)
    =LF_SPAN(NewFactor, Factors, , "tests", "unit_betas")
    """
    result = settings.ask(spanning_test, candidates, factors, risk_free)
    if show == "tests":
        return result.tests()
    level = settings["level"]
    return with_inference(result.to_frame(level), result.inference, level, _HEADINGS)
