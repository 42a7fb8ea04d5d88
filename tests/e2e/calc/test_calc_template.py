"""Every formula of the live template, recalculated by Calc from inputs that are edited there.

What it has to show comes from the Python functions and frames, at 1e-10.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from cells import errors
from frames import Frames
from template import assert_shows, first_cell, tables, write_frames

from labfolio_xl.plan.analysis import analyse
from labfolio_xl.plan.first_page import first_page
from labfolio_xl.plan.inputs import Inputs, sample_inputs
from labfolio_xl.plan.layout import blocks
from labfolio_xl.plan.status import STATUS
from labfolio_xl.samples import load_sample
from labfolio_xl.sheet.settings import Settings

pytestmark = pytest.mark.calc

NOT_AVAILABLE = 32767


@pytest.fixture
def live(live_file, new_document):
    """Give the template, opened in Calc."""
    return new_document(live_file)


@pytest.fixture
def formulas(live):
    """Give every array formula of the template."""
    from engine_formulas import Formulas

    return tables(live, Formulas(live))


@pytest.fixture(scope="module")
def sample():
    assets, factors, _ = load_sample("us2022")
    return Frames(assets, factors)


def test_every_formula_is_bound_to_the_add_in(formulas, sample):
    """The formulas in the document are those of the plan."""
    expected = [block.formula.text for block in blocks(analyse(sample_inputs()))]
    assert sorted(table.formula for table in formulas) == sorted([*expected, STATUS.text])
    assert len(sample.assets) == 249


def test_what_the_file_brings_is_what_calc_computes(live, formulas, sample):
    """The cached values, before anything is computed, and the computed ones after it."""
    for table in formulas:
        assert_shows(table, sample)
    before = [table.block.getDataArray() for table in formulas]
    live.calculateAll()
    for table, old in zip(formulas, before, strict=True):
        assert_shows(table, sample)
        assert table.block.getDataArray()[0] == old[0]


def one_return(frames):
    assets = frames.assets.copy()
    assets.iloc[17, 3] = 0.0321
    return replace(frames, assets=assets)


def blank_cells(frames):
    """Blanks in an asset and in a factor; the date of the second is lost to all."""
    assets, factors = frames.assets.copy(), frames.factors.copy()
    assets.iloc[[4, 5, 100], [2, 2, 7]] = np.nan
    factors.iloc[200, 1] = np.nan
    return replace(frames, assets=assets, factors=factors)


def shuffled_dates(frames):
    order = np.random.default_rng(7).permutation(len(frames.assets))
    return replace(frames, assets=frames.assets.iloc[order], factors=frames.factors[::-1])


def weights(frames):
    numbers = np.linspace(0.5, 1.5, frames.assets.shape[1])
    return replace(frames, weights=pd.Series(numbers / numbers.sum(), frames.assets.columns))


def some_weights(frames):
    """Three assets in another order; the portfolio holds nothing else."""
    names = frames.assets.columns[[7, 2, 11]]
    return replace(frames, weights=pd.Series([0.2, 0.5, 0.3], names))


def risk_free(frames):
    numbers = np.linspace(0.00001, 0.00015, len(frames.assets))
    return replace(frames, risk_free=pd.Series(numbers, frames.assets.index))


def fewer_rows(frames):
    return replace(frames, assets=frames.assets.iloc[:200], factors=frames.factors.iloc[20:])


def fewer_columns(frames):
    """Two assets less, and one factor: arrays of Calc keep their size, the rest is #N/A."""
    return replace(frames, assets=frames.assets.iloc[:, 2:], factors=frames.factors.iloc[:, 1:])


@pytest.mark.parametrize(
    "edit",
    [
        one_return,
        blank_cells,
        shuffled_dates,
        weights,
        some_weights,
        risk_free,
        fewer_rows,
        fewer_columns,
    ],
)
def test_every_formula_follows_its_inputs(live, formulas, sample, edit):
    """By itself: Calc recalculates what depends on the cells that were edited."""
    frames = edit(sample)
    write_frames(live, frames)
    for table in formulas:
        assert_shows(table, frames)
    if edit is not fewer_columns:  # a cell of the page reads a row, and the rows have moved up
        assert_first_page(live, frames)


def assert_first_page(live, frames):
    analysis = analyse(
        Inputs(
            frames.assets,
            frames.factors,
            frames.risk_free,
            frames.weights,
            settings=Settings(frames.settings),
        )
    )
    computed = {b.key: b for b in blocks(analysis)}
    page = live.Sheets.getByName("Dashboard")
    for cell in first_page(analysis, computed):
        if cell.formula and isinstance(cell.value, float):
            shown = page.getCellByPosition(cell.area.column, cell.area.row).getValue()
            assert shown == pytest.approx(cell.value, rel=1e-10), cell.area


def test_cells_beyond_a_smaller_result_are_not_available(live, formulas, sample):
    """Nothing spills in Calc; what an array has too much says so instead of showing 0."""
    write_frames(live, fewer_columns(sample))
    (betas,) = (t for t in formulas if t.formula == "=LF_BETAS(Assets,Factors,RiskFree,Settings)")
    assert [row[0] for row in errors(betas.block)[-2:]] == [NOT_AVAILABLE] * 2
    assert [row[-1] for row in errors(betas.block)] == [NOT_AVAILABLE] * 21


def test_error_cells_of_the_inputs_are_missing_returns(live, formulas, sample):
    assets, factors = sample.assets.copy(), sample.factors.copy()
    portfolio = live.Sheets.getByName("Portfolio")
    portfolio.getCellRangeByName("C8").setFormula("=NA()")
    portfolio.getCellRangeByName("F99").setFormula("=1/0")
    live.Sheets.getByName("Factors").getCellRangeByName("B30").setFormula("=NA()")
    assets.iloc[3, 1] = assets.iloc[94, 4] = factors.iloc[25, 0] = np.nan
    for table in formulas:
        # LibreOffice refuses error cells in an argument that may be left out, as factors are there.
        if not table.formula.startswith(("=LF_PERFORMANCE(", "=LF_GROWTH(", "=LF_DRAWDOWNS(")):
            assert_shows(table, replace(sample, assets=assets, factors=factors))


def test_a_text_among_the_returns_is_one_sentence_everywhere(live, formulas, sample):
    live.Sheets.getByName("Portfolio").getCellRangeByName("C8").setString("n/a?")
    name, date = sample.assets.columns[1], sample.assets.index[3].date()
    sentence = (
        f'#LF! Assets: column "{name}", {date} holds "n/a?"; clear the cell or type a return.'
    )
    listing = [table for table in formulas if table.formula.startswith("=LF_CHECK(")]
    status = [table for table in formulas if table.formula.startswith("=LF_STATUS(")]
    others = [table for table in formulas if table not in (*listing, *status)]
    assert {first_cell(table) for table in status} == {
        f"Data check: 1 error: {sentence.removeprefix('#LF! ')}"
    }
    assert {first_cell(table) for table in others} == {sentence}
    # The report fails never: the sentence is a line of it.
    for table in listing:
        header, line = table.block.getDataArray()[:2]
        assert line[header.index("severity")] == "error"
        assert line[header.index("reading")] == sentence.removeprefix("#LF! ")


def test_the_workbook_opens_and_computes_with_macros_allowed(office, live_file, sample):
    """Its VBA, which is Excel's, neither runs into an error nor takes the functions over."""
    from engine_formulas import Formulas

    always = 4  # com.sun.star.document.MacroExecMode.ALWAYS_EXECUTE_NO_WARN
    document = office.load(live_file, MacroExecutionMode=always)
    try:
        document.calculateAll()
        for table in tables(document, Formulas(document)):
            assert_shows(table, sample)
    finally:
        document.close(True)  # noqa: FBT003  UNO has no names for arguments


def test_what_calc_saves_keeps_formulas_and_numbers(live, tmp_path, new_document, sample):
    from engine_formulas import Formulas
    from office import save

    frames = one_return(sample)
    write_frames(live, frames)
    save(live, tmp_path / "saved.xlsx")
    again = new_document(tmp_path / "saved.xlsx")
    for table in tables(again, Formulas(again)):
        assert_shows(table, frames)
