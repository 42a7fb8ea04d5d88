"""The manual of the worksheet functions, ``docs/functions.md``, from the registry."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from labfolio_xl.blocks import ERROR_MARK
from labfolio_xl.options import OPTIONS
from labfolio_xl.options.settings import value_text
from labfolio_xl.sheet.functions import REGISTRY
from labfolio_xl.sheet.help import default_text

if TYPE_CHECKING:
    from labfolio_xl.sheet.boundary import Argument, WorksheetFunction

__all__ = ["manual_text"]

_HEAD = f"""\
# Functions: the manual of the worksheet functions

This page is written by `python -m labfolio_xl.build` from the help of the functions themselves.
Excel's function wizard and `=LF_HELP()` show the same texts.

- `assets`, `factors`, `returns` and `prices` are ranges with names in the first row and dates in
  the first column, in any order. [Data](data.md) says how dates and numbers may be written. Blank
  cells and #N/A are missing. Any other text in a number's place is an error that names the cell.
- Returns are decimal and per period: 0.012 is 1.2%. The settings say where they are not.
- An argument in brackets may be left out. A blank cell and an empty range mean the same.
- Words such as "hac" may be written in any case.
- A mistake puts one sentence into the cell, which begins with `{ERROR_MARK.strip()}`. A function
  whose argument is such a cell repeats the sentence.
- The column `inference` says how the standard errors were made: their kind, lags, small-sample
  rule and distribution. Then it names the number of dates behind them and their span, and the
  asset that costs most dates.
- A result is an array that spills into the cells below and to the right. Keep them empty.
"""


_SETTINGS_HEAD = """\
The last argument `settings` of a function is a text such as `"cov=hac; lags=5; sort"`, a range of
two columns with names and values, or nothing. A yes-or-no setting may stand alone: `sort` is
`sort=yes`. In a range a later row wins, so that `VSTACK(Settings, {"window",36})` overrules one
row of the sheet Settings. A text may hold only settings that the function uses; a range may hold
all of them.
"""


def manual_text() -> str:
    """Return the manual as Markdown: the functions, each with its arguments, then the settings."""
    index = [
        "| function | what it gives |",
        "|---|---|",
        *(f"| [{f.name}](#{f.name.lower()}) | {_escaped(f.summary)} |" for f in REGISTRY.values()),
    ]
    parts = [_HEAD, "\n".join(index) + "\n", *map(_entry, REGISTRY.values()), _settings()]
    return "\n".join(parts)


def _settings() -> str:
    """Return the table of all settings, with the functions that use each."""
    lines = [
        "## Settings",
        "",
        _SETTINGS_HEAD,
        "| setting | what it does | takes | left out | used by |",
        "|---|---|---|---|---|",
    ]
    for option in OPTIONS.values():
        used = ", ".join(f.name for f in REGISTRY.values() if option.name in f.uses.words)
        left_out = value_text(option.default)
        cells = [f"`{option.name}`", option.help, option.kind.takes, left_out, used]
        lines.append(f"| {' | '.join(map(_escaped, cells))} |")
    return "\n".join(lines) + "\n"


def _entry(entry: WorksheetFunction) -> str:
    lines = [f"## {entry.name}", "", f"`={entry.signature}`", "", entry.summary, ""]
    if entry.arguments:
        lines += ["| argument | what it is | takes | if left out |", "|---|---|---|---|"]
        lines += [*map(_argument, entry.arguments), ""]
    lines += [f"Spills: {entry.spills}", ""]
    used = [f"`{name}`" for name in OPTIONS if name in entry.uses.words]
    if used:
        lines += [f"Settings: {', '.join(used)}", ""]
    if entry.notes:
        lines += [entry.notes, ""]
    lines += ["```", *entry.examples, "```", ""]
    return "\n".join(lines)


def _argument(argument: Argument) -> str:
    left_out = default_text(argument) if argument.optional else "needed"
    cells = [f"`{argument.name}`", argument.help, argument.kind.takes, left_out]
    return f"| {' | '.join(map(_escaped, cells))} |"


def _escaped(text: str) -> str:
    return re.sub(r"([|<])", r"\\\1", text)
