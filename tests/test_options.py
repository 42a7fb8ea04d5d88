"""Options are words, whole numbers and names; an error lists what there is."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pytest

from labfolio_xl.errors import InputError
from labfolio_xl.options import (
    OPTIONS,
    check_count,
    check_flag,
    check_number,
    check_option,
    check_periods_per_year,
    find_option,
)

Kind = Literal["ols", "hac"]


@pytest.mark.parametrize("value", ["hac", "HAC", " Hac "])
def test_an_option_is_found_whatever_its_case_and_blanks(value):
    assert check_option(value, Kind, "cov") == "hac"


@pytest.mark.parametrize("value", ["newey", "", None, 3, ["ols"]])
def test_an_unknown_option_is_refused_with_those_that_exist(value):
    with pytest.raises(InputError) as error:
        check_option(value, Kind, "cov")
    assert str(error.value) == f'cov is "{value}"; choose one of "ols", "hac".'


Unit = Literal["period", "annual", "annual-percent"]
Often = Literal["monthly", "yearly"]


@pytest.mark.parametrize("value", ["annual-percent", "Annual percent", "ANNUAL_PERCENT"])
def test_a_word_is_found_in_the_spelling_that_people_type(value):
    assert check_option(value, Unit, "risk_free_is") == "annual-percent"


def test_another_word_for_an_option_is_that_option_unless_it_is_one_itself():
    assert check_option("Newey-West", Kind, "cov") == "hac"
    assert check_option("newey west", Literal["robust", "kernel"], "model_cov") == "kernel"
    assert check_option("Fama-MacBeth", Literal["fm", "hac"], "premia_cov") == "fm"
    assert check_option("annual", Often, "frequency") == "yearly"
    assert check_option("annual", Unit, "risk_free_is") == "annual"


def test_a_slip_of_the_keyboard_is_told_the_nearest_option():
    with pytest.raises(InputError) as error:
        check_option("montly", Often, "frequency")
    assert str(error.value) == (
        'frequency is "montly"; choose one of "monthly", "yearly"; the nearest is "monthly".'
    )


@pytest.mark.parametrize(("word", "flag"), [("Yes", True), ("TRUE", True), ("off", False)])
def test_a_flag_may_be_a_word(word, flag):
    assert check_flag(word, "sort") is flag


@pytest.mark.parametrize("option", OPTIONS.values(), ids=OPTIONS)
def test_each_option_has_a_help_that_a_cell_can_show_and_a_default_that_it_takes(option):
    assert option.help.endswith(".")
    assert len(option.help) <= 255
    assert option.kind.takes
    assert option.default is None or option.read(option.default) == option.default
    assert find_option(option.name.replace("_", " ").upper()) is option


@pytest.mark.parametrize("value", [4, 4.0, np.int64(4), np.float64(4.0)])
def test_whole_numbers_of_any_type_are_counts(value):
    count = check_count(value, "lags")
    assert count == 4
    assert type(count) is int


@pytest.mark.parametrize("value", [-1, 2.5, np.nan, np.inf, -np.inf, "4", None, True])
def test_what_is_no_count_is_refused(value):
    with pytest.raises(InputError) as error:
        check_count(value, "lags")
    assert str(error.value) == f'lags is "{value}"; give a whole number of 0 or more.'


def test_a_count_may_have_a_largest_value():
    assert check_count(1000.0, "resamples", least=100, most=1000) == 1000
    for value, shown in ((1001, "1001"), (99, "99"), (1e9, "1000000000")):
        with pytest.raises(InputError) as refused:
            check_count(value, "resamples", least=100, most=1000)
        assert str(refused.value) == (
            f'resamples is "{shown}"; give a whole number from 100 to 1,000.'
        )


def test_a_count_may_have_a_least_value():
    assert check_count(2, "window", least=2) == 2
    with pytest.raises(InputError, match=r'^window is "1"; give a whole number of 2 or more\.$'):
        check_count(1, "window", least=2)


def test_what_is_shown_of_a_value_is_short():
    with pytest.raises(InputError) as error:
        check_count(10**400, "lags")
    assert str(error.value) == f'lags is "1{"0" * 39}"; give a whole number of 0 or more.'


@pytest.mark.parametrize("value", [True, np.True_, 1, 1.0, np.int64(1)])
def test_a_flag_may_be_a_truth_value_or_a_number_that_means_one(value):
    assert check_flag(value, "intercept") is True
    assert check_flag(1 - np.array(value, dtype=float).item(), "intercept") is False


@pytest.mark.parametrize("value", ["maybe", "", None, 2, float("nan"), [True]])
def test_a_flag_that_is_none_is_refused(value):
    with pytest.raises(InputError) as error:
        check_flag(value, "intercept")
    assert str(error.value) == f'intercept is "{value}"; give yes or no (True or False).'


def test_periods_per_year():
    assert check_periods_per_year(None) is None
    assert check_periods_per_year(np.int64(252)) == 252.0


@pytest.mark.parametrize("value", [0, -12, np.nan, np.inf, "252", True])
def test_periods_per_year_that_are_none_are_refused(value):
    with pytest.raises(InputError) as error:
        check_periods_per_year(value)
    assert str(error.value) == f'periods_per_year is "{value}"; give 252, 52, 12 or 4.'


@pytest.mark.parametrize("value", [0.0, -1, float("nan"), float("inf"), "half", None, True])
def test_a_number_that_is_not_allowed_is_shown_with_its_cure(value):
    """As one would type it: nought is "0", not "0.0"."""
    shown = f"{value:g}" if isinstance(value, float) else value
    with pytest.raises(InputError) as error:
        check_number(value, "size", "give a size", lambda x: x > 0.0)
    assert str(error.value) == f'size is "{shown}"; give a size.'


def test_a_number_that_is_allowed_is_a_float():
    assert check_number(np.int64(3), "size", "give a size", lambda x: x > 0.0) == 3.0
