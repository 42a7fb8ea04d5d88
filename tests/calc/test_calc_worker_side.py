"""The worker: it takes raw cells, and returns cells that Calc can show."""

from __future__ import annotations

import io
import subprocess
import sys

import pytest

import labfolio_xl
from labfolio_xl.calc import worker
from labfolio_xl.calc.wire import read_frame, serial, write_frame
from labfolio_xl.samples import load_sample


def block_of(frame):
    rows = [("date", *frame.columns)]
    rows += [(serial(day), *map(float, row)) for day, row in frame.iterrows()]
    return tuple(rows)


@pytest.fixture(scope="module")
def inputs():
    assets, factors, _ = load_sample("us2022")
    return block_of(assets.iloc[:40, :3]), block_of(factors.iloc[:40, :2])


def test_a_function_is_called_with_raw_cells(inputs):
    table = worker.answer("LF_BETAS", list(inputs))
    assert table[0] == ("asset", "SP500", "MTUM")
    assert [row[0] for row in table[1:]] == ["AAPL", "AMD", "BAC"]
    assert all(isinstance(cell, float) for row in table[1:] for cell in row[1:])


def test_dates_are_serials_of_the_document(inputs):
    in_1900, in_1904 = (
        [row[0] for row in worker.answer("LF_LAMBDAS", list(inputs), epoch)[1:]]
        for epoch in (0, 1462)
    )
    assert in_1900 == [row[0] for row in inputs[0][1:]]
    assert in_1904 == [day - 1462 for day in in_1900]


def test_a_missing_number_is_none_and_a_blank_stays_a_text(inputs):
    too_few = [block[:4] for block in inputs]
    table = worker.answer("LF_BETA_STATS", too_few)
    column = table[0].index("t")
    assert {row[column] for row in table[1:]} == {None}
    table = worker.answer("LF_EXPECTED", list(inputs))
    assert "" in table[1]


def test_a_function_of_another_version_is_one_sentence():
    assert worker.answer("LF_NOTHING", []) == (
        (f"#LF! LF_NOTHING: labfolio {labfolio_xl.__version__} has no such function.",),
    )


def test_the_process_greets_answers_and_ends_with_the_pipe(inputs):
    process = subprocess.Popen(
        [sys.executable, "-m", "labfolio_xl.calc.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with process:
        assert "python" in read_frame(process.stdout)
        question = {"function": "LF_BETAS", "arguments": [*inputs], "epoch": 0}
        write_frame(process.stdin, question)
        assert read_frame(process.stdout)["answer"][0][0] == "asset"
        process.stdin.close()
        assert process.wait(20) == 0


def test_what_a_library_prints_does_not_land_in_the_pipe():
    """Frames go to the real standard output; everything else goes to the log."""
    questions, answers = io.BytesIO(), io.BytesIO()
    write_frame(questions, {"function": "LF_VERSION", "arguments": [], "epoch": 0})
    questions.seek(0)
    worker.serve(questions, answers)
    answers.seek(0)
    assert read_frame(answers).keys() == {"python"}
    assert read_frame(answers) == {"answer": ((labfolio_xl.__version__,),)}
    assert read_frame(answers) is None
    code = (
        "import os, sys; from labfolio_xl.calc import worker\n"
        "worker.serve = lambda questions, answers: (print('stray', flush=True), "
        "answers.write(b'frame'), answers.flush())\n"
        "worker.main()"
    )
    done = subprocess.run([sys.executable, "-c", code], input=b"", capture_output=True, check=True)
    assert done.stdout == b"frame"
    assert b"stray" in done.stderr
