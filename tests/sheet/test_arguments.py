"""How each kind of argument reads raw cells."""

from typing import Literal

import pandas as pd
import pytest

from labfolio_xl.errors import InputError
from labfolio_xl.sheet.arguments import (
    Choice,
    Count,
    Flag,
    Names,
    Number,
    Rates,
    Table,
    Text,
    WeightPairs,
    label,
)

NA = -2146826246
BLOCK = (("date", "A"), ("2023-05-02", "0.1"))
COV = Choice(Literal["ols", "hac"])


def test_a_table_is_a_frame_or_comes_with_its_notes():
    assert Table().read(BLOCK, "assets")["A"].tolist() == [0.1]
    noted = Table(with_notes=True).read(BLOCK, "assets")
    assert noted.notes == ("1 number stored as text was read",)


def test_errors_of_a_table_name_the_argument_and_what_belongs_there():
    with pytest.raises(InputError, match=r'^Prices: column "A", 2023-05-02 holds "x"; .* a price'):
        Table("price").read((("date", "A"), ("2023-05-02", "x")), "prices")
    with pytest.raises(InputError, match=r"^RiskFree: "):
        Rates().read((("a",), ("b",)), "risk_free")


def test_rates_and_weights_are_read_from_blocks_or_cells():
    assert Rates().read(0.0001, "risk_free") == 0.0001
    assert isinstance(Rates().read(BLOCK, "risk_free"), pd.Series)
    assert WeightPairs().read(((0.5,), (0.5,)), "weights") == [0.5, 0.5]
    assert WeightPairs().read((("A", 1.0),), "weights").to_dict() == {"A": 1.0}


@pytest.mark.parametrize("cell", ["hac", "HAC", " Hac ", (("hac",),), ((None, "HAC"),)])
def test_an_option_is_found_whatever_its_case(cell):
    assert COV.read(cell, "cov") == "hac"


@pytest.mark.parametrize("cell", [True, "TRUE", "true", " True ", 1, 1.0, ((True,),)])
def test_true_is_true(cell):
    assert Flag().read(cell, "sort") is True


@pytest.mark.parametrize("cell", [False, "FALSE", "false", 0, 0.0])
def test_false_is_false(cell):
    assert Flag().read(cell, "sort") is False


@pytest.mark.parametrize(("cell", "count"), [(5, 5), (5.0, 5), ("5", 5), (((0,),), 0)])
def test_a_count_is_a_whole_number(cell, count):
    assert Count().read(cell, "lags") == count


@pytest.mark.parametrize(("cell", "number"), [(252, 252.0), ("12", 12.0), (0.5, 0.5)])
def test_a_number_is_a_number(cell, number):
    assert Number().read(cell, "per_year") == number


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        ("all", "all"),
        ("SMB, HML", "SMB, HML"),
        ((("SMB",), ("HML",)), ("SMB", "HML")),
        ((("SMB", None, "HML"),), ("SMB", "HML")),
        ((("none",),), "none"),
        (2330.0, "2330"),
    ],
)
def test_names_are_a_word_or_several_cells(raw, names):
    assert Names().read(raw, "self_financing") == names


def test_text_is_text():
    assert Text().read(" LF_BETAS ", "name") == "LF_BETAS"


@pytest.mark.parametrize(
    ("kind", "raw", "sentence"),
    [
        (COV, "white", 'cov is "white"; choose one of "ols", "hac".'),
        (COV, 3.0, 'cov is "3"; choose one of "ols", "hac".'),
        (COV, NA, "cov holds #N/A; correct that cell or leave it out."),
        (COV, (("ols",), ("hac",)), "cov takes one cell; select one, or leave it out."),
        (Flag(), "yes", 'sort holds "yes"; type TRUE or FALSE.'),
        (Flag(), 2, "sort holds 2; type TRUE or FALSE."),
        (Flag(), NA, "sort holds #N/A; correct that cell or leave it out."),
        (Count(), -1, "lags holds -1; type a whole number of 0 or more."),
        (Count(), 1.5, "lags holds 1.5; type a whole number of 0 or more."),
        (Count(), "four", 'lags holds "four"; type a whole number of 0 or more.'),
        (Count(), True, "lags holds TRUE; type a whole number of 0 or more."),
        (Count(), float("inf"), "lags holds an infinite number; type a whole number of 0 or more."),
        (Number(), "many", 'per_year holds "many"; type a number.'),
        (Number(), False, "per_year holds FALSE; type a number."),
        (Number(), "#DIV/0!", "per_year holds #DIV/0!; correct that cell or leave it out."),
        (
            Names(),
            (("SMB",), (NA,)),
            "self_financing holds #N/A; correct that cell or leave it out.",
        ),
        (Text(), "#LF! Prices: wrong.", "Prices: wrong."),
    ],
)
def test_each_mistake_is_one_sentence(kind, raw, sentence):
    names = {Flag: "sort", Count: "lags", Number: "per_year", Names: "self_financing"}
    with pytest.raises(InputError) as caught:
        kind.read(raw, names.get(type(kind), "cov"))
    assert str(caught.value) == sentence


@pytest.mark.parametrize(
    "kind", [Table(), Rates(), WeightPairs(), COV, Flag(), Count(), Number(), Names(), Text()]
)
def test_each_kind_says_what_it_takes(kind):
    assert kind.takes
    assert kind.is_block == isinstance(kind, Table | Rates | WeightPairs)


def test_an_argument_is_called_in_a_sentence_as_its_defined_name_is():
    assert [label(name) for name in ("assets", "risk_free")] == ["Assets", "RiskFree"]
