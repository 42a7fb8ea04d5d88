"""Microsoft's Open XML SDK validator, as tests/e2e/validator/setup.sh installs it."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

CACHE = Path(os.environ.get("LABFOLIO_E2E", Path.home() / ".cache" / "labfolio-e2e"))
PROGRAM = CACHE / "validator" / "node_modules" / ".bin" / "ooxml-validator"


def validate(path: Path) -> list[str]:
    """Return what the validator finds wrong; skips the test where it is not installed."""
    if not PROGRAM.exists():
        reason = "the validator is missing: run tests/e2e/validator/setup.sh"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    run = subprocess.run([PROGRAM, path], capture_output=True, text=True, check=False, timeout=120)
    if run.returncode not in (0, 1):
        pytest.fail(f"the validator did not run: {run.stdout}{run.stderr}")
    errors = json.loads(run.stdout)["errors"]
    return [f"{e['path']} {e['xPath']}: {e['description']}" for e in errors]
