"""Steps that only COM can answer, over objects with the members that they ask for.

Neither Calc nor the stand-ins have these members, so that a run in CI lists the steps as not
checked; here each is seen to accept what is right and to find what is wrong.
"""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from check_steps import app_that_opens, book_with, opened, session_of, taken, verdict
from excel_error import ExcelError

from labfolio_xl import __version__
from labfolio_xl.excel.checks_in_excel import refreshing
from labfolio_xl.excel.checks_in_excel.plan import planned_blocks
from labfolio_xl.excel.checks_in_excel.project import HELPED, TRUST
from labfolio_xl.plan.layout import FORMULAS

# --- opening, saving


@pytest.mark.parametrize(
    ("read_only", "saved", "found"),
    [(False, True, "unchanged"), (True, True, "read-only"), (False, False, "changed while")],
)
def test_a_template_that_was_repaired_or_calculated_is_not_as_saved(
    tmp_path, read_only, saved, found
):
    book = book_with(ReadOnly=read_only, Saved=saved)
    verdict_, finding = verdict("Opening changes nothing", session_of(tmp_path, book=book))
    assert verdict_ == ("ok" if found == "unchanged" else "FAULT")
    assert found in finding


@pytest.mark.parametrize("loses", [False, True])
def test_what_was_saved_is_compared_with_what_is_opened_again(tmp_path, loses):
    session, saved = opened(tmp_path), []
    session.book.save = lambda: saved.append(session.book.name)
    if loses:
        session.book.sheets["Betas"].cells[9, 4] = 7.0  # not in the file that is opened again
    line = taken("Saving and opening again", session)
    assert saved == ["template.xlsm"]
    assert line.verdict == ("FAULT" if loses else "ok")
    assert ("Betas: 1 cells" in line.finding) == loses


# --- spilling, charts


def spilling_book(wrong=""):
    """A book whose cells spill as the plan says, but for one table."""
    by_anchor = {
        (b.area.sheet, b.area.row + 1, b.area.column + 1): b for b in planned_blocks().values()
    }

    class Sheets(dict):
        def __missing__(self, name):
            return SimpleNamespace(range=lambda first, _: cell(name, first))

    def cell(sheet, first):
        block = by_anchor.get((sheet, *first)) or next(
            b
            for b in planned_blocks().values()
            if b.area.sheet == sheet
            and (b.area.last_row + 1, b.area.last_column + 1) == tuple(first)
        )
        address = block.area.address.rpartition("!")[2]
        anchor = address.partition(":")[0]
        is_wrong = block.key == "betas"
        return SimpleNamespace(
            api=SimpleNamespace(
                HasSpill=not (is_wrong and wrong == "one cell"),
                Address=anchor,
                SpillingToRange=SimpleNamespace(
                    Address="$B$7:$C$8" if is_wrong and wrong == "shorter" else address
                ),
                SpillParent=SimpleNamespace(
                    Address="$Z$1" if is_wrong and wrong == "another" else anchor
                ),
            )
        )

    return SimpleNamespace(sheets=Sheets())


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        ("", f"{len(FORMULAS)} tables"),
        ("one cell", "does not spill"),
        ("shorter", "spills over $B$7:$C$8, not"),
        ("another", "belongs to another formula"),
    ],
)
def test_a_table_spills_over_its_cells(tmp_path, wrong, found):
    verdict_, finding = verdict("Spilling", session_of(tmp_path, book=spilling_book(wrong)))
    assert verdict_ == ("FAULT" if wrong else "ok")
    assert found in finding


def test_a_formula_with_an_at_sign_is_found(tmp_path):
    """What Excel would make of a formula whose file does not say that it spills."""
    session = opened(tmp_path)
    assert taken("Formulas", session).verdict == "ok"
    of_betas = session.book.sheets["Betas"].formulas
    place = next(place for place, text in of_betas.items() if text.startswith("=LF_BETAS("))
    of_betas[place] = "=@" + of_betas[place].removeprefix("=")
    assert "=@LF_BETAS" in taken("Formulas", session).finding


@pytest.mark.parametrize(("values", "found"), [((1.0, 2.0), "4 points"), ((), "without points")])
def test_every_series_has_points(tmp_path, values, found):
    series = SimpleNamespace(Values=values)
    collection = SimpleNamespace(Count=2, Item=lambda n: series if n else None)
    drawing = SimpleNamespace(SeriesCollection=lambda: collection)
    chart = SimpleNamespace(name="One", api=(None, drawing))
    book = SimpleNamespace(sheets=[SimpleNamespace(charts=[chart])])
    verdict_, finding = verdict("Charts draw points", session_of(tmp_path, book=book))
    assert verdict_ == ("ok" if values else "FAULT")
    assert found in finding


# --- VBA


class Untrusted:
    """The members of a book whose VBA Excel does not show."""

    @property
    def VBProject(self):
        """It is refused."""
        raise ExcelError("Programmatic access to Visual Basic Project is not trusted")


@pytest.mark.parametrize("name", ["Modules", "VBA compiles", "Ribbon of the template"])
def test_vba_that_is_not_shown_is_not_checked_and_how_to_show_it_is_said(tmp_path, name):
    book = SimpleNamespace(api=Untrusted())
    assert verdict(name, session_of(tmp_path, book=book)) == ("not checked", TRUST)


class Command:
    """The command that compiles: grey when all is compiled."""

    def __init__(self, *, compiles):
        self.Enabled, self._compiles = True, compiles

    def Execute(self):
        """Compile."""
        self.Enabled = not self._compiles


@pytest.mark.parametrize(("compiles", "expected"), [(True, "ok"), (False, "not checked")])
def test_the_vba_compiles(tmp_path, compiles, expected):
    command = Command(compiles=compiles)
    asked = []

    def find(*numbers):
        asked.append(numbers)
        return command

    editor = SimpleNamespace(CommandBars=SimpleNamespace(FindControl=find))
    app = SimpleNamespace(api=SimpleNamespace(VBE=editor))
    project = SimpleNamespace(VBComponents=[])
    session = session_of(tmp_path, app=app, book=book_with(VBProject=project))
    assert verdict("VBA compiles", session)[0] == expected
    assert editor.ActiveVBProject is project
    assert asked == [(1, 578)]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        (HELPED, ("ok", HELPED)),
        ("#LF! LF_BETAS: no", ("FAULT", "LabfolioGiveHelp ended with: #LF! LF_BETAS: no")),
    ],
)
def test_the_wizard_takes_its_texts(tmp_path, monkeypatch, sentence, found):
    session = opened(tmp_path)
    stand_in, real = session.book.stand_in, session.book.stand_in.run

    def run(name, book, *arguments):
        if name != "LabfolioGiveHelp":
            return real(name, book, *arguments)
        stand_in.last = sentence
        return None

    monkeypatch.setattr(stand_in, "run", run)
    assert verdict("Wizard texts", session) == found


class AddinMacros:
    """The add-in, as far as it runs macros; each ends with a sentence."""

    name = "labfolio.xlam"

    def __init__(self, **sentences):
        self.sentences, self.last, self.run = sentences, "older", []

    def macro(self, name):
        """Give a macro."""

        def call(*_):
            self.run.append(name)
            if name == "LabfolioLastSentence":
                return self.last
            if name == "LabfolioForget":
                self.last = ""
            self.last = self.sentences.get(name, self.last)
            return None

        return call


@pytest.mark.parametrize(
    ("refresh", "expected"),
    [("Refreshed with labfolio_xl.", "ok"), ("#LF! No workbook is open.", "FAULT"), ("", "FAULT")],
)
def test_the_addins_buttons_act_on_the_template(tmp_path, refresh, expected):
    session = opened(tmp_path)
    about = f"labfolio_xl {__version__}, BSD"
    addin = AddinMacros(LabfolioShowAbout=about, LabfolioRefresh=refresh)
    session._open["the add-in"] = addin
    assert verdict("Macros of the add-in", session)[0] == expected
    assert addin.run.count("LabfolioQuiet") == 2
    assert addin.run.index("LabfolioForget") < addin.run.index("LabfolioShowAbout")


@pytest.mark.parametrize(("sentence", "expected"), [(HELPED, "ok"), ("#LF! hidden", "FAULT")])
def test_the_addins_texts_are_taken_too(tmp_path, sentence, expected):
    session = opened(tmp_path)
    session._open["the add-in"] = AddinMacros(LabfolioGiveHelp=sentence)
    assert verdict("Wizard texts of the add-in", session)[0] == expected


@pytest.mark.parametrize("code", [-2147352570, -2147352573])
def test_a_member_that_an_older_excel_lacks_is_not_checked(tmp_path, code):
    """Xlwings lets the error of COM through, which is no AttributeError."""

    class Missing(Exception):  # noqa: N818
        hresult = code

    class Api:
        @property
        def IsAddin(self):
            raise Missing("unknown name")

    book = SimpleNamespace(name="labfolio.xlam", api=Api())
    found = verdict("Add-in opens", session_of(tmp_path, app=app_that_opens(book)))
    assert found[0] == "not checked"


@pytest.mark.parametrize(("active", "expected"), [("Functions", "ok"), ("Dashboard", "FAULT")])
def test_the_manual_comes_to_the_front(tmp_path, active, expected):
    class Sheets:
        def __init__(self):
            self.active = SimpleNamespace(name=active)

        def __getitem__(self, name):
            return SimpleNamespace(impl=SimpleNamespace(activate=lambda: None))

    book = SimpleNamespace(sheets=Sheets(), macro=lambda _: lambda: None)
    assert verdict("Show functions", session_of(tmp_path, book=book)) == (
        expected,
        active if expected == "ok" else f"the sheet in front is {active}",
    )


# --- the decimal comma


class Separators:
    """Excel's options, which refuse the same sign for two purposes."""

    def __init__(self):
        object.__setattr__(self, "UseSystemSeparators", True)
        object.__setattr__(self, "DecimalSeparator", ".")
        object.__setattr__(self, "ThousandsSeparator", ",")

    def CalculateFull(self):
        """Calculate nothing: no value depends on the separators."""

    def __setattr__(self, name, value):
        object.__setattr__(self, name, value)
        if self.DecimalSeparator == self.ThousandsSeparator:
            raise ExcelError("the separators are the same")


@pytest.mark.parametrize("changes", [False, True])
def test_a_decimal_comma_changes_no_number_and_is_set_back(tmp_path, monkeypatch, changes):
    session = opened(tmp_path)
    options = Separators()
    session.app.api = options
    real, seen = refreshing.run_macro, []

    def run(session, name, *arguments, begins):
        seen.append((options.UseSystemSeparators, options.DecimalSeparator))
        said = real(session, name, *arguments, begins=begins)
        if changes and options.DecimalSeparator == ",":
            session.book.sheets["Portfolio"].cells[9, 4] = 7.0
        return said

    monkeypatch.setattr(refreshing, "run_macro", run)
    line = taken("Decimal comma", session)
    assert line.verdict == ("FAULT" if changes else "ok"), line
    assert seen == [(True, "."), (False, ",")]
    assert vars(options) == vars(Separators())
