"""Write a file beside its place and move it there when it is whole."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import stat
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from labfolio_xl.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["check_target", "replace_when_whole"]

_FULL = {errno.ENOSPC, errno.EDQUOT}
_DENIED = {errno.EACCES, errno.EPERM, errno.EROFS}


@contextmanager
def replace_when_whole(path: Path, *, force: bool = False) -> Iterator[Path]:
    """Give a path beside `path` to write to, and move it to `path` when the block ends well.

    Whoever reads `path` sees the old file or the new one, never a part. When the block fails,
    the old file stays as it was and nothing new is left in the folder.

    Parameters
    ----------
    path
        Where the file shall be. A link is followed: the file it points to is replaced.
    force
        Whether a file that exists there may be replaced.

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
    check_target(path, force=force)
    target = path.resolve()
    draft = target.with_name(f".labfolio-{secrets.token_hex(4)}{target.suffix}")
    try:
        _create(draft, like=target)
        yield draft
        _flush(draft)
        check_target(path, force=force)  # it may have appeared since the first look
        draft.replace(target)
    except Exception as error:
        cause = _os_error(error)
        if cause is None:
            raise
        raise InputError(_sentence(path, cause)) from error
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


def _create(draft: Path, *, like: Path) -> None:
    """Make an empty file with the permissions that the user expects of `like`."""
    os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    if like.exists():
        shutil.copymode(like, draft)


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


def _sentence(path: Path, error: OSError) -> str:
    if error.errno in _FULL:
        return f'"{path}" was not written: the disk is full; free some space and try again.'
    if error.errno in _DENIED and path.exists():
        return (
            f'"{path}" cannot be replaced: it is open in another program or write-protected; '
            "close it or choose another name."
        )
    if error.errno in _DENIED:
        return (
            f'"{path}" cannot be written: the folder "{path.parent}" is not writable; '
            "choose another folder."
        )
    reason = error.strerror or "the system gives no reason"
    return f'"{path}" cannot be written ({reason}); choose another name or folder.'
