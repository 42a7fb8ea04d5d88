"""The LibreOffice add-in as a file: what is in it."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from xml.etree import ElementTree as ET

import pytest

from labfolio_xl import __version__
from labfolio_xl.calc import package
from labfolio_xl.sheet.boundary import REGISTRY

MANIFEST = "{http://openoffice.org/2001/manifest}"


@pytest.fixture(scope="module")
def archive():
    return zipfile.ZipFile(io.BytesIO(package.build()))


def test_every_file_that_the_manifest_names_is_there(archive):
    manifest = ET.fromstring(archive.read("META-INF/manifest.xml"))  # noqa: S314  our own
    named = [entry.get(f"{MANIFEST}full-path") for entry in manifest]
    assert named == ["labfolio.rdb", "labfolio_component.py"]
    assert set(named) < set(archive.namelist())


def test_the_description_has_the_version_of_the_package(archive):
    text = archive.read("description.xml").decode()
    assert f'<version value="{__version__}"/>' in text
    assert package.IDENTIFIER in text


def test_every_function_is_described(archive):
    functions = {f["name"]: f for f in json.loads(archive.read("functions.json"))}
    assert functions.keys() == REGISTRY.keys()
    for name, function in REGISTRY.items():
        shown = functions[name]
        assert shown["summary"] == function.summary
        described = [(a["name"], a["help"]) for a in shown["arguments"]]
        assert described == [(a.name, a.help) for a in function.arguments]
    methods = [f["method"] for f in functions.values()]
    assert len(set(methods)) == len(methods)
    assert functions["LF_BETA_STATS"]["method"] == "lfBetaStats"


def test_its_modules_import_nothing_but_the_standard_library(archive, tmp_path):
    """As in LibreOffice's Python, which has neither numpy nor labfolio_xl."""
    archive.extractall(tmp_path)
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import labfolio_calc.client\n"
        "print('labfolio_xl' in sys.modules, 'numpy' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code, tmp_path / "pythonpath"],
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout.split() == ["False", "False"]
