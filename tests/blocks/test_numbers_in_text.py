"""Numbers as people and programs write them, and words for those that are missing."""

import datetime as dt
import math
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labfolio_xl.blocks import parse_table
from labfolio_xl.blocks.cells.values import is_missing
from labfolio_xl.blocks.cells.written import take_apart
from labfolio_xl.errors import InputError
from labfolio_xl.returns.findings import Findings
from labfolio_xl.returns.units.judgement import judge


def column(*cells, **options):
    rows = [("Date", "A"), *((dt.datetime(2023, 5, day), c) for day, c in enumerate(cells, 1))]
    return parse_table(rows, argument="assets", **options)


def numbers(*cells, **options):
    return column(*cells, **options).frame["A"].tolist()


def sentence(*cells, **options):
    with pytest.raises(InputError) as caught:
        column(*cells, **options)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,985.54", 1985.54),
        ("1,234,567", 1234567.0),
        ("1'985.54", 1985.54),
        ("1\N{RIGHT SINGLE QUOTATION MARK}985.54", 1985.54),
        ("1 985.54", 1985.54),
        ("1\N{NO-BREAK SPACE}985", 1985.0),
        ("1\N{NARROW NO-BREAK SPACE}234\N{NARROW NO-BREAK SPACE}567.5", 1234567.5),
        ("1\N{THIN SPACE}985", 1985.0),
        ("1.985,54", 1985.54),
        ("1.234.567", 1234567.0),
        ("0,0123", 0.0123),
        ("-1,5", -1.5),
        ("0,125", 0.125),
        ("$49.64", 49.64),
        ("-$49.64", -49.64),
        ("$-49.64", -49.64),
        ("US$ 49.64", 49.64),
        (" $   1,049.64 ", 1049.64),
        ("49.64 \N{EURO SIGN}", 49.64),
        ("CHF 1'049.64", 1049.64),
        ("49.64 SEK", 49.64),
        ("\N{YEN SIGN}4964", 4964.0),
        ("(1.2)", -1.2),
        ("(1.2%)", -0.012),
        ("(1.2)%", -0.012),
        ("($49.64)", -49.64),
        ("$(49.64)", -49.64),
        ("\N{MINUS SIGN}1.2", -1.2),
        ("\N{EN DASH}1.2%", -0.012),
        ("1.2-", -1.2),
        ("1,2 %", 0.012),
        ("+0.5", 0.5),
        ("1.5e-3", 0.0015),
    ],
)
def test_a_number_is_read_as_it_is_written(text, number):
    assert numbers(text) == [number]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "1,23,456",
            "1.2.3",
            "12 34",
            "1,2345.6",
            "(1.2",
            "1.2)",
            "(-1.2)",
            "--1",
            "1-2",
            "$",
            "%",
        ),
        *(
            "1.2%%",
            "$1 \N{EURO SIGN}",
            "1_000",
            "0x10",
            "ten",
            "1 2",
            "1e",
            "inf",
            "2023-05-04",
            "12:30",
        ),
        *("0,123,456", "1'23", "AAA 12", "1.2 x"),
    ],
)
def test_other_text_is_no_number(text):
    assert f'column "A", 2023-05-01 holds "{text}"' in sentence(text)


def test_each_way_of_writing_has_one_note_with_its_count():
    notes = column("1,985.54", "$2,000.00", "(3.50)", "\N{MINUS SIGN}4", "0.5", 6.0).notes
    assert notes[0] == "cells, Assets: 1 number stored as text; read as a number"
    assert notes[1:] == (
        (
            "cells, Assets: 2 with separated thousands, 1 with currency signs, 1 with brackets for "
            "minus, 1 with minus signs of print; read as the numbers they are"
        ),
    )


@pytest.mark.parametrize(
    ("cells", "read"),
    [
        (("1,234", "2,345.5"), [1234.0, 2345.5]),
        (("1,234", "0.5"), [1234.0, 0.5]),
        (("1,234", "1,234,567"), [1234.0, 1234567.0]),
        (("1,234", "0,5"), [1.234, 0.5]),
        (("1,234", "2.345,5"), [1.234, 2345.5]),
        (("1.234", "0,5"), [1234.0, 0.5]),
        (("1.234", "2.345"), [1.234, 2.345]),
    ],
)
def test_the_decimal_sign_is_judged_over_the_table(cells, read):
    assert numbers(*cells) == read
    assert numbers(*reversed(cells)) == read[::-1]


def test_a_comma_that_may_be_either_is_refused_unless_the_file_has_settled_it():
    found = sentence("1,234", "2,345")
    assert 'column "A", 2023-05-01 holds "1,234", which can have thousands or decimals' in found
    assert numbers("1,234", "2,345", text_file=True) == [1234.0, 2345.0]


def test_two_decimal_signs_in_a_table_are_refused():
    found = sentence("0,5", "0.5")
    assert 'holds "0,5" with a decimal comma and column "A", 2023-05-02 holds "0.5"' in found


@pytest.mark.parametrize(
    "word",
    [
        *(
            ".",
            "NA",
            "NaN",
            "null",
            "-",
            "n/a",
            "#N/A N/A",
            "#N/A",
            "#DIV/0!",
            "--",
            "N.A.",
            "None",
        ),
        *("na", "nan", "NULL", "#n/a n/a", " NA ", "#N/A Field Not Applicable", "\N{EN DASH}"),
    ],
)
def test_missing_words_are_missing_and_counted(word):
    table = column(0.5, word, word, None)
    assert table.frame["A"].isna().tolist() == [False, True, True, True]
    assert table.notes == (f"missing, Assets: 2 cells hold {word.strip()}; read as missing",)


def test_missing_words_of_several_programs_have_one_note():
    notes = column("NA", "NA", ".", -2146826246, "null", "-", "nan", 1.0).notes
    assert notes == ("missing, Assets: 7 cells hold NA, ., null, - and 2 more; read as missing",)


def test_data_that_are_still_asked_for_are_not_missing():
    assert "Requesting" in sentence(0.5, "#N/A Requesting Data...")


def test_text_in_a_numbers_place_is_counted_and_its_first_place_named():
    found = sentence(0.5, "soon", 0.1, "later", dt.time(1))
    assert found == (
        'Assets: column "A", 2023-05-02 holds "soon", the first of 3 cells that hold no return; '
        "clear them or type returns."
    )


@given(
    st.integers(0, 10**9),
    st.integers(0, 99),
    st.sampled_from([(",", "."), (".", ","), ("'", "."), (" ", ","), ("\N{THIN SPACE}", ".")]),
    st.sampled_from(["()", "-", ""]),
)
def test_whatever_the_signs_the_number_is_the_same(whole, cents, signs, minus):
    thousands, decimal = signs
    text = f"{whole:,}".replace(",", thousands) + f"{decimal}{cents:02d}"
    number = float(f"{whole}.{cents:02d}")
    assert numbers(minus[:1] + text + minus[1:]) == [-number if minus else number]


@given(st.text(max_size=20))
def test_any_text_is_a_finite_number_or_none(text):
    try:
        found = numbers(text)[0]
    except InputError as error:
        found = str(error).count('column "A", 2023-05-01')
    missing = is_missing(text) or not text.strip()
    assert math.isnan(found) if missing else math.isfinite(found)
    assert found != 0.0 or any(unicodedata.digit(sign, None) == 0 for sign in text)


def test_a_long_text_takes_no_longer_than_a_moment():
    """The signs before a number may have blanks among them, which a pattern could share out."""
    assert take_apart("-" + " " * 20_000 + "x") is None
    assert take_apart("(" * 20_000) is None


def test_cells_with_a_percent_sign_are_not_divided_twice_when_percent_is_declared():
    table = column("1.2%", "-0.5%", "0.3%")
    judged = judge(table, "Assets", "percent", Findings())
    assert judged.frame["A"].tolist() == [0.012, -0.005, 0.003]
