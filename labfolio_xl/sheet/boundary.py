"""The decorator that makes worksheet functions, and their registry.

``@worksheet`` wraps a function of tables and options. A host (Excel or Calc) calls the wrapper with
raw cells. The wrapper reads each argument as its annotation states (type, kind, help) and turns
the result into cells. A user's mistake becomes one sentence in the top-left cell; any other error
is logged. The registry is read by xlwings, the VBA wrapper, Calc, LF_HELP and the manual.
"""

from __future__ import annotations

import inspect
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args

from labfolio_xl.blocks import ERROR_MARK
from labfolio_xl.errors import InputError, LabfolioError, printable
from labfolio_xl.returns.tables.input_table import InputTable
from labfolio_xl.sheet.arguments.kinds import DatedBlock, SettingsBlock, holds_settings, label
from labfolio_xl.sheet.cells import CellsReadOnce, counted_from, is_empty, to_cells
from labfolio_xl.sheet.docstring import read_docstring
from labfolio_xl.sheet.error_log import ErrorLog
from labfolio_xl.sheet.gate import aligned_tables, remarks, through_gate, with_remarks
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

# The largest numbers of characters that Excel's function wizard shows.
MAX_HELP = 255
MAX_NAMES = 254
# Messages are cut at this length, because a name in a cell may have 32767 characters.
MAX_SENTENCE = 500

# The reserved words of VBA ([MS-VBAL] 3.3.5.2). If an argument has one of these names, the whole
# module does not compile.
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

# A range with fewer cells is read as a whole, because asking Excel for its used part takes longer.
SMALL_RANGE = 200_000


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a worksheet function.

    Attributes
    ----------
    name, help : str
    kind : ArgumentKind
        It reads the raw cells.
    optional : bool
        Whether it may be left out. A blank cell and an empty range count as left out.
    default
        The value if it is left out.
    """

    name: str
    help: str
    kind: ArgumentKind
    optional: bool
    default: Any

    def read(
        self,
        raw: Cell,
        order: DateOrder | None = None,
        *,
        assets: Iterable[str] = (),
    ) -> Any:
        """Return the value of raw cells.

        Parameters
        ----------
        raw : cells
        order : {"dmy", "mdy"} or None
            The order of day and month in their dates.
        assets : names
            The names of the assets beside them.
        """
        if is_empty(raw):
            if self.optional:
                return self.default
            raise InputError(f"{label(self.name)}: the cells are empty; select {self.kind.takes}.")
        kind = self.kind.with_order(order).beside(tuple(map(str, assets)))
        if isinstance(raw, CellsReadOnce):
            return raw.once((kind, self.name), lambda: kind.read(raw, self.name))
        return kind.read(raw, self.name)


@dataclass(frozen=True, slots=True)
class WorksheetFunction:
    """A worksheet function as the hosts and the manual use it.

    Attributes
    ----------
    name, topic, summary : str
    spills : str
        The description of the result.
    notes : str
    examples : tuple of str
        Formulas.
    arguments : tuple of Argument
    uses : Uses
        The settings that it uses.
    shows : tuple of ShownTable
        The tables of the workbook that it spills.
    formats : mapping
        By header: the style of the numbers below.
    looks_at_tables : bool
        Whether it reports on the tables as they were given, including their mistakes.
    call : callable
        It takes raw cells by position, returns rows of cells, and never raises.
    answer : callable
        The same for tables and values, which are given by the names of the arguments.
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
        """The function as a user types it, with optional arguments in brackets."""
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
    """Make a worksheet function from a function of tables and settings.

    Parameters
    ----------
    topic : str
        One of ``TOPICS``, by which the manual orders the functions.
    asks : callable, optional
        The Python function that it calls. The options of that function are settings.
    reads : iterable of str
        Settings that the worksheet function itself reads.
    renamed : mapping, optional
        By keyword of the Python function: the setting with another name.
    shows : sequence of ShownTable
        The tables of the workbook that it spills.
    formats : mapping, optional
        By header: the style of the numbers below, for headers that other functions do not have.
    blank_missing : bool
        Whether a missing number in the result is a blank cell (data) instead of NaN.
    on_mistake : callable, optional
        It makes the result from the sentence of a mistake. Without it, the sentence stands in the
        first cell, after the mark of an error.
    """

    def decorate(function: Callable[..., Result]) -> Callable[..., Rows]:
        arguments = _arguments(function)
        dated = any(isinstance(argument.kind, DatedBlock) for argument in arguments)
        tables = {argument.name for argument in arguments}
        uses = uses_of(asks, tables, (*reads, *(["dates"] if dated else [])), renamed or {})

        def failed(text: str) -> Rows:
            return [[ERROR_MARK + text]] if on_mistake is None else to_cells(on_mistake(text))

        def respond(read: Callable[[], dict[str, Any]]) -> Rows:
            try:
                values = read()
                if "settings" in values:
                    values["settings"] = values["settings"].taken_by(function.__name__, uses)
                return to_cells(answered(values), blank_missing=blank_missing)
            except LabfolioError as error:
                return failed(_readable(str(error)))
            except Exception as error:  # noqa: BLE001 - nothing else may reach a cell
                ERRORS.write(function.__name__, error)
                return failed(_unexpected(function.__name__))

        def answered(values: dict[str, Any]) -> Result:
            # A function that lists mistakes needs the tables as they were given.
            aligned = aligned_tables(values) if on_mistake is None else None
            result = function(*through_gate(values, aligned))
            return with_remarks(result, remarks(values, aligned))

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
    """Read the arguments; the settings come first, since they state the order of day and month."""
    pairs = list(zip(arguments, cells, strict=True))
    given = [a.read(cell) for a, cell in pairs if isinstance(a.kind, SettingsBlock)]
    order = given[0].order if given else NONE.order
    values: dict[str, Any] = {}
    for argument, cell in pairs:
        if isinstance(argument.kind, SettingsBlock):
            values[argument.name] = given[0]
            continue
        try:
            table = values.get("assets")
            assets = table.frame.columns if isinstance(table, InputTable) else ()
            values[argument.name] = argument.read(cell, order, assets=assets)
        except InputError as error:
            if given and holds_settings(cell):
                names = ", ".join(a.name for a in arguments)
                raise InputError(
                    f"{label(argument.name)}: settings are given here, which stand last; the "
                    f"order of the arguments is {names}."
                ) from error
            raise
    return values


def _readable(text: str) -> str:
    """Return a message that is printable and not too long, whatever a user's cells contain."""
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
    """Raise for a declaration that Excel's function wizard would cut or VBA would reject."""
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
    """Apply the decorators of xlwings, which make a function available in Excel.

    On other systems than Windows the decorators of xlwings do nothing, unless the real ones have
    replaced them, as :mod:`labfolio_xl.vba.wrapper` does.
    """
    import xlwings

    function = xlwings.ret("raw")(entry.call)
    for argument in entry.arguments:
        xlwings.arg(argument.name, _UsedCells, doc=argument.help)(function)
    # Last, because each of the other decorators resets the category to the default of xlwings.
    xlwings.func(category=CATEGORY)(function)
    if hasattr(function, "__xlfunc__"):
        # Excel shows this text as the description of the function.
        function.__xlfunc__["ret"]["doc"] = entry.summary


class _UsedCells:
    """A converter of xlwings: the raw cells of a range, of a large range only the used part."""

    @staticmethod
    def reader(_options: object) -> Callable[[Any], None]:
        """Return the function that xlwings calls with the context of an argument."""
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
    except Exception:  # noqa: BLE001 - after any COM error, read the whole range
        return cells.raw_value
