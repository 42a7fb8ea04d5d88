"""The benchmark as an input: its kind, its unit, and its lines of the data report."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from labfolio_xl import align, examine
from labfolio_xl.errors import InputError, LabfolioError
from labfolio_xl.returns.benchmark import is_series, judge_beside, series_in_its_unit
from labfolio_xl.returns.findings import Findings
from labfolio_xl.returns.tables.input_table import InputTable
from labfolio_xl.returns.weights.judgement import WeightTable
from labfolio_xl.returns.weights.weighing import Weighing

MONTHS = pd.date_range("2018-01-31", periods=60, freq="ME", name="date")
RANDOM = np.random.default_rng(5)
FACTORS = pd.DataFrame(RANDOM.normal(0.005, 0.04, (60, 2)), MONTHS, ["M", "S"])
ASSETS = pd.DataFrame(RANDOM.normal(0.005, 0.05, (60, 3)), MONTHS, list("ABC"))
INDEX = (0.9 * FACTORS["M"] + 0.001).rename("SPX")
DATED = pd.DataFrame({"A": [0.5, 0.2], "C": [0.5, 0.8]}, MONTHS[[0, 30]])


def judged(benchmark, are=None, doubts="refuse", **options):
    findings = Findings(doubts)
    found = judge_beside(benchmark, align(ASSETS, FACTORS), Weighing(**options), findings, are=are)
    return found, findings.lines


@pytest.mark.parametrize(
    ("benchmark", "expected"),
    [
        (INDEX, True),
        (INDEX.set_axis(INDEX.index.strftime("%Y-%m-%d")), True),
        (INDEX.set_axis([day.date() for day in INDEX.index]), True),
        (INDEX.rename("A"), True),
        (INDEX.to_frame(), True),
        (INDEX.to_frame("A"), True),  # one column beside dates, whatever its name
        (InputTable(INDEX.to_frame("A")), True),
        (DATED, False),
        ({"A": 1.0}, False),
        (pd.Series({"A": 1.0}), False),
        (WeightTable(np.array([1.0, 0.0, 0.0])), False),
        ([0.2, 0.3, 0.5], False),
        (None, False),
    ],
)
def test_returns_are_told_from_weights_by_their_form(benchmark, expected):
    assert is_series(benchmark) is expected


@pytest.mark.parametrize(
    ("benchmark", "are"),
    [
        (INDEX, None),
        (INDEX, "returns"),
        (100 * INDEX, "percent"),
        (INDEX.to_frame(), None),
        (InputTable(100 * INDEX.to_frame(), unit="percent"), None),
        (InputTable(INDEX.to_frame(), "returns", "decimal"), "percent"),
    ],
)
def test_returns_become_decimal_whatever_their_unit_was(benchmark, are):
    found, lines = judged(benchmark, are)
    np.testing.assert_allclose(found.frame["SPX"], INDEX, rtol=1e-12)
    assert (found.kind, found.unit, found.frequency) == ("returns", "decimal", "monthly")
    assert {line.item for line in lines} == {"Benchmark"}
    assert [line.found for line in lines if line.check == "span"] == ["2018-01-31 to 2022-12-31"]


def test_returns_are_taken_of_levels_and_the_first_date_is_told_to_be_absent():
    levels = 4000 * (1 + INDEX).cumprod()
    found, lines = judged(levels, "prices")
    np.testing.assert_allclose(found.frame["SPX"], INDEX.iloc[1:], rtol=1e-9)
    [line] = [line for line in lines if line.check == "dates"]
    assert line.sentence == (
        "dates, Benchmark: 1 date; of Assets and Factors without a return of it, the first "
        "2018-01-31; what stands beside the benchmark is of the other dates"
    )
    assert line.severity == "note"
    gap = INDEX.drop(INDEX.index[[20, 30]])
    [line] = [line for line in judged(gap)[1] if line.check == "dates"]
    assert (line.severity, line.found) == ("warning", "2 dates")


@pytest.mark.parametrize(
    ("benchmark", "are", "expected"),
    [
        ({"A": 0.6, "C": 0.4}, None, [0.6, 0.0, 0.4]),
        ({"A": 60, "C": 40}, None, [0.6, 0.0, 0.4]),
        ({"A": 6, "C": 4}, "percent", [0.06, 0.0, 0.04]),
        ({"A": 6, "C": 4}, "fractions", [6.0, 0.0, 4.0]),
        ({"A": 6, "C": 4}, "values", [0.6, 0.0, 0.4]),
        ([20.0, 30.0, 50.0], None, [0.2, 0.3, 0.5]),
        (WeightTable(pd.Series({"A": 0.6, "B": 0.4}), "fractions"), None, [0.6, 0.4, 0.0]),
    ],
)
def test_weights_become_fractions_in_the_order_of_the_assets(benchmark, are, expected):
    found, lines = judged(benchmark, are)
    assert found.index.tolist() == list("ABC")
    np.testing.assert_allclose(found, expected, rtol=1e-12)
    assert {line.item for line in lines} == {"Benchmark"}


@pytest.mark.parametrize(
    ("factor", "are"), [(1.0, None), (100.0, None), (100.0, "percent"), (7.0, "values")]
)
def test_dated_weights_become_fractions_on_their_dates(factor, are):
    found, lines = judged(factor * DATED, are)
    expected = DATED.reindex(columns=list("ABC"), fill_value=0.0)
    pd.testing.assert_frame_equal(found, expected, check_freq=False, check_names=False)
    [line] = [line for line in lines if line.check == "weights by date"]
    assert line.found == "2018-01-31 to 2020-07-31"


@pytest.mark.parametrize(
    ("benchmark", "are", "words"),
    [
        (100 * INDEX, None, "benchmark_is=percent"),
        (4000 * (1 + INDEX).cumprod(), None, "benchmark_is=prices"),
        (INDEX, "values", "benchmark_is is values, but Benchmark holds one series"),
        ({"A": 1.0}, "prices", "benchmark_is is prices, but Benchmark holds weights"),
        (INDEX, "decimal", 'choose one of "returns", "percent", "prices", "fractions", "values"'),
        ({"A": 0.5, "Z": 0.5}, None, '"Z" is not a column of Assets'),
        ({"A": 6.0, "C": 40.0}, None, "benchmark_is=fractions, benchmark_is=percent or"),
        ({"A": 0.0}, None, "Benchmark: the weights are all zero"),
        ({"A": "x"}, "percent", 'Benchmark holds "x"'),
        ([0.5, 0.5], None, "Benchmark has 2 numbers for 3 assets"),
        (INDEX.set_axis(MONTHS + pd.DateOffset(years=20)), None, "no date in common"),
        (InputTable(ASSETS), None, "it has 3 columns of returns"),
        (
            DATED.mul([1, 100], axis=0),
            None,
            "the row of 2018-01-31 holds fractions, that of 2020-07-31 percent",
        ),
        (0 * DATED, None, "Benchmark: the row of 2018-01-31 holds no weight"),
    ],
)
def test_what_is_wrong_is_one_sentence_about_the_benchmark(benchmark, are, words):
    with pytest.raises(LabfolioError) as refused:
        judged(benchmark, are)
    assert words in str(refused.value)
    assert "Weights" not in str(refused.value)


def test_errors_are_lines_of_the_report_and_the_others_stay():
    for benchmark in ({"A": 0.5, "Z": 0.5}, {"Z": 1.0}, 100 * INDEX, INDEX * np.nan, {"A": "x"}):
        report = examine(ASSETS, FACTORS, None, None, benchmark)
        [line] = report.errors
        assert line.item == "Benchmark"
        alone = examine(ASSETS, FACTORS)
        others = [line for line in report.findings if line.item != "Benchmark"]
        assert tuple(others) == alone.findings


def test_what_is_said_of_the_other_inputs_is_not_said_of_the_benchmark():
    report = examine(
        100 * ASSETS,
        FACTORS,
        None,
        {"A": 6, "B": 4},
        INDEX,
        assets_are="percent",
        weights_are="percent",
        nav=1e6,
    )
    assert not report.errors
    found, _ = judged({"A": 0.6, "B": 0.4})
    assert found["A"] == 0.6


def test_unmatched_names_of_the_benchmark_is_dropped_on_request():
    found, lines = judged({"A": 0.5, "Z": 0.5}, unmatched="drop")
    assert found.tolist() == [0.5, 0.0, 0.0]
    assert any(line.check == "names" and line.item == "Benchmark" for line in lines)


def test_a_unit_is_applied_once():
    findings = Findings("refuse")
    once = series_in_its_unit(100 * INDEX, "percent", findings)
    again = series_in_its_unit(once, None, findings)
    np.testing.assert_array_equal(again.frame, once.frame)


def test_a_misspelt_word_is_refused_before_anything_is_read():
    with pytest.raises(InputError, match="benchmark_is"):
        series_in_its_unit(INDEX, "pct", Findings("refuse"))
