"""LibreOffice Basic as a compiler of VBA.

Without a screen LibreOffice says nothing of an error in Basic: a call simply returns nothing.
So a function that answers is put below a module's text and called: it answers only if the
whole module was compiled.
"""

from __future__ import annotations

import itertools
import re

from com.sun.star.script.provider import ScriptFrameworkErrorException

NEVER, ALWAYS = 0, 4  # com.sun.star.document.MacroExecMode: never, always without a warning
LIBRARY, ANSWER = "Gate", "compiled"
# How LibreOffice begins a module that it imports; only one of this kind has functions to call.
HEAD = "Rem Attribute VBA_ModuleType=VBAModule\nOption VBASupport 1\n"
IMPORTED_HEAD = re.compile(
    r"\ARem Attribute VBA_ModuleType=\w+\nOption VBASupport 1\n(?:Option ClassModule\n)?"
)
# What this Basic does not know, and what it is given instead.
UNKNOWN = {"Declare PtrSafe ": "Declare ", "vbObjectError": "-2147221504"}


def imported(document) -> dict[str, str]:
    """The texts of the modules that LibreOffice has read from a file, by name."""
    (name,) = set(document.BasicLibraries.ElementNames) - {"Standard"}
    library = document.BasicLibraries.getByName(name)
    return {
        module: IMPORTED_HEAD.sub("", library.getByName(module)) for module in library.ElementNames
    }


class Compiler:
    """A library of Basic in a document of its own."""

    def __init__(self, office) -> None:
        self.document = office.new(MacroExecutionMode=ALWAYS)
        self.libraries = self.document.BasicLibraries
        self.libraries.createLibrary(LIBRARY)
        self.library = self.libraries.getByName(LIBRARY)
        self.numbers = itertools.count()

    def close(self) -> None:
        """Close the document."""
        self.document.close(True)  # noqa: FBT003  UNO has no names for arguments

    def compiles(self, text: str) -> bool:
        """Whether a module is compiled: conditional compilation has to be resolved before."""
        for word, known in UNKNOWN.items():
            text = text.replace(word, known)
        # Names are never used twice, so that no answer comes from an earlier module.
        name = f"Answer{next(self.numbers)}"
        function = f'Public Function {name}() As String\n    {name} = "{ANSWER}"\nEnd Function\n'
        self.library.insertByName(f"Module{name}", f"{HEAD}{text}\n{function}")
        try:
            return self._call(f"Module{name}", name) == ANSWER
        finally:
            self.library.removeByName(f"Module{name}")

    def _call(self, module: str, function: str):
        place = (
            f"vnd.sun.star.script:{LIBRARY}.{module}.{function}?language=Basic&location=document"
        )
        try:
            script = self.document.getScriptProvider().getScript(place)
        except ScriptFrameworkErrorException:  # so broken that the function is not found
            return None
        value, _, _ = script.invoke((), (), ())
        return value
