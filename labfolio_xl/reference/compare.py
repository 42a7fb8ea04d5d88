"""Compare the package's tables with those of statsmodels and linearmodels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Unpack

import numpy as np
import pandas as pd

from labfolio_xl.errors import InputError
from labfolio_xl.models.attribution import attribution
from labfolio_xl.models.betas import estimate_betas
from labfolio_xl.models.diagnostics import diagnostics
from labfolio_xl.models.expected import expected_returns
from labfolio_xl.models.exposure import exposure
from labfolio_xl.models.factor_model import factor_model
from labfolio_xl.models.fama_macbeth import estimate_lambdas
from labfolio_xl.models.grs import grs_test
from labfolio_xl.models.risk import risk_decomposition
from labfolio_xl.models.rolling import rolling_exposure
from labfolio_xl.options import Unmatched, WeightsAre
from labfolio_xl.options.words import DEFAULT_COV, TimeSeriesCov
from labfolio_xl.reference import inference, linear_factor_model, regressions, robust_premia
from labfolio_xl.returns.aligned import Aligned, Table
from labfolio_xl.returns.alignment import align
from labfolio_xl.returns.data_options import DataOptions
from labfolio_xl.returns.findings import Findings
from labfolio_xl.returns.rates.excess import subtract_risk_free
from labfolio_xl.returns.tables.checked import RiskFree
from labfolio_xl.returns.tables.input_table import InputTable, settled
from labfolio_xl.returns.weights.judgement import Weights, WeightTable
from labfolio_xl.returns.weights.weighing import Weighing

__all__ = ["compare", "difference", "excess"]

# linearmodels inverts a matrix of N (K + 2) + K rows. Up to this size it takes seconds, and with
# more rows minutes.
_LARGEST = 1000
# The least and the largest difference that rounding explains between two correct answers.
_ROUNDING, _LARGEST_TOLERANCE = 1e-9, 1e-3
# The factors of a window of few dates are worse conditioned than those of all dates.
_WIDER = {"Rolling": 10.0}

Pair = tuple[str, pd.DataFrame, pd.DataFrame]


@dataclass(frozen=True, slots=True)
class _Asked:
    """How the tables that are compared are estimated: see :func:`compare`."""

    intercept: bool
    cov: TimeSeriesCov
    lags: int | None
    test_lags: int | None
    window: int | None
    expanding: bool
    linked: bool

    def lags_of(self, cov: str) -> int | None:
        """The lags of a kind of error; None for one that has none."""
        return self.lags if cov == "hac" else None


def excess(
    assets: Table,
    factors: Table,
    risk_free: RiskFree | InputTable = None,
    **data: Unpack[DataOptions],
) -> Aligned:
    """Excess returns on the common dates: what the functions of this module take."""
    aligned = align(assets, factors, risk_free, **data)
    return subtract_risk_free(aligned)


def compare(
    assets: Table,
    factors: Table,
    risk_free: RiskFree | InputTable = None,
    weights: Weights = None,
    *,
    intercept: bool = False,
    cov: TimeSeriesCov = DEFAULT_COV,
    lags: int | None = None,
    test_lags: int | None = None,
    window: int | None = None,
    expanding: bool = False,
    linked: bool = True,
    weights_are: WeightsAre | None = None,
    nav: float | None = None,
    unmatched: Unmatched = "error",
    portfolio: str | None = None,
    **data: Unpack[DataOptions],
) -> pd.DataFrame:
    """The estimates of the workbook against statsmodels and linearmodels, on the same returns.

    A test says which tables of the workbook are compared, and why the others are not.

    Parameters
    ----------
    assets, factors, risk_free, weights, **data
        See :mod:`labfolio_xl.models`. Of weights over time the newest are compared, held
        constant.
    intercept : bool
        Compare the premia and the model with the zero-beta rate.
    cov : {"hc3", "hc0", "hc1", "ols", "hac"}
        Errors of the attribution and of the rolling exposures; betas, exposures, premia and the
        model are compared with every kind.
    lags, test_lags, window, expanding, linked
        As in :mod:`labfolio_xl.models`.

    Returns
    -------
    DataFrame
        One row for each table: ``table``; ``against``; ``difference``, the largest relative
        difference of a cell (relative to the cell, or to a thousandth of the largest in its
        column if that is more); ``tolerance``, what rounding explains; ``verdict``: "agrees",
        "differs", or "not compared" where linearmodels would take minutes.

    Raises
    ------
    InputError, MissingDataError, EstimationError
        As the functions that are compared do.
    """
    aligned = excess(assets, factors, risk_free, **data)
    judged = Weighing(weights_are, nav, unmatched, portfolio).judge(
        weights, aligned.assets.columns, Findings(data.get("doubts", "warn"))
    )
    held = WeightTable(judged.last, "fractions")
    asked = _Asked(intercept, cov, lags, test_lags, window, expanding, linked)
    tolerance = _tolerance(aligned.factors, 1)
    rows = [
        (table, "statsmodels", difference(ours, theirs), tolerance)
        for table, ours, theirs in _both_passes(aligned, held, asked)
    ]
    rows += [
        (
            table,
            "statsmodels",
            difference(ours, theirs),
            tolerance * _WIDER.get(table, 1.0),
        )
        for table, ours, theirs in _portfolio(aligned, held, asked)
    ]
    tolerance = _tolerance(aligned.factors, 2)
    if aligned.assets.shape[1] * (aligned.factors.shape[1] + 2) <= _LARGEST:
        rows += [
            (table, "linearmodels", difference(ours, theirs), tolerance)
            for table, ours, theirs in _factor_model(aligned, held, asked)
        ]
    else:
        rows.append(("Model", "linearmodels", float("nan"), tolerance))
    out = pd.DataFrame(rows, columns=["table", "against", "difference", "tolerance"])
    agrees = np.where(out["difference"] <= out["tolerance"], "agrees", "differs")
    out["verdict"] = np.where(out["difference"].isna(), "not compared", agrees)
    return out


def _both_passes(data: Aligned, held: WeightTable, asked: _Asked) -> Iterator[Pair]:
    """Tables of both passes, ours and those of statsmodels."""
    assets, factors = settled(data.assets), settled(data.factors)
    kinds: tuple[TimeSeriesCov, ...] = ("ols", "hc0", "hc1", "hc3", "hac")
    for cov in kinds:
        options: dict[str, Any] = {"cov": cov, "lags": asked.lags_of(cov)}
        ours = estimate_betas(assets, factors, **options)
        theirs = regressions.betas(data, cov=cov, lags=list(ours.inference.lags) or None)
        yield f"Betas ({cov})", ours.to_frame(), theirs
        portfolio = exposure(assets, factors, weights=held, **options)
        theirs = regressions.exposure(data, held, cov=cov, lags=_only(portfolio.inference.lags))
        yield f"Exposure ({cov})", portfolio.to_frame(), theirs
    intercept = asked.intercept
    by_period = estimate_lambdas(assets, factors, intercept=intercept)
    yield "Lambdas", by_period.by_period, regressions.lambdas(data, intercept=intercept)
    robust = by_period.premia()
    theirs = robust_premia.robust_premia(data, intercept=intercept)
    yield "Premia (robust)", robust.to_frame(), theirs
    yield "Joint test", robust.tests(), robust_premia.joint_test(data, intercept=intercept)
    for premia_cov in ("fm", "hac", "shanken"):
        premia = by_period.premia(premia_cov, asked.lags_of(premia_cov))
        lags = list(premia.inference.lags) or None
        theirs = regressions.premia(data, intercept=intercept, cov=premia_cov, lags=lags)
        yield f"Premia ({premia_cov})", premia.to_frame(), theirs


def _only(lags: tuple[int, ...]) -> int | None:
    """The lags of a single regression; None where its errors have none."""
    return lags[0] if lags else None


def _portfolio(data: Aligned, held: WeightTable, asked: _Asked) -> Iterator[Pair]:
    """Risk, attribution, rolling exposures and tests, where the dates suffice for them."""
    assets, factors = settled(data.assets), settled(data.factors)
    options: dict[str, Any] = {"cov": asked.cov, "lags": asked.lags_of(asked.cov)}
    try:
        split = attribution(assets, factors, weights=held, linked=asked.linked, **options)
    except InputError:  # a loss of everything cannot be compounded, and no cell shows numbers
        pass
    else:
        lags = _only(split.inference.lags)
        theirs = inference.attribution(data, held, linked=asked.linked, cov=asked.cov, lags=lags)
        yield "Attribution", split.to_frame().loc[theirs.index, theirs.columns], theirs
    risk = risk_decomposition(assets, factors, weights=held)
    yield "Risk", risk.by_factor, inference.risk(data, held)
    tests = diagnostics(assets, factors, test_lags=asked.test_lags).by_asset
    yield "Residual tests", tests, inference.residual_tests(data, test_lags=asked.test_lags)
    n_obs = len(data.assets.dropna())
    if n_obs > data.assets.shape[1] + data.factors.shape[1]:
        grs = grs_test(assets, factors).to_frame()
        yield "GRS", grs.loc[["GRS"], ["statistic", "p"]], inference.grs(data)
    options |= {"window": asked.window, "expanding": asked.expanding}
    try:
        rolling = rolling_exposure(assets, factors, weights=held, **options)
    except InputError:  # no window fits the dates, and the workbook shows no numbers either
        return
    options |= {"window": rolling.window, "lags": list(rolling.inference.lags) or None}
    yield "Rolling", rolling.to_frame(), inference.rolling_exposure(data, held, **options)


def _factor_model(data: Aligned, held: WeightTable, asked: _Asked) -> Iterator[Pair]:
    """Tables of the factor model, ours and those of linearmodels."""
    assets, factors = settled(data.assets), settled(data.factors)
    intercept = asked.intercept
    expected = expected_returns(assets, factors, weights=held, intercept=intercept)
    theirs = linear_factor_model.expected_returns(data, held, intercept=intercept)
    yield "Expected", expected.to_frame(), theirs
    for cov in ("robust", "kernel"):
        lags = asked.lags if cov == "kernel" else None
        options: dict[str, Any] = {"cov": cov, "intercept": intercept, "lags": lags}
        model = factor_model(assets, factors, **options)
        options["lags"] = _only(model.inference.lags)
        fit = linear_factor_model.fit_factor_model(data, **options)
        premia = linear_factor_model.factor_model_premia(fit)
        yield f"Model premia ({cov})", model.to_frame(), premia
        params, errors = linear_factor_model.factor_model_params(fit)
        yield f"Model params ({cov})", model.params, params
        yield f"Model params s.e. ({cov})", model.params_std_errors, errors
        for j in ("projected", "full"):
            header = factor_model(assets, factors, j=j, **options).header()
            fitted = linear_factor_model.factor_model_header(fit, j)
            if cov == "kernel" and np.isnan(header["J-statistic"]):
                # linearmodels gives a J with any number of lags.
                fitted = fitted.drop(["J-statistic", "P-value (chi2)"])
            yield f"Model header ({cov}, J {j})", header[fitted.index].to_frame(), fitted.to_frame()


def difference(ours: pd.DataFrame, theirs: pd.DataFrame) -> float:
    """Largest relative difference of two tables over the columns that both have.

    Rows are matched by label, text must be equal; infinite where a label, a word or a blank
    of one has no match in the other.
    """
    columns = [column for column in theirs.columns if column in ours.columns]
    if len(columns) != theirs.shape[1] or set(ours.index) != set(theirs.index):
        return float("inf")
    # Labels may repeat where the rows are in the same order, as an asset called Portfolio does.
    matched = ours if ours.index.equals(theirs.index) else ours.loc[theirs.index]
    return max((_difference(matched[name], theirs[name]) for name in columns), default=0.0)


def _difference(ours: pd.Series[Any], theirs: pd.Series[Any]) -> float:
    left = pd.to_numeric(ours, errors="coerce").to_numpy(np.float64)
    right = pd.to_numeric(theirs, errors="coerce").to_numpy(np.float64)
    words = np.isnan(left) & np.isnan(right)
    same = [a == b or (a != a and b != b) for a, b in zip(ours[words], theirs[words], strict=True)]  # noqa: PLR0124 - NaN
    if not all(same) or (np.isnan(left) != np.isnan(right)).any():
        return float("inf")
    left, right = left[~words], right[~words]
    if not len(right):
        return 0.0
    scale = np.maximum(np.abs(right), 1e-3 * np.abs(right).max())
    return float(np.max(np.abs(left - right) / np.where(scale > 0.0, scale, 1.0)))


def _tolerance(factors: pd.DataFrame, power: int) -> float:
    """What rounding explains, for factors of this condition.

    The error of statsmodels' pseudo-inverse grows with the condition number of the regressors,
    which are not scaled; linearmodels inverts their products, so that its error grows with the
    square of that number.
    """
    values = np.column_stack([np.ones(len(factors)), factors.to_numpy()])
    lost = float(np.finfo(float).eps * np.linalg.cond(values) ** power)
    return min(max(_ROUNDING, lost), _LARGEST_TOLERANCE)
