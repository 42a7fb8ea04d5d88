"""What LF_HELP shows, from the registry alone."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from labfolio_xl.errors import InputError
from labfolio_xl.options import OPTIONS
from labfolio_xl.sheet.settings import NONE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from labfolio_xl.blocks.cells.values import Cell
    from labfolio_xl.sheet.boundary import Argument, WorksheetFunction

__all__ = ["argument_text", "default_text", "help_rows"]

# An older Excel shows #VALUE! in place of an array with a longer text (xlwings issue 456).
LONGEST_IN_ARRAY = 255


def help_rows(registry: Mapping[str, WorksheetFunction], name: str | None) -> list[list[Cell]]:
    """Return the list of functions, the help of one, or the list of settings.

    Raises
    ------
    InputError
        There is no function of that name.
    """
    if name is None:
        return [
            ["function", "what it gives"],
            *([f.signature, f.summary] for f in registry.values()),
        ]
    if name.strip().lower() == "settings":
        return _settings_rows()
    wanted = name.strip().strip("=").partition("(")[0].upper()
    entry = registry.get(wanted) or registry.get(f"LF_{wanted}")
    if entry is None:
        raise InputError(f'There is no function "{name[:40]}"; =LF_HELP() lists them.')
    return _entry_rows(entry)


def _settings_rows() -> list[list[Cell]]:
    rows = [["setting", "what it says"]]
    for option in OPTIONS.values():
        left_out = "" if option.default is None else f' Left out: "{option.default}".'
        rows.append([option.name, f"{option.help} Takes {option.kind.takes}.{left_out}"])
    return [row for label, text in rows for row in _in_lines(label, text)]


def _entry_rows(entry: WorksheetFunction) -> list[list[Cell]]:
    rows: list[list[str]] = [[entry.signature, entry.summary], ["spills", entry.spills]]
    rows += [[argument.name, argument_text(argument)] for argument in entry.arguments]
    if entry.notes:
        rows.append(["note", entry.notes])
    # An apostrophe would show; a blank keeps the example from becoming a formula when copied.
    rows += [["example", f" {example}"] for example in entry.examples]
    return [row for label, text in rows for row in _in_lines(label, text)]


def _in_lines(label: str, text: str) -> list[list[Cell]]:
    """Return a text over as many rows as it needs: see LONGEST_IN_ARRAY."""
    first, *others = wrap(text, LONGEST_IN_ARRAY, drop_whitespace=False)
    return [[label, first], *(["", line] for line in others)]


def argument_text(argument: Argument) -> str:
    """Return the help of an argument, what it takes, and what leaving it out means."""
    text = f"{argument.help} Takes {argument.kind.takes}."
    if not argument.optional:
        return text
    left_out = default_text(argument)
    return f"{text} Optional{f', {left_out} if left out' if left_out else ''}."


def default_text(argument: Argument) -> str:
    """Return what leaving an argument out means, as one would type it; "" if only that."""
    if argument.default is None or argument.default is NONE:
        return ""
    if isinstance(argument.default, bool):
        return str(argument.default).upper()
    return f'"{argument.default}"'
