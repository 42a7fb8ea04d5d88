"""Which row of weights is which asset, and which is cash, a total, or without returns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from labfolio_xl.errors import InputError, counted
from labfolio_xl.returns.findings import listed
from labfolio_xl.returns.names.keys import match_names
from labfolio_xl.returns.weights.words import is_cash, is_total

if TYPE_CHECKING:
    from labfolio_xl.core.qr import Array
    from labfolio_xl.returns.findings import Findings

__all__ = ["WeightRows"]

_ITEM = "Weights"
# Names that the sentence about unmatched ones shows with their weights.
_SHOWN = 8
# Weights are written with few digits, and their total with as few.
_ROUNDING = 0.01
# A row called a total with so much of the others is one, even if cash was left out of them.
_MOST = 0.5
# Dropped weight that changes what the portfolio is.
_MUCH = 0.1


@dataclass(frozen=True, slots=True)
class WeightRows:
    """The rows that are weights, totals left out.

    Attributes
    ----------
    names : tuple of str
    numbers : ndarray
    places : tuple of int or None
        The place of each row's asset; None where no asset has the name.
    cash : tuple of bool
    assets : names
    """

    names: tuple[str, ...]
    numbers: Array
    places: tuple[int | None, ...]
    cash: tuple[bool, ...]
    assets: Sequence[str]

    @classmethod
    def of(
        cls,
        names: Sequence[str],
        numbers: Array,
        assets: Sequence[str],
        *,
        cash: frozenset[str],
        aliases: Mapping[str, tuple[str, ...]],
        findings: Findings,
    ) -> WeightRows:
        """Match names with assets, and tell what is left out.

        Raises
        ------
        InputError
            Two names that are the same asset's.
        """
        matches = _matched(names, assets, aliases)
        place_of = {asset: place for place, asset in enumerate(assets)}
        kept = _without_totals(names, numbers, matches, findings)
        found = [matches[names[row]] for row in kept]
        return cls(
            tuple(names[row] for row in kept),
            numbers[kept],
            tuple(None if asset is None else place_of[asset] for asset in found),
            tuple(
                asset is None and (names[row] in cash or is_cash(names[row]))
                for row, asset in zip(kept, found, strict=True)
            ),
            assets,
        )

    def by_asset(self, fractions: Array, *, drop: bool, findings: Findings) -> Array:
        """Fractions in the order of the assets; cash, and names dropped, are in none of them.

        Raises
        ------
        InputError
            Names without an asset, unless they are dropped.
        """
        held = np.zeros(len(self.assets))
        for place, fraction in zip(self.places, fractions, strict=True):
            if place is not None:
                held[place] = fraction
        self._tell_cash(fractions, findings)
        self._tell_unmatched(fractions, drop=drop, findings=findings)
        return held

    def _tell_cash(self, fractions: Array, findings: Findings) -> None:
        rows = [row for row, is_it in enumerate(self.cash) if is_it]
        if rows:
            names = listed([self.names[row] for row in rows])
            weight = f"{fractions[rows].sum():.2%}"
            findings.note("cash", _ITEM, f"{names} {weight}", "a weight without an excess return")

    def _tell_unmatched(self, fractions: Array, *, drop: bool, findings: Findings) -> None:
        unknown = [
            (self.names[row], float(fractions[row]))
            for row, place in enumerate(self.places)
            if place is None and not self.cash[row]
        ]
        empty = [name for name, weight in unknown if weight == 0.0]
        if empty:
            reading = f"{listed(empty)}: no asset has the name, left out"
            findings.note("names", _ITEM, f"{counted(len(empty), 'weight')} of zero", reading)
        unknown = sorted((pair for pair in unknown if pair[1]), key=lambda pair: -abs(pair[1]))
        if not unknown:
            return
        found, matched = counted(len(unknown), "name"), any(p is not None for p in self.places)
        weights = np.array([weight for _, weight in unknown])
        if not (drop and matched):
            findings.certain("names", _ITEM, found, self._refused(unknown, matched=matched))
            return
        tell = findings.note if np.abs(weights).sum() < _MUCH else findings.warning
        reading = f"left out as if cash, since no asset has the name: {_with_weights(unknown)}"
        tell("names", _ITEM, found, reading)

    def _refused(self, unknown: list[tuple[str, float]], *, matched: bool) -> str:
        known = ", ".join(list(self.assets)[:_SHOWN]) + ", ..." * (len(self.assets) > _SHOWN)
        name, weight = unknown[0]
        subject = f'"{name[:40]}" is not a column'
        cure, rest = "correct the name", f"its {weight:.2%}"
        if len(unknown) > 1:
            subject = f"{_with_weights(unknown)}, are not columns"
            cure, rest = "correct the names", "them"
        drop = f", or say unmatched=drop to go on without {rest}" if matched else ""
        return f"{subject} of Assets ({known}); {cure}{drop}"


def _with_weights(unknown: list[tuple[str, float]]) -> str:
    """Names with their weights, the largest first, and how much they are together."""
    shown = ", ".join(f'"{name[:40]}" ({weight:.2%})' for name, weight in unknown[:_SHOWN])
    rest = [weight for _, weight in unknown[_SHOWN:]]
    if rest:
        shown += f" and {len(rest)} more ({sum(rest):.2%})"
    total = sum(weight for _, weight in unknown)
    return f"{shown}, together {total:.2%}" if len(unknown) > 1 else shown


def _matched(
    names: Sequence[str], assets: Sequence[str], aliases: Mapping[str, tuple[str, ...]]
) -> dict[str, str | None]:
    """The asset of each name, by its other names where the first is none's."""
    matches = match_names(names, assets)
    missing = [name for name, asset in matches.items() if asset is None and name in aliases]
    if missing:
        others = match_names([other for name in missing for other in aliases[name]], assets)
        for name in missing:
            found = [others[other] for other in aliases[name] if others[other] is not None]
            matches[name] = found[0] if found else None
    owners: dict[str, str] = {}
    for name, asset in matches.items():
        if asset is not None and owners.setdefault(asset, name) != name:
            raise InputError(
                f'Weights: "{owners[asset]}" and "{name}" are both the asset "{asset}"; '
                "keep one weight."
            )
    return matches


def _without_totals(
    names: Sequence[str], numbers: Array, matches: Mapping[str, str | None], findings: Findings
) -> list[int]:
    """The rows that are no total; one that is called so has to be the sum, or most of it."""
    called = [r for r, name in enumerate(names) if matches[name] is None and is_total(name)]
    others = [row for row in range(len(names)) if row not in set(called)]
    net, gross = float(numbers[others].sum()), float(np.abs(numbers[others]).sum())
    totals = [
        row
        for row in called
        if abs(numbers[row] - net) <= _ROUNDING * gross or abs(numbers[row]) >= _MOST * gross
    ]
    if others and totals:
        text = ", ".join(f"{names[row]} {numbers[row]:,.6g}" for row in totals)
        reading = f"left out, the other rows sum to {net:z,.6g}"
        findings.note("total", _ITEM, text, reading)
    return [row for row in range(len(names)) if row not in set(totals)] if others else called
