"""Build the template, labfolio.xlsm: the live workbook of the sample returns.

``python -m labfolio_xl.workbook.template workbooks/labfolio.xlsm`` writes it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from labfolio_xl.plan.analysis import analyse
from labfolio_xl.plan.inputs import sample_inputs
from labfolio_xl.workbook.writer import workbook_bytes

__all__ = ["template"]


def template() -> bytes:
    """Return the bytes of labfolio.xlsm."""
    return workbook_bytes(analyse(sample_inputs()), "365")


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(template())
