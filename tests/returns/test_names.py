"""Names that carry meaning: the same name written otherwise, the rate, self-financing factors."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labfolio_xl import align
from labfolio_xl.errors import InputError
from labfolio_xl.returns.findings import Findings
from labfolio_xl.returns.names.factors import factor_key, is_rate, self_financing_among
from labfolio_xl.returns.names.meaning import (
    match_names,
    name_key,
    refuse_same,
    refuse_swapped,
    self_financing_names,
    take_rate_column,
)

DATES = pd.date_range("2020-01-31", periods=24, freq="ME", name="date")
RNG = np.random.default_rng(11)


def table(*names, scale=0.04):
    return pd.DataFrame(RNG.normal(0.005, scale, (24, len(names))), DATES, list(names))


def bills():
    return np.linspace(0.0005, 0.0012, 24)


def lines(findings, severity="note"):
    return [line for line in findings.lines if line.severity == severity]


# The same name, written otherwise.


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("AAPL", "aapl"),
        (" Brk. B", "BRK.B\u00a0"),
        ("Stra\u00dfe", "STRASSE"),
        ("Caf\u00e9", "Cafe\u0301"),
        ("\uff21\uff22\uff23", "abc"),  # the full-width letters of Japanese exports
        ("ACME\u200b", "Acme"),  # a zero-width blank
        ("Cafe \u200b\u0301", "CAF\u00c9"),
        (7203.0, "7203"),
        (7203, "7203.0"),
        (np.int64(600519), "600519"),
        ("0005", 5.0),
        ("000001", "1"),
    ],
)
def test_names_that_differ_by_case_blanks_or_form_have_one_key(one, other):
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("BRK.A", "BRK.B"), ("7203", "72030"), ("7203.5", "7203"), ("A-B", "AB"), ("0", "")],
)
def test_names_that_differ_by_more_have_two_keys(one, other):
    assert name_key(one) != name_key(other)


# Letters that fold to several, accents of their own, blanks of all kinds.
ODD = "aeE0. \u200b\u00a0\u0301\u00a8\u0345\ufb01\u0130\u00df\u1e9e\uff21\u2028"


@given(st.one_of(st.text(), st.text(ODD)))
def test_the_key_of_a_key_is_itself_and_of_any_case(text):
    key = name_key(text)
    assert name_key(key) == key
    assert name_key(text.casefold()) == key


def test_names_match_as_written_before_they_match_by_key():
    assert match_names(["aapl", "AAPL"], ["AAPL", "aapl", "Msft"]) == {
        "aapl": "aapl",
        "AAPL": "AAPL",
    }
    assert match_names(["AAPL", "msft", 7203.0], ["AAPL", "MSFT", "7203"]) == {
        "AAPL": "AAPL",
        "msft": "MSFT",
        7203.0: "7203",
    }


@pytest.mark.parametrize(
    ("asked", "known"),
    [
        (["aapl"], ["AAPL", "Aapl"]),  # two to choose from
        (["aapl", "Aapl"], ["AAPL"]),  # two for one
        (["Aapl", "AAPL"], ["AAPL"]),  # one of them is written so
        (["5"], ["0005", "05"]),
        (["IBM"], ["AAPL"]),
        (["AAPL "], []),
    ],
)
def test_a_name_that_is_not_unique_matches_nothing(asked, known):
    assert match_names(asked, known)[asked[0]] is None


@given(st.lists(st.text(), unique=True))
def test_every_name_matches_itself(names):
    assert match_names(names, names) == dict(zip(names, names, strict=True))


# Published factors.


@pytest.mark.parametrize(
    "name",
    [
        *("Mkt-RF", "mkt_rf", "MktRF", "Mkt RF", "MKT-RF", "Mkt.RF", "Mkt\u2011RF", "Mkt\u2212RF"),
        *("Rm-Rf", "RMRF", "Market-RF", "mkt_excess", "SMB", "smb", "HML", "RMW", "CMA"),
        *("MOM", "Mom", "Mom   ", "UMD", "WML", "BAB", "QMJ", "ST_Rev", "LT_Rev", "HML Devil"),
        *("HML_Devil", "HML FF", "SMB (%)"),
    ],
)
def test_published_factors_are_self_financing_by_name(name):
    assert self_financing_among(["Oil", name]) == (name,)


@pytest.mark.parametrize(
    "name",
    [
        *("MKT", "Market", "Mkt", "SP500", "RF", "Mkt+RF", "MTUM", "VLUE", "Momentum", "SMBX"),
        *("Size", "Value", "R_MKT", "REG", "RIA", "EM", "HMLP"),
    ],
)
def test_other_factors_are_not(name):
    assert self_financing_among(["SMB", name]) == ("SMB",)


def test_the_q_factors_are_known_together():
    """R_MKT is in excess of the rate among them, REG alone is a company."""
    q5 = ["R_MKT", "R_ME", "R_IA", "R_ROE", "R_EG"]
    assert self_financing_among([*q5, "Oil"]) == tuple(q5)


@pytest.mark.parametrize("name", ["RF", "Rf", "rf", "R_F", "RF Rate", "Risk-free", "riskfree"])
def test_a_rate_is_known_by_its_name(name):
    assert is_rate(name)


@pytest.mark.parametrize("name", ["Mkt-RF", "RFX", "Rate", "R", "F", "TBill index"])
def test_other_columns_are_no_rate(name):
    assert not is_rate(name)


def test_auto_takes_the_published_factors_and_tells_which():
    findings = Findings()
    names = self_financing_names("auto", ["SMB", "Oil", "Mkt-RF", "MKT"], findings)
    assert names == ("SMB", "Mkt-RF")
    (line,) = lines(findings)
    assert line.reading == (
        "no rate is subtracted from SMB, Mkt-RF, self-financing by name, but from Oil, MKT; "
        "self_financing=none subtracts it from all, self_financing=all from none"
    )


def test_auto_has_nothing_to_tell_without_a_rate_or_without_known_names():
    findings = Findings()
    assert self_financing_names("auto", ["SMB"], findings, charged=False) == ("SMB",)
    assert self_financing_names("Auto", ["Oil", "MKT"], findings) == ()
    assert findings.lines == []


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("none", ()),
        ("", ()),
        ("All", ("MktRF", "SMB", "HML")),
        ("SMB", ("SMB",)),
        ("smb, HML", ("SMB", "HML")),
        ("hml,smb,SMB", ("SMB", "HML")),
        (["HML", " mktrf "], ("MktRF", "HML")),
        ((), ()),
    ],
)
def test_a_declaration_overrules_the_names_without_a_word(value, names):
    findings = Findings()
    assert self_financing_names(value, ["MktRF", "SMB", "HML"], findings) == names
    assert findings.lines == []


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("Size, big", {"Size, big"}),
        ("value,size, BIG", {"Value", "Size, big"}),
        ("Size, big , Value", {"Value", "Size, big"}),
        ("A, Value, B,Size, big", {"A, Value, B", "Size, big"}),
    ],
)
def test_a_comma_within_the_name_of_a_factor_does_not_part_it(value, names):
    factors = ["Value", "Size, big", "A, Value, B", "Market"]
    assert set(self_financing_names(value, factors, Findings())) == names


@pytest.mark.parametrize("name", ["auto", "none", "all"])
def test_a_factor_that_is_called_as_an_option_can_be_named(name):
    assert self_financing_names(name, [name, "SMB"], Findings()) == (name,)


@pytest.mark.parametrize(("value", "found"), [("SMB, RMW", "RMW"), (["CMA"], "CMA"), (3, "3")])
def test_a_self_financing_factor_that_does_not_exist_is_refused(value, found):
    with pytest.raises(InputError) as error:
        self_financing_names(value, ["MktRF", "SMB"], Findings())
    assert str(error.value) == (
        f'self_financing names "{found}", which is no factor; '
        'say "auto", "none", "all", or names out of MktRF, SMB.'
    )


def test_names_that_differ_by_case_alone_are_told_apart():
    for name in ("smb", "SMB"):
        assert self_financing_names(name, ["smb", "SMB"], Findings()) == (name,)
    with pytest.raises(InputError, match='names "Smb"'):
        self_financing_names("Smb", ["smb", "SMB"], Findings())


# The rate among the factors.


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("RF", ["Mkt-RF", "SMB", "HML"]),
        ("Rf", ["mkt_rf"]),
        ("RF Rate", ["MKT", "HML Devil", "UMD"]),
        ("R_F", ["R_MKT", "R_ME", "R_IA", "R_ROE", "R_EG"]),
        ("Risk-free", ["Oil", "CMA"]),
    ],
)
def test_a_rate_beside_published_factors_is_the_rate(name, others):
    findings = Findings("refuse")
    factors = table(*others).assign(**{name: bills()})
    left, rate = take_rate_column(factors, None, findings)
    assert left.columns.tolist() == others
    pd.testing.assert_series_equal(rate, factors[name])
    assert [line.reading for line in lines(findings)] == ["it is the risk-free rate, not a factor"]


@pytest.mark.parametrize("given_rate", [0.001, 0.0, pd.Series(0.001, DATES)])
def test_a_rate_that_was_given_counts_and_the_column_is_left_out(given_rate):
    findings = Findings("refuse")
    factors = table("Mkt-RF", "SMB").assign(RF=bills())
    left, rate = take_rate_column(factors, given_rate, findings)
    assert left.columns.tolist() == ["Mkt-RF", "SMB"]
    assert rate is given_rate
    (line,) = lines(findings)
    assert "left out of the factors" in line.reading


def test_a_rate_without_published_factors_is_likely_the_rate():
    factors = table("MKT", "SIZE").assign(RF=bills())
    with pytest.raises(InputError) as error:
        take_rate_column(factors, None, Findings("refuse"))
    assert str(error.value) == (
        'Factors: the column "RF" looks like the risk-free rate; take it out of the factors '
        "and give it as risk_free, or rename it if it is a factor."
    )
    findings = Findings("warn")
    left, rate = take_rate_column(factors, None, findings)
    assert left is factors
    assert rate is None
    assert len(lines(findings, "warning")) == 1


def test_the_rate_as_the_only_factor_is_likely_no_factor():
    with pytest.raises(InputError, match="looks like the risk-free rate"):
        take_rate_column(pd.DataFrame({"RF": bills()}, DATES), None, Findings("refuse"))


@pytest.mark.parametrize(
    "factors",
    [
        table("MKT", "RF"),  # a factor that happens to be called so moves as one
        table("MKT", "SIZE"),
        table("Mkt-RF", "SMB"),
        table("MKT").assign(Bills=bills()),
    ],
)
def test_no_alarm_without_a_rate_among_the_factors(factors):
    findings = Findings("refuse")
    assert take_rate_column(factors, None, findings) == (factors, None)
    assert findings.lines == []


def test_two_rates_among_the_factors_are_not_chosen_from():
    factors = table("Mkt-RF").assign(RF=bills(), riskfree=bills())
    with pytest.raises(InputError, match='the column "RF" looks like'):
        take_rate_column(factors, None, Findings("refuse"))


# Tables that were mixed up.


@pytest.mark.parametrize("doubts", ["warn", "refuse"])
@pytest.mark.parametrize(
    ("assets", "factors"),
    [
        (["Mkt-RF", "SMB", "HML"], ["AAA", "BBB", "CCC"]),
        (["MKT", "SMB", "HML"], ["AAA"]),
        (["mkt_rf", "A", "B", "C"], ["AAA", "BBB"]),
        (["UMD"], ["Fund"]),
    ],
)
def test_factors_given_as_assets_are_refused(assets, factors, doubts):
    with pytest.raises(InputError, match=r"^Assets: the columns .* exchange the two tables"):
        refuse_swapped(table(*assets), table(*factors), Findings(doubts))


@pytest.mark.parametrize(
    ("assets", "factors"),
    [
        (["AAA", "BBB"], ["Mkt-RF", "SMB", "HML"]),
        (["HML", "UMD"], ["Mkt-RF", "SMB"]),  # is momentum explained by the others
        (["CMA", "JPM", "REG"], ["MKT", "SIZE"]),  # Comerica and Regency Centers
        (["CMA"], ["SPY"]),
        (["BAB", "SMB"], ["AGG", "TLT"]),  # two funds of municipal bonds
        (["AAA", "BBB", "CCC", "UMD"], ["MKT"]),
        (["AAA"], ["MKT"]),
    ],
)
def test_no_alarm_where_the_tables_are_not_swapped(assets, factors):
    findings = Findings("refuse")
    refuse_swapped(table(*assets), table(*factors), findings)
    assert findings.lines == []


@pytest.mark.parametrize(
    "change",
    [
        lambda t: t,
        lambda t: t[t.columns[::-1]],
        lambda t: t.iloc[3:],
        lambda t: t.rename(columns=str.lower),
    ],
)
def test_one_table_given_twice_is_refused(change):
    assets = table("AAA", "BBB", "CCC")
    assets.iloc[5, 1] = np.nan
    with pytest.raises(InputError) as error:
        refuse_same(assets, change(assets), Findings("warn"))
    assert str(error.value) == (
        "Assets: the columns AAA, BBB, CCC and their numbers are those of Factors, so that each "
        "explains itself; give the returns of the assets."
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda t: t + 1e-9,
        lambda t: t[["AAA", "BBB"]],
        lambda t: t.rename(columns={"AAA": "DDD"}),
        lambda t: t.set_axis(t.index + pd.DateOffset(years=10)),
        lambda t: t.where(t != t.iloc[4, 0]),
    ],
)
def test_tables_that_differ_are_two(change):
    assets = table("AAA", "BBB", "CCC")
    findings = Findings("refuse")
    refuse_same(assets, change(assets), findings)
    assert findings.lines == []


@pytest.mark.parametrize("check", [refuse_same, refuse_swapped])
def test_a_check_of_the_data_lists_what_would_be_refused(check):
    findings = Findings("list")
    check(table("SMB", "HML") * 0.0, table("SMB", "HML") * 0.0, findings)
    check(table("SMB", "HML"), table("AAA", "BBB"), findings)
    assert [line.item for line in lines(findings, "error")] == ["Assets"]


def test_keys_of_factors_leave_out_punctuation_but_no_other_sign():
    assert factor_key("Mkt-RF") == factor_key(" mkt_rf ") == "mktrf"
    assert factor_key("Mkt+RF") == "mkt+rf"


@pytest.mark.parametrize("scale", [100.0, 0.01])
def test_one_table_in_two_units_is_the_same(scale):
    assets = table("A", "B")
    with pytest.raises(InputError, match="each explains itself"):
        refuse_same(assets, (scale * assets).round(6), Findings("refuse"))


def test_twice_the_numbers_are_another_table():
    assets = table("A", "B")
    refuse_same(assets, 2.0 * assets, Findings("refuse"))


def test_a_rate_among_the_assets_is_doubted_and_cash_is_not():
    rng = np.random.default_rng(0)
    dates = pd.date_range("2018-01-31", periods=48, freq="ME")
    stocks = pd.DataFrame(rng.normal(0.01, 0.05, (48, 2)), dates, ["A", "B"])
    factors = pd.DataFrame({"M": rng.normal(0.01, 0.05, 48)}, dates)
    rate = np.linspace(0.001, 0.003, 48)
    for name in ("RF", "Risk-free rate", "T-Bill"):
        with pytest.raises(InputError, match="take it out of the assets and give it as risk_free"):
            align(stocks.assign(**{name: rate}), factors, doubts="refuse")
    for honest in (stocks.assign(Cash=rate), stocks.assign(RF=stocks["A"]), stocks):
        assert align(honest, factors, doubts="refuse").assets.shape[1] == honest.shape[1]


def test_bills_beside_published_factors_are_the_rate():
    rng = np.random.default_rng(0)
    dates = pd.date_range("2018-01-31", periods=48, freq="ME")
    stocks = pd.DataFrame(rng.normal(0.01, 0.05, (48, 2)), dates, ["A", "B"])
    factors = pd.DataFrame({"Mkt-RF": rng.normal(0.01, 0.05, 48), "T-Bill": 0.002}, dates)
    aligned = align(stocks, factors, doubts="refuse")
    assert list(aligned.factors) == ["Mkt-RF"]
    assert aligned.risk_free.to_numpy() == pytest.approx(0.002)
