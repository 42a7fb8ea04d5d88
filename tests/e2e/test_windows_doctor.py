"""``doctor --excel`` on a Windows without Excel, and the process that it would end there."""

import com_host
import pytest

from labfolio_xl.excel.checks_in_excel.check import STEPS
from labfolio_xl.excel.checks_in_excel.files import END

pytestmark = [pytest.mark.wine, pytest.mark.usefixtures("start_host")]

WITHOUT_EXCEL = """
import sys
from labfolio_xl import cli
code = cli.main(["doctor", "--excel", "--log", sys.argv[1]])
print("code", code)
"""
PROCESS = """
import subprocess, sys, time
from labfolio_xl.excel.checks_in_excel.instance import WindowsProcess
sleeper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
process = WindowsProcess(sleeper.pid)
print(process.ended(0.2))
process.kill()
print(process.ended(20), sleeper.wait(20) != 0, other.poll())
other.kill()
"""


def test_where_excel_is_not_installed_the_log_says_so_and_nothing_is_left(tmp_path):
    path = tmp_path / "log.txt"
    printed = com_host.run_python("-c", WITHOUT_EXCEL, com_host.windows(path), folder=tmp_path)
    assert printed.splitlines()[-1] == "code 1"
    text = path.read_bytes().decode("utf-8")
    lines = {line[24:].partition(":")[0]: line for line in text.splitlines() if " s  " in line}
    assert lines.keys() == {step.name for step in (*STEPS, *END)}
    assert lines["Excel starts"].startswith("FAULT")
    assert "is it installed for this user?" in lines["Excel starts"]
    assert lines["Cached values"].endswith("the template is not open")
    assert lines["No trace"].startswith("ok")
    assert "pywin32: " in text
    assert "Traceback" not in text


def test_a_process_is_ended_by_its_handle_and_another_one_is_not():
    printed = com_host.run_python("-c", PROCESS).split()
    assert printed == ["False", "True", "True", "None"]
