"""Write a file under a temporary name in its folder, and rename it when it is complete."""

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

__all__ = ["check_target", "replace_when_complete"]

_FULL = {errno.ENOSPC, errno.EDQUOT}
_DENIED = {errno.EACCES, errno.EPERM, errno.EROFS}

# The names of drafts; other programs do not use such names.
_DRAFT = re.compile(r"\.labfolio-draft-[0-9a-f]{16}(\.[^.]*)?")
# Writing takes seconds. An older draft was left by a program that was killed.
_STALE_AFTER = 3600.0


@contextmanager
def replace_when_complete(
    path: Path, *, force: bool = False, make_folder: bool = False, cure: str = ""
) -> Iterator[Path]:
    """Give the path of a draft to write to, and rename the draft to `path` if the block succeeds.

    Other programs see the old file or the new one at `path`, never a part. If the block fails,
    the old file is unchanged and the draft is removed. A program that is killed leaves its draft
    behind; the next one that writes to the folder removes it.

    Parameters
    ----------
    path
        The path of the file. If it is a link, the file that it points to is replaced.
    force
        Whether an existing file may be replaced.
    make_folder
        Whether a missing folder is made.
    cure
        What the user can do, if he cannot choose the path.

    Yields
    ------
    Path
        An empty file in the same folder, with the same suffix, to be overwritten.

    Raises
    ------
    InputError
        `path` cannot be written: it exists and `force` is False; it is open elsewhere or
        write-protected; its folder is missing or not writable; or the disk is full.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> folder = tempfile.TemporaryDirectory()
    >>> out = Path(folder.name) / "out.txt"
    >>> with replace_when_complete(out) as draft:
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
        check_target(path, force=force)  # the file may have been made in the meantime
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
    """Refuse a path that cannot be written to, before the content is computed.

    Raises
    ------
    InputError
        As in `replace_when_complete`, as far as it can be checked without writing.
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
    # On most systems a write-protected file can be replaced by renaming, so it is checked here.
    if not mode & stat.S_IWUSR:
        raise InputError(f'"{path}" is write-protected; choose another name.')


def _make_folder(path: Path, cure: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(_sentence(path, error, cure)) from error


def _unlimited(path: Path) -> Path:
    """Return a path in the form for which Windows has no limit of 260 characters.

    The name of the draft is long, so its path can be too long even if that of the file is not.
    """
    text = str(path)
    if sys.platform != "win32" or text.startswith("\\\\?\\"):
        return path
    share = text.startswith("\\\\")
    return Path(f"\\\\?\\UNC\\{text[2:]}" if share else f"\\\\?\\{text}")


def _create(draft: Path, *, like: Path) -> None:
    """Make an empty file with the permissions of `like`, if that exists."""
    os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    if like.exists():
        shutil.copymode(like, draft)


def _remove_stale_drafts(draft: Path) -> None:
    """Remove drafts of killed programs from the folder of a new draft.

    Their age is measured from the time stamp of the new draft, since the clock of the disk may be
    that of another machine.
    """
    latest = draft.stat().st_mtime - _STALE_AFTER
    with suppress(OSError), os.scandir(draft.parent) as entries:
        for entry in entries:
            if _DRAFT.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                with suppress(OSError):
                    if entry.stat(follow_symlinks=False).st_mtime < latest:
                        Path(entry.path).unlink()


def _flush(draft: Path) -> None:
    """Write the bytes to the disk before the file is renamed, so that a power cut loses nothing."""
    with draft.open("r+b") as file:
        os.fsync(file.fileno())


def _os_error(error: Exception) -> OSError | None:
    """Return the error of the operating system, also if XlsxWriter wrapped it in its own."""
    wrapped = error.args[0] if error.args else None
    for candidate in (error, wrapped):
        if isinstance(candidate, OSError):
            return candidate
    return None


def _sentence(path: Path, error: OSError, cure: str = "", *, drafted: bool = False) -> str:
    """Say why `path` was not written; if a draft was written, its folder is writable."""
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
