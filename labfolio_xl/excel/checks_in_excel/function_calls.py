"""A call of every worksheet function over the inputs of the template.

The value of an argument depends only on its name, so that a new function needs a new entry only if
it has a required argument with a new name.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import labfolio_xl.sheet.functions  # noqa: F401  # fills the registry
from labfolio_xl.errors import InputError
from labfolio_xl.plan.places import INPUTS, SETTINGS, Area
from labfolio_xl.sheet.boundary import REGISTRY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from labfolio_xl.blocks import Rows
    from labfolio_xl.blocks.cells.values import Cell
    from labfolio_xl.sheet.boundary import WorksheetFunction

__all__ = ["OF_ITS_PROCESS", "FunctionCall", "Given", "function_calls", "given", "scratch_blocks"]

# The answers of these functions depend on the process, and Excel uses another process.
OF_ITS_PROCESS = ("LF_LAST_ERROR",)
_PLACES = (*INPUTS, SETTINGS)
# Prices for a table with its own names and dates, on a sheet that the check adds.
PRICES = [100.0, 101.0, 99.5, 102.25, 103.0]
N_NEW_FACTORS = 2
# The rate for a function that requires one, if the input is not given.
RATE = 0.0001
# A frequency to which days, weeks and months can be compounded.
COARSER = "quarterly"


@dataclass(frozen=True, slots=True)
class Given:
    """The value of an argument: as text in the formula, and as raw cells for the function."""

    text: str
    raw: Cell


@dataclass(frozen=True, slots=True)
class FunctionCall:
    """A formula, and the cells that it must spill."""

    name: str
    formula: str
    answer: Rows


def scratch_blocks(inputs: Mapping[str, Rows]) -> dict[str, Rows]:
    """Return blocks of cells that no input sheet has, by argument."""
    days = [dt.datetime(2024, 1, day) for day in range(1, len(PRICES) + 1)]  # noqa: DTZ001
    rows = [[day, price, 2.0 * price] for day, price in zip(days, PRICES, strict=True)]
    prices: list[list[Any]] = [["date", "A", "B"], *rows]
    holdings: list[list[Any]] = [["asset", "quantity"], ["A", 10.0], ["B", 5.0]]
    shocks: list[list[Any]] = [["factor", "shock"], [str(inputs["factors"][0][1]), -0.1]]
    return {"prices": prices, "holdings": holdings, "shocks": shocks}


def given(
    inputs: Mapping[str, Rows], blocks: Mapping[str, Rows], places: Mapping[str, str]
) -> dict[str, Given]:
    """Return the value of each argument by its name.

    Parameters
    ----------
    inputs : mapping
        Raw cells of the input sheets and of the sheet Settings, by argument.
    blocks, places : mapping
        The further blocks, and their addresses.
    """
    found = {place.argument: Given(place.name, inputs.get(place.argument)) for place in _PLACES}
    assets = next(place for place in INPUTS if place.argument == "assets")
    # The first assets serve as candidates for new factors.
    new = [list(row[: N_NEW_FACTORS + 1]) for row in inputs["assets"]]
    place = Area(assets.sheet, assets.row, assets.column, len(new), N_NEW_FACTORS + 1)
    found["candidates"] = Given(place.address.removeprefix("="), new)
    found["returns"] = found["assets"]
    found["frequency"] = Given(f'"{COARSER}"', COARSER)
    return found | {name: Given(places[name], rows) for name, rows in blocks.items()}


def function_calls(known: Mapping[str, Given]) -> list[FunctionCall]:
    """Return a call of every function of the registry.

    Raises
    ------
    InputError
        If an argument that cannot be left out has no entry here.
    """
    return [_call(entry, known) for entry in REGISTRY.values()]


def _call(entry: WorksheetFunction, known: Mapping[str, Given]) -> FunctionCall:
    missing = [a.name for a in entry.arguments if not a.optional and a.name not in known]
    if missing:
        raise InputError(f"{entry.name}: nothing to give for {', '.join(missing)}.")
    nothing = Given("", None)
    arguments = [
        known.get(argument.name, nothing)
        if argument.optional or known[argument.name].raw is not None
        else Given(str(RATE), RATE)
        for argument in entry.arguments
    ]
    texts = [argument.text for argument in arguments]
    while texts and not texts[-1]:
        texts.pop()
    answer = entry.call(*(argument.raw for argument in arguments))
    return FunctionCall(entry.name, f"={entry.name}({','.join(texts)})", answer)
