"""How results are laid out in cells, where a frame alone does not say it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

import pandas as pd

from labfolio_xl.options import check_option
from labfolio_xl.sheet.cells import BLANK

if TYPE_CHECKING:
    from labfolio_xl.blocks.cells.values import Cell
    from labfolio_xl.results import ExpectedReturns, FactorModel, Inference
    from labfolio_xl.returns.aligned import Aligned

__all__ = [
    "HEADINGS",
    "HOW",
    "INFERENCE",
    "RULE",
    "Which",
    "aligned_table",
    "expected_table",
    "model_rows",
    "with_inference",
]

Which: TypeAlias = Literal["both", "assets", "factors"]

INFERENCE, RULE = "inference", "rule"
# The last column of a table that says how its numbers were made.
HOW = frozenset({INFERENCE, RULE})

# A frame's columns are named for Python; a reader of cells gets words.
HEADINGS = {
    "std_error": "s.e.",
    "minus_1sd": "less 1 sd",
    "plus_1sd": "plus 1 sd",
    "rsquared": "R-squared",
    "n_obs": "dates",
    "pricing_error": "pricing error",
    "premium_annual": "annual premium",
    "expected_annual": "annual expected",
    "realised_annual": "annual realised",
}


def with_inference(table: pd.DataFrame, inference: Inference) -> pd.DataFrame:
    """Add a last column that says how standard errors were made, once, in its first row.

    A column and not a row: the rows below the header stay what they are for charts and FILTER.
    """
    texts = [str(inference), *[BLANK] * (len(table) - 1)]
    return table.assign(**{INFERENCE: texts[: len(table)]}).rename(columns=HEADINGS)


def aligned_table(aligned: Aligned, which: Which) -> pd.DataFrame:
    """Return the assets, the factors, or both side by side, on their common dates."""
    part = check_option(which, Which, "which")
    if part == "assets":
        return aligned.assets
    if part == "factors":
        return aligned.factors
    return pd.concat([aligned.assets, aligned.factors], axis=1)


def expected_table(expected: ExpectedReturns) -> pd.DataFrame:
    """Return expected and realised returns, and beside the portfolio how errors were made."""
    table = expected.to_frame()
    texts = [BLANK] * (len(table) - 1) + [str(expected.inference)]
    return table.assign(inference=texts).rename(columns=HEADINGS)


def model_rows(model: FactorModel) -> list[list[Cell]]:
    """Return the header of the model's summary, one item a row."""
    test = model.j_statistic
    return [
        ["item", "value"],
        *([name, value] for name, value in model.header().items()),
        ["From", model.dates.first],
        ["To", model.dates.last],
        ["Null of J", test.null],
        ["Inference", str(model.inference)],
    ]
