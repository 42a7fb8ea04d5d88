"""What the buttons run: each ends with a sentence, and leaves the workbook as it should be."""

from __future__ import annotations

import hashlib
import re
import sys
import zipfile
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pandas as pd
import pytest
import xlwings
from fake_book import FakeBook
from live_workbooks import sample_workbook
from load_rows import load_file

from labfolio_xl.excel import macros
from labfolio_xl.excel.book.load_settings import LoadSettings
from labfolio_xl.excel.installation.facts import Facts
from labfolio_xl.excel.macros import sharing
from labfolio_xl.excel.macros.checking import check_numbers, host_facts, verdict
from labfolio_xl.excel.macros.input_file import read_input_file
from labfolio_xl.excel.macros.sharing import copy_path
from labfolio_xl.plan.inputs import sample_inputs
from labfolio_xl.reference import compare
from labfolio_xl.sheet.error_log import ErrorLog


@pytest.fixture
def book(monkeypatch, tmp_path):
    """The template, open in front of the user."""
    opened = FakeBook(sample_workbook(), folder=tmp_path)
    monkeypatch.setattr(xlwings.Book, "caller", classmethod(lambda _: opened))
    return opened


@pytest.fixture
def log(monkeypatch, tmp_path):
    """A log of this test's own."""
    ours = ErrorLog(tmp_path / "logs")
    monkeypatch.setattr("labfolio_xl.sheet.boundary.ERRORS", ours)
    yield ours
    ours.close()


def content(book):
    return {sheet.name: (dict(sheet.cells), dict(sheet.formulas)) for sheet in book.sheets}


def test_refresh_ends_with_what_the_numbers_stand_on(book):
    sentence = macros.run("refresh")
    assert sentence.startswith("Refreshed with labfolio_xl")
    assert "20 assets, 6 factors, 249 dates" in sentence
    assert book.app.status_bar == "Labfolio: Fitting the charts ..."


def test_load_returns_fills_an_input_and_refreshes(book, tmp_path):
    file = tmp_path / "mine.csv"
    sample_inputs().assets.iloc[:60, :5].to_csv(file, index_label="date")
    sentence = load_file(book, "Assets", file)
    assert sentence.startswith("Assets loaded from mine.csv.")
    assert "5 assets, 6 factors, 60 dates" in sentence
    assert book.names["Assets"].refers_to == "=Portfolio!$A$4:$F$64"
    assert book.sheets["Dashboard"].cells[2, 2] == "mine"
    assert "mine" in book.sheets["About"].cells.values()
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    origin = f"mine.csv: 61 rows, 6 columns; SHA-256 {digest}"
    assert origin in book.sheets["About"].cells.values()


def test_one_file_of_two_may_not_fit_yet(book, tmp_path):
    """Assets of another year are loaded before the factors of that year."""
    file = tmp_path / "next.csv"
    frame = sample_inputs().assets
    frame.index = frame.index + pd.DateOffset(years=3)
    frame.to_csv(file, index_label="date")
    sentence = load_file(book, "Assets", file)
    assert sentence.startswith(
        "#LF! Assets loaded from next.csv; the results cannot be computed yet:"
    )
    assert "have no date in common" in sentence
    assert book.names["Assets"].refers_to == "=Portfolio!$A$4:$U$253"


def test_text_from_a_file_stays_text(book, tmp_path):
    """A name that looks like a formula, and one that looks like a number."""
    file = tmp_path / "names.csv"
    frame = sample_inputs().assets.iloc[:60, :4]
    frame.columns = ["=cmd|' /c calc'!A1", "600519", "+A1", "-x"]
    frame.to_csv(file, index_label="date")
    load_file(book, "Assets", file)
    sheet = book.sheets["Portfolio"]
    assert [sheet.cells[4, k] for k in range(2, 6)] == list(frame.columns)
    assert {sheet.formats[4, k] for k in range(2, 6)} == {"@"}
    assert not sheet.formulas


def test_a_file_that_cannot_be_read_changes_nothing(book, tmp_path):
    file = tmp_path / "bad.csv"
    file.write_text("date,A\n2024-01-02,one\n")
    before = content(book)
    sentence = load_file(book, "Assets", file)
    assert sentence.startswith("#LF! Nothing was loaded. Assets: ")
    assert '"one"' in sentence
    assert {**content(book), "Load": before["Load"]} == before


@pytest.mark.parametrize(
    ("argument", "words"),
    [
        ("Assets|", "Load: no file is named; choose one with File..."),
        ("Bonds|a.csv", "Bonds: there is no such input; choose one of Assets, Factors"),
        ("Assets|absent.csv", 'absent.csv"; check its name and folder.'),
    ],
)
@pytest.mark.usefixtures("book")
def test_a_mistake_is_one_sentence(argument, words):
    sentence = macros.run("pick_file", argument)
    assert sentence.startswith("#LF! ")
    assert words in sentence
    assert "Traceback" not in sentence


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_weights_and_a_rate_are_read_too(tmp_path, suffix):
    dates = sample_inputs().assets.index[:3]
    rate = pd.DataFrame({"date": dates, "rf": [0.0001, 0.0002, 0.0003]})
    weights = pd.DataFrame({"asset": ["AAPL", "=X"], "weight": [0.6, 0.4]})
    for name, frame in (("rate", rate), ("weights", weights)):
        file = tmp_path / f"{name}.{suffix}"
        if suffix == "csv":
            frame.to_csv(file, index=False)
        else:
            frame.astype({frame.columns[0]: object}).to_excel(file, index=False)
    rows = read_input_file(tmp_path / f"rate.{suffix}", LoadSettings("risk_free")).rows
    assert [row[1] for row in rows[1:]] == [0.0001, 0.0002, 0.0003]
    if suffix == "csv":
        rows = read_input_file(tmp_path / "weights.csv", LoadSettings("weights")).rows
        assert rows[1:] == [["AAPL", 0.6], ["=X", 0.4]]


def test_the_sample_replaces_all_inputs(book):
    for name in ("Portfolio", "Factors"):
        book.sheets[name].cells.clear()
    sentence = macros.run("load_sample")
    assert "20 assets, 6 factors, 249 dates" in sentence
    assert book.names["Assets"].refers_to == "=Portfolio!$A$4:$U$253"


def test_a_copy_has_values_and_charts_and_nothing_of_ours(book, tmp_path):
    before = content(book)
    sentence = macros.run("prepare_copy")
    path = tmp_path / "book copy.xlsx"
    assert sentence == f"Written for a reader without Python: {path}"
    assert content(book) == before
    with zipfile.ZipFile(path) as source:
        names = source.namelist()
        text = "".join(source.read(n).decode() for n in names if n.endswith((".xml", ".rels")))
    assert not [n for n in names if "vba" in n.lower() or "externalLink" in n or "customUI" in n]
    assert [n for n in names if n.startswith("xl/charts/chart")]
    assert "<f>" not in text
    assert "<f " not in text
    assert "=LF_" not in text.replace("=LF_MODEL(", "")  # a note names that function


@pytest.mark.usefixtures("book")
def test_a_copy_says_what_it_is_a_copy_of(tmp_path):
    macros.run("prepare_copy")
    copy = FakeBook((tmp_path / "book copy.xlsx").read_bytes())
    about = [str(cell) for cell in copy.sheets["About"].cells.values()]
    assert any('a copy of "book.xlsm"' in cell for cell in about)
    assert any("sample_assets.csv: 250 rows" in cell for cell in about)
    assert sample_inputs().subject in copy.sheets["Dashboard"].cells.values()


def test_a_copy_shows_the_numbers_of_the_workbook(book, tmp_path):
    macros.run("prepare_copy")
    copy = FakeBook((tmp_path / "book copy.xlsx").read_bytes())
    numbers = [c for c in book.sheets["Betas"].cells.values() if isinstance(c, float)]
    copied = [c for c in copy.sheets["Betas"].cells.values() if isinstance(c, float)]
    assert copied == pytest.approx(numbers)


def test_a_second_copy_leaves_the_first(tmp_path):
    assert copy_path(tmp_path, "a.xlsm").name == "a copy.xlsx"
    (tmp_path / "a copy.xlsx").write_bytes(b"")
    (tmp_path / "a copy 2.xlsx").write_bytes(b"")
    assert copy_path(tmp_path, "a.xlsm").name == "a copy 3.xlsx"


@pytest.mark.parametrize("fullname", ["https://d.docs.live.net/x/book.xlsm", "Book1"])
def test_a_workbook_without_a_folder_is_copied_into_the_documents(
    book, monkeypatch, tmp_path, fullname
):
    (tmp_path / "Documents").mkdir()
    monkeypatch.setattr(sharing.Path, "home", classmethod(lambda _: tmp_path))
    book.fullname = fullname
    assert "Documents" in macros.run("prepare_copy")


def test_check_numbers_shows_every_table_and_a_verdict(book):
    sentence = check_numbers(book, print)
    assert "tables agree with statsmodels and linearmodels" in sentence
    assert "See the sheet Check numbers." in sentence
    sheet = book.sheets["Check numbers"]
    header = [sheet.cells[1, k] for k in range(1, 6)]
    assert header == ["table", "against", "difference", "tolerance", "verdict"]
    assert sheet.cells[2, 5] == "agrees"
    check_numbers(book, print)
    assert [s.name for s in book.sheets].count("Check numbers") == 1


def test_the_verdict_names_what_differs():
    sample = sample_inputs()
    table = compare(sample.assets.iloc[:, :8], sample.factors.iloc[:, :2])
    table.loc[0, ["difference", "verdict"]] = [0.5, "differs"]
    assert verdict(table).startswith(f"1 of {len(table)} tables differ: {table.loc[0, 'table']};")


def test_check_setup_works_without_a_workbook(monkeypatch):
    def none(_):
        raise RuntimeError

    monkeypatch.setattr(xlwings.Book, "caller", classmethod(none))
    facts = "excel_version=16.0|excel_build=17928|excel_bits=64|excel_path=C:\\Office"
    text = macros.run("check_setup", facts)
    assert "Python: " in text
    assert "Traceback" not in text
    assert len(text) <= macros.LONGEST_MESSAGE


def test_excel_knows_itself_best():
    facts = host_facts(Facts(excel_bits=64), "excel_version=16.0|excel_build=1|excel_bits=32")
    assert (facts.excel_build, facts.excel_bits) == ("16.0.1", 32)
    assert host_facts(Facts(excel_build="16.0.2"), "").excel_build == "16.0.2"


def test_a_new_workbook_is_the_template_under_another_name(monkeypatch, tmp_path):
    template = tmp_path / "template.xlsm"
    template.write_bytes(sample_workbook())
    monkeypatch.setattr("labfolio_xl.excel.installation.places.bundled", lambda _: template)
    made = macros.run("new_workbook", str(tmp_path / "mine.xlsm"))
    assert made == str(tmp_path / "mine.xlsm")
    assert Path(made).read_bytes() == sample_workbook()
    # The dialog has asked whether this one may be replaced.
    assert macros.run("new_workbook", made) == made


@pytest.mark.parametrize("typed", ["fund v1.2", "sales.csv"])
def test_a_new_workbook_replaces_no_file_that_nobody_asked_about(tmp_path, typed):
    """A Mac's dialog adds no ending, and then asks about another name than that of the file."""
    (tmp_path / f"{typed}.xlsm").write_text("mine")
    sentence = macros.run("new_workbook", str(tmp_path / typed))
    assert sentence.startswith("#LF! ")
    assert (tmp_path / f"{typed}.xlsm").read_text() == "mine"
    (tmp_path / f"{typed}.xlsm").unlink()
    assert macros.run("new_workbook", str(tmp_path / typed)) == str(tmp_path / f"{typed}.xlsm")


def test_what_nobody_expected_goes_to_the_log(book, log, monkeypatch):  # noqa: ARG001
    def fail(*_):
        raise ZeroDivisionError("secret detail")

    monkeypatch.setitem(macros.MACROS, "refresh", fail)
    sentence = macros.run("refresh")
    assert sentence.startswith("#LF! An unexpected error happened in refresh; press Log")
    assert "secret detail" not in sentence
    assert "secret detail" in log.path.read_text("utf-8")
    assert str(log.path) in macros.run("show_log")


def test_a_sentence_fits_into_a_message_box(book, monkeypatch):  # noqa: ARG001
    monkeypatch.setitem(macros.MACROS, "refresh", lambda *_: "x" * 5000)
    assert len(macros.run("refresh")) == macros.LONGEST_MESSAGE


def test_about_and_functions_tell_what_there_is(book):  # noqa: ARG001
    assert "BSD 3-clause" in macros.run("about")
    assert "LF_BETAS" in macros.run("functions")


@pytest.fixture
def mac(book, monkeypatch):  # noqa: ARG001 - the workbook whose button was pressed
    """What Excel for Mac, which is in front, shows and opens."""
    done = []
    app = SimpleNamespace(
        alert=lambda text, title: done.append((title, text)),
        books=SimpleNamespace(open=lambda path: done.append(("opened", path))),
    )
    monkeypatch.setattr(xlwings, "apps", SimpleNamespace(active=app))
    return done


def test_on_a_mac_the_sentence_is_shown_by_python(mac):
    macros.main("load")
    said = "Load: no file is named; choose one with File... in the row of an input."
    assert mac == [("Labfolio", said)]


def test_on_a_mac_a_new_workbook_is_opened_by_python(mac, monkeypatch, tmp_path):
    """VBA there gets no answer, so it opened nothing; no workbook need be open either."""
    monkeypatch.setattr(xlwings.Book, "caller", classmethod(lambda _: 1 / 0))
    macros.main("new_workbook", str(tmp_path / "mine.xlsm"))
    assert mac == [("opened", str(tmp_path / "mine.xlsm"))]
    assert (tmp_path / "mine.xlsm").stat().st_size > 0


def test_on_a_mac_a_new_workbook_that_cannot_be_written_is_one_sentence(mac, tmp_path):
    macros.main("new_workbook", str(tmp_path / "absent" / "mine.xlsm"))
    ((title, sentence),) = mac
    assert title == "Labfolio"
    assert "absent" in sentence


def test_every_macro_that_vba_asks_for_exists():
    code = (Path(macros.__file__).parents[2] / "vba" / "sources" / "LabfolioMacros.bas").read_text()
    asked = set(
        re.findall(r'(?:RunAndTell|RunLabfolio\(TargetBook\(\),|RunLabfolio Book,) ?"(\w+)"', code)
    )
    assert asked == set(macros.MACROS)


def test_a_workbook_of_another_kind_is_one_sentence(monkeypatch):
    other = FakeBook(sample_workbook(), name="other.xlsx")
    other.sheets._sheets = other.sheets._sheets[:1]
    monkeypatch.setattr(xlwings.Book, "caller", classmethod(lambda _: other))
    for macro in ("refresh", "prepare_copy", "check_numbers", "load_sample"):
        assert macros.run(macro).startswith("#LF! other.xlsx: no Labfolio workbook")


@pytest.mark.parametrize(
    "address", ["https://firm.sharepoint.com/a/returns.xlsx", "HTTP://x/y.csv"]
)
def test_an_address_of_the_cloud_is_one_sentence(book, address):  # noqa: ARG001
    """Excel's dialogs give an address for a file in OneDrive or SharePoint."""
    for what, argument in (("pick_file", f"Assets|{address}"), ("new_workbook", address)):
        sentence = macros.run(what, argument)
        assert sentence.startswith(f"#LF! {address}: this is an address; choose a file")


def test_the_workbook_is_let_go_when_a_macro_ends(monkeypatch, book):  # noqa: ARG001
    """As long as the server holds it, Excel cannot end."""
    windows = ModuleType("xlwings._xlwindows")
    windows.BOOK_CALLER = "a workbook"
    monkeypatch.setitem(sys.modules, "xlwings._xlwindows", windows)
    macros.run("about")
    assert windows.BOOK_CALLER is None
