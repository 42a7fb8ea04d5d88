"""Run by the Windows Python: write and read files that are locked, or that lie in odd places.

    python write_files.py FOLDER CSV

Prints a line of JSON: what came of each case, by its name.
"""

# ruff: noqa: T201 - its output is its result

import ctypes
import json
import sys
from contextlib import contextmanager
from ctypes import wintypes
from pathlib import Path

from labfolio_xl.errors import InputError
from labfolio_xl.files import read_table
from labfolio_xl.files.saving import replace_when_complete

READ_AND_WRITE, OPEN_EXISTING, FOR_READERS = 0xC0000000, 3, 1
INVALID = ctypes.c_void_p(-1).value
KERNEL = ctypes.WinDLL("kernel32", use_last_error=True)
KERNEL.CreateFileW.restype = wintypes.HANDLE
KERNEL.CloseHandle.argtypes = [wintypes.HANDLE]


@contextmanager
def opened(path, sharing):
    """Hold a file open as another program does; Excel lets others read and nothing else."""
    handle = KERNEL.CreateFileW(str(path), READ_AND_WRITE, sharing, None, OPEN_EXISTING, 0, None)
    if handle == INVALID:
        raise ctypes.WinError(ctypes.get_last_error())
    try:
        yield
    finally:
        KERNEL.CloseHandle(handle)


def write(path, text="new"):
    """Write a file as every command does; give the sentence when it cannot be."""
    try:
        with replace_when_complete(path, force=True) as draft:
            draft.write_text(text)
    except InputError as refused:
        return str(refused)
    return "written"


def read(path):
    """Read a file of returns; give the number of its columns, or the sentence."""
    try:
        return read_table(path, argument="assets").frame.shape[1]
    except InputError as refused:
        return str(refused)


def locked(folder, table):
    """A workbook that is open in Excel is kept; when it is closed, it is replaced."""
    path = folder / "book.xlsx"
    path.write_text("old")
    with opened(path, FOR_READERS):
        refused = write(path)
    kept = path.read_text()
    returns = folder / "returns.csv"
    returns.write_bytes(table)
    with opened(returns, FOR_READERS):
        beside = read(returns)
    with opened(returns, 0):
        alone = read(returns)
    return {
        "refused": refused,
        "kept": kept,
        "closed": write(path),
        "now": path.read_text(),
        "read beside another": beside,
        "read while another has it alone": alone,
        "left": sorted(found.name for found in folder.iterdir()),
    }


def odd(folder, table):
    """Write, and read again, under names that people have; give what could not be."""
    long = folder / ("d" * (250 - len(str(folder)) - len("\\\\book.csv")))
    places = {
        "spaces": folder / "a folder with spaces",
        "umlauts": folder / "Übersicht Größe",
        "ampersand": folder / "Smith & Sons",
        "250 characters": long,
        "verbatim": Path(f"\\\\?\\{folder}\\verbatim"),
    }
    done = {}
    for name, place in places.items():
        Path(f"\\\\?\\{place}" if name[0] == "2" else place).mkdir()
        path = place / "book.csv"
        said = write(path, table.decode())
        done[name] = [len(str(path)), said, read(path), [p.name for p in place.iterdir()]]
    done["too long"] = write(folder / ("n" * 300 + ".xlsx"))
    done["no share"] = write(Path("\\\\nowhere.invalid\\share\\book.xlsx"))
    return done


def main():
    """Do all cases."""
    folder, table = Path(sys.argv[1]), Path(sys.argv[2]).read_bytes()
    for name in ("locked", "odd"):
        (folder / name).mkdir()
    found = {"locked": locked(folder / "locked", table), "odd": odd(folder / "odd", table)}
    print(json.dumps(found))


if __name__ == "__main__":
    main()
