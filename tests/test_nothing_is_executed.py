"""Nothing that a workbook or a file contains is ever run by Python: read from the source."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "labfolio_xl"

# Builtins that run text, and methods that do the same to a frame.
RUNNERS = {"eval", "exec", "compile", "__import__", "execfile", "query", "read_pickle", "to_pickle"}
# Libraries whose reading runs what was written, or that import by a name.
LIBRARIES = {"pickle", "cPickle", "marshal", "shelve", "dill", "cloudpickle", "joblib", "runpy"}
LIBRARIES |= {"code", "codeop", "imp", "pkgutil", "yaml", "lxml", "webbrowser"}
# Imports by a name that is no constant: our own modules, and what makes the wrapper.
BY_NAME = {
    (name, "import_module")
    for name in ("__init__.py", "sheet/functions/__init__.py", "vba/wrapper.py")
}
# Where a program is started: LibreOffice and our own Python, never with the words of a cell.
PROGRAMS = {
    "calc/client.py",
    "calc/install.py",
    "data/make_samples.py",
    "excel/installation/interpreter.py",
}
PROGRAMS |= {"files/child.py", "tasks.py"}
# Beside these, modules of ours are found by themselves, from the folder of the package.
ALLOWED = {("subprocess", name) for name in PROGRAMS}
ALLOWED |= {("pkgutil", name) for name in ("__init__.py", "sheet/functions/__init__.py")}


def sources():
    return sorted(PACKAGE.rglob("*.py"))


def name_of(path):
    return path.relative_to(PACKAGE).as_posix()


def called(node):
    """Return the last name of what is called."""
    function = node.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def is_pattern(node):
    """Whether this is re.compile."""
    function = node.func
    return isinstance(function, ast.Attribute) and ast.unparse(function) == "re.compile"


def breaches(tree, name):
    """Return what in a file could run the words of a cell."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            word = called(node)
            if word in RUNNERS and not is_pattern(node):
                found.append(f"{name}:{node.lineno} calls {word}")
            constant = node.args and isinstance(node.args[0], ast.Constant)
            if word == "import_module" and not constant and (name, word) not in BY_NAME:
                found.append(f"{name}:{node.lineno} imports by a name")
            shell = [k for k in node.keywords if k.arg in ("shell", "allow_pickle")]
            found += [f"{name}:{node.lineno} has {k.arg}" for k in shell]
            if ast.unparse(node.func) in ("os.system", "os.popen", "os.execv", "os.spawnv"):
                found.append(f"{name}:{node.lineno} starts a program")
        imported = []
        if isinstance(node, ast.Import):
            imported = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            imported = [node.module or ""]
        for module in imported:
            top = module.partition(".")[0]
            if (top, name) not in ALLOWED and top in {*LIBRARIES, "subprocess"}:
                found.append(f"{name}:{node.lineno} imports {module}")
    return found


@pytest.mark.parametrize("path", sources(), ids=name_of)
def test_no_file_runs_text_or_imports_by_a_name(path):
    assert breaches(ast.parse(path.read_text(encoding="utf-8")), name_of(path)) == []


@pytest.mark.parametrize(
    "line",
    [
        "eval(cell)",
        "builtins.exec(cell)",
        "import pickle",
        "from marshal import loads",
        "import_module(cell)",
        "importlib.import_module(f'x.{cell}')",
        "frame.query(cell)",
        "pd.eval(cell)",
        "np.load(path, allow_pickle=True)",
        "run(cell, shell=True)",
        "os.system(cell)",
        "import subprocess",
    ],
)
def test_the_rule_catches_each_way(line):
    """A rule that nothing can break would be no rule."""
    assert breaches(ast.parse(line), "sheet/cells.py")


def test_the_face_imports_its_own_rooms_only():
    """The one import by a name is that of a name in the list of the face."""
    import labfolio_xl

    with pytest.raises(AttributeError):
        labfolio_xl.__getattr__("os")
    assert "os" not in labfolio_xl.__all__
