"""The charts of a workbook that Calc has recalculated look like those of a report.

Both are drawn by Calc. The pictures stay in the folder that LABFOLIO_PICTURES names, if any,
for somebody to look at.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from frames import Frames
from template import write_frames

from labfolio_xl.excel import macros
from labfolio_xl.plan.charts import CHARTS
from labfolio_xl.plan.inputs import Inputs, sample_inputs
from labfolio_xl.samples import load_sample
from labfolio_xl.sheet.settings import Settings
from labfolio_xl.workbook.writer import write_workbook

pytestmark = pytest.mark.calc

# Share of pixels. The same chart twice: none. Letters may be placed a pixel aside.
ALIKE = 0.01
# Other numbers move lines and dots: seen from 0.013 on.
DIFFERENT = 0.01
# The least of a chart that is drawn at all: axes, title, a few dots. Seen from 0.024 on.
LEAST_INK = 0.015


@pytest.fixture(scope="module")
def edited():
    """Other numbers: the second half of the year, two assets less."""
    assets, factors, _ = load_sample("us2022")
    return replace(Frames(assets, factors), assets=assets.iloc[120:, 2:])


@pytest.fixture(scope="module")
def drawn(office, edited, tmp_path_factory):
    """Give the pictures of each chart: of the new template, refreshed in Calc, of a report."""
    folder = Path(os.environ.get("LABFOLIO_PICTURES") or tmp_path_factory.mktemp("pictures"))
    live, report = folder / "live.xlsm", folder / "report.xlsx"
    write_workbook(live, sample_inputs(), "365", force=True)
    inputs = Inputs(edited.assets, edited.factors, settings=Settings(edited.settings))
    write_workbook(report, inputs, "report", force=True)
    book = opened(office, live)
    before = draw_all(office, book, folder, "before")
    write_frames(book.api, edited)
    macros.refresh(book)
    book.app.calculate()  # as the VBA of the workbook does
    after = draw_all(office, book, folder, "after")
    book.api.close(True)  # noqa: FBT003  UNO has no names for arguments
    copy = opened(office, report)
    wanted = draw_all(office, copy, folder, "report")
    copy.api.close(True)  # noqa: FBT003
    return before, after, wanted


def opened(office, path):
    from engine import book_of

    return book_of(office.load(path), path)


def draw_all(office, book, folder, state):
    from pictures import draw, pixels

    found = {}
    for chart in (chart for sheet in book.sheets for chart in sheet.charts):
        found[chart.name] = pixels(draw(office, chart.impl, folder / f"{chart.name} {state}.bmp"))
        draw(office, chart.impl, folder / f"{chart.name} {state}.png")
    return found


@pytest.mark.parametrize("name", CHARTS)
def test_a_refreshed_chart_looks_like_that_of_a_report(drawn, name):
    from pictures import difference, inked

    before, after, wanted = (pictures[name] for pictures in drawn)
    assert difference(after, wanted) < ALIKE
    assert difference(before, after) > DIFFERENT
    assert inked(after) > LEAST_INK
