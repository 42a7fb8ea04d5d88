"""LF_LAMBDAS and LF_PREMIA: what each factor paid, period by period and on average."""

from typing import Annotated, Literal

import pandas as pd

from labfolio_xl.models.lambdas import Lambdas, estimate_lambdas
from labfolio_xl.models.premia import RiskPremia
from labfolio_xl.options.words import PremiaCov
from labfolio_xl.sheet.arguments.kinds import Choice
from labfolio_xl.sheet.arguments.shared import NONE, Assets, Factors, RiskFree, Settings
from labfolio_xl.sheet.boundary import worksheet
from labfolio_xl.sheet.layout import with_inference, with_level, with_note
from labfolio_xl.sheet.shown import LINES, ResultSheet, ShownTable

LambdasShown = Literal["periods", "cumulative"]
PremiaShown = Literal["premia", "kinds"]

# The kinds of standard errors that stand side by side.
_KINDS: tuple[PremiaCov, ...] = ("fm", "hac", "shanken")
_FORMATS = {"annual premium": "percent"} | {
    f"{word} {kind}": word for word in "tp" for kind in _KINDS
}


LAMBDAS_SHEET = ResultSheet(
    "Lambdas",
    order=30,
    purpose="what each factor paid, period by period",
    subtitle="What each factor paid in each period: one regression over the assets a period.",
    note=(
        "The second pass has no intercept unless the column zero_beta is shown; with it, expected "
        "returns include that rate."
    ),
)

PREMIA_SHEET = ResultSheet(
    "Premia",
    order=40,
    purpose="what each factor paid on average, and whether that differs from zero",
    subtitle="What each factor paid on average per period, and whether that differs from zero.",
    note=(
        "A positive premium: holding the factor was rewarded. A negative one: investors accepted "
        "less for it, as for a hedge. Not different from zero: the span is too short, or the "
        "factor is not priced. The second pass has no intercept, unless the row zero_beta is "
        "shown."
    ),
)


@worksheet(
    "premia",
    asks=estimate_lambdas,
    shows=[
        ShownTable("lambdas", "Premium of each period", LAMBDAS_SHEET, "return"),
        ShownTable(
            "cumulative",
            "Running sum",
            LAMBDAS_SHEET,
            "return",
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
    shows=[
        ShownTable(
            "premia",
            "Risk premia, with the standard errors of each kind",
            PREMIA_SHEET,
            "return",
            own={"show": "kinds"},
            widest=LINES,
        )
    ],
)
def LF_PREMIA(
    assets: Assets,
    factors: Factors,
    risk_free: RiskFree = None,
    show: Annotated[
        PremiaShown,
        Choice(PremiaShown),
        "The premia with one kind of standard errors, or with all kinds side by side.",
    ] = "premia",
    settings: Settings = NONE,
) -> pd.DataFrame:
    """Risk premia of the factors: means over time with standard errors, in words too.

    Returns
    -------
    One row for each factor: premium, standard error, t, p, low and high end of the interval, the
    annual premium if the setting periods_per_year is given, its reading; the last column says how
    the errors were made. With "kinds" also standard error, t and p of the other kinds.

    Examples
    --------
    =LF_PREMIA(Assets, Factors, RiskFree)
    =LF_PREMIA(Assets, Factors, RiskFree, , "premia_cov=shanken; periods_per_year=252; sort")
    =LF_PREMIA(Assets, Factors, RiskFree, "kinds")
    """
    lambdas = settings.ask(estimate_lambdas, assets, factors, risk_free)
    lags, level, premia = settings["lags"], settings["level"], risk_premia(lambdas, settings)
    table = premia.to_frame(level, sort=settings["sort"])
    if show == "premia":
        return with_inference(table, premia.inference, level)
    others = lambdas.premia_of_kinds(lags)
    others.pop(settings["premia_cov"], None)
    for kind, other in others.items():
        columns = {"s.e.": other.std_errors, "t": other.tstats, "p": other.pvalues}
        for word, values in columns.items():
            table.insert(table.shape[1] - 1, f"{word} {kind}", values)  # before the reading
    inferences = (str(result.inference) for result in (premia, *others.values()))
    return with_note(table, with_level(" | ".join(inferences), level))


def risk_premia(lambdas: Lambdas, settings: Settings) -> RiskPremia:
    """The means of lambdas with the standard errors that the settings of LF_PREMIA name."""
    draws = {name: settings[name] for name in ("resamples", "block", "seed")}
    lags, a_year = settings["lags"], settings["periods_per_year"]
    return lambdas.premia(settings["premia_cov"], lags, a_year, **draws)
