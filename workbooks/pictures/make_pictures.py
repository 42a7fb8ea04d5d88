"""Draw the pictures of the README from the demo workbook, with LibreOffice.

Run by a developer after a change of the layout (tests/e2e/calc/setup.sh installs what it needs)::

    python workbooks/pictures/make_pictures.py
"""  # noqa: INP001  a folder of pictures is not a package

from __future__ import annotations

import runpy
import tempfile
import zipfile
from pathlib import Path

from labfolio_xl.workbook.inputs import sample_inputs
from labfolio_xl.workbook.report import write_report
from labfolio_xl.workbook.template import write_live

HERE = Path(__file__).parent
RENDER = HERE.parents[1] / "tests" / "e2e" / "calc" / "render.py"

# The sheets that are shown, by their place in the workbook, and the dots per inch of a picture
# that GitHub shows about 900 pixels wide.
PICTURES = {"dashboard.png": 2, "model.png": 11, "risk.png": 13, "residuals.png": 17}
LIVE_PICTURES = {"start.png": 1}
DPI = 100


def main() -> None:
    """Make the demo workbook and the template in a folder of their own and draw them."""
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "demo.xlsx"
        write_report(book, sample_inputs("us2022"))
        _draw(book, PICTURES)
        live = Path(folder) / "live.xlsm"
        write_live(live, sample_inputs("us2022"))
        _draw(_with_printed_buttons(live), LIVE_PICTURES)


def _draw(book: Path, pictures: dict[str, int]) -> None:
    render = runpy.run_path(str(RENDER))["render"]
    pages = render(book, book.parent, dpi=DPI)
    for name, number in pictures.items():
        (HERE / name).write_bytes(pages[number - 1].read_bytes())


def _with_printed_buttons(book: Path) -> Path:
    """Return a copy whose buttons show on paper too, which is how LibreOffice draws a sheet."""
    copy = book.with_name("printed.xlsm")
    with zipfile.ZipFile(book) as source, zipfile.ZipFile(copy, "w") as target:
        for name in source.namelist():
            hidden = b"<x:PrintObject>False</x:PrintObject>"
            target.writestr(name, source.read(name).replace(hidden, b""))
    return copy


if __name__ == "__main__":
    main()
