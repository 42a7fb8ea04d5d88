"""The same inputs give the same bytes, whoever writes them, where, when, and in which language."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from digests import digest

ROOT = Path(__file__).parents[2]
DATA = ROOT / "labfolio_xl" / "data"
ASSETS, FACTORS = DATA / "sample_assets.csv", DATA / "sample_factors.csv"
# Hash seeds order sets, zones and locales form dates and numbers, threads the sums of BLAS.
ONE = {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "C"}
OTHER = {
    "PYTHONHASHSEED": "4711",
    "TZ": "America/St_Johns",
    "LC_ALL": "de_DE.UTF-8",
    "LANG": "de_DE.UTF-8",
    "LANGUAGE": "de",
    "PYTHONUTF8": "1",
    "USER": "somebody-else",
    "SOURCE_DATE_EPOCH": "1000000000",
}
# Everything that is written, by one process, since the start of a process takes longest.
WRITE_ALL = """
import sys
from pathlib import Path

from labfolio_xl.calc.package import build
from labfolio_xl.cli import main
from labfolio_xl.workbook.addin import addin

assets, factors = sys.argv[1:]
files = ["--assets", assets, "--factors", factors]
assert main(["report", "report.xlsx", *files]) == 0
assert main(["new", "new.xlsm", *files]) == 0
assert main(["demo", "--sample", "french", "--out", "demo.xlsx"]) == 0
Path("addin.xlam").write_bytes(addin())
Path("addin.oxt").write_bytes(build())
"""
WRITTEN = ("report.xlsx", "new.xlsm", "demo.xlsx", "addin.xlam", "addin.oxt")


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """Two folders, each with all files as one of two different users has them written."""
    found = []
    for folder, theirs in (("here", ONE), ("über there", OTHER)):
        place = tmp_path_factory.mktemp("same-bytes") / folder
        place.mkdir()
        subprocess.run(
            [sys.executable, "-c", WRITE_ALL, ASSETS, FACTORS],
            cwd=place,
            env={**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(place), **theirs},
            check=True,
            capture_output=True,
        )
        found.append(place)
    return found


@pytest.mark.parametrize("name", WRITTEN)
def test_two_processes_write_the_same_bytes(folders, name):
    one, other = (digest(folder / name) for folder in folders)
    assert one == other
