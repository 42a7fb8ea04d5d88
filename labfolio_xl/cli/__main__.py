"""The command line, as ``python -m labfolio_xl.cli`` runs it."""

from __future__ import annotations

import sys

from labfolio_xl.cli import main

sys.exit(main())
