"""Every worksheet function in a cell of Calc gives what the Python function gives.

The calls and what they must spill are those of the tests over COM (`function_cases`).
"""

from __future__ import annotations

import datetime as dt
import math

import pytest
from cells import block_at, calculate, put, serial, sheet
from function_cases import CASES, EXPECTED, SEARCHED, WORDS, cells, settings_text, split

from labfolio_xl.sheet.functions import REGISTRY

pytestmark = pytest.mark.calc

# The same numbers in another order of memory: BLAS adds them up in another order, and what is
# the difference of two large numbers keeps fewer of its digits.
RELATIVE, ABSOLUTE = 1e-10, 1e-14
CLOSE = 1e-5  # where an optimiser stops
NOT_AVAILABLE = 32767
EVERYTHING = 1023  # all of UNO's CellFlags


@pytest.fixture(scope="module")
def page(office):
    """Give a sheet whose blocks stay where they are from one call to the next."""
    document = office.new()
    yield sheet(document)
    document.close(True)  # noqa: FBT003  UNO has no names for arguments


@pytest.fixture(scope="module")
def blocks():
    """Give the places of the blocks that are in the sheet already."""
    return {}


def formula_of(name, given, page, blocks):
    """Return the formula that an analyst would type, with its blocks in cells of the sheet."""
    arguments, settings = split(name, given)
    if settings:
        arguments["settings"] = settings_text(settings)
    names = [argument.name for argument in REGISTRY[name].arguments]
    last = max(names.index(argument) for argument in arguments)
    typed = [in_formula(arguments.get(argument), page, blocks) for argument in names[: last + 1]]
    return f"={name}({';'.join(typed)})"


def in_formula(value, page, blocks):
    """Return an argument as one types it: nothing, a number, a text, a date or a range."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return f"{value}()".upper()
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, dt.date):
        return f"DATE({value.year};{value.month};{value.day})"
    if isinstance(value, int | float):
        return repr(value)
    return place(value, page, blocks)


def place(value, page, blocks):
    """Return the address of a block, which is written beside the others if it is new."""
    if id(value) not in blocks:
        rows = [[serial(c) if isinstance(c, dt.date) else c for c in row] for row in cells(value)]
        column = sum(len(block.getDataArray()[0]) + 1 for _, block in blocks.values())
        first = page.getCellByPosition(column, 0).AbsoluteName.rpartition(".")[2]
        # The value is kept, so that no other one gets its identity.
        blocks[id(value)] = value, put(page, first.replace("$", ""), rows)
    return blocks[id(value)][1].AbsoluteName.rpartition(".")[2]


def assert_calculates(page, formula, expected, relative=RELATIVE):
    """Enter the formula below the blocks, and compare cell by cell what it shows."""
    shape = len(expected), len(expected[0])
    shown = calculate(page, "A201", formula, *shape)
    block = block_at(page, "A201", *shape)
    for i, (found_row, row) in enumerate(zip(shown, expected, strict=True)):
        for j, (found, cell) in enumerate(zip(found_row, row, strict=True)):
            if isinstance(cell, float) and math.isnan(cell):
                assert block.getCellByPosition(j, i).getError() == NOT_AVAILABLE, (formula, row)
            else:
                assert shows(found, cell, relative), (formula, found, cell)
    block.clearContents(EVERYTHING)


def shows(found, cell, relative):
    """Compare one cell that is not missing: a date is its serial, a text is the same text."""
    if isinstance(cell, dt.date):
        return found == serial(cell)
    if isinstance(cell, str):
        return found == cell
    return isinstance(found, float) and math.isclose(
        found, cell, rel_tol=relative, abs_tol=ABSOLUTE
    )


def test_every_function_has_a_case():
    assert {name for name, _ in CASES} | WORDS == set(REGISTRY)


@pytest.mark.parametrize(("name", "given"), CASES, ids=[name for name, _ in CASES])
def test_a_function_gives_what_the_python_function_gives(page, blocks, name, given):
    formula = formula_of(name, given, page, blocks)
    assert_calculates(page, formula, EXPECTED[name](**given))


@pytest.mark.parametrize(("name", "given"), SEARCHED, ids=[name for name, _ in SEARCHED])
def test_an_estimator_that_searches_gives_what_the_python_function_gives(page, blocks, name, given):
    formula = formula_of(name, given, page, blocks)
    assert_calculates(page, formula, EXPECTED[name](**given), CLOSE)
