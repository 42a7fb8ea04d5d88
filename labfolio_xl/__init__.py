"""Factor models of a portfolio, in Python and in Excel.

Each public function answers one question of an analyst: it takes tables of decimal returns per
period (dates x names) and gives a result of labelled tables. The functions of the worksheet
(``LF_...``) are the same questions, asked in a cell.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module

__version__ = "0.1.0"

# The public names beside the questions, by the module where each of them lives. Every module of
# `models` adds what its __all__ lists: a new question needs no entry here. Type checkers read
# `__init__.pyi`, which is built of the same names.
_BESIDE_QUESTIONS = {
    "errors": (
        "DataWarning",
        "EstimationError",
        "InputError",
        "LabfolioError",
        "MissingDataError",
    ),
    "files": ("read_table",),
    "models.shared.diagnosis": ("Diagnosis",),
    "models.shared.inference": ("TestStatistic",),
    "returns.aligned": ("Aligned",),
    "returns.alignment": ("align",),
    "returns.frequency.compounding": ("resample",),
    "returns.rates.excess": ("excess_returns",),
    "returns.report.data_report": ("data_report", "examine"),
    "returns.tables.input_table": ("InputTable",),
    "returns.tables.prices": ("returns_from_prices",),
}


@cache
def public_names() -> dict[str, str]:
    """The module of each public name."""
    from pkgutil import iter_modules  # the child that reads files needs no names, and starts sooner

    homes = {name: module for module, names in _BESIDE_QUESTIONS.items() for name in names}
    for found in iter_modules(import_module("labfolio_xl.models").__path__):
        if not found.ispkg:
            question = import_module(f"labfolio_xl.models.{found.name}")
            homes |= dict.fromkeys(question.__all__, f"models.{found.name}")
    return homes


# pandas takes half a second to import. The help of the command line, and whatever else asks for
# the version only, goes without it: a module is imported when one of its names is used.
def __getattr__(name: str) -> object:
    """Return a public name from the module where it lives."""
    if name == "__all__":
        return [*sorted(public_names()), "__version__"]
    if name.startswith("_") or name not in public_names():
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = import_module(f"labfolio_xl.{public_names()[name]}")
    globals()[name] = getattr(module, name)
    return globals()[name]


def __dir__() -> list[str]:
    """List the public names, imported or not."""
    return [*sorted(public_names()), "__version__"]
