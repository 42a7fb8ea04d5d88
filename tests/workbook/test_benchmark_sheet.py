"""The input sheet Benchmark, and weights by date: what is written is what formulas read."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from reading import values

from labfolio_xl.errors import InputError
from labfolio_xl.plan.analysis import analyse
from labfolio_xl.plan.formulas import Formula, input_rows
from labfolio_xl.plan.input_looks import column_looks
from labfolio_xl.plan.inputs import Inputs, sample_inputs
from labfolio_xl.plan.places import BENCHMARK, INPUTS
from labfolio_xl.returns.tables.input_table import InputTable
from labfolio_xl.sheet.boundary import REGISTRY
from labfolio_xl.sheet.settings import Settings
from labfolio_xl.workbook.sheets_inputs import rule
from labfolio_xl.workbook.writer import workbook_bytes

FULL = sample_inputs()
ASSETS, FACTORS = FULL.assets.iloc[:60, :5], FULL.factors.iloc[:60, :2]
INDEX = (0.9 * FACTORS.iloc[:, 0]).rename("Index")
DATED = pd.DataFrame({"AAPL": [0.5, 0.2], "BAC": [0.5, 0.8]}, ASSETS.index[[0, 30]])
PLACES = {place.argument: place for place in INPUTS}

KINDS = {
    "none": (None, {}),
    "a series": (INDEX, {}),
    "a series in percent": (100 * INDEX, {"benchmark_is": "percent"}),
    "levels": (4000 * (1 + INDEX).cumprod(), {"benchmark_is": "prices"}),
    "the name of an asset": (INDEX.rename("AAPL"), {}),
    "weights": ({"AAPL": 60, "BAC": 40}, {}),
    "weights in percent": ({"AAPL": 6, "BAC": 4}, {"benchmark_is": "percent"}),
    "dated weights": (DATED, {}),
}


def analysed(benchmark, settings=None, **given):
    inputs = Inputs(ASSETS, FACTORS, benchmark=benchmark, **given)
    return analyse(replace(inputs, settings=Settings(settings or {})))


@pytest.mark.parametrize("kind", KINDS)
def test_a_formula_over_the_sheet_finds_what_was_given(kind):
    """The cached values of a new workbook are what its formulas compute from the sheets."""
    analysis = analysed(*KINDS[kind])
    rows = input_rows(analysis)
    for name in ("LF_CHECK", "LF_STATUS"):
        assert Formula(name).answer(analysis) == Formula(name).evaluate(rows)
    lines = [row for row in Formula("LF_CHECK").evaluate(rows) if row[1] == "Benchmark"]
    assert bool(lines) == (kind != "none")
    assert ("benchmark" in rows) == (kind != "none")


@pytest.mark.parametrize("kind", KINDS)
def test_the_sheet_of_a_report_has_dates_or_names_and_decimal_numbers(kind, tmp_path):
    analysis = analysed(*KINDS[kind])
    path = tmp_path / "out.xlsx"
    path.write_bytes(workbook_bytes(analysis, "report"))
    sheet = values(path)["Benchmark"]
    shown = [row[:3] for row in sheet[3:]]
    if kind == "none":
        assert not any(any(row) for row in shown)
        assert sheet[1][0].startswith("None was given: the portfolio is compared with none.")
    elif "weights" not in kind:
        first = 1 if kind == "levels" else 0
        assert shown[0][0] == "date"
        assert shown[1][0] == ASSETS.index[first].date()
        expected = INDEX.to_numpy()[first:]
        np.testing.assert_allclose([row[1] for row in shown[1:]], expected, rtol=1e-9)
    elif kind == "dated weights":
        assert shown[0] == ["date", *ASSETS.columns[:2]]
        assert [row[1] for row in shown[1:]] == [0.5, 0.2]
        assert shown[1][0] == ASSETS.index[0].date()
    else:
        scale = 0.1 if "percent" in kind else 1.0
        held = {name: weight for name, weight, *_ in shown[1:] if weight}
        assert held == pytest.approx({"AAPL": 0.6 * scale, "BAC": 0.4 * scale})


def test_what_was_declared_is_declared_as_what_it_is_now():
    for kind, (benchmark, settings) in KINDS.items():
        said = analysed(benchmark, settings).inputs.settings.given.get("benchmark_is")
        expected = "fractions" if "weights" in kind else "returns"
        assert said == (expected if settings else None)


def test_every_function_with_a_benchmark_gets_its_name_and_no_other_does():
    for entry in REGISTRY.values():
        takes = "benchmark" in {argument.name for argument in entry.arguments}
        assert (BENCHMARK.name in Formula(entry.name).text) == takes
        assert ("benchmark_is" in entry.uses.words) == takes


def test_a_benchmark_that_cannot_be_read_is_refused_before_a_workbook_is_made():
    with pytest.raises(InputError, match='Benchmark: "ZZZ" is not a column of Assets'):
        analysed({"ZZZ": 1.0})


def test_dated_weights_of_the_portfolio_stand_on_their_sheet_by_date(tmp_path):
    analysis = analysed(None, weights=DATED)
    rows = input_rows(analysis)["weights"]
    assert rows[0] == ["date", *ASSETS.columns]
    assert [row[0].date() for row in rows[1:]] == [day.date() for day in DATED.index]
    argument = next(a for a in REGISTRY["LF_CHECK"].arguments if a.name == "weights")
    read = argument.read(rows, assets=ASSETS.columns)
    pd.testing.assert_frame_equal(
        read.weights, analysis.inputs.weights, check_names=False, check_index_type=False
    )
    path = tmp_path / "out.xlsx"
    path.write_bytes(workbook_bytes(analysis, "report"))
    sheet = values(path)["Weights"]
    assert sheet[4][0] == DATED.index[0].date()
    assert sheet[4][1] == 0.5


def test_the_looks_follow_the_cells_of_weights_and_benchmark():
    day = dt.datetime(2022, 1, 3)
    series, pairs = [["date", "Index"], [day, 0.01]], [["asset", "weight"], ["A", 0.5]]
    dated = [["date", "A", "B"], [day, 0.5, 0.5]]
    serials = [["date", "A", "B"], [44564.0, 0.5, 0.5]]
    tickers = [["ticker", "weight"], [9984.0, 0.5]]
    looks = {name: lambda rows, p=place: column_looks(p, rows) for name, place in PLACES.items()}
    assert looks["benchmark"](series) == ["input_date", "input_return"]
    assert looks["benchmark"](pairs) == ["text", "input_percent"]
    assert looks["benchmark"](dated) == ["input_date", "input_percent", "input_percent"]
    assert looks["weights"](dated) == looks["weights"](serials) == looks["benchmark"](dated)
    assert looks["weights"](tickers) == looks["weights"](pairs) == ["text", "input_percent"]
    assert looks["weights"]([[0.5], [0.5]]) == ["input_percent"]
    assert looks["risk_free"]([[0.0001]]) == ["input_return"]
    assert looks["assets"](dated) == ["input_date", "input_return", "input_return"]


def test_the_rule_of_the_sheet_says_what_belongs_there():
    analysis = analysed(INDEX)
    assert isinstance(analysis.inputs.benchmark, InputTable)
    assert rule(BENCHMARK, analysis, input_rows(analysis)).startswith("Dates and decimal returns")
