"""Draw the pictures of the README from the demo workbook, with LibreOffice.

Run by a developer after a change of the layout (tests/e2e/calc/setup.sh installs what it needs)::

    python workbooks/pictures/make_pictures.py
"""  # noqa: INP001  a folder of pictures is not a package

from __future__ import annotations

import runpy
import tempfile
from pathlib import Path

from labfolio_xl.workbook.inputs import sample_inputs
from labfolio_xl.workbook.report import write_report

HERE = Path(__file__).parent
RENDER = HERE.parents[1] / "tests" / "e2e" / "calc" / "render.py"

# The sheets that are shown, by their place in the workbook, and the dots per inch of a picture
# that GitHub shows about 900 pixels wide.
PICTURES = {"dashboard.png": 2}
DPI = 100


def main() -> None:
    """Make the demo workbook in a folder of its own and draw it."""
    render = runpy.run_path(str(RENDER))["render"]
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "demo.xlsx"
        write_report(book, sample_inputs("us2022"))
        pages = render(book, Path(folder), dpi=DPI)
        for name, number in PICTURES.items():
            (HERE / name).write_bytes(pages[number - 1].read_bytes())


if __name__ == "__main__":
    main()
