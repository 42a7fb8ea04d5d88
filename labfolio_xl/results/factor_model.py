"""Result of the linear factor model, and its summary as text."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from labfolio_xl.results.inference import (
    FactorEstimates,
    FloatSeries,
    Inference,
    TestStatistic,
    reading,
)

__all__ = ["FactorModel"]

_WIDTH = 78


@dataclass(frozen=True, slots=True)
class FactorModel(FactorEstimates):
    """The two-pass linear factor model with GMM errors.

    Attributes
    ----------
    risk_premia, std_errors : Series by factor
        Decimal per period; the zero-beta rate first, if it was estimated.
    cov : DataFrame
        Covariance of the premia.
    params, params_std_errors : DataFrame, assets x (alpha, factors)
        Pricing errors (mean return less betas times premia, not intercepts) and betas.
    rsquared : float
        Of the time-series pass, all assets together.
    j_statistic : TestStatistic
    n_assets, n_factors, n_obs : int
    inference : Inference
    name : str
        Of the estimator, in the title of the summary.
    """

    risk_premia: FloatSeries
    std_errors: FloatSeries
    cov: pd.DataFrame
    params: pd.DataFrame
    params_std_errors: pd.DataFrame
    rsquared: float
    j_statistic: TestStatistic
    n_assets: int
    n_factors: int
    n_obs: int
    inference: Inference
    name: str = "LinearFactorModel"

    @property
    def estimates(self) -> FloatSeries:
        """The premia, by factor."""
        return self.risk_premia

    @property
    def df(self) -> float:
        """Infinite: the errors are those of large samples, p-values are normal."""
        return np.inf

    def header(self) -> pd.Series:
        """The header of the summary: sizes, R-squared, J and its distribution."""
        return pd.Series(
            {
                "No. Test Portfolios": self.n_assets,
                "No. Factors": self.n_factors,
                "No. Observations": self.n_obs,
                "Cov. Estimator": self.inference.kind,
                "R-squared": self.rsquared,
                "J-statistic": self.j_statistic.statistic,
                "P-value": self.j_statistic.pvalue,
                "Distribution": self.j_statistic.distribution,
            },
            name="value",
            dtype=object,
        )

    def to_frame(self, level: float = 0.95) -> pd.DataFrame:
        """One row for each premium: premium, s.e., t, p, low, high, reading."""
        table = pd.DataFrame({"premium": self.risk_premia, "std_error": self.std_errors})
        table["t"], table["p"] = self.tstats, self.pvalues
        table = table.join(self.conf_int(level))
        table["reading"] = [
            reading(m, p) for m, p in zip(table["premium"], table["p"], strict=True)
        ]
        table.index.name = "factor"
        return table

    def summary(self, now: dt.datetime | None = None) -> str:
        """The tables as text, laid out as the reference notebook prints them."""
        return _summary(self, now or dt.datetime.now().astimezone())


def _summary(model: FactorModel, now: dt.datetime) -> str:
    """Header and premia of a factor model, 78 characters wide."""
    lines = [
        f"{model.name} Estimation Summary".center(_WIDTH).rstrip(),
        "=" * _WIDTH,
        *_header(model, now),
        "",
        "Risk Premia Estimates".center(_WIDTH).rstrip(),
        "=" * _WIDTH,
        *_premia(model),
        "=" * _WIDTH,
        "",
        str(model.inference),
        f"{model.j_statistic.name}: {model.j_statistic.null}",
    ]
    return "\n".join(lines)


def _header(model: FactorModel, now: dt.datetime) -> list[str]:
    test = model.j_statistic
    left = [
        ("No. Test Portfolios:", str(model.n_assets)),
        ("No. Factors:", str(model.n_factors)),
        ("No. Observations:", str(model.n_obs)),
        ("Date:", f"{now:%a, %b %d %Y}"),
        ("Time:", f"{now:%H:%M:%S}"),
        ("Cov. Estimator:", model.inference.kind),
    ]
    right = [
        ("R-squared:", _number(model.rsquared)),
        ("J-statistic:", _number(test.statistic)),
        ("P-value", f"{test.pvalue:.4f}"),
        ("Distribution:", test.distribution),
        ("", ""),
        ("", ""),
    ]
    return [
        f"{name:<21}{value:>17}   {other:<19}{number:>18}".rstrip()
        for (name, value), (other, number) in zip(left, right, strict=True)
    ]


def _premia(model: FactorModel) -> list[str]:
    titles = ["Parameter", "Std. Err.", "T-stat", "P-value", "Lower CI", "Upper CI"]
    table = model.to_frame()
    width = min(18, max(6, *(len(str(name)) for name in table.index)))
    rows = [" " * width + "".join(f"{title:>12}" for title in titles), "-" * _WIDTH]
    for name, row in table.iterrows():
        cells = [row["premium"], row["std_error"], row["t"]]
        text = "".join(f"{_number(cell):>12}" for cell in cells)
        text += f"{row['p']:>12.4f}{_number(row['low']):>12}{_number(row['high']):>12}"
        rows.append(f"{str(name)[:width]:<{width}}{text}")
    return rows


def _number(value: float) -> str:
    """Five significant digits, in powers of ten when small: 11.798, 0.0012, -3.633e-05."""
    if value == 0.0 or abs(value) >= 1e-4:  # noqa: PLR2004 - four decimals would show zeros
        return f"{value:.4f}" if abs(value) < 10.0 else f"{value:.5g}"  # noqa: PLR2004
    return f"{value:.3e}"
