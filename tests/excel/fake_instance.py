# ruff: noqa: D102 - the members are those of xlwings and of the check, which document them
"""An instance of Excel without Excel: it opens files, answers formulas and runs macros.

Formulas are answered by the registry of the worksheet functions, macros by
:mod:`labfolio_xl.excel.macros`. Of Excel's own members it has few; a step of the check that asks
for another one is not checked.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from pathlib import Path
from types import SimpleNamespace

from fake_app import FakeApp
from fake_book import FakeBook
from macro_stand_in import MacroStandIn
from xlwings import utils

from labfolio_xl.excel.book.formula_call import ARGUMENT, CALL
from labfolio_xl.plan.places import LOAD
from labfolio_xl.sheet.boundary import REGISTRY
from labfolio_xl.sheet.cells import as_block
from labfolio_xl.vba.upgrade import project_in

SETTINGS = ("calculation", "display_alerts", "enable_events", "status_bar")
REFERENCE = re.compile(r"'?([^'!]+)'?!(\$?[A-Z]+\$?\d+(?::\$?[A-Z]+\$?\d+)?)")
UNLESS_BLANK = re.compile(r'=IF\((\$[A-Z]+\$\d+)="","([^"]*)",\1\)')
TEST = re.compile(
    r"COUNT\(([^()]*)\)=(\d+)"
    r'|ABS\(SUMIF\(([^()]*?),"([<>])0"\)-\(([^()]*)\)\)<=([\d.E+-]+)'
)
OVER_A_RANGE = {"MIN": min, "MAX": max, "COUNT": len}
NOT_A_NUMBER = -2146826246  # COM's number of #N/A


class CalculatingApp(FakeApp):
    """The application of one workbook; formulas of Excel's own follow those of ours."""

    version = "stand-in"

    def __init__(self, book):
        super().__init__(book)
        self.display_alerts, self.enable_events, self.status_bar = False, True, False
        self.calculate_cell = answer

    def ask(self, sheet, place, text):
        """Return what a formula gives; of Excel's own functions too."""
        if "LF_" in text:
            return super().ask(sheet, place, text)
        return own_answer(self._book, text, sheet)

    def calculate_everything(self):
        """Calculate every formula, those of ours first."""
        for ours in (True, False):
            self._calculate_those(ours=ours)

    def _calculate_dirty(self):
        super()._calculate_dirty()
        self._calculate_those(ours=False)

    def _calculate_those(self, *, ours):
        for sheet in self._book.sheets:
            for place, text in list(sheet.formulas.items()):
                if ("LF_" in text) == ours:
                    sheet.recalculate(place)


def answer(book, text):
    """Return the rows that a formula gives: a call of a worksheet function, or of Excel's own."""
    call = CALL.fullmatch(text)
    if call is None:
        return own_answer(book, text)
    arguments = [value_of(book, part) for part in split(call[2])]
    return [
        [NOT_A_NUMBER if isinstance(cell, float) and cell != cell else naive(cell) for cell in row]
        for row in REGISTRY[call[1]].call(*arguments)
    ]


def own_answer(book, text, sheet=None):
    """Return what Excel's own functions give, those that the template uses."""

    def cells(address):
        place = address if "!" in address else f"{sheet.name}!{address}"
        return [cell for row in as_block(value_of(book, place)) for cell in row]

    if shown := UNLESS_BLANK.fullmatch(text):
        (cell,) = cells(shown[1])
        return [[shown[2] if cell in (None, "") else cell]]
    if joined := re.fullmatch(r"=TRIM\((.*)\)", text):
        words = [cells(part)[0] for part in joined[1].split('&" "&')]
        return [[" ".join(" ".join(str(word or "") for word in words).split())]]
    if unchanged := re.fullmatch(r'=IF\(AND\((.*)\),"","(.*)"\)', text):
        same = all(holds(book, test) for test in TEST.findall(unchanged[1]))
        return [["" if same else unchanged[2]]]
    function, reference = re.fullmatch(r"=(?:([A-Z]+)\()?([^()]+)\)?", text).groups()
    found = cells(reference)
    if function is None:
        return [[found[0]]]
    return [[OVER_A_RANGE[function]([cell for cell in found if cell is not None])]]


def holds(book, test):
    """Whether a count of numbers, or the sum of those of one sign, is what it has to be."""
    counted, count, summed, sign, total, near = test
    found = numbers_in(book, counted or summed)
    if counted:
        return len(found) == int(count)
    ours = [number for number in found if number * (1.0 if sign == ">" else -1.0) > 0.0]
    return abs(math.fsum(ours) - float(total)) <= float(near)


def numbers_in(book, address):
    """Return the numbers and dates within a range, which may be as large as a sheet."""
    name, cells = REFERENCE.fullmatch(address).groups()
    first, last = utils.a1_to_tuples(cells.replace("$", ""))
    found = [
        stored_number(cell)
        for (row, column), cell in book.sheets[name].cells.items()
        if first[0] <= row <= last[0] and first[1] <= column <= last[1]
    ]
    return [number for number in found if number is not None]


def stored_number(cell):
    """Return the number that a cell holds for a number or a date; None for another cell."""
    if isinstance(cell, dt.datetime):
        return (cell.replace(tzinfo=None) - dt.datetime(1899, 12, 30)) / dt.timedelta(days=1)
    return float(cell) if type(cell) in (int, float) else None


def naive(cell):
    """Return a date as a cell holds it, without a zone."""
    return cell.replace(tzinfo=None) if hasattr(cell, "tzinfo") else cell


def split(text):
    """Return the arguments of a call, as they are typed."""
    parts, position = [], 0
    while position < len(text):
        match = ARGUMENT.match(text, position)
        parts.append(match[1].strip())
        position = match.end()
    return parts


def value_of(book, part):
    """Return an argument: cells of a name or of an address, or a constant."""
    if not part:
        return None
    if part.startswith('"'):
        return part[1:-1].replace('""', '"')
    if part in ("TRUE", "FALSE"):
        return part == "TRUE"
    if re.fullmatch(r"-?[\d.]+(?:E-?\d+)?", part):
        return float(part)
    target = book.names[part].refers_to.removeprefix("=") if "!" not in part else part
    sheet, cells = REFERENCE.fullmatch(target).groups()
    first, last = utils.a1_to_tuples(cells.replace("$", ""))
    return book.sheets[sheet].range(first, last or first).api.Value2


class OpenBook(FakeBook):
    """A workbook in the instance: with its macros, and with the buttons of its file."""

    def __init__(self, instance, path):
        super().__init__(path.read_bytes(), path.name, str(path.parent))
        self.instance, self.app = instance, CalculatingApp(self)
        self.code = code_in(path)
        self.stand_in = instance.stand_in(self.code, self.app, instance.books)
        for sheet in self.sheets:
            if sheet.name == LOAD:  # a copy has none
                sheet.shapes = buttons_in(path)

    def macro(self, name):
        return lambda *arguments: self.stand_in.run(name, self, *arguments)

    def close(self):
        self.instance.opened.remove(self)

    @property
    def api(self):
        found = super().api
        if self.code:
            found.VBProject = project_of(self.code_by_module())
        return found

    def code_by_module(self):
        return modules_in(Path(self.fullname))


class OpenAddin:
    """The add-in in the instance: no sheets to see, and its VBA."""

    def __init__(self, path):
        self.name, self.fullname = path.name, str(path)
        self.api = SimpleNamespace(VBProject=project_of(modules_in(path)))

    def close(self):
        """Nothing holds it."""


class FakeBooks:
    """The workbooks of an instance."""

    def __init__(self, instance):
        self.instance = instance

    def __iter__(self):
        return iter(self.instance.opened)

    def open(self, path, *, update_links):
        assert update_links is False, "Excel would ask"
        path = Path(path)
        book = OpenAddin(path) if path.suffix == ".xlam" else OpenBook(self.instance, path)
        self.instance.opened.append(book)
        self.instance.on_open(book)
        return book


class FakeInstance:
    """What the check gets for xlwings' App."""

    version = "stand-in"
    stand_in = MacroStandIn

    def __init__(self):
        self.opened = []
        self.books = FakeBooks(self)
        self.api = FewMembers(self._calculate_full)
        self.on_open = lambda _: None

    def _calculate_full(self):
        for book in self.opened:
            if isinstance(book, OpenBook):
                book.app.calculate_everything()

    def _front(self):
        return self.opened[0].app

    def __getattr__(self, name):
        if name in SETTINGS:
            return getattr(self._front(), name)
        raise AttributeError(name, name=name, obj=self)

    def __setattr__(self, name, value):
        if name in SETTINGS:
            setattr(self._front(), name, value)
        else:
            super().__setattr__(name, value)


class FewMembers:
    """The Application of Excel itself, with the one member that is stood in for."""

    def __init__(self, calculate_full):
        self.CalculateFull = calculate_full


class FakeProcess:
    """A process that ends when its instance quits, or that stays."""

    def __init__(self, *, stays=False):
        self.stays, self.killed = stays, False

    def ended(self, within):
        assert within > 0
        return not self.stays or self.killed

    def kill(self):
        self.killed = True


class FakeHost:
    """Where the check finds this instance."""

    def __init__(self, on_open=lambda _: None, *, stays=False):
        self.instance, self.process = FakeInstance(), FakeProcess(stays=stays)
        self.instance.on_open = on_open
        self.asked_to_quit, self.running, self.faults = False, {11, 12}, []

    def start(self):
        return self.instance, self.process

    def quit(self, app):
        assert app is self.instance
        self.asked_to_quit = True

    def others(self):
        return frozenset(self.running)

    def setup_faults(self):
        return self.faults


def modules_in(path):
    """Return the VBA of a file by module; none where it has none."""
    if path.suffix not in (".xlsm", ".xlam"):
        return {}
    return {module.name: module.code for module in project_in(path).modules}


def code_in(path):
    return "\n".join(modules_in(path).values())


def project_of(modules):
    """Return a VBA project as Excel shows it to a program that it trusts."""
    return SimpleNamespace(VBComponents=[component(*pair) for pair in modules.items()])


def component(name, code):
    lines = code.splitlines()
    module = SimpleNamespace(
        CountOfLines=len(lines),
        Lines=lambda first, count: "\n".join(lines[first - 1 : first - 1 + count]),
    )
    return SimpleNamespace(Name=name, CodeModule=module)


def buttons_in(path):
    """Return the buttons of the sheet Load, from its drawing."""
    import zipfile

    with zipfile.ZipFile(path) as package:
        drawings = [name for name in package.namelist() if "vmlDrawing" in name]
        text = "".join(package.read(name).decode() for name in drawings)
    found = re.findall(r"<x:FmlaMacro>([^<]*)</x:FmlaMacro>", text)
    return [SimpleNamespace(api=SimpleNamespace(OnAction=macro)) for macro in found]
