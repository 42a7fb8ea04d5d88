"""Single steps of the check in Excel, taken on the stand-ins."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from fake_instance import FakeHost

from labfolio_xl.excel.in_excel.check import STEPS
from labfolio_xl.excel.in_excel.files import END, copy_files, open_template, start
from labfolio_xl.excel.in_excel.session import Session
from labfolio_xl.excel.in_excel.step import take
from labfolio_xl.workbook.addin import addin
from labfolio_xl.workbook.analysis import analyse
from labfolio_xl.workbook.inputs import sample_inputs
from labfolio_xl.workbook.template import live_bytes

BY_NAME = {step.name: step for step in (*STEPS, *END)}


@cache
def template_bytes():
    """The template as it is made now; parsed once, since it takes seconds."""
    return live_bytes(analyse(sample_inputs()))


def written(folder):
    """Write template and add-in into a folder, and return their paths."""
    template, xlam = Path(folder) / "labfolio.xlsm", Path(folder) / "labfolio.xlam"
    template.write_bytes(template_bytes())
    xlam.write_bytes(addin())
    return template, xlam


def opened(folder, host=None, seconds=60.0):
    """Return a session in which the template is open."""
    session = Session(host or FakeHost(), *written(folder), seconds=seconds)
    for step in (copy_files, start, open_template):
        line = take(step, session)
        assert line.verdict == "ok", line
    return session


def taken(name, session):
    """Take the step of this name."""
    return take(BY_NAME[name], session)
