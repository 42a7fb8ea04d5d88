"""What a grammar of VBA (antlr4-vba) finds wrong in the text of a module."""

from __future__ import annotations

import functools
import re

from antlr4_vba.vbaLexer import vbaLexer
from antlr4_vba.vbaParser import vbaParser
from vba_configurations import VbaError, parse, resolved

CLASS_HEADER = "VERSION 1.0 CLASS\r\nBEGIN\r\n  MultiUse = -1  'True\r\nEND\r\n"
HEADER = re.compile(r"\A(?:Attribute VB_\w+ = .*\r\n)*")
# What Office keeps with a class but does not export, so that the grammar does not know it.
NOT_EXPORTED = re.compile(r"(?m)^Attribute VB_(?:Base|TemplateDerived|Customizable) = .*\r\n")


def faults(code: str, configuration: str) -> list[str]:
    """What is wrong in the text of a module's stream, compiled in a configuration.

    The grammar knows the form of statements, not their meaning: a variable that is not
    declared, a procedure that does not exist, or a jump to no label passes.
    """
    try:
        text = resolved(code, configuration)
    except VbaError as error:
        return [str(error)]
    return list(_faults(as_exported(text)))


@functools.cache
def _faults(text: str) -> tuple[str, ...]:
    """Parsed once, however many files and configurations have the text."""
    _, errors = parse(vbaLexer, vbaParser, text)
    lines = text.split("\r\n")
    return tuple(f"{lines[line - 1].strip()!r}, {message}" for line, message in errors)


def as_exported(code: str) -> str:
    """Return a module as the VBA editor would export it, which is what the grammar describes."""
    header = HEADER.match(code)[0]
    if "Attribute VB_PredeclaredId" not in header:
        return code
    return CLASS_HEADER + NOT_EXPORTED.sub("", header) + code[len(header) :]
