"""The options that say how tables are to be understood, which all functions of ``models`` take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypedDict, cast

from labfolio_xl.errors import InputError
from labfolio_xl.options import (
    OPTIONS,
    AssetsAre,
    BenchmarkIs,
    FactorsAre,
    FrequencyName,
    Missing,
    Rebalance,
    RiskFreeIs,
    Unmatched,
    WeightsAre,
    check_option,
    find_option,
)
from labfolio_xl.options.kinds import Name, Words
from labfolio_xl.returns.findings import Doubts

__all__ = [
    "OPTION_OF_TABLE",
    "BenchmarkOptions",
    "DataOptions",
    "PortfolioOptions",
    "as_settled",
    "checked_options",
    "options_of_tables",
    "refuse_others",
]


# The option that says what the numbers of a table are, by the name of the table.
OPTION_OF_TABLE = {
    "Assets": "assets_are",
    "Factors": "factors_are",
    "Benchmark": "benchmark_is",
}


class DataOptions(TypedDict, total=False):
    """Options that say how tables are to be understood; see ``align``."""

    assets_are: AssetsAre | None
    factors_are: FactorsAre | None
    risk_free_is: RiskFreeIs | None
    frequency: FrequencyName | None
    self_financing: str | Sequence[str]
    missing: Missing
    start: date | str | None
    end: date | str | None
    use_factors: str | Sequence[str]
    net_of: str | None
    doubts: Doubts


_SETTLED = {
    "assets_are": "returns",
    "factors_are": "returns",
    "risk_free_is": "period",
    "weights_are": "fractions",
}
_OPTIONS = {name: OPTIONS[name] for name in DataOptions.__optional_keys__ - {"doubts"}}


class PortfolioOptions(DataOptions, total=False):
    """These options, and those that say how the weights of a portfolio are to be understood."""

    weights_are: WeightsAre | None
    nav: float | None
    unmatched: Unmatched
    portfolio: str | None
    rebalance: Rebalance


class BenchmarkOptions(PortfolioOptions, total=False):
    """These options, and the one that says what the numbers of a benchmark are."""

    benchmark_is: BenchmarkIs | None


def checked_options(data: DataOptions) -> DataOptions:
    """Return the options in their standard spelling; refuse unknown names and words.

    A misspelt option must not be ignored, because the numbers would then be wrong.
    """
    checked: dict[str, Any] = {}
    for name, value in data.items():
        if name == "doubts":
            checked[name] = check_option(value, Doubts, name)
            continue
        option = find_option(name, _OPTIONS)
        given = value is not None or option.default is not None
        read_here = given and isinstance(option.kind, Words | Name)
        checked[option.name] = option.read(value) if read_here else value
    return cast("DataOptions", checked)


def options_of_tables(data: BenchmarkOptions) -> DataOptions:
    """Return the options that say how tables are to be understood, without those on weights."""
    known = DataOptions.__optional_keys__
    return cast("DataOptions", {name: value for name, value in data.items() if name in known})


def as_settled(declared: Mapping[str, Any]) -> dict[str, str]:
    """Return how numbers have to be declared after they were judged and converted.

    Parameters
    ----------
    declared : mapping
        The options with which the numbers were judged. Options that declare nothing about
        numbers are left out.

    Returns
    -------
    dict
        The declarations that are true of the converted numbers: returns are decimal, a rate is
        decimal and per period, weights are fractions, and values are still values.
    """
    now = {name: word for name, word in _SETTLED.items() if declared.get(name)}
    if declared.get("factors_are") == "values":
        now["factors_are"] = "values"
    return now


def refuse_others(data: DataOptions, before: DataOptions) -> None:
    """Refuse options that differ from those with which the tables were aligned.

    The aligned tables are decimal returns of one frequency, so these options have no effect now.

    Parameters
    ----------
    data : DataOptions
        The options that are given now; None stands for an option that is not given.
    before : DataOptions
        The options with which the tables were aligned.

    Raises
    ------
    InputError
        An option differs; ``doubts`` may differ.
    """
    known = cast("Mapping[str, Any]", before)
    for name, value in checked_options(data).items():
        if name == "doubts" or value is None:
            continue
        was = known.get(name, OPTIONS[name].default)
        if _comparable(value) != _comparable(was):
            with_it = "without it" if was is None else f"with {name}={_shown(was)}"
            raise InputError(
                f"{name} is {_shown(value)}, but Assets and Factors were aligned {with_it}; give "
                "it to align, or leave it out here."
            )


def _comparable(value: object) -> object:
    """A value in a form for comparison: names in one text equal the same names in a list."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(","))
    return tuple(map(str, value)) if isinstance(value, Sequence) else value


def _shown(value: object) -> str:
    """A value as it is written in Python."""
    names = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return f'"{names}"'
