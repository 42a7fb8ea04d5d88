"""Factor models of a portfolio, in Python and in Excel."""

from __future__ import annotations

__version__ = "0.1.0"
