"""Formulas of Calc in Excel's grammar: commas, Sheet!$A$1, English names."""

from __future__ import annotations

import uno

CONVENTION = uno.getConstantByName("com.sun.star.sheet.AddressConvention.XL_OOX")
TEXT = uno.getConstantByName("com.sun.star.util.NumberFormat.TEXT")
FORMULA = uno.Enum("com.sun.star.table.CellContentType", "FORMULA")


class Formulas:
    """Reads and writes the formulas of one document."""

    def __init__(self, document):
        self._formats = document.NumberFormats
        self._parser = document.createInstance("com.sun.star.sheet.FormulaParser")
        self._parser.CompileEnglish = True
        self._parser.FormulaConvention = CONVENTION
        self.origin = uno.createUnoStruct("com.sun.star.table.CellAddress", 0, 0, 0)

    def parse(self, text, at=None):
        """Return the tokens of a formula that stands in the cell `at`."""
        return self._parser.parseFormula(text.removeprefix("="), at or self.origin)

    def read_tokens(self, tokens, at=None):
        """Return tokens as a formula."""
        return "=" + self._parser.printFormula(tokens, at or self.origin)

    def read(self, block):
        """Return what a user sees in the formula bar, of several cells as rows."""
        rows = tuple(
            tuple(
                self._read_cell(block.getCellByPosition(column, row))
                if text.startswith(("=", "{"))
                else text
                for column, text in enumerate(texts)
            )
            for row, texts in enumerate(block.getFormulaArray())
        )
        return rows[0][0] if len(rows) == len(rows[0]) == 1 else rows

    def _read_cell(self, cell):
        if cell.Type != FORMULA:
            return cell.getFormula()
        return self.read_tokens(cell.getTokens(), cell.CellAddress)

    def write(self, block, value):
        """Write a formula, or a value, into each cell."""
        rows = value if isinstance(value, (list, tuple)) else None
        address = block.RangeAddress
        for row in range(address.EndRow - address.StartRow + 1):
            for column in range(address.EndColumn - address.StartColumn + 1):
                cell = block.getCellByPosition(column, row)
                text = value if rows is None else rows[row][column]
                if self._formats.getByKey(cell.NumberFormat).Type & TEXT:
                    cell.setString(text)  # a text that looks like a formula, as in Excel
                elif isinstance(text, str) and text.startswith("="):
                    cell.setTokens(self.parse(text, cell.CellAddress))
                else:
                    cell.setFormula("" if text is None else str(text))

    def read_array(self, block):
        """Return the array formula of a block, or of the one that its first cell belongs to."""
        tokens = block.getArrayTokens()
        first = block.getCellByPosition(0, 0)
        return self.read_tokens(tokens, first.CellAddress) if tokens else self._read_cell(first)

    def write_array(self, block, text):
        """Write one formula that fills the block."""
        at = block.getCellByPosition(0, 0).CellAddress
        block.setArrayTokens(self.parse(text, at))
