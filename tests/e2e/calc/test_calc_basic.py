"""LibreOffice reads the VBA of every built file, and its Basic compiles every module.

Basic is another language than VBA, and what it accepts is no proof for Excel. It finds blocks
that do not close, names declared twice and jumps to no label. It does not find a variable that
is not declared, a procedure or a type that does not exist, or arguments that do not fit, for it
looks these up when a line runs, and no line of ours is run. It has no conditional compilation:
each of the three configurations is resolved first, by the grammar of antlr4-vba. It does not
know PtrSafe, nor vbObjectError in a constant; these are put into its words. Modules of classes,
sheets and the workbook are compiled as standard modules, because only these can be called.
"""

from __future__ import annotations

import re

import pytest
from flavours import ADDIN, WITH_MACROS, built, planned_modules, rewritten, vba_modules
from vba_configurations import CONFIGURATIONS, WINDOWS_64, resolved

from labfolio_xl.vba.modules import own_modules
from labfolio_xl.vba.project_writer import stream_text
from labfolio_xl.workbook.package import ADDIN_TYPE, WORKBOOK_TYPE

pytestmark = pytest.mark.calc

# Of modules, classes and functions; LibreOffice leaves them out.
ATTRIBUTE = re.compile(r"(?m)^Attribute .*\n")


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Give every flavour with macros; LibreOffice opens an add-in only as a workbook."""
    folder = tmp_path_factory.mktemp("flavours")
    files = built(folder)
    as_workbook = {"[Content_Types].xml": (ADDIN_TYPE, WORKBOOK_TYPE)}
    files[ADDIN] = rewritten(files[ADDIN], folder / "addin.xlsm", as_workbook)
    return {flavour: files[flavour] for flavour in WITH_MACROS}


@pytest.fixture(scope="module")
def texts(office, files):
    """Give the modules that LibreOffice reads from each flavour."""
    from basic_compiler import NEVER, imported

    found = {}
    for flavour, path in files.items():
        document = office.load(path, MacroExecutionMode=NEVER)
        found[flavour] = imported(document)
        document.close(True)  # noqa: FBT003  UNO has no names for arguments
    return found


@pytest.fixture
def compiler(office):
    """Give a compiler of Basic."""
    from basic_compiler import Compiler

    compiler = Compiler(office)
    yield compiler
    compiler.close()


def without_attributes(text):
    return ATTRIBUTE.sub("", text.replace("\r\n", "\n")).strip("\n")


@pytest.mark.parametrize("flavour", WITH_MACROS)
def test_libreoffice_reads_every_module_as_the_file_has_it(texts, files, flavour):
    read = {name: text.strip("\n") for name, text in texts[flavour].items()}
    held = {m.name: without_attributes(m.code) for m in vba_modules(files[flavour])}
    assert sorted(read) == sorted(planned_modules(flavour))
    assert read == held


@pytest.mark.parametrize("configuration", CONFIGURATIONS)
@pytest.mark.parametrize("flavour", WITH_MACROS)
def test_every_module_compiles(compiler, texts, flavour, configuration):
    wrong = [
        name
        for name, text in texts[flavour].items()
        if not compiler.compiles(resolved(text, configuration))
    ]
    assert wrong == []


@pytest.mark.parametrize("configuration", CONFIGURATIONS)
def test_every_module_of_the_sources_compiles(compiler, configuration):
    wrong = [
        module.name
        for module in own_modules(addin=True)
        if not compiler.compiles(resolved(source(module), configuration))
    ]
    assert wrong == []


def source(module):
    return without_attributes(stream_text(module))


# name: a place in one of our modules, and what is put there
PLANTED = {
    "End If is missing": (r"\n *End If(?=\n)", ""),
    "End Sub is missing": (r"\nEnd Sub(?=\n)", ""),
    "Loop is missing": (r"\n *(?:Loop|Next)(?: \w+)?(?=\n)", ""),
    "a string is not closed": (r'("[^"\n]+)"(?=\n)', r"\1"),
    "a keyword as an argument's name": (r"\(ByVal \w+ As", "(ByVal Next As"),
    "a line is not continued": (r" _\n", "\n"),
    "a type is missing": (r" As String(?=\n)", " As"),
    "an operator without its right side": (r"(\n *\w+ = )[^\n]*(?=\n)", r"\1 1 +"),
    "a variable twice": (r"(\n *Dim \w+ As [^\n]+)", r"\1\1"),
    "a procedure twice": (r"(\nPublic Sub \w+\([^\n]*\n)", r"\1End Sub\1"),
    "a jump to no label": (r"On Error GoTo [A-Z]\w+", "On Error GoTo Nowhere"),
    "Declare without Lib": (r"(Declare PtrSafe \w+ \w+) Lib ", r"\1 "),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_error_is_found(compiler, fault):
    """In the shortest of our modules that has a place for it; silence would prove nothing."""
    pattern, replacement = PLANTED[fault]
    modules = [resolved(source(module), WINDOWS_64) for module in own_modules(addin=True)]
    modules = [text.replace("\r\n", "\n") for text in modules]
    sound = next(text for text in sorted(modules, key=len) if re.search(pattern, text))
    assert compiler.compiles(sound)
    assert not compiler.compiles(re.sub(pattern, replacement, sound, count=1))
    assert compiler.compiles(sound)
