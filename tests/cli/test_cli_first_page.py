"""The options --title, --subtitle and --logo of report, new and demo."""

from __future__ import annotations

import zipfile

import openpyxl
import pytest
from png_files import png

FILES = ("--assets", "assets.csv", "--factors", "factors.csv")
TEXTS = ("--title", "Fund of funds", "--subtitle", "Third quarter", "--logo", "logo.png")


@pytest.mark.parametrize(
    ("out", "words"),
    [
        ("out.xlsx", ("report", "out.xlsx", *FILES)),
        ("out.xlsm", ("new", "out.xlsm", *FILES)),
        ("out.xlsx", ("demo", "--out", "out.xlsx")),
    ],
)
def test_title_subtitle_and_logo_stand_on_the_first_page(folder, run, out, words):
    (folder / "logo.png").write_bytes(png(200, 50))
    code, _, err = run(*words, *TEXTS)
    assert code == 0, err
    page = openpyxl.load_workbook(folder / out)["Dashboard"]
    assert (page["B1"].value, page["B2"].value) == ("Fund of funds", "Third quarter")
    assert "xl/media/image1.png" in zipfile.ZipFile(folder / out).namelist()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--logo", "none.png"), 'The logo "none.png" cannot be read'),
        (("--logo", "assets.csv"), 'The logo "assets.csv" is no PNG file'),
        (("--title", "x" * 61), "The title has 61 characters"),
    ],
)
def test_what_cannot_be_used_is_one_sentence_and_nothing_is_written(folder, run, words, said):
    for command in (("report", "out.xlsx", *FILES), ("demo", "--out", "out.xlsx")):
        code, _, err = run(*command, *words)
        assert (code, said in err, err.count("\n")) == (2, True, 1), err
        assert not (folder / "out.xlsx").exists()
