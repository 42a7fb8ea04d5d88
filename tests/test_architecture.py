"""Which package may import which, read from the imports."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import labfolio_xl

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "labfolio_xl"

# Which packages a package may import. Folders and modules directly under labfolio_xl count as one.
BELOW_MODELS = {"errors", "options", "blocks", "returns", "core"}
BELOW_SHEET = BELOW_MODELS | {"models", "reader", "files", "samples", "reference"}
BELOW_PLAN = BELOW_SHEET | {"sheet", "__init__"}
BELOW_PROGRAMS = BELOW_PLAN | {"plan", "vba", "workbook"}
ALLOWED: dict[str, set[str]] = {
    "errors": set(),
    "options": {"errors"},
    "core": {"errors", "options"},
    "returns": {"errors", "options", "core"},
    "blocks": {"errors", "options", "returns"},
    "reader": set(),
    "files": {"errors", "options", "returns", "blocks", "reader"},
    "samples": {"errors"},
    "models": BELOW_MODELS,
    "reference": BELOW_MODELS | {"models"},
    "__init__": BELOW_MODELS | {"models", "files"},
    "sheet": BELOW_SHEET | {"__init__"},
    "plan": BELOW_PLAN,
    "vba": BELOW_PLAN,
    "workbook": BELOW_PLAN | {"plan", "vba"},
    "excel": BELOW_PROGRAMS,
    "calc": BELOW_PROGRAMS,
    "cli": BELOW_PROGRAMS | {"excel", "calc"},
    "build": BELOW_PROGRAMS | {"calc"},
    "tasks": {"errors", "build"},
}

# Which files may import a library that is slow, or that only some machines have.
ONLY_IN: dict[str, tuple[str, ...]] = {
    "xlwings": ("sheet/boundary.py", "excel/"),
    "statsmodels": ("reference/",),
    "linearmodels": ("reference/", "samples.py", "models/shared/through_linearmodels.py"),
    "xlsxwriter": ("workbook/", "plan/places.py", "excel/book/chart_series.py"),
    "python_calamine": ("reader/",),
    "typer": ("cli/",),
    "rich": ("cli/",),
    "uno": ("calc/",),
    "unohelper": ("calc/",),
    "scipy.stats": ("reference/",),
}

# What core may import beside the standard library.
CORE_LIBRARIES = {"numpy", "scipy.special", "scipy.linalg", "labfolio_xl"}

SLOW = ["statsmodels", "linearmodels", "scipy.stats", "scipy.special"]


def _sources() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if "data" not in path.parts)


def _package_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@cache
def _imports(path: Path, *, top_level: bool = False) -> frozenset[str]:
    """Return the dotted names that a file imports, also inside functions unless `top_level`."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names: set[str] = set()
    for node in tree.body if top_level else ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: import by the full name"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(names)


def _is_within(name: str, library: str) -> bool:
    return name == library or name.startswith(library + ".")


def _packages_imported(path: Path, *, top_level: bool = False) -> set[str]:
    """Return the packages of ``from labfolio_xl.x import y`` and ``from labfolio_xl import y``."""
    packages = set()
    for name in _imports(path, top_level=top_level):
        parts = name.split(".")
        if parts[0] != "labfolio_xl":
            continue
        first = parts[1] if len(parts) > 1 else "__init__"
        exists = (PACKAGE / first).is_dir() or (PACKAGE / f"{first}.py").is_file()
        packages.add(first if exists else "__init__")
    return packages


@pytest.mark.parametrize("path", _sources(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_follow_the_arrows(path):
    package = _package_of(path)
    assert package in ALLOWED, f"{package}: give this package its place in ALLOWED"
    assert _packages_imported(path) - {package} <= ALLOWED[package]


def test_the_arrows_have_no_circle():
    """Imports at the top of modules could otherwise fail, depending on who comes first."""
    ranked: set[str] = set()
    remaining = dict(ALLOWED)
    while remaining:
        free = {name for name, below in remaining.items() if below - {name} <= ranked}
        assert free, f"a circle among {sorted(remaining)}"
        ranked |= free
        remaining = {name: below for name, below in remaining.items() if name not in ranked}


def _module_of(name: str, modules: set[str]) -> str | None:
    """Return the module that an import names: itself, or that of the name in it."""
    return next((part for part in (name, name.rpartition(".")[0]) if part in modules), None)


def test_the_modules_have_no_circle():
    """Imports within functions and for annotations count: each module is read after its own."""
    files = {}
    for path in _sources():
        parts = path.relative_to(ROOT).with_suffix("").parts
        files[".".join(parts).removesuffix(".__init__")] = path
    names = set(files)
    below = {
        module: {_module_of(name, names) for name in _imports(path)} - {None, module}
        for module, path in files.items()
    }
    TopologicalSorter(below).prepare()


@pytest.mark.parametrize("library", sorted(ONLY_IN))
def test_a_library_is_imported_only_in_its_place(library):
    for path in _sources():
        if any(_is_within(name, library) for name in _imports(path)):
            place = path.relative_to(PACKAGE).as_posix()
            assert place.startswith(ONLY_IN[library]), f"{place} imports {library}"


@pytest.mark.parametrize(
    "path", sorted((PACKAGE / "core").glob("*.py")), ids=lambda path: str(path.name)
)
def test_core_knows_arrays_only(path):
    for name in _imports(path):
        standard = name.split(".")[0] in sys.stdlib_module_names
        assert standard or any(_is_within(name, library) for library in CORE_LIBRARIES), name


def _loaded_after(statement: str, libraries: list[str]) -> list[str]:
    """Return which of `libraries` a fresh interpreter has loaded after `statement`."""
    code = f"{statement}\nimport sys, json\n"
    code += f"print(json.dumps([n for n in {libraries!r} if n in sys.modules]))"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return json.loads(run.stdout)


def test_the_package_and_the_sheet_functions_load_without_the_slow_libraries():
    """Two seconds at each start of Excel's Python server would be felt."""
    assert _loaded_after("import labfolio_xl, labfolio_xl.sheet.functions", SLOW) == []


def test_every_module_but_the_reference_loads_without_the_slow_libraries():
    needs_a_host = {"uno", "unohelper", "pythoncom", "win32com", "winreg"}
    modules = [
        "labfolio_xl." + ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
        for path in _sources()
        if path.name not in {"__init__.py", "__main__.py"}
        and _package_of(path) != "reference"
        and not needs_a_host & {name.split(".")[0] for name in _imports(path, top_level=True)}
    ]
    assert _loaded_after("import " + ", ".join(modules), SLOW) == []


def test_the_command_line_answers_help_without_numpy():
    assert _loaded_after("import labfolio_xl.cli", [*SLOW, "numpy", "pandas", "xlsxwriter"]) == []


def test_the_public_names_are_there_although_they_are_imported_late():
    for name in labfolio_xl.__all__:
        assert getattr(labfolio_xl, name) is not None
    assert dir(labfolio_xl) == sorted(labfolio_xl.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'utils'"):
        _ = labfolio_xl.utils


def test_the_rules_catch_a_wrong_import(tmp_path, monkeypatch):
    """A rule that nothing can break would be no rule."""
    wrong = tmp_path / "core" / "wrong.py"
    wrong.parent.mkdir()
    wrong.write_text("import xlwings\ndef f():\n    from labfolio_xl.sheet import cells\n")
    (tmp_path / "sheet").mkdir()
    monkeypatch.setattr(sys.modules[__name__], "PACKAGE", tmp_path)
    assert _package_of(wrong) == "core"
    assert _packages_imported(wrong) == {"sheet"}
    with pytest.raises(AssertionError, match=r"core/wrong\.py imports xlwings"):
        test_a_library_is_imported_only_in_its_place("xlwings")
    with pytest.raises(AssertionError):
        test_imports_follow_the_arrows(wrong)
