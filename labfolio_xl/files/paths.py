"""Find files by paths, which may also be folders or patterns."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from labfolio_xl.blocks import Origin
from labfolio_xl.files.cells import SUFFIXES

if TYPE_CHECKING:
    from labfolio_xl.errors import InputError

__all__ = ["Paths", "find_files", "short_names"]

Paths: TypeAlias = "str | os.PathLike[str] | Iterable[str | os.PathLike[str]]"

# The beginnings of names of hidden files, and of Excel's lock files beside open workbooks.
_NOT_MEANT = (".", "~$")


def find_files(paths: Paths, argument: str) -> list[Path]:
    """Find the files of paths, each once, in the given order.

    A folder means all files in it that can be read, and a name with ``*``, ``?`` or ``[`` means
    all files that fit this pattern, both in the order of their names.

    Raises
    ------
    InputError
        No path is given, a folder has no file that can be read, or no file fits a pattern.
    """
    given = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
    found = [path for name in given for path in _files_of(Path(name), argument)]
    if not found:
        raise Origin(argument).error("no file is named; name one or more.")
    return list({os.path.abspath(path): path for path in reversed(found)}.values())[::-1]  # noqa: PTH100  no link is followed


def short_names(files: Sequence[Path]) -> list[str]:
    """The shortest unique names of files: their own, those of their folders, or both.

    Examples
    --------
    >>> short_names([Path("AAPL/prices.csv"), Path("MSFT/prices.csv")])
    ['AAPL', 'MSFT']
    """
    own = [file.stem for file in files]
    candidates = [own, [file.parent.name for file in files]] if len(set(own)) == 1 else [own]
    candidates.append([f"{file.parent.name}/{file.stem}" for file in files])
    return next(
        (names for names in candidates if len(set(names)) == len(names)), list(map(str, files))
    )


def _files_of(path: Path, argument: str) -> list[Path]:
    # Unlike Path.is_dir, os.path.isdir does not raise an error for a name that is too long.
    if os.path.isdir(path):  # noqa: PTH112
        return _readable(path.iterdir()) or _refuse(
            argument, f'"{path}" is a folder without a file that can be read; name a file.'
        )
    if glob.has_magic(str(path)) and not os.path.exists(path):  # noqa: PTH110
        return _readable(map(Path, glob.glob(str(path)))) or _refuse(  # noqa: PTH207  folders may have a pattern too
            argument, f'no file fits "{path}"; check its name and folder.'
        )
    return [path]


def _readable(paths: Iterable[Path]) -> list[Path]:
    kept = (
        path
        for path in paths
        if path.suffix.lower() in SUFFIXES
        and not path.name.startswith(_NOT_MEANT)
        and path.is_file()
    )
    return sorted(kept, key=lambda path: (path.name.casefold(), path))


def _refuse(argument: str, sentence: str) -> list[Path]:
    error: InputError = Origin(argument).error(sentence)
    raise error
