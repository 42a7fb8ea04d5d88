"""Python starts from any folder, and answers a formula in the middle of a macro, over COM."""

from __future__ import annotations

import com_host
import pytest
from com_values import Range
from function_cases import ASSETS, EXPECTED, FACTORS, cells
from test_com_functions import assert_same

pytestmark = pytest.mark.wine

OUTSIDE_THE_CODE_PAGE = "名前 é"  # Wine's code page here is 1252
ROUND_TRIP = """
from pathlib import Path
from labfolio_xl.excel.server.python_process import round_trip
before = Path.cwd()
started, called = round_trip(Path({library!r}), {interpreter!r})
print("measured", started > 0 and called > 0, Path.cwd() == before)
"""


@pytest.fixture
def elsewhere(start_host, tmp_path):  # noqa: ARG001 - it makes Python ready
    """The Windows Python, in a folder whose name the system's code page cannot hold."""
    folder = tmp_path / OUTSIDE_THE_CODE_PAGE
    folder.mkdir()
    (folder / "python").symlink_to(com_host.home() / "python")
    return folder / "python"


def test_python_starts_from_a_folder_whose_name_the_code_page_cannot_hold(elsewhere):
    """The library's command is ANSI, so the program is named alone and started from its folder."""
    code = ROUND_TRIP.format(
        library=com_host.windows(next((com_host.home() / "python").glob("xlwings64-*.dll"))),
        interpreter=com_host.windows(elsewhere / "pythonw.exe"),
    )
    assert "measured True True" in com_host.run_python("-c", code).splitlines()


def test_python_answers_a_formula_that_a_macro_enters(start_host):
    """Excel calculates a formula when it is entered, in manual mode too.

    So the worksheet function is asked while Python still waits for Excel to take the formula: both
    calls are of one thread of Excel's, and COM lets the inner one in (a call that is nested in an
    outgoing one is dispatched in a single-threaded apartment).
    """
    path = com_host.windows(com_host.HERE / "udf").replace("\\", "/")
    with start_host("probe", first=f"import sys; sys.path.append('{path}'); ") as host:
        # Each time with ranges of its own, since the cells then show what the formula gives.
        for _ in range(10):
            found = host.call("probe_enter", Range(cells(ASSETS)), Range(cells(FACTORS)))
            assert_same(found, EXPECTED["LF_BETAS"](assets=ASSETS, factors=FACTORS))
