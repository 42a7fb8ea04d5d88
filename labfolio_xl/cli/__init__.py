"""The command line `labfolio-xl`: workbooks from files, checks of data, and installation."""

from __future__ import annotations

from labfolio_xl.cli.program import COMMANDS, app, main

__all__ = ["COMMANDS", "app", "main"]
