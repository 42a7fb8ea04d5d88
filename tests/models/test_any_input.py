"""Whatever the cells hold, there is a result or one sentence: no other error, no warning."""

from __future__ import annotations

import datetime as dt
import warnings

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

import labfolio_xl as lf

cells = st.one_of(
    st.floats(-0.1, 0.1).map(lambda x: round(x, 4)),
    st.sampled_from([0.0, 0.01, np.nan, -0.0, 1e-12, 5.0]),
)
wild = cells | st.sampled_from([1e-300, 1e300, -1e200, 5e-324, np.inf])


@st.composite
def tables(draw, prefix, most, numbers):
    n_rows, n_columns = draw(st.integers(1, 12)), draw(st.integers(1, most))
    start = draw(st.integers(0, 3))
    dates = pd.date_range(dt.date(2024, 1, 1), periods=20)[start : start + n_rows]
    values = draw(st.lists(numbers, min_size=n_rows * n_columns, max_size=n_rows * n_columns))
    names = [f"{prefix}{i}" for i in range(n_columns)]
    return pd.DataFrame(np.reshape(values, (n_rows, n_columns)), dates, names)


def answer(function, *args, **options):
    """Run a function; a mistake of the user is an answer too, and a doubt about the data none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", lf.DataWarning)
            return function(*args, **options)
    except lf.LabfolioError as error:
        sentence = str(error)
        assert sentence.endswith((".", ").")), sentence
        assert "Traceback" not in sentence
        assert "array(" not in sentence
        return None


def ask_everything(assets, factors, draw):
    covs = draw(st.sampled_from(["ols", "hc0", "hc1", "hc3", "hac"]))
    flag = draw(st.booleans())
    missing = draw(st.sampled_from(["available", "complete"]))
    rate = draw(st.sampled_from([None, 1e-5, -1e-4]))
    common = {"risk_free": rate, "missing": missing}
    aligned = answer(lf.align, assets, factors, rate, missing=missing)
    if aligned is not None:
        assert len(lf.data_report(aligned).to_frame())
    for result in (
        answer(lf.estimate_betas, assets, factors, cov=covs, **common),
        answer(lf.exposure, assets, factors, cov=covs, **common),
        answer(lf.style, assets, factors, expanding=flag, **common),
        answer(lf.expected_returns, assets, factors, intercept=flag, **common),
        answer(
            lf.factor_model,
            assets,
            factors,
            cov="kernel" if flag else "robust",
            intercept=draw(st.booleans()),
            j="full" if draw(st.booleans()) else "projected",
            debiased=draw(st.booleans()),
            **common,
        ),
    ):
        if result is not None:
            assert len(result.to_frame())
    lambdas = answer(lf.estimate_lambdas, assets, factors, intercept=flag, **common)
    if lambdas is not None:
        for cov in ("robust", "fm", "hac", "shanken"):
            answer(lambda cov=cov: lambdas.premia(cov).to_frame())


@given(tables("A", 5, cells), tables("F", 3, cells), st.data())
@settings(max_examples=60)
def test_small_tables_of_returns(assets, factors, data):
    ask_everything(assets, factors, data.draw)


@given(tables("A", 4, wild), tables("F", 2, wild), st.data())
@settings(max_examples=60)
def test_numbers_that_are_no_returns(assets, factors, data):
    """Beyond what squares can hold; an overflow is a sentence or an infinity, not a crash."""
    ask_everything(assets, factors, data.draw)
