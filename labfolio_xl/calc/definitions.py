"""The functions of the sheet as Calc needs them: names, help, and which arguments are ranges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from labfolio_xl.sheet.boundary import REGISTRY

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Argument", "Definition", "definitions", "find"]


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument, with its help for the function wizard.

    Calc hands over a range with an error cell only to an argument that is declared as a
    range, and such an argument can neither be left out nor hold a number. So the blocks that
    a function needs are ranges (`is_range`), and what may be left out is not.
    """

    name: str
    help: str
    is_range: bool


@dataclass(frozen=True, slots=True)
class Definition:
    """A function of the sheet."""

    name: str
    summary: str
    arguments: tuple[Argument, ...]
    call: Callable[..., object]

    @property
    def method(self) -> str:
        """The name in the type library: LF_BETA_STATS is lfBetaStats."""
        first, *others = self.name.lower().split("_")
        return first + "".join(word.capitalize() for word in others)


def definitions() -> tuple[Definition, ...]:
    return tuple(
        Definition(n, s, tuple(Argument(a, h, not o) for a, h, o in args), f)
        for n, (s, args, f) in REGISTRY.items()
    )


def find(name: str) -> Definition:
    return next(d for d in definitions() if d.name == name)
