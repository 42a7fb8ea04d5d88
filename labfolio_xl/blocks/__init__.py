"""Rectangles of raw cell values become labelled tables; what cannot be read is one sentence."""

from __future__ import annotations

from labfolio_xl.blocks.cells.origin import ERROR_MARK, Origin, Row, Rows, Where
from labfolio_xl.blocks.risk_free import parse_risk_free
from labfolio_xl.blocks.table import parse_table, read_trimmed, trim
from labfolio_xl.blocks.weights.parsing import parse_weights

__all__ = [
    "ERROR_MARK",
    "Origin",
    "Row",
    "Rows",
    "Where",
    "parse_risk_free",
    "parse_table",
    "parse_weights",
    "read_trimmed",
    "trim",
]
