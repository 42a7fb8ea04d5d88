"""A file appears whole or not at all, and what stood there before is not lost."""

from __future__ import annotations

import errno
import os
import sys
import time
from pathlib import Path

import pytest
from xlsxwriter.exceptions import FileCreateError

from labfolio_xl.errors import InputError
from labfolio_xl.files import saving as save
from labfolio_xl.files.saving import check_target, replace_when_complete


def _write(path: Path, error: BaseException | None = None, *, force: bool = False) -> None:
    with replace_when_complete(path, force=force) as draft:
        draft.write_text("half")
        if error is not None:
            raise error


def _refused(path: Path, error: Exception | None = None, *, force: bool = False) -> str:
    """Return the sentence when writing to `path` fails, with `error` if one is given."""
    with pytest.raises(InputError) as refused:
        _write(path, error, force=force)
    return str(refused.value)


def test_the_file_appears_when_the_block_ends(tmp_path):
    path = tmp_path / "out.xlsx"
    with replace_when_complete(path) as draft:
        assert draft.parent == tmp_path
        assert draft.suffix == ".xlsx"
        draft.write_text("whole")
        assert not path.exists()
    assert path.read_text() == "whole"
    assert list(tmp_path.iterdir()) == [path]


def test_an_existing_file_is_kept_without_force(tmp_path):
    path = tmp_path / "out.xlsx"
    path.write_text("old")
    assert _refused(path) == f'"{path}" exists and is kept; add --force to replace it.'
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_an_existing_file_is_replaced_with_force_and_keeps_its_permissions(tmp_path):
    path = tmp_path / "out.xlsx"
    path.write_text("old")
    path.chmod(0o640)
    with replace_when_complete(path, force=True) as draft:
        draft.write_text("new")
        assert path.read_text() == "old"
    assert path.read_text() == "new"
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_new_file_has_the_permissions_of_any_new_file(tmp_path):
    plain = tmp_path / "plain"
    plain.write_text("")
    with replace_when_complete(tmp_path / "out.xlsx") as draft:
        draft.write_text("new")
    assert (tmp_path / "out.xlsx").stat().st_mode == plain.stat().st_mode


def test_a_file_that_appears_meanwhile_is_kept(tmp_path):
    path = tmp_path / "out.xlsx"

    def meanwhile() -> None:
        with replace_when_complete(path) as draft:
            draft.write_text("mine")
            path.write_text("theirs")

    with pytest.raises(InputError, match="exists and is kept"):
        meanwhile()
    assert path.read_text() == "theirs"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("error", [RuntimeError("boom"), KeyboardInterrupt()])
def test_any_other_failure_passes_and_leaves_the_folder_as_it_was(tmp_path, error):
    path = tmp_path / "out.xlsx"
    path.write_text("old")
    with pytest.raises(type(error)):
        _write(path, error, force=True)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
@pytest.mark.parametrize("wrap", [lambda error: error, FileCreateError])
def test_a_full_disk_is_one_sentence_and_the_old_file_stays(tmp_path, number, wrap):
    path = tmp_path / "out.xlsx"
    path.write_text("old")
    sentence = _refused(path, wrap(OSError(number, os.strerror(number))), force=True)
    assert sentence == (
        f'"{path}" was not written: the disk is full; free some space and try again.'
    )
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_when_the_bytes_are_flushed(tmp_path, monkeypatch):
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert "the disk is full" in _refused(tmp_path / "out.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_writable(tmp_path, monkeypatch):
    def denied(*_: object) -> int:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "open", denied)
    path = tmp_path / "out.xlsx"
    assert _refused(path) == (
        f'"{path}" cannot be written: the folder "{tmp_path}" is not writable; '
        "choose another folder."
    )


def test_a_workbook_that_is_open_in_excel(tmp_path, monkeypatch):
    """Windows refuses to move a file over one that is open."""

    def locked(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Access is denied")

    path = tmp_path / "out.xlsx"
    path.write_text("old")
    monkeypatch.setattr(Path, "replace", locked)
    assert _refused(path, force=True) == (
        f'"{path}" cannot be replaced: it is open in another program or write-protected; '
        "close it or choose another name."
    )
    assert list(tmp_path.iterdir()) == [path]


def test_a_write_protected_file_is_kept_even_with_force(tmp_path):
    path = tmp_path / "out.xlsx"
    path.write_text("old")
    path.chmod(0o444)
    assert _refused(path, force=True) == f'"{path}" is write-protected; choose another name.'
    assert path.read_text() == "old"


def test_a_folder_that_does_not_exist(tmp_path):
    path = tmp_path / "reports" / "out.xlsx"
    assert _refused(path) == (
        f'"{path}" cannot be written: there is no folder "{path.parent}"; make it first.'
    )


def test_a_folder_in_the_place_of_the_file(tmp_path):
    assert _refused(tmp_path, force=True) == (
        f'"{tmp_path}" is a folder; add the name of the file to write.'
    )


def test_a_device_is_not_replaced():
    path = Path(os.devnull)
    assert _refused(path, force=True) == (f'"{path}" is not an ordinary file; choose another name.')


def test_a_name_that_is_too_long(tmp_path):
    path = tmp_path / ("x" * 300 + ".xlsx")
    assert "cannot be written" in _refused(path)
    assert list(tmp_path.iterdir()) == []


def test_a_link_is_followed(tmp_path):
    path, link = tmp_path / "real.xlsx", tmp_path / "link.xlsx"
    path.write_text("old")
    link.symlink_to(path)
    with replace_when_complete(link, force=True) as draft:
        draft.write_text("new")
    assert link.is_symlink()
    assert path.read_text() == "new"


def test_a_draft_that_a_killed_program_left_goes_with_the_next_file(tmp_path):
    left = tmp_path / ".labfolio-draft-0123456789abcdef.xlsx"
    left.write_text("half")
    hours_ago = time.time() - 2 * 3600
    os.utime(left, (hours_ago, hours_ago))
    _write(tmp_path / "out.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["out.xlsx"]


@pytest.mark.parametrize(
    "name",
    [
        ".labfolio-draft-0123456789abcdef-mine.xlsx",
        ".labfolio-draft-notes.xlsx",
        "labfolio-draft-0123456789abcdef.xlsx",
        ".labfolio-draft-0123456789ABCDEF.xlsx",
    ],
)
def test_no_other_file_is_taken_for_a_draft(tmp_path, name):
    (tmp_path / name).write_text("mine")
    os.utime(tmp_path / name, (0, 0))
    _write(tmp_path / "out.xlsx")
    assert (tmp_path / name).read_text() == "mine"


def test_a_draft_that_another_program_is_writing_stays(tmp_path):
    with replace_when_complete(tmp_path / "one.xlsx") as draft:
        draft.write_text("one")
        _write(tmp_path / "two.xlsx")
        assert draft.read_text() == "one"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.xlsx", "two.xlsx"]


def test_what_only_bears_the_name_of_a_draft_is_not_followed(tmp_path):
    """Neither a folder nor a link is one of ours."""
    (tmp_path / "mine").write_text("mine")
    link = tmp_path / ".labfolio-draft-0123456789abcdef.xlsx"
    link.symlink_to(tmp_path / "mine")
    os.utime(link, (0, 0), follow_symlinks=False)
    folder = tmp_path / ".labfolio-draft-fedcba9876543210"
    folder.mkdir()
    os.utime(folder, (0, 0))
    _write(tmp_path / "out.xlsx")
    assert link.is_symlink()
    assert folder.is_dir()
    assert (tmp_path / "mine").read_text() == "mine"


def test_a_folder_can_be_made_and_another_cure_told(tmp_path):
    path = tmp_path / "one" / "two" / "out.xlsx"
    with replace_when_complete(path, make_folder=True) as draft:
        draft.write_text("whole")
    assert path.read_text() == "whole"
    with (
        pytest.raises(InputError) as refused,
        replace_when_complete(path / "under.xlsx", make_folder=True, cure="ask its owner"),
    ):
        pytest.fail("the folder is a file")
    assert str(refused.value) == (
        f'"{path}/under.xlsx" cannot be written (File exists); ask its owner.'
    )


@pytest.mark.parametrize(
    ("path", "unlimited"),
    [
        (r"C:\folder\out.xlsx", r"\\?\C:\folder\out.xlsx"),
        (r"\\server\share\out.xlsx", r"\\?\UNC\server\share\out.xlsx"),
        (r"\\?\C:\folder\out.xlsx", r"\\?\C:\folder\out.xlsx"),
    ],
)
def test_windows_sets_no_limit_to_the_path_of_a_draft(monkeypatch, path, unlimited):
    monkeypatch.setattr(sys, "platform", "win32")
    assert str(save._unlimited(Path(path))) == unlimited


def test_a_target_can_be_checked_before_the_work(tmp_path):
    check_target(tmp_path / "out.xlsx")
    with pytest.raises(InputError, match="there is no folder"):
        check_target(tmp_path / "no" / "out.xlsx")
