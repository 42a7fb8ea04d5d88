"""The log of the check in Excel: one text file to send, with versions and without data."""

from __future__ import annotations

import getpass
import importlib.metadata
import os
import platform
import re
import struct
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from labfolio_xl import __version__
from labfolio_xl.errors import InputError
from labfolio_xl.files.saving import check_target, replace_when_complete

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from labfolio_xl.excel.checks_in_excel.step import LogLine

__all__ = [
    "FILE_NAME",
    "default_path",
    "log_text",
    "require_log_path",
    "versions",
    "without_user",
    "write_log",
]

FILE_NAME = "labfolio-check.txt"
HEAD = """\
Labfolio in Excel: what was checked, and what was found.
This file holds no data: everything was checked on copies of Labfolio's own files, with their
sample returns. No workbook of yours was opened. Your home folder is written as ~, your name as
<user>. Read it before you send it."""
FIRST_LINE = HEAD.splitlines()[0].encode()
LIBRARIES = ("xlwings", "pywin32", "numpy", "pandas")
# A shorter name may also be an ordinary word, which must stay in the text.
SHORTEST_NAME = 3


def default_path() -> Path:
    """Return where the log is written if no path is given: on the desktop."""
    import platformdirs

    desktop = platformdirs.user_desktop_path()
    return (desktop if desktop.is_dir() else Path.home()) / FILE_NAME


def require_log_path(path: Path) -> None:
    """Refuse a path where no log can be written, or that names a file which is not such a log.

    Raises
    ------
    InputError
    """
    check_target(path, force=True)
    if path.is_file():
        with path.open("rb") as stream:
            is_log = stream.read(len(FIRST_LINE)) in (FIRST_LINE, b"")
        if not is_log:
            raise InputError(
                f"{path}: this file is not a log of the check in Excel; choose another name."
            )


def versions() -> dict[str, str]:
    """Return the versions of the programs in this process; that of Excel is not among them."""
    found = {
        "labfolio_xl": __version__,
        "Python": f"{platform.python_version()}, {8 * struct.calcsize('P')} bits",
        "System": platform.platform(),
    }
    for name in LIBRARIES:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def log_text(lines: Sequence[LogLine], known: Mapping[str, str], begun: dt.datetime) -> str:
    """Return the text of the log: head, versions, a line for each step, counts of the verdicts."""
    rows = [
        f"{line.verdict:<11}  {line.seconds:7.1f} s  {line.name}: {' '.join(line.finding.split())}"
        for line in lines
    ]
    counts = ", ".join(
        f"{sum(line.verdict == verdict for line in lines)} {verdict}"
        for verdict in ("ok", "FAULT", "not checked")
    )
    parts = [
        HEAD,
        f"{begun:%Y-%m-%d %H:%M}",
        "\n".join(f"{name}: {text}" for name, text in known.items()),
        "\n".join(rows),
        f"{counts}.",
    ]
    return without_user("\n\n".join(parts)) + "\n"


def write_log(path: Path, text: str) -> None:
    """Write the log with the line ends of Windows; replace an older one once it is complete."""
    with replace_when_complete(path, force=True) as draft:
        draft.write_bytes(text.replace("\n", "\r\n").encode("utf-8"))


def without_user(text: str) -> str:
    """Return a text without the folders of the user and without the user's name.

    Examples
    --------
    >>> import pathlib
    >>> without_user(f"in {pathlib.Path.home() / 'x'}")[:4]
    'in ~'
    """
    for folder, word in _folders():
        text = re.sub(_any_slashes(folder), word, text, flags=re.IGNORECASE)
    for name in _names():
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "<user>", text, flags=re.IGNORECASE)
    return text


def _folders() -> list[tuple[str, str]]:
    """Return the folders whose names identify the user, the longest first."""
    home, temporary = Path.home(), Path(tempfile.gettempdir())
    found = {str(home): "~", str(home.resolve()): "~"}
    found |= {str(temporary): "<temporary>", str(temporary.resolve()): "<temporary>"}
    if profile := os.environ.get("USERPROFILE"):
        found[profile] = "~"
    return sorted(found.items(), key=lambda pair: len(pair[0]), reverse=True)


def _any_slashes(folder: str) -> str:
    """Return a pattern that finds a folder with slashes or backslashes, escaped or not."""
    return r"[\\/]+".join(re.escape(part) for part in re.split(r"[\\/]+", folder))


def _names() -> list[str]:
    """Return the user's name and that of the machine, as far as they can be found out."""
    found = {platform.node(), *(os.environ.get(key, "") for key in ("USERNAME", "COMPUTERNAME"))}
    if sys.platform != "win32" or os.environ.get("USERNAME"):
        found.add(getpass.getuser())
    names = (name for name in found if len(name) >= SHORTEST_NAME and name != "root")
    return sorted(names, key=len, reverse=True)
