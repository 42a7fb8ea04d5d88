"""Where the tools of a contributor find the project: in the clone that this package lies in."""

from __future__ import annotations

from pathlib import Path

from labfolio_xl.errors import InputError

__all__ = ["clone_folder"]

ROOT = Path(__file__).parents[2]
# The clone has all of them beside the package, an installed wheel none.
BESIDE = ("pyproject.toml", "workbooks", "tests")


def clone_folder() -> Path:
    """Return the folder of the clone.

    Raises
    ------
    InputError
        If the package was not imported from a clone.
    """
    missing = [name for name in BESIDE if not (ROOT / name).exists()]
    if missing:
        raise InputError(
            f"This command works only in a clone of the project, but {missing[0]} is not beside "
            f'the package in "{ROOT}"; run it in the folder of a clone, or install the clone '
            'with: pip install -e ".[test]".'
        )
    return ROOT
