"""How tables are to be understood: the options that every question takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypedDict, cast

from labfolio_xl.errors import InputError
from labfolio_xl.options import (
    OPTIONS,
    AssetsAre,
    FactorsAre,
    FrequencyName,
    Missing,
    RiskFreeIs,
    Unmatched,
    WeightsAre,
    check_option,
    find_option,
)
from labfolio_xl.options.kinds import Words
from labfolio_xl.returns.findings import Doubts

__all__ = ["DataOptions", "PortfolioOptions", "as_settled", "checked_options", "refuse_others"]


class DataOptions(TypedDict, total=False):
    """How the tables are to be understood; every question takes these, as ``align`` does."""

    assets_are: AssetsAre | None
    factors_are: FactorsAre | None
    risk_free_is: RiskFreeIs | None
    frequency: FrequencyName | None
    self_financing: str | Sequence[str]
    missing: Missing
    start: date | str | None
    end: date | str | None
    use_factors: str | Sequence[str]
    doubts: Doubts


_SETTLED = {
    "assets_are": "returns",
    "factors_are": "returns",
    "risk_free_is": "period",
    "weights_are": "fractions",
}
_OPTIONS = {name: OPTIONS[name] for name in DataOptions.__optional_keys__ - {"doubts"}}


class PortfolioOptions(DataOptions, total=False):
    """The same for questions about a portfolio: how its weights are to be understood too."""

    weights_are: WeightsAre | None
    nav: float | None
    unmatched: Unmatched


def checked_options(data: DataOptions) -> DataOptions:
    """The options in their own spelling; a name or a word that is none is refused.

    A declaration that nobody reads would leave its doubt open, and the number wrong.
    """
    checked: dict[str, Any] = {}
    for name, value in data.items():
        if name == "doubts":
            checked[name] = check_option(value, Doubts, name)
            continue
        option = find_option(name, _OPTIONS)
        given = value is not None or option.default is not None
        words = given and isinstance(option.kind, Words)
        checked[option.name] = option.read(value) if words else value
    return cast("DataOptions", checked)


def as_settled(declared: Mapping[str, Any]) -> dict[str, str]:
    """Declarations of numbers as they have to be declared once they were judged.

    Parameters
    ----------
    declared : mapping
        Options as they were given for the numbers before; others than declarations are left out.

    Returns
    -------
    dict
        What was declared stays declared: returns are decimal now, a rate is per period, weights
        are fractions; values are values still.
    """
    now = {name: word for name, word in _SETTLED.items() if declared.get(name)}
    if declared.get("factors_are") == "values":
        now["factors_are"] = "values"
    return now


def refuse_others(data: DataOptions, before: DataOptions) -> None:
    """Refuse options beside tables that were aligned with others.

    The tables are decimal returns of one frequency by now: what they were cannot be said again.

    Parameters
    ----------
    data : DataOptions
        What is given now; None says nothing.
    before : DataOptions
        What the tables were aligned with.

    Raises
    ------
    InputError
        An option that differs; how doubts are taken may.
    """
    known = cast("Mapping[str, Any]", before)
    for name, value in checked_options(data).items():
        if name == "doubts" or value is None:
            continue
        was = known.get(name, OPTIONS[name].default)
        if _plain(value) != _plain(was):
            with_it = "without it" if was is None else f"with {name}={_shown(was)}"
            raise InputError(
                f"{name} is {_shown(value)}, but Assets and Factors were aligned {with_it}; give "
                "it to align, or leave it out here."
            )


def _plain(value: object) -> object:
    """A value as it is compared: names in a text are the same as in a list."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(","))
    return tuple(map(str, value)) if isinstance(value, Sequence) else value


def _shown(value: object) -> str:
    """A value as one writes it in Python."""
    names = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return f'"{names}"'
