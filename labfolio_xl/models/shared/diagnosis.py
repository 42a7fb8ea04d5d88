"""The findings of the diagnostics: one number or test each, its verdict and what it means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from labfolio_xl.core import alpha_tests, time_series
from labfolio_xl.core import diagnostics as core
from labfolio_xl.core.distributions import SIGNIFICANT, chi2_sf
from labfolio_xl.errors import counted
from labfolio_xl.models.shared import readings
from labfolio_xl.models.shared.inference import TestStatistic, f_test
from labfolio_xl.models.shared.zero_beta import zero_beta_condition
from labfolio_xl.returns.panel import Panel

__all__ = [
    "Diagnosis",
    "Verdict",
    "collinearity",
    "dates_used",
    "rank_of_betas",
    "residual_findings",
    "weak_factors",
    "zero_beta",
]

Verdict = Literal["ok", "note", "warning"]

_MOST_DATES = 0.9  # a smaller share of the common dates is a warning

# For each test of the residuals its title, and its null for all assets.
_RESIDUAL_TESTS = {
    "ljung_box": (
        "residual autocorrelation (Ljung-Box)",
        "no asset's residuals are autocorrelated",
    ),
    "white": (
        "heteroskedasticity (White)",
        "no asset's residual variance depends on its fitted return",
    ),
    "jarque_bera": ("normality (Jarque-Bera)", "all assets' residuals are normal"),
}


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One finding: a number or a test, and what it means for the reader.

    Attributes
    ----------
    check, item : str
        What was checked, and of which factor or asset.
    value : float
        The number, or the test's statistic.
    test : TestStatistic or None
        None where there is a number but no test.
    verdict : {"ok", "note", "warning"}
    reading : str
    """

    check: str
    item: str
    value: float
    test: TestStatistic | None
    verdict: Verdict
    reading: str


def dates_used(panel: Panel) -> Diagnosis:
    """The dates that all tests use; a warning where they are few."""
    used = panel.used
    few = used.n_obs < _MOST_DATES * used.n_common
    short = used.n_obs < readings.SHORT_SPAN
    verdict: Verdict = "warning" if few else "note" if short else "ok"
    words = readings.dates_of_tests(str(used), used.n_obs)
    return Diagnosis("dates", "all assets", used.n_obs, None, verdict, words)


def collinearity(panel: Panel) -> Iterator[Diagnosis]:
    """How far the factors repeat each other: one verdict, then the inflation of each factor."""
    inflation = core.variance_inflation(panel.factors)
    condition = core.condition_number(panel.factors)
    worst = int(np.argmax(inflation))
    largest = float(inflation[worst])
    high = largest > core.HIGH_INFLATION or condition > core.HIGH_CONDITION
    reading = readings.collinearity(
        (str(panel.names[worst]), largest),
        condition,
        high=high,
        net=_net_inflation(panel, worst) if high else None,
    )
    yield Diagnosis("collinearity", "all factors", condition, None, _verdict(warn=high), reading)
    for name, value in zip(panel.names, inflation, strict=True):
        severity: Verdict = "note" if value > core.HIGH_INFLATION else "ok"
        words = readings.inflation(value)
        yield Diagnosis("VIF", str(name), float(value), None, severity, words)


def _net_inflation(panel: Panel, market: int) -> float | None:
    """The largest variance inflation net of one factor; None where that is still too high."""
    net = core.inflation_net_of(panel.factors, market)
    return net if net <= core.HIGH_INFLATION else None


def _verdict(*, warn: bool) -> Verdict:
    return "warning" if warn else "ok"


def weak_factors(panel: Panel) -> Iterator[Diagnosis]:
    """For each factor the test that no asset is exposed to it."""
    values, df, below = alpha_tests.joint_f_statistics(panel.returns, panel.factors)
    betas = time_series.betas(panel.returns, panel.factors)[0][1:]
    repeats = core.variance_inflation(panel.factors) > core.HIGH_INFLATION
    for k, (name, value, row) in enumerate(zip(panel.names, values[1:], betas, strict=True)):
        test = f_test("F", f"all betas on {name} are zero", float(value), df, below)
        place = int(np.argmax(np.abs(row)))
        largest = (str(panel.assets[place]), float(row[place]))
        reading = readings.weak_factor(test.pvalue, largest, repeats=bool(repeats[k]))
        verdict = _verdict_of(test, bad_if_rejected=False)
        yield Diagnosis("betas jointly zero", str(name), test.statistic, test, verdict, reading)


def rank_of_betas(panel: Panel, weak: Sequence[str]) -> Iterator[Diagnosis]:
    """Two tests that some combination of the premia is not identified.

    They often reject although a factor is useless, and so give no comfort where ``weak`` names
    factors to which no asset is exposed by the tests of single factors.
    """
    homoskedastic, robust, df = alpha_tests.rank_statistics(panel.returns, panel.factors)
    short = panel.returns.shape[1] < panel.factors.shape[1]
    null = f"the betas have rank {panel.factors.shape[1] - 1}: a combination is not identified"
    for name, value in (("Cragg-Donald", homoskedastic), ("Kleibergen-Paap", robust)):
        test = TestStatistic(name, null, value, chi2_sf(value, df), df)
        verdict = _verdict_of(test, bad_if_rejected=False)
        yield Diagnosis(
            f"rank of the betas ({name})",
            "all factors",
            value,
            test,
            "note" if weak and verdict == "ok" else verdict,
            readings.TOO_FEW_ASSETS if short else readings.rank_of_betas(test.pvalue, weak),
        )


def zero_beta(panel: Panel) -> Diagnosis:
    """Whether the zero-beta rate can be told from the premia."""
    condition = zero_beta_condition(time_series.betas(panel.returns, panel.factors)[0][1:].T)
    high = condition > core.HIGH_CONDITION
    reading = readings.zero_beta(condition, high=high)
    return Diagnosis("zero-beta rate", "constant", condition, None, _verdict(warn=high), reading)


def _verdict_of(test: TestStatistic, *, bad_if_rejected: bool) -> Verdict:
    """A test without a p-value is a note."""
    if np.isnan(test.pvalue):
        return "note"
    return _verdict(warn=(test.pvalue < SIGNIFICANT) == bad_if_rejected)


def _tested(
    check: str,
    item: str,
    test: TestStatistic,
    *,
    rejected: str,
    kept: str,
    bad_if_rejected: bool,
) -> Diagnosis:
    """A test and its reading; a test without a p-value is a note."""
    verdict = _verdict_of(test, bad_if_rejected=bad_if_rejected)
    if np.isnan(test.pvalue):
        return Diagnosis(check, item, test.statistic, test, verdict, readings.UNTESTABLE)
    rejects = test.pvalue < SIGNIFICANT
    return Diagnosis(check, item, test.statistic, test, verdict, rejected if rejects else kept)


def residual_findings(by_asset: pd.DataFrame, n_obs: int, lags: int) -> Iterator[Diagnosis]:
    """One line for each test over all assets: how many reject, and the worst of them."""
    for name, (title, null) in _RESIDUAL_TESTS.items():
        tested = by_asset[by_asset[f"{name}_p"].notna()]
        df = lags if name == "ljung_box" else 2
        if tested.empty:
            test = TestStatistic(name, null, np.nan, np.nan, df)
            words = readings.RESIDUALS_UNTESTABLE
            yield Diagnosis(title, "all assets", np.nan, test, "note", words)
            continue
        pvalues = tested[f"{name}_p"].to_numpy()
        row = tested.iloc[int(pvalues.argmin())]
        worst = str(row.name)
        joint = min(1.0, float(pvalues.min()) * len(tested))
        test = TestStatistic(name, null, float(row[name]), joint, df)
        rejects = int((pvalues < SIGNIFICANT).sum())
        found = f"{rejects} of {counted(len(tested), 'asset')} reject at 5%, {worst} most"
        yield Diagnosis(
            title,
            worst,
            test.statistic,
            test,
            _verdict(warn=joint < SIGNIFICANT),
            _reading(test, found, row, n_obs),
        )


def _reading(test: TestStatistic, found: str, worst: pd.Series[float], n_obs: int) -> str:
    """What a test of the residuals says, with the size that it has in the worst asset."""
    if test.name == "ljung_box":
        size = float(np.sqrt(test.statistic / (n_obs * test.df)))
        return readings.residual_autocorrelation(test.pvalue, found, size, test.df)
    if test.name == "white":
        return readings.residual_variance(test.pvalue, found, test.statistic / n_obs)
    return readings.residual_normality(test.pvalue, found, float(worst["kurtosis"]))
