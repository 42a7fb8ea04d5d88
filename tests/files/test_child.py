"""Files that would take the machine's memory or time: the child ends, the parent says so.

Each is one sentence within seconds, and the same process reads on.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import struct
import subprocess
import sys
import time
from pathlib import Path

import pytest
import xlsxwriter

from labfolio_xl.errors import InputError
from labfolio_xl.files import child, program, read_table

sys.path.insert(0, str(Path(__file__).parent))

import small_workbooks
from packages import ROWS, packed, parts_of, text_cells_xlsx, xlsx

# What a child of its own does is asked here.
pytestmark = pytest.mark.usefixtures("a_child_for_each")

SHEET = "xl/worksheets/sheet1.xml"
WIDE = (
    '<table:table-cell table:number-columns-repeated="9000" office:value-type="float" '
    'office:value="1"/>'
)
linux = pytest.mark.skipif(sys.platform != "linux", reason="the limit of memory is that of Linux")


def far_xlsx(cell):
    parts = parts_of(xlsx())
    return packed(
        {**parts, SHEET: parts[SHEET].replace(b"</sheetData>", cell.encode() + b"</sheetData>")}
    )


def ods_with(rows):
    parts = parts_of(small_workbooks.ods(ROWS))
    content = parts["content.xml"].replace(b"</table:table>", rows.encode() + b"</table:table>")
    return packed({**parts, "content.xml": content})


def xlsb_with(cells):
    parts = parts_of(small_workbooks.xlsb(ROWS))
    name = "xl/worksheets/sheet1.bin"
    return packed({**parts, name: parts[name].replace(b"\x92\x01\0", cells + b"\x92\x01\0")})


HUNGRY = {
    "xlsx, the last cell": ("xlsx", far_xlsx('<row><c r="XFD1048576"><v>1</v></c></row>')),
    "xlsx, beyond the last": ("xlsx", far_xlsx('<row><c r="ZZZZZZ3"><v>1</v></c></row>')),
    "xlsb, a far column": ("xlsb", xlsb_with(small_workbooks.xlsb_cell(2, 2**31, 1.0))),
    "xls, the last cell": (
        "xls",
        small_workbooks.xls(ROWS, strays=[(2**16 - 1, 2**16 - 1, 1.0)]),
    ),
    "xls, ends before it begins": (
        "xls",
        small_workbooks.xls(ROWS, cells=[(0x0200, struct.pack("<IIHHH", 65_536, 3, 0, 3, 0))]),
    ),
    "ods, repeated rows": (
        "ods",
        ods_with(
            f'<table:table-row table:number-rows-repeated="900000000">{WIDE}</table:table-row>'
        ),
    ),
}


def refusal(path):
    start = time.monotonic()
    with pytest.raises(InputError) as caught:
        read_table(path)
    assert time.monotonic() - start < 60
    return str(caught.value)


@linux
@pytest.mark.parametrize("what", HUNGRY)
def test_a_file_that_asks_for_all_memory_is_one_sentence(what, tmp_path):
    kind, data = HUNGRY[what]
    path = tmp_path / f"r.{kind}"
    path.write_bytes(data)
    said = refusal(path)
    assert re.search("delete (the )?stray cells|is damaged or not a workbook", said)
    path.write_bytes(xlsx())
    assert read_table(path.rename(tmp_path / "r.xlsx")).frame.shape == (2, 2)


def test_a_stray_cell_for_which_there_is_memory_is_named(tmp_path):
    path = tmp_path / "r.xlsx"
    path.write_bytes(far_xlsx('<row r="1048576"><c r="AD1048576"><v>1</v></c></row>'))
    said = refusal(path)
    assert f'sheet "Returns" of "{path}" reaches to cell AD1048576; delete the stray' in said


def test_a_long_text_that_many_cells_share_is_held_once(tmp_path):
    path = tmp_path / "r.xlsx"
    path.write_bytes(text_cells_xlsx(32_000))
    assert len(refusal(path)) < 2000  # that of the gate: no table is there


def test_a_file_that_takes_too_long_is_one_sentence(tmp_path, monkeypatch):
    """Calamine looks for the end of the sheet for ever."""
    monkeypatch.setattr(child, "seconds_to_read", lambda _size: 1)
    parts = parts_of(small_workbooks.ods(ROWS))
    endless = parts["content.xml"].replace(b"</table:table>", b"")
    path = tmp_path / "r.ods"
    path.write_bytes(packed({**parts, "content.xml": endless}))
    said = refusal(path)
    assert "takes longer than 1 seconds to read" in said or "is damaged" in said


def test_the_child_ends_with_its_reader_and_serves_several_files(tmp_path):
    path = tmp_path / "r.csv"
    path.write_text("date,A\n2023-05-02,0.5\n2023-05-03,\n")
    with child.FileReader("assets") as reader:
        assert reader.text(path) == [["date", "A"], ["2023-05-02", 0.5], ["2023-05-03", None]]
        process = reader._process
        assert reader.text(path)[1][1] == 0.5
        assert reader._process is process
        assert process.poll() is None
    assert process.poll() is not None


@linux
def test_the_child_ends_when_its_parent_is_killed():
    code = (
        "import os, time\n"
        "from labfolio_xl.files.child import FileReader\n"
        "reader = FileReader('assets')\n"
        "print(reader._start().pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(child.__file__).parents[2])},
    )
    with parent.stdout as words:
        pid = int(words.readline())
    assert Path(f"/proc/{pid}").exists()
    parent.kill()
    parent.wait()
    for _ in range(100):
        state = Path(f"/proc/{pid}/stat")
        if not state.exists() or ") Z" in state.read_text():
            return
        time.sleep(0.1)
    raise AssertionError("the child is there still")


@pytest.mark.parametrize("given", ["/usr/lib/libreoffice/soffice.bin", "", None])
def test_a_python_is_found_in_whatever_program_this_runs(given, monkeypatch):
    monkeypatch.setattr(sys, "executable", given)
    monkeypatch.setattr(sys, "_base_executable", given, raising=False)
    program._interpreter.cache_clear()
    try:
        assert Path(program._interpreter()).is_file()
        assert "python" in Path(program._interpreter()).name
    finally:
        program._interpreter.cache_clear()


def test_the_child_imports_neither_numpy_nor_pandas():
    words = program.command()
    code = (
        "import sys; sys.path += sys.argv[1:]; import labfolio_xl.reader.serve, "
        "labfolio_xl.reader.text, labfolio_xl.reader.workbooks; "
        "print([m for m in ('numpy', 'pandas', 'scipy', 'ctypes') if m in sys.modules])"
    )
    place = words.index("-c")
    done = subprocess.run(
        [*words[: place + 1], code, *words[place + 2 :]], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


def test_every_kind_of_cell_comes_through(tmp_path):
    path = tmp_path / "r.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("S")
        form = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        page.write_row(1, 1, ["a", 1.5, True, "a", False])
        page.write_datetime(2, 1, dt.datetime(2023, 5, 2, 12, 30), form)
    with child.FileReader("assets") as reader:
        assert reader.workbook(path)["names"] == ["S"]
        rows = reader.sheet(path, "S")
    assert rows[1] == ["", "a", 1.5, True, "a", False]
    assert type(rows[1][3]) is bool
    assert rows[2][1] == dt.datetime(2023, 5, 2, 12, 30)
