"""Check the numbers of an open workbook, and the installation of Excel and Python."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from labfolio_xl.excel.book.cells import sheets_by_name, write_rows
from labfolio_xl.excel.book.inputs import parsed_inputs, read_inputs, require_labfolio
from labfolio_xl.excel.book.obstacles import require_adding, require_open_sheets
from labfolio_xl.excel.book.path import path_of
from labfolio_xl.excel.installation.doctor import Check, judge
from labfolio_xl.excel.installation.facts import Facts, this_machine
from labfolio_xl.options import OPTIONS
from labfolio_xl.options.settings import settings_text
from labfolio_xl.plan.places import INPUTS
from labfolio_xl.plan.settings import setting_cell
from labfolio_xl.sheet.settings import uses_of

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from labfolio_xl.sheet.settings import Settings

__all__ = ["check_numbers", "check_setup", "host_facts", "verdict"]

SHEET = "Check numbers"
XL_SHEET_VISIBLE = -1
# The settings with which a table shows numbers that the comparison does not compute.
NOT_COMPARED = (
    *("level", "beta_window", "estimator", "specific", "span_start", "span_end"),
    *("cov", "premia_cov"),
)
# All other values of cov and premia_cov are compared.
BOOTSTRAP = "bootstrap"
MARKS = {"ok": "+", "look": "!", "fault": "x", "unknown": "?"}


def check_numbers(book: Any, say: Callable[[str], None]) -> str:
    """Compare every result with statsmodels and linearmodels, and show it on a separate sheet."""
    from labfolio_xl.reference import compare

    require_labfolio(book)
    _require_place(book)
    inputs = parsed_inputs(book, read_inputs(book))
    say("Computing everything again with statsmodels and linearmodels")
    tables = [place.argument for place in INPUTS]
    settings = inputs.settings.taken_by("Check numbers", uses_of(compare, tables, (), {}))
    options = settings.options_of(compare)
    table = compare(inputs.assets, inputs.factors, inputs.risk_free, inputs.weights, **options)
    _show(book, table)
    return " ".join([verdict(table), *_not_compared(inputs.settings), f"See the sheet {SHEET}."])


def _not_compared(settings: Settings) -> list[str]:
    """Return a sentence on the settings that the comparison leaves out, if there are any."""
    left = {
        name: setting_cell(value)
        for name, value in settings.given.items()
        if name in NOT_COMPARED and value != OPTIONS[name].default
        if value == BOOTSTRAP or not name.endswith("cov")
    }
    if not left:
        return []
    return [f"Neither library computes {settings_text(left)}: that was left out of the comparison."]


def verdict(table: pd.DataFrame) -> str:
    """Return one sentence on a comparison: whether all agree, and the largest difference."""
    compared = table[table["verdict"] != "not compared"]
    differs = compared[compared["verdict"] == "differs"]
    largest = compared.sort_values("difference").iloc[-1]
    if differs.empty:
        text = (
            f"All {len(compared)} tables agree with statsmodels and linearmodels; the largest "
            f"relative difference is {largest['difference']:.1e}, in {largest['table']}."
        )
    else:
        text = (
            f"{len(differs)} of {len(compared)} tables differ: {', '.join(differs['table'])}; "
            f"the largest relative difference is {largest['difference']:.1e}."
        )
    if len(compared) < len(table):
        text += f" {len(table) - len(compared)} not compared: that would take minutes."
    return text


def check_setup(book: Any, argument: str) -> str:
    """Return the checks, one per line; a fault is followed by its cure."""
    path, seconds = None, 0.0
    if book is not None:
        begun = time.perf_counter()
        book.name  # noqa: B018  # one call to Excel, which is timed
        seconds, path = time.perf_counter() - begun, path_of(book)
    facts = host_facts(this_machine(path, start=False), argument)
    # Python has started, because it runs this function.
    facts.start_seconds, facts.call_seconds = 0.0, seconds
    return "\n".join(_line(check) for check in judge(facts))


def host_facts(facts: Facts, argument: str) -> Facts:
    """Add facts that VBA collected about Excel: KEY=value, with bars (|) between them."""
    said = dict(part.partition("=")[::2] for part in argument.split("|") if part)
    facts.excel_build = said.get("excel_build") or facts.excel_build
    if "excel_version" in said and facts.excel_build:
        facts.excel_build = f"{said['excel_version']}.{facts.excel_build}"
    facts.excel_path = said.get("excel_path") or facts.excel_path
    if said.get("excel_bits", "").isdigit():
        facts.excel_bits = int(said["excel_bits"])
    return facts


def _line(check: Check) -> str:
    cure = f" {check.cure}" if check.cure else ""
    return f"{MARKS[check.verdict]} {check.name}: {check.finding}.{cure}"


def _require_place(book: Any) -> None:
    """Refuse a workbook that cannot show the result, because the comparison takes minutes."""
    sheet = _found(book)
    if sheet is None:
        require_adding(book, SHEET)
    else:
        require_open_sheets([sheet])


def _found(book: Any) -> Any:
    """Return the sheet of an earlier check; the case of its name does not matter to Excel."""
    names = {name.lower(): sheet for name, sheet in sheets_by_name(book).items()}
    return names.get(SHEET.lower())


def _added(book: Any) -> Any:
    """Add the sheet before the last visible one, because Excel does not move very hidden ones."""
    seen = [sheet for sheet in book.sheets if sheet.visible in (True, XL_SHEET_VISIBLE)]
    return book.sheets.add(SHEET, before=seen[-1])


def _show(book: Any, table: pd.DataFrame) -> None:
    sheet = _found(book)
    sheet = _added(book) if sheet is None else sheet
    sheet.clear()
    rows = [[str(name) for name in table.columns], *table.to_numpy(object).tolist()]
    cells = [[None if cell != cell else cell for cell in row] for row in rows]  # noqa: PLR0124  # NaN
    write_rows(sheet, 0, 0, cells, ["General", "General", "0.0E+00", "0.0E+00", "General"])
    sheet.autofit()
