"""The commands that make a workbook: `report` and `new` from files, `demo` from a sample."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from labfolio_xl.cli.commands import with_inputs
from labfolio_xl.cli.console import MISTAKE, as_flags, output, print_findings, print_table, progress
from labfolio_xl.cli.inputs import check_output, mistakes_in, read_inputs
from labfolio_xl.cli.options import (
    ExcelChoice,
    Force,
    Given,
    LogoFile,
    SampleChoice,
    Subtitle,
    Title,
)
from labfolio_xl.cli.tables import exposure_table, premia_table
from labfolio_xl.errors import LabfolioError, counted, in_words

if TYPE_CHECKING:
    from labfolio_xl.models.shared.outcome import Outcome
    from labfolio_xl.plan.analysis import Analysis
    from labfolio_xl.returns.report.data_report import DataReport
    from labfolio_xl.workbook.canvas import Flavour

__all__ = [
    "CHECK_EXAMPLES",
    "DEMO_EXAMPLES",
    "NEW_EXAMPLES",
    "REPORT_EXAMPLES",
    "check",
    "demo",
    "new",
    "report",
]

Result = TypeVar("Result")

# The endings of the file names of a report and of a live workbook.
_REPORT, _LIVE = ".xlsx", ".xlsm"
# One fund, or fewer assets than factors, have exposures but no premia: such a workbook is worth
# reading. In a workbook without betas, the reason would be hidden on one of the sheets.
_REQUIRED = ("betas", "exposure")
# The names of the results in sentences, by their keys.
_RESULTS = {
    "exposure": "the exposure",
    "betas": "the betas",
    "lambdas": "the premia of each period",
    "premia": "the risk premia",
    "model": "the factor model",
    "expected": "the expected returns",
}

REPORT_EXAMPLES = [
    "labfolio-xl report out.xlsx --assets portfolio.xlsx --factors factors.xlsx",
    "labfolio-xl report out.xlsx --assets prices.csv --factors etfs.csv --prices",
    'labfolio-xl report out.xlsx --assets "prices/*.csv" --factors french.csv',
    "labfolio-xl report out.xlsx --assets book.xlsx --factors book.xlsx --factors-sheet Factors",
    "labfolio-xl report out.xlsx --assets funds.csv --factors french.csv --weights weights.csv",
    "labfolio-xl report out.xlsx --assets a.csv --factors f.csv --risk-free rate.csv",
    "labfolio-xl report out.xlsx --assets a.csv --factors f.csv --benchmark index.csv",
    'labfolio-xl report out.xlsx --assets a.csv --factors f.csv --settings "missing=complete"',
]
CHECK_EXAMPLES = [
    "labfolio-xl check --assets portfolio.xlsx --factors factors.xlsx",
    "labfolio-xl check --assets funds.csv --factors french.csv --risk-free rate.csv",
]
NEW_EXAMPLES = [
    "labfolio-xl new book.xlsm --assets portfolio.xlsx --factors factors.xlsx",
    "labfolio-xl new book.xlsm --assets a.csv --factors f.csv --excel 2019",
]
DEMO_EXAMPLES = ["labfolio-xl demo", "labfolio-xl demo --sample us2022 --out stocks.xlsx"]


@with_inputs
def report(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The workbook to write (.xlsx).")],
    *,
    given: Given,
    title: Title = None,
    subtitle: Subtitle = None,
    logo: LogoFile = None,
    force: Force = False,
) -> None:
    """Write a report from files of returns: a workbook of values and charts, without macros."""
    _from_files(out, given, _REPORT, "report", (title, subtitle, logo), force=force)


@with_inputs
def check(*, given: Given) -> None:
    """Check files of returns, and print facts, notes, warnings and errors; write nothing.

    The exit code is 2 if there is an error, so that a script can stop there.
    """
    from labfolio_xl.returns.report.data_report import examine

    with progress("Reading the files"):
        try:
            read = read_inputs(given)
        except LabfolioError:
            for mistake in mistakes_in(given):
                output().print(f"Error: {as_flags(str(mistake))}")
            raise typer.Exit(MISTAKE) from None
        report = examine(
            read.assets,
            read.factors,
            read.risk_free,
            read.weights,
            read.benchmark,
            **read.settings.options_of(examine),
        )
    print_findings(report.findings, everything=True)
    if report.errors:
        raise typer.Exit(MISTAKE)
    output().print(f"The data can be used: {_size(report)}.")


@with_inputs
def new(
    out: Annotated[Path, typer.Argument(metavar="BOOK", help="The workbook to write (.xlsm).")],
    *,
    given: Given,
    excel: Annotated[
        ExcelChoice,
        typer.Option(
            "--excel",
            help="For which Excel: in 365 formulas spill, in 2019 they have a fixed size.",
        ),
    ] = ExcelChoice.excel_365,
    title: Title = None,
    subtitle: Subtitle = None,
    logo: LogoFile = None,
    force: Force = False,
) -> None:
    """Write a live workbook from files of returns: with formulas, buttons and macros."""
    _from_files(out, given, _LIVE, excel.value, (title, subtitle, logo), force=force)


def demo(
    *,
    sample: Annotated[
        SampleChoice,
        typer.Option("--sample", help="us2022: 20 US stocks by day; french: portfolios by month."),
    ] = SampleChoice.french,
    out: Annotated[
        Path, typer.Option("--out", metavar="PATH", help="The workbook to write (.xlsx).")
    ] = Path("labfolio-demo.xlsx"),
    title: Title = None,
    subtitle: Subtitle = None,
    logo: LogoFile = None,
    force: Force = False,
) -> None:
    """Write a report from sample returns, and print its exposures and risk premia."""
    check_output(out, None, _REPORT, force=force)
    with progress("Reading the sample") as say:
        from labfolio_xl.plan.branding import branding
        from labfolio_xl.plan.inputs import sample_inputs
        from labfolio_xl.workbook.writer import write_workbook

        first_page = branding(title, subtitle, logo)
        inputs = replace(sample_inputs(sample.value), branding=first_page)
        analysis = write_workbook(
            out, inputs, "report", force=force, required=_REQUIRED, progress=say
        )
    print_table(exposure_table(_require(analysis.exposure)))
    print_table(premia_table(_require(analysis.premia)))
    _print_outcome(out, analysis)


def _from_files(
    out: Path,
    given: Given,
    suffix: str,
    flavour: Flavour,
    on_first_page: tuple[str | None, str | None, Path | None],
    *,
    force: bool,
) -> None:
    """Read the files, write the workbook, and print the findings and what was written."""
    check_output(out, given, suffix, force=force)
    with progress("Reading the files") as say:
        from labfolio_xl.plan.branding import branding

        first_page = branding(*on_first_page)
        inputs = replace(read_inputs(given), branding=first_page)
        from labfolio_xl.workbook.writer import write_workbook

        analysis = write_workbook(
            out, inputs, flavour, force=force, required=_REQUIRED, progress=say
        )
    _print_outcome(out, analysis)


def _print_outcome(out: Path, analysis: Analysis) -> None:
    """Print the findings, the results that are absent, and what was written."""
    report, console = analysis.data_report, output()
    print_findings(report.findings)
    for caution in analysis.inputs.cautions:
        console.print(caution)
    for sentence, names in _absent(analysis).items():
        console.print(f"Without {in_words(names)}: {as_flags(sentence)}")
    console.print(f'"{out}" holds {_size(report)}.')


def _absent(analysis: Analysis) -> dict[str, list[str]]:
    """Return the names of the absent results by the sentence that says why."""
    absent: dict[str, list[str]] = {}
    for name, outcome in analysis.results.items():
        if isinstance(outcome, LabfolioError):
            absent.setdefault(str(outcome), []).append(_RESULTS[name])
    return absent


def _size(report: DataReport) -> str:
    """Return how much data there is, as part of a sentence."""
    assets, factors = counted(report.n_assets, "asset"), counted(report.n_factors, "factor")
    span = f"{report.first:%Y-%m-%d} to {report.last:%Y-%m-%d}"
    return f"{assets}, {factors} and {counted(report.n_obs, 'period')} from {span}"


def _require(outcome: Outcome[Result]) -> Result:
    """Return a result, or raise the error that stands in its place."""
    if isinstance(outcome, LabfolioError):
        raise outcome
    return outcome
