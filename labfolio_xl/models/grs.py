"""Do the factors leave alphas unexplained: the test of Gibbons, Ross and Shanken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Unpack

import numpy as np
import pandas as pd

from labfolio_xl.core import alpha_tests as core
from labfolio_xl.core.distributions import chi2_sf
from labfolio_xl.models.shared import readings
from labfolio_xl.models.shared.inference import (
    Counted,
    FloatSeries,
    Inference,
    TestStatistic,
    f_test,
    statistics_table,
)
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
        The same null with a robust covariance, in large samples.
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
    alphas: FloatSeries
    mean_absolute_alpha: float
    sharpe_factors: float
    sharpe_all: float
    inference: Inference

    @property
    def readings(self) -> tuple[str, str]:
        """What each of the two tests says."""
        exact, robust = (
            readings.alphas_of_all_assets(test.pvalue, self.mean_absolute_alpha, self.n_obs)
            for test in (self.f_test, self.j_test)
        )
        return exact, robust

    def to_frame(self) -> pd.DataFrame:
        """One row for each test, then the size of the alphas and the Sharpe ratios."""
        table = statistics_table(zip((self.f_test, self.j_test), self.readings, strict=True))
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
    T - N - K). The robust version :math:`J = \hat\alpha' V^{-1} \hat\alpha`, with V the
    covariance of the alphas by GMM, is chi-squared(N) in large samples.

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
        Statistics are NaN where the dates do not outnumber assets and factors together.

    Raises
    ------
    InputError, MissingDataError, EstimationError
        As :func:`factor_model` does.

    Notes
    -----
    The factors must be excess returns or returns of long-short portfolios. F is exact for
    normal, homoskedastic residuals; J rejects too often when N is not small against T.

    References
    ----------
    Gibbons, Ross and Shanken (1989), Econometrica 57; Cochrane (2005), Asset Pricing,
    section 12.1; MacKinlay and Richardson (1991), Journal of Finance 46.

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
    n_assets = len(panel.assets)
    return GrsTest(
        f_test=f_test("GRS", _NULL, joint.f_statistic, joint.df, joint.df_denominator),
        j_test=TestStatistic("J (robust)", _NULL, value, chi2_sf(value, n_assets), n_assets),
        alphas=pd.Series(joint.alphas, index=panel.assets, name="alpha"),
        mean_absolute_alpha=float(np.abs(joint.alphas).mean()),
        sharpe_factors=joint.sharpe_factors,
        sharpe_all=joint.sharpe_all,
        inference=Inference(
            kind,
            (used,) if kind == "hac" else (),
            TIME_SERIES_RULES[kind],
            f"chi2({n_assets})",
            panel.used,
        ),
    )
