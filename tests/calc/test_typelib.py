"""The type library is the one that LibreOffice's own compiler would have made."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from parts import without

from labfolio_xl.calc import package, typelib
from labfolio_xl.sheet.functions import REGISTRY

SDK = Path("/usr/lib/libreoffice/sdk/bin")
TYPES = Path("/usr/lib/libreoffice/program")
KNOWN = [TYPES / "types.rdb", TYPES / "types" / "offapi.rdb"]

IDL_TYPES = {
    typelib.CELL_RANGE: "com::sun::star::table::XCellRange",
    typelib.DOCUMENT: "com::sun::star::beans::XPropertySet",
    typelib.ANY: "any",
}


def idl(methods):
    """Return the interface as its source for LibreOffice's compiler."""
    lines = []
    for method in methods:
        parameters = ", ".join(f"[in] {IDL_TYPES[kind]} {name}" for name, kind in method.parameters)
        lines.append(f"sequence< sequence< any > > {method.name}({parameters});")
    return (
        "module org { module labfolio { module calc {\n"
        "interface XFunctions : com::sun::star::uno::XInterface {\n"
        + "\n".join(lines)
        + "\n}; }; }; };\n"
    )


def read_back(library):
    return of_the_sdk("unoidl-read", *KNOWN, library)


def of_the_sdk(program, *words):
    """Run a program of LibreOffice's SDK: a script, which needs the system's own programs."""
    command, places = [SDK / program, *words], {"PATH": os.defpath}
    return subprocess.run(command, check=True, capture_output=True, text=True, env=places).stdout


@pytest.mark.calc
def test_it_says_what_the_sdk_says(tmp_path):
    """All functions, compiled by LibreOffice's SDK and written by us, read back as the same."""
    if not (SDK / "unoidl-write").is_file():
        without("LibreOffice's SDK is missing: run tests/e2e/calc/setup.sh")
    methods = [package._signature(function) for function in REGISTRY.values()]
    (tmp_path / "theirs.idl").write_text(idl(methods), "utf-8")
    theirs, ours = tmp_path / "theirs.rdb", tmp_path / "ours.rdb"
    of_the_sdk("unoidl-write", *KNOWN, tmp_path / "theirs.idl", theirs)
    ours.write_bytes(package.type_library(REGISTRY.values()))
    assert read_back(ours) == read_back(theirs)
    assert all(method.name in read_back(ours) for method in methods)


def test_blocks_that_are_needed_are_ranges_and_the_rest_can_be_left_out():
    (betas,) = (package._signature(f) for f in REGISTRY.values() if f.name == "LF_BETAS")
    kinds = dict(betas.parameters)
    assert betas.name == "lfBetas"
    assert kinds["assets"] == kinds["factors"] == typelib.CELL_RANGE
    assert kinds["riskfree"] == typelib.ANY
    assert betas.parameters[-1] == ("caller", typelib.DOCUMENT)
