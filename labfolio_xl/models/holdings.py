"""Weights of a portfolio from what it holds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from labfolio_xl.errors import InputError, MissingDataError, counted
from labfolio_xl.models.shared.by_name import ByName, header_of, numbers_by_name
from labfolio_xl.models.shared.inference import FloatSeries
from labfolio_xl.options import check_number
from labfolio_xl.returns.findings import listed
from labfolio_xl.returns.names.keys import refuse_header
from labfolio_xl.returns.names.meaning import match_names
from labfolio_xl.returns.tables.checked import as_input, day
from labfolio_xl.returns.tables.input_table import InputTable
from labfolio_xl.returns.weights.words import word_key

__all__ = ["Holdings", "weights_from_holdings"]

# A price that is more rows older than the newest one is refused: the asset may have been delisted.
_MOST_PERIODS = 5
# Where gross holdings are more than so many times the net, the net is not taken as the value of
# the portfolio.
_LARGEST_GROSS = 10.0
# The name of the holding that needs no price, because its amount is its value.
_CASH = "cash"


@dataclass(frozen=True, slots=True)
class Holdings:
    """Quantities, prices, and the values and weights that follow from them.

    Attributes
    ----------
    quantities, prices, values, weights : Series by asset
        Weights are values over their sum, or over the value of the portfolio that was given.
    date : Timestamp or None
        Of the newest price, if the prices had dates.
    price_dates : Series by asset, or None
        The last date on which each price is known.
    notes : tuple of str
        Which prices are older than the newest one.
    """

    quantities: FloatSeries
    prices: FloatSeries
    values: FloatSeries
    weights: FloatSeries
    date: pd.Timestamp | None
    price_dates: pd.Series[pd.Timestamp] | None = None
    notes: tuple[str, ...] = ()

    @property
    def total(self) -> float:
        """Value of the portfolio, long less short."""
        return float(self.values.sum())

    def to_frame(self) -> pd.DataFrame:
        """One row for each asset: quantity, price, value, weight, and the price's date."""
        columns = [self.quantities, self.prices, self.values, self.weights]
        names = ["quantity", "price", "value", "weight"]
        table = pd.DataFrame(dict(zip(names, columns, strict=True))).rename_axis("asset")
        return table if self.price_dates is None else table.assign(price_date=self.price_dates)


def weights_from_holdings(
    holdings: ByName,
    prices: pd.DataFrame | InputTable | ByName,
    *,
    nav: float | None = None,
) -> Holdings:
    r"""Weights of a portfolio from its quantities and prices.

    :math:`w_i = q_i p_i / V`, where :math:`V = \sum_j q_j p_j` unless ``nav`` is given. A short
    position has a negative quantity.

    Parameters
    ----------
    holdings : Series or Mapping by asset
        Shares, contracts times their multiplier, or units; of cash, its amount.
    prices : Series or Mapping by asset, or DataFrame, dates x assets
        One currency. Of a table, the last known price of each asset, which may be five rows
        older than the newest one. Cash needs none.
    nav : float, optional
        The value of the portfolio, where long and short holdings sum to little or nothing.

    Returns
    -------
    Holdings
        ``.weights`` is what the other functions take.

    Raises
    ------
    InputError
        A name twice, a quantity or price that is missing or infinite, a price not above
        zero, a price that is too old, or a portfolio whose value is small beside what it
        holds long and short, or below zero, without ``nav``.
    MissingDataError
        An asset without a price.

    Examples
    --------
    >>> weights_from_holdings({"A": 10, "B": 5}, {"A": 20.0, "B": 40.0}).weights.tolist()
    [0.5, 0.5]
    >>> weights_from_holdings({"A": 10, "B": -5}, {"A": 20, "B": 40}, nav=400).weights.tolist()
    [0.5, -0.5]
    """
    held = _numbers(holdings, "Holdings")
    dates: pd.Series[pd.Timestamp] | None = None
    notes: tuple[str, ...] = ()
    if isinstance(prices, pd.DataFrame | InputTable):
        table = as_input(prices, "Prices").frame
        refuse_header(header_of(holdings), held.index, table.columns, "Holdings")
        price, dates, notes = _last_prices(table, held.index)
    else:
        listed_prices = _numbers(prices, "Prices")
        refuse_header(header_of(holdings), held.index, listed_prices.index, "Holdings")
        price = _listed_prices(listed_prices, held.index)
    if (price <= 0.0).any():
        name = price.index[int(np.argmax(price.to_numpy() <= 0.0))]
        raise InputError(f'Prices: "{name}" costs {price[name]:g}; a price must be above zero.')
    values = (held * price).rename("value")
    weights = (values / _worth(values, nav)).rename("weight")
    date = None if dates is None else dates.max()
    return Holdings(held, price, values, weights, date, dates, notes)


def _numbers(values: ByName, argument: str) -> pd.Series[float]:
    numbers = numbers_by_name(values, argument)
    if numbers.empty:
        raise InputError(f"{argument} is empty; give assets and numbers.")
    return numbers.rename_axis("asset").rename("quantity")


def _worth(values: pd.Series[float], nav: float | None) -> float:
    """The value of the portfolio: as it was given, or the sum of its holdings."""
    if nav is not None:
        cure = "give what the portfolio is worth, above zero"
        return check_number(nav, "nav", cure, lambda value: value > 0.0)
    net, gross = float(values.sum()), float(values.abs().sum())
    if not net * _LARGEST_GROSS >= gross:
        raise InputError(
            f"Holdings: they have net {net:,.10g} and gross {gross:,.10g}, long less "
            "short and together, which does not tell what the portfolio is worth; give its value, "
            "as in nav=1000000."
        )
    return net


def _listed_prices(prices: pd.Series[float], names: pd.Index) -> pd.Series[float]:
    """The price of each asset, by its name in either list."""
    found = _columns(names, prices.index)
    known = [prices.get(found[name], 1.0) for name in names]
    return pd.Series(known, names, np.float64, name="price")


def _columns(names: pd.Index, known: pd.Index) -> dict[str, str | None]:
    """The name under which the prices have each asset; None for cash, which needs no price.

    Raises
    ------
    MissingDataError
        Assets other than cash have no price; the sentence names them.
    """
    found = match_names(names, known)
    missing = [name for name in names if found[name] is None and word_key(name) != _CASH]
    if missing:
        shown = listed([f'"{name}"' for name in missing])
        them = "it" if len(missing) == 1 else "them"
        raise MissingDataError(
            f"Prices: there is none for {shown}; add {them}, or remove {them} from Holdings."
        )
    return found


def _last_prices(
    table: pd.DataFrame, names: pd.Index
) -> tuple[pd.Series[float], pd.Series[pd.Timestamp], tuple[str, ...]]:
    """The last known price of each asset, its date, and which are older than the newest."""
    columns = {name: column for name, column in _columns(names, table.columns).items() if column}
    if not columns:
        raise InputError("Holdings: there is nothing but cash; add the assets.")
    known = table[list(columns.values())].notna().to_numpy()
    for place, name in enumerate(columns):
        if not known[:, place].any():
            raise MissingDataError(
                f"Prices: no date from {day(table.index[0])} to {day(table.index[-1])} has a "
                f'price of "{name}"; add it, or remove the asset from Holdings.'
            )
    rows = len(table) - 1 - known[::-1].argmax(axis=0)
    newest = int(rows.max())
    by_name = dict(zip(columns, rows.tolist(), strict=True))
    _refuse_old({name: newest - row for name, row in by_name.items()}, by_name, table.index)
    price = [table[columns[n]].iloc[by_name[n]] if n in columns else 1.0 for n in names]
    dates = table.index[[by_name.get(name, newest) for name in names]]
    return (
        pd.Series(price, names, np.float64, name="price"),
        pd.Series(dates, names, name="price_date"),
        _older({name: row for name, row in by_name.items() if row < newest}, newest, table.index),
    )


def _refuse_old(ages: dict[str, int], rows: dict[str, int], dates: pd.Index) -> None:
    """Refuse holdings whose last price is many rows older than the newest price."""
    old = sorted((name for name, age in ages.items() if age > _MOST_PERIODS), key=rows.__getitem__)
    if not old:
        return
    name, newest = old[0], max(rows.values())
    more = f", and those of {listed(old[1:])} are old too" if old[1:] else ""
    raise InputError(
        f'Prices: the last price of "{name}" is of {day(dates[rows[name]])}, {ages[name]} rows '
        f"before the newest ({day(dates[newest])}){more}; add a price, or remove the asset from "
        "Holdings."
    )


def _older(rows: dict[str, int], newest: int, dates: pd.Index) -> tuple[str, ...]:
    """A note that names the prices which are older than the newest one; empty without any."""
    if not rows:
        return ()
    shown = listed([f"{name} ({day(dates[row])})" for name, row in rows.items()])
    price = counted(len(rows), "price")
    return (f"{price} older than {day(dates[newest])}, the last known: {shown}",)
