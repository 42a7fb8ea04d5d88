"""Result of the linear factor model, and its summary as text."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from labfolio_xl.results.inference import (
    Counted,
    FactorEstimates,
    FloatSeries,
    Inference,
    TestStatistic,
    reading,
)

__all__ = ["FactorModel"]

# As wide as the notebook's summary; wider only for the names of the factors.
_NARROWEST, _COLUMN, _LONGEST_NAME = 78, 12, 24


@dataclass(frozen=True, slots=True)
class FactorModel(FactorEstimates, Counted):
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
    n_assets, n_factors : int
    inference : Inference
        Its dates are those on which every asset has a return.
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
    """Header and premia of a factor model."""
    names = [str(name)[:_LONGEST_NAME] for name in model.risk_premia.index]
    first = max(_NARROWEST - 6 * _COLUMN, *(len(name) for name in names))
    width = first + 6 * _COLUMN
    lines = [
        f"{model.name} Estimation Summary".center(width).rstrip(),
        "=" * width,
        *_header(model, now),
        "",
        "Risk Premia Estimates".center(width).rstrip(),
        "=" * width,
        *_premia(model, names, first),
        "=" * width,
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


def _premia(model: FactorModel, names: list[str], first: int) -> list[str]:
    titles = ["Parameter", "Std. Err.", "T-stat", "P-value", "Lower CI", "Upper CI"]
    rows = [" " * first + "".join(f"{title:>{_COLUMN}}" for title in titles)]
    rows.append("-" * len(rows[0]))
    for name, (_, row) in zip(names, model.to_frame().iterrows(), strict=True):
        cells = [_number(row[column]) for column in ("premium", "std_error", "t")]
        cells += [f"{row['p']:.4f}", _number(row["low"]), _number(row["high"])]
        rows.append(f"{name:<{first}}" + "".join(f"{cell:>{_COLUMN}}" for cell in cells))
    return rows


def _number(value: float) -> str:
    """Five significant digits, in powers of ten when small: 11.798, 0.0012, -3.633e-05."""
    if value == 0.0 or abs(value) >= 1e-4:  # noqa: PLR2004 - four decimals would show zeros
        return f"{value:.4f}" if abs(value) < 10.0 else f"{value:.5g}"  # noqa: PLR2004
    return f"{value:.3e}"
