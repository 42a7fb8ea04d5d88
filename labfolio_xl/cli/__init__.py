"""The command line: `labfolio-xl report`, `labfolio-xl demo` and what sets Excel up."""

from __future__ import annotations

from labfolio_xl.cli.program import COMMANDS, app, main

__all__ = ["COMMANDS", "app", "main"]
