"""Build labfolio.oxt, the add-in in one file, from the declarations of the worksheet functions."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from labfolio_xl import __version__
from labfolio_xl.calc import typelib
from labfolio_xl.sheet.arguments.kinds import Rates
from labfolio_xl.sheet.functions import REGISTRY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from labfolio_xl.sheet.boundary import Argument, WorksheetFunction
from labfolio_xl.workbook.package import ZIP_DATE

__all__ = ["IDENTIFIER", "build", "type_library"]

IDENTIFIER = "org.labfolio.calc"
INTERFACE = "org.labfolio.calc.XFunctions"

HERE = Path(__file__).parent
# Modules that run in both Pythons. In the add-in their package has another name, because
# labfolio_xl itself may be installed in the Python that LibreOffice uses.
SHARED = ("__init__", "wire", "settings", "client")
NAME, NAME_IN_ADD_IN = "from labfolio_xl.calc.", "from labfolio_calc."


def build(version: str = __version__) -> bytes:
    """Return labfolio.oxt; the same definitions and version give the same bytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in sorted(_files(version).items()):
            entry = zipfile.ZipInfo(name, ZIP_DATE)
            entry.external_attr = 0o644 << 16
            # Stored without compression, because versions of zlib compress to different bytes.
            archive.writestr(entry, content, zipfile.ZIP_STORED)
    return file.getvalue()


def _files(version: str) -> dict[str, bytes]:
    functions = tuple(REGISTRY.values())
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


def _help(function: WorksheetFunction) -> dict[str, object]:
    return {
        "method": _method_name(function),
        "name": function.name,
        "summary": function.summary,
        "arguments": [{"name": a.name, "help": a.help} for a in function.arguments],
    }


def type_library(functions: Iterable[WorksheetFunction]) -> bytes:
    """Return the type library of `functions`, each with the calling document at its end."""
    return typelib.write_type_library(INTERFACE, tuple(map(_signature, functions)))


def _signature(function: WorksheetFunction) -> typelib.Method:
    # Names in UNO have no underscore.
    arguments = [(a.name.replace("_", ""), _type(a)) for a in function.arguments]
    return typelib.Method(_method_name(function), (*arguments, ("caller", typelib.DOCUMENT)))


def _type(argument: Argument) -> str:
    """Return how Calc hands the argument over.

    Only a parameter that is declared as a range accepts a range that contains an error cell. For
    any other type, also `[]any` and `[][]any`, LibreOffice (`ScInterpreter::ScExternal`,
    interpr4.cxx) converts the range to values with `ScRangeToSequence::FillMixedArray`. This
    refuses an error cell, and the cell shows Err:504 before the function is called.

    On the other hand, only `any` and `[]any` can be left out
    (`ScUnoAddInCollection::ReadFromAddIn`, addincol.cxx), be a number, or be the result of another
    formula. Therefore a required block is declared as a range, and an optional block is not. For
    an optional block a user writes IFERROR(block, "") around a range with error cells.
    """
    needs_range = argument.kind.is_block and not isinstance(argument.kind, Rates)
    return typelib.CELL_RANGE if needs_range and not argument.optional else typelib.ANY


def _method_name(function: WorksheetFunction) -> str:
    """Return the name in the type library: LF_BETA_STATS is lfBetaStats."""
    first, *others = function.name.lower().split("_")
    return first + "".join(word.capitalize() for word in others)
