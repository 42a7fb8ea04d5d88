"""The built files: where each of them is, what makes it, and when it is stale."""

from __future__ import annotations

import functools
import multiprocessing
import operator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from labfolio_xl.build.same import changed_parts
from labfolio_xl.build.stub import stub_text
from labfolio_xl.calc import package
from labfolio_xl.files.saving import replace_when_complete
from labfolio_xl.sheet.manual import manual_text
from labfolio_xl.vba import wrapper
from labfolio_xl.workbook.addin import addin
from labfolio_xl.workbook.template import template

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["BUILT_FILES", "BuiltFile", "is_stale", "renew", "stale_files"]


@dataclass(frozen=True, slots=True)
class BuiltFile:
    """A file of the project that code makes.

    Attributes
    ----------
    path : str
        From the folder of the clone, with slashes.
    make : callable
        Returns the content of the file.
    is_same : callable
        Whether two contents are the same.
    holds : tuple of str
        The paths of the built files that `make` reads, which are made before it.
    """

    path: str
    make: Callable[[], bytes]
    is_same: Callable[[bytes, bytes], bool] = operator.eq
    holds: tuple[str, ...] = ()


@functools.cache
def _vba() -> dict[str, bytes]:
    """Return the VBA that is made of the functions, by the name of the module.

    A new process makes it, because the generator of xlwings needs stand-ins for pywin32, and
    changes the decorators of xlwings before the functions are imported.
    """
    new_process = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=1, mp_context=new_process) as pool:
        return pool.submit(wrapper.built_modules).result()


def _is_same_workbook(old: bytes, new: bytes) -> bool:
    return not changed_parts(old, new)


_SOURCES = "labfolio_xl/vba/sources"
_VBA = tuple(f"{_SOURCES}/{name}.bas" for name in (wrapper.MODULE_NAME, wrapper.HELP_MODULE_NAME))

# In the order in which they are made.
BUILT_FILES = (
    BuiltFile(_VBA[0], lambda: _vba()[wrapper.MODULE_NAME]),
    BuiltFile(_VBA[1], lambda: _vba()[wrapper.HELP_MODULE_NAME]),
    BuiltFile("workbooks/labfolio.xlam", addin, holds=_VBA),
    BuiltFile("workbooks/labfolio.xlsm", template, _is_same_workbook, holds=_VBA),
    BuiltFile("labfolio_xl/docs/functions.md", lambda: manual_text().encode()),
    BuiltFile("workbooks/labfolio.oxt", package.build),
    BuiltFile("labfolio_xl/__init__.pyi", lambda: stub_text().encode()),
)


def is_stale(file: BuiltFile, folder: Path) -> bool:
    """Whether a built file is missing, or is not what would be made now."""
    return _differs(folder / file.path, file, file.make())


def stale_files(folder: Path) -> list[str]:
    """Return the paths of the built files that are stale, and write nothing."""
    stale: list[str] = []
    for file in BUILT_FILES:
        # What holds a stale file is stale, and could only be made once that one is written.
        if set(file.holds) & set(stale) or is_stale(file, folder):
            stale.append(file.path)
    return stale


def renew(folder: Path) -> list[str]:
    """Write the built files that are stale, and return their paths.

    Each is written beside its place and moved there when it is whole.
    """
    changed = []
    for file in BUILT_FILES:
        place, content = folder / file.path, file.make()
        if _differs(place, file, content):
            with replace_when_complete(place, force=True) as draft:
                draft.write_bytes(content)
            changed.append(file.path)
    return changed


def _differs(place: Path, file: BuiltFile, content: bytes) -> bool:
    return not place.is_file() or not file.is_same(place.read_bytes(), content)
