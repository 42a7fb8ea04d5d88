"""Every option once: what it may be, what it is when left out, and what it does.

The command line, the settings of a worksheet function and its help, the sheet Settings and the
Python functions read the declarations here. A value is checked by the same functions everywhere
(:mod:`labfolio_xl.options.checks`).
"""

from __future__ import annotations

from collections.abc import Mapping

from labfolio_xl.errors import InputError
from labfolio_xl.options.checks import ALIKE_NAMES, nearest, shown, spelled
from labfolio_xl.options.declared.data import DATA
from labfolio_xl.options.declared.estimates import ESTIMATES
from labfolio_xl.options.declared.portfolio import PORTFOLIO
from labfolio_xl.options.kinds import Words
from labfolio_xl.options.option import Option

__all__ = ["OPTIONS", "find_option"]

OPTIONS: dict[str, Option] = {option.name: option for option in (*DATA, *PORTFOLIO, *ESTIMATES)}


def find_option(name: str, options: Mapping[str, Option] = OPTIONS) -> Option:
    """Return the option of a name, in the case and spelling that people type.

    Raises
    ------
    InputError
        There is none; the sentence names the nearest.
    """
    found = options.get(spelled(name).replace("-", "_"))
    if found is not None:
        return found
    alike = nearest(name, options, likeness=ALIKE_NAMES)
    takers = [o.name for o in options.values() if isinstance(o.kind, Words) and o.kind.has(name)]
    hint = f"choose one of {', '.join(options)}"
    if takers:
        hint = f"it is a value of {', '.join(takers)}: write {takers[0]}={shown(name)}"
    elif alike:
        hint = f"the nearest is {alike}"
    raise InputError(f'"{shown(name)}" is no setting; {hint}.')
