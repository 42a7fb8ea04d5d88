"""Title, subtitle and logo on the first page of a workbook."""

from __future__ import annotations

import re
from dataclasses import replace

import openpyxl
import pytest
from openxml_validator import validate
from panels_for_books import made_up
from png_files import png
from reading import parts

from labfolio_xl.plan.analysis import analyse
from labfolio_xl.plan.branding import Branding, Logo
from labfolio_xl.plan.contents import TITLE
from labfolio_xl.plan.slots import FIRST_PAGE, FIRST_PAGE_PIXELS
from labfolio_xl.workbook.writer import workbook_bytes

GIVEN = Branding('=HYPERLINK("http://a.b")', "@Report", Logo(png(300, 100), 300, 100))
FLAVOURS = ["report", "365", "2019"]


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    analysis = analyse(replace(made_up(4, 2), branding=GIVEN))
    folder = tmp_path_factory.mktemp("branded")
    for flavour in FLAVOURS:
        (folder / f"{flavour}.xlsx").write_bytes(workbook_bytes(analysis, flavour))
    return folder


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_title_and_subtitle_are_texts(written, flavour):
    book = openpyxl.load_workbook(written / f"{flavour}.xlsx")
    for place, text in (("B1", GIVEN.title), ("B2", GIVEN.subtitle)):
        assert book[FIRST_PAGE][place].value == text
        assert book[FIRST_PAGE][place].data_type == "s"
    assert book.properties.title == GIVEN.title


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_the_logo_stands_at_the_top_with_its_proportions(written, flavour):
    [(name, content)] = [
        (name, content)
        for name, content in parts(written / f"{flavour}.xlsx").items()
        if name.startswith("xl/media/")
    ]
    assert name.endswith(".png")
    assert content == GIVEN.logo.content
    drawing = parts(written / f"{flavour}.xlsx")["xl/drawings/drawing1.xml"].decode()
    anchor = re.search(r"<xdr:twoCellAnchor(?:(?!</xdr:two).)*<xdr:pic>.*?</xdr:pic>", drawing)[0]
    assert 'descr="Logo"' in anchor
    rows = [int(row) for row in re.findall(r"<xdr:row>(\d+)</xdr:row>", anchor)]
    columns = [int(column) for column in re.findall(r"<xdr:col>(\d+)</xdr:col>", anchor)]
    assert rows[0] == 0
    assert rows[1] <= 2
    assert columns[1] == max(FIRST_PAGE_PIXELS) + 1  # where the page ends
    width, height = map(int, re.search(r'<a:ext cx="(\d+)" cy="(\d+)"', anchor).groups())
    assert width / height == pytest.approx(3.0, rel=0.02)


def test_the_sheets_are_named_as_before_and_other_workbooks_have_no_picture(tmp_path):
    path = tmp_path / "plain.xlsx"
    path.write_bytes(workbook_bytes(analyse(made_up(4, 2)), "report"))
    assert not any(name.startswith("xl/media/") for name in parts(path))
    assert openpyxl.load_workbook(path)[FIRST_PAGE]["B1"].value == TITLE


@pytest.mark.validator
@pytest.mark.parametrize("flavour", FLAVOURS)
def test_the_open_xml_sdk_finds_no_fault(written, flavour):
    assert validate(written / f"{flavour}.xlsx") == []
