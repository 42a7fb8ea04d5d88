"""Read files of returns, rates and weights, and write files safely.

``tables`` reads tables of returns and prices, and ``pairs`` reads weights, rates and
benchmarks. The cells of a
file are read in a child process: ``child`` starts it, and the package ``reader`` is what runs in
it. ``saving`` writes a file beside its target and moves it there when it is complete.
"""

from __future__ import annotations

from labfolio_xl.files.cells import cell_name, is_text
from labfolio_xl.files.pairs import read_benchmark, read_risk_free, read_weights
from labfolio_xl.files.paths import Paths, find_files
from labfolio_xl.files.tables import read_table, read_unjudged
from labfolio_xl.reader.figures import is_figure
from labfolio_xl.returns.tables.input_table import Source

__all__ = [
    "Paths",
    "Source",
    "cell_name",
    "find_files",
    "is_figure",
    "is_text",
    "read_benchmark",
    "read_risk_free",
    "read_table",
    "read_unjudged",
    "read_weights",
]
