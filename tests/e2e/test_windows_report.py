"""The command line on Windows Python writes the workbook that it writes on Linux."""

import math
import subprocess
import sys
import zipfile

import com_host
import pytest
from python_calamine import CalamineWorkbook

pytestmark = [pytest.mark.wine, pytest.mark.usefixtures("start_host")]

# The two builds of OpenBLAS differ in the last bits of sums, and differences of near numbers
# keep fewer digits than their parts.
RELATIVE, ABSOLUTE = 1e-10, 1e-14
NAME = "labfolio-demo.xlsx"


@pytest.fixture(scope="module")
def both(start_host, tmp_path_factory):  # noqa: ARG001 - the package has to be there
    """Write the demonstration here and on Windows."""
    folders = [tmp_path_factory.mktemp("linux"), tmp_path_factory.mktemp("windows")]
    command = ["-m", "labfolio_xl.cli", "demo"]
    subprocess.run([sys.executable, *command], cwd=folders[0], check=True, capture_output=True)
    com_host.run_python(*command, folder=folders[1])
    return [folder / NAME for folder in folders]


def test_every_cell_is_the_same(both):
    linux, windows = (CalamineWorkbook.from_path(path) for path in both)
    assert linux.sheet_names == windows.sheet_names
    for name in linux.sheet_names:
        rows = zip(*(b.get_sheet_by_name(name).to_python() for b in (linux, windows)), strict=True)
        for one, other in rows:
            for a, b in zip(one, other, strict=True):
                if isinstance(a, float) and isinstance(b, float):
                    assert math.isclose(a, b, rel_tol=RELATIVE, abs_tol=ABSOLUTE), (name, one)
                else:
                    assert a == b, (name, one)


def test_whatever_holds_no_numbers_is_the_same_to_the_byte(both):
    """Styles, relations, defined names, drawings: only sheets and charts hold numbers."""
    linux, windows = (zipfile.ZipFile(path) for path in both)
    assert linux.namelist() == windows.namelist()
    for part in linux.namelist():
        if not part.startswith(("xl/worksheets/sheet", "xl/charts/chart")):
            assert linux.read(part) == windows.read(part), part
