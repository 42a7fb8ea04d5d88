"""The LF_ functions in a cell: equal to the Python functions, with labels and sentences."""

import datetime as dt
import math
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from parts import NOTEBOOK, need_notebook

import labfolio_xl as lf
from labfolio_xl.core import factor_model as two_pass
from labfolio_xl.files import read_table
from labfolio_xl.sheet import cache, functions
from labfolio_xl.sheet.cells import to_cells

REGISTRY = functions.REGISTRY
# Tables of another memory layout are summed in another order.
RTOL = 1e-11
YES = True  # a cell that holds TRUE
N_DATES, ASSETS, FACTORS = 60, ["AAA", "BBB", "CCC", "DDD", "EEE"], ["MKT", "SMB"]
DATES = pd.bdate_range("2023-01-02", periods=N_DATES, name="date")


def panel(seed=7):
    """Make returns of assets and factors that belong together."""
    rng = np.random.default_rng(seed)
    factors = rng.normal(0.0005, 0.01, (N_DATES, len(FACTORS)))
    betas = rng.normal(1.0, 0.5, (len(ASSETS), len(FACTORS)))
    assets = factors @ betas.T + rng.normal(0, 0.01, (N_DATES, len(ASSETS)))
    return pd.DataFrame(assets, DATES, ASSETS), pd.DataFrame(factors, DATES, FACTORS)


assets, factors = panel()
weights = pd.Series([0.4, 0.3, 0.2, 0.1, 0.0], ASSETS)
rate = pd.Series(np.linspace(0.0001, 0.0002, N_DATES), DATES, name="RF")


def block(table):
    """Give a table as COM hands it over."""
    return tuple(tuple(row) for row in to_cells(table, blank_missing=True))


A, F, RF = block(assets), block(factors), block(rate)
W = (("asset", "weight"), *weights.items())


def call(name, *cells):
    return REGISTRY[name].call(*cells)


def body(cells):
    """Give the numbers of a spill without its labels."""
    return np.array([row[1:] for row in cells[1:]], dtype=float)


def equal(cells, frame):
    assert [row[0] for row in cells[1:]] == [
        label.to_pydatetime().replace(tzinfo=dt.UTC) if isinstance(label, pd.Timestamp) else label
        for label in frame.index
    ]
    assert cells[0][1 : 1 + frame.shape[1]] == list(frame.columns)
    found = body([row[: 1 + frame.shape[1]] for row in cells])
    np.testing.assert_allclose(found, frame.to_numpy(), rtol=RTOL, atol=RTOL)


def test_betas_are_those_of_the_python_face():
    equal(call("LF_BETAS", A, F), lf.estimate_betas(assets, factors).betas)
    equal(call("LF_BETAS", A, F, RF), lf.estimate_betas(assets, factors, rate).betas)
    equal(call("LF_BETAS", A, F, 0.0001), lf.estimate_betas(assets, factors, 0.0001).betas)
    expected = lf.estimate_betas(assets, factors, rate, self_financing=["SMB"]).betas
    for settings in ("self_financing=SMB", " Self financing = smb;", (("self_financing", "SMB"),)):
        equal(call("LF_BETAS", A, F, RF, settings), expected)


def test_a_formula_names_factors_whose_names_hold_commas():
    """As the text that a live workbook writes, with commas between, or in a range."""
    named = factors.rename(columns={"SMB": "Size, small less big"}).assign(
        Value=factors["SMB"] ** 2
    )
    chosen = ["Size, small less big", "Value"]
    expected = lf.estimate_betas(assets, named, rate, self_financing=chosen).betas
    for names in (",".join(chosen), "value, size, SMALL less big"):
        equal(call("LF_BETAS", A, block(named), RF, f"self_financing={names}"), expected)
        equal(call("LF_BETAS", A, block(named), RF, (("self_financing", names),)), expected)


def test_betas_over_the_assets_are_those_of_the_python_face():
    expected = lf.estimate_betas(assets, factors, rate).over_assets(sort=True)
    cells = call("LF_BETA_MEANS", A, F, RF, "sort")
    equal(cells, expected)
    assert body(cells)[:, 0].tolist() == sorted(body(cells)[:, 0])


def test_lambdas_and_expected_returns_are_those_of_the_python_face():
    equal(
        call("LF_LAMBDAS", A, F, RF, None, "intercept"),
        lf.estimate_lambdas(assets, factors, rate, intercept=True).by_period,
    )
    equal(
        call("LF_LAMBDAS", A, F, RF, "cumulative"),
        lf.estimate_lambdas(assets, factors, rate).by_period.cumsum(),
    )
    cells = call("LF_EXPECTED", A, F, RF, W, "periods_per_year=252")
    expected = lf.expected_returns(assets, factors, rate, weights, periods_per_year=252)
    by_name = dict(zip(cells[0], zip(*cells[1:], strict=True), strict=True))
    frame = expected.to_frame()
    assert by_name["expected"] == pytest.approx(tuple(frame["expected"]), rel=RTOL)
    assert by_name["annual realised"] == pytest.approx(tuple(frame["realised_annual"]), rel=RTOL)
    errors = (*expected.std_errors, expected.portfolio_std_error)
    assert by_name["s.e."] == pytest.approx(errors, rel=RTOL)
    assert by_name["inference"] == (*[""] * 5, str(expected.inference))


@pytest.mark.parametrize("cov", ["ols", "HC0", " hc1 ", "HAC"])
def test_statistics_of_betas_carry_how_they_were_made(cov):
    cells = call(
        "LF_BETA_STATS",
        A,
        F,
        RF,
        (
            ("cov", cov),
            ("lags", 3 if "H" in cov else None),
        ),
    )
    lags = 3 if cov == "HAC" else None
    expected = lf.estimate_betas(assets, factors, rate, cov=cov.strip().lower(), lags=lags)
    frame = expected.to_frame()
    assert cells[0][:4] == ["asset", "term", "estimate", "s.e."]
    assert [row[:2] for row in cells[1:]] == frame[["asset", "term"]].to_numpy().tolist()
    found = np.array([row[2:-1] for row in cells[1:]], dtype=float)
    np.testing.assert_allclose(found, frame.iloc[:, 2:].to_numpy(float), rtol=RTOL)
    assert [row[-1] for row in cells[1:3]] == [f"{expected.inference}; intervals of 95%", ""]


@pytest.mark.parametrize("cov", ["robust", "fm", "hac", "shanken"])
def test_premia_are_those_of_the_python_face(cov):
    cells = call(
        "LF_PREMIA",
        A,
        F,
        RF,
        None,
        (
            ("intercept", "true"),
            ("premia_cov", cov),
            ("periods_per_year", 252),
            ("sort", True),
        ),
    )
    premia = lf.estimate_lambdas(assets, factors, rate, intercept=True).premia(
        cov, periods_per_year=252
    )
    frame = premia.to_frame(sort=True)
    assert [row[0] for row in cells[1:]] == list(frame.index)
    assert [row[1] for row in cells[1:]] == sorted(row[1] for row in cells[1:])
    found = np.array(
        [[np.nan if cell in ("", None) else cell for cell in row[1:14]] for row in cells[1:]], float
    )
    np.testing.assert_allclose(found, frame.iloc[:, :13].to_numpy(float), rtol=RTOL)
    assert cells[0][5:] == [
        *("p (Holm)", "low", "high", "annual premium", "annual s.e.", "factor mean"),
        *("s.e. of mean", "premium less mean", "t of difference", "reading", "inference"),
    ]
    assert cells[1][-1] == f"{premia.inference}; intervals of 95%"


@pytest.mark.parametrize(
    "cells",
    [
        ("LF_BETA_STATS", A, F, RF),
        ("LF_EXPOSURE", A, F, RF, W),
        ("LF_PREMIA", A, F, RF, None),
        ("LF_MODEL_PREMIA", A, F, RF),
        ("LF_SPAN", A, F, RF, None),
        ("LF_ATTRIBUTION", A, F, RF, W, None),
    ],
    ids=lambda cells: cells[0],
)
@pytest.mark.parametrize(("level", "words"), [("0.9", "90%"), ("0.999", "99.9%")])
def test_a_table_with_intervals_says_of_what_level_they_are(cells, level, words):
    header, first, *_ = call(*cells, f"level={level}")
    assert {"low", "high"} <= set(header)
    assert first[-1].endswith(f"; intervals of {words}")
    assert "intervals of 95%" in call(*cells)[1][-1]


def test_exposures_have_their_band_and_may_be_sorted():
    cells = call("LF_EXPOSURE", A, F, RF, W, "cov=hac; lags=2; sort")
    expected = lf.exposure(assets, factors, rate, weights, cov="hac", lags=2)
    assert cells[0] == [
        "factor", "exposure", "less 1 sd", "plus 1 sd", "s.e.", "t", "p", "low", "high",
        "inference"
    ]  # fmt: skip
    frame = expected.to_frame(sort=True)
    equal([cells[0][:1] + list(frame.columns), *(row[:9] for row in cells[1:])], frame)


def test_weights_left_out_are_equal_and_bare_weights_go_by_order():
    equal_weights = ((0.2,),) * 5
    assert call("LF_EXPOSURE", A, F) == call("LF_EXPOSURE", A, F, None, equal_weights)
    by_order = tuple((weight,) for weight in weights)
    assert call("LF_EXPOSURE", A, F, None, by_order) == call("LF_EXPOSURE", A, F, None, W)


def test_the_model_is_that_of_the_python_face():
    model = lf.factor_model(assets, factors, rate, intercept=True, j="full")
    rows = dict(call("LF_MODEL", A, F, RF, "intercept; j=full"))
    assert rows["J-statistic"] == pytest.approx(model.j_statistic.statistic, rel=RTOL)
    for name, number in (
        ("R-squared (time series)", model.rsquared_time_series),
        ("R-squared (means, OLS)", model.rsquared_means_ols),
        ("R-squared (means, GLS)", model.rsquared_means_gls),
        ("P-value", model.j_statistic.pvalue),
        ("P-value (chi2)", model.j_chi2.pvalue),
    ):
        assert rows[name] == pytest.approx(number, rel=RTOL)
    assert rows["Reading of J"] == model.j_reading
    assert rows["No. Observations"] == N_DATES
    assert rows["Null of J"] == model.j_statistic.null
    cells = call("LF_MODEL_PREMIA", A, F, RF, "intercept")
    equal(
        [row[:5] for row in cells],
        model.to_frame().iloc[:, :4].rename(columns={"std_error": "s.e."}),
    )
    assert cells[0][5:] == ["p (Holm)", "low", "high", "reading", "inference"]
    assert [row[5] for row in cells[2:]] == pytest.approx(model.pvalues_holm[1:], rel=RTOL)
    assert cells[1][5] in ("", None)
    equal(call("LF_MODEL_PARAMS", A, F, RF, "intercept"), model.params)


def test_prices_become_returns_with_blanks_where_a_price_is_missing():
    prices = (("d", "A"), ("2023-05-02", 100.0), ("2023-05-03", 110.0), ("2023-05-04", None))
    cells = call("LF_RETURNS", prices)
    assert cells[0] == ["date", "A"]
    assert cells[1] == [dt.datetime(2023, 5, 3, tzinfo=dt.UTC), pytest.approx(0.1)]
    assert cells[2][1] == ""


def test_tables_are_aligned_and_excess_returns_taken():
    shorter = (F[0], *F[11:])
    equal(call("LF_ALIGN", A, shorter), pd.concat([assets, factors], axis=1).iloc[10:])
    equal(call("LF_ALIGN", A, shorter, "Factors"), factors.iloc[10:])
    equal(call("LF_ALIGN", A, shorter, "assets"), assets.iloc[10:])
    equal(call("LF_EXCESS", A, RF), assets.sub(rate, axis=0))


def test_the_report_tells_what_was_dropped_and_what_was_repaired():
    repaired = (A[0], (A[1][0], str(A[1][1]), *A[1][2:]), *A[2:])
    cells = call("LF_CHECK", repaired, (F[0], *F[3:]), RF)
    assert cells[0] == ["check", "item", "found", "severity", "reading"]
    assert ["cells", "Assets", "1 number stored as text"] in [row[:3] for row in cells]
    assert ["rows dropped", "not in Factors", 2.0] in [row[:3] for row in cells]


def test_the_result_of_a_function_feeds_the_next():
    """=LF_BETAS(LF_EXCESS(A, RF), F) in one cell; an error passes through unchanged."""
    excess = call("LF_EXCESS", A, RF)
    equal(call("LF_BETAS", excess, F), lf.estimate_betas(assets.sub(rate, axis=0), factors).betas)
    wrong = call("LF_EXCESS", (A[0], (A[1][0], "x", *A[1][2:])), RF)
    assert wrong[0][0].startswith('#LF! Returns: column "AAA", 2023-01-02 holds "x"')
    assert call("LF_BETAS", wrong, F) == wrong


def test_an_error_of_a_cell_in_the_data_is_missing():
    holes = (A[0], (A[1][0], -2146826246, *A[1][2:]), *A[2:])
    expected = assets.copy()
    expected.iloc[0, 0] = np.nan
    equal(call("LF_BETAS", holes, F), lf.estimate_betas(expected, factors).betas)


def test_a_number_that_does_not_exist_is_nan_and_not_empty_text():
    """Three dates leave no degrees of freedom for two factors and an intercept."""
    cells = call("LF_BETA_STATS", A[:4], F[:4])
    by_name = dict(zip(cells[0], cells[1], strict=True))
    assert isinstance(by_name["s.e."], float)
    assert math.isnan(by_name["s.e."])


def changed(table, row, column, cell):
    rows = [list(line) for line in table]
    rows[row][column] = cell
    return rows


LATER = (F[0], *((day + dt.timedelta(3650), *rest) for day, *rest in F[1:]))


@pytest.mark.parametrize(
    ("name", "cells", "sentence"),
    [
        (
            "LF_BETAS",
            (changed(A, 3, 2, "soon"), F),
            'Assets: column "BBB", 2023-01-04 holds "soon"; ',
        ),
        ("LF_BETAS", (A, changed(F, 3, 1, YES)), 'Factors: column "MKT", 2023-01-04 holds TRUE; '),
        ("LF_BETAS", (A, LATER), "Assets (2023-01-02 to 2023-03-24) and Factors (2032"),
        (
            "LF_BETAS",
            (A, changed(F, 0, 2, "MKT")),
            'Factors: the name "MKT" occurs in columns 2 an',
        ),
        ("LF_BETAS", (A[1:], F), "Assets: the first row holds data"),
        ("LF_BETAS", (A[:1], F), "Assets: there are no rows below the names"),
        ("LF_BETAS", ([row[:1] for row in A], F), "Assets: the block has one column"),
        ("LF_BETAS", (A[:3], F[:3]), "Assets and Factors share 2 complete dates"),
        ("LF_LAMBDAS", (F, A), "There are 2 assets for 5 premia"),
        ("LF_BETAS", (A, F, (("a",), ("b",))), "RiskFree: the block has one column"),
        ("LF_BETAS", (A, F, "x"), 'RiskFree: row 1, column 1 holds "x"'),
        ("LF_BETAS", (A, F, 0.05), "RiskFree: 0.05 would be "),
        (
            "LF_BETAS",
            (A, F, RF, "self_financing=UMD"),
            'self_financing names "UMD", which is no factor',
        ),
        (
            "LF_BETA_STATS",
            (A, F, None, "cov=white"),
            'Settings: cov is "white"; choose one of "ols", "hc0", "hc1", "hc3"',
        ),
        (
            "LF_BETA_STATS",
            (A, F, None, "cov=hac; lags=-1"),
            'Settings: lags is "-1"; give a whole number of 0 or more',
        ),
        (
            "LF_PREMIA",
            (A, F, None, None, "intercept=maybe"),
            'Settings: intercept is "maybe"; give yes or no',
        ),
        (
            "LF_PREMIA",
            (A, F, None, None, "premia_cov=hc0"),
            'Settings: premia_cov is "hc0"; choose one of "robust", "fm", "hac", "shanken"',
        ),
        (
            "LF_PREMIA",
            (A, F, None, None, (("periods_per_year", -252),)),
            'Settings: periods_per_year is "-252"; give 252, 52',
        ),
        ("LF_EXPOSURE", (A, F, None, (("ZZZ", 1.0),)), 'Weights: "ZZZ" is not a column of Assets'),
        ("LF_EXPOSURE", (A, F, None, ((0.5,), (0.5,))), "Weights has 2 numbers for 5 assets"),
        ("LF_EXPOSURE", (A, F, None, (("AAA", 0.0),)), "Weights are all zero"),
        (
            "LF_MODEL",
            (A, F, None, "j=half"),
            'Settings: j is "half"; choose one of "projected", "full"',
        ),
        (
            "LF_RETURNS",
            (changed(A, 1, 1, 0.0),),
            'Prices: column "AAA", 2023-01-02 holds 0 (the first of ',
        ),
        ("LF_RETURNS", (A, "percent"), 'Settings: "percent" is no setting'),
        ("LF_ALIGN", (A, F, "left"), 'which is "left"; choose one of "both", "assets", "factors"'),
        (
            "LF_EXCESS",
            (A, None),
            "RiskFree: the cells are empty; select a range with dates and one",
        ),
        ("LF_HELP", ("LF_NOTHING",), 'No function or setting has "LF_NOTHING" in its name or help'),
        ("LF_SETTINGS", ("SUM",), 'There is no function "SUM"; =LF_HELP() lists them'),
    ],
)
def test_a_mistake_is_one_sentence_and_the_next_call_is_right(name, cells, sentence):
    spill = call(name, *cells)
    assert (len(spill), len(spill[0])) == (1, 1)
    assert spill[0][0].startswith(f"#LF! {sentence}")
    assert spill[0][0].endswith(".")
    assert len(call("LF_BETAS", A, F)) == 6


def test_ten_formulas_on_the_same_blocks_estimate_once(monkeypatch):
    """Each cell hands over blocks of its own, equal in content."""
    monkeypatch.setattr(cache, "CACHE", cache.Cache())
    calls = []
    original = two_pass.fit_factor_model
    monkeypatch.setattr(
        two_pass, "fit_factor_model", lambda *a, **k: calls.append(1) or original(*a, **k)
    )
    for name in ["LF_MODEL", "LF_MODEL_PREMIA", "LF_MODEL_PARAMS"] * 4:
        call(name, block(assets), block(factors))
    assert len(calls) == 1


def test_calls_from_several_threads_give_each_its_own_result(monkeypatch):
    """Excel may calculate with several threads; equal and other questions come at once."""
    monkeypatch.setattr(cache, "CACHE", cache.Cache(max_bytes=50_000))
    panels = [panel(seed) for seed in range(4)]
    expected = [lf.estimate_betas(*tables).betas.to_numpy() for tables in panels]

    def ask(i):
        one, other = panels[i % 4]
        return i % 4, body(call("LF_BETAS", block(one), block(other)))

    with ThreadPoolExecutor(8) as pool:
        for which, found in pool.map(ask, range(64)):
            np.testing.assert_allclose(found, expected[which], rtol=RTOL)


def test_every_function_is_tested_and_documented():
    files = Path(__file__).parents[1].rglob("*.py")
    source = "".join(file.read_text(encoding="utf-8") for file in files)
    for name, entry in REGISTRY.items():
        assert f'"{name}"' in source, f"{name} has no test"
        assert entry.spills
        assert entry.examples


def test_help_and_version_answer():
    rows = call("LF_HELP")
    assert [row[0].partition("(")[0] for row in rows[1:]] == list(REGISTRY)
    for name in ("LF_BETAS", "lf_betas", "=LF_BETAS(", "betas"):
        rows = call("LF_HELP", name)
        assert rows[0][0] == "LF_BETAS(assets, factors, [risk_free], [settings])"
        assert [row[0] for row in rows[2:6]] == ["assets", "factors", "risk_free", "settings"]
    assert call("LF_VERSION") == [[lf.__version__]]
    assert call("LF_LAST_ERROR") == [["No unexpected error since Python was started."]]


@pytest.mark.notebook
def test_the_notebooks_tables_come_out_in_cells():
    need_notebook()
    stocks = block(read_table(NOTEBOOK / "portfolio_returns.csv").frame)
    etfs = block(read_table(NOTEBOOK / "factor_returns.csv").frame)
    printed = pd.read_csv(NOTEBOOK / "betas_24x7.csv", index_col=0)
    cells = call("LF_BETAS", stocks, etfs)
    np.testing.assert_allclose(body(cells), printed[cells[0][1:]].to_numpy(), atol=1e-3)
    alphas = [row[1] for row in call("LF_MODEL_PARAMS", stocks, etfs)[1:]]
    np.testing.assert_allclose(alphas, printed["alpha"], atol=1e-6)
    assert dict(call("LF_MODEL", stocks, etfs, None, "j=full"))["J-statistic"] == pytest.approx(
        11.798, abs=1e-3
    )
