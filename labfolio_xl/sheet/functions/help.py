"""LF_HELP, LF_SETTINGS, LF_VERSION and LF_LAST_ERROR: help in the sheet."""

from typing import Annotated

import labfolio_xl
from labfolio_xl.blocks.cells.values import Cell
from labfolio_xl.sheet import help as sheet_help
from labfolio_xl.sheet.arguments.kinds import Text
from labfolio_xl.sheet.boundary import ERRORS, REGISTRY, worksheet


@worksheet("help")
def LF_HELP(
    word: Annotated[
        str | None, Text(), 'Name of a function, such as "LF_BETAS", or a word to search for.'
    ] = None,
) -> list[list[Cell]]:
    """The list of functions, the help of one, or what a word is found in.

    Returns
    -------
    Each function with one line; or the arguments, settings and examples of one; or the functions
    and settings whose name or help holds the word.

    Examples
    --------
    =LF_HELP()
    =LF_HELP("LF_BETAS")
    =LF_HELP("beta")
    """
    return sheet_help.help_rows(REGISTRY, word)


@worksheet("help")
def LF_SETTINGS(
    name: Annotated[
        str | None, Text(), 'Name of a function, such as "LF_BETAS". Leave it out for all settings.'
    ] = None,
) -> list[list[Cell]]:
    """The settings: what each does, what it takes, and what it is when left out.

    Returns
    -------
    One row for each setting, in the order of the sheet Settings; of one function those that it
    uses.

    Examples
    --------
    =LF_SETTINGS()
    =LF_SETTINGS("LF_ROLLING")
    """
    return sheet_help.settings_rows(REGISTRY, name)


@worksheet("help")
def LF_VERSION() -> str:
    """The version of labfolio_xl.

    Returns
    -------
    One cell.

    Examples
    --------
    =LF_VERSION()
    """
    return labfolio_xl.__version__


@worksheet("help")
def LF_LAST_ERROR() -> str:
    """When and where the last unexpected error happened, and the place of the log.

    Returns
    -------
    One cell.

    Examples
    --------
    =LF_LAST_ERROR()
    """
    return ERRORS.last()
