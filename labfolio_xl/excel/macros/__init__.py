"""The macros that the buttons run on an open workbook; each returns a sentence for the user.

The VBA calls :func:`run` in the Python process that serves the worksheet functions. Excel for Mac
has no such process, so that a script calls :func:`main` there. A sentence that begins with ``#LF!``
reports a mistake that the user can correct.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import labfolio_xl
from labfolio_xl.blocks import ERROR_MARK
from labfolio_xl.errors import LabfolioError
from labfolio_xl.excel.book.path import refuse_address
from labfolio_xl.excel.host import open_file

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "about",
    "check_numbers",
    "check_setup",
    "forget_replaced",
    "functions",
    "load",
    "load_sample",
    "main",
    "new_workbook",
    "pick_file",
    "prepare_copy",
    "preview",
    "refresh",
    "restore",
    "run",
    "show_log",
]

# Excel for Mac cuts a longer text in a message box; on Windows the size of the screen is the limit.
LONGEST_MESSAGE = 1000 if sys.platform == "darwin" else 4000


def run(what: str, argument: str = "") -> str:
    """Run a macro on the calling workbook and return its closing sentence.

    Parameters
    ----------
    what : str
        The name of one of the functions of this module.
    argument : str
        The text that the user gave, such as the path of a file.
    """
    from labfolio_xl.sheet.boundary import ERRORS

    book = None
    try:
        # "New workbook" needs no open workbook.
        book = None if what == "new_workbook" else _caller(what)
        sentence = MACROS[what](book, argument)
    except LabfolioError as mistake:
        sentence = f"{ERROR_MARK}{mistake}"
    except Exception as error:  # noqa: BLE001  # no traceback may reach the user
        ERRORS.write(what, error)
        sentence = (
            f"{ERROR_MARK}An unexpected error happened in {what}; press Log on the Labfolio tab."
        )
    finally:
        _let_go()
    return sentence if len(sentence) <= LONGEST_MESSAGE else sentence[: LONGEST_MESSAGE - 3] + "..."


def main(what: str, argument: str = "") -> None:
    """Run a macro on a Mac and show its closing sentence, because VBA does not wait for it."""
    import xlwings

    sentence = run(what, argument)
    app = xlwings.apps.active
    if app is None:
        return  # Excel was closed meanwhile
    if what == "new_workbook" and not sentence.startswith(ERROR_MARK):
        # On Windows the VBA opens the workbook whose path is returned.
        app.books.open(sentence)
    elif sentence:
        app.alert(sentence.removeprefix(ERROR_MARK), title="Labfolio")


def refresh(book: Any, _: str = "") -> str:
    """Update the results and the charts for the present inputs."""
    from labfolio_xl.excel.macros import refreshing

    return refreshing.summary(refreshing.refresh(book, _status_bar(book)))


def pick_file(book: Any, argument: str) -> str:
    """Choose the file of an input, and tell on the sheet Load what is in it.

    Parameters
    ----------
    book : xlwings.Book
    argument : str
        The name of the input and the path of the file with a bar (|) between them.
    """
    from labfolio_xl.excel.macros.loading import pick_file as pick

    name, _, path = argument.partition("|")
    return pick(book, name, path, _status_bar(book))


def preview(book: Any, _: str = "") -> str:
    """Tell on the sheet Load what is in the files that it names, and write no input."""
    from labfolio_xl.excel.macros.loading import preview as look

    return look(book, _status_bar(book))


def load(book: Any, _: str = "") -> str:
    """Fill the inputs from the files that the sheet Load names, and refresh."""
    from labfolio_xl.excel.macros.loading import load as fill

    return fill(book, _status_bar(book))


def restore(book: Any, _: str = "") -> str:
    """Put back the inputs that were replaced last, and refresh."""
    from labfolio_xl.excel.macros.loading import restore as put_back

    return put_back(book, _status_bar(book))


def forget_replaced(_book: object, argument: str) -> str:
    """Forget the inputs that were replaced in a workbook, because it was saved.

    Parameters
    ----------
    argument : str
        The full name of the workbook when they were replaced.
    """
    from labfolio_xl.excel.book.replaced import forget_replaced as forget

    forget(argument)
    return ""


def load_sample(book: Any, _: str = "") -> str:
    """Fill all inputs with the sample returns, and refresh."""
    from labfolio_xl.excel.macros.loading import load_sample as load

    return load(book, _status_bar(book))


def prepare_copy(book: Any, _: str = "") -> str:
    """Write an .xlsx file of values and charts beside the workbook, which is not changed."""
    from labfolio_xl.excel.macros.sharing import prepare_copy as prepare

    path = prepare(book, _status_bar(book))
    return f"Written for a reader without Python: {path}"


def check_numbers(book: Any, _: str = "") -> str:
    """Compute every result again with statsmodels and linearmodels, and compare."""
    from labfolio_xl.excel.macros.checking import check_numbers as check

    return check(book, _status_bar(book))


def check_setup(book: Any, argument: str = "") -> str:
    """Check Excel, Python and the connection between them.

    Parameters
    ----------
    book : xlwings.Book or None
    argument : str
        Facts that VBA collected about Excel: KEY=value, with bars (|) between them.
    """
    from labfolio_xl.excel.macros.checking import check_setup as check

    return check(book, argument)


def new_workbook(_: object, argument: str) -> str:
    """Write a workbook with the sample returns, and return its path for VBA to open."""
    from labfolio_xl.excel.installation.places import TEMPLATE_NAME, bundled
    from labfolio_xl.files.saving import replace_when_complete

    refuse_address(argument)
    named = argument.lower().endswith(".xlsm")
    target = Path(argument if named else f"{argument}.xlsm")
    # The dialog has asked already whether an existing file may be replaced.
    with replace_when_complete(target, force=named) as draft:
        shutil.copyfile(bundled(TEMPLATE_NAME), draft)
    return str(target)


def functions(_book: object, _: str = "") -> str:
    """Return a list of the worksheet functions, for a workbook without the sheet Functions."""
    import labfolio_xl.sheet.functions  # noqa: F401
    from labfolio_xl.sheet.boundary import REGISTRY

    names = ", ".join(sorted(REGISTRY))
    return f"Functions: {names}. =LF_HELP() in a cell shows the manual."


def show_log(_book: object, _: str = "") -> str:
    """Open the log file, or return where it is."""
    from labfolio_xl.sheet.boundary import ERRORS

    if ERRORS.path is None or not ERRORS.path.is_file():
        return ERRORS.last()
    return "" if open_file(str(ERRORS.path)) else f"The log is {ERRORS.path}"


def about(_book: object, _: str = "") -> str:
    """Return the version and the folder of the package."""
    place = Path(labfolio_xl.__file__).parent
    return (
        f"labfolio_xl {labfolio_xl.__version__}, BSD 3-clause licence.\n"
        f"Python {sys.version.split()[0]} in {sys.prefix}\nPackage in {place}"
    )


MACROS: dict[str, Callable[[Any, str], str]] = {
    "about": about,
    "check_numbers": check_numbers,
    "check_setup": check_setup,
    "forget_replaced": forget_replaced,
    "functions": functions,
    "load": load,
    "load_sample": load_sample,
    "new_workbook": new_workbook,
    "pick_file": pick_file,
    "prepare_copy": prepare_copy,
    "preview": preview,
    "refresh": refresh,
    "restore": restore,
    "show_log": show_log,
}


def _let_go() -> None:
    """Release the workbook that VBA passed; Excel cannot end while a process refers to it."""
    if "xlwings._xlwindows" in sys.modules:
        # The COM server of xlwings keeps the workbook in this attribute.
        setattr(sys.modules["xlwings._xlwindows"], "BOOK_CALLER", None)  # noqa: B010


def _caller(what: str) -> Any:
    """Return the workbook whose button was pressed; None if none is open."""
    import xlwings

    try:
        book = xlwings.Book.caller()
        book.name  # noqa: B018  # fails for a workbook that was closed meanwhile
    except Exception:
        if what == "check_setup":
            return None
        raise
    return book


def _status_bar(book: Any) -> Callable[[str], None]:
    def say(text: str) -> None:
        book.app.status_bar = f"Labfolio: {text} ..."

    return say
