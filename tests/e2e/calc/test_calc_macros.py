"""What the buttons run, on a real document: through xlwings, in Calc."""

from __future__ import annotations

import math
import re
import zipfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from digests import digest
from frames import Frames
from parts import NOTEBOOK, need_notebook
from template import assert_shows, tables, write_frames

import labfolio_xl
from labfolio_xl.errors import InputError
from labfolio_xl.excel import macros
from labfolio_xl.excel.book.chart_series import series_formula
from labfolio_xl.plan.analysis import analyse
from labfolio_xl.plan.charts import CHARTS, Chart, charts
from labfolio_xl.plan.contents import CONTENTS
from labfolio_xl.plan.inputs import Inputs
from labfolio_xl.plan.layout import blocks
from labfolio_xl.plan.status import STATUS
from labfolio_xl.samples import load_sample
from labfolio_xl.sheet.error_log import ErrorLog
from labfolio_xl.sheet.settings import Settings
from labfolio_xl.workbook.writer import write_workbook

pytestmark = pytest.mark.calc


@pytest.fixture(scope="module")
def sample():
    assets, factors, _ = load_sample("us2022")
    return Frames(assets, factors)


def run(macro, book, *argument):
    """Run a macro, and let Calc calculate after it, as the VBA of the workbook does."""
    said = macro(book, *argument)
    book.app.calculate()
    return said


def frames_of_notebook():
    need_notebook()

    def read(name):
        return pd.read_csv(NOTEBOOK / name, index_col=0, parse_dates=True)

    return Frames(read("portfolio_returns.csv"), read("factor_returns.csv"))


def paste(book, frames):
    write_frames(book.api, frames)


def assert_refreshed(book, frames):
    """Names, every result, every chart and About are those of a new workbook."""
    assert_names(book, frames)
    inputs = Inputs(
        frames.assets,
        frames.factors,
        frames.risk_free,
        frames.weights,
        frames.benchmark,
        settings=Settings(frames.settings),
    )
    analysis = analyse(inputs)
    fresh = {block.key: block for block in blocks(analysis)}
    shown = tables(book.api, book.impl.formulas)
    found = [table for table in shown if table.formula != STATUS.text]  # it is no table
    assert sorted(t.formula for t in found) == sorted(b.formula.text for b in fresh.values())
    areas = {block.area.address.removeprefix("=").replace("!", ".") for block in fresh.values()}
    assert {table.place.removeprefix("$") for table in found} == areas
    for table in found:
        assert_shows(table, frames)
    assert_charts(book, charts(fresh))
    assert_about(book, frames)


def assert_names(book, frames):
    for name, frame, sheet in (
        ("Assets", frames.assets, "Portfolio"),
        ("Factors", frames.factors, "Factors"),
    ):
        cells = book.names[name].refers_to_range
        assert (cells.sheet.name, cells.row, cells.column) == (sheet, 4, 1)
        assert cells.shape == (len(frame) + 1, frame.shape[1] + 1)


def assert_charts(book, wanted):
    drawn = {chart.name: chart.impl for sheet in book.sheets for chart in sheet.charts}
    assert drawn.keys() == wanted.keys()
    for name, chart in wanted.items():
        assert isinstance(chart, Chart)
        expected = [series_formula(series, n) for n, series in enumerate(chart.series, 1)]
        assert drawn[name].series_formulas == expected
        assert drawn[name].is_visible == chart.shown
        for number, series in enumerate(chart.series):
            if series.error is not None:
                reference = series.error.address.removeprefix("=")
                assert drawn[name].error_bars(number) == [reference]


def assert_about(book, frames):
    rows = book.sheets["About"].used_range.value
    said = {
        cell: row[j + 1]
        for row in rows
        for j, cell in enumerate(row[:-1])
        if isinstance(cell, str) and isinstance(row[j + 1], str)
    }
    assert said["Made by"].startswith(f"labfolio_xl {labfolio_xl.__version__}, refreshed 20")
    aligned = labfolio_xl.align(frames.assets, frames.factors, frames.risk_free)
    first, last = aligned.assets.index[0].date(), aligned.assets.index[-1].date()
    assert said["Span"] == f"{first} to {last}, {len(aligned.assets)} dates"
    sizes = f"{frames.assets.shape[1]} assets, {frames.factors.shape[1]} factors"
    assert said["Size"] == sizes


def longer(frames):
    """Fifty rows below, on the business days that follow."""
    rng = np.random.default_rng(5)
    last = frames.assets.index[-1]
    days = pd.bdate_range(last + pd.Timedelta(days=1), periods=50)

    def more(frame):
        further = pd.DataFrame(rng.normal(0, 0.01, (50, frame.shape[1])), days, frame.columns)
        return pd.concat([frame, further])

    return replace(frames, assets=more(frames.assets), factors=more(frames.factors))


def smaller(frames):
    """Rows, assets and a factor taken away."""
    return replace(
        frames, assets=frames.assets.iloc[:150, 3:], factors=frames.factors.iloc[10:, :-1]
    )


def with_everything(frames):
    """Weights, a risk-free rate and a benchmark come to it."""
    numbers = np.linspace(0.00001, 0.00015, len(frames.assets))
    weights = pd.Series(1 / 20, frames.assets.columns)
    weights.iloc[:2] = [0.02, 0.08]
    rate = pd.Series(numbers, frames.assets.index)
    index = (0.9 * frames.factors.iloc[:, 0]).rename("Index")
    return replace(frames, risk_free=rate, weights=weights, benchmark=index)


def test_refresh_follows_fifty_more_rows(book, sample):
    frames = longer(sample)
    paste(book, frames)
    said = run(macros.refresh, book)
    assert_refreshed(book, frames)
    assert said.startswith(
        f"Refreshed with labfolio_xl {labfolio_xl.__version__}: 20 assets, 6 factors, 299 dates "
    )


def wider(frames):
    """Six assets and six factors come to it: every table grows, some move aside or down."""
    rng = np.random.default_rng(7)

    def more(frame, name):
        columns = [f"{name}{number}" for number in range(1, 7)]
        further = pd.DataFrame(rng.normal(0, 0.01, (len(frame), 6)), frame.index, columns)
        return pd.concat([frame, further], axis=1)

    return replace(frames, assets=more(frames.assets, "A"), factors=more(frames.factors, "F"))


@pytest.mark.parametrize("change", [wider, smaller])
def test_a_refreshed_workbook_looks_like_a_new_one(book, sample, change, new_document, tmp_path):
    """No old header among new numbers, no number in the font of an empty workbook."""
    frames = change(sample)
    paste(book, frames)
    run(macros.refresh, book)
    path = tmp_path / "new.xlsm"
    write_workbook(
        path, Inputs(frames.assets, frames.factors, settings=Settings(frames.settings)), "365"
    )
    new = new_document(path)
    for name in (contents.sheet for contents in CONTENTS):
        found, wanted = (looks(d.Sheets.getByName(name)) for d in (book.api, new))
        assert found == wanted, name
    if change is wider:
        page = new.Sheets.getByName("Betas").Columns
        for number in range(30):
            column = book.api.Sheets.getByName("Betas").Columns.getByIndex(number)
            # A file counts the room beside the letters too.
            width = page.getByIndex(number).Width
            assert column.Width == pytest.approx(width, rel=0.1, abs=250), number


LOOKS = ("CharHeight", "CharWeight", "CharColor", "CellBackColor", "HoriJustify", "IsTextWrapped")
FORMATS, RULE = "NumberFormat", "BottomBorder2"
ROWS, COLUMNS = 60, 40


def looks(page):
    """Of each cell that holds something, as far as one sees at first, how it looks."""
    formats = page.DrawPage.Forms.Parent.NumberFormats
    found = {}
    for row, cells in enumerate(page.getCellRangeByPosition(0, 0, COLUMNS, ROWS).getDataArray()):
        for column, value in enumerate(cells):
            if value not in ("", " "):
                cell = page.getCellByPosition(column, row)
                *seen, number, rule = cell.getPropertyValues((*LOOKS, FORMATS, RULE))
                code = formats.getByKey(number).FormatString
                indented = cell.ParaIndent > 0
                found[row, column] = [*map(str, seen), code, rule.OuterLineWidth > 0, indented]
    return found


def test_refresh_follows_weights_and_a_rate_and_the_sample_can_be_loaded_again(book, sample):
    frames = with_everything(sample)
    paste(book, frames)
    run(macros.refresh, book)
    assert_refreshed(book, frames)
    run(macros.load_sample, book)
    assert_refreshed(book, sample)


def test_files_are_previewed_loaded_together_and_put_back(book, sample, tmp_path, monkeypatch):
    """In percent, from a workbook with two sheets: the names of its sheets stand in cells."""
    monkeypatch.setattr("labfolio_xl.sheet.boundary.ERRORS", ErrorLog(tmp_path / "logs"))
    frames = Frames(sample.assets.iloc[:120, :8], sample.factors.iloc[:120, :3])
    with pd.ExcelWriter(tmp_path / "both.xlsx") as writer:
        for name, table in (("=A1", 100 * frames.assets), ("Factors", frames.factors)):
            table.rename_axis("date").to_excel(writer, sheet_name=name)
    for name in ("Assets", "Factors"):
        with suppress(InputError):  # the assets are in percent, and their row says so next
            run(macros.pick_file, book, f"{name}|{tmp_path / 'both.xlsx'}")
    page = book.sheets["Load"]
    page.range("F13").value, page.range("E14").value = "percent", "Factors"
    assert run(macros.preview, book).startswith("Read: both.xlsx for Assets, both.xlsx for Factors")
    assert page.range("I13").value.startswith("Returns in percent; 120 dates, 2022-01-03 to ")
    assert [page.range(cell).value for cell in ("L13", "L14", "L15")] == ["=A1", "Factors", None]
    assert_names(book, sample)
    run(macros.load, book)
    assert_names(book, frames)
    for table in tables(book.api, book.impl.formulas):
        if not table.formula.startswith("=LF_CHECK("):  # it also lists what was decided
            assert_shows(table, frames)
    assert run(macros.restore, book).startswith("Assets and Factors restored.")
    assert_refreshed(book, sample)


@pytest.mark.notebook
def test_the_notebooks_inputs_loaded_and_refreshed(book):
    """Wider inputs of another year; the premia are those that the notebook prints."""
    frames = frames_of_notebook()
    run(macros.pick_file, book, f"Assets|{NOTEBOOK / 'portfolio_returns.csv'}")
    run(macros.pick_file, book, f"Factors|{NOTEBOOK / 'factor_returns.csv'}")
    said = run(macros.load, book)
    first = "Assets loaded from portfolio_returns.csv. Factors loaded from factor_returns.csv."
    assert said.startswith(first)
    assert_refreshed(book, frames)
    printed = pd.read_csv(NOTEBOOK / "risk_premia.csv", index_col=0)
    (table,) = (
        t for t in tables(book.api, book.impl.formulas) if t.formula.startswith("=LF_MODEL_PREMIA(")
    )
    shown = {row[0]: row[1] for row in table.block.getDataArray()[1:]}
    column = printed.columns[0]
    for factor, value in printed[column].items():
        assert shown[factor] == pytest.approx(value, abs=5.1e-5), factor


def test_refresh_after_a_mistake_says_where_and_the_formulas_say_the_same(book, sample):
    frames = longer(sample)
    paste(book, frames)
    book.sheets["Portfolio"].range("C260").value = "n/a?"
    name, date = frames.assets.columns[1], frames.assets.index[255].date()
    sentence = f'Assets: column "{name}", {date} holds "n/a?"; clear the cell or type a return.'
    with pytest.raises(InputError, match=re.escape(sentence)):
        run(macros.refresh, book)
    assert_names(book, frames)
    assert book.sheets["Betas"].range("B7").value == f"#LF! {sentence}"


def test_refresh_follows_what_was_taken_away_and_a_copy_shows_the_same(book, sample, new_document):
    """The copy holds values and charts and nothing else; the workbook stays as it is."""
    frames = smaller(sample)
    paste(book, frames)
    run(macros.refresh, book)
    assert_refreshed(book, frames)
    before = [sheet.used_range.value for sheet in book.sheets]
    digest_before = digest(Path(book.fullname))
    said = macros.prepare_copy(book)
    path = Path(book.fullname).with_name("labfolio copy.xlsx")
    assert said == f"Written for a reader without Python: {path}"
    assert_only_values_and_charts(path, hidden=1)
    assert_same_numbers(book, new_document(path))
    assert [sheet.used_range.value for sheet in book.sheets] == before
    assert digest(Path(book.fullname)) == digest_before


def assert_only_values_and_charts(path, *, hidden):
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheets = [text for name, text in parts.items() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) > 10
    assert not any(b"<f>" in text or b"<f " in text for text in sheets)
    n_charts = sum(name.startswith("xl/charts/chart") for name in parts)
    assert n_charts == len(CHARTS) - hidden
    unwanted = ("vbaProject", "externalLink", "customUI", "connections", "activeX")
    assert not [name for name in parts if any(word in name for word in unwanted)]


def assert_same_numbers(book, copy):
    for table in tables(book.api, book.impl.formulas):
        sheet, _, cells = table.place.removeprefix("$").rpartition(".")
        if not copy.Sheets.hasByName(sheet):
            assert sheet == "Active", "which a copy has only beside a benchmark"
            continue
        shown = copy.Sheets.getByName(sheet).getCellRangeByName(cells).getDataArray()
        for row, copied in zip(table.block.getDataArray(), shown, strict=True):
            for cell, value in zip(row, copied, strict=True):
                assert is_copied(cell, value), table.formula


def is_copied(cell, value):
    if isinstance(cell, float) and isinstance(value, float):
        return math.isclose(cell, value, rel_tol=1e-12)
    return cell == value or (cell is None and value == "")


def test_check_numbers_compares_with_statsmodels_and_linearmodels(book, sample):
    paste(book, one_blank(sample))
    said = macros.check_numbers(book)
    assert re.match(r"All \d+ tables agree with statsmodels and linearmodels; ", said)
    assert said.endswith("See the sheet Check numbers.")
    rows = book.sheets["Check numbers"].used_range.value
    column = rows[0].index("verdict")
    assert {row[column] for row in rows[1:]} <= {"agrees", "not compared"}
    macros.check_numbers(book)  # a second time on the same sheet
    assert [sheet.name for sheet in book.sheets].count("Check numbers") == 1


def one_blank(frames):
    assets = frames.assets.copy()
    assets.iloc[10, 2] = np.nan
    return replace(frames, assets=assets)


def test_another_workbook_is_refused(new_document, tmp_path):
    from engine import book_of

    other = book_of(new_document(), tmp_path / "other.xlsx")
    with pytest.raises(InputError, match=r"^other\.xlsx: no Labfolio workbook, "):
        run(macros.refresh, other)
