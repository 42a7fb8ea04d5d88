"""Write a file beside its place and move it there when it is whole."""

from __future__ import annotations

import errno
import os
import re
import secrets
import shutil
import stat
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from labfolio_xl.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["check_target", "replace_when_whole"]

_FULL = {errno.ENOSPC, errno.EDQUOT}
_DENIED = {errno.EACCES, errno.EPERM, errno.EROFS}

# A name that nobody else gives to a file: what bears it is a draft of ours.
_DRAFT = re.compile(r"\.labfolio-draft-[0-9a-f]{16}(\.[^.]*)?")
# Writing takes seconds. What is older was left by a program that was killed.
_STALE_AFTER = 3600.0


@contextmanager
def replace_when_whole(
    path: Path, *, force: bool = False, make_folder: bool = False, cure: str = ""
) -> Iterator[Path]:
    """Give a path beside `path` to write to, and move it to `path` when the block ends well.

    Whoever reads `path` sees the old file or the new one, never a part. When the block fails,
    the old file stays as it was and nothing new is left in the folder. A program that is killed
    cannot clean up: the draft it leaves is removed by a later one that writes to the folder.

    Parameters
    ----------
    path
        Where the file shall be. A link is followed: the file it points to is replaced.
    force
        Whether a file that exists there may be replaced.
    make_folder
        Whether a folder that is missing is made.
    cure
        What the user can do where the place is not of his choice.

    Yields
    ------
    Path
        An empty file in the same folder, with the same suffix, to be overwritten.

    Raises
    ------
    InputError
        If `path` cannot be written: it exists and `force` is False, it is open elsewhere or
        write-protected, its folder is missing or not writable, the disk is full.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> folder = tempfile.TemporaryDirectory()
    >>> out = Path(folder.name) / "out.txt"
    >>> with replace_when_whole(out) as draft:
    ...     length = draft.write_text("whole")
    ...     print(out.exists())
    False
    >>> out.read_text()
    'whole'
    >>> folder.cleanup()
    """
    if make_folder:
        _make_folder(path, cure)
    check_target(path, force=force)
    target = _unlimited(path.resolve())
    draft = target.with_name(f".labfolio-draft-{secrets.token_hex(8)}{target.suffix}")
    try:
        _create(draft, like=target)
        _remove_stale_drafts(draft)
        yield draft
        _flush(draft)
        check_target(path, force=force)  # it may have appeared since the first look
        draft.replace(target)
    except Exception as error:
        cause = _os_error(error)
        if cause is None:
            raise
        drafted = os.path.lexists(draft)
        raise InputError(_sentence(path, cause, cure, drafted=drafted)) from cause
    finally:
        with suppress(OSError):
            draft.unlink()


def check_target(path: Path, *, force: bool = False) -> None:
    """Refuse a place that a file cannot be written to, before work is spent on it.

    Raises
    ------
    InputError
        As in `replace_when_whole`, as far as it shows without writing.
    """
    try:
        _check_target(path, force=force)
    except OSError as error:
        raise InputError(_sentence(path, error)) from error


def _check_target(path: Path, *, force: bool) -> None:
    if not path.parent.is_dir():
        raise InputError(
            f'"{path}" cannot be written: there is no folder "{path.parent}"; make it first.'
        )
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return
    if stat.S_ISDIR(mode):
        raise InputError(f'"{path}" is a folder; add the name of the file to write.')
    if not stat.S_ISREG(mode):
        raise InputError(f'"{path}" is not an ordinary file; choose another name.')
    if not force:
        raise InputError(f'"{path}" exists and is kept; add --force to replace it.')
    # Moving a file over a write-protected one succeeds on most systems, so ask.
    if not mode & stat.S_IWUSR:
        raise InputError(f'"{path}" is write-protected; choose another name.')


def _make_folder(path: Path, cure: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(_sentence(path, error, cure)) from error


def _unlimited(path: Path) -> Path:
    """Return a path in the form for which Windows has no limit of 260 characters.

    The draft has a name of its own, so its path can be too long where that of the file is not.
    """
    text = str(path)
    if sys.platform != "win32" or text.startswith("\\\\?\\"):
        return path
    share = text.startswith("\\\\")
    return Path(f"\\\\?\\UNC\\{text[2:]}" if share else f"\\\\?\\{text}")


def _create(draft: Path, *, like: Path) -> None:
    """Make an empty file with the permissions that the user expects of `like`."""
    os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    if like.exists():
        shutil.copymode(like, draft)


def _remove_stale_drafts(draft: Path) -> None:
    """Remove what programs that were killed have left in the folder of a new draft.

    The new draft tells the time: that of the disk, which may be another machine's.
    """
    latest = draft.stat().st_mtime - _STALE_AFTER
    with suppress(OSError), os.scandir(draft.parent) as entries:
        for entry in entries:
            if _DRAFT.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                with suppress(OSError):
                    if entry.stat(follow_symlinks=False).st_mtime < latest:
                        Path(entry.path).unlink()


def _flush(draft: Path) -> None:
    """Have the bytes on the disk before the name changes, so that a power cut loses nothing."""
    with draft.open("r+b") as file:
        os.fsync(file.fileno())


def _os_error(error: Exception) -> OSError | None:
    """Return the system's error, also from inside the one that XlsxWriter makes of it."""
    wrapped = error.args[0] if error.args else None
    for candidate in (error, wrapped):
        if isinstance(candidate, OSError):
            return candidate
    return None


def _sentence(path: Path, error: OSError, cure: str = "", *, drafted: bool = False) -> str:
    """Say why `path` was not written; a draft beside it proves that its folder takes files."""
    if error.errno in _FULL:
        return f'"{path}" was not written: the disk is full; free some space and try again.'
    if error.errno in _DENIED and drafted:
        return (
            f'"{path}" cannot be replaced: it is open in another program or write-protected; '
            f"{cure or 'close it or choose another name'}."
        )
    if error.errno in _DENIED:
        return (
            f'"{path}" cannot be written: the folder "{path.parent}" is not writable; '
            f"{cure or 'choose another folder'}."
        )
    reason = error.strerror or "the system gives no reason"
    return f'"{path}" cannot be written ({reason}); {cure or "choose another name or folder"}.'
