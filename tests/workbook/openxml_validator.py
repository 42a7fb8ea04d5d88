"""Microsoft's Open XML SDK validator, as tests/e2e/validator/setup.sh installs it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from parts import END_TO_END, without

PROGRAM = END_TO_END / "validator" / "node_modules" / ".bin" / "ooxml-validator"


def validate(path: Path) -> list[str]:
    """Return what the validator finds wrong; skips the test where it is not installed."""
    if not PROGRAM.exists():
        without("the validator is missing: run tests/e2e/validator/setup.sh")
    run = subprocess.run([PROGRAM, path], capture_output=True, text=True, check=False, timeout=120)
    if run.returncode not in (0, 1):
        pytest.fail(f"the validator did not run: {run.stdout}{run.stderr}")
    errors = json.loads(run.stdout)["errors"]
    return [f"{e['path']} {e['xPath']}: {e['description']}" for e in errors]
