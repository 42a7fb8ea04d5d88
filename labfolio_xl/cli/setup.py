"""The commands that set this machine up: Excel's add-in, its checks, and LibreOffice's add-in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from labfolio_xl.cli.console import examples, output, print_table, progress
from labfolio_xl.errors import InputError

__all__ = ["calc", "doctor", "install", "uninstall", "upgrade"]

# What a script may ask for: 0 is well, 1 a fault of this machine, 2 a mistake of the user.
FAULT_FOUND = 1

DryRun = Annotated[
    bool, typer.Option("--dry-run", metavar="", help="Only tell what would be done.")
]
LibreOfficeFolder = Annotated[
    Path | None,
    typer.Option(
        "--libreoffice", metavar="FOLDER", help="Where LibreOffice is, if it is not found."
    ),
]


def install(*, dry_run: DryRun = False) -> None:
    """Install the Excel add-in for this user, with the Python that runs this."""
    from labfolio_xl.excel.installation import install as excel

    with progress("Installing"):
        done = excel.install(dry_run=dry_run)
    _print_lines(done)


def uninstall(*, dry_run: DryRun = False) -> None:
    """Remove what `install` put there; workbooks stay, with the numbers that they show."""
    from labfolio_xl.excel.installation import install as excel

    _print_lines(excel.uninstall(dry_run=dry_run))


def upgrade(
    book: Annotated[Path, typer.Argument(metavar="BOOK", help="A workbook made by `new`.")],
) -> None:
    """Renew the VBA of a workbook that an earlier version made; nothing else in it changes."""
    from labfolio_xl.vba.upgrade import upgrade as renew

    with progress("Renewing the VBA"):
        done = renew(book)
    _print_lines([done])


def doctor(
    book: Annotated[
        Path | None, typer.Argument(metavar="[BOOK]", help="A workbook to look at too.")
    ] = None,
    *,
    excel: Annotated[
        bool,
        typer.Option(
            "--excel",
            metavar="",
            help="Check Labfolio in an Excel of its own: formulas, macros, charts, add-in.",
        ),
    ] = False,
    report: Annotated[
        Path | None,
        typer.Option(
            "--report",
            metavar="FILE",
            help="With --excel: where its report is written, on the desktop if not said.",
        ),
    ] = None,
    visible: Annotated[
        bool, typer.Option("--visible", metavar="", help="With --excel: show it meanwhile.")
    ] = False,
) -> None:
    """Check what stands between Excel and Python, and tell how to mend it."""
    if excel:
        _check_in_excel(book, report, visible=visible)
        return
    if report is not None or visible:
        raise InputError("--report and --visible go with --excel; add it, or leave them out.")
    _check_setup(book)


def _check_setup(book: Path | None) -> None:
    from labfolio_xl.cli.tables import checks_table
    from labfolio_xl.excel.installation.doctor import doctor as examine

    if book is not None and not book.is_file():
        raise InputError(f'there is no file "{book}"; check its name and folder.')
    with progress("Checking Excel, Python and the way between"):
        checks = examine(book)
    output().print(checks_table(checks))
    if any(check.verdict == "fault" for check in checks):
        raise typer.Exit(FAULT_FOUND)


def _check_in_excel(book: Path | None, report: Path | None, *, visible: bool) -> None:
    """Take every step in an own instance of Excel, and tell where the report is."""
    from labfolio_xl.cli.tables import steps_table
    from labfolio_xl.excel.in_excel.check import check_in_excel
    from labfolio_xl.excel.in_excel.instance import Excel, require_excel
    from labfolio_xl.excel.in_excel.report import default_path

    if book is not None:
        raise InputError(f'--excel checks files of its own; leave "{book}" out.')
    require_excel()
    path = report or default_path()
    with progress("Checking Labfolio in Excel") as say:
        lines = check_in_excel(Excel(visible=visible), path, say=say)
    print_table(steps_table(lines))
    _print_lines([f'The report is "{path}"; it holds versions and no data. Send it to us.'])
    if any(line.verdict == "FAULT" for line in lines):
        raise typer.Exit(FAULT_FOUND)


calc = typer.Typer(
    help="Set up LibreOffice Calc: the same functions in its cells.",
    epilog=examples("labfolio-xl calc install", "labfolio-xl calc uninstall"),
    no_args_is_help=False,
    rich_markup_mode="rich",
)


@calc.command("install", epilog=examples("labfolio-xl calc install"))
def _calc_install(*, libreoffice: LibreOfficeFolder = None) -> None:
    """Install the add-in into this user's LibreOffice, with the Python that runs this."""
    from labfolio_xl.calc.install import find_libreoffice
    from labfolio_xl.calc.install import install as install_calc

    with progress("Installing the add-in into LibreOffice"):
        office = find_libreoffice(libreoffice)
        settings = install_calc(office)
    _print_lines(
        [
            f"Installed the add-in into LibreOffice {'.'.join(map(str, office.version))}.",
            f"Its settings are in {settings}.",
            "Start LibreOffice anew: the functions LF_... work in every spreadsheet.",
        ]
    )


@calc.command("uninstall", epilog=examples("labfolio-xl calc uninstall"))
def _calc_uninstall(*, libreoffice: LibreOfficeFolder = None) -> None:
    """Take the add-in out of this user's LibreOffice."""
    from labfolio_xl.calc.install import find_libreoffice
    from labfolio_xl.calc.install import uninstall as uninstall_calc

    with progress("Removing the add-in from LibreOffice"):
        was_there = uninstall_calc(find_libreoffice(libreoffice))
    _print_lines(["Removed the add-in." if was_there else "The add-in was not installed."])


def _print_lines(lines: list[str]) -> None:
    console = output()
    for line in lines:
        console.print(line)
