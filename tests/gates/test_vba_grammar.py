"""Every module is VBA by the grammar of antlr4-vba, in each configuration of its #If blocks."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flavours import WITH_MACROS, planned_modules, vba_modules
from vba_configurations import CONFIGURATIONS, MAC, WINDOWS_32, WINDOWS_64, VbaError, resolved
from vba_grammar import faults

from labfolio_xl.vba.modules import own_modules
from labfolio_xl.vba.project_writer import stream_text


def streams(modules):
    """The text of each module as its stream holds it, by name."""
    return {module.name: stream_text(module) for module in modules}


def found(texts, configuration):
    """What is wrong, by module; modules with nothing wrong are left out."""
    wrong = {name: faults(text, configuration) for name, text in texts.items()}
    return {name: told for name, told in wrong.items() if told}


@pytest.mark.parametrize("configuration", CONFIGURATIONS)
@pytest.mark.parametrize("addin", [False, True], ids=["workbook", "add-in"])
def test_every_module_of_the_sources_is_vba(addin, configuration):
    assert found(streams(own_modules(addin=addin)), configuration) == {}


@pytest.mark.parametrize("configuration", CONFIGURATIONS)
@pytest.mark.parametrize("flavour", WITH_MACROS)
def test_every_module_of_a_built_file_is_vba(flavours, flavour, configuration):
    """The modules of the workbook and of the sheets too, as the file holds them."""
    texts = {module.name: module.code for module in vba_modules(flavours[flavour])}
    assert found(texts, configuration) == {}


@pytest.mark.parametrize("flavour", WITH_MACROS)
def test_a_built_file_holds_the_modules_of_the_plan(flavours, flavour):
    assert [m.name for m in vba_modules(flavours[flavour])] == planned_modules(flavour)


# name: a place in one of our modules, and what is put there
PLANTED = {
    "End If is missing": (r"\r\n *End If(?=\r\n)", ""),
    "End Sub is missing": (r"\r\nEnd Sub(?=\r\n)", ""),
    "End Sub in a function's place": (r"\r\nEnd Function(?=\r\n)", "\r\nEnd Sub"),
    "Declare without Lib": (r"(Declare PtrSafe \w+ \w+) Lib ", r"\1 "),
    "Declare without a name": (r"(Declare PtrSafe \w+) \w+ Lib", r"\1 Lib"),
    "a string is not closed": (r'("[^"\r\n]+)"(?=\r\n)', r"\1"),
    "a keyword as an argument's name": (r"\(ByVal \w+ As", "(ByVal Next As"),
    "a keyword as a variable's name": (r"(\r\n *)Dim \w+ As", r"\1Dim Loop As"),
    "a line is not continued": (r" _\r\n", "\r\n"),
    "a word behind the sign of continuation": (r" _\r\n", " _ x\r\n"),
    "a type is missing": (r" As String(?=\r\n)", " As"),
    "Then is missing": (r"(\r\n *If [^\r\n]*) Then(?=\r\n)", r"\1"),
    "a parenthesis is not closed": (r"(\r\n *\w+ = \w+\([^()\r\n]*)\)(?=\r\n)", r"\1"),
    "an operator without its right side": (r"(\r\n *\w+ = )[^\r\n]*(?=\r\n)", r"\1 1 +"),
    "a statement outside of procedures": (r"(\r\nEnd Sub\r\n)", r"\1Answer = 1\r\n"),
    "Loop is missing": (r"\r\n *(?:Loop|Next)(?: \w+)?(?=\r\n)", ""),
    "#End If is missing": (r"\r\n *#End If(?=\r\n)", ""),
    "an unknown constant in #If": (r"#If Mac ", "#If Mack "),
    "#If without Then": (r"(#If Mac) Then", r"\1"),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_error_is_found(fault):
    """In the shortest of our modules that has a place for it, in one configuration at least."""
    pattern, replacement = PLANTED[fault]
    texts = sorted(streams(own_modules(addin=True)).values(), key=len)
    sound = next(text for text in texts if re.search(pattern, text))
    spoilt = re.sub(pattern, replacement, sound, count=1)
    assert [found({"sound": sound}, name) for name in CONFIGURATIONS] == [{}, {}, {}]
    assert any(faults(spoilt, name) for name in CONFIGURATIONS)


def test_a_planted_error_in_a_class_is_found():
    """Whose header differs from that of a standard module."""
    module = next(module for module in own_modules(addin=True) if module.kind == "class")
    spoilt = replace(module, code=module.code + "\nPublic Sub Unfinished()\n")
    assert found(streams([module]), WINDOWS_64) == {}
    assert found(streams([spoilt]), WINDOWS_64) != {}


CONDITIONAL = """\
#Const App = "Microsoft Excel"
#If Mac Then
mac
#ElseIf Win64 And Not Mac Then
windows 64
    #If App = "Microsoft Excel" Then
excel
    #Else
another
    #End If
#Else
windows 32
#End If
always"""


@pytest.mark.parametrize(
    ("configuration", "kept"),
    [
        (WINDOWS_64, {4: "windows 64", 6: "excel", 13: "always"}),
        (WINDOWS_32, {11: "windows 32", 13: "always"}),
        (MAC, {2: "mac", 13: "always"}),
    ],
)
def test_a_configuration_keeps_its_lines_where_they_stand(configuration, kept):
    lines = resolved(CONDITIONAL, configuration).split("\r\n")
    assert {number: line for number, line in enumerate(lines) if line} == kept


def test_a_condition_that_cannot_be_judged_is_not_passed_over():
    with pytest.raises(VbaError, match="cannot judge"):
        resolved("#If Len(App) Then\n#End If\n", MAC)
