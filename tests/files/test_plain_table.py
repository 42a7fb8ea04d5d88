"""Plain tables in text files: what is one, and that its cells are those of any other file."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labfolio_xl.files.child import FileReader
from labfolio_xl.files.plain_table import append_numbers
from labfolio_xl.reader.limits import MAX_COLUMNS
from labfolio_xl.reader.plain_table import plain_table
from labfolio_xl.reader.text import read_rows

NUMBERS = ("0.1", "-2e-05", "+.5", "5.", "-0", "1E3", "17976931348623159e292", "4.9e-324", "")
# A line for each number, so that the last one has only empty fields.
TABLE = "date,A,B\n" + "".join(f"2020-01-{10 + i},{x},{x}\n" for i, x in enumerate(NUMBERS))


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return tmp_path_factory.mktemp("plain") / "returns.csv"


@pytest.fixture(scope="module")
def reader():
    with FileReader("assets") as reader:
        yield reader


def assert_same_cells(reader, path, content):
    """The cells from the child are those of ``float`` and of the rules for all text files."""
    path.write_bytes(content.encode())
    expected = list(read_rows(content, str(path)))
    # The texts of the cells tell 0.0 from -0.0, and show all digits.
    assert list(map(repr, reader.text(path))) == list(map(repr, expected))


@pytest.mark.parametrize(
    "content",
    [
        TABLE,
        TABLE.replace("\n", "\r\n"),
        TABLE.removesuffix("\n"),
        TABLE.replace("2020-01-", "1/"),
        TABLE.replace("2020-01-", "202001"),
        TABLE.replace("date,A", ",\N{LATIN CAPITAL LETTER A WITH DIAERESIS}"),
        "date,A\n2020-01-31,1\n2020-02-28,\n2020-03-31,\n",
    ],
)
def test_a_plain_table_has_the_same_cells(content, reader, path):
    assert plain_table(content) is not None
    assert_same_cells(reader, path, content)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "date,A\n",
        "date\n2020-01-31\n",
        TABLE.replace(",", ";"),
        TABLE.replace("A", "A;B"),
        TABLE.replace("A", '"A"'),
        TABLE.replace("\n", "\r"),
        TABLE.replace("date", "2020-01-09"),
        TABLE.replace("date,A,B", ",,"),
        TABLE.replace("2020-01-11", "Total"),
        TABLE.replace("0.1", "00.1"),
        TABLE.replace("0.1", "-01"),
        TABLE.replace("0.1", "n/a"),
        TABLE.replace("0.1", "\N{ARABIC-INDIC DIGIT ONE}"),
        TABLE.replace("0.1", " "),
        TABLE.replace("date", "My returns\n\ndate"),
        TABLE + "\n",
    ],
)
def test_another_text_is_no_plain_table_and_has_the_same_cells(content, reader, path):
    assert plain_table(content) is None
    assert_same_cells(reader, path, content)


def test_lines_of_unequal_length_are_no_plain_table():
    assert plain_table(TABLE.replace("0.1,0.1", "0.1")) is None
    assert plain_table(TABLE.replace("date,A,B", "A,B")) is None


@pytest.mark.parametrize("field", ["1.2.3", "-", ".", "1e", "2020-01-31", "1e999"])
def test_fields_that_only_look_like_numbers_have_the_same_cells(field, reader, path):
    content = TABLE.replace("0.1", field)
    assert plain_table(content) is not None
    assert_same_cells(reader, path, content)


def test_nothing_is_appended_if_a_field_is_no_number():
    rows = [["date", "A"], ["2020-01-31"], ["2020-02-28"]]
    assert not append_numbers(rows, b"1\n1.2.3\n")
    assert rows[1:] == [["2020-01-31"], ["2020-02-28"]]


def test_more_columns_than_a_sheet_has_are_no_plain_table():
    def table(n_columns):
        return "\n".join(
            [",".join(["date"] + ["A"] * (n_columns - 1)), "1" + ",1" * (n_columns - 1)]
        )

    assert plain_table(table(MAX_COLUMNS)) is not None
    assert plain_table(table(MAX_COLUMNS + 1)) is None


FIELDS = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.text("0123456789.+-eE", max_size=6),
    st.from_regex(r"-?[1-9][0-9]{15,30}(\.[0-9]{1,20})?(e-?[0-9]{1,2})?", fullmatch=True),
)


@given(lines=st.lists(st.tuples(FIELDS, FIELDS), min_size=1, max_size=5))
def test_any_numbers_have_the_same_cells(lines, reader, path):
    table = "".join(f"2020-01-{10 + i},{a},{b}\n" for i, (a, b) in enumerate(lines))
    assert_same_cells(reader, path, "date,A,B\n" + table)


def test_random_numbers_are_those_of_float(reader, path):
    bits = np.random.default_rng(12).integers(0, 2**64, (500, 20), dtype=np.uint64)
    values = bits.view(float)
    frame = pd.DataFrame(np.where(np.isfinite(values), values, 0.0))
    frame.insert(0, "date", pd.bdate_range("2018-01-01", periods=len(frame)).strftime("%Y-%m-%d"))
    assert_same_cells(reader, path, frame.to_csv(index=False))
