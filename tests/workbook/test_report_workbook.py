"""The report: what stands in its cells, and what must never stand there."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from lint import lint
from openxml_validator import validate
from panels_for_books import (
    HOSTILE,
    hostile,
    made_up,
    more_factors_than_assets,
    perfect_fit,
    with_holes,
)
from reading import cells_of, differences, formulas, parts, sheet_xml, texts, values
from written_cases import reports

from labfolio_xl import estimate_betas, exposure, factor_model, risk_decomposition
from labfolio_xl.errors import InputError, MissingDataError
from labfolio_xl.plan.analysis import analyse
from labfolio_xl.plan.contents import report_sheets
from labfolio_xl.plan.formulas import input_rows
from labfolio_xl.plan.inputs import Inputs, sample_inputs
from labfolio_xl.plan.layout import blocks
from labfolio_xl.plan.places import INPUTS, Area
from labfolio_xl.plan.slots import FIRST_PAGE
from labfolio_xl.plan.wording import TRAPS
from labfolio_xl.samples import load_sample
from labfolio_xl.workbook.writer import workbook_bytes, write_workbook

CASES = {
    "sample": sample_inputs,
    "made up": made_up,
    "holes, rate, weights, intercept": with_holes,
    "hostile names": hostile,
    "no premia": more_factors_than_assets,
    "perfect fit": perfect_fit,
    "100 assets": lambda: made_up(100, 6, 300),
    "a rate for all": lambda: replace(made_up(), risk_free=0.0001),
    "complete dates": lambda: with_holes(missing="complete"),
}


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Write each case once: its path and its analysis."""
    return reports(tmp_path_factory, CASES)


@pytest.mark.parametrize("case", CASES)
def test_every_table_holds_what_its_function_gives(written, case):
    """Read back with calamine, cell by cell, header included."""
    path, analysis = written(case)
    read = values(path)
    for block in (block for block in blocks(analysis) if block.area.sheet in read):
        if block.failed:
            assert read[block.area.sheet][block.area.row][block.area.column] == block.mistake
        else:
            assert differences(read[block.area.sheet], block.area, block.cells) == []


def test_a_report_has_the_sheet_active_if_there_is_a_benchmark(written, tmp_path):
    assert "Active" not in values(written("sample")[0])
    path = tmp_path / "beside.xlsx"
    write_workbook(path, replace(sample_inputs(), benchmark=load_sample()[1]["SP500"]), "report")
    sheets = values(path)
    assert list(sheets) == report_sheets(("benchmark",))
    assert "Active" in [cell for row in sheets["About"] for cell in row]


def test_the_numbers_are_those_of_the_python_functions(written):
    """Independently of the functions of the sheet."""
    path, analysis = written("holes, rate, weights, intercept")
    inputs, read = analysis.inputs, values(path)
    by_key = {block.key: block for block in blocks(analysis)}
    common = {"self_financing": ["Factor 2"]}
    held = exposure(inputs.assets, inputs.factors, inputs.risk_free, inputs.weights, **common)
    betas = estimate_betas(inputs.assets, inputs.factors, inputs.risk_free, **common)
    model = factor_model(inputs.assets, inputs.factors, inputs.risk_free, intercept=True, **common)

    def column(key, name):
        area = by_key[key].column(name)
        return [row[0] for row in cells_of(read[area.sheet], area)]

    lowest_first = held.exposure.sort_values()  # as the setting sort of a new workbook says
    errors = held.std_errors[lowest_first.index]
    assert column("exposure", "factor") == lowest_first.index.tolist()
    assert column("exposure", "exposure") == pytest.approx(lowest_first.tolist(), rel=1e-14)
    assert column("exposure", "s.e.") == pytest.approx(errors.tolist(), rel=1e-14)
    assert column("betas", "Factor 3") == pytest.approx(
        betas.by_asset(sort=True)["Factor 3"], rel=1e-14
    )
    assert column("model_premia", "factor") == ["zero_beta", *inputs.factors.frame.columns]
    assert column("model_premia", "premium") == pytest.approx(model.risk_premia, rel=1e-14)
    assert column("model_params", "alpha") == pytest.approx(model.params["alpha"], rel=1e-13)


@pytest.mark.parametrize("case", CASES)
def test_the_inputs_stand_on_their_sheets(written, case):
    path, analysis = written(case)
    read, rows = values(path), input_rows(analysis)
    for place in INPUTS:
        if place.argument in rows:
            cells = rows[place.argument]
            area = Area(place.sheet, place.row, place.column, len(cells), len(cells[0]))
            assert differences(read[place.sheet], area, cells) == []


def test_equal_weights_are_shown_where_none_were_given(written):
    path, analysis = written("made up")
    n_assets = analysis.data_report.n_assets
    shown = cells_of(values(path)["Weights"], Area("Weights", 4, 0, n_assets, 2))
    assert shown == [[name, 1.0 / n_assets] for name in analysis.aligned.assets.columns]


def test_key_figures_are_those_of_the_results(written):
    path, analysis = written("sample")
    dashboard = values(path)["Dashboard"]
    shown = {}  # the first page stands above the table that it reads
    for row, below in pairwise(dashboard):
        for label, number in zip(row, below, strict=False):
            shown.setdefault(label, number)
    year, inputs = 252.0, analysis.inputs
    risk = risk_decomposition(inputs.assets, inputs.factors).by_factor
    volatility = risk["volatility"].sum() * np.sqrt(year)
    assert shown["Volatility a year"] == pytest.approx(volatility, rel=1e-14)
    assert shown["Factors' share of the risk"] == pytest.approx(1.0 - risk["share"]["specific"])
    portfolio = analysis.expected.portfolio
    assert shown["Should earn a year"] == pytest.approx(portfolio["expected"] * year, rel=1e-14)
    assert shown["Earned a year"] == pytest.approx(portfolio["realised"] * year, rel=1e-14)


@pytest.mark.parametrize("case", CASES)
def test_the_report_has_no_formula_macro_or_link(written, case):
    path, _ = written(case)
    assert all(not found for found in formulas(path).values())
    names = parts(path)
    assert not any("vba" in name.lower() or "externalLink" in name for name in names)
    assert b"External" not in b"".join(c for n, c in names.items() if n.endswith(".rels"))


def test_names_that_look_like_formulas_stay_text(written):
    """In cells and in the document's properties; charts name their series by cells."""
    path, _ = written("hostile names")
    read = values(path)
    assert tuple(read["Portfolio"][3][1:]) == HOSTILE
    assert "=1+1" in [str(cell) for row in read["Betas"] for cell in row]
    charts = [c.decode() for n, c in parts(path).items() if n.startswith("xl/charts/")]
    for chart in charts:
        assert all(
            re.match(r"'?[A-Za-z]+'?!\$", ref) for ref in re.findall("<c:f>(.+?)</c:f>", chart)
        )


def test_sheets_stand_in_the_order_of_the_design(written):
    path, _ = written("sample")
    assert list(values(path)) == report_sheets(())


def test_a_result_that_fails_says_so_and_the_others_stay(written):
    """Three assets for five factors: exposures and betas, and a sentence for the premia."""
    path, analysis = written("no premia")
    failed = {block.key for block in blocks(analysis) if block.failed}
    assert failed == {
        *("lambdas", "cumulative", "premia", "premia_test", "premia_kinds"),
        *("model", "model_premia", "model_params", "expected"),
    }
    told = texts(path)
    for sheet in ("Lambdas", "Premia", "Model", "Expected", "Dashboard"):
        assert "There are 3 assets for 5 premia" in told[sheet]
        assert "#LF!" not in told[sheet]


def test_the_same_input_gives_the_same_bytes():
    first = workbook_bytes(analyse(with_holes()), "report")
    assert workbook_bytes(analyse(with_holes()), "report") == first


def test_about_tells_where_the_numbers_come_from(written):
    path, _ = written("sample")
    about = texts(path)["About"]
    assert "sample_assets.csv: 250 rows, 21 columns; SHA-256 4d0d2008" in about
    assert "2022-01-03 to 2022-12-28, 249 dates" in about
    assert "labfolio_xl 0.1.0" in about
    assert "none subtracted: all returns are taken as excess returns" in about
    for label, text in TRAPS:
        assert label in about
        assert text in about


def test_one_factor_is_one_factor_in_words(tmp_path):
    path = tmp_path / "report.xlsx"
    write_workbook(path, made_up(3, 1), "report")
    shown = texts(path)
    assert "3 assets, 1 factor" in shown["About"]
    assert "3 assets, 1 factor, 2021-01-04 to" in shown["Dashboard"]


def test_about_tells_options_and_what_was_dropped(written):
    path, _ = written("holes, rate, weights, intercept")
    about = texts(path)["About"]
    assert "subtracted from the assets and from Factor 1, Factor 3" in about
    assert "Factor 2: nothing subtracted from these factors" in about
    assert "estimated (zero_beta)" in about
    assert "252 (not compounded)" in about
    assert "3 dates\nnot in Assets: 2021-01-18, 2021-01-19, 2021-01-20" in about
    assert "1 date\nFactors is blank in Factor 2: 2021-02-15" in about


def test_check_says_that_incomplete_dates_were_left_out(written):
    path, _ = written("complete dates")
    assert "Only dates on which everything is there were kept" in texts(path)["Check"]
    assert "Only dates on which" not in texts(written("sample")[0])["Check"]


def test_the_three_traps_stand_beside_the_numbers_that_they_touch(written):
    path, _ = written("sample")
    told = texts(path)
    assert "the portfolio's own regression" in told["Exposure"]
    assert "inverse of rank N - K" in told["Model"]
    assert "no intercept" in told["Premia"]
    assert "no intercept" in told["Lambdas"]


def test_standard_errors_say_how_they_were_made_and_from_which_dates(written):
    path, _ = written("sample")
    dates = "249 dates, 2022-01-03 to 2022-12-28"
    told = texts(path)
    assert f"s.e.: White HC3; residuals over 1 - leverage; t(242); {dates}" in told["Exposure"]
    assert f"s.e.: Fama-MacBeth; divisor T - 1; t(248); {dates}" in told["Premia"]
    assert "Newey-West (Bartlett), 1 to 7 lags" in told["Premia"]
    assert f"s.e.: robust (White); over T (T - K - 1); normal; {dates}" in told["Model"]


def test_a_premium_is_read_in_words(written):
    path, analysis = written("sample")
    told = texts(path)["Premia"]
    for words in set(analysis.premia.readings):
        assert words in told


@pytest.mark.parametrize("sheet", report_sheets(()))
def test_every_sheet_prints_on_pages_with_numbers(written, sheet):
    """A4, as wide as the paper, with sheet, file and page in the footer."""
    path, _ = written("sample")
    xml = sheet_xml(path)[sheet]
    namespace = {"m": xml.tag[1 : xml.tag.index("}")]}
    setup = xml.find("m:pageSetup", namespace)
    assert setup.get("paperSize") == "9"
    if sheet != FIRST_PAGE:  # whose scale is fixed
        assert xml.find("m:sheetPr/m:pageSetUpPr", namespace).get("fitToPage") == "1"
    assert "&P / &N" in xml.find("m:headerFooter/m:oddFooter", namespace).text
    if sheet not in (FIRST_PAGE, "About"):
        assert xml.find("m:sheetViews/m:sheetView/m:pane", namespace) is not None


def test_long_tables_repeat_their_header_on_paper(written):
    path, _ = written("sample")
    book = parts(path)["xl/workbook.xml"].decode()
    for sheet in ("Betas", "Check"):
        assert re.search(rf"Print_Titles[^>]*>[^<]*{sheet}!\$", book), sheet


def test_properties_tell_title_author_and_the_date_of_the_data(written):
    path, _ = written("sample")
    core = parts(path)["docProps/core.xml"].decode()
    assert "<dc:title>Factor model of a portfolio</dc:title>" in core
    assert "<dc:creator>labfolio_xl</dc:creator>" in core
    assert "2022-12-28T00:00:00Z</dcterms:created>" in core


def test_an_existing_file_is_kept_unless_forced(tmp_path):
    path = tmp_path / "kept.xlsx"
    path.write_bytes(b"mine")
    with pytest.raises(InputError, match="exists and is kept"):
        write_workbook(path, made_up(), "report")
    assert path.read_bytes() == b"mine"
    write_workbook(path, made_up(), "report", force=True)
    assert path.read_bytes()[:2] == b"PK"
    assert [p.name for p in tmp_path.iterdir()] == ["kept.xlsx"]


def test_inputs_without_a_common_date_write_nothing(tmp_path):
    inputs = made_up()
    later = inputs.factors.set_axis(inputs.factors.index + pd.Timedelta(days=9999))
    with pytest.raises(MissingDataError, match="no date in common"):
        write_workbook(tmp_path / "out.xlsx", replace(inputs, factors=later), "report")
    assert list(tmp_path.iterdir()) == []


def test_more_assets_than_a_sheet_has_columns_are_refused():
    inputs = made_up(n_obs=12)
    wide = pd.DataFrame(
        np.random.default_rng(2).normal(size=(12, 16_001)),
        inputs.factors.index,
        [str(i) for i in range(16_001)],
    )
    analysis = replace(
        analyse(inputs),
        aligned=replace(analyse(inputs).aligned, given=(wide, inputs.factors, None)),
    )
    with pytest.raises(InputError, match=r"Assets has 12 dates and 16,001 columns; a sheet holds"):
        workbook_bytes(analysis, "report")


def test_progress_is_told_in_words(tmp_path):
    said = []
    write_workbook(tmp_path / "out.xlsx", made_up(), "report", progress=said.append)
    assert said[0] == "Aligning the dates"
    assert said[-1] == "Writing the workbook"


@pytest.mark.parametrize("case", CASES)
def test_the_lint_finds_nothing(written, case):
    assert lint(written(case)[0]) == []


@pytest.mark.validator
@pytest.mark.parametrize("case", CASES)
def test_the_open_xml_sdk_finds_nothing(written, case):
    assert validate(written(case)[0]) == []


@pytest.mark.notebook
def test_the_notebook_s_exposures_stand_in_its_report(notebook, tmp_path):
    """At the three decimals that the notebook prints; J in the definition of linearmodels 7.1."""
    path = tmp_path / "notebook.xlsx"
    assets = notebook.assets.set_axis(pd.to_datetime(notebook.assets.index))
    factors = notebook.factors.set_axis(pd.to_datetime(notebook.factors.index))
    analysis = write_workbook(path, Inputs(assets, factors), "report")
    by_key = {block.key: block for block in blocks(analysis)}
    book = values(path)["Exposure"]
    names, shown = (
        [row[0] for row in cells_of(book, by_key["exposure"].column(name))]
        for name in ("factor", "exposure")
    )
    assert shown == sorted(shown)
    by_name = dict(zip(names, (round(x, 3) for x in shown), strict=True))
    assert [by_name[name] for name in factors] == notebook.exposure["beta"].tolist()
    assert "chi2(18)" in texts(path)["Model"]
    assert analysis.model.j_statistic.statistic == pytest.approx(10.686, abs=5e-4)


@pytest.mark.notebook
@pytest.mark.validator
def test_the_notebook_s_report_is_valid(notebook, tmp_path):
    path = tmp_path / "notebook.xlsx"
    assets = notebook.assets.set_axis(pd.to_datetime(notebook.assets.index))
    factors = notebook.factors.set_axis(pd.to_datetime(notebook.factors.index))
    write_workbook(path, Inputs(assets, factors), "report")
    assert validate(path) == []
