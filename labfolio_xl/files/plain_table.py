"""Convert the numbers of a plain table, which the child process sends as text.

The values are exactly those of ``float``. The module ``reader.plain_table`` says why they are
converted here.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

import numpy as np
import pandas as pd

__all__ = ["append_numbers"]

# Since version 3.1, pandas always reads numbers exactly and deprecates the option.
_VERSION = (*map(int, pd.__version__.split(".")[:2]),)
_EXACT: dict[str, Any] = {"float_precision": "round_trip"} if _VERSION < (3, 1) else {}


def append_numbers(rows: list[list[Any]], numbers: bytes) -> bool:
    """Append the numbers of each line to its row; for an empty field, append None.

    Parameters
    ----------
    rows : list of lists
        The row of names, and rows of one cell.
    numbers : bytes
        The other fields of the lines below the names, separated by commas.

    Returns
    -------
    bool
        False if a field is not a number ("1.2.3"), or if pandas cannot convert one that is too
        large. Nothing is appended then.
    """
    try:
        with np.errstate(over="ignore"):  # versions before 3.1 warn of a number that is too large
            frame = pd.read_csv(
                BytesIO(numbers),
                header=None,
                dtype="float64",
                keep_default_na=False,
                na_values=[""],
                skip_blank_lines=False,
                engine="c",
                low_memory=False,
                **_EXACT,
            )
    except ValueError:
        return False
    values = frame.to_numpy()
    for row, beside in zip(rows[1:], values.tolist(), strict=True):
        row.extend(beside)
    for line, column in np.argwhere(np.isnan(values)).tolist():
        rows[line + 1][column + 1] = None
    return True
