"""The one decorator between a cell and a function of the sheet.

``@worksheet`` takes a plain function of tables and options and makes of it what a host calls
with raw cells: each argument is read as its annotation says (type, kind, help), the result
becomes cells, a user's mistake becomes one sentence in the top-left cell, and whatever else goes
wrong is logged. It keeps the registry that xlwings, the VBA wrapper, Calc, LF_HELP and the manual
read.
"""

from __future__ import annotations

import inspect
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args

from labfolio_xl.blocks import ERROR_MARK
from labfolio_xl.errors import InputError, LabfolioError, printable
from labfolio_xl.sheet.arguments.kinds import Dated, SettingsBlock, label
from labfolio_xl.sheet.cells import counted_from, is_empty, to_cells
from labfolio_xl.sheet.docstring import read_docstring
from labfolio_xl.sheet.error_log import ErrorLog
from labfolio_xl.sheet.gate import first_warning, opened, through_gate, with_warning
from labfolio_xl.sheet.settings import NONE, Uses, uses_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from labfolio_xl.blocks import Rows
    from labfolio_xl.blocks.cells.values import Cell
    from labfolio_xl.options import DateOrder
    from labfolio_xl.sheet.arguments.kinds import ArgumentKind
    from labfolio_xl.sheet.cells import Result
    from labfolio_xl.sheet.shown import ShownTable

__all__ = [
    "CATEGORY",
    "ERRORS",
    "REGISTRY",
    "SMALL_RANGE",
    "Argument",
    "WorksheetFunction",
    "register_with_xlwings",
    "worksheet",
]

CATEGORY = "Labfolio"

# What Excel's function wizard shows at most.
MAX_HELP = 255
MAX_NAMES = 254
# What a reader takes in; a name in a cell may have 32767 characters.
MAX_SENTENCE = 500

# Words that VBA keeps for itself ([MS-VBAL] 3.3.5.2): one of them as the name of an argument, and
# no function of the module compiles.
VBA_WORDS = """
abs addressof and any array as attribute boolean byref byte byval call case cbool cbyte ccur
cdate cdbl cdec cint circle clng clnglng clngptr close const csng cstr currency cvar cverr date
debug decimal declare dim do doevents double each else elseif empty end endif enum eqv erase
event exit false fix for friend function get global gosub goto if imp implements in input inputb
int integer is lbound len lenb let like lock long longlong longptr loop lset me mod new next not
nothing null on open option optional or paramarray preserve print private pset public put
raiseevent redim rem resume return rset scale seek select set sgn shared single spc static stop
string sub tab then to true type typeof ubound unlock until variant wend while with withevents
write xor
"""

# The order of the functions in the manual and in LF_HELP.
TOPICS = ("data", "exposures", "premia", "tests", "risk", "help")

# A range with fewer cells is read as it is; asking Excel which part is used would cost more.
SMALL_RANGE = 200_000


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a worksheet function.

    Attributes
    ----------
    name, help : str
    kind : ArgumentKind
        How raw cells are read.
    optional : bool
        Whether it may be left out, which a blank cell or an empty range does too.
    default
        What the function gets then.
    """

    name: str
    help: str
    kind: ArgumentKind
    optional: bool
    default: Any

    def read(self, raw: Cell, order: DateOrder | None = None) -> Any:
        """Return the value that the function gets for raw cells, with dates in that order."""
        if is_empty(raw):
            if self.optional:
                return self.default
            raise InputError(f"{label(self.name)}: the cells are empty; select {self.kind.takes}.")
        return self.kind.with_order(order).read(raw, self.name)


@dataclass(frozen=True, slots=True)
class WorksheetFunction:
    """A function of the sheet, as every host and the manual see it.

    Attributes
    ----------
    name, topic, summary : str
    spills : str
        What comes out.
    notes : str
    examples : tuple of str
        Formulas.
    arguments : tuple of Argument
    uses : Uses
        The settings that it uses.
    shows : tuple of ShownTable
        The tables of the workbook that it spills.
    formats : mapping
        By header: the style of the numbers below it.
    looks_at_tables : bool
        Whether it reports on the tables as they are, mistakes included.
    call : callable
        Takes raw cells by position, returns rows of cells, never raises.
    answer : callable
        The same for tables and values by the name of their argument, as Python has them.
    """

    name: str
    topic: str
    summary: str
    spills: str
    notes: str
    examples: tuple[str, ...]
    arguments: tuple[Argument, ...]
    uses: Uses
    shows: tuple[ShownTable, ...]
    formats: Mapping[str, str]
    looks_at_tables: bool
    call: Callable[..., Rows]
    answer: Callable[..., Rows]

    @property
    def signature(self) -> str:
        """The function as one types it, optional arguments in brackets."""
        names = (f"[{a.name}]" if a.optional else a.name for a in self.arguments)
        return f"{self.name}({', '.join(names)})"


REGISTRY: dict[str, WorksheetFunction] = {}
ERRORS = ErrorLog()


def worksheet(
    topic: str,
    *,
    asks: Callable[..., object] | None = None,
    reads: Iterable[str] = (),
    renamed: Mapping[str, str] | None = None,
    shows: Sequence[ShownTable] = (),
    formats: Mapping[str, str] | None = None,
    blank_missing: bool = False,
    on_mistake: Callable[[str], Result] | None = None,
) -> Callable[[Callable[..., Result]], Callable[..., Rows]]:
    """Make a function of tables and settings a function of the sheet.

    Parameters
    ----------
    topic : str
        One of ``TOPICS``, by which the manual orders the functions.
    asks : callable, optional
        The Python function that it asks, whose options are settings.
    reads : iterable of str
        The settings that it reads itself, for its layout.
    renamed : mapping, optional
        By keyword of the Python function: the setting that it is, where the names differ.
    shows : sequence of ShownTable
        The tables of the workbook that it spills.
    formats : mapping, optional
        By header of its tables: the style of the numbers below, where that is not one of the
        headers that many functions share.
    blank_missing : bool
        Whether a missing number in the result is a blank cell (data) instead of NaN.
    on_mistake : callable, optional
        Makes a result of the sentence of a mistake, for a function that never fails; else the
        sentence stands in the first cell, behind the mark of an error.
    """

    def decorate(function: Callable[..., Result]) -> Callable[..., Rows]:
        arguments = _arguments(function)
        dated = any(isinstance(argument.kind, Dated) for argument in arguments)
        tables = {argument.name for argument in arguments}
        uses = uses_of(asks, tables, (*reads, *(["dates"] if dated else [])), renamed or {})

        def respond(read: Callable[[], dict[str, Any]]) -> Rows:
            try:
                values = read()
                if "settings" in values:
                    values["settings"] = values["settings"].taken_by(function.__name__, uses)
                return to_cells(answered(values), blank_missing=blank_missing)
            except LabfolioError as error:
                text = _readable(str(error))
                return [[ERROR_MARK + text]] if on_mistake is None else to_cells(on_mistake(text))
            except Exception as error:  # noqa: BLE001 - nothing else may reach a cell
                ERRORS.write(function.__name__, error)
                text = _unexpected(function.__name__)
                return [[ERROR_MARK + text]] if on_mistake is None else to_cells(on_mistake(text))

        def answered(values: dict[str, Any]) -> Result:
            # What lists mistakes looks at the tables as they are.
            aligned = opened(values) if on_mistake is None else None
            result = function(*through_gate(values, aligned))
            return with_warning(result, first_warning(values, aligned))

        def call(*raw: Cell) -> Rows:
            cells = (*raw, *[None] * (len(arguments) - len(raw)))
            return respond(lambda: _values(arguments, cells))

        def answer(**values: Any) -> Rows:
            defaults = {argument.name: argument.default for argument in arguments}
            return respond(lambda: {**defaults, **values})

        text = read_docstring(function.__doc__ or "")
        _register(
            function,
            WorksheetFunction(
                name=function.__name__,
                topic=topic,
                summary=text.summary,
                spills=text.returns,
                notes=text.notes,
                examples=text.examples,
                arguments=arguments,
                uses=uses,
                shows=tuple(shows),
                formats=formats or {},
                looks_at_tables=on_mistake is not None,
                call=call,
                answer=answer,
            ),
        )
        return call

    return decorate


def _values(arguments: tuple[Argument, ...], cells: tuple[Cell, ...]) -> dict[str, Any]:
    """What the function gets: the settings are read first, they say how to read the others."""
    pairs = list(zip(arguments, cells, strict=True))
    given = [a.read(cell) for a, cell in pairs if isinstance(a.kind, SettingsBlock)]
    order = given[0].order if given else NONE.order
    return {
        a.name: given[0] if isinstance(a.kind, SettingsBlock) else a.read(cell, order)
        for a, cell in pairs
    }


def _readable(text: str) -> str:
    """Return a sentence that stays readable whatever the user's cells put into it."""
    text = printable(text)
    return text if len(text) <= MAX_SENTENCE else f"{text[: MAX_SENTENCE - 1]}…"


def _unexpected(name: str) -> str:
    return f"An unexpected error happened in {name}; =LF_LAST_ERROR() tells where it is recorded."


def _arguments(function: Callable[..., Result]) -> tuple[Argument, ...]:
    arguments = []
    for name, parameter in inspect.signature(function).parameters.items():
        _, kind, text = get_args(function.__annotations__[name])
        optional = parameter.default is not parameter.empty
        default = parameter.default if optional else None
        arguments.append(Argument(name, text, kind, optional, default))
    return tuple(arguments)


def _register(function: Callable[..., Result], entry: WorksheetFunction) -> None:
    call = entry.call
    _check_limits(entry)
    call.__name__, call.__qualname__ = function.__name__, function.__qualname__
    call.__module__, call.__doc__ = function.__module__, function.__doc__
    # xlwings would take annotations for converters; the signature is what VBA shows.
    call.__annotations__ = {}
    call.__signature__ = _bare_signature(entry.arguments)  # type: ignore[attr-defined]
    REGISTRY[entry.name] = entry
    if sys.platform == "win32" or "xlwings" in sys.modules:
        register_with_xlwings(entry)


def _bare_signature(arguments: tuple[Argument, ...]) -> inspect.Signature:
    empty = inspect.Parameter.empty
    return inspect.Signature(
        [
            inspect.Parameter(
                argument.name,
                inspect.Parameter.POSITIONAL_OR_KEYWORD,
                default=None if argument.optional else empty,
            )
            for argument in arguments
        ]
    )


def _check_limits(entry: WorksheetFunction) -> None:
    """Refuse, when the package is built, what Excel's function wizard would cut or reject."""
    texts = [entry.summary, *(argument.help for argument in entry.arguments)]
    names = ",".join(argument.name for argument in entry.arguments)
    reserved = set(VBA_WORDS.split()) & {argument.name.lower() for argument in entry.arguments}
    if reserved:
        message = f"{entry.name}: VBA keeps {', '.join(sorted(reserved))} for itself"
        raise ValueError(message)
    if any(not text or len(text) > MAX_HELP for text in texts) or len(names) > MAX_NAMES:
        message = f"{entry.name}: a help text is missing or longer than {MAX_HELP} characters"
        raise ValueError(message)


def register_with_xlwings(entry: WorksheetFunction) -> None:
    """Give a function the marks by which xlwings makes it a function of Excel.

    Away from Windows xlwings' decorators do nothing, unless its real ones have been put in
    their place, as the maker of the VBA wrapper does.
    """
    import xlwings

    function = xlwings.ret("raw")(entry.call)
    for argument in entry.arguments:
        xlwings.arg(argument.name, _UsedCells, doc=argument.help)(function)
    # Last, since each of the others sets the category and its like to xlwings' defaults.
    xlwings.func(category=CATEGORY)(function)
    if hasattr(function, "__xlfunc__"):
        # Excel shows this as the description of the function: one sentence, no reference.
        function.__xlfunc__["ret"]["doc"] = entry.summary


class _UsedCells:
    """A converter of xlwings: the raw cells of a range, of a huge one the used part only."""

    @staticmethod
    def reader(_options: object) -> Callable[[Any], None]:
        """Return what xlwings calls with the context of an argument."""
        return _read_used_cells


def _read_used_cells(context: Any) -> None:
    if context.range is not None:
        context.value = _used_value(context.range)


def _used_value(cells: Any) -> Cell:
    try:
        whole = cells.api
        if whole.CountLarge > SMALL_RANGE:
            whole = whole.Application.Intersect(whole, whole.Worksheet.UsedRange)
        if whole is None:
            return None
        return counted_from(whole.Value2, is_1904=bool(whole.Worksheet.Parent.Date1904))
    except Exception:  # noqa: BLE001 - any COM error: then read the range as it stands
        return cells.raw_value
