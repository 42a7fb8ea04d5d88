"""The commands that make a workbook: `report` and `new` from files, `demo` from a sample."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from labfolio_xl.cli import options
from labfolio_xl.cli.console import output, print_table, progress
from labfolio_xl.cli.inputs import Choices, Files, check_output, read_inputs
from labfolio_xl.cli.tables import exposure_table, premia_table
from labfolio_xl.errors import LabfolioError, counted

if TYPE_CHECKING:
    from collections.abc import Callable

    from labfolio_xl.workbook.analysis import Analysis, Outcome
    from labfolio_xl.workbook.inputs import Inputs
    from labfolio_xl.workbook.template import ExcelVersion

__all__ = ["DEMO_EXAMPLES", "NEW_EXAMPLES", "REPORT_EXAMPLES", "demo", "new", "report"]

Result = TypeVar("Result")

REPORT_EXAMPLES = [
    "labfolio-xl report out.xlsx --assets portfolio.xlsx --factors factors.xlsx",
    "labfolio-xl report out.xlsx --assets prices.csv --factors etfs.csv --prices",
    "labfolio-xl report out.xlsx --assets book.xlsx --factors book.xlsx --factors-sheet Factors",
    "labfolio-xl report out.xlsx --assets funds.csv --factors french.csv --weights weights.csv",
    "labfolio-xl report out.xlsx --assets a.csv --factors f.csv --risk-free 0.0001",
]
NEW_EXAMPLES = [
    "labfolio-xl new book.xlsm --assets portfolio.xlsx --factors factors.xlsx",
    "labfolio-xl new book.xlsm --assets a.csv --factors f.csv --excel 2019",
]
DEMO_EXAMPLES = ["labfolio-xl demo", "labfolio-xl demo --sample french --out french.xlsx"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of workbook: how its name ends, and what makes its bytes."""

    suffix: str
    content: Callable[[Analysis], bytes]


def report(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The workbook to write (.xlsx).")],
    assets: options.AssetsFile,
    factors: options.FactorsFile,
    *,
    risk_free: options.RiskFree = None,
    weights: options.WeightsFile = None,
    prices: options.Prices = False,
    sheet: options.Sheet = None,
    assets_sheet: options.AssetsSheet = None,
    factors_sheet: options.FactorsSheet = None,
    self_financing: options.SelfFinancing = "none",
    intercept: options.Intercept = False,
    missing: options.Missing = options.MissingRule.available,
    periods_per_year: options.PeriodsPerYear = None,
    force: options.Force = False,
) -> None:
    """Make a workbook for anybody from two files of returns: values and charts, no macros."""
    files = Files(assets, factors, risk_free, weights, sheet, assets_sheet, factors_sheet, prices)
    choices = Choices(self_financing, intercept, missing.value, periods_per_year)
    _from_files(out, files, choices, Kind(".xlsx", _report_bytes), force=force)


def new(
    out: Annotated[Path, typer.Argument(metavar="BOOK", help="The workbook to write (.xlsm).")],
    assets: options.AssetsFile,
    factors: options.FactorsFile,
    *,
    risk_free: options.RiskFree = None,
    weights: options.WeightsFile = None,
    prices: options.Prices = False,
    sheet: options.Sheet = None,
    assets_sheet: options.AssetsSheet = None,
    factors_sheet: options.FactorsSheet = None,
    self_financing: options.SelfFinancing = "none",
    intercept: options.Intercept = False,
    missing: options.Missing = options.MissingRule.available,
    periods_per_year: options.PeriodsPerYear = None,
    excel: Annotated[
        options.ExcelChoice,
        typer.Option("--excel", help="365: formulas that spill; 2019: arrays of a fixed size."),
    ] = options.ExcelChoice.excel_365,
    force: options.Force = False,
) -> None:
    """Make a live workbook from two files of returns: formulas, buttons, macros."""
    files = Files(assets, factors, risk_free, weights, sheet, assets_sheet, factors_sheet, prices)
    choices = Choices(self_financing, intercept, missing.value, periods_per_year)
    kind = Kind(".xlsm", partial(_live_bytes, excel=excel.value))
    _from_files(out, files, choices, kind, force=force)


def demo(
    *,
    sample: Annotated[
        options.SampleChoice,
        typer.Option("--sample", help="us2022: 20 US stocks by day; french: portfolios by month."),
    ] = options.SampleChoice.us2022,
    out: Annotated[
        Path, typer.Option("--out", metavar="PATH", help="The workbook to write (.xlsx).")
    ] = Path("labfolio-demo.xlsx"),
    force: options.Force = False,
) -> None:
    """Make a workbook from sample returns, and print its exposures and risk premia."""
    check_output(out, [], ".xlsx", force=force)
    with progress("Reading the sample") as say:
        from labfolio_xl.workbook.inputs import sample_inputs  # noqa: PLC0415  --help needs none

        analysis = _answer(sample_inputs(sample.value), say)
        _write(out, _report_bytes, analysis, say, force=force)
    print_table(exposure_table(_require(analysis.exposure)))
    print_table(premia_table(_require(analysis.premia)))
    _print_outcome(out, analysis)


def _from_files(out: Path, files: Files, choices: Choices, kind: Kind, *, force: bool) -> None:
    """Read, estimate, write, tell."""
    check_output(out, files.paths, kind.suffix, force=force)
    with progress("Reading the files") as say:
        inputs = read_inputs(files, choices)
        analysis = _answer(inputs, say)
        _write(out, kind.content, analysis, say, force=force)
    _print_outcome(out, analysis)


def _answer(inputs: Inputs, say: Callable[[str], None]) -> Analysis:
    """Compute all results, and refuse to make a report without its main ones.

    A model that cannot be tested leaves a report worth reading; one without betas or premia
    (two files swapped, too few dates) would bury its cause in a sheet.
    """
    from labfolio_xl.workbook.analysis import analyse  # noqa: PLC0415

    analysis = analyse(inputs, say)
    for outcome in (analysis.betas, analysis.exposure, analysis.lambdas, analysis.premia):
        _require(outcome)
    return analysis


def _report_bytes(analysis: Analysis) -> bytes:
    from labfolio_xl.workbook.report import report_bytes  # noqa: PLC0415

    return report_bytes(analysis)


def _live_bytes(analysis: Analysis, excel: ExcelVersion) -> bytes:
    from labfolio_xl.workbook.template import live_bytes  # noqa: PLC0415

    return live_bytes(analysis, excel)


def _write(
    out: Path,
    content: Callable[[Analysis], bytes],
    analysis: Analysis,
    say: Callable[[str], None],
    *,
    force: bool,
) -> None:
    from labfolio_xl.workbook.save import replace_when_whole  # noqa: PLC0415

    say("Writing the workbook")
    whole = content(analysis)
    with replace_when_whole(out, force=force) as draft:
        draft.write_bytes(whole)


def _print_outcome(out: Path, analysis: Analysis) -> None:
    """Tell what was written, and what a reader of it must not pass over."""
    report, console = analysis.report, output()
    for finding in report.warnings:
        reading = finding.reading if finding.reading.endswith("?") else f"{finding.reading}."
        console.print(f"Warning: {finding.check}, {finding.item}: {finding.found}; {reading}")
    for name, outcome in analysis.results.items():
        if isinstance(outcome, LabfolioError):
            console.print(f"Without the {name}: {outcome}")
    console.print(
        f'"{out}" holds {counted(report.n_assets, "asset")}, {counted(report.n_factors, "factor")} '
        f"and {counted(report.n_obs, 'period')} from {report.first:%Y-%m-%d} to "
        f"{report.last:%Y-%m-%d}."
    )


def _require(outcome: Outcome[Result]) -> Result:
    """Return a result, or raise the error that stands in its place."""
    if isinstance(outcome, LabfolioError):
        raise outcome
    return outcome
