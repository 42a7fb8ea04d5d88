"""Weights of a portfolio: by name or in the order of the assets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np
import pandas as pd

from labfolio_xl.errors import InputError, counted
from labfolio_xl.returns.tables import as_number, plain_name

__all__ = ["Weights", "check_weights"]

# So that the square of a weighted return does not overflow either.
_LARGEST_WEIGHT = 1e50

Weights: TypeAlias = (
    "pd.Series[float] | pd.DataFrame | Mapping[str, float] | Sequence[float] | None"
)


def check_weights(weights: Weights, assets: Sequence[str]) -> np.ndarray:
    """Weights in the order of the assets.

    Parameters
    ----------
    weights : Series, one-column DataFrame or Mapping by name, numbers in the order of the
        assets, or None
        Decimal; they need not sum to one. None means equal weights; an asset that is not
        named has weight zero.
    assets : names

    Raises
    ------
    InputError
        An unknown asset, a name twice, a missing, infinite or enormous weight, one that is no
        number, all zero, or another number of weights than assets.
    """
    n_assets = len(assets)
    if weights is None:
        return np.full(n_assets, 1.0 / n_assets)
    if isinstance(weights, pd.DataFrame | pd.Series | Mapping):
        values = _weights_by_name(_as_series(weights), assets)
    else:
        values = _weights_as_numbers(weights).ravel()
        if len(values) != n_assets:
            raise InputError(
                f"Weights has {counted(len(values), 'number')} for {counted(n_assets, 'asset')}; "
                "give one each, or names and weights."
            )
    if not np.isfinite(values).all():
        place = int(np.flatnonzero(~np.isfinite(values))[0])
        what = "missing" if np.isnan(values[place]) else "infinite"
        raise InputError(f'Weights: the weight of "{assets[place]}" is {what}; type a number.')
    place = int(np.abs(values).argmax())
    if abs(values[place]) > _LARGEST_WEIGHT:
        raise InputError(f'Weights: "{assets[place]}" has {values[place]:g}; type a decimal one.')
    if not values.any():
        raise InputError("Weights are all zero; give at least one asset a weight.")
    return values


def _as_series(weights: pd.DataFrame | pd.Series[float] | Mapping[str, float]) -> pd.Series[float]:
    if isinstance(weights, Mapping):
        return pd.Series(dict(weights), dtype=object)
    if isinstance(weights, pd.Series):
        return weights
    if weights.shape[1] != 1:
        raise InputError(
            f"Weights has {weights.shape[1]} columns of numbers; give assets and one weight each."
        )
    return weights.iloc[:, 0]


def _weights_by_name(weights: pd.Series[float], assets: Sequence[str]) -> np.ndarray:
    if isinstance(weights.index, pd.MultiIndex):
        raise InputError(
            f"Weights: each row has {weights.index.nlevels} labels where one asset is expected; "
            "put the names of the assets alone first."
        )
    names = pd.Index([plain_name(name) for name in weights.index])
    if not names.is_unique:
        twice = names[names.duplicated()][0]
        raise InputError(f'Weights: the asset "{twice}" occurs more than once; keep one weight.')
    known = set(assets)
    unknown = [name for name in names if name not in known]
    if unknown:
        listed = ", ".join(list(assets)[:8]) + (", ..." if len(assets) > 8 else "")  # noqa: PLR2004
        raise InputError(
            f'Weights: "{unknown[0][:40]}" is not a column of Assets ({listed}); '
            "correct the name or delete the row."
        )
    held = pd.Series(_weights_as_numbers(weights), index=names)
    return held.reindex(list(assets), fill_value=0.0).to_numpy()


def _weights_as_numbers(weights: object) -> np.ndarray:
    """Weights as floats, NaN where one is missing; refuses the first that is no number."""
    cells = np.asarray(weights, dtype=object).ravel()
    numbers = np.full(len(cells), np.nan)
    for place, cell in enumerate(cells):
        number = as_number(cell)
        if number is None:
            raise InputError(f'Weights holds "{str(cell)[:40]}"; type a number for each asset.')
        numbers[place] = number
    return numbers
