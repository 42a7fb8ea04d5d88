"""How each kind of argument reads raw cells."""

import datetime as dt
from typing import Literal

import pytest

from labfolio_xl.errors import InputError
from labfolio_xl.returns.tables.input_table import InputTable
from labfolio_xl.sheet.arguments.kinds import (
    Choice,
    Rates,
    SettingsBlock,
    TableArgument,
    Text,
    WeightPairs,
    label,
)
from labfolio_xl.sheet.arguments.numbers import NamedNumbers, NumberOrNamed, PriceList, Scenarios
from labfolio_xl.sheet.cells import counted_from

NA = -2146826246
BLOCK = (("date", "A"), ("2023-05-02", "0.1"))
COV = Choice(Literal["ols", "hac"])


def test_a_table_comes_with_what_was_found_while_it_was_read():
    table = TableArgument().read(BLOCK, "assets")
    assert table.frame["A"].tolist() == [0.1]
    assert table.notes == ("cells, Assets: 1 number stored as text; read as a number",)


def test_errors_of_a_table_name_the_argument_and_what_belongs_there():
    with pytest.raises(InputError, match=r'^Prices: column "A", 2023-05-02 holds "x"; .* a price'):
        TableArgument(noun="price").read((("date", "A"), ("2023-05-02", "x")), "prices")
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


def test_a_text_is_meant_for_its_function_and_a_range_for_all():
    assert SettingsBlock().read("missing=complete", "settings").every_one_is_used
    assert SettingsBlock().read((("missing=complete",),), "settings").every_one_is_used
    assert not SettingsBlock().read((("missing", "complete"),), "settings").every_one_is_used


def test_dates_among_settings_are_counted_as_their_workbook_counts():
    """A date of a cell is a number; a year is one too, and is no day of 1909."""
    rows = [("Start", 43831.0), ("end", 2021.0), ("lags", 5.0)]
    usual = SettingsBlock().read(tuple(rows), "settings").given
    assert usual == {"start": dt.date(2020, 1, 1), "end": "2021", "lags": 5}
    earlier = [("Start", 43831.0 - 1462), *rows[1:]]
    assert SettingsBlock().read(counted_from(earlier, is_1904=True), "settings").given == usual


def test_an_unknown_name_among_settings_of_a_workbook_of_1904_is_one_sentence():
    with pytest.raises(InputError, match=r'^Settings: "strat" is no setting; the nearest is start'):
        SettingsBlock().read(counted_from([("strat", 1.0)], is_1904=True), "settings")


def test_text_is_text():
    assert Text().read(" LF_BETAS ", "name") == "LF_BETAS"


@pytest.mark.parametrize(
    ("kind", "raw", "sentence"),
    [
        (COV, "white", 'cov is "white"; choose one of "ols", "hac".'),
        (COV, 3.0, 'cov is "3"; choose one of "ols", "hac".'),
        (COV, NA, "cov holds #N/A; correct that cell or leave it out."),
        (COV, (("ols",), ("hac",)), "cov takes one cell; select one, or leave it out."),
        (
            SettingsBlock(),
            (("frequency", NA),),
            "Settings: frequency holds #N/A; correct that cell or leave it out.",
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
    with pytest.raises(InputError) as caught:
        kind.read(raw, "settings" if isinstance(kind, SettingsBlock) else "cov")
    assert str(caught.value) == sentence


BLOCKS = [TableArgument(), Rates(), WeightPairs(), SettingsBlock(), PriceList()]
BLOCKS += [kind("shock") for kind in (NamedNumbers, NumberOrNamed, Scenarios)]


@pytest.mark.parametrize("kind", [*BLOCKS, COV, Text()])
def test_each_kind_says_what_it_takes(kind):
    assert kind.takes
    assert kind.is_block == (kind in BLOCKS)


def test_an_argument_is_called_in_a_sentence_as_its_defined_name_is():
    assert [label(name) for name in ("assets", "risk_free")] == ["Assets", "RiskFree"]
