"""Sentences about what an undeclared table looks like; each names the option that settles it."""

from __future__ import annotations

from labfolio_xl.returns.data_options import OPTION_OF_TABLE
from labfolio_xl.returns.findings import listed
from labfolio_xl.returns.tables.input_table import Unit
from labfolio_xl.returns.units.looks import Look
from labfolio_xl.returns.units.two_units import TwoUnits

__all__ = ["doubt"]


def doubt(look: Look, argument: str, unit: Unit | None) -> str:
    """The sentence, without its subject, on what the numbers look like and how to declare them."""
    option = OPTION_OF_TABLE.get(argument, "assets_are")
    returns = f"{option}=percent" if unit == "percent" else f"{option}=returns"
    if look.name == "levels":
        return _levels(look, option, returns)
    if look.name == "paths":
        return _paths(look, option, returns)
    if look.name == "mixed":
        return _mixed(look, option, returns)
    if look.name == "quiet":
        return _quiet(look, option)
    if look.units is not None and look.name == "two units":
        return _two_units(look.units, look.period, option)
    return _unit(look, option)


def _or_values(option: str) -> str:
    return f", or {option}=values if they are no returns" if option == "factors_are" else ""


def _quiet(look: Look, option: str) -> str:
    return (
        f'the source says percent, yet column "{look.column}" typically moves by {look.size:.2g} a '
        f"{look.period}, which in percent is hardly a move; say {option}=returns if the numbers "
        f"are decimal, or {option}=percent if they are as quiet as that{_or_values(option)}"
    )


def _two_units(units: TwoUnits, period: str, option: str) -> str:
    one, other = units.percent, units.decimal
    large, small = units.sizes
    few, how = (one, "dividing") if len(one) <= len(other) else (other, "multiplying")
    return (
        f"{listed(one)}: the numbers look like returns in percent ({one[0]} typically moves by "
        f"{large:.2g} a {period}), those of {listed(other)} like decimal ones ({other[0]} by "
        f"{small:.2g}); all columns must have one unit: bring them to it, as by {how} "
        f"{listed(few)} by 100, or say {option}=returns if all are decimal, {option}=percent if "
        f"all are in percent{_or_values(option)}"
    )


def _unit(look: Look, option: str) -> str:
    values = _or_values(option)
    prices = "" if look.negative else f", {option}=prices if they are prices"
    size = f'column "{look.column}" typically moves by {look.size:.2g} a {look.period}'
    if look.name == "amounts":
        return (
            f"the numbers are too large for returns, even in percent: {size}; divide basis points "
            f"by 10,000 and amounts of money by what was invested, or say {option}=returns if they "
            f"are decimal{values}"
        )
    points = ", divide them by 10,000 if they are basis points" if look.basis_points else ""
    return (
        f"the numbers look like returns in percent: {size}, {look.reason}; say {option}=percent"
        f"{prices}{points}, or {option}=returns if they are decimal{values}"
    )


def _levels(look: Look, option: str, returns: str) -> str:
    percent = f"{option}=percent"
    if look.interest and returns != percent:
        returns += f" (or {percent})"
    what = f"{listed(look.levels)}: the numbers look like prices or other levels, never negative "
    what += f"and far above zero; say {option}=prices to take their returns"
    if option == "factors_are":
        what += f", {option}=values for yields, an index of volatility and other series as they are"
    return f"{what}, or {returns} if they are returns, as those of a money-market fund"


def _paths(look: Look, option: str, returns: str) -> str:
    what = f"{listed(look.levels)}: the numbers look like cumulative returns or other levels, each "
    what += "close to the one before; to cumulative returns add 1, or 100 if they are in percent, "
    what += f"and say {option}=prices"
    if option == "factors_are":
        what += f", say {option}=values for spreads, yields and other series as they are"
    return f"{what}, or {returns} if they are the returns of single periods"


def _mixed(look: Look, option: str, returns: str) -> str:
    what = f"{listed(look.levels)} look like prices or other levels, {listed(look.returns)} like "
    if option == "factors_are":
        cure = f"say {option}=values for a mixed table of macro series"
    else:
        cure = "put prices and returns into tables of their own"
    return f"{what}returns; {cure}, or say {returns} if all are returns"
