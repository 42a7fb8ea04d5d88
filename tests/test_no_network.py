"""Nothing of the main paths opens a socket: the client's numbers stay on the machine."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from labfolio_xl import cli
from labfolio_xl.files import read_table

DENY = """
import socket, sys

def refuse(*arguments, **options):
    raise AssertionError("a socket was opened")

socket.socket.connect = refuse
socket.socket.bind = refuse
socket.socket.connect_ex = refuse
socket.create_connection = refuse
socket.getaddrinfo = refuse
from labfolio_xl import cli
sys.exit(cli.main(sys.argv[1:]))
"""


def run(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", DENY, *words]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "words",
    [
        ("demo",),
        ("demo", "--sample", "french", "--out", "french.xlsx"),
        ("install", "--dry-run"),
        ("doctor",),
    ],
    ids=" ".join,
)
def test_the_command_line_opens_no_socket(words, tmp_path):
    done = run(*words, cwd=tmp_path)
    assert "a socket was opened" not in done.stderr
    assert done.returncode in {0, 1} if words[0] == "doctor" else done.returncode == 0, done.stderr


def test_a_live_workbook_is_made_from_files_without_a_socket(tmp_path):
    data = Path(cli.__file__).parents[1] / "data"
    files = ("--assets", f"{data}/sample_assets.csv", "--factors", f"{data}/sample_factors.csv")
    done = run("new", "book.xlsm", *files, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "book.xlsm").stat().st_size > 10_000


def test_the_functions_of_the_sheet_open_no_socket(monkeypatch):
    from labfolio_xl.sheet import functions

    def refuse(*_arguments, **_options):
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    data = Path(cli.__file__).parents[1] / "data"
    tables = [
        read_table(data / f"sample_{name}.csv", argument=name).frame.iloc[:60, :4]
        for name in ("assets", "factors")
    ]
    blocks = [
        [
            ["", *t.columns],
            *[[d.to_pydatetime(), *row] for d, row in zip(t.index, t.values.tolist(), strict=True)],
        ]
        for t in tables
    ]
    for name in ("LF_BETAS", "LF_EXPOSURE", "LF_CHECK"):
        cells = getattr(functions, name)(*blocks)
        assert len(cells) > 4, cells
