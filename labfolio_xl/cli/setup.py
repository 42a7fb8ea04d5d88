"""Commands for this machine: install, check and renew the Excel add-in; LibreOffice's add-in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from labfolio_xl.cli.console import examples, output, print_table, progress
from labfolio_xl.errors import InputError

__all__ = ["calc", "doctor", "install", "uninstall", "upgrade"]

# Exit codes for scripts: 0 if all is well, 1 for a fault of this machine, 2 for a user's mistake.
FAULT_FOUND = 1

DryRun = Annotated[
    bool, typer.Option("--dry-run", metavar="", help="Print what would be done, and do nothing.")
]
LibreOfficeFolder = Annotated[
    Path | None,
    typer.Option(
        "--libreoffice",
        metavar="FOLDER",
        help="The folder of LibreOffice, if it is not found automatically.",
    ),
]


def install(*, dry_run: DryRun = False) -> None:
    """Install the Excel add-in for this user; it uses the Python that runs this command."""
    from labfolio_xl.excel.installation import install as excel

    with progress("Installing"):
        done = excel.install(dry_run=dry_run)
    _print_lines(done)


def uninstall(*, dry_run: DryRun = False) -> None:
    """Remove what `install` has installed; workbooks stay, with the numbers that they show."""
    from labfolio_xl.excel.installation import install as excel

    _print_lines(excel.uninstall(dry_run=dry_run))


def upgrade(
    book: Annotated[Path, typer.Argument(metavar="BOOK", help="A workbook made by `new`.")],
) -> None:
    """Renew the VBA of a workbook that an earlier version made, and change nothing else in it."""
    from labfolio_xl.vba.upgrade import upgrade as renew

    with progress("Renewing the VBA"):
        done = renew(book)
    _print_lines([done])


def doctor(
    book: Annotated[
        Path | None, typer.Argument(metavar="BOOK", help="A workbook to check too.")
    ] = None,
    *,
    excel: Annotated[
        bool,
        typer.Option(
            "--excel",
            metavar="",
            help="Start a separate Excel, and check formulas, macros, charts and the add-in in it.",
        ),
    ] = False,
    log: Annotated[
        Path | None,
        typer.Option(
            "--log",
            metavar="FILE",
            help="With --excel: the text file to write. Without it, a file on the desktop.",
        ),
    ] = None,
    visible: Annotated[
        bool, typer.Option("--visible", metavar="", help="With --excel: show that Excel.")
    ] = False,
) -> None:
    """Check Excel, Python and their connection, and say how to repair each fault."""
    if excel:
        _check_in_excel(book, log, visible=visible)
        return
    if log is not None or visible:
        raise InputError("--log and --visible go with --excel; add it, or leave them out.")
    _check_setup(book)


def _check_setup(book: Path | None) -> None:
    from labfolio_xl.cli.tables import checks_table
    from labfolio_xl.excel.installation.doctor import doctor as examine

    if book is not None and not book.is_file():
        raise InputError(f'there is no file "{book}"; check its name and folder.')
    with progress("Checking Excel, Python and their connection"):
        checks = examine(book)
    output().print(checks_table(checks))
    if any(check.verdict == "fault" for check in checks):
        raise typer.Exit(FAULT_FOUND)


def _check_in_excel(book: Path | None, log: Path | None, *, visible: bool) -> None:
    """Take every step of the check in a separate Excel, and print where its log is."""
    from labfolio_xl.cli.tables import steps_table
    from labfolio_xl.excel.checks_in_excel.check import check_in_excel
    from labfolio_xl.excel.checks_in_excel.check_log import default_path
    from labfolio_xl.excel.checks_in_excel.instance import ExcelInstance, require_excel

    if book is not None:
        raise InputError(f'--excel checks files of its own; leave "{book}" out.')
    require_excel()
    path = log or default_path()
    with progress("Checking Labfolio in Excel") as say:
        lines = check_in_excel(ExcelInstance(visible=visible), path, say=say)
    print_table(steps_table(lines))
    _print_lines([f'The log is "{path}"; it holds versions and no data. Send it to us.'])
    if any(line.verdict == "FAULT" for line in lines):
        raise typer.Exit(FAULT_FOUND)


calc = typer.Typer(
    help="Install the same worksheet functions into LibreOffice Calc, or remove them.",
    epilog=examples("labfolio-xl calc install", "labfolio-xl calc uninstall"),
    no_args_is_help=False,
    rich_markup_mode="rich",
)


@calc.command("install", epilog=examples("labfolio-xl calc install"))
def _calc_install(*, libreoffice: LibreOfficeFolder = None) -> None:
    """Install the add-in into LibreOffice for this user; it uses the Python that runs this."""
    from labfolio_xl.calc.install import find_libreoffice
    from labfolio_xl.calc.install import install as install_calc

    with progress("Installing the add-in into LibreOffice"):
        office = find_libreoffice(libreoffice)
        settings = install_calc(office)
    _print_lines(
        [
            f"Installed the add-in into LibreOffice {'.'.join(map(str, office.version))}.",
            f"Its settings are in {settings}.",
            "Restart LibreOffice; then the functions LF_... work in every spreadsheet.",
        ]
    )


@calc.command("uninstall", epilog=examples("labfolio-xl calc uninstall"))
def _calc_uninstall(*, libreoffice: LibreOfficeFolder = None) -> None:
    """Remove the add-in from this user's LibreOffice."""
    from labfolio_xl.calc.install import find_libreoffice
    from labfolio_xl.calc.install import uninstall as uninstall_calc

    with progress("Removing the add-in from LibreOffice"):
        was_there = uninstall_calc(find_libreoffice(libreoffice))
    _print_lines(["Removed the add-in." if was_there else "The add-in was not installed."])


def _print_lines(lines: list[str]) -> None:
    console = output()
    for line in lines:
        console.print(line)
