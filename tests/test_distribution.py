"""What is handed to users: the wheel and the source distribution."""

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from digests import digest

ROOT = Path(__file__).parents[1]
PARTS = ("labfolio_xl", "workbooks", "tests", "pyproject.toml", "README.md", "LICENSE")


def copy_project(target: Path) -> Path:
    """The project without what git ignores, elsewhere."""
    target.mkdir()
    ignored = shutil.ignore_patterns("__pycache__", "*.pyc")
    for part in (*PARTS, "CHANGELOG.md", ".gitignore"):
        place = ROOT / part
        if place.is_dir():
            shutil.copytree(place, target / part, ignore=ignored)
        else:
            shutil.copy(place, target / part)
    return target


def build(source: Path, target: Path) -> dict[str, str]:
    """Build both distributions: their names and hashes."""
    environment = {k: v for k, v in os.environ.items() if k != "SOURCE_DATE_EPOCH"}
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(target)]
    subprocess.run(command, cwd=source, check=True, capture_output=True, env=environment)
    return {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in sorted(target.iterdir())}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("build")
    one = copy_project(folder / "one")
    two = shutil.copytree(one, folder / "two", copy_function=shutil.copy)
    first = build(one, folder / "first")
    return folder / "first", first, build(two, folder / "second")


def test_the_same_tree_builds_the_same_bytes(built):
    _, first, second = built
    assert len(first) == 2
    assert first == second


def test_the_wheel_carries_what_an_analyst_opens(built):
    folder, names, _ = built
    wheel = next(name for name in names if name.endswith(".whl"))
    with zipfile.ZipFile(folder / wheel) as archive:
        inside = set(archive.namelist())
        for file in (ROOT / "workbooks").iterdir():
            if file.is_file():
                assert digest(archive.read(f"labfolio_xl/workbooks/{file.name}")) == digest(file)
    assert "labfolio_xl/py.typed" in inside
    assert "labfolio_xl/workbook/ribbon.xml" in inside
    assert not [name for name in inside if name.startswith("tests/")]
