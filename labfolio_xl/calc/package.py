"""Builds labfolio.oxt, the add-in as one file, from the definitions of the sheet."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from labfolio_xl.calc import typelib
from labfolio_xl.calc.definitions import Definition, definitions

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["IDENTIFIER", "build", "type_library"]

IDENTIFIER = "org.labfolio.calc"
INTERFACE = "org.labfolio.calc.XFunctions"

HERE = Path(__file__).parent
# What runs in both Pythons; in the add-in under a name of its own, because LibreOffice's
# Python may be one that has labfolio_xl installed, with everything that it imports.
SHARED = ("__init__", "wire", "settings", "client")
NAME, NAME_IN_ADD_IN = "from labfolio_xl.calc.", "from labfolio_calc."

# The smallest date of a zip entry: the same sources give the same bytes.
ZIP_DATE = (1980, 1, 1, 0, 0, 0)


def build(version: str) -> bytes:
    """Return labfolio.oxt; the same definitions and version give the same bytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in sorted(_files(version).items()):
            entry = zipfile.ZipInfo(name, ZIP_DATE)
            entry.external_attr = 0o644 << 16
            # Stored, not deflated: zlib's bytes differ between its versions.
            archive.writestr(entry, content, zipfile.ZIP_STORED)
    return file.getvalue()


def _files(version: str) -> dict[str, bytes]:
    functions = definitions()
    description = _source("oxt/description.xml").replace("{version}", version)
    files = {
        "META-INF/manifest.xml": _source("oxt/META-INF/manifest.xml"),
        "description.xml": description,
        "functions.json": json.dumps([_help(f) for f in functions], indent=1, ensure_ascii=False),
        "labfolio_component.py": _source("oxt/labfolio_component.py"),
    }
    for module in SHARED:
        files[f"pythonpath/labfolio_calc/{module}.py"] = _source(f"{module}.py")
    content = {name: text.encode("utf-8") for name, text in files.items()}
    return content | {"labfolio.rdb": type_library(functions)}


def _source(name: str) -> str:
    return (HERE / name).read_text("utf-8").replace(NAME, NAME_IN_ADD_IN)


def _help(function: Definition) -> dict[str, object]:
    arguments = [{"name": a.name, "help": a.help} for a in function.arguments]
    return {
        "method": function.method,
        "name": function.name,
        "summary": function.summary,
        "arguments": arguments,
    }


def type_library(functions: Iterable[Definition]) -> bytes:
    """Return the type library of `functions`, each with the calling document at its end."""
    return typelib.write_type_library(INTERFACE, tuple(map(_signature, functions)))


def _signature(function: Definition) -> typelib.Method:
    arguments = (
        # UNO's names have no underscores
        (a.name.replace("_", ""), typelib.CELL_RANGE if a.is_range else typelib.ANY)
        for a in function.arguments
    )
    return typelib.Method(function.method, (*arguments, ("caller", typelib.DOCUMENT)))
