"""The one decorator: what reaches a function, what reaches a cell, what reaches the log."""

import inspect
import json
import subprocess
import sys
from types import SimpleNamespace
from typing import Annotated, Literal, get_args

import pytest

from labfolio_xl.errors import EstimationError, InputError, MissingDataError
from labfolio_xl.returns.tables.input_table import InputTable
from labfolio_xl.sheet import boundary, functions
from labfolio_xl.sheet.arguments.kinds import Choice, TableArgument, Text
from labfolio_xl.sheet.arguments.shared import NONE, Settings
from labfolio_xl.sheet.boundary import worksheet
from labfolio_xl.sheet.cells import as_block, date_system
from labfolio_xl.sheet.error_log import ErrorLog

REGISTRY = functions.REGISTRY
BLOCK = (("date", "A"), ("2023-05-02", 0.1))


@pytest.fixture(autouse=True)
def log(monkeypatch, tmp_path):
    """Give every test a registry and a log of its own."""
    errors = ErrorLog(tmp_path / "logs")
    monkeypatch.setattr(boundary, "REGISTRY", {})
    monkeypatch.setattr(boundary, "ERRORS", errors)
    yield errors
    errors.close()


Shown = Literal["rows", "columns"]


def failing(error):
    """Make a worksheet function that raises."""

    @worksheet("help")
    def LF_FAILS(_text: Annotated[str | None, Text(), "Any text."] = None) -> str:
        """Fail.

        Returns
        -------
        Nothing.
        """
        raise error

    return LF_FAILS


def counting(seen):
    """Make a worksheet function that tells what it got."""

    @worksheet("help", reads=["lags"])
    def LF_COUNTS(
        table: Annotated[InputTable, TableArgument(), "A table."],
        show: Annotated[Shown, Choice(Shown), "What to show."] = "rows",
        settings: Settings = NONE,
    ) -> float:
        """Count the rows.

        Returns
        -------
        One cell.

        Notes
        -----
        A note.

        Examples
        --------
        =LF_COUNTS(A1:B2)
        """
        seen.append((show, settings["lags"]))
        return len(table.frame)

    return LF_COUNTS


def test_raw_cells_become_what_the_function_takes_and_its_result_becomes_cells():
    seen = []
    assert counting(seen)(BLOCK, "Columns", "lags=3") == [[1.0]]
    assert seen == [("columns", 3)]


@pytest.mark.parametrize(
    "left_out", [(), (None,), ("", ""), (((None, ""),), " "), (((None,), ("",)), None)]
)
def test_missing_blank_and_an_empty_range_mean_the_default(left_out):
    seen = []
    assert counting(seen)(BLOCK, *left_out) == [[1.0]]
    assert seen == [("rows", None)]


@pytest.mark.parametrize("empty", [None, "", ((None, None), (None, None)), ()])
def test_a_needed_block_that_is_not_there_yet_returns_at_once(empty):
    """Excel calls with empty cells while it recalculates what they depend on."""
    seen = []
    [[sentence]] = counting(seen)(empty)
    assert sentence.startswith("#LF! Table: the cells are empty; select a range with names in")
    assert seen == []


@pytest.mark.parametrize("kind", [InputError, MissingDataError, EstimationError])
def test_a_users_mistake_is_one_sentence_in_the_top_left_cell(kind, log):
    assert failing(kind("Assets: column x; do y."))() == [["#LF! Assets: column x; do y."]]
    assert log.last().startswith("No unexpected error")


def test_a_sentence_stays_readable_whatever_the_users_cells_put_into_it():
    [[sentence]] = failing(InputError(f'kind is "\x1b[2J\n{"x" * 40_000}".'))()
    assert sentence.startswith('#LF! kind is "[2J xxx')
    assert sentence.isprintable()
    assert len(sentence) == len("#LF! ") + 500


@pytest.mark.parametrize("error", [ValueError, KeyError, ZeroDivisionError, MemoryError, TypeError])
def test_anything_else_is_logged_and_no_cell_shows_what_it_was(error, log):
    """No path, no traceback, no name of a Python type."""
    [[sentence]] = failing(error("/secret/path.py"))("x")
    assert sentence == (
        "#LF! An unexpected error happened in LF_FAILS; =LF_LAST_ERROR() tells where it is "
        "recorded."
    )
    written = log.path.read_text(encoding="utf-8")
    assert error.__name__ in written
    assert "/secret/path.py" in written
    assert "Traceback" in written
    assert "LF_FAILS" in log.last()
    assert str(log.path) in log.last()


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (InputError("Assets: the cells are empty."), "Assets: the cells are empty."),
        (KeyError("x"), "An unexpected error happened in LF_STAYS; =LF_LAST_ERROR() tells where "),
    ],
)
def test_a_function_that_never_fails_makes_a_result_of_the_sentence(error, sentence):
    @worksheet("help", on_mistake=lambda text: [["error", text]])
    def LF_STAYS() -> str:
        """Fail.

        Returns
        -------
        Nothing.
        """
        raise error

    [[first, second]] = LF_STAYS()
    assert first == "error"
    assert second.startswith(sentence)


def test_too_many_arguments_are_no_crash():
    assert failing(InputError("x."))(1, 2, 3)[0][0].startswith("#LF! An unexpected error")


def test_the_registry_knows_the_function_its_arguments_and_its_help():
    function = counting([])
    entry = boundary.REGISTRY["LF_COUNTS"]
    assert entry.call is function
    assert entry.signature == "LF_COUNTS(table, [show], [settings])"
    assert (entry.summary, entry.spills, entry.notes) == ("Count the rows.", "One cell.", "A note.")
    assert entry.examples == ("=LF_COUNTS(A1:B2)",)
    assert [(a.name, a.help, a.optional, a.default) for a in entry.arguments] == [
        ("table", "A table.", False, None),
        ("show", "What to show.", True, "rows"),
        ("settings", get_args(Settings)[2], True, NONE),
    ]
    assert entry.uses.words == {"lags": (), "dates": ()}


def test_xlwings_sees_names_and_what_is_optional_and_no_annotations():
    """It would take annotations for converters."""
    function = counting([])
    assert function.__name__ == "LF_COUNTS"
    assert function.__annotations__ == {}
    parameters = inspect.signature(function).parameters.values()
    assert [p.name for p in parameters if p.default is None] == ["show", "settings"]


def test_help_that_excel_would_cut_is_refused_when_the_package_is_loaded():
    def with_help(text):
        @worksheet("help")
        def LF_LONG(name: Annotated[str, Text(), text]) -> str:  # noqa: ARG001
            """Do it.

            Returns
            -------
            One cell.
            """
            return ""

    with_help("x" * 255)
    for text in ("x" * 256, ""):
        with pytest.raises(ValueError, match="LF_LONG: a help text is missing or longer than 255"):
            with_help(text)


def test_a_name_that_vba_keeps_for_itself_is_refused_when_the_package_is_loaded():
    """The module of wrappers would not compile, and no formula of the workbook work."""
    with pytest.raises(ValueError, match="LF_SPOILS: VBA keeps end for itself"):

        @worksheet("help")
        def LF_SPOILS(end: Annotated[str, Text(), "A date."]) -> str:
            """Do it."""
            return end


def test_names_of_arguments_stay_below_excels_limit():
    """Excel keeps the names of all arguments of a function in one text of 254 characters."""
    for entry in REGISTRY.values():
        assert len(",".join(a.name for a in entry.arguments)) <= 254


# The real decorators of xlwings, as on Windows; see labfolio_xl.vba.wrapper.
MARKS = """
import json
from labfolio_xl.vba.wrapper import FUNCTIONS, generate
generate(FUNCTIONS, "labfolio.xlsm")
from labfolio_xl.sheet.boundary import REGISTRY, register_with_xlwings
for entry in REGISTRY.values():
    register_with_xlwings(entry)  # again: it changes nothing
marks = {n: e.call.__xlfunc__ for n, e in REGISTRY.items()}
print(json.dumps(marks, default=lambda thing: thing.__name__))
"""


@pytest.fixture(scope="module")
def marks():
    """Give what xlwings knows of every function, by name."""
    run = subprocess.run([sys.executable, "-c", MARKS], capture_output=True, text=True, check=True)
    return json.loads(run.stdout)


def test_every_function_is_registered_with_xlwings(marks):
    assert set(marks) == set(REGISTRY)
    for name, mark in marks.items():
        assert mark["name"] == name
        assert mark["category"] == "Labfolio"
        assert mark["call_in_wizard"] is True  # xlwings' guard gives 0 while a workbook opens
        assert mark["volatile"] is False
        assert mark["async_mode"] is None
        assert mark["ret"]["options"] == {"convert": "raw"}
        assert mark["ret"]["doc"] == REGISTRY[name].summary
        for given, argument in zip(mark["args"], REGISTRY[name].arguments, strict=True):
            assert given["name"] == argument.name
            assert given["doc"] == argument.help
            assert ("optional" in given) == argument.optional
            assert given["options"]["convert"] == "_UsedCells"


class FakeRange:
    """Stands in for an xlwings Range over COM; its dates and money are those of Value2 only."""

    def __init__(self, count, used="used", *, broken=False, date1904=False):
        self.count, self.used, self.broken, self.date1904 = count, used, broken, date1904
        self.raw_value, self.value2 = "value", "all"

    @property
    def api(self):
        """The COM object."""
        return self

    @property
    def CountLarge(self):
        """How many cells."""
        if self.broken:
            raise AttributeError
        return self.count

    @property
    def Value2(self):
        """What stands in them."""
        assert self.count < 1000, "too many to be read"
        return self.value2

    @property
    def Worksheet(self):
        """The sheet, in a workbook of one system."""
        book = SimpleNamespace(Date1904=self.date1904)
        return SimpleNamespace(UsedRange=self.used, Parent=book)

    @property
    def Application(self):
        """The application."""
        return SimpleNamespace(Intersect=self._intersect)

    def _intersect(self, first, second):
        assert first is self
        if second is None:
            return None
        part = FakeRange(100, date1904=self.date1904)
        part.value2 = second
        return part


@pytest.mark.parametrize("date1904", [False, True])
@pytest.mark.parametrize(
    ("cells", "value"),
    [
        (FakeRange(100), "all"),
        (FakeRange(26 * 2**20), "used"),
        (FakeRange(26 * 2**20, used=None), None),
        (FakeRange(26 * 2**20, broken=True), "value"),
    ],
)
def test_of_a_whole_column_only_the_used_part_is_read(cells, value, date1904):
    """A million rows would take seconds and hundreds of megabytes over COM."""
    cells.date1904 = date1904
    context = type("Context", (), {"range": cells, "value": None})
    boundary._UsedCells.reader({})(context)
    is_counted = date1904 and value in ("all", "used")
    assert date_system(context.value) == (1904 if is_counted else 1900)
    assert as_block(context.value) == ((value,),)


def test_an_array_is_passed_on_as_it_is():
    context = type("Context", (), {"range": None, "value": BLOCK})
    boundary._UsedCells.reader({})(context)
    assert context.value is BLOCK
