"""LF_LAMBDAS and LF_PREMIA: what each factor paid, period by period and on average."""

from typing import Annotated, Literal

import pandas as pd

from labfolio_xl.models import estimate_lambdas
from labfolio_xl.results import Lambdas, PremiaCov, RiskPremia
from labfolio_xl.sheet.arguments.kinds import Choice
from labfolio_xl.sheet.arguments.shared import NONE, Assets, Factors, RiskFree, Settings
from labfolio_xl.sheet.boundary import worksheet
from labfolio_xl.sheet.layout import with_inference, with_note

LambdasShown = Literal["periods", "cumulative"]
PremiaShown = Literal["premia", "kinds"]

_KINDS: tuple[PremiaCov, ...] = ("fm", "hac", "shanken")


@worksheet("premia", asks=estimate_lambdas)
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
    reads=["premia_cov", "lags", "periods_per_year", "level", "sort"],
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
    lags, premia = settings["lags"], risk_premia(lambdas, settings)
    table = premia.to_frame(settings["level"], sort=settings["sort"])
    if show == "premia":
        return with_inference(table, premia.inference)
    others = {
        kind: lambdas.premia(kind, lags)
        for kind in _KINDS
        if kind != settings["premia_cov"] and (kind != "shanken" or lambdas.factors is not None)
    }
    for kind, other in others.items():
        columns = {"s.e.": other.std_errors, "t": other.tstats, "p": other.pvalues}
        for word, values in columns.items():
            table.insert(table.shape[1] - 1, f"{word} {kind}", values)  # before the reading
    inferences = (str(result.inference) for result in (premia, *others.values()))
    return with_note(table, " | ".join(inferences))


def risk_premia(lambdas: Lambdas, settings: Settings) -> RiskPremia:
    """The means of lambdas with the standard errors that the settings of LF_PREMIA name."""
    return lambdas.premia(settings["premia_cov"], settings["lags"], settings["periods_per_year"])
