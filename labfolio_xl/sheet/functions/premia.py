"""LF_LAMBDAS and LF_PREMIA: what each factor paid, period by period and on average."""

from typing import Annotated, Literal

import pandas as pd

from labfolio_xl.models.fama_macbeth import estimate_lambdas
from labfolio_xl.models.premia import RiskPremia
from labfolio_xl.options.words import PremiaCov
from labfolio_xl.sheet.arguments.kinds import Choice
from labfolio_xl.sheet.arguments.shared import NONE, Assets, Factors, RiskFree, Settings
from labfolio_xl.sheet.boundary import worksheet
from labfolio_xl.sheet.functions.grs import TEST_LINES, TESTS_SHEET
from labfolio_xl.sheet.layout import with_inference, with_level, with_note
from labfolio_xl.sheet.premia_once import risk_premia
from labfolio_xl.sheet.shown import ResultSheet, ShownTable

LambdasShown = Literal["periods", "cumulative"]
PremiaShown = Literal["premia", "kinds", "test"]

# The kinds of standard errors that stand side by side.
_KINDS: tuple[PremiaCov, ...] = ("robust", "fm", "hac", "shanken", "bootstrap")
_HEADINGS = {
    "std_error_annual": "annual s.e.",
    "factor_mean": "factor mean",
    "factor_mean_std_error": "s.e. of mean",
    "less_mean": "premium less mean",
    "less_mean_t": "t of difference",
}
_FORMATS = {
    "annual premium": "percent",
    "annual s.e.": "percent",
    "t of difference": "t",
    **{f"{word} {kind}": word for word in "tp" for kind in _KINDS},
}
_KIND_WORDS = {
    "robust": "robust to changing variance, and knows that betas are estimated",
    "fm": "Fama and MacBeth: the spread of the premia over the dates",
    "hac": "Newey and West: allows for premia that depend on those of dates before",
    "shanken": "Shanken: knows that betas are estimated, with constant variance",
    "bootstrap": "by drawing the dates again and again",
}
_KIND_HEADERS = {
    header: f"{said} {_KIND_WORDS[kind]}."
    for kind in _KINDS
    for header, said in (
        (f"s.e. {kind}", "Standard error of the premium,"),
        (f"t {kind}", "Premium divided by its standard error,"),
        (f"p {kind}", "Probability of such a premium if the true one is zero, with the error"),
    )
}


LAMBDAS_SHEET = ResultSheet(
    "Lambdas",
    order=80,
    purpose="what each factor paid, period by period",
    title="What the factors paid, date by date (lambdas)",
    note=(
        "One regression of the assets' returns on their betas for each date (second pass of Fama "
        "and MacBeth). It has no intercept unless the column zero_beta is shown."
    ),
)

PREMIA_SHEET = ResultSheet(
    "Premia",
    order=50,
    purpose="what each factor paid on average, and whether that differs from zero",
    title="What the factors paid (risk premia)",
    note=(
        "Positive: holding the factor was rewarded. Negative: investors accepted less for it, as "
        "for a hedge. p above 5%: the span is too short to tell, or the factor is not priced. The "
        "second pass has no intercept, unless the row zero_beta is shown."
    ),
    apart=True,
)


@worksheet(
    "premia",
    asks=estimate_lambdas,
    shows=[
        ShownTable(
            "lambdas",
            "What each factor paid on each date",
            LAMBDAS_SHEET,
            "return",
            names="One column for each factor: its premium on this date (lambda), a return.",
        ),
        ShownTable(
            "cumulative",
            "What each factor paid up to each date (running sum)",
            LAMBDAS_SHEET,
            "return",
            names="One column for each factor: the sum of its premia up to this date.",
            own={"show": "cumulative"},
            stack=1,
        ),
    ],
)
def LF_LAMBDAS(
    assets: Assets,
    factors: Factors,
    risk_free: RiskFree = None,
    show: Annotated[
        LambdasShown,
        Choice(LambdasShown),
        "The premium of each period, or the running sum, as a chart over time shows it.",
    ] = "periods",
    settings: Settings = NONE,
) -> pd.DataFrame:
    """Premia of the factors period by period: Fama and MacBeth's second pass.

    Returns
    -------
    Dates down, factors across (the zero-beta rate first).

    Examples
    --------
    =LF_LAMBDAS(Assets, Factors, RiskFree)
    =LF_LAMBDAS(Assets, Factors, RiskFree, "cumulative")
    =LF_LAMBDAS(Assets, Factors, RiskFree, , "beta_window=60")
    """
    lambdas = settings.ask(estimate_lambdas, assets, factors, risk_free)
    return lambdas.to_frame(cumulative=show == "cumulative")


@worksheet(
    "premia",
    asks=estimate_lambdas,
    reads=[
        *("premia_cov", "lags", "resamples", "block", "seed"),
        *("periods_per_year", "level", "sort"),
    ],
    formats=_FORMATS,
    blank_missing=True,
    shows=[
        ShownTable(
            "premia",
            "What each factor paid per period (risk premia)",
            PREMIA_SHEET,
            "return",
            widest={"reading": 40.0, "inference": 36.0},
            headers={
                "annual premium": "The premium times the number of periods in a year; not "
                "compounded.",
                "annual s.e.": "The standard error of the annual premium.",
                "factor mean": "What the factor itself earned per period, where it is a return.",
                "s.e. of mean": "The standard error of the factor's mean.",
                "premium less mean": "Premium less the factor's own mean. A factor that is a "
                "return should pay what it earned: the difference should be near zero.",
                "t of difference": "The difference divided by its standard error. Beyond 2 or -2: "
                "the model or the betas are not to be trusted.",
            },
        ),
        ShownTable(
            "premia_test",
            "Are all premia zero?",
            TESTS_SHEET,
            "mixed",
            own={"show": "test"},
            widest=TEST_LINES,
            place=1,
        ),
        ShownTable(
            "premia_kinds",
            "How sure the premia are (each kind of standard error)",
            PREMIA_SHEET,
            "return",
            own={"show": "kinds"},
            widest={"inference": 90.0},
            headers=_KIND_HEADERS,
            stack=1,
        ),
    ],
)
def LF_PREMIA(
    assets: Assets,
    factors: Factors,
    risk_free: RiskFree = None,
    show: Annotated[
        PremiaShown,
        Choice(PremiaShown),
        "The premia with one kind of standard errors, all kinds side by side, or the test that all "
        "premia are zero.",
    ] = "premia",
    settings: Settings = NONE,
) -> pd.DataFrame:
    """Risk premia of the factors: means over time with standard errors, in words too.

    Returns
    -------
    One row for each factor: premium, standard error, t, p, Holm's p that allows for the number of
    premia, low and high end of the interval; annual premium and its standard error if the setting
    periods_per_year is given; for factors that are returns their own mean with its standard error,
    the premium less that, and the t of this difference; its reading; the last column says how the
    errors were made. With "kinds": standard error, t and p of each kind. With "test": Wald's test
    that all premia are zero.

    Examples
    --------
    =LF_PREMIA(Assets, Factors, RiskFree)
    =LF_PREMIA(Assets, Factors, RiskFree, , "premia_cov=shanken; periods_per_year=252; sort")
    =LF_PREMIA(Assets, Factors, RiskFree, "kinds")
    =LF_PREMIA(Assets, Factors, RiskFree, "test")
    """
    premia = settings.ask(risk_premia, assets, factors, risk_free)
    if show == "test":
        return with_inference(premia.tests(), premia.inference)
    if show == "premia":
        table = premia.to_frame(settings["level"], sort=settings["sort"])
        return with_note(
            table, with_level(str(premia.inference), settings["level"]), headings=_HEADINGS
        )
    lambdas = settings.ask(estimate_lambdas, assets, factors, risk_free)
    results: dict[str, RiskPremia] = {premia.inference.kind: premia}
    for kind, result in lambdas.premia_of_kinds(settings["lags"]).items():
        results.setdefault(kind, result)
    table = premia.premia.to_frame("premium").rename_axis("factor")
    for name, result in results.items():
        columns = {"s.e.": result.std_errors, "t": result.tstats, "p": result.pvalues}
        for word, values in columns.items():
            table[f"{word} {name}"] = values
    if settings["sort"]:
        table = table.sort_values("premium")
    return with_note(table, " | ".join(str(result.inference) for result in results.values()))
