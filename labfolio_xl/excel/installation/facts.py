"""Collect the facts about a machine that doctor.py judges.

A fact that cannot be found out is None, and the verdict is then "unknown" or left out.
"""

from __future__ import annotations

import os
import struct
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from labfolio_xl.errors import LabfolioError
from labfolio_xl.excel.installation.configuration import read_configuration
from labfolio_xl.excel.installation.interpreter import Answer, ask
from labfolio_xl.excel.installation.places import Places, bundled, library_sources, places
from labfolio_xl.excel.server.python_process import library_name, library_names_in, round_trip

__all__ = ["Facts", "this_machine"]

CLICK_TO_RUN = r"SOFTWARE\Microsoft\Office\ClickToRun\Configuration"
APP_PATH = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
SECURITY = r"Software\Microsoft\Office\16.0\Excel\Security"
POLICY = r"Software\Policies\Microsoft\Office\16.0\Excel\Security"


@dataclass(slots=True)
class Facts:
    """The facts that the checks judge; a fact that could not be found out is None.

    Attributes
    ----------
    system : str
        sys.platform.
    excel_build, excel_path : str
    excel_bits, python_bits : int
    python, python_base : str
        The interpreter that runs this check, and the folder of its base installation.
    installed, configured : dict
        The present versions, and those when `install` ran. INTERPRETER is what Excel starts.
    configuration_readable : bool
        Whether VBA reads in the configuration what `configured` holds.
    interpreter_exists, folder_exists : bool
        Whether the interpreter that Excel starts exists, and whether its folder does.
    answer : Answer
        The answer of that interpreter; None if it was not started.
    libraries : dict
        By bits: whether the installed library equals that of the installed xlwings; None if
        it is not installed.
    addin_current : bool
        Whether the installed add-in is that of this version; None if there is none.
    macro_setting, policy_setting : int
        VBAWarnings of the user and of the administrator.
    blocked : list of str
        Files that carry the mark of the web.
    workbook_libraries : list of str
        The libraries that the VBA of the workbook loads. `workbook_current` is whether the VBA is
        that of this version, `workbook_failure` the reason why it cannot be read.
    start_seconds, call_seconds : float
        The time until Python answered, and the time of a call; `failure` is the error instead.
    log : str
        The folder of the log; `log_exists` is whether it has any entries.
    """

    system: str = sys.platform
    excel_build: str | None = None
    excel_path: str | None = None
    excel_bits: int | None = None
    python: str = sys.executable
    python_base: str = sys.base_prefix
    python_bits: int = 8 * struct.calcsize("P")
    installed: dict[str, str] = field(default_factory=dict)
    configured: dict[str, str] = field(default_factory=dict)
    configuration_place: str = ""
    configuration_exists: bool = False
    configuration_readable: bool = True
    interpreter_exists: bool | None = None
    folder_exists: bool | None = None
    answer: Answer | None = None
    libraries: dict[int, bool | None] = field(default_factory=dict)
    addin_place: str = ""
    addin_current: bool | None = None
    macro_setting: int | None = None
    policy_setting: int | None = None
    blocked: list[str] = field(default_factory=list)
    workbook: str | None = None
    workbook_libraries: list[str] = field(default_factory=list)
    workbook_current: bool | None = None
    workbook_failure: str | None = None
    start_seconds: float | None = None
    call_seconds: float | None = None
    failure: str | None = None
    log: str = ""
    log_exists: bool = False


def this_machine(
    workbook: Path | None = None, *, start: bool = True, where: Places | None = None
) -> Facts:
    """Return the facts of this machine.

    Parameters
    ----------
    workbook : Path, optional
        A workbook to look at too.
    start : bool
        Whether to start Python, also through the library as Excel does, and to time it.
    where : Places, optional
        The folders of the user; by default those of the present user.
    """
    where = where or places()
    facts = Facts(installed=_versions(), addin_place=str(where.addin))
    _read_installation(facts, where, start=start)
    facts.addin_current = _same(Path(where.addin), _bundled_addin())
    if workbook is not None:
        _read_workbook(facts, workbook)
    _read_log(facts)
    if facts.system == "win32":
        _read_windows(facts, where, workbook)
        if start:
            _try_round_trip(facts, where)
    return facts


def _read_installation(facts: Facts, where: Places, *, start: bool) -> None:
    found = read_configuration(Path(where.config))
    facts.configured, facts.configuration_readable = found.settings, found.readable
    facts.configuration_place = str(where.config)
    facts.configuration_exists = os.path.lexists(where.config)
    interpreter = found.settings.get("INTERPRETER")
    if not interpreter or not found.readable:
        return
    # os.path accepts any text, also one that is too long for a path.
    facts.interpreter_exists = os.path.isfile(interpreter)  # noqa: PTH113
    facts.folder_exists = os.path.isdir(os.path.dirname(interpreter))  # noqa: PTH112, PTH120
    if start and facts.interpreter_exists:
        facts.answer = ask(interpreter)


def _versions() -> dict[str, str]:
    import importlib.metadata

    import labfolio_xl

    return {
        "LABFOLIO": labfolio_xl.__version__,
        "XLWINGS": importlib.metadata.version("xlwings"),
    }


def _bundled_addin() -> Path | None:
    try:
        return bundled("labfolio.xlam")
    except LabfolioError:
        return None


def _same(path: Path, source: Path | None) -> bool | None:
    """Whether two files are equal; None if the first is absent."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    return source is not None and content == source.read_bytes()


def _read_workbook(facts: Facts, workbook: Path) -> None:
    """Find out which libraries the VBA of a workbook loads, and whether it is up to date."""
    from labfolio_xl.vba.modules import has_own_modules
    from labfolio_xl.vba.upgrade import NoVbaError, project_in

    facts.workbook = str(workbook)
    try:
        project = project_in(workbook)
    except NoVbaError:
        return
    except LabfolioError as error:
        facts.workbook_failure = str(error)
        return
    libraries = {name for m in project.modules for name in library_names_in(m.code)}
    facts.workbook_libraries = sorted(libraries)
    facts.workbook_current = has_own_modules(project, addin=workbook.suffix.lower() == ".xlam")


def _read_log(facts: Facts) -> None:
    import platformdirs

    folder = platformdirs.user_log_path("labfolio_xl", appauthor=False)
    facts.log = str(folder)
    facts.log_exists = folder.is_dir() and any(folder.iterdir())


def _read_windows(facts: Facts, where: Places, workbook: Path | None) -> None:
    facts.excel_build = _registry_text(CLICK_TO_RUN, "VersionToReport")
    platform = _registry_text(CLICK_TO_RUN, "Platform")
    facts.excel_bits = {"x86": 32, "x64": 64}.get(platform or "")
    facts.excel_path = _registry_text(APP_PATH, "")
    facts.macro_setting = _registry_number(SECURITY, "VBAWarnings")
    facts.policy_setting = _registry_number(POLICY, "VBAWarnings")
    sources = library_sources()
    for bits in (64, 32):
        installed = Path(where.folder / library_name(bits))
        facts.libraries[bits] = _same(installed, sources.get(bits))
    candidates = [Path(where.addin), *(Path(where.folder / library_name(b)) for b in (64, 32))]
    candidates += [workbook] if workbook is not None else []
    facts.blocked = [path.name for path in candidates if _carries_mark_of_the_web(path)]


def _carries_mark_of_the_web(path: Path) -> bool:
    try:
        with open(f"{path}:Zone.Identifier", "rb") as stream:  # noqa: PTH123  # not a path
            return b"ZoneId=3" in stream.read(4096)
    except OSError:
        return False


def _registry_value(key: str, name: str) -> object:
    if sys.platform != "win32":
        return None
    import winreg

    for root in (winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE):
        for view in (winreg.KEY_WOW64_64KEY, winreg.KEY_WOW64_32KEY):
            with suppress(OSError), winreg.OpenKey(root, key, 0, winreg.KEY_READ | view) as opened:
                return winreg.QueryValueEx(opened, name)[0]
    return None


def _registry_text(key: str, name: str) -> str | None:
    value = _registry_value(key, name)
    return value if isinstance(value, str) else None


def _registry_number(key: str, name: str) -> int | None:
    value = _registry_value(key, name)
    return value if isinstance(value, int) else None


def _try_round_trip(facts: Facts, where: Places) -> None:
    """Start the configured interpreter through the installed library, and time it."""
    interpreter = facts.configured.get("INTERPRETER")
    library = Path(where.folder / library_name(facts.python_bits))
    if not interpreter or not facts.answer or facts.answer.failure or not library.is_file():
        return
    try:
        facts.start_seconds, facts.call_seconds = round_trip(library, interpreter)
    except (OSError, ImportError) as error:
        facts.failure = str(error)
