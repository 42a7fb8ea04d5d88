"""Read the formulas of a workbook's parts as a stream, without building a tree of the cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, TYPE_CHECKING
from xml.parsers import expat

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["CellFormula", "cell_formulas"]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SEPARATOR = " "
_CELL, _FORMULA = f"{_MAIN}{_SEPARATOR}c", f"{_MAIN}{_SEPARATOR}f"
_CHUNK = 2**16
# The longest formula of Excel. The rest of a longer text is not kept.
_LONGEST_FORMULA = 8192


@dataclass(frozen=True, slots=True)
class CellFormula:
    """A formula and the address of its cell."""

    address: str
    text: str


def cell_formulas(sheet: IO[bytes]) -> Iterator[CellFormula]:
    """Yield the formulas of a sheet's XML, which is read in small pieces.

    Raises
    ------
    ValueError, expat.ExpatError
        The XML is damaged, or declares a document type, which no workbook has and in which
        entities could be defined.
    """
    reader = _Reader()
    while chunk := sheet.read(_CHUNK):
        reader.parser.Parse(chunk)
        yield from reader.take()
    reader.parser.Parse(b"", True)  # noqa: FBT003 - it takes no keyword arguments


class _Reader:
    """The handler that the parser calls for each element; it keeps the formulas of one piece."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
        self.parser.StartElementHandler = self._start
        self.parser.StartDoctypeDeclHandler = self._refuse_doctype
        self._found: list[CellFormula] = []
        self._address = ""
        self._text = ""

    def take(self) -> list[CellFormula]:
        """Return the formulas that were found since the last call."""
        found, self._found = self._found, []
        return found

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == _CELL:
            self._address = attributes.get("r", "")
        elif name == _FORMULA:
            self._text = ""
            self.parser.CharacterDataHandler = self._add
            self.parser.EndElementHandler = self._end

    def _add(self, text: str) -> None:
        if len(self._text) < _LONGEST_FORMULA:
            self._text += text[:_LONGEST_FORMULA]

    def _end(self, name: str) -> None:
        if name == _FORMULA:
            self._found.append(CellFormula(self._address, self._text))
            self.parser.CharacterDataHandler = self.parser.EndElementHandler = None

    def _refuse_doctype(self, *_declared: object) -> None:
        raise ValueError("a part of a workbook declares no document type")
