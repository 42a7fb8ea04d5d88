"""The argument ``benchmark``: a series of returns, or weights of the assets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from labfolio_xl.blocks import parse_benchmark
from labfolio_xl.blocks.cells.values import Cell
from labfolio_xl.models.shared.outcome import outcome
from labfolio_xl.options import BenchmarkAre
from labfolio_xl.returns.benchmark_unit import Benchmark, benchmark_in_its_unit
from labfolio_xl.returns.findings import Findings
from labfolio_xl.returns.tables.input_table import InputTable
from labfolio_xl.returns.weights.judgement import WeightTable
from labfolio_xl.sheet.arguments.kinds import DatedBlock, label
from labfolio_xl.sheet.cache import parsed_once
from labfolio_xl.sheet.cells import as_block, date_system

__all__ = ["UNIT", "BenchmarkBlock"]

# The setting that says what the numbers of a benchmark are. It applies where the cells are read, so
# that every function with this argument uses it.
UNIT = "benchmark_are"


@dataclass(frozen=True, slots=True)
class BenchmarkBlock(DatedBlock):
    """Dates and returns, asset and weight, or a table of weights, dates x assets.

    Parameters
    ----------
    assets : tuple of str
        The names of the assets, by which weights are recognised.
    are : str or None
        The setting ``benchmark_are``.
    lists_mistakes : bool
        Whether the function lists the mistakes of all inputs. The value of the argument is then
        the benchmark as it is written, or the error.
    """

    assets: tuple[str, ...] = ()
    are: BenchmarkAre | None = None
    lists_mistakes: bool = False

    @property
    def takes(self) -> str:
        """What a user selects."""
        return (
            "a range with dates and returns, or with asset and weight, or with dates and a column "
            "of weights for each asset"
        )

    def beside(self, assets: tuple[str, ...], given: Mapping[str, Any]) -> Self:
        """Return the kind for a benchmark of these assets, with these settings."""
        return replace(self, assets=assets, are=given.get(UNIT))

    def read(self, raw: Cell, name: str) -> Any:
        """Parse the block, and convert its numbers to decimal returns or settled weights."""
        if self.lists_mistakes:
            return outcome(lambda: self._read(raw, name))
        return self._read(raw, name)

    def _read(self, raw: Cell, name: str) -> Benchmark:
        read = parse_benchmark(
            as_block(raw),
            label(name),
            assets=self.assets,
            order=self.order,
            date_system=date_system(raw),
            keep=parsed_once,
        )
        if self.lists_mistakes:  # the data report judges it, and lists what it finds
            return read
        findings = Findings("refuse")
        settled = benchmark_in_its_unit(read, self.are, findings, self.assets)
        if isinstance(settled, InputTable | WeightTable) and settled is not read:
            return replace(settled, findings=(*settled.findings, *findings.lines))
        return settled
