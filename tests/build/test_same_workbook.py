"""Two workbooks are the same although the last digits of their numbers differ, and else not."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from labfolio_xl.build.same import changed_parts

BUILT = Path(__file__).parents[2] / "workbooks" / "labfolio.xlsm"
SHEET = "xl/worksheets/sheet1.xml"
CELLS = "<row><c><v>0.4518994952</v></c><c><f>LF_BETAS(Assets)</f><v>12</v></c></row>"


def packed(parts, compression=zipfile.ZIP_STORED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return file.getvalue()


def changed(old, new):
    parts = {SHEET: CELLS, "xl/styles.xml": "<styles/>"}
    assert old in CELLS
    return changed_parts(packed(parts), packed({**parts, SHEET: CELLS.replace(old, new)}))


def test_the_built_workbook_is_the_same_as_itself():
    assert changed_parts(BUILT.read_bytes(), BUILT.read_bytes()) == []


@pytest.mark.parametrize("new", ["0.45189949521", "0.4518994952", "4.518994952E-1"])
def test_the_last_digits_do_not_count(new):
    assert changed("0.4518994952", new) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("0.4518994952", "0.4518999952"),
        ("0.4518994952", "-0.4518994952"),
        ("<v>12</v>", "<v>13</v>"),
        ("<v>12</v>", "<v>twelve</v>"),
        ("LF_BETAS(Assets", "LF_BETAS(Rates"),
        ("</row>", "</row><row></row>"),
        ("<c><v>0.4518994952</v></c>", ""),
    ],
)
def test_every_other_change_tells_its_part(old, new):
    assert changed(old, new) == [SHEET]


def test_a_part_without_numbers_is_compared_as_it_is():
    assert changed_parts(packed({"a.xml": "<a>1.0</a>"}), packed({"a.xml": "<a>1.00</a>"})) == [
        "a.xml"
    ]


def test_parts_that_only_one_has_and_their_order_count():
    one, two = {"a.xml": "", "b.xml": ""}, {"b.xml": "", "a.xml": ""}
    assert changed_parts(packed(one), packed({"a.xml": "", "c.xml": ""})) == ["b.xml", "c.xml"]
    assert changed_parts(packed(one), packed(two)) == ["the order of the parts"]


def test_how_parts_are_compressed_does_not_count():
    parts = {SHEET: CELLS * 50}
    assert changed_parts(packed(parts), packed(parts, zipfile.ZIP_DEFLATED)) == []
