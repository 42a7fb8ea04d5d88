"""Do the factors leave alphas unexplained: the test of Gibbons, Ross and Shanken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Unpack

import numpy as np
import pandas as pd

from labfolio_xl.core import alpha_tests as core
from labfolio_xl.models.shared import readings
from labfolio_xl.models.shared.inference import (
    Counted,
    FloatSeries,
    Inference,
    TestStatistic,
    f_test,
    statistics_table,
)
from labfolio_xl.models.shared.j_tests import JStatistic
from labfolio_xl.models.shared.time_series_errors import TIME_SERIES_RULES, check_lags
from labfolio_xl.options import check_option
from labfolio_xl.returns.aligned import Table, TableOrAligned
from labfolio_xl.returns.data_options import DataOptions
from labfolio_xl.returns.panel import check_assets, complete, prepare, without_constant_assets
from labfolio_xl.returns.tables.checked import RiskFree

__all__ = ["GrsTest", "grs_test"]

_NULL = "all alphas are zero"


@dataclass(frozen=True, slots=True)
class GrsTest(Counted):
    """Whether the factors leave alphas unexplained: tests that all alphas are zero.

    Attributes
    ----------
    f_test : TestStatistic
        Gibbons, Ross and Shanken (1989); exact when residuals are normal, homoskedastic and
        independent over time. NaN unless dates outnumber assets and factors together.
    j_test : TestStatistic
        The same null with a robust covariance: J, with the p-value of its scaled form F.
    j_chi2 : TestStatistic
        J, with the chi-squared p-value of large samples, as linearmodels has it.
    alphas : Series by asset
        Per period.
    mean_absolute_alpha : float
    sharpe_factors, sharpe_all : float
        Highest Sharpe ratio per period from the factors, and from factors and assets.
    inference : Inference
        How the robust test was made.
    """

    f_test: TestStatistic
    j_test: TestStatistic
    j_chi2: TestStatistic
    alphas: FloatSeries
    mean_absolute_alpha: float
    sharpe_factors: float
    sharpe_all: float
    inference: Inference

    @property
    def readings(self) -> tuple[str, str]:
        """What the exact and the robust test say, or why they say nothing."""
        exact, robust = (
            readings.alphas_of_all_assets(
                test.pvalue,
                self.mean_absolute_alpha,
                self.n_obs,
                test.missing or readings.UNTESTABLE,
            )
            for test in (self.f_test, self.j_test)
        )
        if self.inference.caution:
            exact, robust = (f"{words}; {self.inference.caution}" for words in (exact, robust))
        return exact, robust

    def to_frame(self) -> pd.DataFrame:
        """One row for each test, then the size of the alphas and the Sharpe ratios."""
        tests = (self.f_test, self.j_test, self.j_chi2)
        words = (*self.readings, readings.FOR_COMPARISON)
        table = statistics_table(zip(tests, words, strict=True))
        sizes = {
            "mean absolute alpha": (self.mean_absolute_alpha, "per period"),
            "Sharpe ratio, factors": (self.sharpe_factors, "highest per period"),
            "Sharpe ratio, factors and assets": (self.sharpe_all, readings.SHARPE_OF_ALL),
        }
        rows = {name: ["", value, "", np.nan, words] for name, (value, words) in sizes.items()}
        added = pd.DataFrame.from_dict(rows, orient="index", columns=table.columns)
        return pd.concat([table, added]).rename_axis("test")


def grs_test(
    assets: TableOrAligned,
    factors: Table | None,
    risk_free: RiskFree = None,
    *,
    cov: core.AlphaCov = "hc1",
    lags: int | None = None,
    **data: Unpack[DataOptions],
) -> GrsTest:
    r"""Test that the factors leave no alphas unexplained, that is, that all alphas are zero.

    With N assets, K factors and T dates, :math:`F = \frac{T-N-K}{N}
    \frac{\hat\alpha'\hat\Sigma^{-1}\hat\alpha}{1 + \bar f'\hat\Omega^{-1}\bar f}` is F(N,
    T - N - K). The robust version is :math:`J = \hat\alpha' V^{-1} \hat\alpha`, with V the
    covariance of the alphas by GMM. Its p-value is that of the scaled form :math:`J (\nu - N + 1)
    / (\nu N)`, which is F(N, :math:`\nu - N + 1`) with :math:`\nu = T - K - 1`, where V has the
    divisor :math:`\nu`. In large samples J is chi-squared(N).

    Parameters
    ----------
    assets, factors, risk_free, **data
        See :mod:`labfolio_xl.models`. Only dates on which every asset has a return are used;
        assets that never move, such as cash, are left out.
    cov : {"hc1", "hc0", "hac"}
        Of the robust version: White's two, or Newey and West's.
    lags : int, optional
        Lags of "hac", one number for all alphas; None takes the automatic number of Newey
        and West (1994) for the sum of the scores, each scaled to its deviation.

    Returns
    -------
    GrsTest
        Statistics are NaN where the dates do not outnumber assets and factors together, and
        those of J also where lags are too many; ``missing`` says why.

    Raises
    ------
    InputError, MissingDataError, EstimationError
        As :func:`factor_model` does.

    Notes
    -----
    The factors must be excess returns or returns of long-short portfolios; where they are
    values, the readings say that the tests mean nothing. F is exact for normal, homoskedastic
    residuals. The chi-squared p-value of J, ``j_chi2``, rejects far too
    often unless T is many times N; that of the scaled form does not (simulated sizes stand in
    the manual).

    With L lags, nu / (1 + 2 sum of the squared weights) equivalent dates take the place of nu.
    J is refused where 2 (L + 1) N exceeds nu: so many lags leave too few dates.

    References
    ----------
    Gibbons, Ross and Shanken (1989), Econometrica 57; Cochrane (2005), Asset Pricing,
    section 12.1; MacKinlay and Richardson (1991), Journal of Finance 46. Scaled form: Hotelling
    (1931); Sun (2014), Journal of Econometrics 178.

    Examples
    --------
    >>> from labfolio_xl.samples import load_sample
    >>> assets, factors, _ = load_sample()
    >>> test = grs_test(assets, factors).f_test
    >>> test.distribution, round(test.statistic, 4), round(test.pvalue, 4)
    ('F(20, 223)', 1.1104, 0.3399)
    """
    kind: core.AlphaCov = check_option(cov, core.AlphaCov, "cov")  # type: ignore[assignment]
    lags = check_lags(lags)
    panel = complete(without_constant_assets(prepare(assets, factors, risk_free, **data)))
    check_assets(panel)
    joint, value, used = core.alpha_statistics(panel.returns, panel.factors, kind, lags)
    (n_obs, n_assets), n_factors = panel.returns.shape, panel.factors.shape[1]
    scaled, chi2 = JStatistic(
        value, n_assets, n_assets, n_obs, n_factors, used, debiased=kind == "hc1"
    ).tests("J (robust)", _NULL)
    return GrsTest(
        f_test=f_test("GRS", _NULL, joint.f_statistic, joint.df, joint.df_denominator),
        j_test=scaled,
        j_chi2=chi2,
        alphas=pd.Series(joint.alphas, index=panel.assets, name="alpha"),
        mean_absolute_alpha=float(np.abs(joint.alphas).mean()),
        sharpe_factors=joint.sharpe_factors,
        sharpe_all=joint.sharpe_all,
        inference=Inference(
            kind,
            (used,) if kind == "hac" else (),
            TIME_SERIES_RULES[kind],
            scaled.distribution,
            panel.used,
            "" if panel.aligned.factors_are_returns else readings.NO_RETURNS,
        ),
    )
