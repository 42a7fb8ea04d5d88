"""What is handed to users: the wheel and the source distribution."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tomllib
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
    assert "labfolio_xl/vba/sources/ribbon.xml" in inside
    assert not [name for name in inside if name.startswith("tests/")]


def test_an_installed_wheel_prints_the_pages(built, tmp_path):
    """As labfolio-xl does where there is no folder of the project."""
    folder, names, _ = built
    wheel = next(name for name in names if name.endswith(".whl"))
    with zipfile.ZipFile(folder / wheel) as archive:
        archive.extractall(tmp_path)
    for page in (ROOT / "labfolio_xl" / "docs").glob("*.md"):
        run = subprocess.run(
            [sys.executable, "-m", "labfolio_xl.cli", "docs", page.stem],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(tmp_path), "PYTHONUTF8": "1"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
        )
        assert run.stdout == page.read_text(encoding="utf-8")


def normal(name: str) -> str:
    """A distribution's name as PyPI compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(file: str) -> dict[str, str]:
    """The versions that a file of constraints allows; every line must allow one only."""
    lines = (ROOT / ".ci" / file).read_text().splitlines()
    pairs = [re.fullmatch(r"([\w.-]+)==([\w.]+)", x) for x in lines if not x.startswith("#")]
    assert all(pairs), lines
    return {normal(pair[1]): pair[2] for pair in pairs}


def bounds(extra: str | None = None) -> dict[str, str]:
    """The lower bounds of pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = project["optional-dependencies"][extra] if extra else project["dependencies"]
    pairs = [re.fullmatch(r"([\w.-]+)>=([\w.]+)", line) for line in asked]
    assert all(pairs), asked
    return {normal(pair[1]): pair[2] for pair in pairs}


def release(version: str) -> tuple[int, ...]:
    """A version as numbers, so that 2.2 and 2.2.0 are one."""
    numbers = [int(number) for number in re.findall(r"\d+", version)]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


def test_the_oldest_versions_are_the_lower_bounds():
    """What is declared is what is tested: no bound that nobody has tried."""
    oldest = pins("constraints-oldest.txt")
    for name, bound in bounds().items():
        assert release(oldest[name]) == release(bound), name


@pytest.mark.parametrize("file", ["constraints.txt", "constraints-oldest.txt"])
def test_a_lock_holds_all_that_is_asked_for(file):
    locked = pins(file)
    for name, bound in (bounds() | bounds("test")).items():
        assert release(locked[name]) >= release(bound), name


def test_every_dependency_has_its_reason_among_the_decisions():
    page = (ROOT / "labfolio_xl" / "docs" / "decisions.md").read_text(encoding="utf-8")
    dependencies = page.partition("## Dependencies")[2].partition("\n## ")[0].lower()
    assert [name for name in bounds() if name not in dependencies] == []
