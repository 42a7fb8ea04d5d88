"""The elements of an XML part, one after the other, as a parser sees them that nothing deceives."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.parsers import expat

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["is_plain", "walk_elements"]

_ANGLES_AND_QUOTES = b"<>\"'"
_ALL_ELSE = bytes(set(range(256)) - set(_ANGLES_AND_QUOTES))


def is_plain(xml: bytes) -> bool:
    """Whether patterns can find the elements of a well-formed part.

    So if no value of an attribute holds an angle bracket or a quote, all stand in double quotes,
    and there are no comments. A single quote in a text makes it "no" too.
    """
    content = xml[xml.find(b"?>") + 2 :] if xml.startswith(b"<?xml") else xml
    marks = content.translate(None, _ALL_ELSE).replace(b'""', b"")
    return b"<!" not in content and marks == b"<>" * (len(marks) // 2)


def walk_elements(
    xml: bytes,
    start: Callable[[str, dict[str, str]], object] | None = None,
    end: Callable[[str], object] | None = None,
    text: Callable[[str], object] | None = None,
) -> None:
    """Call functions with the name and the attributes of each element, at its end, and with text.

    Names keep their prefixes, since calamine does not ask what a prefix stands for.

    Raises
    ------
    ValueError
        It is no whole XML document, or has a document type, whose entities could be bombs.
    """
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_document_type
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    try:
        parser.Parse(xml, True)  # noqa: FBT003 - this is all
    except expat.ExpatError:
        message = "the document is damaged"
        raise ValueError(message) from None


def _refuse_document_type(*_: object) -> None:
    message = "no spreadsheet program writes a document type"
    raise ValueError(message)
