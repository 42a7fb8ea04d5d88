"""The rows of LF_HELP and LF_SETTINGS, made from the registry and the options."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from labfolio_xl.errors import InputError
from labfolio_xl.options import OPTIONS
from labfolio_xl.options.checks import as_text
from labfolio_xl.options.settings import value_text
from labfolio_xl.sheet.settings import NONE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from labfolio_xl.blocks.cells.values import Cell
    from labfolio_xl.sheet.boundary import Argument, WorksheetFunction

__all__ = ["argument_text", "default_text", "help_rows", "settings_rows"]

# An older Excel shows #VALUE! in place of an array with a longer text (xlwings issue 456).
LONGEST_IN_ARRAY = 255


def help_rows(registry: Mapping[str, WorksheetFunction], word: str | None) -> list[list[Cell]]:
    """Return the list of functions, the help of one function, or the entries that hold a word.

    Raises
    ------
    InputError
        No function or setting has the word in its name or its help.
    """
    if word is None:
        return [
            ["function", "what it gives"],
            *([f.signature, f.summary] for f in registry.values()),
        ]
    if word.strip().lower() == "settings":
        return settings_rows(registry, None)
    entry = _named(registry, word)
    if entry is not None:
        return _entry_rows(entry)
    return _search_rows(registry, word.strip())


def settings_rows(
    registry: Mapping[str, WorksheetFunction], function: str | None
) -> list[list[Cell]]:
    """Return all settings, or those that one function uses.

    Raises
    ------
    InputError
        There is no function of that name.
    """
    if function is None:
        options = list(OPTIONS.values())
    else:
        entry = _named(registry, function)
        if entry is None:
            raise InputError(f'There is no function "{function[:40]}"; =LF_HELP() lists them.')
        options = [option for option in OPTIONS.values() if option.name in entry.uses.words]
    rows: list[list[Cell]] = [["setting", "what it does", "takes", "left out", "used by"]]
    for option in options:
        used = ", ".join(f.name for f in registry.values() if option.name in f.uses.words)
        first, *others = _in_lines(option.name, option.help)
        users, *further = _in_lines("", used)
        rows.append([*first, option.kind.takes, value_text(option.default), users[1]])
        rows += [[*line, "", "", ""] for line in others]
        rows += [["", "", "", "", line[1]] for line in further]
    return rows


def _named(registry: Mapping[str, WorksheetFunction], name: str) -> WorksheetFunction | None:
    wanted = name.strip().strip("=").partition("(")[0].upper()
    return registry.get(wanted) or registry.get(f"LF_{wanted}")


def _search_rows(registry: Mapping[str, WorksheetFunction], word: str) -> list[list[Cell]]:
    """Return the functions and settings whose name or help holds a word, whatever its case.

    A function is found by the names of its settings too. Those with the word in their own name
    come first.
    """
    sought = word.casefold()
    rows: list[list[Cell]] = [["found in", "what it does"]]
    for entry in sorted(registry.values(), key=lambda entry: sought not in entry.name.casefold()):
        texts = (entry.name, entry.summary, entry.spills, entry.notes, *_argument_texts(entry))
        texts += tuple(entry.uses.words)
        if any(sought in text.casefold() for text in texts):
            rows.append([entry.signature, entry.summary])
    for option in OPTIONS.values():
        if sought in f"{option.name} {option.help} {option.kind.takes}".casefold():
            rows += _in_lines(f"setting {option.name}", option.help)
    if not rows[1:]:
        raise InputError(
            f'No function or setting has "{word[:40]}" in its name or help; =LF_HELP() and '
            "=LF_SETTINGS() list them all."
        )
    return rows


def _argument_texts(entry: WorksheetFunction) -> list[str]:
    """Return the help of its arguments, but for the settings, whose example is the same in all."""
    return [
        f"{argument.name} {argument.help}"
        for argument in entry.arguments
        if argument.name != "settings"
    ]


def _entry_rows(entry: WorksheetFunction) -> list[list[Cell]]:
    rows: list[list[str]] = [[entry.signature, entry.summary], ["spills", entry.spills]]
    rows += [[argument.name, argument_text(argument)] for argument in entry.arguments]
    if entry.uses.words:
        rows.append(["settings it uses", ", ".join(n for n in OPTIONS if n in entry.uses.words)])
    if entry.notes:
        rows.append(["note", entry.notes])
    # A leading blank keeps a copied example from becoming a formula; an apostrophe would be shown.
    rows += [["example", f" {example}"] for example in entry.examples]
    return [row for label, text in rows for row in _in_lines(label, text)]


def _in_lines(label: str, text: str) -> list[list[Cell]]:
    """Split a text into rows that are short enough for an array; see LONGEST_IN_ARRAY."""
    first, *others = wrap(text, LONGEST_IN_ARRAY, drop_whitespace=False) or [""]
    return [[label, first], *(["", line] for line in others)]


def argument_text(argument: Argument) -> str:
    """Return the help of an argument with the values that it takes and its default."""
    text = f"{argument.help} Takes {argument.kind.takes}."
    if not argument.optional:
        return text
    left_out = default_text(argument)
    return f"{text} Optional{f', {left_out} if left out' if left_out else ''}."


def default_text(argument: Argument) -> str:
    """Return the default of an argument as a user types it; "" for None and no settings."""
    if argument.default is None or argument.default is NONE:
        return ""
    return (
        f'"{argument.default}"' if isinstance(argument.default, str) else as_text(argument.default)
    )
