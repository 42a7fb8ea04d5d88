"""Judge the installation of Excel and Python, with a verdict and a cure for each check."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, Literal

from labfolio_xl.excel.installation.facts import Facts, this_machine
from labfolio_xl.excel.installation.interpreter import from_the_store
from labfolio_xl.excel.server.python_process import library_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

__all__ = ["Check", "CheckVerdict", "doctor", "judge"]

CheckVerdict = Literal["ok", "look", "fault", "unknown"]

# Values of VBAWarnings, as the Trust Center writes them.
SIGNED_ONLY, DISABLED = 3, 4
MACRO_SETTINGS = {
    1: "all macros run",
    2: "Excel asks before macros run",
    SIGNED_ONLY: "only signed macros run",
    DISABLED: "no macros run",
}
SLOW_START = 20.0  # seconds; a cold start takes two to five
INSTALL = "Run 'labfolio-xl install'"
FROM_HERE = f"{INSTALL} again; Excel then starts the Python of this command."
ANEW = (
    f"Install labfolio-xl again, as you did at first, and then {INSTALL[0].lower()}{INSTALL[1:]}."
)
REINSTALL = "Close Excel and run 'labfolio-xl install' again."


@dataclass(frozen=True, slots=True)
class Check:
    """One finding.

    Attributes
    ----------
    name : str
        The subject of the check.
    verdict : {"ok", "look", "fault", "unknown"}
        "look" means that it works but needs attention, "unknown" that the check was impossible.
    finding : str
        The fact that was found.
    cure : str
        One sentence on what to do; empty if nothing is to be done.
    """

    name: str
    verdict: CheckVerdict
    finding: str
    cure: str = ""


def doctor(workbook: Path | None = None) -> list[Check]:
    """Check this machine and, if a workbook is named, the VBA of the workbook."""
    return judge(this_machine(workbook))


def judge(facts: Facts) -> list[Check]:
    """Return the checks for the facts about a machine."""
    checks: list[Callable[[Facts], Iterator[Check]]] = [
        _excel,
        _store,
        _python,
        _interpreter,
        _library,
        _workbook,
        _addin,
        _macros,
        _blocked,
        _round_trip,
        _log,
    ]
    return [finding for check in checks for finding in check(facts)]


def _excel(facts: Facts) -> Iterator[Check]:
    if facts.system not in ("win32", "darwin"):
        yield Check(
            "Excel",
            "look",
            f"this is {facts.system}, where Excel does not run",
            "Use the report workbook or the Calc add-in here, or Excel on Windows.",
        )
    elif facts.excel_build is None:
        yield Check(
            "Excel",
            "unknown",
            "no Excel 2016 or newer is registered",
            "Open Excel and press Check setup on the Labfolio tab to see its version.",
        )
    else:
        bits = f", {facts.excel_bits} bits" if facts.excel_bits else ""
        yield Check("Excel", "ok", f"build {facts.excel_build}{bits}")


def _store(facts: Facts) -> Iterator[Check]:
    if facts.excel_path and "WindowsApps" in facts.excel_path:
        yield Check(
            "Edition",
            "fault",
            "Excel comes from the Microsoft Store and loads no library",
            "Install Office from office.com instead of the Store.",
        )
    elif from_the_store(facts.python) or from_the_store(facts.python_base):
        yield Check(
            "Edition",
            "fault",
            "Python comes from the Microsoft Store, hidden from Excel",
            "Install Python from python.org and labfolio-xl in it.",
        )


def _python(facts: Facts) -> Iterator[Check]:
    yield Check("Python", "ok", f"{facts.python}, {facts.python_bits} bits")


def _interpreter(facts: Facts) -> Iterator[Check]:
    configured = facts.configured.get("INTERPRETER")
    if not facts.configuration_readable:
        yield _installation(
            "fault",
            "the configuration was written by an earlier version and Excel cannot read it",
            f"{INSTALL} again.",
        )
    elif not configured and facts.configuration_exists:
        yield _installation(
            "fault",
            f"the configuration is damaged: {facts.configuration_place}",
            "Delete it and run 'labfolio-xl install' again.",
        )
    elif not configured:
        yield _installation(
            "fault", "Labfolio is not installed for this user", f"{INSTALL} in a terminal."
        )
    elif not facts.interpreter_exists:
        what = "is gone" if facts.folder_exists else "was uninstalled or moved"
        yield _installation(
            "fault", f"the Python that Excel starts {what}: {configured}", FROM_HERE
        )
    else:
        yield from _answer(facts, configured)


def _answer(facts: Facts, configured: str) -> Iterator[Check]:
    """Judge an interpreter that exists."""
    version = facts.answer.version if facts.answer else None
    if facts.answer and facts.answer.failure:
        finding = f"the Python that Excel starts cannot serve: {configured}: {facts.answer.failure}"
        yield _installation("fault", finding, ANEW if _is_this(facts, configured) else FROM_HERE)
    elif version and version != facts.installed.get("LABFOLIO"):
        now = facts.installed.get("LABFOLIO")
        finding = f"Excel starts labfolio-xl {version}, this is {now}: {configured}"
        yield _installation("look", finding, FROM_HERE)
    elif stale := [k for k, v in facts.installed.items() if facts.configured.get(k) != v]:
        now = ", ".join(f"{key.lower()} {facts.installed[key]}" for key in stale)
        yield _installation("look", f"made before an upgrade to {now}", f"{INSTALL} again.")
    else:
        yield _installation("ok", configured)


def _is_this(facts: Facts, configured: str) -> bool:
    """Whether the configured interpreter stands in the folder of this one."""
    path = PureWindowsPath if facts.system == "win32" else PurePosixPath
    return path(configured).parent == path(facts.python).parent


def _installation(verdict: CheckVerdict, finding: str, cure: str = "") -> Check:
    return Check("Installation", verdict, finding, cure)


def _library(facts: Facts) -> Iterator[Check]:
    if facts.system != "win32":
        return
    bits = facts.excel_bits or 64
    name = library_name(bits)
    current = facts.libraries.get(bits)
    if current is None:
        yield Check("Library", "fault", f"{name} is not installed", f"{INSTALL} again.")
    elif not current:
        yield Check(
            "Library",
            "look",
            f"{name} is not that of the xlwings in use",
            REINSTALL,
        )
    else:
        yield Check("Library", "ok", f"{name}, xlwings {facts.installed.get('XLWINGS', '')}")


def _workbook(facts: Facts) -> Iterator[Check]:
    if facts.workbook is None:
        return
    name = PurePath(facts.workbook).name
    ours = {library_name(64), library_name(32)}
    # The path is written as it was given, so that the command can be copied.
    upgrade = f"Close it and run 'labfolio-xl upgrade \"{facts.workbook}\"'."
    if facts.workbook_failure is not None:
        finding, _, cure = facts.workbook_failure.partition("; ")
        yield Check("Workbook", "fault", finding, f"{cure[:1].upper()}{cure[1:]}")
    elif not facts.workbook_libraries:
        yield Check(
            "Workbook",
            "look",
            f"{name} holds no VBA of Labfolio",
            "Its formulas need the add-in; 'labfolio-xl new' makes a workbook with VBA.",
        )
    elif set(facts.workbook_libraries) - ours:
        yield Check(
            "Workbook",
            "fault",
            f"{name} loads {', '.join(facts.workbook_libraries)}",
            upgrade,
        )
    elif facts.workbook_current is False:
        yield Check(
            "Workbook",
            "look",
            f"{name} holds the VBA of another version",
            upgrade,
        )
    else:
        yield Check("Workbook", "ok", f"{name} loads Labfolio's own library")


def _addin(facts: Facts) -> Iterator[Check]:
    if facts.addin_current is None:
        yield Check("Add-in", "fault", f"not at {facts.addin_place}", f"{INSTALL} again.")
    elif not facts.addin_current:
        yield Check(
            "Add-in",
            "look",
            "of another version than this package",
            REINSTALL,
        )
    else:
        yield Check("Add-in", "ok", facts.addin_place)


def _macros(facts: Facts) -> Iterator[Check]:
    if facts.system != "win32":
        return
    by_policy = facts.policy_setting is not None
    setting = facts.policy_setting if by_policy else facts.macro_setting
    text = MACRO_SETTINGS.get(setting or 2, f"setting {setting}")  # 2 is the default of Excel
    if setting in (SIGNED_ONLY, DISABLED):
        cure = (
            "Ask your administrator to allow macros in a trusted folder."
            if by_policy
            else "Choose 'Disable with notification' under Trust Center, Macro Settings."
        )
        # The startup folder is trusted whatever the setting says, so the add-in still works.
        yield Check("Macro security", "look", f"{text}; the add-in works, workbooks do not", cure)
    else:
        yield Check("Macro security", "ok", text)


def _blocked(facts: Facts) -> Iterator[Check]:
    if facts.blocked:
        yield Check(
            "Blocked files",
            "fault",
            f"marked as from the internet: {', '.join(facts.blocked)}",
            "Right-click the file, choose Properties, tick Unblock.",
        )
    elif facts.system == "win32":
        yield Check("Blocked files", "ok", "none")


def _round_trip(facts: Facts) -> Iterator[Check]:
    if facts.failure is not None:
        yield Check(
            "Round trip",
            "fault",
            f"Python does not serve: {facts.failure}",
            ANEW,
        )
    elif facts.start_seconds is None or facts.call_seconds is None:
        yield Check("Round trip", "unknown", "not tried", "Repair the faults above first.")
    else:
        times = f"started in {facts.start_seconds:.1f} s, {1000 * facts.call_seconds:.1f} ms a call"
        if facts.start_seconds > SLOW_START:
            cure = "Exclude the folder of this Python from the antivirus scan."
            yield Check("Round trip", "look", times, cure)
        else:
            yield Check("Round trip", "ok", times)


def _log(facts: Facts) -> Iterator[Check]:
    if facts.log_exists:
        yield Check(
            "Log",
            "look",
            f"errors were recorded in {facts.log}",
            "Send the last entry with a report; an old entry does no harm.",
        )
    else:
        yield Check("Log", "ok", f"empty; it would be in {facts.log}")
