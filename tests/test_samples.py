"""The sample returns are what their README says."""

from __future__ import annotations

import filecmp
import importlib.util
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from parts import END_TO_END, without

from labfolio_xl.errors import InputError
from labfolio_xl.samples import SAMPLES, load_sample

ROOT = Path(__file__).parents[1]
DATA = ROOT / "labfolio_xl" / "data"

# Two returns of the year computed by hand from the closing prices in skfolio's files:
# AAPL 176.033 -> 180.434 and the S&P 500 4766.18 -> 4796.56 on the first trading day.
FIRST_AAPL, FIRST_SP500 = 180.434 / 176.033 - 1, 4796.56 / 4766.18 - 1
ROUNDING = 0.5e-8


def test_us2022_holds_249_days_of_twenty_stocks_and_six_factors():
    assets, factors, risk_free = load_sample("us2022")
    assert assets.shape == (249, 20)
    assert list(factors.columns) == ["SP500", "MTUM", "QUAL", "SIZE", "USMV", "VLUE"]
    assert risk_free is None
    assert assets.index.equals(factors.index)
    assert (str(assets.index[0].date()), str(assets.index[-1].date())) == (
        "2022-01-03",
        "2022-12-28",
    )


def test_us2022_returns_are_decimal_complete_and_on_increasing_weekdays():
    for table in load_sample("us2022")[:2]:
        assert table.index.is_monotonic_increasing
        assert table.index.is_unique
        assert (table.index.day_of_week < 5).all()
        assert np.isfinite(table.to_numpy()).all()
        assert 0.005 < table.to_numpy().std() < 0.05


def test_us2022_starts_with_the_return_from_the_last_price_of_2021():
    assets, factors, _ = load_sample("us2022")
    assert assets["AAPL"].iloc[0] == pytest.approx(FIRST_AAPL, abs=ROUNDING)
    assert factors["SP500"].iloc[0] == pytest.approx(FIRST_SP500, abs=ROUNDING)


def test_us2022_is_the_default():
    pd.testing.assert_frame_equal(load_sample().assets, load_sample("us2022").assets)


def test_french_is_read_from_linearmodels_with_its_risk_free_rate():
    assets, factors, risk_free = load_sample("french")
    assert assets.shape == (819, 30)
    assert list(factors.columns) == ["MktRF", "SMB", "HML", "Mom"]
    assert not {"RF", "MktRF", "SMB", "HML", "Mom"} & set(assets.columns)
    assert risk_free is not None
    assert assets.index.equals(risk_free.index)
    assert 0 <= risk_free.min() <= risk_free.max() < 0.02, "decimal and per month"


def test_french_portfolios_are_not_in_excess_of_the_rate_and_its_factors_are_self_financing():
    """The rate explains what is left of MktRF (so the portfolios hold it) but nothing of SMB."""
    assets, factors, risk_free = load_sample("french")
    industries, sorted_portfolios = assets.iloc[:, :12], assets.iloc[:, 12:]

    def coefficient_of_the_rate(factor: str, portfolios: pd.DataFrame) -> float:
        X = np.column_stack([np.ones(len(assets)), portfolios, risk_free])
        return float(np.linalg.lstsq(X, factors[factor], rcond=None)[0][-1])

    assert coefficient_of_the_rate("MktRF", industries) == pytest.approx(-1.03, abs=0.005)
    assert abs(coefficient_of_the_rate("SMB", sorted_portfolios)) < 0.25
    assert abs(coefficient_of_the_rate("HML", sorted_portfolios)) < 0.25
    assert SAMPLES["french"].self_financing == "all"
    assert SAMPLES["us2022"].self_financing == "auto"


def test_an_unknown_sample_is_refused_with_those_that_exist():
    with pytest.raises(InputError) as refused:
        load_sample("us2023")
    assert str(refused.value) == (
        'sample: there is no "us2023"; the samples are "us2022", "french".'
    )


def test_the_sample_files_are_what_the_script_makes_of_the_wheel(tmp_path):
    """The committed bytes can be made again from skfolio's prices."""
    wheel = next((END_TO_END / "skfolio").glob("skfolio-*.whl"), None)
    if wheel is None:
        without(f"needs: pip download --no-deps skfolio==1.12.2 --dest {END_TO_END}/skfolio")
    spec = importlib.util.spec_from_file_location("make_samples", DATA / "make_samples.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    script.write(wheel, tmp_path)
    written = sorted(path.name for path in tmp_path.iterdir())
    assert written == ["LICENSE.skfolio", "sample_assets.csv", "sample_factors.csv"]
    for name in written:
        # Not bytes against bytes: pytest would take minutes to show where they differ.
        assert filecmp.cmp(tmp_path / name, DATA / name, shallow=False), name
