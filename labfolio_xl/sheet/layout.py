"""Give tables of results readable headings and a column on how their numbers were made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from labfolio_xl.sheet.cells import BLANK

if TYPE_CHECKING:
    import pandas as pd

    from labfolio_xl.models.shared.inference import Inference

__all__ = ["HEADINGS", "HOW", "INFERENCE", "RULE", "with_inference", "with_level", "with_note"]

INFERENCE, RULE = "inference", "rule"
# The possible headers of the last column, which describes how the numbers were made.
HOW = frozenset({INFERENCE, RULE})

# The columns of a frame have names for Python; cells show these words instead. Words that only one
# function needs stand beside that function.
HEADINGS = {
    "std_error": "s.e.",
    "p_holm": "p (Holm)",
    "minus_1sd": "less 1 sd",
    "plus_1sd": "plus 1 sd",
    "rsquared": "R-squared (time series)",
    "n_obs": "dates",
    "pricing_error": "pricing error",
    "premium_annual": "annual premium",
    "expected_annual": "annual expected",
    "realised_annual": "annual realised",
}


def with_inference(
    table: pd.DataFrame,
    inference: Inference,
    level: float | None = None,
    headings: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Add a last column whose first row describes how the standard errors were made.

    It is a column and not a row, so that charts and FILTER can use all rows below the header.
    A table with intervals gives their ``level``, such as 0.95; ``headings`` as in
    :func:`with_note`.
    """
    return with_note(table, with_level(str(inference), level), headings=headings)


def with_level(note: str, level: float | None) -> str:
    """A note that says which intervals the columns low and high are the ends of."""
    return note if level is None else f"{note}; intervals of {round(100.0 * level, 10):g}%"


def with_note(
    table: pd.DataFrame,
    note: str,
    heading: str = INFERENCE,
    headings: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Add a last column whose first row describes how the numbers were made.

    Parameters
    ----------
    table : DataFrame
    note : str
    heading : str
        The header of that column.
    headings : mapping, optional
        By column of the table: further words, beside those of ``HEADINGS``.
    """
    texts = [note, *[BLANK] * (len(table) - 1)]
    noted = table.rename(columns={**HEADINGS, **(headings or {})})
    # A factor or a scenario may have the same name; its column stays.
    noted.insert(noted.shape[1], heading, texts[: len(table)], allow_duplicates=True)
    return noted
