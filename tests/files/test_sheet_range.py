"""A part of a sheet that is named: what is read, and where its cells are said to stand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from labfolio_xl import read_table
from labfolio_xl.blocks import Origin
from labfolio_xl.errors import InputError
from labfolio_xl.files import read_risk_free, read_weights
from labfolio_xl.files.sheet_range import WHOLE, SheetRange

DATES = pd.date_range("2020-01-31", periods=24, freq="ME", name="date")
RETURNS = pd.DataFrame(
    np.random.default_rng(3).normal(0.01, 0.04, (24, 2)).round(6), DATES, ["A", "B"]
)


@pytest.fixture(params=["xlsx", "csv"])
def file(request, tmp_path):
    """Two tables below each other, with a text in the second one where a number belongs."""
    other = RETURNS.astype(object)
    other.iloc[3, 1] = "soon"
    rows = [["two tables", None, None], ["date", "A", "B"], *RETURNS.reset_index().to_numpy()]
    rows += [[None] * 3, ["date", "A", "B"], *other.reset_index().to_numpy()]
    table = pd.DataFrame([[None, *row] for row in rows])
    path = tmp_path / f"two.{request.param}"
    if path.suffix == ".csv":
        table.to_csv(path, header=False, index=False)
    else:
        table.to_excel(path, header=False, index=False)
    return path


@pytest.mark.parametrize("cells", ["B2:D26", "$b$2:$d$26", "D26:B2", "B2 : D26"])
def test_the_named_cells_alone_are_read(file, cells):
    table = read_table(file, cells=cells)
    np.testing.assert_allclose(table.frame, RETURNS, rtol=1e-12)
    assert (table.source.n_rows, table.source.n_columns) == (25, 3)


def test_a_cell_is_named_by_its_place_on_the_sheet(file):
    with pytest.raises(InputError, match=r'D32.*"soon"'):
        read_table(file, cells="B28:D52")


def test_what_is_left_out_of_a_range_is_told_by_its_place_on_the_sheet(tmp_path):
    path = tmp_path / "notes.csv"
    rows = [["x", ""], ["date", "A"], *zip(DATES.strftime("%Y-%m-%d"), RETURNS["A"], strict=True)]
    pd.DataFrame([*rows, ["x", ""], ["x", ""]]).to_csv(path, header=False, index=False)
    [line] = [line for line in read_table(path, cells="A2:B28").findings if line.check == "table"]
    assert (line.found, line.reading) == ("rows 27-28", "left out")


def test_whole_columns_are_named_without_rows(tmp_path):
    path = tmp_path / "wide.csv"
    pd.concat([RETURNS, RETURNS.reset_index()], axis=1).to_csv(path)
    assert list(read_table(path, cells="A:B").frame.columns) == ["A"]


@pytest.mark.parametrize("cells", ["", "B2", "B2:", "2:26", "Data!B2:D26", "B0:D9", "=B2:D26"])
def test_what_is_no_range_is_one_sentence(file, cells):
    with pytest.raises(InputError, match=r"Assets: the range is .* write the cells of the table"):
        read_table(file, cells=cells)


def test_a_range_without_values_is_one_sentence(file):
    with pytest.raises(InputError, match=r"the range F1:G9 of .* is empty; name cells with values"):
        read_table(file, cells="F1:G9")


def test_weights_and_rates_have_a_range_too(tmp_path):
    path = tmp_path / "w.csv"
    path.write_text("x,asset,weight\nx,A,0.6\nx,B,0.4\nx,C,7\n")
    weights, _ = read_weights(path, cells="B1:C3")
    assert dict(weights.weights) == {"A": 0.6, "B": 0.4}
    path.write_text("x,0.001\n")
    assert read_risk_free(path, cells="B1:B1")[0] == pytest.approx(0.001)


def test_columns_are_counted_as_excel_does():
    origin = Origin("assets")
    assert SheetRange.read("A1:XFD1048576", origin) == SheetRange(0, 0, 1_048_575, 16_383)
    assert SheetRange.read("Z:AA", origin) == SheetRange(column=25, last_column=26)
    assert WHOLE.of([[1, 2]]) == [[1, 2]]
