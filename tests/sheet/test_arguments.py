"""How each kind of argument reads raw cells."""

from typing import Literal

import pytest

from labfolio_xl.errors import InputError
from labfolio_xl.returns.tables.input_table import InputTable
from labfolio_xl.sheet.arguments import (
    Choice,
    Count,
    Flag,
    Number,
    Rates,
    SettingsBlock,
    Table,
    Text,
    WeightPairs,
    label,
)

NA = -2146826246
BLOCK = (("date", "A"), ("2023-05-02", "0.1"))
COV = Choice(Literal["ols", "hac"])


def test_a_table_comes_with_what_was_found_while_it_was_read():
    table = Table().read(BLOCK, "assets")
    assert table.frame["A"].tolist() == [0.1]
    assert table.notes == ("cells, Assets: 1 number stored as text; read as a number",)


def test_errors_of_a_table_name_the_argument_and_what_belongs_there():
    with pytest.raises(InputError, match=r'^Prices: column "A", 2023-05-02 holds "x"; .* a price'):
        Table(noun="price").read((("date", "A"), ("2023-05-02", "x")), "prices")
    with pytest.raises(InputError, match=r"^RiskFree: "):
        Rates().read((("a",), ("b",)), "risk_free")


def test_rates_and_weights_are_read_from_blocks_or_cells():
    assert Rates().read(0.0001, "risk_free") == 0.0001
    assert isinstance(Rates().read(BLOCK, "risk_free"), InputTable)
    assert WeightPairs().read(((0.5,), (0.5,)), "weights").weights.tolist() == [0.5, 0.5]
    assert WeightPairs().read((("A", 1.0),), "weights").weights.to_dict() == {"A": 1.0}


@pytest.mark.parametrize("cell", ["hac", "HAC", " Hac ", (("hac",),), ((None, "HAC"),)])
def test_an_option_is_found_whatever_its_case(cell):
    assert COV.read(cell, "cov") == "hac"


@pytest.mark.parametrize("cell", [True, "TRUE", "true", " True ", "yes", 1, 1.0, ((True,),)])
def test_true_is_true(cell):
    assert Flag().read(cell, "sort") is True


@pytest.mark.parametrize("cell", [False, "FALSE", "false", "No", 0, 0.0])
def test_false_is_false(cell):
    assert Flag().read(cell, "sort") is False


@pytest.mark.parametrize(("cell", "count"), [(5, 5), (5.0, 5), ("5", 5), (((0,),), 0)])
def test_a_count_is_a_whole_number(cell, count):
    assert Count().read(cell, "lags") == count


@pytest.mark.parametrize(("cell", "number"), [(252, 252.0), ("12", 12.0), (0.5, 0.5)])
def test_a_number_is_a_number(cell, number):
    assert Number().read(cell, "per_year") == number


@pytest.mark.parametrize(
    "raw",
    [
        "frequency=monthly; dates=dmy",
        (("frequency=monthly; dates=dmy",),),
        (("frequency=monthly",), ("dates=dmy",)),
        (("Setting", "Value"), ("frequency", "Monthly"), ("dates", "DMY"), (None, None)),
    ],
)
def test_settings_are_a_text_or_a_block(raw):
    settings = SettingsBlock().read(raw, "settings")
    assert settings.given == {"frequency": "monthly", "dates": "dmy"}
    assert settings.order == "dmy"


def test_an_estimator_gets_of_the_settings_what_it_takes():
    settings = SettingsBlock().read("missing=complete; dates=dmy; periods_per_year=12", "settings")
    assert settings.data.items() >= {"missing": "complete"}.items()
    assert {"dates", "periods_per_year"}.isdisjoint(settings.portfolio)
    assert settings.per_year(None) == 12.0
    assert settings.per_year(252.0) == 252.0


def test_text_is_text():
    assert Text().read(" LF_BETAS ", "name") == "LF_BETAS"


@pytest.mark.parametrize(
    ("kind", "raw", "sentence"),
    [
        (COV, "white", 'cov is "white"; choose one of "ols", "hac".'),
        (COV, 3.0, 'cov is "3"; choose one of "ols", "hac".'),
        (COV, NA, "cov holds #N/A; correct that cell or leave it out."),
        (COV, (("ols",), ("hac",)), "cov takes one cell; select one, or leave it out."),
        (Flag(), "maybe", 'sort is "maybe"; give True or False.'),
        (Flag(), 2, 'sort is "2"; give True or False.'),
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
            SettingsBlock(),
            (("frequency", NA),),
            "Settings holds #N/A; correct that cell or leave it out.",
        ),
        (
            SettingsBlock(),
            "frequncy=monthly",
            'Settings: "frequncy" is no setting; the nearest is frequency.',
        ),
        (SettingsBlock(), "#LF! Prices: wrong.", "Prices: wrong."),
        (Text(), "#LF! Prices: wrong.", "Prices: wrong."),
    ],
)
def test_each_mistake_is_one_sentence(kind, raw, sentence):
    names = {Flag: "sort", Count: "lags", Number: "per_year", SettingsBlock: "settings"}
    with pytest.raises(InputError) as caught:
        kind.read(raw, names.get(type(kind), "cov"))
    assert str(caught.value) == sentence


@pytest.mark.parametrize(
    "kind",
    [Table(), Rates(), WeightPairs(), COV, Flag(), Count(), Number(), SettingsBlock(), Text()],
)
def test_each_kind_says_what_it_takes(kind):
    assert kind.takes
    assert kind.is_block == isinstance(kind, Table | Rates | WeightPairs | SettingsBlock)


def test_an_argument_is_called_in_a_sentence_as_its_defined_name_is():
    assert [label(name) for name in ("assets", "risk_free")] == ["Assets", "RiskFree"]
