"""Settings of a formula, and what the gate says of its tables in cells."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from panels import random_panel

import labfolio_xl as lf
from labfolio_xl.sheet.cells import to_cells
from labfolio_xl.sheet.functions import REGISTRY

assets, factors = random_panel(60, 5, 2)
rate = 0.0001
NA = -2146826246
HEADER = ["check", "item", "found", "severity", "reading"]


def block(table):
    return tuple(tuple(row) for row in to_cells(table, blank_missing=True))


A, F = block(assets), block(factors)
W = (("asset", "weight"), *((name, 0.2) for name in assets.columns))


def call(name, *cells):
    rows = REGISTRY[name].call(*cells)
    assert len({len(row) for row in rows}) == 1, "a rectangle"
    return rows


def column(rows, name):
    place = rows[0].index(name)
    return [row[place] for row in rows[1:]]


def numbers(rows):
    return np.array([row[1:] for row in rows[1:]], dtype=float)


WITH_TABLES = [
    name
    for name, entry in REGISTRY.items()
    if {"assets", "factors", "returns", "prices"} & {a.name for a in entry.arguments}
]


@pytest.mark.parametrize("name", WITH_TABLES)
def test_a_setting_that_there_is_not_is_one_sentence(name):
    """Before anything is read of the tables."""
    n_arguments = len(REGISTRY[name].arguments)
    sentence = 'Settings: "frequncy" is no setting; the nearest is frequency.'
    cells = [*[A] * (n_arguments - 1), "frequncy=monthly"]
    assert sentence in str(call(name, *cells)[-1])


def test_declared_percent_gives_the_numbers_of_decimal_returns():
    percent = block(100 * assets)
    [[sentence]] = call("LF_BETAS", percent, F)
    assert sentence.startswith("#LF! Assets: ")
    assert "assets_are=percent" in sentence
    found = call("LF_BETAS", percent, F, None, "assets_are=percent")
    np.testing.assert_allclose(numbers(found), lf.estimate_betas(assets, factors).betas, rtol=1e-9)


def test_declared_values_are_taken_as_they_are():
    levels = block(100 + 1000 * factors.cumsum())
    [[sentence]] = call("LF_BETAS", A, levels)
    assert "factors_are=values" in sentence
    found = call("LF_BETAS", A, levels, None, (("Factors are", "Values"),))
    expected = lf.estimate_betas(assets, 100 + 1000 * factors.cumsum(), factors_are="values")
    np.testing.assert_allclose(numbers(found), expected.betas, rtol=1e-8)


def test_the_unit_of_the_rate_is_a_setting():
    expected = lf.exposure(assets, factors, 0.03, None, risk_free_is="annual").exposure
    for settings in ("risk_free_is=annual", (("Risk free is", "Annual"),)):
        found = call("LF_EXPOSURE", A, F, 0.03, None, settings)
        np.testing.assert_allclose(column(found, "exposure"), expected, rtol=1e-9)
    excess = call("LF_EXCESS", A, 3.0, "risk_free_is=annual-percent")
    expected = lf.excess_returns(assets, 0.03, risk_free_is="annual")
    np.testing.assert_allclose(numbers(excess), expected, rtol=1e-9)


def test_annual_numbers_stand_where_periods_per_year_is_set():
    assert "annual premium" not in call("LF_PREMIA", A, F)[0]
    found = call("LF_PREMIA", A, F, None, None, "periods_per_year=12")
    np.testing.assert_allclose(
        column(found, "annual premium"), 12 * np.array(column(found, "premium"))
    )


def test_weights_in_percent_and_unmatched_names_are_settings():
    percent = (("A0", 60.0), ("A1", 30.0), ("ZZZ", 10.0))
    [[sentence]] = call("LF_EXPOSURE", A, F, None, percent)
    assert "ZZZ" in sentence
    found = call("LF_EXPOSURE", A, F, None, percent, "unmatched=drop; weights_are=percent")
    expected = lf.exposure(assets, factors, weights={"A0": 0.6, "A1": 0.3}).exposure
    np.testing.assert_allclose(column(found, "exposure"), expected, rtol=1e-9)


def test_frequency_compounds_what_a_function_gets():
    long_assets, long_factors = random_panel(400, 5, 2)
    found = call("LF_BETAS", block(long_assets), block(long_factors), None, "frequency=monthly")
    expected = lf.estimate_betas(
        lf.resample(long_assets, "monthly"), lf.resample(long_factors, "monthly")
    ).betas
    np.testing.assert_allclose(numbers(found), expected, rtol=1e-9)


def test_the_order_of_day_and_month_is_a_setting():
    """The settings are read before the tables, whose dates may be either."""
    # With gaps, since the same days of all months would look like months that Excel took for days.
    pairs = [(month, day) for month in range(1, 13) for day in range(1, 13) if (month + day) % 5]
    days = [dt.date(2024, *pair) for pair in pairs]
    values = np.random.default_rng(3).normal(0, 0.01, (len(days), 3))

    def table(names, columns, form):
        rows = zip(days, values[:, columns].tolist(), strict=True)
        return (("date", *names), *((f"{day:{form}}", *row) for day, row in rows))

    answers = {}
    for order, form in (("dmy", "%d/%m/%Y"), ("mdy", "%m/%d/%Y")):
        tables = table(["A", "B"], [0, 1], form), table(["M"], [2], form)
        [[sentence]] = call("LF_BETAS", *tables)
        assert f"dates={order}" in sentence
        answers[order] = call("LF_LAMBDAS", *tables, None, None, f"dates={order}")
    assert answers["dmy"] == answers["mdy"]
    assert [row[0].date() for row in answers["dmy"][1:]] == days
    other = call("LF_LAMBDAS", *tables, None, None, "dates=dmy")
    assert [row[0].date() for row in other[1:]] == days
    assert other != answers["mdy"], "the same cells in the other order are other dates"


def test_returns_become_those_of_months():
    long_assets, _ = random_panel(400, 3, 1)
    expected = lf.resample(long_assets, "monthly")
    found = call("LF_RESAMPLE", block(long_assets), "Monthly")
    np.testing.assert_allclose(numbers(found), expected, rtol=1e-12)
    percent = call("LF_RESAMPLE", block(100 * long_assets), "monthly", "assets_are=percent")
    np.testing.assert_allclose(numbers(percent), expected, rtol=1e-9)


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ((A, "montly"), 'frequency is "montly"; choose one of "daily", "weekly", "monthly", '),
        ((A, None), 'Frequency: the cells are empty; select "daily" or "weekly" or "monthly"'),
        ((block(100 * assets), "monthly"), "Returns: "),
        ((A, "monthly", "assets_are=prices"), "Returns: they are prices; take their returns fir"),
    ],
)
def test_what_cannot_be_compounded_is_one_sentence(cells, sentence):
    [[found]] = call("LF_RESAMPLE", *cells)
    assert found.startswith(f"#LF! {sentence}")


def test_status_and_check_of_good_data():
    assert call("LF_STATUS", A, F, rate, W) == [["ok"]]
    rows = call("LF_CHECK", A, F, rate, W)
    assert rows[0] == HEADER
    assert {"ok", "note"} >= set(column(rows, "severity"))
    assert any(row[1] == "Weights" for row in rows), "weights are judged"
    assert not any(row[1] == "Weights" and row[0] == "input" for row in rows)


def test_check_lists_errors_and_status_counts_them():
    percent = block(100 * assets)
    rows = call("LF_CHECK", percent, F, None, (("A0", 0.5), ("ZZZ", 0.5)))
    errors = [row for row in rows if row[3] == "error"]
    assert any("assets_are=percent" in row[4] for row in errors)
    assert any("ZZZ" in str(row) for row in errors)
    [[status]] = call("LF_STATUS", percent, F)
    assert status.startswith("1 error: ")
    assert "assets_are=percent" in status
    assert call("LF_STATUS", percent, F, None, None, None, "assets_are=percent") == [["ok"]]


def test_what_was_repaired_in_cells_is_listed():
    repaired = (A[0], (A[1][0], str(A[1][1]), *A[1][2:]), *A[2:])
    rows = call("LF_CHECK", repaired, F)
    assert ["cells", "Assets", "1 number stored as text"] in [row[:3] for row in rows]


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (((("date", "A"), ("2023-05-02", "x")), F), 'Assets: column "A", 2023-05-02 holds "x"'),
        ((A, None), "Factors: the cells are empty"),
        ((A, F, (("a", "b", "c"),)), "RiskFree: "),
        ((A, F, None, NA), "Weights: "),
        ((A, F, None, None, None, "x=y"), 'Settings: "x" is no setting'),
        (([["#LF! Prices: wrong."]], F), "Prices: wrong."),
        ((A, block(factors.set_index(factors.index + pd.Timedelta(days=4000)))), "Assets"),
    ],
    ids=["text", "empty", "rate", "weights", "settings", "error cell", "no common dates"],
)
def test_check_and_status_never_fail(cells, sentence):
    rows = call("LF_CHECK", *cells)
    assert rows[0] == HEADER
    assert column(rows, "severity").count("error") >= 1
    [line] = [row for row in rows[1:] if row[3] == "error"]
    assert sentence.rstrip(":. ") in f"{line[1]}: {line[4]}"
    [[status]] = call("LF_STATUS", *cells)
    assert status.startswith("1 error: ")


INDEX = pd.DataFrame({"SP500": factors["F0"] * 0.9 + 1e-4})


def lines_on(rows, item):
    return [row for row in rows[1:] if str(row[1]).startswith(item)]


@pytest.mark.parametrize(
    "benchmark",
    [block(INDEX), W, (("A0", 0.6), ("a1 ", 0.4)), ((0.2,),) * 5],
    ids=["returns", "weights", "names", "bare weights"],
)
def test_a_benchmark_is_returns_or_weights_and_has_its_own_lines(benchmark):
    rows = call("LF_CHECK", A, F, rate, W, benchmark)
    assert lines_on(rows, "Benchmark")
    assert call("LF_STATUS", A, F, rate, W, benchmark) == [["ok"]]
    alone = call("LF_CHECK", A, F, rate, W)
    assert [row for row in rows if not str(row[1]).startswith("Benchmark")] == alone


@pytest.mark.parametrize(
    ("benchmark", "words"),
    [
        (block(100 * INDEX), "benchmark_is=percent"),
        (block(pd.concat([INDEX, INDEX.rename(columns={"SP500": "B"})], axis=1)), "has 2 columns"),
        (block(INDEX.set_index(INDEX.index + pd.Timedelta(days=4000))), "no date in common"),
        ((("A0", 0.5), ("ZZZ", 0.5)), "ZZZ"),
        ((("SPX", 1.0),), "SPX"),
        ((("ticker", "weight"), ("SPX", 1.0)), "SPX"),
        ((("date", "B"), ("2023-05-02", "x")), 'holds "x"'),
        ((("#LF! Prices: wrong.",), ("x",)), "Prices: wrong"),
    ],
    ids=[
        "percent",
        "two series",
        "other dates",
        "unknown asset",
        "one unknown asset",
        "below a header",
        "text",
        "error cell",
    ],
)
def test_what_is_wrong_with_a_benchmark_is_a_line(benchmark, words):
    rows = call("LF_CHECK", A, F, None, None, benchmark)
    errors = [row for row in rows if row[3] == "error"]
    assert len(errors) == 1
    assert errors[0][1].startswith("Benchmark")
    assert words in errors[0][4]
    [[status]] = call("LF_STATUS", A, F, None, None, benchmark)
    assert status.startswith("1 error: ")


def test_a_benchmark_that_is_a_factor_by_name_is_no_swapped_table():
    """And one that the factors explain is none to remove, as an asset would be."""
    market = block(factors.rename(columns={"F0": "Mkt-RF"})[["Mkt-RF"]] * 0.9)
    assert call("LF_STATUS", A, F, None, None, market) == [["ok"]]


def warned(table):
    """Make a table of which the gate warns: one return out of all proportion."""
    changed = table.copy()
    changed.iloc[7, 0] = 4.0
    return block(changed)


def test_the_first_warning_stands_beside_the_inference_of_a_table():
    for name, cells in {
        "LF_BETA_STATS": (),
        "LF_EXPOSURE": (),
        "LF_EXPECTED": (),
        "LF_PREMIA": (None, "kinds"),
        "LF_GRS": (),
        "LF_ROLLING": (None, None, None, "window=30"),
        "LF_HEDGE": (),
    }.items():
        told = [text for text in column(call(name, warned(assets), F, *cells), "inference") if text]
        quiet = [text for text in column(call(name, A, F, *cells), "inference") if text]
        assert len(told) == len(quiet) == 1, name
        assert "; data warning: " in told[0], name
        assert told[0].endswith("; see LF_STATUS")
        assert "warning" not in quiet[0]


def test_net_factors_are_said_beside_every_table_that_says_how_it_was_made():
    for name in ("LF_BETA_STATS", "LF_EXPOSURE", "LF_PREMIA", "LF_GRS", "LF_HEDGE"):
        cells = [None] * (len(REGISTRY[name].arguments) - 3)
        rows = call(name, A, F, *cells, "net_of=f0")
        told = [text for text in column(rows, "inference") if text]
        assert told[0].endswith("; factors net of F0"), name
    both = column(call("LF_EXPOSURE", warned(assets), F, None, None, "net_of=F0"), "inference")[0]
    assert "; factors net of F0; data warning: " in both


def test_factors_net_of_the_market_in_a_cell():
    rows = call("LF_NET", F, " f0 ")
    expected = lf.net_of(factors, "F0").factors
    np.testing.assert_allclose(numbers(rows), expected, rtol=1e-12)
    through = call("LF_BETAS", A, rows)
    assert through == call("LF_BETAS", A, F, None, "net_of=F0")
    assert call("LF_NET", F, "F7")[0][0].startswith('#LF! market: Factors has no column "F7"; ')


def test_matrices_and_other_tables_do_not_tell_warnings():
    for name in ("LF_BETAS", "LF_COV", "LF_LAMBDAS", "LF_MODEL_PARAMS"):
        assert "warning" not in str(call(name, warned(assets), F)[0])
    named = block(factors.rename(columns={"F1": "inference"}))
    assert numbers(call("LF_BETAS", warned(assets), named)).shape == (5, 2)
