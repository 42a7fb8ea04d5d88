"""Whatever stands in the cells: a table or one sentence, and nothing unexpected."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labfolio_xl.sheet import boundary, functions
from labfolio_xl.sheet.error_log import ErrorLog

REGISTRY = functions.REGISTRY
NA = -2146826246
START = dt.datetime(2023, 1, 2, tzinfo=dt.UTC)

# Without these the functions would also be asked for their help and their log.
ESTIMATES = sorted(set(REGISTRY) - {"LF_HELP", "LF_VERSION", "LF_LAST_ERROR"})

small = st.floats(-0.5, 0.5, width=32)
cell = st.one_of(
    small,
    st.none(),
    st.booleans(),
    st.floats(),
    st.integers(-5, 50000),
    st.text(max_size=5),
    st.datetimes(timezones=st.none() | st.just(dt.UTC)),
    st.sampled_from(
        [NA, "#N/A", "1%", "2023-05-04", "missing=complete", "hac", "fm", "TRUE", 252, "#LF! x."]
    ),
)


@st.composite
def tables(draw):
    """Draw a table that is nearly right: dates, names and returns, with a few cells spoilt."""
    n_rows, n_columns = draw(st.integers(1, 12)), draw(st.integers(1, 4))
    head = ["date", *(f"N{i}" for i in range(n_columns))]
    body = [
        [START + dt.timedelta(i), *draw(st.lists(small, min_size=n_columns, max_size=n_columns))]
        for i in range(n_rows)
    ]
    rows = [head, *body]
    for _ in range(draw(st.integers(0, 3))):
        row, column = draw(st.integers(0, n_rows)), draw(st.integers(0, n_columns))
        rows[row][column] = draw(cell)
    return rows


garbage = st.one_of(tables(), cell, st.lists(st.lists(cell, max_size=4), max_size=4))


@pytest.fixture(scope="module", autouse=True)
def log(tmp_path_factory):
    """Give the module a log of its own."""
    errors, kept = ErrorLog(tmp_path_factory.mktemp("logs")), boundary.ERRORS
    boundary.ERRORS = errors
    yield errors
    boundary.ERRORS = kept
    errors.close()


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("name", ESTIMATES)
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_nothing_unexpected_happens(name, log, data):
    """No exception, no log entry, rows of equal length, plain values only."""
    arguments = REGISTRY[name].arguments
    given_cells = [
        data.draw(tables() if argument.kind.is_block else garbage | st.none(), label=argument.name)
        for argument in arguments
        if not argument.optional or data.draw(st.booleans())
    ]
    cells = REGISTRY[name].call(*given_cells)
    assert log.last().startswith("No unexpected error"), log.path.read_text(encoding="utf-8")
    assert len({len(row) for row in cells}) == 1
    kinds = {type(value) for row in cells for value in row}
    assert kinds <= {float, str, bool, dt.datetime}
    if isinstance(cells[0][0], str) and cells[0][0].startswith("#LF!"):
        assert cells[0][0].isprintable()
        assert len(cells[0][0]) < 600
