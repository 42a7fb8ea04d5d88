"""Match the rows of weights with assets; find rows that are cash, a total, or no asset."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from labfolio_xl.errors import InputError, counted
from labfolio_xl.returns.findings import listed
from labfolio_xl.returns.names.keys import match_names
from labfolio_xl.returns.weights.words import ITEM, is_cash, is_total

if TYPE_CHECKING:
    from labfolio_xl.core.qr import Array
    from labfolio_xl.returns.findings import Findings

__all__ = ["WeightRows"]

# How many unmatched names a sentence shows with their weights.
_SHOWN = 8
# A total may differ from the sum of the weights by this share, because all are rounded.
_ROUNDING = 0.01
# A row that is called a total is one if it has at least this share of the sum of the others. It
# may differ from the sum, since other rows such as cash may be missing.
_MOST = 0.5
# Dropped names with at least this weight are a warning, since they change the portfolio.
_MUCH = 0.1


@dataclass(frozen=True, slots=True)
class WeightRows:
    """The rows of weights without totals, matched with the assets.

    Attributes
    ----------
    names : tuple of str
    numbers : ndarray
    places : tuple of int or None
        The position of the asset of each row; None if no asset has the name.
    cash : tuple of bool
        Whether each row is cash.
    assets : names
        The names of the assets.
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
        """Match names with assets, and report the totals that are left out.

        Raises
        ------
        InputError
            Two names mean the same asset.
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
        """The fractions in the order of the assets, without cash and without dropped names.

        Raises
        ------
        InputError
            There are names that no asset has, unless they are dropped.
        """
        held = np.zeros(len(self.assets))
        for place, fraction in zip(self.places, fractions, strict=True):
            if place is not None:
                held[place] = fraction
        self._note_cash(fractions, findings)
        self._report_unmatched(fractions, drop=drop, findings=findings)
        return held

    def _note_cash(self, fractions: Array, findings: Findings) -> None:
        rows = [row for row, is_cash_row in enumerate(self.cash) if is_cash_row]
        if rows:
            names = listed([self.names[row] for row in rows])
            weight = f"{fractions[rows].sum():.2%}"
            findings.note("cash", ITEM, f"{names} {weight}", "a weight without an excess return")

    def _report_unmatched(self, fractions: Array, *, drop: bool, findings: Findings) -> None:
        unknown = [
            (self.names[row], float(fractions[row]))
            for row, place in enumerate(self.places)
            if place is None and not self.cash[row]
        ]
        empty = [name for name, weight in unknown if weight == 0.0]
        if empty:
            reading = f"{listed(empty)}: no asset has the name, left out"
            findings.note("names", ITEM, f"{counted(len(empty), 'weight')} of zero", reading)
        unknown = sorted((pair for pair in unknown if pair[1]), key=lambda pair: -abs(pair[1]))
        if not unknown:
            return
        found, matched = counted(len(unknown), "name"), any(p is not None for p in self.places)
        weights = np.array([weight for _, weight in unknown])
        if not (drop and matched):
            findings.error("names", ITEM, found, self._unmatched_sentence(unknown, matched=matched))
            return
        tell = findings.note if np.abs(weights).sum() < _MUCH else findings.warning
        reading = f"left out as if cash, since no asset has the name: {_with_weights(unknown)}"
        tell("names", ITEM, found, reading)

    def _unmatched_sentence(self, unknown: list[tuple[str, float]], *, matched: bool) -> str:
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
    """Names with their weights, the largest one first, and the sum of all."""
    shown = ", ".join(f'"{name[:40]}" ({weight:.2%})' for name, weight in unknown[:_SHOWN])
    rest = [weight for _, weight in unknown[_SHOWN:]]
    if rest:
        shown += f" and {len(rest)} more ({sum(rest):.2%})"
    total = sum(weight for _, weight in unknown)
    return f"{shown}, together {total:.2%}" if len(unknown) > 1 else shown


def _matched(
    names: Sequence[str], assets: Sequence[str], aliases: Mapping[str, tuple[str, ...]]
) -> dict[str, str | None]:
    """The asset of each name; if no asset has the name, that of one of its other names."""
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
    """The rows that are not totals.

    A row with the name of a total is one if its number is the sum of the others, or near it.
    """
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
        findings.note("total", ITEM, text, reading)
    return [row for row in range(len(names)) if row not in set(totals)] if others else called
