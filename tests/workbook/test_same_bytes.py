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
FILES = ["--assets", DATA / "sample_assets.csv", "--factors", DATA / "sample_factors.csv"]
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
WRITERS = {
    "report": ("out.xlsx", ["labfolio_xl.cli", "report", "out.xlsx", *FILES]),
    "new": ("out.xlsm", ["labfolio_xl.cli", "new", "out.xlsm", *FILES]),
    "demo": ("out.xlsx", ["labfolio_xl.cli", "demo", "--sample", "french", "--out", "out.xlsx"]),
    "addin": ("out.xlam", ["labfolio_xl.workbook.addin", "out.xlam"]),
    "Calc add-in": ("out.oxt", ["labfolio_xl.calc.package", "out.oxt"]),
}


@pytest.mark.parametrize("what", WRITERS)
def test_two_processes_write_the_same_bytes(tmp_path, what):
    name, words = WRITERS[what]
    found = set()
    for folder, theirs in (("here", ONE), ("über there", OTHER)):
        place = tmp_path / folder
        place.mkdir()
        subprocess.run(
            [sys.executable, "-m", *map(str, words)],
            cwd=place,
            env={**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(place), **theirs},
            check=True,
            capture_output=True,
        )
        found.add(digest(place / name))
    assert len(found) == 1
