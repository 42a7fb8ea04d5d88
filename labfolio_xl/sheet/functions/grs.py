"""LF_GRS: do the factors leave alphas unexplained."""

import pandas as pd

from labfolio_xl.models.grs import grs_test
from labfolio_xl.sheet.arguments.shared import NONE, Assets, Factors, RiskFree, Settings
from labfolio_xl.sheet.boundary import worksheet
from labfolio_xl.sheet.layout import with_note
from labfolio_xl.sheet.shown import ResultSheet, ShownTable

TESTS_SHEET = ResultSheet(
    "Tests",
    order=100,
    purpose="whether the factors leave alphas unexplained, and whether estimates can be trusted",
    title="Whether to trust the numbers (tests)",
    note=(
        "Below 5% p is bold, and the null is rejected. A null that is not rejected is not proven: "
        "a short span has little power. Of twenty tests with a true null, one rejects at 5% on "
        "average."
    ),
)
# Widths beyond which the texts of a table of tests are broken into lines.
TEST_LINES = {"test": 24.0, "null": 28.0, "reading": 26.0, "inference": 24.0}


@worksheet(
    "tests",
    asks=grs_test,
    blank_missing=True,
    shows=[
        ShownTable(
            "grs",
            "Do the factors leave alphas unexplained?",
            TESTS_SHEET,
            "mixed",
            widest=TEST_LINES,
        )
    ],
)
def LF_GRS(
    assets: Assets, factors: Factors, risk_free: RiskFree = None, settings: Settings = NONE
) -> pd.DataFrame:
    """Joint tests that all alphas are zero: that of Gibbons, Ross and Shanken, and a robust one.

    Returns
    -------
    One row for each test: null, statistic, distribution, p, reading; then the mean absolute
    alpha and the highest Sharpe ratios. The robust test has two rows: its p-value from a scaled
    form, and the chi-squared one of large samples, which rejects too often.

    Notes
    -----
    The factors must be returns. The first test needs more dates than assets and factors together.
    The robust test has White's covariance (cov=hc0 or hc1) or Newey-West's (cov=hac). It is
    refused where 2 (lags + 1) times the assets exceeds dates less factors less one.

    Examples
    --------
    =LF_GRS(Assets, Factors, RiskFree)
    =LF_GRS(Assets, Factors, RiskFree, "cov=hac; lags=5")
    """
    result = settings.ask(grs_test, assets, factors, risk_free)
    return with_note(result.to_frame(), f"J: {result.inference}")
