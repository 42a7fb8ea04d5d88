"""Doubt tables of which some rows or some columns have another frequency than the others."""

from __future__ import annotations

import numpy as np

from labfolio_xl.options import FrequencyName
from labfolio_xl.returns.findings import Findings, listed
from labfolio_xl.returns.frequency.detection import Frequency, is_step_of
from labfolio_xl.returns.frequency.sides import Side
from labfolio_xl.returns.frequency.sparse import coarser_columns

__all__ = ["doubt_mixed"]

# So many steps of a coarser frequency in a row are not explained by missing rows.
_RUN = 6


def doubt_mixed(side: Side, target: Frequency, findings: Findings) -> None:
    """Doubt columns that are coarser than the returns will be, and rows of two frequencies."""
    _doubt_columns(side, target, findings)
    if side.kind == "returns" and side.frequency is not None:
        _doubt_rows(side, side.frequency, findings)


def _doubt_columns(side: Side, target: Frequency, findings: Findings) -> None:
    by_name: dict[FrequencyName, list[str]] = {}
    for place, found in coarser_columns(side.frame, target).items():
        by_name.setdefault(found.name, []).append(f'"{side.frame.columns[place]}"')
    for name, columns in by_name.items():
        findings.doubt(
            "frequency",
            side.argument,
            listed(columns),
            f"{listed(columns)} {'has' if len(columns) == 1 else 'have'} {name} {side.kind}, "
            f"other columns {side.words} ones; say frequency={name}, or give tables of one "
            "frequency each",
        )


def _doubt_rows(side: Side, frequency: Frequency, findings: Findings) -> None:
    """Doubt a history that has two frequencies, such as monthly at first and daily later."""
    found = next((name for name in frequency.coarser_names if _has_run(side.days, name)), None)
    if found is None:
        return
    steps = np.diff(side.days)
    findings.doubt(
        "frequency",
        side.argument,
        f"{int(is_step_of(steps, found).sum())} {found} rows",
        f"some of the returns are {found}, others {frequency.words}; keep the dates of one "
        "frequency",
    )


def _has_run(days: np.ndarray, name: FrequencyName) -> bool:
    """Whether there is a run of steps that have the length of a frequency."""
    if len(days) <= _RUN:
        return False
    fits = np.convolve(is_step_of(np.diff(days), name), np.ones(_RUN), mode="valid")
    return bool((fits == _RUN).any())
