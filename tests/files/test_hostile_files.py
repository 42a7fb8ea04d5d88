"""Files that somebody made to do harm, and files that are not what they are called.

A right answer or one sentence, within the memory and the time that are stated here.
"""

from __future__ import annotations

import codecs
import subprocess
import sys
import zipfile
from itertools import permutations
from pathlib import Path

import pytest

from labfolio_xl.errors import InputError
from labfolio_xl.files import child, read_table

sys.path.insert(0, str(Path(__file__).parent))

import small_workbooks
from packages import (
    MOST_MEGABYTES,
    MOST_SECONDS,
    READERS,
    ROWS,
    answers,
    packed,
    parts_of,
    xlsx,
)


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    """Calamine reads some damaged files for ever."""
    monkeypatch.setattr(child, "seconds_to_read", lambda _size: 5)


MARKER = "a secret of this machine"
WHOLE = {
    "xlsx": xlsx,
    "xlsb": lambda: small_workbooks.xlsb(ROWS),
    "xls": lambda: small_workbooks.xls(ROWS),
    "ods": lambda: small_workbooks.ods([ROWS[0], ["2023-05-03", 0.02, None]]),
    "csv": lambda: b"date,AAPL,MSFT\n2023-05-03,0.02,\n2023-05-02,-0.01,0.5\n",
}
PACKAGES = ["xlsx", "xlsb", "ods"]


@pytest.mark.timeout(MOST_SECONDS)
@pytest.mark.parametrize("kind", WHOLE)
def test_a_file_that_is_cut_anywhere(kind, tmp_path):
    whole = WHOLE[kind]()
    for end in range(0, len(whole), max(1, len(whole) // 20)):
        answers(tmp_path, kind, whole[:end], (read_table,))


@pytest.mark.timeout(MOST_SECONDS)
@pytest.mark.parametrize("kind", WHOLE)
def test_a_file_with_a_flipped_bit_anywhere(kind, tmp_path):
    whole = WHOLE[kind]()
    for place in range(0, len(whole), max(1, len(whole) // 30)):
        broken = bytearray(whole)
        broken[place] ^= 1 << place % 8
        answers(tmp_path, kind, bytes(broken), (read_table,))


@pytest.mark.timeout(2 * MOST_SECONDS)
@pytest.mark.parametrize("kind", PACKAGES)
def test_a_part_that_is_cut_anywhere_behind_the_checksum(kind, tmp_path):
    """The reader meets what is cut, and does not wait for the rest for ever."""
    parts = parts_of(WHOLE[kind]())
    for name, content in parts.items():
        if name.startswith(("docProps", "xl/theme")):
            continue
        for end in range(0, len(content), max(1, len(content) // 3)):
            answers(tmp_path, kind, packed({**parts, name: content[:end]}), (read_table,))


HTML = b"<html><table><tr><td>date</td><td>A</td></tr></table></html>"
NO_WORKBOOK = {
    "html": HTML,
    "csv": WHOLE["csv"](),
    "text": b"hello",
    "xml": b'<?xml version="1.0"?><Workbook/>',
    "picture": b"\x89PNG\r\n\x1a\n" + bytes(100),
    "zip": packed({"readme.txt": b"hello"}),
    "empty zip": packed({}),
    "nothing": b"",
}


@pytest.mark.parametrize("kind", ["xlsx", "xlsm", "xlsb", "xls", "ods"])
@pytest.mark.parametrize("content", NO_WORKBOOK)
def test_what_is_called_a_workbook_and_is_none(kind, content, tmp_path):
    for said in answers(tmp_path, kind, NO_WORKBOOK[content]):
        assert "is damaged or not a workbook; open it in a spreadsheet and save it again." in said


@pytest.mark.parametrize(("kind", "really"), list(permutations(["xlsx", "xlsb", "xls"], 2)))
def test_a_workbook_of_another_kind_than_its_name_says(kind, really, tmp_path):
    """Its numbers, or what to do about it; never other numbers."""
    path = tmp_path / f"returns.{kind}"
    path.write_bytes(WHOLE[really]())
    try:
        frame = read_table(path).frame
    except InputError as error:
        assert "open it in a spreadsheet and save it again." in str(error)  # noqa: PT017
    else:
        assert frame["AAPL"].tolist() == [-0.01, 0.02]


@pytest.mark.parametrize("content", ["xlsx", "xls", "picture", "nul"])
def test_what_is_called_text_and_is_none(content, tmp_path):
    data = WHOLE[content]() if content in WHOLE else NO_WORKBOOK.get(content, b"date,A\n\0,1\n")
    for said in answers(tmp_path, "csv", data):
        assert "is not a text file; save it as .csv again." in said


def test_a_page_that_is_called_text_is_one_sentence(tmp_path):
    assert all(answers(tmp_path, "csv", HTML))


@pytest.mark.parametrize("kind", ["csv", "xlsx", "xls", "ods"])
def test_a_folder_with_the_name_of_a_file(kind, tmp_path):
    folder = tmp_path / f"returns.{kind}"
    folder.mkdir()
    for read in READERS:
        with pytest.raises(InputError, match="is a folder"):
            read(folder)


def with_document_type(kind, declarations, use):
    """Return a workbook whose text part declares entities and uses one in a name."""
    parts = parts_of(WHOLE[kind]())
    name = {"xlsx": "xl/sharedStrings.xml", "ods": "content.xml"}[kind]
    root = {"xlsx": b"<sst", "ods": b"<office:document-content"}[kind]
    doctype = f"<!DOCTYPE x [{declarations}]>".encode()
    changed = parts[name].replace(root, doctype + root, 1)
    return packed({**parts, name: changed.replace(b"AAPL", use)})


LAUGHS = '<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(10)
)


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_an_entity_reads_no_file(kind, tmp_path):
    """What an entity points at is in no answer, no sentence and no name."""
    secret = tmp_path / "secret.txt"
    secret.write_text(MARKER)
    for declaration in (
        f'<!ENTITY x SYSTEM "{secret.as_uri()}">',
        f'<!ENTITY % p SYSTEM "{secret.as_uri()}"> %p; <!ENTITY x "y">',
        f'<!ENTITY x PUBLIC "x" "{secret}">',
    ):
        path = tmp_path / f"returns.{kind}"
        path.write_bytes(with_document_type(kind, declaration, b"&x;"))
        try:
            told = repr(read_table(path))
        except InputError as error:
            told = str(error)
        assert MARKER not in told


@pytest.mark.timeout(30)
@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_entities_that_grow_without_end_are_one_sentence(kind, tmp_path):
    """A hundred thousand million "ha"."""
    for said in answers(tmp_path, kind, with_document_type(kind, LAUGHS, b"&k;")):
        assert "is damaged or not a workbook" in said


def run_with_limit(code, *arguments):
    """Run code in a process of its own; return its seconds, its peak in megabytes, its words."""
    program = (
        "import resource, sys, time\n"
        "from labfolio_xl.files import read_table\n"
        "from labfolio_xl.errors import InputError\n"
        f"resource.setrlimit(resource.RLIMIT_AS, ({2 * MOST_MEGABYTES << 20},) * 2)\n"
        "start = time.monotonic()\n"
        f"{code}\n"
        "peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10\n"
        "print(f'{time.monotonic() - start:.1f}|{peak}|{said}')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        timeout=2 * MOST_SECONDS,
        env={"PYTHONPATH": str(Path(__file__).parents[2]), "OPENBLAS_NUM_THREADS": "1"},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    seconds, peak, said = done.stdout.strip().split("|", 2)
    return float(seconds), int(peak), said


READ = """
try:
    said = read_table(sys.argv[1]).frame.shape
except InputError as error:
    said = str(error)[:300]
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the limit of memory is that of Linux")
def test_two_hundred_megabytes_of_shared_strings(tmp_path):
    """Bounded memory and time; the answer is right, since they are texts of no cell."""
    parts = parts_of(xlsx())
    text = parts["xl/sharedStrings.xml"]
    filling = b"<si><t>" + b"x" * 185 + b"</t></si>"
    path = tmp_path / "returns.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, content in parts.items():
            if name != "xl/sharedStrings.xml":
                package.writestr(name, content)
        with package.open("xl/sharedStrings.xml", "w") as part:
            part.write(text.removesuffix(b"</sst>"))
            for _ in range(100):
                part.write(filling * 10_000)
            part.write(b"</sst>")
    assert sum(part.file_size for part in zipfile.ZipFile(path).infolist()) > 200e6
    seconds, peak, said = run_with_limit(READ, path)
    assert said == "(2, 2)"
    assert seconds < MOST_SECONDS
    assert peak < MOST_MEGABYTES


@pytest.mark.skipif(sys.platform != "linux", reason="the limit of memory is that of Linux")
def test_a_million_columns(tmp_path):
    """Of a text file they are read; in a workbook there are not so many."""
    path = tmp_path / "wide.csv"
    names = ",".join(f"A{i}" for i in range(1_000_000))
    path.write_text(f"date,{names}\n2023-05-02{',0.1' * 1_000_000}\n")
    seconds, peak, said = run_with_limit(READ, path)
    assert said == "(1, 1000000)"
    assert seconds < MOST_SECONDS
    assert peak < MOST_MEGABYTES
    path.write_text(f"date,{names},A0\n2023-05-02{',0.1' * 1_000_001}\n")
    seconds, peak, said = run_with_limit(READ, path)
    assert 'the name "A0" occurs in columns 2 and 1000002; rename one.' in said
    assert seconds < MOST_SECONDS


def test_a_line_of_many_names_is_read_whatever_separates_them(tmp_path):
    """Its first line, split by what does not separate, is one field beyond the limit of csv."""
    path = tmp_path / "wide.csv"
    for separator in ",;\t":
        names = separator.join(f"Asset {i}" for i in range(20_000))
        numbers = separator.join(["0.5"] * 20_000)
        path.write_text(f"date{separator}{names}\n2023-05-02{separator}{numbers}\n")
        assert read_table(path).frame.shape == (1, 20_000)


def test_a_sheet_without_addresses_is_read(tmp_path):
    """As some writers make it: cells and rows follow each other."""
    parts = parts_of(xlsx([["date", "A"], [45048.0, 0.1]]))
    name = "xl/worksheets/sheet1.xml"
    bare = parts[name]
    for address in (b' r="A1"', b' r="B1"', b' r="A2"', b' r="B2"', b' r="1"', b' r="2"'):
        bare = bare.replace(address, b"")
    assert bare != parts[name]
    path = tmp_path / "r.xlsx"
    path.write_bytes(packed({**parts, name: bare}))
    assert read_table(path).frame["A"].tolist() == [0.1]


TEXT = "date,Münchner Rück,B\n2023-05-03,0.02,\n2023-05-02,-0.01,1.5\n"
ENCODINGS = {
    "utf-8": lambda text: text.encode(),
    "utf-8 with mark": lambda text: codecs.BOM_UTF8 + text.encode(),
    "utf-16 little": lambda text: codecs.BOM_UTF16_LE + text.encode("utf-16-le"),
    "utf-16 big": lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
    "windows-1252": lambda text: text.encode("cp1252"),
    "latin-1": lambda text: text.encode("latin-1"),
}
# Separator and decimal sign; a comma cannot be both.
SIGNS = [(",", "."), (";", "."), (";", ","), ("\t", "."), ("\t", ",")]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(("separator", "decimal"), SIGNS)
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_text_is_read_right_whatever_its_signs(encoding, separator, decimal, line_end, tmp_path):
    text = TEXT.replace(",", separator).replace(".", decimal).replace("\n", line_end)
    path = tmp_path / "returns.csv"
    path.write_bytes(ENCODINGS[encoding](text))
    frame = read_table(path).frame
    assert frame.columns.tolist() == ["Münchner Rück", "B"]
    assert [str(day.date()) for day in frame.index] == ["2023-05-02", "2023-05-03"]
    assert frame["Münchner Rück"].tolist() == [-0.01, 0.02]
    assert frame["B"].tolist()[0] == 1.5
    assert frame["B"].isna().tolist() == [False, True]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("date;A\n2023-05-02;1,234\n", "can have thousands or decimals"),
        ("date;A;B\n2023-05-02;0,1;0.1\n", 'decimal comma ("0,1") and with a decimal point ("0'),
        ("date,A\n2023-05-02,0,1\n", "has 3 fields, the line above it has 2; give every line"),
        ("date;A\n02.05.2023;0,1\n", "whose day and month can be mistaken"),
    ],
)
def test_what_can_be_read_in_two_ways_is_one_sentence(text, sentence, tmp_path):
    path = tmp_path / "returns.csv"
    path.write_text(text)
    with pytest.raises(InputError) as caught:
        read_table(path)
    assert sentence in str(caught.value)


def test_a_quoted_name_may_hold_a_newline(tmp_path):
    path = tmp_path / "returns.csv"
    path.write_bytes(b'date,"Fund\r\nA","say ""B"""\r\n2023-05-02,0.1,0.2\r\n')
    assert read_table(path).frame.columns.tolist() == ["Fund A", 'say "B"']


@pytest.mark.parametrize(
    "data",
    [
        codecs.BOM_UTF16_LE + "date,A\n".encode("utf-16-le") + b"\x00\xd8,\0",
        codecs.BOM_UTF16_LE + b"d\0a",
        codecs.BOM_UTF16_BE + "date\0,A\n2023-05-02,1\n".encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-32"),
    ],
)
def test_text_in_a_damaged_or_unmarked_wide_encoding_is_one_sentence(data, tmp_path):
    for said in answers(tmp_path, "csv", data):
        assert "is not a text file; save it as .csv again." in said
