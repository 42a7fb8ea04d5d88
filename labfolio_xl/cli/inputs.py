"""From what was typed on the command line to the tables of a report."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from labfolio_xl.errors import InputError

if TYPE_CHECKING:
    from labfolio_xl.files import FileTable, FileWeights, Source
    from labfolio_xl.options import Missing
    from labfolio_xl.returns.tables import RiskFree
    from labfolio_xl.returns.weights import Weights
    from labfolio_xl.workbook.inputs import Inputs

__all__ = ["Choices", "Files", "check_output", "read_inputs"]


@dataclass(frozen=True, slots=True)
class Files:
    """The files and sheets that were named, as typed."""

    assets: Path
    factors: Path
    risk_free: str | None
    weights: Path | None
    sheet: str | None
    assets_sheet: str | None
    factors_sheet: str | None
    prices: bool

    @property
    def paths(self) -> list[Path]:
        """All files that are read."""
        given = [self.assets, self.factors, self.weights]
        if self.risk_free is not None and _rate(self.risk_free) is None:
            given.append(Path(self.risk_free))
        return [path for path in given if path is not None]


@dataclass(frozen=True, slots=True)
class Choices:
    """How the estimates shall be made, as typed."""

    self_financing: str
    intercept: bool
    missing: Missing
    periods_per_year: float | None


def check_output(out: Path, inputs: list[Path], suffix: str, *, force: bool) -> None:
    """Refuse a place for the result before any work: a wrong kind, taken, or itself an input.

    Raises
    ------
    InputError
        With the cure.
    """
    from labfolio_xl.workbook.save import check_target  # noqa: PLC0415  not needed for --help

    if out.suffix.lower() != suffix and not os.path.isdir(out):  # noqa: PTH112  it never raises
        raise InputError(f'"{out}" is no name for the workbook; end it with {suffix}.')
    for path in inputs:
        if _same_file(out, path):
            raise InputError(f'"{out}" is one of the files to read; write to another name.')
    check_target(out, force=force)


def _same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:  # one of them is not there, or its name is too long
        return False


def read_inputs(files: Files, choices: Choices) -> Inputs:
    """Read all files of a workbook.

    Raises
    ------
    InputError
        A file that cannot be read, or that does not hold what it should.
    """
    # Here and below: pandas takes half a second to import, and --help needs none of it.
    from labfolio_xl.files import read_weights  # noqa: PLC0415
    from labfolio_xl.workbook.inputs import Inputs  # noqa: PLC0415

    assets = _read_returns("assets", files.assets, files.assets_sheet, files)
    factors = _read_returns("factors", files.factors, files.factors_sheet, files)
    sources = {"assets": assets.source, "factors": factors.source}
    risk_free = _read_risk_free(files, sources)
    weights: FileWeights | None = None
    if files.weights is not None:
        weights = read_weights(files.weights)
        sources["weights"] = weights.source
    return Inputs(
        assets.frame,
        factors.frame,
        risk_free,
        # Numbers without names come as an array, in the order of the assets.
        None if weights is None else cast("Weights", weights.weights),
        sources,
        notes=tuple(
            f"{table.source.file}: {note}" for table in (assets, factors) for note in table.notes
        ),
        subject=files.assets.stem,
        intercept=choices.intercept,
        data={"self_financing": choices.self_financing, "missing": choices.missing},
        periods_per_year=choices.periods_per_year,
    )


def _read_returns(argument: str, path: Path, sheet: str | None, files: Files) -> FileTable:
    from labfolio_xl.files import read_table  # noqa: PLC0415
    from labfolio_xl.returns.prices import returns_from_prices  # noqa: PLC0415

    # --sheet is for the workbooks among the files: a text file has none.
    sheet = sheet or (None if path.suffix.lower() == ".csv" else files.sheet)
    if not files.prices:
        return read_table(path, sheet=sheet, argument=argument)
    table = read_table(path, sheet=sheet, argument=argument, noun="price")
    note = "prices were turned into simple returns"
    return replace(table, frame=returns_from_prices(table.frame), notes=(*table.notes, note))


def _read_risk_free(files: Files, sources: dict[str, Source]) -> RiskFree:
    from labfolio_xl.files import read_risk_free  # noqa: PLC0415

    if files.risk_free is None:
        return None
    rate = _rate(files.risk_free)
    if rate is not None:
        return rate
    read = read_risk_free(Path(files.risk_free))
    sources["risk_free"] = read.source
    return read.risk_free


def _rate(text: str) -> float | None:
    """Return the number that was typed for a rate, also 0.01%, or None for a file's name."""
    from labfolio_xl.blocks.values import read_number_text  # noqa: PLC0415

    return read_number_text(text)
