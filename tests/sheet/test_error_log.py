"""The log of what nobody expected."""

import threading

import pytest

from labfolio_xl.sheet import error_log
from labfolio_xl.sheet.error_log import ErrorLog


@pytest.fixture
def log(tmp_path):
    """Give a log in a folder that does not exist yet."""
    errors = ErrorLog(tmp_path / "new" / "logs")
    yield errors
    errors.close()


def fail():
    """Give an error that has a traceback."""
    with pytest.raises(RuntimeError) as caught:
        raise RuntimeError("the words")
    return caught.value


def test_nothing_is_opened_before_something_happens(log, tmp_path):
    assert log.last() == "No unexpected error since Python was started."
    assert list(tmp_path.iterdir()) == []


def test_an_error_is_written_with_its_traceback_and_told(log):
    log.write("LF_BETAS", fail())
    text = log.path.read_text(encoding="utf-8")
    assert "in LF_BETAS" in text
    assert "RuntimeError: the words" in text
    assert 'in fail\n        raise RuntimeError("the words")' in text
    assert log.last().endswith(f"in LF_BETAS; written to {log.path}")


def test_the_file_does_not_grow_without_end(log, monkeypatch):
    monkeypatch.setattr("labfolio_xl.sheet.error_log._MAX_BYTES", 5000)
    for _ in range(100):
        log.write("LF_BETAS", fail())
    files = list(log.path.parent.iterdir())
    assert 2 <= len(files) <= 4
    assert all(file.stat().st_size < 6000 for file in files)


def test_a_folder_that_cannot_be_made_is_replaced_by_the_temporary_one(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path / "temporary"))
    log = ErrorLog(tmp_path / "file" / "logs")
    log.write("LF_BETAS", fail())
    log.close()
    assert log.path.is_relative_to(tmp_path / "temporary")


def test_no_folder_at_all_is_no_second_error(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path / "file"))
    log = ErrorLog(tmp_path / "file" / "logs")
    log.write("LF_BETAS", fail())
    assert log.path is None
    assert log.last().endswith("written to nowhere: no folder can be written")


def test_a_full_disk_is_no_second_error(log, monkeypatch, capsys):
    log.write("LF_BETAS", fail())

    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("logging.StreamHandler.flush", full)
    log.write("LF_PREMIA", fail())
    assert "LF_PREMIA" in log.last()
    assert capsys.readouterr().err == ""


def test_threads_open_one_file(log):
    threads = [threading.Thread(target=log.write, args=("LF_BETAS", fail())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert log.path.read_text(encoding="utf-8").count("RuntimeError: the words") == 8


def test_all_logs_and_their_folders_can_be_removed_and_nothing_else(tmp_path, monkeypatch):
    usual, temporary = tmp_path / "labfolio_xl" / "log", tmp_path / "tmp" / "labfolio_xl"
    monkeypatch.setattr(error_log, "_folders", lambda: (usual, temporary))
    for folder in (usual, temporary):
        folder.mkdir(parents=True)
        for name in ("errors.log", "errors.log.2", "calc.log"):
            (folder / name).write_text("words")
    (temporary / "mine.txt").write_text("not a log")
    error_log.remove_logs()
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["labfolio_xl", "mine.txt", "tmp"]
    error_log.remove_logs()


def test_text_from_a_workbook_cannot_forge_a_line(tmp_path):
    """A name may hold a newline and the look of a record, an escape, half of a sign."""
    log = ErrorLog(tmp_path)
    forged = "2026-01-01 00:00:00,000 1 in LF_FORGED"
    log.write("LF_A", RuntimeError(f"A\n{forged}\r{forged}\x1b[2J\u202e\ud800"))
    log.write("LF_B", RuntimeError("B"))
    log.close()
    lines = log.path.read_text(encoding="utf-8").split("\n")
    records = [line for line in lines if line and not line.startswith(" ")]
    assert [line.split()[-1] for line in records] == ["LF_A", "LF_B"]
    assert all(line.isprintable() for line in lines)
    assert "in LF_FORGED" in "".join(lines)
