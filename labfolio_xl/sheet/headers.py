"""What a column holds, in words, for the headers that the tables of several functions share.

These words are the notes on the header cells of a workbook. What only one table means by a header
stands beside its function, in ``ShownTable.headers``.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["HEADERS"]

HEADERS: Mapping[str, str] = {
    "asset": "The asset, by its name in Portfolio.",
    "factor": "The factor, by its name in Factors.",
    "date": "The date of the returns.",
    "term": "alpha (the intercept: the mean return per period beside the factors) or a factor.",
    "estimate": "The estimated alpha or beta.",
    "exposure": "How much the portfolio moves when the factor moves by 1 and the others stand "
    "still: its beta.",
    "weight": "The part of the portfolio's value that the asset makes up.",
    "premium": "The mean return per period that the assets earned for a beta of 1 to this factor.",
    "less 1 sd": "The estimate less one standard error.",
    "plus 1 sd": "The estimate plus one standard error.",
    "s.e.": "Standard error: how far the estimate may be off by chance.",
    "t": "The estimate divided by its standard error; beyond 2 or -2 chance is an unlikely reason.",
    "p": "Probability of such an estimate, or one further off, if the true value is zero (the null "
    "is true); bold below 5%.",
    "p (Holm)": "p after allowing for the number of premia that are tested; bold below 5%.",
    "low": "Low end of the interval; the column inference tells its level.",
    "high": "High end of the interval; the column inference tells its level.",
    "R-squared (time series)": "Which part of the variance over time the factors explain, from 0 "
    "to 1.",
    "test": "The test.",
    "null": "What is assumed, and rejected where p is below 5%.",
    "statistic": "The value of the test statistic.",
    "distribution": "The distribution of the statistic if the null is true.",
    "reading": "What the numbers say, in words.",
    "inference": "How the standard errors were made, over how many dates, and the level of the "
    "intervals.",
    "rule": "How the numbers were made.",
}
