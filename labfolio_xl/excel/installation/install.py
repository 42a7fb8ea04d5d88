"""Install the add-in, the library and the configuration for one user, and remove them.

A plan is a list of steps. A dry run shows the steps that an installation would take.
"""

from __future__ import annotations

import importlib.metadata
import shutil
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

import labfolio_xl
from labfolio_xl.errors import InputError
from labfolio_xl.excel.installation.configuration import configuration_bytes
from labfolio_xl.excel.installation.interpreter import serving_interpreter
from labfolio_xl.excel.installation.places import (
    ADDIN_NAME,
    Places,
    bundled,
    library_sources,
    places,
)
from labfolio_xl.excel.server.python_process import library_name

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["InstallStep", "install", "plan_install", "plan_uninstall", "uninstall"]

AFTERWARDS = "Start Excel anew: the tab Labfolio appears, and the functions work in every workbook."
SCRIPT_NAME = "labfolio.applescript"
CURE = "close Excel, see that you may write there, and try again"
NOT_HERE = (
    "Excel runs on Windows and Mac only, so there is nothing to {} here; "
    "add --dry-run to see what would be done there."
)


@dataclass(frozen=True, slots=True)
class InstallStep:
    """One step of an installation.

    Attributes
    ----------
    text : str
        The description for the user.
    action : callable
        The function that takes the step.
    """

    text: str
    action: Callable[[], None]


def install(*, dry_run: bool = False) -> list[str]:
    """Install for this user, and return one sentence for each step.

    Parameters
    ----------
    dry_run : bool
        Whether to return the steps without taking them, which works on any system.

    Raises
    ------
    InputError
        If this is not Windows or Mac, if Python or a file cannot serve Excel, or if a file
        cannot be written.
    """
    _check_system("install", dry_run=dry_run)
    steps = plan_install(places(), Path(sys.executable), library_sources())
    return [*_run(steps, dry_run=dry_run), AFTERWARDS]


def uninstall(*, dry_run: bool = False) -> list[str]:
    """Remove what `install` has installed, and return one sentence for each step.

    Workbooks stay, with the numbers that they show.
    """
    _check_system("uninstall", dry_run=dry_run)
    return _run(plan_uninstall(places()), dry_run=dry_run)


def plan_install(where: Places, python: Path, libraries: dict[int, Path]) -> list[InstallStep]:
    """Return the steps of an installation.

    Parameters
    ----------
    where : Places
        The user's folders.
    python : Path
        The interpreter that Excel shall start.
    libraries : dict
        xlwings' libraries, by the bits of Excel.
    """
    interpreter = serving_interpreter(python, where.system)
    steps = [
        _write_configuration(where.config, interpreter),
        _copy(bundled(ADDIN_NAME), where.addin, "the add-in, opened by Excel when it starts"),
    ]
    if where.scripts is not None:
        return [*steps, _copy(_mac_script(), where.scripts / SCRIPT_NAME, "the script for macros")]
    return [*_copy_libraries(where, libraries), *steps]


def plan_uninstall(where: Places) -> list[InstallStep]:
    """Return the steps that remove everything that `plan_install` installs."""
    files = [where.addin, where.config]
    if where.scripts is not None:
        files.append(where.scripts / SCRIPT_NAME)
    else:
        files += [where.folder / library_name(bits) for bits in (64, 32)]
    return [*(_remove(file) for file in files), _remove_folder(where)]


def _check_system(verb: str, *, dry_run: bool) -> None:
    if not dry_run and sys.platform not in ("win32", "darwin"):
        raise InputError(NOT_HERE.format(verb))


def _run(steps: list[InstallStep], *, dry_run: bool) -> list[str]:
    if dry_run:
        return [f"Would {step.text[0].lower()}{step.text[1:]}" for step in steps]
    for step in steps:
        step.action()
    return [step.text for step in steps]


def _copy_libraries(where: Places, libraries: dict[int, Path]) -> list[InstallStep]:
    """Copy the libraries; on Windows the wheel of xlwings always contains both."""
    if where.system == sys.platform and not libraries:
        raise InputError(
            "xlwings: its library is not in this Python; install labfolio-xl again, as you did at "
            "first, and try again."
        )
    version = importlib.metadata.version("xlwings")
    return [
        _copy(
            libraries.get(bits, Path(f"xlwings{bits}-{version}.dll")),
            where.folder / library_name(bits),
            f"xlwings' library for Excel of {bits} bits",
        )
        for bits in (64, 32)
        if bits in libraries or not libraries
    ]


def _mac_script() -> Path:
    import xlwings

    return next(Path(xlwings.__file__).parent.glob("xlwings-*.applescript"))


def _copy(source: Path, target: PurePath, what: str) -> InstallStep:
    def action() -> None:
        _replace(Path(target), lambda draft: shutil.copyfile(source, draft))

    return InstallStep(f"Copy {what}: {source.name} to {target}", action)


def _write_configuration(target: PurePath, interpreter: str) -> InstallStep:
    content = configuration_bytes(
        {
            "INTERPRETER": interpreter,
            "LABFOLIO": labfolio_xl.__version__,
            "XLWINGS": importlib.metadata.version("xlwings"),
        }
    )

    def action() -> None:
        _replace(Path(target), lambda draft: draft.write_bytes(content))

    return InstallStep(f"Write the interpreter {interpreter} into {target}", action)


def _replace(target: Path, write: Callable[[Path], object]) -> None:
    """Write a file completely or not at all; rename an old one that Excel has loaded."""
    from labfolio_xl.files.saving import replace_when_complete

    def attempt() -> None:
        with replace_when_complete(target, force=True, make_folder=True, cure=CURE) as draft:
            write(draft)

    try:
        attempt()
    except InputError as refused:
        if not isinstance(refused.__cause__, PermissionError) or not _moved_away(target):
            raise
        attempt()


def _moved_away(target: Path) -> bool:
    """Rename a file if possible: Windows allows this for a loaded file, but no replacement."""
    stale = target.with_name(f"{target.name}.old")
    try:
        stale.unlink(missing_ok=True)
        target.rename(stale)
    except OSError:
        return False
    return True


def _remove(target: PurePath) -> InstallStep:
    def action() -> None:
        try:
            for name in (target.name, f"{target.name}.old"):
                Path(target).with_name(name).unlink(missing_ok=True)
        except OSError as error:
            raise InputError(
                f"{target}: cannot be removed ({error.strerror}); close Excel and try again."
            ) from error

    return InstallStep(f"Remove {target}", action)


def _remove_folder(where: Places) -> InstallStep:
    from labfolio_xl.sheet.error_log import remove_logs

    def action() -> None:
        remove_logs()
        # On a Mac the folder is Excel's own.
        if where.scripts is None:
            with suppress(OSError):  # the folder is absent or not empty
                Path(where.folder).rmdir()

    return InstallStep(f"Remove the logs, and {where.folder} if nothing else is in it", action)
