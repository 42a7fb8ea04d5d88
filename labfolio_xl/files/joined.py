"""Several files of one input become one table: a column a name, a row a date."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, cast

import numpy as np
import pandas as pd

from labfolio_xl.blocks import Origin
from labfolio_xl.returns.findings import Finding, Findings, listed
from labfolio_xl.returns.frequency.detection import Frequency, find_frequency
from labfolio_xl.returns.frequency.periods import day_numbers, periods_of
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
    """Put tables beside each other, with a row for each date that any of them has.

    Tables of months (weeks, quarters, years) are matched by period, whichever day stands for it.
    Where prices of days with weekends meet prices of business days, the latter's rows are kept.

    Parameters
    ----------
    tables : sequence of InputTable
        As they were read, each from one file.
    stems : sequence of str
        What the files are called, each otherwise. A file of one column whose name other files
        have too, such as Close, is named by it.
    argument : str
        What the tables are, for the sentences.
    are : str or None
        What the user said that the numbers are.
    by_period : bool
        Whether the user said how often the returns come, and so that the rows of one week are
        over the same days, whichever day stands for it.

    Raises
    ------
    InputError
        A name that stands in two files; files of different units or frequencies, or measured on
        other days, unless the frequency is declared.
    """
    origin = Origin(argument)
    if are is None:
        _refuse_different(tables, stems, origin)
    frames = _named([table.frame for table in tables], stems)
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
        (note, *_grouped(tables, stems)),
        _source([table.source for table in tables if table.source], frame),
    )


def _refuse_different(tables: Sequence[InputTable], stems: Sequence[str], origin: Origin) -> None:
    """Refuse files of which one says what it holds and another does not, or says otherwise."""
    says = [table.kind or table.unit or "no unit" for table in tables]
    other = next((place for place, word in enumerate(says) if word != says[0]), 0)
    if other:
        name = f"{origin.argument.lower()}_are"
        raise origin.error(
            f'"{stems[0]}" says {says[0]}, "{stems[other]}" says {says[other]}; if all are alike, '
            f"declare {name}=returns, {name}=percent or {name}=prices, else give them apart."
        )


def _named(frames: Sequence[pd.DataFrame], stems: Sequence[str]) -> list[pd.DataFrame]:
    """Tables of one column under their file's name, where several have the same column."""
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
                    f'the name "{name}" stands in "{seen[name]}" and in "{stem}"; rename one, or '
                    "leave one file out."
                )
        seen.update(dict.fromkeys(map(str, frame.columns), stem))


def _one_frequency(
    tables: Sequence[InputTable], stems: Sequence[str], origin: Origin, *, weekends: bool
) -> FrequencyName | None:
    """The frequency of all tables that have one; where that is allowed, some with weekends."""
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
    """Refuse files as assets and factors would be: weeks to Thursday beside weeks to Friday."""
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
    """What the numbers are, as far as it is known before they are judged."""
    if are in ("prices", "values"):
        return cast("Kind", are)
    return table.kind if are is None and table.kind else "returns"


def _matched(
    frames: Sequence[pd.DataFrame], frequency: FrequencyName | None
) -> tuple[list[pd.DataFrame], str]:
    """The tables with one date for each day or period that they share, and how that was done."""
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
    """Prices of seven days a week, on the days of those that have five, if both are there."""
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


def _grouped(tables: Sequence[InputTable], stems: Sequence[str]) -> list[Finding]:
    """One line for what was found alike in several files, with the first few of them."""
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


def _source(sources: Sequence[Source], frame: pd.DataFrame) -> Source:
    """All files as one: the first one's name with the number of the others, a digest over all."""
    more = len(sources) - 1
    digests = "\n".join(source.sha256 for source in sources)
    return Source(
        f"{sources[0].file} and {more} more",
        sources[0].sheet if more == 0 else None,
        len(frame) + 1,
        frame.shape[1] + 1,
        hashlib.sha256(digests.encode()).hexdigest(),
    )
