"""The wrappers of the worksheet functions: byte for byte what xlwings' import writes."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from vba_configurations import MAC, resolved

import labfolio_xl.sheet.functions  # noqa: F401  fills the registry
from labfolio_xl.sheet.boundary import REGISTRY
from labfolio_xl.vba import wrapper
from labfolio_xl.vba.modules import own_modules, project_for
from labfolio_xl.vba.project_reader import read_project
from labfolio_xl.vba.wrapper import udf_module, with_descriptions

# In a process of its own: the generator stands in for pywin32 and changes xlwings' decorators.
GENERATE = """
import sys
from labfolio_xl.vba.wrapper import FUNCTIONS, generate
sys.stdout.buffer.write(generate(sys.argv[2] or FUNCTIONS, sys.argv[1]).encode())
"""
EXAMPLE = '''
import xlwings as xw

@xw.func(category="Labfolio")
@xw.arg("assets", doc="a block")
def LF_ONE(assets, factors=None):
    """One."""

@xw.func
def LF_MANY(first, *rest):
    """Many."""

def not_a_worksheet_function():
    pass
'''


def generated(book_name, module="", **options):
    return subprocess.run(
        [sys.executable, "-c", GENERATE, book_name, module],
        capture_output=True,
        text=True,
        check=True,
        **options,
    ).stdout


@pytest.mark.parametrize("addin", [False, True])
def test_the_kept_module_is_what_xlwings_writes_now(addin):
    """When it differs, run ``python -m labfolio_xl.build``."""
    kept = re.sub(r"(?m)^Attribute LF_\w+\.VB_Description = .*\n", "", udf_module(addin=addin))
    assert kept == generated("labfolio.xlam" if addin else "labfolio.xlsm")


def test_the_kept_module_has_the_description_of_every_function():
    """When it differs, run ``python -m labfolio_xl.build``."""
    found = dict(re.findall(r'(?m)^Attribute (\w+)\.VB_Description = "(.*)"$', udf_module()))
    assert {n: s.replace('""', '"') for n, s in found.items()} == wrapper.summaries()


def test_no_function_returns_before_it_asks_python():
    """The guard that keeps functions out of the wizard gives 0 while a workbook opens.

    It looks at a command bar, which is disabled then too (xlwings issue 1574).
    """
    for wrapped in re.findall(r"(?s)\nFunction LF_.*?\nEnd Function", udf_module()):
        assert "CommandBars" not in wrapped
        assert wrapped.index("CallUDF") < wrapped.index("Exit Function")


@pytest.fixture(scope="module")
def texts():
    """Function name: what Excel is told of it, read from the module that tells it."""
    code = next(m.code for m in own_modules(addin=True) if m.name == wrapper.HELP_MODULE_NAME)
    found = re.findall(r"(?s)Describe Failure, (.*?)\nEnd Sub", code)
    parts = [re.findall(r'"((?:[^"]|"")*)"', text) for text in found]
    return {name: [part.replace('""', '"') for part in rest] for name, *rest in parts}


def test_the_wizard_is_told_of_every_function_and_argument(texts):
    """When it differs, run ``python -m labfolio_xl.build``."""
    assert texts == {
        name: [entry.summary, *(argument.help for argument in entry.arguments)]
        for name, entry in REGISTRY.items()
    }


def test_no_text_of_the_wizard_is_longer_than_excel_takes(texts):
    """Application.MacroOptions fails as a whole for a text of more than 255 characters."""
    assert max(len(text) for parts in texts.values() for text in parts) <= 255


def test_every_description_is_called_and_the_file_stays_unchanged():
    code = {m.name: m.code for m in own_modules(addin=True)}
    described = set(re.findall(r"Private Sub (Describe_\w+)", code[wrapper.HELP_MODULE_NAME]))
    assert len(described) == len(REGISTRY)
    called = re.findall(r"(?m)^    (Describe_\w+) Failure$", code[wrapper.HELP_MODULE_NAME])
    assert sorted(called) == sorted(described)
    kept = re.search(
        r"(?s)WasSaved = .*Saved\n.*DescribeFunctions.*\.Saved = WasSaved", code["LabfolioHelp"]
    )
    assert kept


@pytest.mark.parametrize("addin", [False, True])
def test_the_wizard_is_told_when_the_file_opens(addin):
    book = project_for(["ThisWorkbook", "Sheet1"], addin=addin)
    code = {module.name: module.code for module in read_project(book).modules}
    assert "Sub Workbook_Open()" in code["ThisWorkbook"]
    told = code["LabfolioSession" if addin else "ThisWorkbook"]
    assert "LabfolioRegisterHelp" in told


def test_nothing_that_excel_for_mac_does_not_know_is_compiled_there():
    """Its MacroOptions has no ArgumentDescriptions: one such line, and no module compiles."""
    for module in own_modules(addin=True):
        assert "ArgumentDescriptions" not in resolved(module.code, MAC)


def test_every_worksheet_function_has_a_wrapper_and_calls_the_package():
    text = udf_module()
    assert text.count("\nFunction LF_") == text.count("\nEnd Function") > 0
    assert f'XLPy.CallUDF("{wrapper.FUNCTIONS}", "LF_BETAS"' in text


def test_the_generator_takes_only_functions_that_are_decorated(tmp_path):
    (tmp_path / "example.py").write_text(EXAMPLE)
    text = generated("b.xlsm", "example", env={"PYTHONPATH": f"{tmp_path}:."})
    assert "Function LF_ONE(assets, Optional factors)\n" in text
    assert "Function LF_MANY(first, ParamArray rest())\n" in text
    assert "not_a_worksheet_function" not in text


def test_a_description_follows_the_signature():
    text = "Function LF_A(x)\n    LF_A = 1\nEnd Function\n\nFunction LF_B()\nEnd Function\n"
    described = with_descriptions(text, {"LF_A": 'Says "a".'})
    assert described == text.replace(
        "LF_A(x)\n", 'LF_A(x)\nAttribute LF_A.VB_Description = "Says ""a""."\n'
    )


def test_a_description_follows_a_signature_over_several_lines():
    text = "Function LF_A(x, _\n y)\n    LF_A = 1\nEnd Function\n"
    assert with_descriptions(text, {"LF_A": "A."}).startswith(
        'Function LF_A(x, _\n y)\nAttribute LF_A.VB_Description = "A."\n'
    )


def test_a_long_description_is_cut_where_excel_cuts():
    text = with_descriptions("Function LF_A()\nEnd Function\n", {"LF_A": "x" * 300})
    assert f'"{"x" * 255}"\n' in text


def test_every_function_of_the_add_in_names_the_workbook_in_front():
    assert "ThisWorkbook" not in udf_module(addin=True)
    assert "ActiveWorkbook" not in udf_module()
