"""Formulas of the template, read without Excel."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labfolio_xl.errors import InputError
from labfolio_xl.excel.book.formula_call import DefinedName, Stack, parse_call

A, F = DefinedName("Assets"), DefinedName("Factors")


@pytest.mark.parametrize(
    ("text", "arguments"),
    [
        ("=LF_VERSION()", ()),
        ("=LF_BETAS(Assets,Factors)", (A, F)),
        (" =LF_BETAS( Assets , Factors ) ", (A, F)),
        ("=LF_BETAS(Assets,Factors,,)", (A, F, None, None)),
        ("=LF_PREMIA(Assets,Factors,,TRUE,false)", (A, F, None, True, False)),
        ('=LF_PREMIA(Assets,Factors,,,"hac",4)', (A, F, None, None, "hac", 4.0)),
        ('=LF_BETAS(Assets,Factors,,"A, ""B"", C")', (A, F, None, 'A, "B", C')),
        ("=LF_PREMIA(Assets,Factors,-1.5e-3)", (A, F, -0.0015)),
        (
            '=LF_BETAS(Assets,Factors,,VSTACK(Settings,{"window",36;"cov","a, (b)"}))',
            (A, F, None, Stack(DefinedName("Settings"), (("window", 36.0), ("cov", "a, (b)")))),
        ),
    ],
)
def test_names_constants_and_arguments_left_out(text, arguments):
    assert parse_call(text).arguments == arguments


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=30))
def test_any_text_in_quotation_marks_comes_back(text):
    doubled = text.replace('"', '""')
    assert parse_call(f'=LF_BETAS(Assets,"{doubled}")').arguments == (A, text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("=SUM(A1:A3)", "not a formula of Labfolio"),
        ("LF_BETAS(Assets)", "not a formula of Labfolio"),
        ("=LF_BETAS(Assets,A1:B3)", "A1:B3 is neither a name nor a constant"),
        ("=LF_BETAS(LF_EXCESS(Assets),Factors)", "neither a name nor a constant"),
        ('=LF_BETAS(Assets,"open)', "the arguments cannot be read"),
        ("=LF_BETAS(Assets,VSTACK(Settings,{a,1}))", "a is no constant"),
        ("=LF_BETAS(Assets,VSTACK(Settings,A1:B2))", "neither a name nor a constant"),
    ],
)
def test_other_formulas_are_refused_with_what_is_wrong(text, words):
    with pytest.raises(InputError, match=words):
        parse_call(text)


def test_values_are_the_constants_and_what_the_names_stand_for():
    call = parse_call('=LF_PREMIA(Assets,FACTORS,RiskFree,"kinds","lags=4")')
    values = call.values({"assets": [[1.0]], "factors": [[2.0]]})
    assert values == [[[1.0]], [[2.0]], None, "kinds", "lags=4"]


def test_rows_stand_below_those_of_the_name():
    call = parse_call('=LF_BETAS(Assets,Factors,,VSTACK(Settings,{"lags",4}))')
    values = call.values({"settings": [["Setting", "Value"], ["lags", 3.0]]})
    assert values[3] == [["Setting", "Value"], ["lags", 3.0], ["lags", 4.0]]
    assert call.values({})[3] == [["lags", 4.0]]
