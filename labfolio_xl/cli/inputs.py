"""Read the files that the command line names, and check the file that it will write."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from labfolio_xl.errors import InputError, LabfolioError
from labfolio_xl.options.kinds import Number

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from labfolio_xl.cli.options import Given
    from labfolio_xl.files import Source
    from labfolio_xl.plan.inputs import Inputs
    from labfolio_xl.returns.benchmark import Benchmark
    from labfolio_xl.returns.tables.input_table import InputTable
    from labfolio_xl.returns.weights.judgement import WeightTable

__all__ = ["check_output", "mistakes_in", "read_inputs"]


_PERCENT = 100.0


def check_output(out: Path, given: Given | None, suffix: str, *, force: bool) -> None:
    """Refuse an output file that has a wrong ending, exists already, or is one of the inputs.

    Raises
    ------
    InputError
        The workbook cannot be written there; the sentence says what to do.
    """
    from labfolio_xl.files.saving import check_target

    if out.suffix.lower() != suffix and not os.path.isdir(out):  # noqa: PTH112  it never raises
        raise InputError(f'"{out}" is no name for the workbook; end it with {suffix}.')
    for path in [] if given is None else _files(given):
        if _same_file(out, path):
            raise InputError(f'"{out}" is one of the files to read; write to another name.')
    check_target(out, force=force)


def _files(given: Given) -> list[Path]:
    """Return the path of every file that will be read."""
    from labfolio_xl.files import find_files

    single = [
        given.weights,
        given.benchmark,
        *([] if _rate(given) is not None else [given.risk_free]),
    ]
    return [
        *find_files(given.assets, "assets"),
        *find_files(given.factors, "factors"),
        *(Path(path) for path in single if path is not None),
    ]


def _same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:  # one of the files does not exist, or its name is too long
        return False


def read_inputs(given: Given) -> Inputs:
    """Read all files. The units of their numbers are judged later, for all tables together.

    Raises
    ------
    InputError
        A file cannot be read, or does not contain the expected data.
    """
    # Imported here and below, because pandas takes half a second, and --help does not need it.
    from labfolio_xl.plan.inputs import Inputs
    from labfolio_xl.sheet.settings import Settings

    assets = _table(given, "assets", given.assets, given.assets_sheet)
    factors = _table(given, "factors", given.factors, given.factors_sheet)
    sources = {n: t.source for n, t in (("assets", assets), ("factors", factors)) if t.source}
    risk_free = _risk_free(given, sources)
    weights = _weights(given, sources)
    benchmark = _benchmark(given, sources, assets)
    return Inputs(
        assets,
        factors,
        risk_free,
        weights,
        benchmark,
        sources,
        subject=_subject(given.assets),
        settings=Settings(given.options, doubts="refuse"),
    )


def mistakes_in(given: Given) -> list[LabfolioError]:
    """Return the first mistake of each input that cannot be read."""
    sources: dict[str, Source] = {}
    readers: list[Callable[[], object]] = [
        partial(_table, given, "assets", given.assets, given.assets_sheet),
        partial(_table, given, "factors", given.factors, given.factors_sheet),
        partial(_risk_free, given, sources),
        partial(_weights, given, sources),
        partial(_benchmark, given, sources, None),
    ]
    mistakes = []
    for read in readers:
        try:
            read()
        except LabfolioError as mistake:
            mistakes.append(mistake)
    return mistakes


def _subject(paths: Sequence[str]) -> str:
    """Return the title of the workbook: the name of the first file or folder of the assets."""
    return Path(paths[0]).stem if not Path(paths[0]).stem.startswith("*") else "Portfolio"


def _table(given: Given, argument: str, paths: list[str], sheet: str | None) -> InputTable:
    from labfolio_xl.files import read_unjudged

    return read_unjudged(
        paths,
        sheet=_sheet(given, paths, sheet),
        are=given.options.get(f"{argument}_are"),
        dates=given.options.get("dates"),
        frequency=given.options.get("frequency"),
        argument=argument,
    )


def _sheet(given: Given, paths: Sequence[str | Path], own: str | None) -> str | None:
    """Return the sheet to read: its own option, or --sheet where a file is a workbook."""
    from labfolio_xl.files import is_text

    return own or (None if all(map(is_text, paths)) else given.sheet)


def _risk_free(given: Given, sources: dict[str, Source]) -> InputTable | float | None:
    from labfolio_xl.files import read_risk_free

    number = _rate(given)
    if given.risk_free is None or number is not None:
        return number
    rate, sources["risk_free"] = read_risk_free(
        given.risk_free,
        sheet=_sheet(given, [given.risk_free], given.risk_free_sheet),
        dates=given.options.get("dates"),
    )
    return rate


def _weights(given: Given, sources: dict[str, Source]) -> WeightTable | None:
    from labfolio_xl.files import read_weights

    if given.weights is None:
        return None
    sheet = _sheet(given, [given.weights], given.weights_sheet)
    weights, sources["weights"] = read_weights(
        given.weights, sheet=sheet, dates=given.options.get("dates")
    )
    return weights


def _benchmark(given: Given, sources: dict[str, Source], assets: InputTable | None) -> Benchmark:
    from labfolio_xl.files import read_benchmark

    if given.benchmark is None:
        return None
    benchmark, sources["benchmark"] = read_benchmark(
        given.benchmark,
        sheet=_sheet(given, [given.benchmark], given.benchmark_sheet),
        dates=given.options.get("dates"),
        assets=() if assets is None else list(assets.frame.columns),
    )
    return benchmark


def _rate(given: Given) -> float | None:
    """Return a rate that was typed as a number, such as 0.01% or 0,0001; None for a file."""
    from labfolio_xl.files import is_figure

    if given.risk_free is None or not is_figure(given.risk_free):
        return None
    number = Number().read(given.risk_free, "RiskFree")
    # Number reads 2% as 0.02; a unit in percent refers to the 2.
    said = str(given.options.get("risk_free_is")).endswith("percent")
    return number * _PERCENT if said and "%" in given.risk_free else number
