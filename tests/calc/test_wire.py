"""A message is read as it was written."""

from __future__ import annotations

import ast
import datetime as dt
import io
import math
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labfolio_xl.calc import package, wire
from labfolio_xl.calc.wire import read_frame, write_frame

numbers = st.floats(allow_nan=False)
# JSON cannot hold a lone surrogate as UTF-8, and no cell can either.
texts = st.text(st.characters(exclude_categories=["Cs"]))
cells = numbers | texts | st.none()


def tables_of(cell):
    return st.integers(0, 4).flatmap(
        lambda width: st.lists(st.tuples(*[cell] * width), max_size=5).map(tuple)
    )


def through_a_pipe(frame):
    pipe = io.BytesIO()
    write_frame(pipe, frame)
    pipe.seek(0)
    return read_frame(pipe)


@given(tables_of(cells), tables_of(numbers), texts)
def test_a_frame_comes_out_as_it_went_in(mixed, plain, text):
    frame = {"arguments": [mixed, 1.5, text, None, plain], "function": text, "answer": mixed}
    assert through_a_pipe(frame) == frame


def test_signed_zero_and_the_smallest_number_survive():
    table = ((-0.0, 5e-324, 1.7976931348623157e308),)
    (row,) = through_a_pipe({"answer": table})["answer"]
    assert [math.copysign(1, row[0]), *row[1:]] == [-1, *table[0][1:]]


def test_short_rows_are_filled_with_missing_cells():
    frame = through_a_pipe({"answer": ((1.0, "a"), (), (2.0,))})
    assert frame["answer"] == ((1.0, "a"), (None, None), (2.0, None))


def test_dates_become_the_serials_of_excel():
    dates = (dt.date(2024, 1, 2), dt.datetime(2024, 1, 2, 12, tzinfo=dt.UTC), dt.date(1900, 3, 1))
    assert through_a_pipe({"answer": (dates,)})["answer"] == ((45293.0, 45293.5, 61.0),)


def test_several_frames_follow_each_other():
    pipe = io.BytesIO()
    for number in (1.0, 2.0):
        write_frame(pipe, {"answer": ((number,),)})
    pipe.seek(0)
    assert [read_frame(pipe)["answer"] for _ in range(2)] == [((1.0,),), ((2.0,),)]
    assert read_frame(pipe) is None


@pytest.mark.parametrize("kept", [3, 16, 40])
def test_a_pipe_that_closes_inside_a_frame_gives_none(kept):
    pipe = io.BytesIO()
    write_frame(pipe, {"answer": ((1.0, 2.0, 3.0),)})
    assert kept < len(pipe.getvalue())
    assert read_frame(io.BytesIO(pipe.getvalue()[:kept])) is None


def test_the_missing_number_is_what_calc_shows_as_not_available():
    """A NaN that carries 0x7FFF, Calc's code of #N/A, and not any other NaN."""
    assert struct.pack("<d", wire.NOT_AVAILABLE) == bytes.fromhex("ff7f00000000f87f")


@pytest.mark.parametrize("module", [*package.SHARED, "oxt/labfolio_component"])
def test_what_runs_in_libreoffice_reads_as_its_oldest_python_does(module):
    """LibreOffice 25.2 brings Python 3.10 on Windows and on a Mac."""
    source = (Path(wire.__file__).parent / f"{module}.py").read_text("utf-8")
    ast.parse(source, feature_version=(3, 10))
