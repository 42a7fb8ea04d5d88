"""The benchmark at the command line: returns by date, or weights of the assets."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import python_calamine

INPUTS = ("--assets", "assets.csv", "--factors", "factors.csv")


def sheet(path, name):
    book = python_calamine.CalamineWorkbook.from_path(path)
    return book.get_sheet_by_name(name).to_python(skip_empty_area=False)


@pytest.fixture
def made(folder, run):
    """Write a report with a benchmark, and return the output and the cells of its sheet."""

    def make(*words):
        code, output, errors = run(
            "report", "out.xlsx", *INPUTS, "--benchmark", "b.csv", *words, "--force"
        )
        assert (code, errors) == (0, "")
        assert (folder / "out.xlsx").exists()
        return output, sheet("out.xlsx", "Benchmark")[3:]

    return make


@pytest.mark.parametrize(("scale", "words"), [(1.0, ()), (100.0, ("--benchmark-is", "percent"))])
def test_dates_and_one_column_are_returns(made, tables, scale, words):
    index = 0.9 * tables[1]["MKT"].rename("SPX")
    (scale * index).to_csv("b.csv")
    _, cells = made(*words)
    assert cells[0] == ["date", "SPX"]
    assert cells[1][0] == index.index[0].date()
    np.testing.assert_allclose([row[1] for row in cells[1:]], index, rtol=1e-12)


def test_levels_of_an_index_become_returns(made, tables):
    index = 0.9 * tables[1]["MKT"].rename("SPX")
    (4000 * (1 + index).cumprod()).to_csv("b.csv")
    output, cells = made("--benchmark-is", "prices")
    np.testing.assert_allclose([row[1] for row in cells[1:]], index.iloc[1:], rtol=1e-9)
    assert "Note: dates, Benchmark: 1 date" in output


def test_names_and_numbers_are_weights(made):
    Path("b.csv").write_text("Ticker,Weight (%)\nA1,60\nA2,40\n")
    output, cells = made()
    assert "Note: unit, Benchmark: percent" in output
    assert {name: weight for name, weight in cells[1:] if weight} == {"A1": 0.6, "A2": 0.4}
    about = {row[1]: row[2] for row in sheet("out.xlsx", "About") if row[1]}
    assert about["Benchmark"].startswith("b.csv: 3 rows, 2 columns; SHA-256 ")


def test_dates_and_columns_of_assets_are_dated_weights(made, tables):
    dates = tables[0].index[[0, 30]]
    pd.DataFrame({"A2": [0.5, 0.2], "A1": [0.5, 0.8]}, dates).to_csv("b.csv")
    _, cells = made()
    assert cells[0][:3] == ["date", "A1", "A2"]
    assert [row[1:3] for row in cells[1:]] == [[0.5, 0.5], [0.8, 0.2]]


def test_what_is_in_doubt_names_the_flag_that_settles_it(refused, tables):
    (100 * tables[1]["MKT"]).to_csv("b.csv")
    sentence = refused("--benchmark", "b.csv")
    assert sentence.startswith("Benchmark: the numbers look like returns in percent")
    assert "--benchmark-is percent" in sentence
    assert 'there is no file "no.csv"' in refused("--benchmark", "no.csv")


def test_a_result_over_the_benchmark_is_refused(refused_at, tables):
    tables[1][["MKT"]].to_excel("b.xlsx")
    assert '"b.xlsx" is one of the files' in refused_at("b.xlsx", "--benchmark", "b.xlsx")


@pytest.mark.usefixtures("folder")
def test_a_sheet_of_its_own_in_a_workbook(run, tables):
    with pd.ExcelWriter("book.xlsx", engine="xlsxwriter") as writer:
        pd.DataFrame().to_excel(writer, sheet_name="Cover")
        for name, table in zip("AB", (tables[1][["SMB"]], tables[1][["MKT"]]), strict=True):
            table.to_excel(writer, sheet_name=name)
    words = ("check", *INPUTS, "--benchmark", "book.xlsx")
    code, output, errors = run(*words)
    assert code == 2
    assert '--benchmark-sheet "A"' in output + errors
    code, output, _ = run(*words, "--benchmark-sheet", "B")
    assert code == 0
    assert "Fact: span, Benchmark: 2023-01-02 to 2023-03-24; 60 dates together" in output


@pytest.mark.usefixtures("folder")
def test_check_lists_a_benchmark_that_does_not_fit(run):
    Path("b.csv").write_text("asset,weight\nA1,0.5\nX,0.5\n")
    code, output, _ = run("check", *INPUTS, "--benchmark", "b.csv")
    assert code == 2
    assert 'Error: names, Benchmark: 1 name; "X" is not a column of Assets' in output


@pytest.mark.usefixtures("folder")
def test_a_live_workbook_has_the_name_of_the_benchmark(run, tables):
    (0.9 * tables[1]["MKT"]).to_csv("b.csv")
    code, _, errors = run("new", "book.xlsm", *INPUTS, "--benchmark", "b.csv")
    assert (code, errors) == (0, "")
    assert sheet("book.xlsm", "Benchmark")[3] == ["date", "MKT"]
