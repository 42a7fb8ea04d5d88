"""Weights by name or in order: what they are, which asset each is, and what is left out."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labfolio_xl.errors import DataWarning, InputError
from labfolio_xl.returns.findings import Findings
from labfolio_xl.returns.weights.judgement import WeightTable, check_weights, judge_weights

NAMES = ["A", "B", "C"]


def judged(weights, assets=NAMES, **options):
    """The weights as a file or a range is judged, with the lines about them."""
    findings = Findings("refuse")
    return judge_weights(weights, assets, findings=findings, **options).tolist(), findings.lines


def lines(found, severity, check=None):
    return [
        f"{line.found}; {line.reading}"
        for line in found
        if line.severity == severity and check in (None, line.check)
    ]


def refusal(weights, assets=NAMES, **options):
    with pytest.raises(InputError) as error:
        judged(weights, assets, **options)
    return str(error.value)


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        (None, [1 / 3, 1 / 3, 1 / 3]),
        ([0.5, 0.25, 0.25], [0.5, 0.25, 0.25]),
        (np.array([[0.1], [0.2], [0.7]]), [0.1, 0.2, 0.7]),
        ({"C": 1.0, "A": -1}, [-1, 0, 1]),
        (pd.Series({" B ": "0.5"}), [0, 0.5, 0]),
        (pd.DataFrame({"weight": [0.7, 0.3]}, index=["B", "A"]), [0.3, 0.7, 0]),
        ({"\u202eA\n": 1.0}, [1, 0, 0]),
    ],
    ids=["none", "in order", "a column", "mapping", "series", "table", "printed as a name is"],
)
def test_weights_go_by_name_or_in_order(weights, expected):
    np.testing.assert_allclose(check_weights(weights, NAMES), expected)


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        (
            {"A": 0.5, "Z": 0.5},
            (
                'Weights: "Z" is not a column of Assets (A, B, C); correct the name, or say '
                "unmatched=drop to go on without its 50.00%."
            ),
        ),
        ([0.0, 0.0, 0.0], "Weights are all zero; give at least one asset a weight."),
        ({"A": 0.0}, "Weights are all zero; give at least one asset a weight."),
        ({"A": None, "B": 1.0}, 'Weights: the weight of "A" is missing; type a number.'),
        ([0.5, np.nan, 0.5], 'Weights: the weight of "B" is missing; type a number.'),
        ([0.5, np.inf, 0.5], 'Weights: the weight of "B" is infinite; type a number.'),
        (
            [0.5, 0.5],
            "Weights has 2 numbers for 3 assets; give one each, or names and weights.",
        ),
        (
            pd.Series([0.5, 0.5], index=["A", "A "]),
            'Weights: the asset "A" occurs more than once; keep one weight.',
        ),
        ({"A": "half"}, 'Weights holds "half"; type a number for each asset.'),
        ([1.0, -1e60, 1.0], 'Weights: "B" has -1e+60; type a smaller number.'),
        ("equal", 'Weights holds "equal"; type a number for each asset.'),
        (
            pd.DataFrame({"weight": [1.0], "price": [2.0]}, index=["A"]),
            "Weights has 2 columns of numbers; give assets and one weight each.",
        ),
    ],
)
def test_weights_that_cannot_be_meant_are_refused(weights, words):
    with pytest.raises(InputError) as error:
        check_weights(weights, NAMES)
    assert str(error.value) == words


def test_a_long_list_of_assets_is_cut_in_the_sentence():
    with pytest.raises(InputError, match=r"\(A0, A1, A2, A3, A4, A5, A6, A7, \.\.\.\)"):
        check_weights({"Z": 1.0}, [f"A{i}" for i in range(20)])


@pytest.mark.parametrize("cell", [10**400, Decimal("sNaN"), (), {}, 1j])
def test_what_is_no_number_to_a_float_is_one_sentence(cell):
    with pytest.raises(InputError, match="type a number for each asset"):
        check_weights([cell, 1.0], ["A", "B"])


def test_labels_of_several_parts_are_one_sentence():
    index = pd.MultiIndex.from_product([["A"], [1, 2]])
    with pytest.raises(InputError, match="each row has 2 labels where one asset is expected"):
        check_weights(pd.Series([0.5, 0.5], index=index), ["A"])


# What the numbers are.

books = st.lists(st.integers(1, 9999), min_size=2, max_size=6)


@given(books, st.floats(0.91, 1.09), st.permutations(range(6)), st.randoms())
def test_fractions_percent_and_amounts_are_the_same_weights(parts, total, order, dice):
    """So do they in any order, and however the names are written."""
    shares = np.array(parts) / sum(parts) * total
    assets = [f"Fund {i}" for i in range(len(parts))]
    order = [i for i in order if i < len(parts)]

    def named(numbers):
        names = [
            dice.choice([assets[i], assets[i].upper(), f" {assets[i].lower()} "]) for i in order
        ]
        return pd.Series(np.asarray(numbers)[order], index=names)

    right, _ = judged(named(shares), assets)
    np.testing.assert_allclose(right, shares, rtol=1e-12)
    for numbers, declared, nav in [
        (100 * shares, None, None),
        (100 * shares, "percent", None),
        (shares, "fractions", None),
        (1e6 * shares, None, 1e6),
        (1e6 * shares, "values", 1e6),
    ]:
        found, _ = judged(named(numbers), assets, weights_are=declared, nav=nav)
        np.testing.assert_allclose(found, right, rtol=1e-12)
    for amounts, declared in ((1e6 * shares, None), (shares, "values")):
        found, _ = judged(named(amounts), assets, weights_are=declared)
        np.testing.assert_allclose(found, shares / total, rtol=1e-12)


@pytest.mark.parametrize(
    ("numbers", "expected", "told"),
    [
        ([40, 30, 30], [0.4, 0.3, 0.3], "percent; net 100.00, gross 100.00; divided by 100"),
        ([50, 30, 18.7], [0.5, 0.3, 0.187], "percent; net 98.70, gross 98.70; divided by 100"),
        ([130, -30, 0], [1.3, -0.3, 0], "percent; net 100.00, gross 160.00; divided by 100"),
        ([100, 100, -105], [1, 1, -1.05], "percent; net 95.00, gross 305.00; divided by 100"),
        (
            [2e6, 1e6, 1e6],
            [0.5, 0.25, 0.25],
            "amounts; net 4,000,000.00, gross 4,000,000.00; divided by their sum 4,000,000",
        ),
        (
            [1500, -500, 0],
            [1.5, -0.5, 0],
            "amounts; net 1,000.00, gross 2,000.00; divided by their sum 1,000",
        ),
    ],
    ids=["percent", "with cash", "130/30", "205/105", "money", "money, long and short"],
)
def test_what_is_no_fraction_is_divided_and_told(numbers, expected, told):
    found, findings = judged(numbers)
    np.testing.assert_allclose(found, expected, rtol=1e-15)
    assert lines(findings, "note", "unit") == [told]
    assert lines(findings, "warning") == []


@pytest.mark.parametrize(
    ("numbers", "sums"),
    [
        ([0.4, 0.3, 0.3], "sum 1.00, net 1.00, gross 1.00"),
        ([1.0, -1.0, 0], "sum 0.00, net 0.00, gross 2.00"),
        ([3.0, -3.4, 0], "sum -0.40, net -0.40, gross 6.40"),
        ([1.2, 0.8, 0], "sum 2.00, net 2.00, gross 2.00"),
        ([0.05, 0, 0], "sum 0.05, net 0.05, gross 0.05"),
    ],
    ids=["full", "market-neutral", "a little short", "leveraged", "mostly cash"],
)
def test_a_book_of_fractions_is_taken_as_it_is_and_only_its_sums_are_told(numbers, sums):
    found, findings = judged(numbers)
    assert found == numbers
    assert lines(findings, "ok") == [f"{sums}; the sum counts cash, net and gross the assets"]
    assert lines(findings, "warning") == []


UNCLEAR = (
    "where fractions of a portfolio come to about 1 and percent to about 100; say what they are: "
    "weights_are=fractions, weights_are=percent or weights_are=values."
)


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ([25, 30, 0], f"Weights: they have net 55.00, gross 55.00, {UNCLEAR}"),
        ([1, 1, 1], f"Weights: they have net 3.00, gross 3.00, {UNCLEAR}"),
        ([500, 200, 40], f"Weights: they have net 740.00, gross 740.00, {UNCLEAR}"),
    ],
    ids=["a part in percent", "ones", "shares, perhaps"],
)
def test_what_may_be_several_things_is_refused_with_the_option(numbers, words):
    assert refusal(numbers) == words
    for declared in ("fractions", "percent", "values"):
        _, findings = judged(numbers, weights_are=declared)
        assert lines(findings, "warning") == []


@pytest.mark.parametrize(
    ("numbers", "sums"),
    [
        ([1000, -990, 0], "net 10.00, gross 1,990.00"),
        ([5e6, -5e6, 0], "net 0.00, gross 10,000,000.00"),
        ([100, -100, 0], "net 0.00, gross 200.00"),
        ([-2e6, 1e6, 0], "net -1,000,000.00, gross 3,000,000.00"),
    ],
    ids=["nearly neutral", "neutral", "neutral in percent", "net short"],
)
def test_amounts_that_leave_little_name_both_sums_and_both_options(numbers, sums):
    words = refusal(numbers)
    assert f"they have {sums}:" in words
    assert "weights_are=percent" in words
    assert "nav=1000000" in words


def test_a_declaration_settles_every_doubt():
    assert judged([100, -100, 0], weights_are="percent")[0] == [1, -1, 0]
    assert judged([1000, -990, 0], nav=1000)[0] == [1, -0.99, 0]
    assert judged([5e6, -5e6, 0], weights_are="values", nav=1e7)[0] == [0.5, -0.5, 0]
    assert judged([30, 0, 0], weights_are="fractions")[0] == [30, 0, 0]
    assert judged([0.3, 0, 0], weights_are="Percent ")[0] == [0.003, 0, 0]
    assert "as in nav=" in refusal([5e6, -5e6, 0], weights_are="values")
    assert refusal([1, 0, 0], weights_are="shares").startswith('weights_are is "shares"')
    assert refusal([1, 0, 0], nav=-5).startswith('nav is "-5"; give what the portfolio is worth')


@pytest.mark.parametrize("numbers", [[0.5, 0.5, 0], [50, 50, 0]], ids=["fractions", "percent"])
def test_a_nav_of_another_unit_changes_no_fractions(numbers):
    found, findings = judged(numbers, nav=5e6)
    assert found == [0.5, 0.5, 0]
    assert any(line.startswith("nav 5,000,000; not used") for line in lines(findings, "note"))


def test_a_header_says_what_the_numbers_are():
    def by_header(says, *numbers):
        return judged(WeightTable(pd.Series(numbers, index=NAMES), says))

    assert by_header("percent", 40, 30, 10)[0] == [0.4, 0.3, 0.1]
    assert by_header("percent", 100, -100, 0)[0] == [1, -1, 0]
    assert by_header("values", 1.2, 0.9, 0.9)[0] == pytest.approx([0.4, 0.3, 0.3])
    found, findings = by_header("percent", 0.4, 0.4, 0.2)
    assert found == [0.4, 0.4, 0.2]
    assert "though the header says percent" in lines(findings, "note", "unit")[0]
    assert lines(by_header("fractions", 2.0, 1.5, 0.0)[1], "warning") != []
    assert "prices or quantities, which are no weights; multiply both" in refusal(
        WeightTable(pd.Series([60, 40], NAMES[:2]), "quantities")
    )
    assert "weights_are=fractions if 0.4 means 40%" in refusal(
        WeightTable(pd.Series([1.0, -1.0], NAMES[:2]), "percent")
    )
    assert "net 5,000.00" in refusal(WeightTable(pd.Series([4e3, 1e3], NAMES[:2]), "percent"))
    assert "as in nav=" in refusal(WeightTable(pd.Series([5e6, -5e6], NAMES[:2]), "values"))


def test_a_frame_says_percent_too_and_may_have_its_names_in_a_column():
    frame = pd.DataFrame({"Ticker": ["B", "A"], "Weight (%)": [25.0, 50.0]})
    assert judged(frame)[0] == [0.5, 0.25, 0]
    codes = pd.DataFrame({"code": [600519, 700], "weight": [0.25, 0.75]})
    assert judged(codes, ["600519", "700"])[0] == [0.25, 0.75]
    assert judged(pd.Series([0.2, 0.3], ["A", "B"], name="value"))[0] == [0.2, 0.3, 0]


def test_a_frame_of_another_library_is_one_too():
    class Other:
        def to_pandas(self):
            return pd.DataFrame({"asset": ["C", "A"], "weight": [0.5, 0.5]})

    assert judged(Other())[0] == [0.5, 0, 0.5]


def test_amounts_whose_sum_hardly_is_the_fund_are_a_warning():
    _, findings = judged([1.5e6, -1e6, 0])
    assert "as in nav=1000000" in lines(findings, "warning")[0]


def test_frames_are_warned_of_what_is_likely_wrong_and_raise_for_what_is_certain():
    with pytest.warns(DataWarning, match="weights_are=values"):
        assert check_weights([1, 1, 1], NAMES).tolist() == [1, 1, 1]
    with pytest.warns(DataWarning, match="the net is far from 1 and from 0"):
        assert check_weights([-1, 0, 0], NAMES).tolist() == [-1, 0, 0]
    with pytest.raises(InputError, match="weights_are=percent"):
        check_weights([25, 30, 0], NAMES)


def test_a_check_of_the_data_lists_every_error():
    findings = Findings("list")
    judge_weights({"A": 25, "Z": 30}, NAMES, findings=findings)
    assert [line.check for line in findings.lines if line.severity == "error"] == ["unit", "names"]


# Which row is which asset.


def test_names_match_by_case_blanks_unicode_form_and_as_numbers():
    assets = ["AAA", "Société", "7203", "Brk.B"]
    decomposed = unicodedata.normalize("NFD", "Société")
    assert judged({"aaa": 0.1, decomposed: 0.2, 7203.0: 0.3, "BRK.B ": 0.4}, assets)[0] == [
        *(0.1, 0.2, 0.3, 0.4)
    ]
    for ticker in (7203, "7203", "7203.0"):
        assert judged({ticker: 1.0}, assets)[0] == [0, 0, 1, 0]


def test_two_names_of_one_asset_are_refused():
    table = WeightTable(pd.Series({"X": 0.5, "Y": 0.5}), aliases={"X": ("A",), "Y": ("A",)})
    assert refusal(table) == ('Weights: "X" and "Y" are both the asset "A"; keep one weight.')


def test_another_name_of_a_row_is_tried_where_its_first_is_no_asset():
    weights = pd.Series({"US1": 0.5, "B": 0.5})
    table = WeightTable(weights, aliases={"US1": ("Alpha Inc", "A"), "B": ("C",)})
    assert judged(table)[0] == [0.5, 0.5, 0]


@pytest.mark.parametrize(
    "cash",
    [
        *("Cash", "CASH", "-CASH-", "Cash & equivalents", "Cash and cash equivalents", "USD CASH"),
        *("Cash (EUR)", "cash_usd", "$Cash", "Liquidity", "Money market", "U.S. Dollar"),
        *("CASH COLLATERAL USD XYZ", "Cash & Other", "Uninvested cash", "Liquidität"),
    ],
)
def test_cash_is_a_weight_without_a_return(cash):
    found, findings = judged({"A": 0.5, "B": 0.3, cash: 0.2})
    assert found == [0.5, 0.3, 0]
    assert lines(findings, "note") == [f"{cash} 20.00%; a weight without an excess return"]
    assert lines(findings, "ok")[0].startswith("sum 1.00, net 0.80, gross 0.80")


@pytest.mark.parametrize("name", ["First Cash Inc", "Cashmere", "USD", "Cash America", "PRE CASH"])
def test_what_only_sounds_like_cash_is_a_name(name):
    assert f'"{name}" is not a column of Assets' in refusal({"A": 0.5, name: 0.5})


def test_an_asset_that_is_called_cash_or_total_is_one():
    assert judged({"A": 0.5, "cash": 0.5}, ["A", "Cash"])[0] == [0.5, 0.5]
    assert judged({"A": 0.5, "Total": 0.5}, ["A", "TOTAL"])[0] == [0.5, 0.5]


def test_what_another_column_calls_cash_is_cash():
    table = WeightTable(pd.Series({"A": 0.5, "XTSLA": 0.5}), cash=frozenset({"XTSLA"}))
    assert judged(table)[0] == [0.5, 0, 0]


@pytest.mark.parametrize(
    ("weights", "told"),
    [
        ({"A": 0.9}, ["10.00%; missing to 1 and counted as cash, at the risk-free rate"]),
        ({"A": 1.3}, ["30.00%; above 1 and counted as borrowed, at the risk-free rate"]),
        ({"A": 0.5, "B": 0.4997}, []),
        ({"A": 50, "Cash": 45}, ["45.00%", "5.00%; missing to 1"]),
    ],
    ids=["missing", "borrowed", "rounded", "both"],
)
def test_what_is_missing_to_one_is_a_note(weights, told):
    _, findings = judged(weights)
    found = lines(findings, "note", "cash")
    assert len(found) == len(told)
    assert all(part in line for part, line in zip(told, found, strict=True))


@pytest.mark.parametrize(
    ("total", "number"),
    [("Total", 1.0), ("TOTAL:", 0.999), ("Sum", 1.0), ("Grand total", 1.0), ("Total portfolio", 1)],
)
def test_a_row_of_the_total_is_left_out(total, number):
    found, findings = judged({"A": 0.5, "B": 0.5, total: number})
    assert found == [0.5, 0.5, 0]
    assert lines(findings, "note", "total") == [
        f"{total} {number:g}; left out, the other rows sum to 1"
    ]


def test_a_total_in_percent_does_not_hide_what_is_missing():
    found, findings = judged({"A": 60, "B": 35, "Total": 100})
    assert found == [0.6, 0.35, 0]
    assert lines(findings, "note", "total") == ["Total 100; left out, the other rows sum to 95"]
    assert "5.00%; missing to 1" in lines(findings, "note", "cash")[0]


def test_a_holding_that_is_called_total_is_no_sum():
    assert "without its 5.00%" in refusal({"A": 0.5, "B": 0.45, "Total": 0.05})


def test_all_unmatched_names_are_told_at_once_with_their_weight():
    assert refusal({"A": 0.5, "X": 0.1, "Y": 0.3, "Cash": 0.1}) == (
        'Weights: "Y" (30.00%), "X" (10.00%), together 40.00%, are not columns of Assets '
        "(A, B, C); correct the names, or say unmatched=drop to go on without them."
    )
    many = {"A": 80.0, **{f"Z{i}": 1.0 for i in range(20)}}
    assert "and 12 more (12.00%), together 20.00%, are not columns" in refusal(many)


def test_dropped_names_are_told_with_their_weight():
    found, findings = judged({"A": 0.96, "X": 0.03, "Y": 0.01}, unmatched="drop")
    assert found == [0.96, 0, 0]
    (told,) = lines(findings, "note", "names")
    assert told == (
        "2 names; left out as if cash, since no asset has the name: "
        '"X" (3.00%), "Y" (1.00%), together 4.00%'
    )
    _, findings = judged({"A": 0.5, "X": 0.5}, unmatched="drop")
    assert '"X" (50.00%)' in lines(findings, "warning", "names")[0]


def test_no_name_that_matches_is_an_error_whatever_is_dropped():
    words = refusal({"X": 0.5, "Y": 0.5}, unmatched="drop")
    assert words.endswith("are not columns of Assets (A, B, C); correct the names.")


def test_a_name_without_weight_is_no_doubt():
    found, findings = judged({"A": 1.0, "X": 0.0, "Y": 0})
    assert found == [1, 0, 0]
    assert lines(findings, "note") == ["2 weights of zero; X, Y: no asset has the name, left out"]


def test_weights_of_five_hundred_assets_are_a_few_lines():
    assets = [f"S{i}" for i in range(500)]
    weights = {f"s{i}": 0.1 for i in range(600)}
    _, findings = judged(weights, assets, unmatched="drop", weights_are="percent")
    assert len(findings) <= 4
    assert all(len(line.reading) < 400 for line in findings)


def test_names_beside_weights_may_have_the_header_of_the_weights():
    frame = pd.DataFrame([["A", 0.4], ["B", 0.6]], columns=["weight", "weight"])
    assert check_weights(frame, ["A", "B"]).tolist() == [0.4, 0.6]
