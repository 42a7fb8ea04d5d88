"""Draw the pictures of the README from the demo workbook, with LibreOffice.

Run by a developer after a change of the layout (tests/e2e/calc/setup.sh installs what it needs)::

    python workbooks/pictures/make_pictures.py
"""  # noqa: INP001  a folder of pictures is not a package

from __future__ import annotations

import runpy
import subprocess
import tempfile
import zipfile
from pathlib import Path

import numpy as np

from labfolio_xl.plan.inputs import sample_inputs
from labfolio_xl.workbook.sheets_load import CAPTION
from labfolio_xl.workbook.writer import write_workbook

HERE = Path(__file__).parent
RENDER = HERE.parents[1] / "tests" / "e2e" / "calc" / "render.py"

# The sheets that are shown, by their place in the workbook, and the dots per inch of a picture
# that GitHub shows about 900 pixels wide.
PICTURES = {"model.png": 11, "risk.png": 13, "residuals.png": 17}
DPI = 100
WHITE, MARGIN = 255, 12


def main() -> None:
    """Make the demo workbook and the template in a folder of their own and draw them."""
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "demo.xlsx"
        write_workbook(book, sample_inputs("french"), "report")
        _draw(book, PICTURES)
        _draw_first_paper(book, HERE / "dashboard.png")
        live = Path(folder) / "live.xlsm"
        write_workbook(live, sample_inputs("us2022"), "365")
        _draw_paper(_with_printed_buttons(live), HERE / "load.png", CAPTION)


def _draw(book: Path, pictures: dict[str, int]) -> None:
    render = runpy.run_path(str(RENDER))["render"]
    pages = render(book, book.parent, dpi=DPI)
    for name, number in pictures.items():
        (HERE / name).write_bytes(pages[number - 1].read_bytes())


def _draw_paper(book: Path, picture: Path, text: str) -> None:
    """Draw the first page of paper that has a text, without what is white around it.

    Of a sheet as a whole LibreOffice draws the cells that hold something, and would cut a
    paragraph that runs over merged ones.
    """
    pdf = runpy.run_path(str(RENDER))["to_pdf"](book, book.parent, whole_sheets=False)
    words = ["pdftotext", str(pdf), "-"]
    texts = subprocess.run(words, check=True, capture_output=True).stdout.split(b"\f")  # noqa: S603  the words are those above
    number = next(n for n, page in enumerate(texts, 1) if text.encode() in page)
    draw = ["pdftoppm", "-r", str(DPI), "-singlefile", "-f", str(number)]
    page = subprocess.run(  # noqa: S603  the words are those above
        [*draw, str(pdf)], check=True, capture_output=True
    ).stdout
    _, size, _, pixels = page.split(b"\n", 3)
    width, height = map(int, size.split())
    ink = np.frombuffer(pixels, np.uint8).reshape(height, width, 3).min(axis=2) < WHITE
    footer = int(height * 0.93)  # the name of the file and the number of the page
    rows, columns = (np.flatnonzero(ink[:footer].any(axis=axis)) for axis in (1, 0))
    left, top = columns[0] - MARGIN, rows[0] - MARGIN
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
