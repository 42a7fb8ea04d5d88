"""The summary of a factor model as text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import pandas as pd

__all__ = ["model_summary"]

# As wide as the notebook's summary; wider only for the names of the factors.
_NARROWEST, _COLUMN, _LONGEST_NAME = 78, 12, 24


def model_summary(
    name: str, header: pd.Series, premia: pd.DataFrame, notes: Iterable[str], now: dt.datetime
) -> str:
    """Header and premia of a factor model as text, laid out as the reference notebook has them.

    Parameters
    ----------
    name : str
        The estimator.
    header, premia
        What ``header()`` and ``to_frame()`` of the model return.
    notes : iterable of str
        Lines below the premia.
    now : datetime
        Date and time in the header.
    """
    names = [str(factor)[:_LONGEST_NAME] for factor in premia.index]
    first = max(_NARROWEST - 6 * _COLUMN, *(len(factor) for factor in names))
    width = first + 6 * _COLUMN
    lines = [
        f"{name} Estimation Summary".center(width).rstrip(),
        "=" * width,
        *_header(header, now),
        "",
        "Risk Premia Estimates".center(width).rstrip(),
        "=" * width,
        *_premia(premia, names, first),
        "=" * width,
        "",
        *notes,
    ]
    return "\n".join(lines)


def _header(header: pd.Series, now: dt.datetime) -> list[str]:
    left = [
        ("No. Test Portfolios:", str(header["No. Test Portfolios"])),
        ("No. Factors:", str(header["No. Factors"])),
        ("No. Observations:", str(header["No. Observations"])),
        ("Date:", f"{now:%a, %b %d %Y}"),
        ("Time:", f"{now:%H:%M:%S}"),
        ("Cov. Estimator:", header["Cov. Estimator"]),
        ("", ""),
        ("", ""),
    ]
    right = [
        ("R-squared (time series):", _number(header["R-squared (time series)"])),
        ("R-squared (means, OLS):", _number(header["R-squared (means, OLS)"])),
        ("R-squared (means, GLS):", _number(header["R-squared (means, GLS)"])),
        ("J-statistic:", _number(header["J-statistic"])),
        ("P-value (F):", f"{header['P-value']:.4f}"),
        ("Distribution (F):", header["Distribution"].partition(" of ")[0]),
        ("P-value (chi2):", f"{header['P-value (chi2)']:.4f}"),
        ("Distribution (chi2):", header["Distribution (chi2)"]),
    ]
    return [
        f"{label:<21}{value:>17}   {other:<24}{number:>13}"
        for (label, value), (other, number) in zip(left, right, strict=True)
    ]


def _premia(premia: pd.DataFrame, names: list[str], first: int) -> list[str]:
    titles = ["Parameter", "Std. Err.", "T-stat", "P-value", "Lower CI", "Upper CI"]
    rows = [" " * first + "".join(f"{title:>{_COLUMN}}" for title in titles)]
    rows.append("-" * len(rows[0]))
    for name, (_, row) in zip(names, premia.iterrows(), strict=True):
        cells = [_number(row[column]) for column in ("premium", "std_error", "t")]
        cells += [f"{row['p']:.4f}", _number(row["low"]), _number(row["high"])]
        rows.append(f"{name:<{first}}" + "".join(f"{cell:>{_COLUMN}}" for cell in cells))
    return rows


def _number(value: float) -> str:
    """Five significant digits, in powers of ten when small: 11.798, 0.0012, -3.633e-05."""
    if value == 0.0 or abs(value) >= 1e-4:  # noqa: PLR2004 - four decimals would show zeros
        return f"{value:.4f}" if abs(value) < 10.0 else f"{value:.5g}"  # noqa: PLR2004
    return f"{value:.3e}"
