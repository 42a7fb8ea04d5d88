"""Take the Windows Python runtime out of the panda3d wheel: unpack_python.py WHEEL TREE."""

import sys
from pathlib import Path, PurePosixPath
from zipfile import ZipFile

FOLDER = "deploy_libs"
BESIDE_THE_PROGRAM = {"python311.dll": "python311.dll", "VCRUNTIME140.dll": "vcruntime140.dll"}
LIBRARIES = {"libffi-8.dll", "libcrypto-3.dll", "libssl-3.dll", "sqlite3.dll"}


def target(name: str, tree: Path) -> Path | None:
    """Say where a file of the wheel belongs in the tree, if anywhere."""
    path = PurePosixPath(name)
    if path.parent.name != FOLDER:
        return None
    if path.name in BESIDE_THE_PROGRAM:
        return tree / BESIDE_THE_PROGRAM[path.name]
    if path.suffix == ".pyd" or path.name in LIBRARIES:
        return tree / "DLLs" / path.name
    return None


def unpack(wheel: Path, tree: Path) -> None:
    """Write the runtime's files into the tree."""
    with ZipFile(wheel) as archive:
        for name in archive.namelist():
            place = target(name, tree)
            if place is not None:
                place.write_bytes(archive.read(name))


if __name__ == "__main__":
    unpack(Path(sys.argv[1]), Path(sys.argv[2]))
