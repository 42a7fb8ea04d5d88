"""The stand-in for Excel: values reach Python and return unchanged."""

import datetime as dt
import math
import re
from decimal import Decimal
from pathlib import Path

import com_host
import numpy as np
import pytest
import xlwings
from com_values import (
    MISSING,
    NOTHING,
    CellError,
    Currency,
    Doubles,
    Marker,
    Range,
    Reader,
    Row,
    encode,
)

pytestmark = pytest.mark.wine

UDF = [com_host.HERE / "udf"]
BLOCK = [
    ["date", "A", "B", "C"],
    [dt.datetime(2024, 1, 2), 1 / 3, None, True],
    [dt.datetime(2024, 1, 3, 12, 30, 15), math.nan, CellError.NA, "Zürich 💶"],
    [45292.0, 1e-300, CellError.DIV0, Currency(Decimal("12.3456"))],
]
SEEN = [
    ["str 'date'", "str 'A'", "str 'B'", "str 'C'"],
    ["datetime 2024-01-02T00:00:00", "float 0.3333333333333333", "NoneType None", "bool True"],
    ["datetime 2024-01-03T12:30:15", "float nan", "NoneType None", "str 'Zürich 💶'"],
    ["float 45292.0", "float 1e-300", "NoneType None", "Decimal Decimal('12.3456')"],
]


@pytest.fixture(scope="module")
def probe(start_host):
    with start_host("probe", python_path=UDF) as host:
        yield host


@pytest.mark.parametrize("wrap", [list, Range], ids=["array", "range"])
def test_cells_arrive_in_python_with_value_and_type(probe, wrap):
    assert probe.call("probe_types", wrap(BLOCK)) == SEEN


@pytest.mark.parametrize(
    ("argument", "seen"),
    [
        (Range(5.0), "float 5.0"),
        (Range(None), "NoneType None"),
        (MISSING, "NoneType None"),
        (NOTHING, "NoneType None"),
        (None, "NoneType None"),
        (3, "float 3.0"),
        (False, "bool False"),
        (Decimal("-1.25"), "Decimal Decimal('-1.25')"),
        (CellError.NA, "int -2146826246"),
        (Row([1.0, "a", None]), "tuple (1.0, 'a', None)"),
        (Doubles([[1, 2], [3, 4]]), "tuple ((1.0, 2.0), (3.0, 4.0))"),
        (Range([[1.0], [2.0]], rows=4), "tuple ((1.0,), (2.0,), (None,), (None,))"),
    ],
)
def test_what_vba_can_pass_arrives_as_pywin32_gives_it(probe, argument, seen):
    assert probe.call("probe_raw", argument) == seen


def test_omitted_arguments_take_their_defaults(probe):
    assert probe.call("probe_optional", MISSING, MISSING) == [["NoneType None", "float 2.0"]]


def test_results_come_back_without_loss(probe):
    block = [[1 / 3, math.nan, "Zürich 💶"], [dt.datetime(2024, 1, 3, 12, 30, 15), None, False]]
    (first, second) = probe.call("probe_echo", block)
    assert first[0] == 1 / 3
    assert math.isnan(first[1])
    assert first[2] == "Zürich 💶"
    assert second == [block[1][0], Marker.NULL, False]


def test_a_large_block_comes_back_bit_for_bit(probe):
    values = np.random.default_rng(0).normal(size=(2520, 100))
    assert np.array_equal(np.array(probe.call("probe_echo", values)), values)


def test_a_failing_function_reports_its_exception(probe):
    with pytest.raises(com_host.ComError, match=r"ValueError: bad input: 1\.0"):
        probe.call("probe_fail", 1)
    assert probe.call("probe_raw", 1) == "float 1.0"


def test_the_server_is_a_windows_python(probe):
    assert probe.call("probe_server") == [["3.11.9", "win32"]]


def test_repeated_calls_are_timed_and_compared(probe):
    reply = probe.run("probe_raw", BLOCK, repeat=20, compare=True)
    assert len(reply.call_seconds) == 20
    assert reply.different == 0
    assert reply.callbacks >= 20


def test_a_call_from_outside_a_cell_needs_no_workbook(probe):
    assert probe.run("probe_raw", 1, in_a_cell=False).callbacks == 0


@pytest.mark.parametrize("leave", ["close_input", "kill"])
@pytest.mark.parametrize(
    ("function", "options"),
    [("LF_VERSION", {}), ("probe_server", {"module": "probe", "python_path": UDF})],
    ids=["ours", "xlwings"],
)
def test_the_server_ends_when_its_host_ends(start_host, function, options, leave):
    """Excel is closed, or it crashes: either way no Python process is left behind."""
    with start_host(**options) as host:
        host.call(function)
        assert host.server().pid in host.pids()
        if leave == "kill":
            host.kill()
        else:
            host.process.stdin.close()
        assert host.wait_for_end(20) == []


def test_the_command_of_a_plain_xlwings_server_is_the_one_of_xlwings_bas():
    """The lines of XLPyCommand that `xlwings_command` repeats still stand in xlwings.bas."""
    source = (Path(xlwings.__file__).parent / "xlwings.bas").read_text("utf-8")
    flat = re.sub(r"[ \t]+", " ", source)
    for line in (com_host.HERE / "start_command.bas").read_text().splitlines():
        assert line in flat


@pytest.mark.usefixtures("start_host")
def test_the_vba_wrappers_come_from_the_real_import():
    found = com_host.import_functions("probe", python_path=UDF)
    lines = found.module.decode("ascii").split("\r\n")
    assert lines[0] == 'Attribute VB_Name = "xlwings_udfs"'
    assert "Function probe_optional(Optional x, Optional y)" in lines
    macros = {option["macro"]: option for option in found.descriptions}
    assert macros["'Book1.xlsm'!probe_raw"]["Description"] == "Show what the raw converter gives."


@pytest.mark.parametrize(
    "value", [None, True, 2.5, "x", Currency(Decimal("-7.5")), Decimal("1e3"), CellError.REF]
)
def test_values_survive_the_way_to_bytes_and_back(value):
    assert Reader(encode(value)).value() == value
