"""A program that is killed while it writes leaves the old file or the new one, whole."""

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from labfolio_xl.files.saving import replace_when_complete

ROOT = Path(__file__).parents[2]

# Writes the same report over and over; a parent kills it at a moment of its own choice.
WRITER = """
import sys
from pathlib import Path
from labfolio_xl.files.saving import replace_when_complete
old, target = Path(sys.argv[1]).read_bytes(), Path(sys.argv[2])
print("ready", flush=True)
while True:
    for content in (old, old[::-1]):
        with replace_when_complete(target, force=True) as draft:
            with draft.open("wb") as file:
                for start in range(0, len(content), 4096):
                    file.write(content[start:start + 4096])
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """A real report, as the demo writes it."""
    path = tmp_path_factory.mktemp("report") / "demo.xlsx"
    subprocess.run(
        [sys.executable, "-m", "labfolio_xl.cli", "demo", "--out", str(path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return path


def test_two_hundred_kills_leave_whole_files(report, tmp_path):
    """The moments are drawn with a fixed seed, from before the first write to many writes on.

    What the killed ones left beside it goes with the next write, once it is old.
    """
    content = report.read_bytes()
    whole = {hashlib.sha256(c).hexdigest() for c in (content, content[::-1])}
    target = tmp_path / "out.xlsx"
    target.write_bytes(content)
    moments = random.Random(20221228)  # noqa: S311 - moments of a test, not secrets
    found = set()
    for _ in range(200):
        command = [sys.executable, "-c", WRITER, str(report), str(target)]
        writer = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(moments.uniform(0.0, 0.02))
        os.kill(writer.pid, signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        found.add(hashlib.sha256(target.read_bytes()).hexdigest())
        assert found <= whole
    assert len(found) == 2, "no kill came after a change: the moments are too early"
    drafts = [path for path in tmp_path.iterdir() if path != target]
    assert drafts, "no kill came within a write"
    for draft in drafts:
        os.utime(draft, (0, 0))
    with replace_when_complete(target, force=True) as draft:
        draft.write_bytes(content)
    assert list(tmp_path.iterdir()) == [target]


def test_the_report_that_was_used_is_a_workbook(report):
    assert "Dashboard" in CalamineWorkbook.from_path(str(report)).sheet_names
