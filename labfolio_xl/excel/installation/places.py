"""The folders and files of an installation on the analyst's machine."""

from __future__ import annotations

import importlib.metadata
import os
import site
import sys
from dataclasses import dataclass
from pathlib import Path, PurePath, PureWindowsPath

import labfolio_xl
from labfolio_xl.errors import InputError

__all__ = ["ADDIN_NAME", "TEMPLATE_NAME", "Places", "bundled", "library_sources", "places"]

ADDIN_NAME, TEMPLATE_NAME = "labfolio.xlam", "labfolio.xlsm"
CONFIG_NAME = "labfolio.conf"


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of one user. On a system without Excel they are only texts of paths.

    Attributes
    ----------
    system : {"win32", "darwin"}
        The system of Excel.
    folder : path
        Labfolio's own folder, with the configuration and, on Windows, the libraries.
    startup : path
        Excel opens the files in this folder when it starts; by default it is trusted.
    scripts : path or None
        The folder in which Excel for Mac looks for scripts.
    """

    system: str
    folder: PurePath
    startup: PurePath
    scripts: PurePath | None = None

    @property
    def config(self) -> PurePath:
        """The file that contains the path of the Python which the VBA starts."""
        return self.folder / CONFIG_NAME

    @property
    def addin(self) -> PurePath:
        """The installed add-in."""
        return self.startup / ADDIN_NAME


def places(system: str = sys.platform) -> Places:
    """Return the folders of this user; those of Windows if the system is not a Mac."""
    if system == "darwin":
        library = Path.home() / "Library"
        return Places(
            system,
            library / "Containers/com.microsoft.Excel/Data",
            library / "Group Containers/UBF8T346G9.Office/User Content.localized"
            "/Startup.localized/Excel",
            library / "Application Scripts/com.microsoft.Excel",
        )
    path = Path if system == "win32" else PureWindowsPath
    local = path(os.environ.get("LOCALAPPDATA", "%LOCALAPPDATA%"))
    roaming = path(os.environ.get("APPDATA", "%APPDATA%"))
    return Places("win32", local / "labfolio_xl", roaming / "Microsoft" / "Excel" / "XLSTART")


def bundled(name: str) -> Path:
    """Return the path of a workbook that is part of the package.

    Raises
    ------
    InputError
        The package was installed without it.
    """
    package = Path(labfolio_xl.__file__).parent
    for folder in (package / "workbooks", package.parent / "workbooks"):
        if (folder / name).is_file():
            return folder / name
    raise InputError(f"{name}: missing from the package; install labfolio-xl again.")


def library_sources() -> dict[int, Path]:
    """Return the paths of the libraries of xlwings, by the bits of the Excel that they are for.

    The wheel for Windows installs them beside the interpreter. Other wheels have none.
    """
    found: dict[int, Path] = {}
    version = importlib.metadata.version("xlwings")
    for bits in (64, 32):
        name = f"xlwings{bits}-{version}.dll"
        folders = [Path(sys.prefix), Path(site.getuserbase()), Path(sys.base_prefix)]
        listed = importlib.metadata.files("xlwings") or []
        candidates = [Path(str(f.locate())) for f in listed if f.name == name]
        candidates += [folder / name for folder in folders]
        existing = [path for path in candidates if path.is_file()]
        if existing:
            found[bits] = existing[0].resolve()
    return found
