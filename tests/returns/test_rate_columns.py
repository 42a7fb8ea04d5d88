"""The rate among the factors is divided once, however its table came."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from market_tables import monthly_stocks, months

from labfolio_xl import align, read_table
from labfolio_xl.errors import DataWarning, InputError
from labfolio_xl.returns.findings import Findings
from labfolio_xl.returns.frequency.detection import Frequency
from labfolio_xl.returns.rates.risk_free import per_period
from labfolio_xl.returns.tables.input_table import InputTable

ASSETS = monthly_stocks(np.random.default_rng(0))
RATE = pd.Series(np.linspace(0.0005, 0.004, 36), months(36))
FACTORS = monthly_stocks(np.random.default_rng(1)).iloc[:, :2].set_axis(["Mkt-RF", "SMB"], axis=1)
FACTORS["RF"] = RATE
PERCENT = 100.0 * FACTORS
SIGNED = PERCENT.map(lambda number: f"{number!r}%")
HEADED = PERCENT.rename(columns=lambda name: f"{name} (%)")


def written(folder, frame):
    path = folder / "factors.csv"
    frame.to_csv(path)
    return path


def rate_of(table, **options):
    aligned = align(ASSETS, table, doubts="refuse", **options)
    assert next(iter(aligned.factors)).startswith("Mkt-RF")
    return aligned.risk_free.to_numpy()


@pytest.mark.parametrize("declared", [None, "percent"])
def test_percent_is_divided_once_in_every_way(tmp_path, declared):
    unit = {} if declared is None else {"risk_free_is": declared}
    right = pytest.approx(RATE.to_numpy(), rel=1e-12)
    assert rate_of(PERCENT, factors_are="percent", **unit) == right
    assert rate_of(InputTable(PERCENT), factors_are="percent", **unit) == right
    assert rate_of(InputTable(HEADED, unit="percent"), **unit) == right
    table = read_table(written(tmp_path, PERCENT), are="percent")
    assert rate_of(table, **unit) == right
    assert rate_of(table, factors_are="percent", **unit) == right
    assert rate_of(read_table(written(tmp_path, HEADED)), **unit) == right


@pytest.mark.parametrize("declared", [None, "percent", "period"])
def test_a_sign_behind_each_number_is_taken_once(declared):
    unit = {} if declared is None else {"risk_free_is": declared}
    table = InputTable(FACTORS, unit="decimal")
    assert rate_of(table, **unit) == pytest.approx(RATE.to_numpy(), rel=1e-12)
    rates = InputTable(RATE.to_frame("RF"), unit="decimal")
    found = per_period(rates, declared, months(36), Frequency("monthly"), Findings("refuse"))
    assert found.to_numpy() == pytest.approx(RATE.to_numpy(), rel=1e-12)


@pytest.mark.parametrize("declared", ["annual", "annual-percent"])
def test_an_annual_rate_with_signs_is_converted_once(declared):
    rates = InputTable(pd.DataFrame({"RF": 0.03}, months(36)), unit="decimal")
    found = per_period(rates, declared, months(36), Frequency("monthly"), Findings("refuse"))
    np.testing.assert_allclose(found, 1.03 ** (1 / 12) - 1)


@pytest.mark.parametrize("declared", ["period", "annual"])
def test_a_declared_unit_speaks_of_the_numbers_as_they_were_written(tmp_path, declared):
    """Decimal rates beside factors in percent, as some put them together."""
    mixed = PERCENT.assign(RF=RATE if declared == "period" else (1.0 + RATE) ** 12 - 1.0)
    right = pytest.approx(RATE.to_numpy(), rel=1e-12)
    assert rate_of(mixed, factors_are="percent", risk_free_is=declared) == right
    table = read_table(written(tmp_path, mixed), are="percent")
    assert rate_of(table, risk_free_is=declared) == right


def test_a_decimal_rate_beside_percent_is_warned_of():
    mixed = PERCENT.assign(RF=RATE)
    with pytest.warns(DataWarning, match=r"in decimals 2\.65%; say risk_free_is=period") as issued:
        align(ASSETS, mixed, factors_are="percent")
    assert len(issued) == 1


@pytest.mark.parametrize("rate", [0.01, 0.0, [0.0] * 30 + [0.01] * 6, 0.4])
def test_years_near_zero_in_percent_are_no_concern(rate):
    """As French wrote them for 2009 to 2015: 0.00 and 0.01 a month."""
    aligned = align(ASSETS, PERCENT.assign(RF=rate), factors_are="percent")
    assert [line for line in aligned.findings if line.severity == "warning"] == []


@pytest.mark.parametrize(("rate", "named"), [(425.0, True), (1900.0, True), (1e6, False)])
def test_a_rate_in_basis_points_is_told_to_be_divided(rate, named):
    with pytest.raises(InputError) as refusal:
        align(ASSETS, FACTORS[["SMB"]], rate, doubts="refuse")
    assert ("divide it by 10,000 if it is in basis points" in str(refusal.value)) is named
