"""Install the add-in into this user's LibreOffice, and remove it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from labfolio_xl.calc.package import IDENTIFIER, build
from labfolio_xl.calc.settings import AddinSettings, settings_path
from labfolio_xl.errors import InputError
from labfolio_xl.files.saving import replace_when_complete
from labfolio_xl.sheet.error_log import CALC_LOG, remove_logs

__all__ = ["FILE_NAME", "LibreOffice", "find_libreoffice", "install", "is_installed", "uninstall"]

FILE_NAME = "labfolio.oxt"

# Older versions do not bind the functions of an add-in to the formulas of an .xlsx file.
OLDEST = (25, 2)
CURE = "see that you may write there, and try again"
TIMEOUT = 180  # seconds; the first start of LibreOffice takes long, because it makes its profile

_HOW_TO_GET_IT = {
    "win32": "install it from libreoffice.org",
    "darwin": "install it from libreoffice.org",
}.get(
    sys.platform,
    "install libreoffice-calc and python3-uno of your system (on Debian 12 from its backports)",
)
_PLACES = {
    "win32": ("C:/Program Files/LibreOffice/program", "C:/Program Files (x86)/LibreOffice/program"),
    "darwin": ("/Applications/LibreOffice.app/Contents/MacOS",),
}.get(sys.platform, ("/usr/lib/libreoffice/program", "/usr/lib64/libreoffice/program"))


@dataclass(frozen=True, slots=True)
class LibreOffice:
    """A LibreOffice on this machine.

    Parameters
    ----------
    program : Path
        The folder with its programs.
    version : tuple of int
        Its own version, such as (25, 2, 3, 2).
    """

    program: Path
    version: tuple[int, ...]

    def extensions(self, *command: str) -> str:
        """Run `unopkg`, LibreOffice's program for its extensions, and return its output."""
        return _run([str(_executable(self.program, "unopkg")), *command])


def find_libreoffice(folder: Path | None = None) -> LibreOffice:
    """Find a LibreOffice that can run the add-in.

    Parameters
    ----------
    folder : Path, optional
        The folder in which it is installed; by default the usual folders are searched.

    Raises
    ------
    InputError
        There is none, it is too old, or it has no Python. The sentence says how to get what is
        missing.
    """
    program = _find_program(folder)
    version = _version(program)
    if version < OLDEST:
        found, asked = (".".join(map(str, numbers)) for numbers in (version[:2], OLDEST))
        raise InputError(
            f"LibreOffice: {program} holds version {found}, and the add-in needs {asked} or newer; "
            f"{_HOW_TO_GET_IT}."
        )
    if not _has_python(program):
        raise InputError(
            f"LibreOffice: the one in {program} cannot run add-ins in Python; {_HOW_TO_GET_IT}."
        )
    return LibreOffice(program, version)


def install(office: LibreOffice) -> Path:
    """Install the add-in for this user; it computes with the Python that runs this function.

    Parameters
    ----------
    office : LibreOffice
        As `find_libreoffice` found it.

    Returns
    -------
    Path
        The file with the settings.

    Raises
    ------
    InputError
        LibreOffice refuses the add-in; the sentence contains its reason.
    """
    path = settings_path()
    log = platformdirs.user_log_path("labfolio_xl", appauthor=False) / CALC_LOG
    settings = AddinSettings(python=sys.executable, log=str(log))
    with replace_when_complete(path, force=True, make_folder=True, cure=CURE) as draft:
        settings.write(draft)
    with tempfile.TemporaryDirectory() as folder:
        package = Path(folder) / FILE_NAME
        package.write_bytes(build())
        _remove(
            office
        )  # if an older add-in is not removed first, LibreOffice does not find the functions
        office.extensions("add", "--suppress-license", str(package))
    if _state(office) != "yes":
        raise InputError(
            "LibreOffice: it took the add-in but does not know its functions; "
            "remove it under Tools > Extensions and install it again."
        )
    return path


def uninstall(office: LibreOffice) -> bool:
    """Remove the add-in, its settings and the logs; return False if it was not installed."""
    path = settings_path()
    path.unlink(missing_ok=True)
    remove_logs()
    with suppress(OSError):  # the folder is absent, or contains the settings for Excel
        path.parent.rmdir()
    return _remove(office)


def is_installed(office: LibreOffice) -> bool:
    """Whether this user's LibreOffice has the add-in."""
    return _state(office) is not None


def _remove(office: LibreOffice) -> bool:
    if not is_installed(office):
        return False
    office.extensions("remove", IDENTIFIER)
    return True


def _state(office: LibreOffice) -> str | None:
    """Return "yes" or "no" for a registered add-in or another one; None if it is not installed."""
    listed = office.extensions("list")
    found = re.search(
        rf"^Identifier: {IDENTIFIER}$.*?is registered: (\w+)", listed, re.MULTILINE | re.DOTALL
    )
    return found[1] if found else None


def _find_program(folder: Path | None) -> Path:
    for place in _candidates(folder):
        if _executable(place, "soffice").is_file() and _executable(place, "unopkg").is_file():
            return place
    if folder is not None:
        raise InputError(
            f"LibreOffice: there is none in {folder}; name the folder that contains soffice."
        )
    raise InputError(f"LibreOffice: it was not found on this machine; {_HOW_TO_GET_IT}.")


def _candidates(folder: Path | None) -> list[Path]:
    if folder is not None:
        return [folder, folder / "program", folder / "Contents" / "MacOS"]
    on_path = [shutil.which(name) for name in ("soffice", "libreoffice")]
    linked = [Path(os.path.realpath(found)).parent for found in on_path if found]
    unpacked = sorted(Path("/opt").glob("libreoffice*/program"), reverse=True)
    return [*linked, *map(Path, _PLACES), *unpacked]


def _executable(program: Path, name: str) -> Path:
    # On Windows only the program that ends with .com prints its output and waits.
    return program / (f"{name}.com" if sys.platform == "win32" else name)


def _version(program: Path) -> tuple[int, ...]:
    said = _run([str(_executable(program, "soffice")), "--version"])
    found = re.search(r"\d+(?:\.\d+)+", said)
    if found is None:
        raise InputError(f'LibreOffice: the one in {program} tells no version ("{said.strip()}").')
    return tuple(map(int, found[0].split(".")))


def _has_python(program: Path) -> bool:
    resources = program.parent / "Resources"  # its folder on a Mac
    return any((place / "pythonloader.py").is_file() for place in (program, resources))


def _run(words: list[str]) -> str:
    try:
        done = subprocess.run(  # noqa: S603  LibreOffice's own programs
            words,
            capture_output=True,
            text=True,
            timeout=TIMEOUT,
            check=False,
            env=_environment(),
        )
    except (OSError, subprocess.TimeoutExpired):
        raise InputError(
            f"LibreOffice: {words[0]} did not answer; start it once by hand."
        ) from None
    said = (done.stdout + done.stderr).strip()
    if "as root" in said:
        raise InputError(
            "LibreOffice: it installs nothing for root; run this as the user who works with it."
        )
    if done.returncode != 0:
        raise InputError(
            f"LibreOffice: {Path(words[0]).stem} refused: {said or 'without a reason'}"
        )
    return said + "\n"


def _environment() -> dict[str, str]:
    """Return an environment in which LibreOffice finds its own Python.

    The LibreOffice of a Linux distribution uses the standard library beside the first ``python3``
    on the PATH. In an activated virtual environment that library belongs to another Python, and
    LibreOffice fails with "std::bad_alloc".
    """
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    return environment | ({"PATH": os.defpath} if sys.platform == "linux" else {})
