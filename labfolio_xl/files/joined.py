"""Join the tables of several files by date."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, cast

import numpy as np
import pandas as pd

from labfolio_xl.blocks import Origin
from labfolio_xl.returns.dates.periods import day_numbers, periods_of
from labfolio_xl.returns.findings import Finding, Findings, listed
from labfolio_xl.returns.frequency.detection import Frequency, find_frequency
from labfolio_xl.returns.frequency.sides import side_of
from labfolio_xl.returns.frequency.standing_days import doubt_days
from labfolio_xl.returns.tables.input_table import InputTable, Kind, Source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from labfolio_xl.options import FrequencyName

__all__ = ["join"]


def join(
    tables: Sequence[InputTable],
    stems: Sequence[str],
    argument: str,
    are: str | None,
    *,
    by_period: bool = False,
) -> InputTable:
    """Join tables by date, with a row for each date that any of them has.

    Tables of weeks, months, quarters or years are matched by period, on whichever days their rows
    are dated. If some daily prices have weekends and others do not, weekends are left out.

    Parameters
    ----------
    tables : sequence of InputTable
        The tables as they were read, one from each file.
    stems : sequence of str
        A unique name of each file. If several files have one column of the same name, such as
        Close, the columns are named by their files.
    argument : str
        The name of the argument in messages.
    are : str or None
        What the numbers are, if the user declared it.
    by_period : bool
        Whether the user declared the frequency. The rows of one period are then matched even if
        the files seem to be measured on different days.

    Raises
    ------
    InputError
        A name is in two files; the files have different units or frequencies; they are measured
        on different days, unless the frequency is declared.
    """
    origin = Origin(argument)
    if are is None:
        _refuse_different(tables, stems, origin)
    frames = _with_unique_names([table.frame for table in tables], stems)
    _refuse_repeated(frames, stems, origin)
    prices = are == "prices" or {table.kind for table in tables} == {"prices"}
    frequency = _one_frequency(tables, stems, origin, weekends=prices)
    if frequency not in (None, "daily") and not by_period:
        _refuse_other_days(tables, stems, origin, are, Frequency(frequency))
    frames, how = _matched(frames, frequency)
    frame = pd.concat(frames, axis=1, join="outer").sort_index().rename_axis("date")
    found = f"{len(tables)} ({listed(stems)})"
    note = Finding("files", origin.subject, found, "note", f"joined by date{how}")
    alike = len({(table.kind, table.unit) for table in tables}) == 1
    return InputTable(
        frame,
        tables[0].kind if alike else None,
        tables[0].unit if alike else None,
        next((table.frequency for table in tables if table.frequency), None),
        (note, *_merged_findings(tables, stems)),
        _joint_source([table.source for table in tables if table.source], frame),
    )


def _refuse_different(tables: Sequence[InputTable], stems: Sequence[str], origin: Origin) -> None:
    """Refuse files that say different things about their kind or unit."""
    says = [table.kind or table.unit or "no unit" for table in tables]
    other = next((place for place, word in enumerate(says) if word != says[0]), 0)
    if other:
        name = f"{origin.argument.lower()}_are"
        raise origin.error(
            f'"{stems[0]}" says {says[0]}, "{stems[other]}" says {says[other]}; if all are alike, '
            f"declare {name}=returns, {name}=percent or {name}=prices, otherwise do not join them."
        )


def _with_unique_names(frames: Sequence[pd.DataFrame], stems: Sequence[str]) -> list[pd.DataFrame]:
    """Name columns by their files, if several files have one column of the same name."""
    names = Counter(str(frame.columns[0]).casefold() for frame in frames if frame.shape[1] == 1)
    return [
        frame.set_axis([stem], axis="columns")
        if frame.shape[1] == 1 and names[str(frame.columns[0]).casefold()] > 1
        else frame
        for frame, stem in zip(frames, stems, strict=True)
    ]


def _refuse_repeated(frames: Sequence[pd.DataFrame], stems: Sequence[str], origin: Origin) -> None:
    seen: dict[str, str] = {}
    for frame, stem in zip(frames, stems, strict=True):
        for name in map(str, frame.columns):
            if name in seen:
                raise origin.error(
                    f'the name "{name}" occurs in "{seen[name]}" and in "{stem}"; rename one, or '
                    "leave one file out."
                )
        seen.update(dict.fromkeys(map(str, frame.columns), stem))


def _one_frequency(
    tables: Sequence[InputTable], stems: Sequence[str], origin: Origin, *, weekends: bool
) -> FrequencyName | None:
    """The common frequency of the tables; with ``weekends``, some daily ones may have weekends."""
    found = [
        Frequency(table.frequency)
        if table.frequency
        else find_frequency(pd.DatetimeIndex(table.frame.index))
        for table in tables
    ]
    known = [
        (each.name if weekends else each.words, stem)
        for each, stem in zip(found, stems, strict=True)
        if each is not None
    ]
    for words, stem in known:
        if words != known[0][0]:
            raise origin.error(
                f'"{known[0][1]}" is {known[0][0]}, "{stem}" is {words}; join files of one '
                "frequency."
            )
    return next((each.name for each in found if each is not None), None)


def _refuse_other_days(
    tables: Sequence[InputTable],
    stems: Sequence[str],
    origin: Origin,
    are: str | None,
    frequency: Frequency,
) -> None:
    """Refuse files with different days, such as weeks to Thursday and weeks to Friday.

    The rules are those for assets and factors.
    """
    sides = [
        replace(side_of(table, f'"{stem}"'), kind=_kind(table, are))
        for table, stem in zip(tables, stems, strict=True)
    ]
    for side in sides[1:]:
        if side.given.index.equals(sides[0].given.index):
            continue
        findings = Findings("list")
        doubt_days(sides[0], side, frequency, findings)
        for line in findings.lines:
            raise origin.error(f"{line.item}: {line.reading}.")


def _kind(table: InputTable, are: str | None) -> Kind:
    """The kind of the numbers, as far as it is known before they are judged."""
    if are in ("prices", "values"):
        return cast("Kind", are)
    return table.kind if are is None and table.kind else "returns"


def _matched(
    frames: Sequence[pd.DataFrame], frequency: FrequencyName | None
) -> tuple[list[pd.DataFrame], str]:
    """The tables with equal dates for equal days or periods, and words on how they were matched."""
    if frequency == "daily":
        return _on_business_days(frames)
    if frequency is None or all(frame.index.equals(frames[0].index) for frame in frames):
        return list(frames), ""
    periods = [periods_of(day_numbers(pd.DatetimeIndex(f.index)), frequency) for f in frames]
    dates = np.concatenate([frame.index.to_numpy() for frame in frames])
    last = pd.Series(dates, index=np.concatenate(periods)).groupby(level=0).max()
    if len(last) == len(np.unique(dates)) or not all(len(set(p)) == len(p) for p in periods):
        return list(frames), ""
    matched = [
        frame.set_axis(pd.DatetimeIndex(last.loc[labels]), axis="index")
        for frame, labels in zip(frames, periods, strict=True)
    ]
    noun = Frequency(frequency).noun
    return matched, f", rows of one {noun} under the last day that any file has for it"


def _on_business_days(frames: Sequence[pd.DataFrame]) -> tuple[list[pd.DataFrame], str]:
    """Leave out the weekends of some tables if others have none, and say so in words."""
    seven = [_has_weekends(frame) for frame in frames]
    if all(seven) or not any(seven):
        return list(frames), ""
    days = pd.DatetimeIndex([])
    for frame, every_day in zip(frames, seven, strict=True):
        days = days if every_day else days.union(pd.DatetimeIndex(frame.index))
    kept = [
        frame[frame.index.isin(days)] if every_day else frame
        for frame, every_day in zip(frames, seven, strict=True)
    ]
    return kept, ", weekends left out, which not all files have"


def _has_weekends(frame: pd.DataFrame) -> bool:
    found = find_frequency(pd.DatetimeIndex(frame.index))
    return found is not None and found.seven_days


def _merged_findings(tables: Sequence[InputTable], stems: Sequence[str]) -> list[Finding]:
    """Merge equal findings of several files into one line, which names the first few files."""
    files: dict[tuple[str, str, str, str], list[str]] = {}
    lines: dict[tuple[str, str, str, str], Finding] = {}
    for table, stem in zip(tables, stems, strict=True):
        for line in table.findings:
            key = (line.check, line.item, line.severity, line.reading)
            files.setdefault(key, []).append(stem)
            lines.setdefault(key, line)
    return [
        replace(line, found=f"{line.found} ({listed(files[key])})" if line.found else "")
        for key, line in lines.items()
    ]


def _joint_source(sources: Sequence[Source], frame: pd.DataFrame) -> Source:
    """The source of the joined table: the name of the first file, and a digest of all files."""
    more = len(sources) - 1
    digests = "\n".join(source.sha256 for source in sources)
    return Source(
        f"{sources[0].file} and {more} more",
        sources[0].sheet if more == 0 else None,
        len(frame) + 1,
        frame.shape[1] + 1,
        hashlib.sha256(digests.encode()).hexdigest(),
    )
