"""Make the files of the project that code makes: VBA, workbooks, manual, LibreOffice add-in.

A contributor runs ``python -m labfolio_xl.build`` after a change of functions, VBA or layout.
With ``--check`` nothing is written, and the exit code is 1 if a file is stale.
"""

from __future__ import annotations

import argparse
import sys

from labfolio_xl.build.clone import clone_folder
from labfolio_xl.errors import LabfolioError

STALE, NO_CLONE = 1, 2


def main(words: list[str] | None = None) -> int:
    """Run the command and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m labfolio_xl.build", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; tell what is stale")
    check = parser.parse_args(words).check
    try:
        folder = clone_folder()
    except LabfolioError as error:
        sys.stderr.write(f"{error}\n")
        return NO_CLONE
    # The imports take seconds, which neither --help nor the sentence above should wait for.
    from labfolio_xl.build import files

    found = files.stale_files(folder) if check else files.renew(folder)
    for path in found:
        sys.stdout.write(f"{'stale' if check else 'written'}: {path}\n")
    if not found:
        sys.stdout.write("Every built file is up to date.\n")
    elif check:
        sys.stdout.write("Run: python -m labfolio_xl.build\n")
    return STALE if check and found else 0


if __name__ == "__main__":
    sys.exit(main())
