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
    """The folders of one user; on other systems only the texts of their paths.

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
        """The file that names the Python which the VBA starts."""
        return self.folder / CONFIG_NAME

    @property
    def addin(self) -> PurePath:
        """The installed add-in."""
        return self.startup / ADDIN_NAME


def places(system: str = sys.platform) -> Places:
    """Return the places of this user; on other systems than a Mac, those on Windows."""
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
    """Return a workbook that comes with the package.

    Raises
    ------
    InputError
        If the package was installed without it.
    """
    package = Path(labfolio_xl.__file__).parent
    for folder in (package / "workbooks", package.parent / "workbooks"):
        if (folder / name).is_file():
            return folder / name
    raise InputError(f"{name}: missing from the package; install labfolio-xl again.")


def library_sources() -> dict[int, Path]:
    """Return xlwings' libraries of this Python, by the bits of the Excel that they are for.

    The wheel puts them beside the interpreter; away from Windows there are none.
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
