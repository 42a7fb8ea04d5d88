"""The program: its commands, and how mistakes and errors in them are reported."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from labfolio_xl import __version__
from labfolio_xl.cli.console import examples, refuse, use_plain_characters_where_needed
from labfolio_xl.cli.docs import docs
from labfolio_xl.cli.setup import calc, doctor, install, uninstall, upgrade
from labfolio_xl.cli.workbooks import (
    CHECK_EXAMPLES,
    DEMO_EXAMPLES,
    NEW_EXAMPLES,
    REPORT_EXAMPLES,
    check,
    demo,
    new,
    report,
)
from labfolio_xl.errors import LabfolioError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["COMMANDS", "app", "main"]

PROGRAM = "labfolio-xl"
INTERRUPTED = 130  # the exit code that a shell expects after Ctrl+C

app = typer.Typer(
    name=PROGRAM,
    help="Factor models of a portfolio: from files of returns to a finished Excel workbook.",
    epilog=examples(
        "labfolio-xl demo",
        "labfolio-xl report out.xlsx --assets portfolio.xlsx --factors factors.xlsx",
    ),
    invoke_without_command=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command(epilog=examples(*REPORT_EXAMPLES))(report)
app.command(epilog=examples(*CHECK_EXAMPLES))(check)
app.command(epilog=examples(*NEW_EXAMPLES))(new)
app.command(epilog=examples(*DEMO_EXAMPLES))(demo)
app.command(epilog=examples("labfolio-xl install", "labfolio-xl install --dry-run"))(install)
app.command(epilog=examples("labfolio-xl uninstall"))(uninstall)
app.command(epilog=examples("labfolio-xl upgrade book.xlsm"))(upgrade)
app.command(
    epilog=examples(
        "labfolio-xl doctor", "labfolio-xl doctor book.xlsm", "labfolio-xl doctor --excel"
    )
)(doctor)
app.command(epilog=examples("labfolio-xl docs", "labfolio-xl docs data"))(docs)
app.add_typer(calc, name="calc")

COMMANDS = [command.callback.__name__ for command in app.registered_commands if command.callback]


def _print_version(wanted: bool) -> None:  # noqa: FBT001  typer passes the flag by position
    if wanted:
        typer.echo(f"{PROGRAM} {__version__}")
        raise typer.Exit


@app.callback()
def _program(
    context: typer.Context,
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            metavar="",
            callback=_print_version,
            is_eager=True,
            help="Print the version and stop.",
        ),
    ] = False,
) -> None:
    """Show the help when no command is given."""
    del version  # its callback has printed it
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code: 0, or 2 after a mistake.

    Each mistake or error is reported in one sentence on the standard error stream. An error that
    the user cannot correct is written to a log file with its traceback, and the sentence names it.
    """
    use_plain_characters_where_needed()
    try:
        code = app(args=arguments, prog_name=PROGRAM, standalone_mode=False)
    except LabfolioError as mistake:
        return refuse(str(mistake))
    except typer.Abort:
        code = INTERRUPTED
    except Exception as error:  # noqa: BLE001  the log gets the traceback
        return _refuse_other(error)
    if code == INTERRUPTED:
        refuse("stopped.")
    return code if isinstance(code, int) else 0


def _refuse_other(error: Exception) -> int:
    """Report wrong usage of the command line, or an unexpected error."""
    # Since 0.26 typer has its own copy of click, so there is no class of its errors to import.
    usage = getattr(error, "format_message", None)
    if usage is None:
        return refuse(_logged(error))
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else PROGRAM
    message = " ".join(usage().split()).rstrip(".").replace("Value error, ", "")
    if "unexpected extra argument" in message:
        message += '; put a pattern for several files in quotation marks ("prices/*.csv")'
    return refuse(f'{message}{" " if message.endswith("?") else "; "}see "{command} --help".')


def _logged(error: Exception) -> str:
    """Write an unexpected error to the log, and return the sentence that names the log."""
    from labfolio_xl.sheet.error_log import ErrorLog

    log = ErrorLog()
    log.write(" ".join([PROGRAM, *sys.argv[1:2]]), error)
    log.close()
    place = "could not be kept" if log.path is None else f'are in "{log.path}"'
    return f"an unexpected error happened, and nothing was written; its details {place}."
