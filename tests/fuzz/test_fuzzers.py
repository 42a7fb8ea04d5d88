"""A short run of each fuzzer; README.md tells of the long ones, and how to repeat them."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from parts import without

RUN = Path(__file__).parent / "run.py"
MINUTES = 1 / 3


@pytest.mark.parametrize("name", ["cells", "tables"])
def test_a_short_run_finds_nothing(name, tmp_path):
    """Another seed each time: what it finds is a new case, to be kept as a small test.

    CI keeps to one seed, so that a red run tells of a change.
    """
    if importlib.util.find_spec("atheris") is None:
        without("atheris is missing: pip install .[fuzz]")
    seed = "1" if os.environ.get("CI") == "true" else "0"
    command = [sys.executable, RUN, name, "--minutes", str(MINUTES), "--seed", seed]
    command += ["--folder", tmp_path]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    stories = [path.read_text("utf-8") for path in (tmp_path / f"{name}-found").glob("*.txt")]
    assert done.returncode == 0, "\n".join([*stories, done.stderr])
    account = json.loads(done.stdout)
    assert account["executions"] > 100
    assert account["corpus"] > 10
    assert account["found"] == []
