"""Names, titles and notes from files stay inert text in everything that is written of them.

Read back by what has nothing to do with the writer: openpyxl, calamine, an XML parser, olevba,
Microsoft's validator.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from unicodedata import normalize
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from hostile_names import HOSTILE
from openxml_validator import validate
from panels_for_books import made_up
from reading import parts, values
from vba_readers import modules_by_oletools

from labfolio_xl import InputError
from labfolio_xl.errors import printable
from labfolio_xl.files import Source
from labfolio_xl.plan.analysis import analyse
from labfolio_xl.plan.first_page import first_page
from labfolio_xl.plan.formulas import input_rows
from labfolio_xl.plan.layout import blocks
from labfolio_xl.plan.places import INPUTS
from labfolio_xl.plan.provenance import change_formula
from labfolio_xl.plan.status import STATUS
from labfolio_xl.sheet.settings import Settings
from labfolio_xl.workbook.writer import workbook_bytes, write_workbook

# A chart draws cells of our own sheets, a name stands for some of them.
OWN_CELLS = re.compile(r"(?:'?[A-Za-z]+'?!\$[A-Z]+\$\d+(?::\$[A-Z]+\$\d+)?,?)+")
OWN_ROWS = re.compile(r"(?:'?[A-Za-z]+'?!(?:\$[A-Z]+:\$[A-Z]+|\$\d+:\$\d+),?)+")
# A tile of the dashboard shows a cell of another sheet, or how much stands there.
OTHER = re.compile(rf"=?(?:[A-Z]+\()?{OWN_CELLS.pattern}\)?")
# Elements that run or fetch something, and the attribute of a relation to the outside.
LIVELY = re.compile(
    r"dde\w*|ole\w*|external\w*|webPublish\w*|queryTable|connection|control|TargetMode",
    re.IGNORECASE,
)
# Names are in the one form of Unicode in which those of every system match.
CLEAN = tuple(normalize("NFC", printable(name)) for name in HOSTILE)


def hostile_inputs(names=HOSTILE, factors=HOSTILE[:3]):
    """Return inputs whose every word comes from somebody who means harm."""
    inputs = made_up(len(names), len(factors), n_obs=90)
    source = Source("=cmd.csv", "=1+1 @x", 91, len(names) + 1, "0" * 64)
    return replace(
        inputs,
        assets=inputs.assets.set_axis(list(names), axis=1),
        factors=inputs.factors.set_axis(list(factors), axis=1),
        sources=dict.fromkeys(("assets", "factors"), source),
        risk_free=1e-5,
        notes=tuple(HOSTILE),
        subject='=HYPERLINK("http://a.b")\n@x \ud800',
        settings=Settings({"self_financing": (factors[0],)}),
    )


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Write a report and a live workbook of hostile inputs: path by flavour, and the analysis."""
    analysis = analyse(hostile_inputs())
    folder = tmp_path_factory.mktemp("hostile")
    report, live = folder / "report.xlsx", folder / "live.xlsm"
    report.write_bytes(workbook_bytes(analysis, "report"))
    live.write_bytes(workbook_bytes(analysis, "365"))
    return {"report": report, "live": live}, analysis


FLAVOURS = ["report", "live"]


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_every_name_stands_in_its_cell_as_text(written, flavour):
    path = written[0][flavour]
    read = values(path)
    assert tuple(read["Portfolio"][3][1:]) == CLEAN
    assert tuple(read["Factors"][3][1:]) == CLEAN[:3]
    betas = {cell for row in read["Betas"] for cell in row}
    assert set(CLEAN) <= betas
    about = [normalize("NFC", str(cell)) for row in read["About"] for cell in row]
    # In a live workbook the notes after the first stand together in one cell.
    notes = "\n".join(about)
    assert [name for name in CLEAN if name[:9000] not in notes] == []
    assert any(text.startswith('=cmd.csv, sheet "=1+1 @x":') for text in about)


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_no_cell_is_a_formula_but_ours(written, flavour):
    paths, analysis = written
    book = openpyxl.load_workbook(paths[flavour])
    found = {
        getattr(cell.value, "text", cell.value)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }
    tables = {block.formula.text for block in blocks(analysis)}
    ours = {*tables, STATUS.text} if flavour == "live" else set()
    by_key = {block.key: block for block in blocks(analysis)}
    page = {cell.formula.lstrip("=") for cell in first_page(analysis, by_key)}
    rows = input_rows(analysis)
    page |= {change_formula(place, rows.get(place.argument, []))[1:] for place in INPUTS}
    others = {text for text in found if OTHER.fullmatch(text) or text.lstrip("=") in page}
    assert others == set() or flavour == "live"
    assert {text.lstrip("=") for text in found - others} == {text.lstrip("=") for text in ours}
    # Nothing of a name is in them but, as a text within quotation marks, what was an option.
    said = {word for text in ours for word in re.findall(r'"((?:[^"]|"")*)"', text)}
    bare = {re.sub(r'"(?:[^"]|"")*"', "", text) for text in ours}
    assert all(re.fullmatch(r"=LF_\w+\([\w,.+-]*\)", text) for text in bare)
    assert said & set(CLEAN) <= {CLEAN[0]}


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_links_lead_to_sheets_of_the_workbook_only(written, flavour):
    book = openpyxl.load_workbook(written[0][flavour])
    links = [
        cell.hyperlink
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.hyperlink is not None
    ]
    assert links
    assert all(link.target is None and link.id is None for link in links)
    sheets = "|".join(book.sheetnames)
    assert [x for x in links if not re.fullmatch(rf"'({sheets})'![A-Z]+\d+", x.location)] == []


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_nothing_that_runs_or_fetches_is_in_the_package(written, flavour):
    """Every part is XML that an expat parser reads, without a document type."""
    for name, content in parts(written[0][flavour]).items():
        if name.endswith(("vbaProject.bin",)):
            assert flavour == "live"
            continue
        assert b"<!DOCTYPE" not in content, name
        root = ET.fromstring(content)  # noqa: S314 - what we have just written
        words = {part for element in root.iter() for part in (element.tag, *element.attrib)}
        found = [word for word in words if LIVELY.fullmatch(word.rpartition("}")[2])]
        assert not found, name
        if name.endswith(".rels"):
            assert all("://" not in relation.get("Target") for relation in root)


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_charts_and_defined_names_point_at_our_own_cells(written, flavour):
    for name, content in parts(written[0][flavour]).items():
        if name.startswith("xl/charts/chart"):
            for reference in re.findall(r"<c:f>(.*?)</c:f>", content.decode(), re.DOTALL):
                assert OWN_CELLS.fullmatch(reference), (name, reference[:80])
    book = openpyxl.load_workbook(written[0][flavour])
    names = {**book.defined_names}
    for sheet in book.worksheets:
        names |= dict(sheet.defined_names)
    known = {
        "Assets",
        "Factors",
        "RiskFree",
        "Weights",
        "Benchmark",
        "Settings",
        "Print_Titles",
        "Print_Area",
    }
    assert {name.removeprefix("_xlnm.") for name in names} <= known
    for name in names.values():
        assert OWN_CELLS.fullmatch(name.attr_text) or OWN_ROWS.fullmatch(name.attr_text)


def test_the_vba_of_a_workbook_knows_nothing_of_its_names(written):
    """The very same bytes as that of a workbook with plain names."""
    plain = workbook_bytes(analyse(made_up(3, 2)), "365")
    with zipfile.ZipFile(written[0]["live"]) as hostile:
        project = hostile.read("xl/vbaProject.bin")
    (written[0]["live"].parent / "plain.xlsm").write_bytes(plain)
    assert parts(written[0]["live"].parent / "plain.xlsm")["xl/vbaProject.bin"] == project
    code = "\n".join(modules_by_oletools(written[0]["live"]).values())
    assert "LabfolioRefresh" in code
    assert not [name for name in CLEAN if len(name) > 8 and name in code]


def test_the_documents_properties_are_text(written):
    properties = openpyxl.load_workbook(written[0]["report"]).properties
    assert properties.subject == '=HYPERLINK("http://a.b") @x'


@pytest.mark.validator
@pytest.mark.parametrize("flavour", FLAVOURS)
def test_the_open_xml_sdk_finds_no_fault(written, flavour):
    assert validate(written[0][flavour]) == []


@pytest.mark.parametrize("name", ["x" * 40_000, "\N{CHART WITH UPWARDS TREND}" * 20_000])
def test_a_name_that_no_cell_holds_is_one_sentence(name, tmp_path):
    """Otherwise its cell would stay empty without a word."""
    for names, factors in (([name], ["F"]), (["A"], [name])):
        with pytest.raises(InputError, match=r'the name ".{40}\.\.\." has 40,000 characters'):
            write_workbook(tmp_path / "r.xlsx", hostile_inputs(names, factors), "report")
    assert list(tmp_path.iterdir()) == []


def test_long_names_of_factors_leave_no_cell_empty(tmp_path):
    """The sentences of the first page and About would be dropped if no cell could hold them."""
    long = ["A" * 32_767, "B" * 32_767, "C" * 300]
    path = tmp_path / "r.xlsx"
    write_workbook(path, hostile_inputs(HOSTILE[:8], long), "report")
    read = values(path)
    assert read["Factors"][3][1:] == long
    first = [str(cell) for row in read["Dashboard"] for cell in row]
    assert any(text.startswith("The largest exposures are ") for text in first)
    about = [str(cell) for row in read["About"] for cell in row]
    assert any("subtracted from the assets and from BBBB" in text for text in about)
