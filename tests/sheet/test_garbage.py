"""Whatever stands in the cells: a table or one sentence, and nothing unexpected."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labfolio_xl.options import OPTIONS
from labfolio_xl.sheet import boundary, functions
from labfolio_xl.sheet.arguments.kinds import SettingsBlock

REGISTRY = functions.REGISTRY
NA = -2146826246
START = dt.datetime(2023, 1, 2, tzinfo=dt.UTC)

# The log is replaced here, and the last error is what it tells.
FUNCTIONS = sorted(set(REGISTRY) - {"LF_LAST_ERROR"})

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


# Numbers from far too small to far too large: none may take the memory or the time of the user.
value = st.one_of(
    cell,
    st.sampled_from(["yes", "all", "F0", "N1", "gmm", "shanken", "monthly", "2023-01", 1e9, 1e300]),
)
NAMES = st.sampled_from(sorted(OPTIONS)) | st.text(max_size=5)
rows_of_settings = st.lists(st.tuples(NAMES, value).map(list), max_size=6)
text_of_settings = rows_of_settings.map(lambda rows: "; ".join(f"{n}={v}" for n, v in rows))


def cells_for(argument):
    """Give what may stand in an argument."""
    if isinstance(argument.kind, SettingsBlock):
        return rows_of_settings | text_of_settings | garbage
    return tables() | garbage if argument.kind.is_block else garbage


class Raises:
    """Stands in for the log, so that an unexpected error is that of the test."""

    @staticmethod
    def write(_name, error):
        """Raise what would be logged."""
        raise error


@pytest.fixture(scope="module", autouse=True)
def _no_log():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(boundary, "ERRORS", Raises())
        yield


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("name", FUNCTIONS)
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_nothing_unexpected_happens(name, data):
    """No unexpected error, rows of equal length, plain values only."""
    given_cells = [
        data.draw(cells_for(argument), label=argument.name)
        if not argument.optional or data.draw(st.booleans())
        else None
        for argument in REGISTRY[name].arguments
    ]
    cells = REGISTRY[name].call(*given_cells)
    assert len({len(row) for row in cells}) == 1
    kinds = {type(value) for row in cells for value in row}
    assert kinds <= {float, str, bool, dt.datetime}
    if isinstance(cells[0][0], str) and cells[0][0].startswith("#LF!"):
        assert cells[0][0].isprintable()
        assert len(cells[0][0]) < 600
