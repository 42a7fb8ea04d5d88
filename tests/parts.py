"""The parts that some tests need and a machine may lack: where they are, and what is said then."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NoReturn

import pytest

# What the set-up scripts of the end-to-end tests install.
END_TO_END = Path(os.environ.get("LABFOLIO_E2E") or Path.home() / ".cache" / "labfolio-e2e")
# The inputs and the printed tables of the reference notebook, which are not ours to copy.
NOTEBOOK = Path(__file__).parents[2] / "shared" / "notebook"


def without(reason: str) -> NoReturn:
    """Skip the test on a machine that lacks a part; in CI nothing may be lacking."""
    (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)


def need_notebook() -> None:
    """Go on only where the reference notebook lies beside the project."""
    if not NOTEBOOK.is_dir():
        without("needs the reference notebook in ../shared/notebook, beside the project")
