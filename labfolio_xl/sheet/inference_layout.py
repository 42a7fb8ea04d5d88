"""How results of risk and inference are laid out in cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from labfolio_xl.sheet.cells import BLANK
from labfolio_xl.sheet.layout import HEADINGS, INFERENCE, RULE, with_inference

if TYPE_CHECKING:
    from labfolio_xl.models import (
        Attribution,
        Diagnostics,
        FactorCovariance,
        GrsTest,
        Hedge,
        Holdings,
        Lambdas,
        RiskDecomposition,
        RollingExposure,
        SpanningTest,
        Stress,
    )
    from labfolio_xl.models.premia import PremiaCov

__all__ = [
    "attribution_table",
    "covariance_table",
    "diagnostics_table",
    "grs_table",
    "hedge_table",
    "premia_table",
    "risk_table",
    "rolling_table",
    "spanning_table",
    "stress_table",
    "weights_table",
    "with_note",
]

_WORDS = {
    "volatility_annual": "annual volatility",
    "variance_factors": "variance, factors",
    "variance_specific": "variance, specific",
    "exposure_after": "exposure after",
    "information_ratio": "information ratio",
    "volatility_before": "volatility before",
    "volatility_after": "volatility after",
    "volatility_specific": "volatility that cannot be hedged",
    "variance_removed": "variance removed",
    "price_date": "price date",
    "ljung_box": "Ljung-Box",
    "ljung_box_p": "Ljung-Box p",
    "breusch_pagan": "Breusch-Pagan",
    "breusch_pagan_p": "Breusch-Pagan p",
    "jarque_bera": "Jarque-Bera",
    "jarque_bera_p": "Jarque-Bera p",
    **{f"std_error_{kind}": f"s.e. {kind}" for kind in ("fm", "hac", "shanken")},
    **{f"t_{kind}": f"t {kind}" for kind in ("fm", "hac", "shanken")},
    **{f"p_{kind}": f"p {kind}" for kind in ("fm", "hac", "shanken")},
    **HEADINGS,
}


def with_note(table: pd.DataFrame, note: str, heading: str = INFERENCE) -> pd.DataFrame:
    """Add a last column that says in its first row how the numbers were made."""
    texts = [note, *[BLANK] * (len(table) - 1)]
    noted = _words(table)
    # Beside a factor or a scenario of the same name, not in its place.
    noted.insert(noted.shape[1], heading, texts[: len(table)], allow_duplicates=True)
    return noted


def _words(table: pd.DataFrame) -> pd.DataFrame:
    return table.rename(columns=_WORDS)


def premia_table(
    lambdas: Lambdas, cov: str, lags: int | None, per_year: float | None, *, sort: bool
) -> pd.DataFrame:
    """Return the premia with one kind of standard errors, or with all of them side by side."""
    if cov == "all":
        table = lambdas.compare(lags, per_year)
        table = table.sort_values("premium") if sort else table
        return with_note(_words(table).rename(columns=HEADINGS), _kinds(lambdas, lags))
    premia = lambdas.premia(cov, lags, per_year)  # type: ignore[arg-type]
    return with_inference(premia.to_frame(sort=sort), premia.inference)


def _kinds(lambdas: Lambdas, lags: int | None) -> str:
    kinds: list[PremiaCov] = ["fm", "hac"] if lambdas.factors is None else ["fm", "hac", "shanken"]
    return " | ".join(str(lambdas.premia(kind, lags).inference) for kind in kinds)


def risk_table(risk: RiskDecomposition, by: str) -> pd.DataFrame:
    """Return the risk by factor with its total, or by asset."""
    return with_note(risk.to_frame() if by == "factors" else risk.by_asset, risk.rule, RULE)


def covariance_table(result: FactorCovariance, kind: str) -> pd.DataFrame:
    """Return the covariance or correlation matrix, with names on both sides."""
    table = result.matrix if kind == "covariance" else result.correlation
    return table.rename_axis("asset")


def attribution_table(result: Attribution) -> pd.DataFrame:
    """Return the parts of the realised return, what they mean, and how they were made."""
    table = with_note(result.to_frame(), result.reading, "reading")
    return with_note(table, str(result.inference))


def hedge_table(result: Hedge, which: str) -> pd.DataFrame:
    """Return what to hold by factor, or the risk before and after."""
    if which == "summary":
        summary = result.summary().rename(index=_WORDS)
        return summary.to_frame("value").rename_axis("item")
    return with_inference(result.to_frame().rename(columns=_WORDS), result.inference)


def rolling_table(result: RollingExposure) -> pd.DataFrame:
    """Return the exposures with their bands by date."""
    table = result.to_frame()
    names = {
        column: column.replace("minus_1sd", "less 1 sd").replace("plus_1sd", "plus 1 sd")
        for column in table.columns
    }
    return with_note(table.rename(columns=names), f"{result.rule}; {result.inference}")


def stress_table(result: Stress) -> pd.DataFrame:
    """Return moves of the factors and responses of assets and portfolio."""
    table = result.to_frame().set_index("kind")
    moved = "conditional expectation" if result.correlated else "zero"
    note = f"other factors: {moved}; portfolio {result.inference}"
    return with_note(table, note)


def grs_table(result: GrsTest) -> pd.DataFrame:
    """Return both tests, the size of the alphas and the Sharpe ratios."""
    return with_note(result.to_frame(), f"J: {result.inference}")


def spanning_table(result: SpanningTest, which: str) -> pd.DataFrame:
    """Return the alphas of the new factors, or the joint tests."""
    if which == "tests":
        return result.tests()
    return with_note(result.to_frame(), str(result.inference))


def diagnostics_table(result: Diagnostics, which: str) -> pd.DataFrame:
    """Return the findings, the residual tests by asset, or the residual correlations."""
    if which == "assets":
        return _words(result.by_asset)
    if which == "correlations":
        return result.residual_correlation.rename_axis("asset")
    return result.to_frame().set_index("check")


def weights_table(result: Holdings, *, details: bool) -> pd.DataFrame:
    """Return asset and weight, as Weights takes them, and the date of each price, or all."""
    table = _words(result.to_frame())
    return table if details else table[["weight", *table.columns.intersection(["price date"])]]
