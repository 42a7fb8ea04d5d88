"""The summary of a factor model as text."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from labfolio_xl.models.factor_model import FactorModel

__all__ = ["model_summary"]

# As wide as the notebook's summary; wider only for the names of the factors.
_NARROWEST, _COLUMN, _LONGEST_NAME = 78, 12, 24


def model_summary(model: FactorModel, now: dt.datetime) -> str:
    """Header and premia of a factor model as text, laid out as the reference notebook has them."""
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
        f"{model.j_statistic.name}: {model.j_statistic.null}; {model.j_statistic.distribution}",
        model.j_reading,
    ]
    return "\n".join(lines)


def _header(model: FactorModel, now: dt.datetime) -> list[str]:
    test, large = model.j_statistic, model.j_chi2
    left = [
        ("No. Test Portfolios:", str(model.n_assets)),
        ("No. Factors:", str(model.n_factors)),
        ("No. Observations:", str(model.n_obs)),
        ("Date:", f"{now:%a, %b %d %Y}"),
        ("Time:", f"{now:%H:%M:%S}"),
        ("Cov. Estimator:", model.inference.kind),
        ("", ""),
        ("", ""),
    ]
    right = [
        ("R-squared (time series):", _number(model.rsquared_time_series)),
        ("R-squared (means, OLS):", _number(model.rsquared_means_ols)),
        ("R-squared (means, GLS):", _number(model.rsquared_means_gls)),
        ("J-statistic:", _number(test.statistic)),
        ("P-value (F):", f"{test.pvalue:.4f}"),
        ("Distribution (F):", test.distribution.partition(" of ")[0]),
        ("P-value (chi2):", f"{large.pvalue:.4f}"),
        ("Distribution (chi2):", large.distribution),
    ]
    return [
        f"{name:<21}{value:>17}   {other:<24}{number:>13}"
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
