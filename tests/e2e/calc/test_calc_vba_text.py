"""Procedures of our VBA, run by LibreOffice Basic with a stand-in for Excel.

The text is that of our modules. A class of Basic stands in for the objects of Excel and records the
calls. So the tests show the decisions of a procedure, and not the reaction of Excel.
"""

from __future__ import annotations

import re

import pytest
from vba_configurations import WINDOWS_64, resolved

from labfolio_xl.vba.modules import own_modules

pytestmark = pytest.mark.calc

LIBRARY, MODULE = "Labfolio", "Ours"
SCRIPT = "vnd.sun.star.script:{}.{}.{}?language=Basic&location=document"

# Excel's application and a workbook, as far as the procedures below ask for them.
HOST = """
Public DisplayAlerts As Boolean
Public EnableEvents As Boolean
Public Calculation As Long
Public StatusBar As Variant
Public Said As String

Public Sub Calculate()
    Said = Said & "calculate in mode " & Calculation & ";"
End Sub
"""
BOOK = """
Public Saved As Boolean
Public IsAddin As Boolean
Public AutoSaveOn As Boolean
Public Link As String
Public Said As String

Public Function LinkSources(ByVal Kind As Long) As Variant
    If Len(Link) > 0 Then LinkSources = Array(Link)
End Function

Public Sub ChangeLink(ByVal Source As String, ByVal Target As String, ByVal Kind As Long)
    Said = Said & Source & " to " & Target & " with alerts " & Host.DisplayAlerts & ";"
    Saved = False
End Sub
"""


def procedure(module, name):
    """The text of a procedure of a module, without its scope."""
    code = next(m.code for m in own_modules(addin=True) if m.name == module)
    found = re.search(
        rf"(?ms)^(?:Public |Private )((Function|Sub) {name}\(.*?^End (?:Function|Sub))$", code
    )
    return found[1]


@pytest.fixture
def basic(document):
    """Give a function that makes a library of modules and gives a way to call its procedures."""

    def make(code, **classes):
        libraries = document.BasicLibraries
        libraries.createLibrary(LIBRARY)
        library = libraries.getByName(LIBRARY)
        for name, text in classes.items():
            library.insertByName(name, f"Option VBASupport 1\nOption ClassModule\n{text}")
        library.insertByName(MODULE, f"Option VBASupport 1\n{code}")

        def call(name, *arguments):
            script = document.ScriptProvider.getScript(SCRIPT.format(LIBRARY, MODULE, name))
            return script.invoke(arguments, (), ())[0]

        return call

    return make


@pytest.fixture
def run(basic):
    """Give a function that runs a procedure of LabfolioServer with arguments."""
    names = ("SettingIn", "Decoded", "ShellWord", "InShellQuotes")
    return basic("\n\n".join(procedure("LabfolioServer", name) for name in names))


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"], ids=["CRLF", "LF", "CR"])
def test_a_setting_is_found_whatever_ends_the_lines(run, end):
    """A configuration of an earlier version has line feeds alone."""
    text = end.join(["INTERPRETER=C:\\py\\pythonw.exe", "LABFOLIO=0.1.0", ""])
    assert run("SettingIn", text, "INTERPRETER") == "C:\\py\\pythonw.exe"
    assert run("SettingIn", text, "LABFOLIO") == "0.1.0"
    assert run("SettingIn", text, "XLWINGS") == ""


def test_letters_outside_of_ascii_come_back(run):
    text = "INTERPRETER=C:\\%u540D%u524D%u00e9%u0025\\%uD83D%uDE00.exe\r\n"
    assert run("SettingIn", text, "INTERPRETER") == "C:\\名前é%\\😀.exe"


@pytest.mark.parametrize(
    ("text", "word"),
    [("/a b/python", "'/a b/python'"), ("/it's", "'/it'\\''s'"), ("$(x)`y`", "'$(x)`y`'")],
)
def test_a_path_is_one_word_of_a_shell(run, text, word):
    assert run("ShellWord", text) == word


def test_a_workbooks_name_means_nothing_between_a_shells_quotation_marks(run):
    assert run("InShellQuotes", 'a$(b)`c`"d\\') == 'a\\$(b)\\`c\\`\\"d\\\\'


AUTOMATIC, MANUAL, SEMIAUTOMATIC = -4105, -4135, 2  # XlCalculation
RUN = """
Public Host As Object
Const xlCalculationManual = -4135
Const xlCalculationAutomatic = -4105

Function RunAs(ByVal Mode As Long, ByVal Recalculates As Boolean, ByVal Fails As Boolean) As String
    Set Host = New FakeHost
    Host.DisplayAlerts = True
    Host.EnableEvents = True
    Host.Calculation = Mode
    RunAndTell IIf(Fails, "fail", "refresh"), "", Recalculates
    RunAs = Host.Said & "alerts " & Host.DisplayAlerts & ", events " & Host.EnableEvents & _
        ", mode " & Host.Calculation
End Function

Function HasBook() As Boolean
    HasBook = True
End Function

Function TargetBook() As Object
End Function

Function RunLabfolio(Book As Object, ByVal What As String, ByVal Argument As String) As String
    Host.Said = Host.Said & "run with alerts " & Host.DisplayAlerts & ", events " & _
        Host.EnableEvents & ", mode " & Host.Calculation & ";"
    If What = "fail" Then Error 1004
    RunLabfolio = "Refreshed."
End Function

Sub Tell(ByVal Sentence As String)
    Host.Said = Host.Said & "told " & (Len(Sentence) > 0) & ";"
End Sub
"""


@pytest.fixture
def macro(basic):
    """Give a function that runs RunAndTell in a mode of calculation, and what it did then."""
    text = procedure("LabfolioMacros", "RunAndTell").replace("Application.", "Host.")
    text = text.replace("As XlCalculation", "As Long")
    run = basic(f"{RUN}\n{text}", FakeHost=HOST)
    return lambda mode, *, changes, fails=False: run("RunAs", mode, changes, fails)


WITHIN = f"run with alerts False, events False, mode {MANUAL};"


@pytest.mark.parametrize("mode", [AUTOMATIC, SEMIAUTOMATIC])
def test_a_macro_calculates_nothing_itself_where_excel_does(macro, mode):
    after = f"told True;alerts True, events True, mode {mode}"
    assert macro(mode, changes=True) == WITHIN + after


def test_refresh_calculates_where_excel_waits_to_be_asked(macro):
    """In manual mode nothing is recalculated when the mode is set back to manual."""
    calculated = f"calculate in mode {MANUAL};"
    after = f"told True;alerts True, events True, mode {MANUAL}"
    assert macro(MANUAL, changes=True) == WITHIN + calculated + after
    assert macro(MANUAL, changes=False) == WITHIN + after


def test_a_macro_that_fails_leaves_excel_as_it_was(macro):
    after = f"told True;alerts True, events True, mode {AUTOMATIC}"
    assert macro(AUTOMATIC, changes=True, fails=True) == WITHIN + after


LINKS = """
Public Host As Object
Public Addin As Object
Const xlExcelLinks = 1
Const xlLinkTypeExcelLinks = 1

Function Repair(ByVal Link As String, ByVal SavesItself As Boolean, _
    ByVal IsAddin As Boolean) As String
    Dim Book As Object
    Set Host = New FakeHost
    Set Addin = New FakeAddin
    Addin.Name = "labfolio.xlam"
    Addin.FullName = "C:\\Users\\me\\XLSTART\\labfolio.xlam"
    Host.DisplayAlerts = True
    Set Book = New FakeBook
    Book.Link = Link
    Book.AutoSaveOn = SavesItself
    Book.IsAddin = IsAddin
    Book.Saved = True
    RepairLinks Book
    Repair = Book.Said & "saved " & Book.Saved & ", alerts " & Host.DisplayAlerts
End Function
"""
THERE = "C:\\Users\\me\\XLSTART\\labfolio.xlam"


@pytest.fixture
def repair(basic):
    """Give a function that repairs the link of a workbook, and what was done then."""
    names = ("RepairLinks", "SavesItself", "LeadsToAnotherAddin")
    text = "\n\n".join(procedure("LabfolioSession", name) for name in names)
    text = text.replace("ThisWorkbook.", "Addin.").replace("As Workbook", "As Object")
    classes = {"FakeHost": HOST, "FakeAddin": "Public Name As String\nPublic FullName As String"}
    run = basic(f"{LINKS}\n{text}", FakeBook=BOOK.replace("Host.", f"{MODULE}.Host."), **classes)
    return lambda link, *, saves_itself=False, is_addin=False: run(
        "Repair", link, saves_itself, is_addin
    )


UNTOUCHED = "saved True, alerts True"


def test_a_link_to_an_add_in_elsewhere_is_turned_without_a_question(repair):
    there = "D:\\other\\LABFOLIO.xlam"
    assert repair(there) == f"{there} to {THERE} with alerts False;{UNTOUCHED}"


@pytest.mark.parametrize("link", ["", THERE, "D:\\other\\prices.xlsx"])
def test_other_links_stay(repair, link):
    assert repair(link) == UNTOUCHED


def test_a_workbook_that_saves_itself_keeps_its_links(repair):
    """Two colleagues with AutoSave would turn the link of one file back and forth."""
    assert repair("D:\\other\\labfolio.xlam", saves_itself=True) == UNTOUCHED


def test_an_add_in_keeps_its_links(repair):
    assert repair("D:\\other\\labfolio.xlam", is_addin=True) == UNTOUCHED


ASKING = """
Public Host As Object
Public Book As Object
Const MISTAKE = "#LF! "
Const DATA_FILES = "Returns (*.csv),*.csv"

Function Start(ByVal Answer As Variant, ByVal State As String) As String
    Set Host = New FakeAsking
    Host.Answer = Answer
    If State = "open" Then Set Book = Host
    If State = "protected" Then Set Host.ActiveProtectedViewWindow = Host
    PickInput "Assets"
    Start = Host.Said
End Function

Function TargetBook() As Object
    Set TargetBook = Book
End Function

Sub PickFile(ByVal InputName As String, ByVal FileName As String)
    Host.Said = Host.Said & InputName & " from " & FileName
End Sub

Sub Tell(ByVal Sentence As String)
    Host.Said = Host.Said & Sentence
End Sub
"""
# The dialog in which a file is chosen.
CHOOSING = """
Public Answer As Variant

Public Function GetOpenFilename(Optional Filter, Optional Index, Optional Title) As Variant
    GetOpenFilename = Answer
End Function
"""
ASKED = f"""
Public Said As String
Public ActiveProtectedViewWindow As Object
{CHOOSING}"""


@pytest.mark.parametrize(
    ("answer", "state", "said"),
    [
        ("C:\\mine.csv", "open", "Assets from C:\\mine.csv"),
        (False, "open", ""),
        ("C:\\mine.csv", "none", "#LF! No workbook is open; press New workbook"),
        ("C:\\mine.csv", "protected", "#LF! This workbook is in Protected View; press Enable"),
    ],
    ids=["a file", "cancelled", "no workbook", "Protected View"],
)
def test_a_file_is_asked_for_only_where_it_can_go_on(basic, answer, state, said):
    """A dialog that is cancelled gives False; without a workbook in front there is none to fill."""
    text = "\n\n".join(procedure("LabfolioMacros", name) for name in ("PickInput", "HasBook"))
    # LibreOffice Basic knows no conditional compilation.
    text = resolved(text, WINDOWS_64).replace("\r\n", "\n").replace("Application.", "Host.")
    found = basic(f"{ASKING}\n{text}", FakeAsking=ASKED)("Start", answer, state)
    assert found.startswith(said)
    assert (found == "") == (said == "")


# A range and whom it asks for the rest, Excel's application, and Python, which says what it got.
RANGE = """
Public Name As String
Public Kind As String
Public CountLarge As Long
Public Value2 As Variant
Public Date1904 As Boolean
Public UsedRange As Object

Public Property Get Worksheet() As Object
    Set Worksheet = Me
End Property

Public Property Get Parent() As Object
    Set Parent = Me
End Property
"""
INTERSECTING = """
Public Function Intersect(ByVal One As Object, ByVal Other As Object) As Object
    If One.UsedRange Is Other And Not Other.Name = "apart" Then Set Intersect = Other
End Function
"""
PYTHON = """
Public Kind As String

Public Function CallWithValues(ByVal Name As String, ByVal Values As Variant, _
    ByVal Systems As Variant) As String
    Dim Number As Long
    CallWithValues = Name & ":"
    For Number = 0 To UBound(Values)
        CallWithValues = CallWithValues & Described(Values(Number)) & "," & Systems(Number) & ";"
    Next Number
    CallWithValues = CallWithValues & Systems(UBound(Systems))
End Function

Public Function CallUDF(ByVal Script As String, ByVal Name As String, ByVal Arguments As Variant, _
    ByVal Book As Variant, ByVal Caller As Variant) As String
    CallUDF = Script & "." & Name & " with " & Arguments(0).Kind & " from " & Book & ", " & _
        Caller.Name
End Function

Private Function Described(ByVal Value As Variant) As String
    If IsArray(Value) Then
        Described = "block to " & Value(UBound(Value, 1), UBound(Value, 2))
    ElseIf IsEmpty(Value) Then
        Described = "nothing"
    ElseIf IsError(Value) Then
        Described = "left out"
    Else
        Described = CStr(Value)
    End If
End Function
"""
CALLING = """
Public Host As Object

' For a class of its own Basic's TypeName gives "Object".
Function KindOf(ByVal Thing As Variant) As String
    If IsObject(Thing) Then KindOf = Thing.Kind
End Function

Function NewRange(ByVal Name As String, ByVal Value As Variant, ByVal Size As Long, _
    ByVal Of1904 As Boolean) As Object
    Set NewRange = New FakeRange
    NewRange.Kind = "Range"
    NewRange.Name = Name
    NewRange.CountLarge = Size
    NewRange.Value2 = Value
    NewRange.Date1904 = Of1904
End Function

Function CallIt(ByVal Script As String, ByVal What As String, _
    ByVal CallerOf1904 As Boolean) As String
    Dim Calls As Object
    Dim Block(1 To 2, 1 To 2) As Variant
    Dim Cell As Object
    Dim Caller As Object
    Dim Arguments As Variant
    Block(2, 2) = 7
    Set Host = New FakeHost
    Set Calls = New LabfolioCalls
    Set Calls.Python = New FakePython
    Calls.Python.Kind = "Shape"
    Set Caller = NewRange("caller", Empty, 1, CallerOf1904)
    Set Cell = NewRange("cell", 0.5, 1, False)
    Select Case What
        Case "none": Arguments = Array()
        Case "ranges": Arguments = Array(NewRange("block", Block, 4, True), Cell, "hac", Block)
        Case "columns", "empty columns"
            Cell.CountLarge = 1048576
            Set Cell.UsedRange = NewRange(IIf(What = "columns", "used", "apart"), Block, 4, True)
            Arguments = Array(Cell, 3)
        Case "other": Arguments = Array(Calls.Python, 1)
    End Select
    CallIt = Calls.CallUDF(Script, "LF_X", Arguments, "Book1", Caller)
End Function
"""
OURS_ALONE = "labfolio_xl.sheet.functions"


@pytest.fixture
def call(basic):
    """Give a function that calls a function as a wrapper does, and what Python then gets."""
    code = next(m.code for m in own_modules(addin=True) if m.name == "LabfolioCalls")
    code = code.partition("Option Explicit")[2].replace("Application.", "Host.")
    code = code.replace("As Range", "As Object").replace("TypeName(", "KindOf(")
    classes = {"FakeRange": RANGE, "FakeHost": INTERSECTING, "FakePython": PYTHON}
    run = basic(CALLING, LabfolioCalls=code, **classes)
    return lambda what, *, script=OURS_ALONE, is_1904=False: run("CallIt", script, what, is_1904)


@pytest.mark.parametrize("is_1904", [False, True])
def test_a_function_hands_over_values_and_date_systems(call, is_1904):
    """An array and a typed number count as the calling cell's workbook, each range as its own."""
    rest = f"hac,{is_1904};block to 7,{is_1904};{is_1904}"
    assert call("ranges", is_1904=is_1904) == f"LF_X:block to 7,True;0.5,False;{rest}"
    assert call("none", is_1904=is_1904) == f"LF_X:{is_1904}"


def test_whole_columns_are_handed_over_as_far_as_their_sheet_is_used(call):
    assert call("columns") == "LF_X:block to 7,False;3,False;False"
    assert call("empty columns") == "LF_X:nothing,False;3,False;False"


def test_what_is_no_range_goes_the_way_of_xlwings(call):
    way = "with {} from Book1, caller"
    assert call("other") == f"{OURS_ALONE}.LF_X {way.format('Shape')}"
    assert call("ranges", script="mine") == f"mine.LF_X {way.format('Range')}"


# The buttons of the sheet Load, in a workbook that has the sheet or not, and saving afterwards.
LOADING = """
Public Host As Object
Public Book As Object
Public ReplacedIn As String
Const LOAD_SHEET = "Load"

Function Press(ByVal What As String, ByVal State As String) As String
    Set Host = New FakeLoading
    Set Book = Host
    Host.State = State
    Host.FullName = "C:\\book.xlsm"
    Host.AutoSaveOn = State = "saves itself"
    Select Case What
        Case "the menu": LabfolioLoadReturns
        Case "a file": PickFile "Assets", "C:\\mine.csv"
        Case "Load": LabfolioLoadFiles
        Case "Load, save"
            LabfolioLoadFiles
            LabfolioForgetReplaced
            LabfolioForgetReplaced
        Case "save": LabfolioForgetReplaced
    End Select
    Press = Host.Said
End Function

Function HasBook() As Boolean
    HasBook = True
End Function

Function TargetBook() As Object
    Set TargetBook = Book
End Function

Sub RunAndTell(ByVal What As String, Optional ByVal Argument As String = "", _
    Optional ByVal Recalculates As Boolean = False)
    Host.Said = Host.Said & What & " " & Argument & ";"
End Sub

Function RunLabfolio(ByVal Book As Object, ByVal What As String, ByVal Argument As String) As String
    Host.Said = Host.Said & What & " " & Argument & ";"
    If Host.State = "no Python" Then Err.Raise 1000
    RunLabfolio = ""
End Function
"""
SHEETS_OF_A_BOOK = """
Public State As String
Public Said As String
Public FullName As String
Public AutoSaveOn As Boolean
Public Visible As Long

Public Function Worksheets(ByVal SheetName As String) As Object
    If State = "no sheet" Then Err.Raise 9
    Visible = IIf(State = "hidden", 0, -1)
    Set Worksheets = Me
End Function

Public Function Parent() As Object
    Set Parent = Me
End Function

Public Sub Activate()
    Said = Said & "activated;"
End Sub
"""
LOADED = "load ;"
FORGOTTEN = "forget_replaced C:\\book.xlsm;"


@pytest.mark.parametrize(
    ("what", "state", "said"),
    [
        ("the menu", "", "activated;activated;"),
        ("the menu", "no sheet", "preview ;"),
        ("the menu", "hidden", "preview ;"),
        ("a file", "", "activated;activated;pick_file Assets|C:\\mine.csv;"),
        ("a file", "no sheet", "pick_file Assets|C:\\mine.csv;"),
        ("Load", "", LOADED),
        ("Load, save", "", f"{LOADED}{FORGOTTEN}"),
        ("Load, save", "no Python", f"{LOADED}{FORGOTTEN}"),
        ("Load, save", "saves itself", LOADED),
        ("save", "", ""),
    ],
)
def test_the_buttons_of_the_sheet_load_ask_python(basic, what, state, said):
    """Python is asked to forget once, and not at all where nothing was replaced."""
    names = ("LabfolioLoadReturns", "PickFile", "LabfolioLoadFiles", "RememberReplaced")
    more = ("LabfolioForgetReplaced", "SavesItself", "ShowSheet")
    text = "\n\n".join(procedure("LabfolioMacros", name) for name in (*names, *more))
    text = resolved(text, WINDOWS_64).replace("\r\n", "\n").replace("Recalculates:=", "")
    text = text.replace(" As Workbook", " As Object").replace(" As Worksheet", " As Object")
    text = text.replace("xlSheetVisible", "-1")
    # An argument that is left out has no value of its own in Basic.
    text = text.replace('"load", True', '"load", "", True').replace('"preview"', '"preview", ""')
    assert basic(f"{LOADING}\n{text}", FakeLoading=SHEETS_OF_A_BOOK)("Press", what, state) == said
