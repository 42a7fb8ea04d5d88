"""Read rectangles of raw cell values as labelled tables of numbers.

``table`` finds out which shape a table has, ``search`` finds the table among other cells of a
sheet, ``labels`` reads its names and dates, ``cells`` its numbers, and ``shapes`` has a module for
each shape. ``weights``, ``risk_free``, ``benchmark`` and
``named_numbers`` read the smaller inputs. What cannot
be read is an ``InputError`` that names the cell.
"""

from __future__ import annotations

from labfolio_xl.blocks.benchmark import parse_benchmark
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
    "parse_benchmark",
    "parse_risk_free",
    "parse_table",
    "parse_weights",
    "read_trimmed",
    "trim",
]
