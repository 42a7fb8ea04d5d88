"""Files of returns, rates and weights become labelled tables, with where each came from."""

from __future__ import annotations

from labfolio_xl.files.tables import (
    FileRiskFree,
    FileTable,
    FileWeights,
    Source,
    cell_name,
    read_risk_free,
    read_table,
    read_weights,
)

__all__ = [
    "FileRiskFree",
    "FileTable",
    "FileWeights",
    "Source",
    "cell_name",
    "read_risk_free",
    "read_table",
    "read_weights",
]
