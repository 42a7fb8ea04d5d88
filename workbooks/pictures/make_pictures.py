"""Draw the pictures of the README from the demo workbook, with LibreOffice.

Run by a developer after a change of the layout (tests/e2e/calc/setup.sh installs what it needs)::

    python workbooks/pictures/make_pictures.py
"""  # noqa: INP001  a folder of pictures is not a package

from __future__ import annotations

import runpy
import subprocess
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from labfolio_xl.plan.branding import TITLE
from labfolio_xl.plan.inputs import sample_inputs
from labfolio_xl.workbook.sheets_load import CAPTION
from labfolio_xl.workbook.writer import write_workbook

HERE = Path(__file__).parent
RENDER = HERE.parents[1] / "tests" / "e2e" / "calc" / "render.py"

# What is shown of a report: the pages of paper with these words. The number of a page changes with
# every table that grows, its title does not.
OF_A_REPORT = {
    "dashboard.png": TITLE,
    "risk.png": "Where the risk comes from",
    "betas.png": "How much each asset moves with each factor",
    "lambdas.png": "What the factors paid, date by date",
}
# Dots per inch of a picture that GitHub shows about 900 pixels wide.
DPI = 100
WHITE, MARGIN = 255, 12


def main() -> None:
    """Make the demo workbook and the template in a folder of their own and draw them."""
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "demo.xlsx"
        write_workbook(book, sample_inputs("french"), "report")
        _draw(book, OF_A_REPORT)
        live = Path(folder) / "live.xlsm"
        write_workbook(live, sample_inputs("us2022"), "365")
        _draw(_with_printed_buttons(live), {"load.png": CAPTION})


def _draw(book: Path, pictures: Mapping[str, str]) -> None:
    """Draw the first page that has a text, for each picture.

    Of a sheet as a whole LibreOffice draws the cells that hold something, and would cut a
    paragraph that runs over merged ones.
    """
    pdf = runpy.run_path(str(RENDER))["to_pdf"](book, book.parent, whole_sheets=False)
    words = ["pdftotext", str(pdf), "-"]
    pages = subprocess.run(words, check=True, capture_output=True).stdout.split(b"\f")  # noqa: S603  the words are those above
    for name, text in pictures.items():
        number = next(n for n, page in enumerate(pages, 1) if text.encode() in page)
        _draw_page(pdf, number, HERE / name)


def _draw_page(pdf: Path, number: int, picture: Path) -> None:
    """Draw a page without what is white around it."""
    draw = ["pdftoppm", "-r", str(DPI), "-singlefile", "-f", str(number)]
    page = subprocess.run(  # noqa: S603  the words are those above
        [*draw, str(pdf)], check=True, capture_output=True
    ).stdout
    _, size, _, pixels = page.split(b"\n", 3)
    width, height = map(int, size.split())
    ink = np.frombuffer(pixels, np.uint8).reshape(height, width, 3).min(axis=2) < WHITE
    footer = int(height * 0.93)  # the name of the file and the number of the page
    rows, columns = (np.flatnonzero(ink[:footer].any(axis=axis)) for axis in (1, 0))
    left, top = max(columns[0] - MARGIN, 0), max(rows[0] - MARGIN, 0)
    across, down = columns[-1] - left + MARGIN, rows[-1] - top + MARGIN
    crop = ["-x", left, "-y", top, "-W", across, "-H", down]
    target = str(picture.with_suffix(""))
    crop_to_png = [*draw, *map(str, crop), "-png", str(pdf), target]
    subprocess.run(crop_to_png, check=True)  # noqa: S603  the same


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
