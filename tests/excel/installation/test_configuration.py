"""labfolio.conf: the VBA of every workbook reads in it what the installation wrote."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vba_files import line_input, put_back, read_all, setting

from labfolio_xl.excel.installation.configuration import (
    Configuration,
    configuration_bytes,
    parse_configuration,
    read_configuration,
)

PLAIN = r"C:\Program Files\Python311\pythonw.exe"
SETTINGS = {"INTERPRETER": PLAIN, "LABFOLIO": "0.1.0", "XLWINGS": "0.37.8"}
# What versions before the present format wrote, to the byte: on most machines, and where the name
# of the user has a letter of the system's code page.
BEFORE = (
    b"INTERPRETER=C:\\Program Files\\Python311\\pythonw.exe\nLABFOLIO=0.1.0\nXLWINGS=0.37.8\n",
    b"INTERPRETER=C:\\Users\\J\xfcrgen\\Python311\\pythonw.exe\nLABFOLIO=0.1.0\nXLWINGS=0.37.8\n",
)
PATHS = [
    PLAIN,
    "C:\\Users\\J\N{LATIN SMALL LETTER U WITH DIAERESIS}rgen\\pythonw.exe",
    "C:\\Users\\\N{CJK UNIFIED IDEOGRAPH-6D4B}\N{CJK UNIFIED IDEOGRAPH-8BD5}\\pythonw.exe",
    "C:\\Users\\\N{GRINNING FACE}\\pythonw.exe",  # two UTF-16 code units
    "C:\\100%\\%u0041\\pythonw.exe",  # looks like an escape and is none
    "/Users/me/My Tools/bin/python",
]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("key", ["INTERPRETER", "LABFOLIO", "XLWINGS"])
def test_vba_finds_every_value(path, key):
    settings = SETTINGS | {"INTERPRETER": path}
    lines = read_all(configuration_bytes(settings))
    assert put_back(setting(lines, key)) == settings[key]


@pytest.mark.parametrize("key", ["INTERPRETER", "LABFOLIO", "XLWINGS"])
@pytest.mark.parametrize("code_page", ["cp1252", "cp932", "cp437"])
def test_the_vba_of_older_workbooks_finds_every_plain_value(key, code_page):
    assert setting(line_input(configuration_bytes(SETTINGS), code_page), key) == SETTINGS[key]


@pytest.mark.parametrize("content", BEFORE)
def test_what_was_written_before_was_not_readable(content):
    """The reader of the tests shows the fault: the path goes on to the end of the file."""
    value = setting(line_input(content), "INTERPRETER")
    assert value.endswith("pythonw.exe\nLABFOLIO=0.1.0\nXLWINGS=0.37.8\n")
    assert setting(line_input(content), "LABFOLIO") == ""
    found = parse_configuration(content)
    assert not found.readable
    assert list(found.settings) == ["INTERPRETER"]


def test_the_file_is_plain_text_with_an_end_to_each_line():
    content = configuration_bytes({"A": PATHS[2], "B": "\r\n=%\t~ "})
    assert content == b"A=C:\\Users\\%u6D4B%u8BD5\\pythonw.exe\r\nB=%u000D%u000A=%u0025%u0009~ \r\n"


@given(st.dictionaries(st.text(string.ascii_uppercase, min_size=1), st.text()))
def test_whatever_is_written_is_read_again(settings):
    """By the package and by VBA, in any code page that agrees on ASCII."""
    content = configuration_bytes(settings)
    assert parse_configuration(content) == Configuration(settings)
    assert line_input(content, "cp1252") == read_all(content)[:-1]
    for key, value in settings.items():
        assert put_back(setting(read_all(content), key)) == value


def test_half_a_letter_of_a_path_stays_what_it_is():
    """Windows allows a name that is not UTF-16, and so does Python."""
    path = "C:\\\ud83d\\pythonw.exe"
    assert parse_configuration(configuration_bytes({"INTERPRETER": path})).settings == {
        "INTERPRETER": path
    }


@pytest.mark.parametrize(
    "content",
    [
        b"INTERPRETER=C:\\py\\pythonw.exe\r\nLABFOLIO=0.1.0\n",
        b"INTERPRETER=C:\\J\xfcrgen\\pythonw.exe\r\nLABFOLIO=0.1.0\r\n",
        "INTERPRETER=C:\\py\\pythonw.exe\r\n".encode("utf-16"),
    ],
)
def test_a_file_that_is_not_ours_in_every_line_is_not_readable(content):
    assert not parse_configuration(content).readable


def test_lines_that_end_with_cr_only_are_lines():
    found = parse_configuration(b"A=1\rB=2\r")
    assert found == Configuration({"A": "1", "B": "2"})
    assert line_input(b"A=1\rB=2\r") == ["A=1", "B=2"]


def test_no_configuration_reads_as_none(tmp_path):
    assert read_configuration(tmp_path / "absent.conf") == Configuration()
