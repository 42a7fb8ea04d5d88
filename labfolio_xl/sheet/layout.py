"""How tables of results get the headings that a reader of cells knows, and how they were made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from labfolio_xl.sheet.cells import BLANK

if TYPE_CHECKING:
    import pandas as pd

    from labfolio_xl.models.shared.inference import Inference

__all__ = ["HEADINGS", "HOW", "INFERENCE", "RULE", "with_inference", "with_note"]

INFERENCE, RULE = "inference", "rule"
# The last column of a table that says how its numbers were made.
HOW = frozenset({INFERENCE, RULE})

# A frame's columns are named for Python; a reader of cells gets words. What only one function
# shows stands beside it.
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


def with_note(
    table: pd.DataFrame,
    note: str,
    heading: str = INFERENCE,
    headings: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Add a last column that says in its first row how the numbers were made.

    Parameters
    ----------
    table : DataFrame
    note : str
    heading : str
        Of that column.
    headings : mapping, optional
        By column of the table: the words for it, beside those of ``HEADINGS``.
    """
    texts = [note, *[BLANK] * (len(table) - 1)]
    noted = table.rename(columns={**HEADINGS, **(headings or {})})
    # Beside a factor or a scenario of the same name, not in its place.
    noted.insert(noted.shape[1], heading, texts[: len(table)], allow_duplicates=True)
    return noted
