"""Formulas on one block: each reads it, one parses it, one estimates."""

import datetime as dt
import gc
import math
import threading
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labfolio_xl.blocks import parse_table
from labfolio_xl.blocks.labels.row_labels import Labels
from labfolio_xl.core import time_series
from labfolio_xl.errors import InputError
from labfolio_xl.options.words import DEFAULT_COV
from labfolio_xl.returns.findings import Finding
from labfolio_xl.returns.tables.input_table import InputTable
from labfolio_xl.returns.weights.judgement import WeightTable
from labfolio_xl.sheet import cache, functions
from labfolio_xl.sheet.arguments.kinds import TableArgument
from labfolio_xl.sheet.cache import Cache, fingerprint, once, parsed_once

NA = -2146826246  # #N/A as COM gives it
DAY = dt.datetime(2023, 5, 2)
HEAD = ("date", "A", "B")


@pytest.fixture(autouse=True)
def _fresh(monkeypatch):
    """Give the module a cache of its own."""
    monkeypatch.setattr(cache, "CACHE", Cache())


def block(columns, n_rows=60, seed=0):
    """Make cells as COM hands them over."""
    numbers = np.random.default_rng(seed).normal(0, 0.01, (n_rows, len(columns))).tolist()
    days = [DAY + dt.timedelta(i) for i in range(n_rows)]
    return ("date", *columns), *((day, *row) for day, row in zip(days, numbers, strict=True))


def read(rows, **options):
    return parse_table(rows, argument="assets", keep=parsed_once, **options)


@pytest.fixture
def work(monkeypatch):
    """Count how often labels are parsed, frames are digested, and betas are estimated."""
    done = {"parsed": 0, "digested": 0, "estimated": 0}

    def counted(name, function):
        def call(*args, **kwargs):
            done[name] += 1
            return function(*args, **kwargs)

        return call

    monkeypatch.setattr(Labels, "read", counted("parsed", Labels.read))
    monkeypatch.setattr(cache, "_digest_of_pandas", counted("digested", cache._digest_of_pandas))
    fit = counted("estimated", time_series.fit_available)
    monkeypatch.setattr(time_series, "fit_available", fit)
    return done


def test_ten_formulas_on_one_block_parse_it_once_and_estimate_once(work):
    """Of several functions, with options left out and spelled out; each brings its own cells."""
    call = {name: entry.call for name, entry in functions.REGISTRY.items()}
    answers = []
    for number in range(10):
        cells = block("ABC"), block("XY", seed=1)
        if number % 3 == 0:
            answers.append(call["LF_BETAS"](*cells))
        elif number % 3 == 1:
            answers.append(call["LF_BETA_STATS"](*cells, None, f"cov={DEFAULT_COV}"))
        else:
            answers.append(
                call["LF_BETA_MEANS"](
                    *cells, None, (("sort", number == 2), ("missing", "available"))
                )
            )
    assert work == {"parsed": 2, "digested": 0, "estimated": 1}
    assert answers[0] == answers[3] == answers[6] == answers[9]
    assert answers[0][0] == ["asset", "X", "Y"]


def test_a_changed_cell_is_parsed_and_estimated_anew(work):
    call = functions.REGISTRY["LF_BETAS"].call
    rows = [list(row) for row in block("ABC")]
    first = call(rows, block("XY", seed=1))
    # In its last bits, which need not reach the betas: that depends on the sums of the processor.
    rows[7][2] += 1e-17 + abs(rows[7][2]) * 1e-15
    call(rows, block("XY", seed=1))
    assert (work["parsed"], work["estimated"]) == (3, 2)
    rows[7][2] += 1e-6
    third = call(rows, block("XY", seed=1))
    assert (work["parsed"], work["estimated"]) == (4, 3)
    assert first[1] == third[1]
    assert first[2] != third[2]


def test_ten_formulas_with_a_rate_parse_it_once(work):
    rate = [(day, *(abs(cell) / 100 for cell in row)) for day, *row in block(["RF"], seed=2)[1:]]
    for _ in range(10):
        functions.REGISTRY["LF_BETAS"].call(block("ABC"), block("XY", seed=1), rate)
    assert (work["parsed"], work["estimated"]) == (3, 1)


# Pairs of tables that differ in one cell, at a number, a name or a date, and may not be confused.
DIFFERENT = {
    "text that is a number is noted": (1, "1", 1.0),
    "blank is not zero": (1, None, 0.0),
    "empty text is not zero": (1, "", 0.0),
    "an error is not zero": (1, NA, 0.0),
    "an error is not the number of its code": (1, NA, float(NA)),
    "minus zero": (1, -0.0, 0.0),
    "neighbouring numbers": (1, 0.1, math.nextafter(0.1, 1)),
    "a date and its serial": (0, DAY, 45050.0),
    "neighbouring days": (0, DAY, DAY + dt.timedelta(30)),
}


@pytest.mark.parametrize(("column", "one", "other"), DIFFERENT.values(), ids=DIFFERENT)
def test_different_cells_are_never_taken_for_each_other(column, one, other):
    def with_cell(cell):
        row = [DAY, 0.5, 0.25]
        row[column] = cell
        return (HEAD, row, (DAY + dt.timedelta(7), 1.0, 2.0))

    for first, second in ((one, other), (other, one)):
        cache.CACHE.clear()
        read(with_cell(first))
        found, alone = read(with_cell(second)), parse_table(with_cell(second), argument="assets")
        pd.testing.assert_frame_equal(found.frame, alone.frame, check_exact=True)
        assert found.notes == alone.notes
        if column == 1:
            assert len(cache.CACHE) == 2


@pytest.mark.parametrize("cell", [True, "TRUE", math.inf, "soon", DAY])
@pytest.mark.parametrize("kept", [1.0, 0.0, None])
def test_a_mistake_is_told_also_when_a_table_that_looks_alike_is_kept(cell, kept):
    """TRUE packs as the number 1, and 1 is in the cache."""
    read((HEAD, (DAY, kept, 0.5)))
    for _ in range(2):
        with pytest.raises(InputError, match='column "A", 2023-05-02 holds'):
            read((HEAD, (DAY, cell, 0.5)))
    assert len(cache.CACHE) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("date", "1", "B"), ("date", 1.5, "B")),
        (("date", True, "B"), ("date", 1.0, "B")),
        (("date", "A', 'B", "C"), ("date", "A", "B', 'C")),
        (("date", DAY, "B"), ("date", DAY.replace(hour=12), "B")),
    ],
)
def test_names_of_columns_are_part_of_the_key(one, other):
    row = (DAY, 1.0, 2.0)
    first, second = read((one, row)).frame, read((other, row)).frame
    assert first.columns.tolist() != second.columns.tolist()
    assert second.columns.tolist() == parse_table((other, row), argument="a").frame.columns.tolist()


def test_the_same_cells_read_otherwise_are_another_table():
    """Dates or names in the first column, days counted from 1900 or 1904, another shape."""
    rows = (HEAD, (45000.0, 1.0, 2.0), (45001.0, 3.0, 4.0))
    tables = [
        read(rows),
        read(rows, date_system=1904),
        read(rows, dates=False),
        read((("date", "A"), *((row[0], row[1]) for row in rows[1:]))),
        read((*rows, (45002.0, None, None), (45003.0, 5.0, 6.0))),
    ]
    assert len(cache.CACHE) == len(tables)
    assert len({str(found.frame) for found in tables}) == len(tables)


def test_a_table_is_known_by_its_numbers_and_by_what_is_said_of_it():
    frame = read(block("AB")).frame
    tables = [
        InputTable(frame),
        InputTable(frame, kind="prices"),
        InputTable(frame, unit="percent"),
        InputTable(frame, frequency="monthly"),
        InputTable(frame, findings=(Finding("cells", "Assets", 1, "note", "read"),)),
        InputTable(frame * 2),
    ]
    keys = [fingerprint(table) for table in tables]
    assert len(set(keys)) == len(tables)
    assert keys == [fingerprint(replace(table)) for table in tables]


def test_weights_are_known_by_content():
    weights = pd.Series([0.5, 0.5], ["A", "B"])
    tables = [
        WeightTable(weights),
        WeightTable(weights.rename_axis("C")),
        WeightTable(weights, says="percent"),
        WeightTable(weights, cash=frozenset({"B"})),
        WeightTable(weights, aliases={"A": ("US0378331005",)}),
        WeightTable(np.array([0.5, 0.5])),
        WeightTable(np.array([0.4, 0.6])),
    ]
    keys = [fingerprint(table) for table in tables]
    assert len(set(keys)) == len(tables)
    assert keys == [fingerprint(replace(table, weights=table.weights.copy())) for table in tables]


def test_settings_that_say_what_holds_without_them_are_no_other_question(work):
    call = functions.REGISTRY["LF_BETAS"].call
    for settings in (None, "", "missing=available", (("self_financing", "auto"), ("nav", 1e6))):
        call(block("ABC"), block("XY", seed=1), None, settings)
    assert work["estimated"] == 1
    call(block("ABC"), block("XY", seed=1), None, "missing=complete")
    assert work["estimated"] == 2


def test_a_row_of_errors_is_not_an_empty_row():
    """Both are missing numbers, but one lacks a date and the other is skipped."""
    rows = (HEAD, (DAY, 1.0, 2.0), (None, None, None), (DAY + dt.timedelta(1), 3.0, 4.0))
    assert read(rows).notes == ("cells, Assets: 1 empty row; skipped",)
    with pytest.raises(InputError, match="row 3, column 1 is blank where a date belongs"):
        read((rows[0], rows[1], (None, NA, NA), rows[3]))


def test_a_column_of_errors_is_not_an_empty_column():
    rows = (("date", "A", None, "B"), (DAY, 1.0, None, 2.0))
    assert read(rows).notes == ("cells, Assets: 1 empty column; skipped",)
    with pytest.raises(InputError, match="has values but no name"):
        read((rows[0], (DAY, 1.0, NA, 2.0)))


def test_zoned_dates_count_as_they_are_written():
    """Two moments are equal though their days differ."""
    east, west = dt.timezone(dt.timedelta(hours=9)), dt.timezone(dt.timedelta(hours=-9))
    one = dt.datetime(2023, 5, 3, 4, tzinfo=east)
    other = one.astimezone(west)
    assert one == other
    days = [read((HEAD, (moment, 1.0, 2.0))).frame.index[0].day for moment in (one, other)]
    assert days == [3, 2]


def test_currencies_and_whole_numbers_are_the_numbers_they_hold():
    """As COM gives a cell formatted as currency; the table is the same, so one is enough."""
    first = read((HEAD, (DAY, Decimal("0.5"), 2)))
    assert read((HEAD, (DAY, 0.5, 2.0))) is first


def test_a_label_that_python_does_not_write_out_is_read_and_not_kept():
    rows = (("date", 10**5000), (DAY, 1.0))
    assert read(rows).frame.columns.tolist() == ["1.000000e+5000"]
    assert len(cache.CACHE) == 0


def test_a_mistake_in_the_names_is_told_before_one_in_the_numbers():
    """As a reader goes over a table: names, dates, numbers."""
    with pytest.raises(InputError, match='the name "A" occurs in columns 2 and 3'):
        read((("date", "A", "A"), (DAY, "soon", 1.0)))
    with pytest.raises(InputError, match="occurs in rows 2 and 3"):
        read((HEAD, (DAY, "soon", 1.0), (DAY, 1.0, 1.0)))


def test_a_frame_that_is_made_of_a_kept_one_has_its_own_content(work):
    frame = read(block("ABC")).frame
    assert fingerprint(frame)[0] == "table"
    for derived in (frame.iloc[:-1], frame * 2.0, frame.copy(), frame[["B", "A", "C"]]):
        assert fingerprint(derived)[0] != "table"
    assert work["digested"] == 4


def test_nothing_is_remembered_of_a_frame_that_is_gone():
    """Else its identity could pass on to another frame."""
    gc.collect()
    before = len(cache._DIGESTS)
    read(block("ABC"))
    assert len(cache._DIGESTS) == before + 1
    cache.CACHE.clear()
    gc.collect()
    assert len(cache._DIGESTS) == before


def test_many_tables_stay_within_the_bytes_of_the_cache(monkeypatch):
    monkeypatch.setattr(cache, "CACHE", Cache(max_bytes=10 * 2**20))
    for seed in range(40):
        read(block([f"A{i}" for i in range(40)], n_rows=1000, seed=seed))
        assert cache.CACHE.n_bytes <= 10 * 2**20
    assert len(cache.CACHE) == 27


def test_threads_that_read_one_block_parse_it_once(work):
    start, found = threading.Barrier(8), []

    def ask():
        start.wait()
        found.append(read(block("ABC")))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert work["parsed"] == 1
    assert len(found) == 8
    assert all(table is found[0] for table in found)


def test_an_argument_left_out_is_its_default():
    calls = []

    def estimate(table, *, cov="ols", lags=None):
        calls.append((len(table), cov, lags))
        return object()

    frame = read(block("ABC")).frame
    first = once(estimate)(frame)
    assert once(estimate)(frame, lags=None, cov="ols") is first
    assert once(estimate)(table=frame) is first
    assert once(estimate)(frame, lags=1) is not first
    assert len(calls) == 2


def test_no_function_changes_the_tables_that_cells_share():
    """Every function, on the same cells; afterwards the kept tables are what they were."""
    cells = {"assets": block("ABCDEFGH"), "factors": block("XY", seed=1)}
    cells |= {"returns": cells["assets"], "candidates": block("Z", seed=2)}
    cells["prices"] = [
        row if number == 0 else (row[0], *(100 + 10 * cell for cell in row[1:]))
        for number, row in enumerate(cells["assets"])
    ]
    cells |= {"frequency": "monthly", "risk_free": 0.0001}
    cells |= {"shocks": (("X", -0.1),), "holdings": (("A", 1.0),), "market": "X"}

    def shared(name):
        """Give the frame that all functions get for an argument of this name."""
        return TableArgument().read(cells[name], name).frame

    kept = [(shared(name), name) for name in ("assets", "factors", "candidates")]
    before = [cache._digest_of_pandas(frame) for frame, _ in kept]
    for entry in functions.REGISTRY.values():
        entry.call(*(cells[a.name] for a in entry.arguments if not a.optional))
    assert [cache._digest_of_pandas(frame) for frame, _ in kept] == before
    for frame, name in kept:
        assert shared(name) is frame


cell = st.one_of(
    st.sampled_from([0.0, -0.0, 1.0, True, 1, "1", "", None, " ", NA, float(NA), "#N/A", math.nan]),
    st.sampled_from([DAY, DAY.replace(hour=3), 45048.0, 45048, "2023-05-02", "A", 0.5, "0.5"]),
)
rows = st.lists(st.lists(cell, min_size=2, max_size=3), min_size=2, max_size=4)


@given(rows, rows, st.booleans())
def test_whatever_is_kept_a_table_is_read_as_if_nothing_were(one, other, dates):
    """Small blocks of few values, so that many are alike."""

    def outcome(keep, cells):
        try:
            found = parse_table(cells, argument="assets", dates=dates, keep=keep)
        except InputError as error:
            return str(error)
        frame = found.frame
        return frame.to_numpy().tobytes(), list(frame), frame.index.tolist(), found.notes

    kept = Cache()

    def keep(digest, parse):
        return kept.get(digest, parse)

    for cells in (one, other, one):
        assert outcome(keep, cells) == outcome(None, cells)
