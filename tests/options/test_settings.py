"""Settings: a text, a block of two columns, or nothing; what is wrong is one sentence."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labfolio_xl.errors import InputError
from labfolio_xl.options import Missing, Option
from labfolio_xl.options.kinds import Count, Day, Flag, Names, Number, Words
from labfolio_xl.options.settings import parse_settings, settings_text

# One option of each kind, apart from those that there are at present.
KINDS = {
    option.name: option
    for option in (
        Option("missing", Words(Missing), "available", "What to do."),
        Option("lags", Count(), None, "How many."),
        Option("level", Number("give a share", above=0.0, below=1.0), 0.95, "How sure."),
        Option("sort", Flag(), False, "Whether."),  # noqa: FBT003 - a default, not a switch
        Option("use_factors", Names(), None, "Which."),
        Option("start", Day(), None, "From when."),
    )
}


# The sheet of a template that nobody has filled in yet.
BLANK = [["Setting", "Value"], ["frequency", None], ["missing", ""], ["self_financing", None]]


@pytest.mark.parametrize("nothing", [None, "", "  ", ";;\n ;", [], [[None, ""], ["", " "]], BLANK])
def test_nothing_is_no_setting(nothing):
    assert parse_settings(nothing) == {}


def test_one_row_of_an_array_constant_is_a_name_and_its_value():
    assert parse_settings(("frequency", "monthly")) == {"frequency": "monthly"}


@pytest.mark.parametrize(
    "text",
    [
        "frequency=monthly; missing=complete",
        "  Frequency = Monthly ;MISSING= Complete;",
        "frequency=monthly\nmissing=complete",
        "missing=error; frequency=Monthly; missing=complete",
        "frequency=monthly; missing=complete; ; ",
    ],
)
def test_a_text_has_settings_between_semicolons_and_the_last_wins(text):
    assert parse_settings(text) == {"frequency": "monthly", "missing": "complete"}


@pytest.mark.parametrize(
    "rows",
    [
        [["frequency", "monthly"], ["missing", "complete"]],
        [["Setting", "Value"], ["Frequency", "Monthly"], ["missing", "complete"]],
        (("name", "value"), ("frequency", "monthly"), (None, None), ("Missing", " complete ")),
        [["missing", "error"], ["frequency", "monthly"], ["missing", "complete"]],
        [["missing", "complete"], ["Setting", "Value"], ["frequency", "monthly"]],
        [["frequency", "monthly"], ["missing", "complete"], ["missing", None], ["nav", ""]],
        [[None, "frequency", None, "monthly"], [None, "missing", None, "complete"]],
        [["frequency=monthly"], ["missing=complete"]],
        [["frequency=monthly; missing=complete"]],
        [["frequency=monthly", None], ["missing", "complete"]],
    ],
    ids=[
        "rows",
        "header",
        "blank row",
        "later",
        "header below",
        "blank value",
        "apart",
        "texts",
        "cell",
        "mixed",
    ],
)
def test_a_block_has_names_and_values_side_by_side_and_later_rows_win(rows):
    assert parse_settings(rows) == {"frequency": "monthly", "missing": "complete"}


@pytest.mark.parametrize("name", ["risk_free_is", "risk-free-is", "Risk free is", "RISK_FREE_IS"])
@pytest.mark.parametrize("word", ["annual-percent", "Annual percent", "ANNUAL_PERCENT"])
def test_names_and_words_are_found_in_the_spelling_that_people_type(name, word):
    assert parse_settings(f"{name}={word}") == {"risk_free_is": "annual-percent"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("self_financing=SMB, HML", "SMB, HML"),
        ("self_financing=A=B, C", "A=B, C"),
        ('self_financing="A;B, C"', "A;B, C"),
        ('self_financing="5"" pipe; steel"; missing=error', '5" pipe; steel'),
        ('self_financing=5" pipe; missing=error', '5" pipe'),
        ('self_financing="a" and "b"', '"a" and "b"'),
    ],
)
def test_a_value_may_hold_commas_and_signs(text, names):
    assert parse_settings(text)["self_financing"] == names


@pytest.mark.parametrize(
    ("text", "option", "word"),
    [
        ("frequency=Month", "frequency", "monthly"),
        ("frequency=YEAR", "frequency", "yearly"),
        ("cov=NW", "cov", "hac"),
        ("model_cov=Newey West", "model_cov", "kernel"),
        ("cov=classical", "cov", "ols"),
    ],
)
def test_a_word_may_be_another_name_of_the_same(text, option, word):
    assert parse_settings(text) == {option: word}


def test_numbers_come_as_numbers_or_as_texts_with_a_decimal_comma():
    assert parse_settings("level=0,95", KINDS) == {"level": 0.95}
    assert parse_settings([["level", 0.9], ["lags", 4.0]], KINDS) == {"level": 0.9, "lags": 4}
    assert parse_settings("level=95%", KINDS) == {"level": 0.95}
    assert parse_settings("nav=1,250,000; periods per year = 12") == {
        "nav": 1_250_000.0,
        "periods_per_year": 12.0,
    }


@pytest.mark.parametrize("cell", [True, 1.0, "yes", "TRUE", "Yes", "1"])
def test_a_flag_is_yes_in_any_of_its_spellings(cell):
    assert parse_settings([["sort", cell]], KINDS) == {"sort": True}
    assert parse_settings(f"sort={cell:g}" if cell == 1.0 else f"sort={cell}", KINDS) == {
        "sort": True
    }


@pytest.mark.parametrize("wrap", [lambda text: text, lambda text: [[text]]], ids=["text", "cell"])
def test_a_text_may_be_long(wrap):
    names = ", ".join(f"Factor {number}" for number in range(200))
    assert parse_settings(wrap(f"self_financing={names}")) == {"self_financing": names}
    assert parse_settings([["use_factors", names]], KINDS) == {"use_factors": names}


def test_a_flag_alone_means_yes():
    assert parse_settings("sort; lags=2", KINDS) == {"sort": True, "lags": 2}
    assert parse_settings([["Sort"]], KINDS) == {"sort": True}
    assert parse_settings("sort=no", KINDS) == {"sort": False}


@pytest.mark.parametrize("cell", [dt.date(2023, 5, 4), dt.datetime(2023, 5, 4, 17), 45050.0])
def test_a_date_is_that_of_a_cell_a_serial_or_a_text(cell):
    expected = {"start": dt.date(2023, 5, 4)}
    assert parse_settings([["start", cell]], KINDS) == expected
    assert parse_settings("start=2023-05-04", KINDS) == expected


def test_names_of_a_cell_that_is_a_number_are_a_text():
    assert parse_settings([["use_factors", 9984.0]], KINDS) == {"use_factors": "9984"}


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("frequncy=monthly", '"frequncy" is no setting; the nearest is frequency.'),
        ([["assets", "percent"]], '"assets" is no setting; the nearest is assets_are.'),
        ("kov=hac", '"kov" is no setting; the nearest is cov.'),
        ("hac", '"hac" is no setting; it is a value of cov, premia_cov, model_cov: write cov=hac.'),
        ("Newey West", '"Newey West" is no setting; it is a value of cov, premia_cov, model_cov: '),
        ("level=0,9, sort=yes", 'level is "0,9, sort=yes"; write a semicolon between settings, '),
        ("use_factors=A, B, lags = 5", 'use_factors is "A, B, lags = 5"; write a semicolon betw'),
        ("cov: hac", '"cov: hac" is no setting; choose one of assets_are, factors_are, '),
        (
            "frequency=montly",
            'frequency is "montly"; choose one of "daily", "weekly", "monthly", "quarterly", "yea',
        ),
        (
            "missing=compleet",
            'missing is "compleet"; choose one of "available", "complete", "error"; the nearest is',
        ),
        ("frequency", 'frequency has no value; write frequency=..., "daily" or "weekly" or '),
        ("frequency=; missing=error", "frequency has no value; write frequency=..., "),
        ("periods_per_year=-1", 'periods_per_year is "-1"; give 252, 52, 12 or 4.'),
        ("nav=1,250", 'nav is "1,250", with a comma for thousands or for decimals; write 1250 or'),
        ("=monthly", 'the value "monthly" has no name; write it as name=value.'),
        ([["", "monthly"]], 'the value "monthly" has no name; write it to its left.'),
        ([["frequency", "monthly", "x"]], "the block has 3 columns; select two, the name of a set"),
        (3.0, '"3" is no setting; '),
        ([["self_financing", True]], 'self_financing is "True"; give "auto", "none", "all", or'),
    ],
)
def test_a_mistake_is_one_sentence_that_names_the_nearest(value, sentence):
    with pytest.raises(InputError) as error:
        parse_settings(value)
    assert str(error.value).startswith(f"Settings: {sentence}")
    assert str(error.value).endswith(".")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("lags=2.5", 'lags is "2.5"; give a whole number of 0 or more.'),
        ("lags=four", 'lags is "four"; give a whole number of 0 or more.'),
        ("level=95", 'level is "95"; give a share.'),
        ("sort=maybe", 'sort is "maybe"; give yes or no (True or False).'),
        (
            "start=04/05/2023",
            'start is "04/05/2023"; give a date, such as 2023-05-04, or a month, such as 2023-05.',
        ),
        (
            "start=1e300",
            'start is "1e300"; give a date, such as 2023-05-04, or a month, such as 2023-05.',
        ),
    ],
)
def test_a_value_that_a_setting_does_not_take_is_refused(text, sentence):
    with pytest.raises(InputError) as error:
        parse_settings(text, KINDS)
    assert str(error.value) == f"Settings: {sentence}"


@pytest.mark.parametrize("text", ["start=2020-01", "start=2020-q1", "start=2020", "start = 2020-1"])
def test_a_month_a_quarter_and_a_year_stand_for_their_days(text):
    found = parse_settings(text, KINDS)["start"]
    assert found == text.partition("=")[2].strip().upper()


def test_a_year_of_a_cell_is_a_year():
    assert parse_settings([["start", 2020.0]], KINDS) == {"start": "2020"}


@given(st.text(max_size=30).filter(lambda text: text.strip() == text and text))
def test_what_is_written_as_a_text_is_read_again(names):
    text = settings_text({"self_financing": names, "periods_per_year": 12.5})
    assert parse_settings(text) == {"self_financing": names, "periods_per_year": 12.5}


@given(
    st.one_of(
        st.text(), st.lists(st.lists(st.one_of(st.text(), st.floats(), st.none(), st.booleans())))
    )
)
def test_whatever_stands_there_is_settings_or_one_sentence(value):
    try:
        settings = parse_settings(value)
    except InputError as error:
        assert str(error).startswith("Settings: ")  # noqa: PT017 - either is right
    else:
        assert isinstance(settings, dict)


@pytest.mark.timeout(10)
@pytest.mark.parametrize(
    "text", ["a" + " " * 32_000 + "b", 'a="' * 10_000, ";" * 32_000, "=" * 32_000, '"' * 32_000]
)
def test_a_long_text_is_refused_at_once(text):
    with pytest.raises(InputError, match=r"^Settings: "):
        parse_settings(text + "=x")
