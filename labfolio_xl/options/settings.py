"""Settings: options as one text, or as rows of name and value, as a cell gives them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from labfolio_xl.errors import InputError
from labfolio_xl.options import OPTIONS, Option, find_option
from labfolio_xl.options.checks import as_text, shown, spelled
from labfolio_xl.options.kinds import Flag

__all__ = ["parse_settings", "settings_text", "value_text"]

# A value in quotation marks may hold a semicolon; a mark within it stands twice.
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_PART = re.compile(
    rf"([^=;\n]*)(?:=\s*({_QUOTED.pattern}(?=\s*(?:[;\n]|$))|[^;\n]*)\s*)?(?:[;\n]|$)"
)
# A comma and a name with a value: the next setting, if there is one of that name.
_AFTER_COMMA = re.compile(r",([^,=]*)=")
_HEADERS = frozenset(("setting", "settings", "name", "option", "value"))
_PAIR = 2


def parse_settings(value: object, options: Mapping[str, Option] = OPTIONS) -> dict[str, Any]:
    """Read settings: a text, rows of name and value, or nothing.

    Parameters
    ----------
    value : str, sequence of rows, or None
        "a=b; c=d", where a flag alone means yes. Or rows of two cells, name and value; a later
        row wins, a row without a value and a row of headings say nothing. Cells below each
        other are texts.
    options : mapping
        The options that there are.

    Returns
    -------
    dict
        The checked values by the name of their option; only what was given.

    Raises
    ------
    InputError
        There is no such setting (the sentence names the nearest), or it does not take such a
        value.

    Examples
    --------
    >>> parse_settings("frequency = Monthly; self_financing=SMB, HML")
    {'frequency': 'monthly', 'self_financing': 'SMB, HML'}
    >>> parse_settings([["Setting", "Value"], ["periods per year", 12], ["missing", None]])
    {'periods_per_year': 12.0}
    """
    found: dict[str, Any] = {}
    try:
        for name, given in _pairs(value):
            option = find_option(name, options)
            found[option.name] = option.read(_with_flag(option, given))
    except InputError as error:
        raise InputError(f"Settings: {error}") from None
    return found


def settings_text(settings: Mapping[str, str | float | bool]) -> str:
    """Settings as one text, which :func:`parse_settings` reads.

    Examples
    --------
    >>> settings_text({"self_financing": "SMB,HML", "periods_per_year": 12.0})
    'self_financing=SMB,HML; periods_per_year=12'
    """
    return "; ".join(f"{name}={_quoted(value_text(value))}" for name, value in settings.items())


def value_text(value: object) -> str:
    """Return the value of a setting as a user types it; "" for None."""
    if value is None:
        return ""
    return ("yes" if value else "no") if isinstance(value, bool) else as_text(value)


def _quoted(text: str) -> str:
    """Return a value in quotation marks if it would not be read as one value without them."""
    if text != text.strip() or text.startswith('"') or set(";\n=") & set(text):
        return '"' + text.replace('"', '""') + '"'
    return text


def _pairs(value: object) -> Iterator[tuple[str, object]]:
    """Names and what they are given; an empty text where a name stands alone."""
    if value is None:
        return
    if not isinstance(value, (list, tuple)):
        yield from _pairs_of_text(as_text(value))
        return
    rows = value if all(isinstance(row, (list, tuple)) for row in value) else [value]
    if max(map(len, rows), default=0) > 1:
        yield from _pairs_of_rows(_two_columns(rows))
        return
    for cell in (cell for row in rows for cell in row if not _is_blank(cell)):
        yield from _pairs_of_text(as_text(cell))


def _pairs_of_text(text: str) -> Iterator[tuple[str, object]]:
    for match in _PART.finditer(text):
        name, given = ((part or "").strip() for part in match.groups())
        if given and not name:
            raise InputError(f'the value "{given:.40}" has no name; write it as name=value.')
        if name:
            quoted = _QUOTED.fullmatch(given)
            _refuse_commas_between(name, "" if quoted else given)
            yield name, given[1:-1].replace('""', '"') if quoted else given


def _refuse_commas_between(name: str, given: str) -> None:
    """Refuse "cov=hac, lags=5", whose second setting would be read as a part of the first."""
    for found in _AFTER_COMMA.finditer(given):
        if spelled(found[1]).replace("-", "_") in OPTIONS:
            raise InputError(
                f'{name} is "{shown(given)}"; write a semicolon between settings, not a comma.'
            )


def _two_columns(rows: Sequence[Sequence[object]]) -> list[tuple[object, ...]]:
    """Rows of name and value; of a wider block the two columns that hold something.

    Raises
    ------
    InputError
        More than two columns do.
    """
    columns = list(zip_longest(*rows))
    if len(columns) > _PAIR:
        columns = [column for column in columns if not all(map(_is_blank, column))]
    if len(columns) > _PAIR:
        raise InputError(
            f"the block has {len(columns)} columns; select two, the name of a setting and its "
            "value."
        )
    blank = (None,) * len(rows)
    return list(zip(*columns, *[blank] * (_PAIR - len(columns)), strict=True))


def _pairs_of_rows(rows: Sequence[tuple[object, ...]]) -> Iterator[tuple[str, object]]:
    for name, given in rows:
        if _is_blank(given):
            if "=" in str(name):
                yield from _pairs_of_text(str(name))
        elif _is_blank(name):
            raise InputError(f'the value "{shown(given)}" has no name; write it to its left.')
        elif not _is_header(name, given):  # of stacked ranges it is not the first row
            yield str(name), given


def _is_header(name: object, given: object) -> bool:
    return {str(cell).strip().lower() for cell in (name, given)} <= _HEADERS


def _is_blank(cell: object) -> bool:
    return cell is None or cell != cell or (isinstance(cell, str) and not cell.strip())  # noqa: PLR0124 - NaN


def _with_flag(option: Option, given: object) -> object:
    """The value of a setting, where a flag may stand alone."""
    if given != "":
        return given
    if isinstance(option.kind, Flag):
        return True
    raise InputError(f"{option.name} has no value; write {option.name}=..., {option.kind.takes}.")
