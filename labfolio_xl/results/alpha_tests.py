"""Results of the tests of alphas: do the factors price the assets, is a factor new."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from labfolio_xl.core.distributions import t_two_sided, tstats
from labfolio_xl.results.inference import Counted, FloatSeries, Inference, TestStatistic

__all__ = ["GrsTest", "SpanningTest", "statistics_table"]

_SIGNIFICANT = 0.05


def statistics_table(tests: Iterable[tuple[TestStatistic, str]]) -> pd.DataFrame:
    """Tests with what each means: test, null, statistic, distribution, p, reading."""
    rows = [
        (test.name, test.null, test.statistic, test.distribution, test.pvalue, words)
        for test, words in tests
    ]
    return pd.DataFrame(
        rows, columns=["test", "null", "statistic", "distribution", "p", "reading"]
    ).set_index("test")


def _reading(pvalue: float, rejected: str, kept: str, untested: str) -> str:
    if np.isnan(pvalue):
        return untested
    return rejected if pvalue < _SIGNIFICANT else kept


@dataclass(frozen=True, slots=True)
class GrsTest(Counted):
    """Do the factors price the assets: are all alphas zero.

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
        Of the robust test.
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
        size = f"alphas of {self.mean_absolute_alpha:.4%} per period on average"
        words = (
            f"the factors do not price all the assets at 5% ({size})",
            f"the factors price the assets: {size} are not different from zero at 5%",
            "not testable: needs more dates than assets and factors, and no asset that repeats one",
        )
        return _reading(self.f_test.pvalue, *words), _reading(self.j_test.pvalue, *words)

    def to_frame(self) -> pd.DataFrame:
        """One row for each test, then the size of the alphas and the Sharpe ratios."""
        table = statistics_table(zip((self.f_test, self.j_test), self.readings, strict=True))
        sizes = {
            "mean absolute alpha": (self.mean_absolute_alpha, "per period"),
            "Sharpe ratio, factors": (self.sharpe_factors, "highest per period"),
            "Sharpe ratio, factors and assets": (
                self.sharpe_all,
                "highest per period; in-sample, so it grows with the number of assets",
            ),
        }
        rows = {name: ["", value, "", np.nan, words] for name, (value, words) in sizes.items()}
        added = pd.DataFrame.from_dict(rows, orient="index", columns=table.columns)
        return pd.concat([table, added]).rename_axis("test")


@dataclass(frozen=True, slots=True)
class SpanningTest(Counted):
    """Is a new factor spanned by the old ones, or does it add something.

    Attributes
    ----------
    alphas, std_errors : Series by new factor
        What the new factor earns beside the old ones, per period.
    betas : DataFrame, new x old factors
    rsquared : Series by new factor
        How much of its variation the old ones explain.
    f_test : TestStatistic
        All alphas are zero (GRS).
    unit_betas_test : TestStatistic or None
        Alphas are zero and betas sum to one: Huberman and Kandel (1987); None unless asked.
    information_ratios : Series by new factor
        Alpha over the deviation of the residual, per period: the gain in squared Sharpe
        ratio is its square.
    inference : Inference
    """

    alphas: FloatSeries
    std_errors: FloatSeries
    betas: pd.DataFrame
    rsquared: FloatSeries
    f_test: TestStatistic
    unit_betas_test: TestStatistic | None
    information_ratios: FloatSeries
    inference: Inference

    @property
    def df(self) -> int:
        """Residual degrees of freedom."""
        return self.n_obs - self.betas.shape[1] - 1

    @property
    def tstats(self) -> FloatSeries:
        """Alpha over standard error, by new factor."""
        values = tstats(np.asarray(self.alphas, float), np.asarray(self.std_errors, float))
        return pd.Series(values, index=self.alphas.index, name="t")

    @property
    def pvalues(self) -> FloatSeries:
        """Two-sided p-values of the alphas, by new factor."""
        values = t_two_sided(self.tstats.to_numpy(), self.df)
        return pd.Series(values, index=self.alphas.index, name="p")

    @property
    def readings(self) -> pd.Series[str]:
        """What each alpha says."""
        words = [
            _reading(
                p,
                f"adds {'return' if a > 0.0 else 'a negative return'} the old factors do not span",
                "spanned by the old factors: no alpha at 5%",
                "not testable",
            )
            for a, p in zip(self.alphas, self.pvalues, strict=True)
        ]
        return pd.Series(words, index=self.alphas.index, name="reading")

    def tests(self) -> pd.DataFrame:
        """The joint tests, one row each."""
        joint = "the old factors do not span all of the new ones at 5%"
        kept = "the old factors span the new ones: no joint alpha at 5%"
        rows = [(self.f_test, _reading(self.f_test.pvalue, joint, kept, "not testable"))]
        if self.unit_betas_test is not None:
            p = self.unit_betas_test.pvalue
            rejected = "holding the new assets changes the frontier at 5%"
            same = "the old assets span the frontier of all at 5%"
            rows.append((self.unit_betas_test, _reading(p, rejected, same, "not testable")))
        return statistics_table(rows)

    def to_frame(self) -> pd.DataFrame:
        """One row for each new factor: alpha, s.e., t, p, R2, information ratio, reading."""
        table = pd.DataFrame({"alpha": self.alphas, "std_error": self.std_errors})
        table["t"], table["p"] = self.tstats, self.pvalues
        table["rsquared"], table["information_ratio"] = self.rsquared, self.information_ratios
        table["reading"] = self.readings
        return table.rename_axis("factor")
