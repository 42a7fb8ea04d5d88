"""LF_ALIGN, LF_STATUS and LF_CHECK: the common dates, and whether the data can be trusted."""

from typing import Annotated, Literal, TypeAlias

import pandas as pd

from labfolio_xl.blocks.cells.values import Cell
from labfolio_xl.returns.alignment import align
from labfolio_xl.returns.report.data_report import examine
from labfolio_xl.sheet import gate
from labfolio_xl.sheet.arguments.kinds import Choice
from labfolio_xl.sheet.arguments.shared import (
    NONE,
    Assets,
    Factors,
    ListedBenchmark,
    RiskFree,
    Settings,
    Weights,
)
from labfolio_xl.sheet.boundary import worksheet
from labfolio_xl.sheet.shown import ResultSheet, ShownTable

Which: TypeAlias = Literal["both", "assets", "factors"]


CHECK_SHEET = ResultSheet(
    "Check",
    order=120,
    purpose="what was kept, dropped, or looks wrong in the data",
    title="What was read, and what looks wrong (data check)",
    note="A warning does not stop a result; it says what to look at before relying on it.",
)


@worksheet("data", asks=align, blank_missing=True)
def LF_ALIGN(
    assets: Assets,
    factors: Factors,
    which: Annotated[
        Which, Choice(Which), "What to spill: both side by side, or one of them."
    ] = "both",
    settings: Settings = NONE,
) -> pd.DataFrame:
    """Returns of assets and factors on the dates that both have.

    Returns
    -------
    The returns on the common dates that have all factors and any asset, in order of date.

    Examples
    --------
    =LF_ALIGN(Assets, Factors)
    =LF_ALIGN(Assets, Factors, "factors", "frequency=monthly; start=2020-01")
    """
    aligned = settings.ask(align, assets, factors)
    if which == "both":
        return pd.concat([aligned.assets, aligned.factors], axis=1)
    return aligned.assets if which == "assets" else aligned.factors


@worksheet("data", asks=examine, on_mistake=gate.mistake_status)
def LF_STATUS(
    assets: Assets,
    factors: Factors,
    risk_free: RiskFree = None,
    weights: Weights = None,
    benchmark: ListedBenchmark = None,
    settings: Settings = NONE,
) -> str:
    """Whether the data can be trusted: "ok", or what is doubtful or wrong.

    Returns
    -------
    One cell: "ok", "2 warnings: ..." or "1 error: ...", with the first. LF_CHECK lists all lines.

    Examples
    --------
    =LF_STATUS(Assets, Factors, RiskFree, Weights, Benchmark)
    """
    return gate.examine_inputs(
        assets, factors, risk_free, weights, benchmark=benchmark, settings=settings
    ).status


@worksheet(
    "data",
    asks=examine,
    on_mistake=gate.mistake_rows,
    shows=[
        ShownTable(
            "check",
            "The data report",
            CHECK_SHEET,
            "mixed",
            widest={"item": 40.0, "found": 44.0, "reading": 84.0},
            headers={
                "check": "What is looked at.",
                "item": "The table, the column or the factor that it concerns.",
                "found": "What was found there.",
                "severity": "ok; note: done and told; warning: numbers stand, with a reason to "
                "doubt them; error: no numbers until it is settled.",
                "reading": "What it means, and what to do.",
            },
            filtered=True,
        )
    ],
)
def LF_CHECK(
    assets: Assets,
    factors: Factors,
    risk_free: RiskFree = None,
    weights: Weights = None,
    benchmark: ListedBenchmark = None,
    settings: Settings = NONE,
) -> list[list[Cell]]:
    """The data report: what is kept and dropped, what is missing, what looks wrong.

    Returns
    -------
    One row for each finding: check, item, found, severity (ok, note, warning or error), reading.
    What keeps the other functions from an answer is a row here.

    Examples
    --------
    =LF_CHECK(Assets, Factors, RiskFree, Weights, Benchmark)
    =LF_CHECK(Assets, Factors, , , , "assets_are=percent")
    """
    return gate.rows(
        gate.examine_inputs(
            assets, factors, risk_free, weights, benchmark=benchmark, settings=settings
        )
    )
