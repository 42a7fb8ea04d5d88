"""Merge or refuse rows of holdings that have the same name, such as lots of one asset."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from labfolio_xl.blocks.cells.values import quote
from labfolio_xl.returns.findings import Finding, listed
from labfolio_xl.returns.weights.words import ITEM, word_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from labfolio_xl.blocks.cells.origin import Origin

__all__ = ["Holding", "merged", "refuse_repeated"]


@dataclass(frozen=True, slots=True)
class Holding:
    """One row of a table of holdings.

    Attributes
    ----------
    row : int
        Its row in the block.
    names : tuple of str
        Its names, the preferred one first: ticker, ISIN, name of the security.
    number : float
        Its weight, as it is written.
    is_cash : bool
        Whether it is cash by one of its names or by its class.
    """

    row: int
    names: tuple[str, ...]
    number: float
    is_cash: bool

    @property
    def name(self) -> str:
        """The preferred name."""
        return self.names[0]


def refuse_repeated(holdings: Sequence[Holding], origin: Origin) -> None:
    """Refuse a name that occurs twice.

    Raises
    ------
    InputError
        A name occurs twice; the sentence names both rows.
    """
    first: dict[str, int] = {}
    for holding in holdings:
        row = first.setdefault(holding.name, holding.row)
        if row != holding.row:
            raise origin.error(
                f"the name {quote(holding.name)} occurs in rows {row + origin.row + 1} and "
                f"{holding.row + origin.row + 1}; rename one."
            )


def merged(holdings: Sequence[Holding], findings: list[Finding]) -> list[Holding]:
    """Sum the rows of the same name, but not different securities with the same ticker."""
    lots: dict[str, list[Holding]] = defaultdict(list)
    for holding in holdings:
        lots[holding.name].append(holding)
    found: dict[str, Holding] = {}
    for holding in (each for lot in lots.values() for each in _renamed_if_different(lot)):
        so_far = found[holding.name].number if holding.name in found else 0.0
        found[holding.name] = replace(holding, number=so_far + holding.number)
    summed = [name for name, lot in lots.items() if len(lot) > 1 and name in found]
    if summed:
        findings.append(
            Finding("names", ITEM, listed(summed), "note", "rows of the same name are summed")
        )
    return list(found.values())


def _renamed_if_different(lot: list[Holding]) -> list[Holding]:
    """Rows with the same ticker; if another name differs, they get that name instead."""
    for place in range(1, min(len(holding.names) for holding in lot)):
        if len({word_key(holding.names[place]) for holding in lot}) > 1:
            return [replace(holding, names=holding.names[place:]) for holding in lot]
    return lot
