"""The argument ``benchmark``: a series of returns, or weights of the assets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Self

from labfolio_xl.blocks import parse_benchmark
from labfolio_xl.blocks.cells.values import Cell
from labfolio_xl.models.shared.outcome import outcome
from labfolio_xl.returns.benchmark import Benchmark
from labfolio_xl.sheet.arguments.kinds import DatedBlock, label
from labfolio_xl.sheet.cache import parsed_once
from labfolio_xl.sheet.cells import as_block, date_system

__all__ = ["BenchmarkBlock"]


@dataclass(frozen=True, slots=True)
class BenchmarkBlock(DatedBlock):
    """Dates and returns, asset and weight, or a table of weights, dates x assets.

    Parameters
    ----------
    assets : tuple of str
        The names of the assets, by which weights are recognised.
    lists_mistakes : bool
        Whether a mistake is the value of the argument and is not raised, for a function that lists
        the mistakes of all inputs.
    """

    assets: tuple[str, ...] = ()
    lists_mistakes: bool = False

    @property
    def takes(self) -> str:
        """What a user selects."""
        return (
            "a range with dates and returns, or with asset and weight, or with dates and a column "
            "of weights for each asset"
        )

    def beside(self, assets: tuple[str, ...]) -> Self:
        """Return the kind for a benchmark of these assets."""
        return replace(self, assets=assets)

    def read(self, raw: Cell, name: str) -> Any:
        """Parse the block."""
        if self.lists_mistakes:
            return outcome(lambda: self._read(raw, name))
        return self._read(raw, name)

    def _read(self, raw: Cell, name: str) -> Benchmark:
        return parse_benchmark(
            as_block(raw),
            label(name),
            assets=self.assets,
            order=self.order,
            date_system=date_system(raw),
            keep=parsed_once,
        )
