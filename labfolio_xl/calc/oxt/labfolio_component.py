"""The component that LibreOffice loads: it declares the functions and passes their cells on.

It runs in LibreOffice's Python and uses only the standard library and UNO; the functions are
computed by labfolio's own Python (`client`). Methods and help come from functions.json, which is
generated from the declarations of the worksheet functions.
"""
# ruff: noqa: D102, N802 - the methods and their names are those of UNO's interfaces
# ruff: noqa: INP001 - a file of the add-in, no module of the package
# UNO's classes have no types.
# mypy: disable-error-code="misc"

from __future__ import annotations

import json
import traceback
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import uno
import unohelper
from com.sun.star.lang import Locale, XServiceInfo, XServiceName
from com.sun.star.sheet import LocalizedName, XAddIn, XCompatibilityNames
from org.labfolio.calc import XFunctions

from labfolio_xl.calc.client import Client, NoAnswer
from labfolio_xl.calc.wire import DAY_0, NOT_AVAILABLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from labfolio_xl.calc.wire import Cell, CellRows

SERVICE = "org.labfolio.calc.Functions"
ADD_IN = "com.sun.star.sheet.AddIn"
ENGLISH = Locale("en", "US", "")

LAST_ROW, LAST_COLUMN = 1_048_575, 16_383
DATE = uno.getConstantByName("com.sun.star.util.NumberFormat.DATE")

FUNCTIONS = {
    function["method"]: function
    for function in json.loads(Path(__file__).with_name("functions.json").read_text("utf-8"))
}
METHODS = {function["name"]: method for method, function in FUNCTIONS.items()}
CLIENT = Client()


class AddIn(unohelper.Base, XAddIn, XCompatibilityNames, XServiceName, XServiceInfo, XFunctions):
    """The methods that the function wizard and the formula compiler call.

    The methods of the worksheet functions are added below.
    """

    def __init__(self, _context: object) -> None:
        self._locale = ENGLISH

    def setLocale(self, locale: object) -> None:
        self._locale = locale

    def getLocale(self) -> object:
        return self._locale

    def getServiceName(self) -> str:
        return SERVICE

    def getImplementationName(self) -> str:
        return SERVICE

    def supportsService(self, name: str) -> bool:
        return name in self.getSupportedServiceNames()

    def getSupportedServiceNames(self) -> tuple[str, ...]:
        return (ADD_IN, SERVICE)

    def getProgrammaticFuntionName(self, name: str) -> str:  # UNO's spelling
        return METHODS.get(name.upper(), "")

    def getDisplayFunctionName(self, method: str) -> str:
        return text(method, "name")

    def getFunctionDescription(self, method: str) -> str:
        return text(method, "summary")

    def getDisplayArgumentName(self, method: str, number: int) -> str:
        return text_of_argument(method, number, "name")

    def getArgumentDescription(self, method: str, number: int) -> str:
        return text_of_argument(method, number, "help")

    def getProgrammaticCategoryName(self, _method: str) -> str:
        return "Add-In"

    def getDisplayCategoryName(self, _method: str) -> str:
        return "Add-In"

    def getCompatibilityNames(self, method: str) -> tuple[object, ...]:
        """Return the name that a formula has in an .xlsx file, for reading and writing it."""
        name = text(method, "name")
        return (LocalizedName(ENGLISH, name),) if name else ()


def text(method: str, key: str) -> str:
    """Return a text of a function; an empty one for a method that is no worksheet function."""
    return str(FUNCTIONS[method][key]) if method in FUNCTIONS else ""


def text_of_argument(method: str, number: int, key: str) -> str:
    """Return a text of an argument; the last one is the calling document and has none."""
    arguments = FUNCTIONS[method]["arguments"] if method in FUNCTIONS else []
    return str(arguments[number][key]) if number < len(arguments) else ""


def forward(method: str) -> Callable[..., CellRows]:
    """Make the method of one worksheet function."""
    name = FUNCTIONS[method]["name"]

    def call(_self: AddIn, *arguments: Any) -> CellRows:
        *values, document = arguments
        try:
            epoch = day_0(document)
            return show(CLIENT.ask(name, [read(v, document, epoch) for v in values], epoch))
        except NoAnswer as reason:
            sentence = str(reason)
        except Exception:  # noqa: BLE001  Calc would show #VALUE! without a reason
            sentence = CLIENT.record(traceback.format_exc())
        return ((f"#LF! {name}: {sentence}.",),)

    return call


def show(table: CellRows) -> CellRows:
    """Return the cells of a result, with Calc's #N/A for each missing number."""
    return tuple(tuple(NOT_AVAILABLE if cell is None else cell for cell in row) for row in table)


def day_0(document: Any) -> int:
    """Return day 0 of the document as a serial number, which is 0 for the usual 1899-12-30."""
    null = document.getPropertyValue("NullDate")
    return (date(null.Year, null.Month, null.Day) - DAY_0.date()).days


def read(value: Any, document: Any, epoch: int) -> object:
    """Return an argument as a value of a message: a number, a text, a table, or None."""
    if hasattr(value, "getRangeAddress"):
        value = read_range(value, document, epoch)
    if isinstance(value, tuple):
        return tuple(tuple(None if cell == "" else cell for cell in row) for row in value)
    return value


def read_range(cells: Any, document: Any, epoch: int) -> CellRows:
    """Return the cells of a range; Calc gives None where a cell holds an error."""
    cells = clip(cells)
    rows: CellRows = cells.getDataArray()
    if epoch == 0:
        return rows
    formats = document.getNumberFormats()
    return tuple(
        (shifted(row[0], cells.getCellByPosition(0, i), formats, epoch), *row[1:])
        for i, row in enumerate(rows)
    )


def clip(cells: Any) -> Any:
    """Return the used part of a range that has whole rows or columns, such as A:F."""
    address = cells.getRangeAddress()
    if address.EndRow < LAST_ROW and address.EndColumn < LAST_COLUMN:
        return cells
    sheet = cells.getSpreadsheet()
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)  # noqa: FBT003  UNO has no names for arguments
    used = cursor.getRangeAddress()
    right = max(min(address.EndColumn, used.EndColumn), address.StartColumn)
    bottom = max(min(address.EndRow, used.EndRow), address.StartRow)
    return sheet.getCellRangeByPosition(address.StartColumn, address.StartRow, right, bottom)


def shifted(value: Cell, cell: Any, formats: Any, epoch: int) -> Cell:
    """Return a number as labfolio expects it, with a date of another day 0 shifted."""
    if isinstance(value, float) and formats.getByKey(cell.NumberFormat).Type & DATE:
        return value + epoch
    return value


for _method in FUNCTIONS:
    setattr(AddIn, _method, forward(_method))

# LibreOffice's Python loader looks for this name.
g_ImplementationHelper = unohelper.ImplementationHelper()  # noqa: N816
g_ImplementationHelper.addImplementation(AddIn, SERVICE, (ADD_IN, SERVICE))
