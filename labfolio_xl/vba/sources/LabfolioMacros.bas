Attribute VB_Name = "LabfolioMacros"
Option Explicit

' The macros of the buttons on the sheet Load and on the ribbon. Each macro asks the user for what it
' needs, calls labfolio_xl.excel.macros, and shows the sentence that this returns.

Private Const TITLE As String = "Labfolio"
Private Const MISTAKE As String = "#LF! "
Private Const LOAD_SHEET As String = "Load"
Private Const DATA_FILES As String = _
    "Returns (*.xlsx;*.xlsm;*.xlsb;*.xls;*.ods;*.csv;*.txt;*.tsv)," & _
    "*.xlsx;*.xlsm;*.xlsb;*.xls;*.ods;*.csv;*.txt;*.tsv"

#If Mac Then
#Else
    ' VBA's MsgBox shows only the letters of the system's code page, and a name may have other letters.
    Private Declare PtrSafe Function MessageBoxW Lib "user32" _
        (ByVal Owner As LongPtr, ByVal Text As LongPtr, ByVal Caption As LongPtr, ByVal Kind As Long) As Long
#End If

Private Quiet As Boolean
Private LastSentence As String

' The workbook whose inputs were replaced last; empty if there is none.
Private ReplacedIn As String

Public Sub LabfolioRefresh()
    RunAndTell "refresh", Recalculates:=True
End Sub

' Show the sheet Load. The button of earlier workbooks calls this macro.
Public Sub LabfolioLoadReturns()
    If Not HasBook() Then Exit Sub
    If Not ShowSheet(LOAD_SHEET) Then RunAndTell "preview"
End Sub

' Each of these buttons stands in the row of its input on the sheet Load.
Public Sub LabfolioPickAssets()
    PickInput "Assets"
End Sub

Public Sub LabfolioPickFactors()
    PickInput "Factors"
End Sub

Public Sub LabfolioPickRiskFree()
    PickInput "RiskFree"
End Sub

Public Sub LabfolioPickWeights()
    PickInput "Weights"
End Sub

Public Sub LabfolioPickBenchmark()
    PickInput "Benchmark"
End Sub

' Ask for the file of an input, and show on the sheet Load what is found in it.
Public Sub PickInput(ByVal InputName As String)
    Dim FileName As Variant
    If Not HasBook() Then Exit Sub
    #If Mac Then
        FileName = Application.GetOpenFilename()
    #Else
        FileName = Application.GetOpenFilename(DATA_FILES, , "File for " & InputName)
    #End If
    If VarType(FileName) <> vbBoolean Then PickFile InputName, CStr(FileName)
End Sub

' Choose the file of an input without a dialog.
Public Sub PickFile(ByVal InputName As String, ByVal FileName As String)
    ShowSheet LOAD_SHEET
    RunAndTell "pick_file", InputName & "|" & FileName
End Sub

Public Sub LabfolioPreview()
    RunAndTell "preview"
End Sub

' The module of the sheet Load has the name LabfolioLoad already.
Public Sub LabfolioLoadFiles()
    RunAndTell "load", Recalculates:=True
    RememberReplaced
End Sub

Public Sub LabfolioRestore()
    If Not HasBook() Then Exit Sub
    If ShowMessage("Put back the inputs that were replaced last in " & TargetBook().Name & "?", _
        vbOKCancel + vbQuestion) = vbOK Then RestoreInputs
End Sub

' Put back the inputs without a dialog.
Public Sub RestoreInputs()
    RunAndTell "restore", Recalculates:=True
End Sub

' Python keeps the inputs that were replaced in a file until the workbook is saved.
Private Sub RememberReplaced()
    Dim Book As Workbook
    Set Book = TargetBook()
    If Not Book Is Nothing Then ReplacedIn = Book.FullName
End Sub

' Let Python delete that file. It is called when the workbook was saved; nothing is shown, whatever
' happens, and Python is not asked if nothing was replaced since Excel started. With AutoSave Excel
' saves seconds after each change, so that nothing is forgotten then.
Public Sub LabfolioForgetReplaced()
    Dim Book As Workbook
    On Error Resume Next
    Set Book = TargetBook()
    If Len(ReplacedIn) = 0 Or Book Is Nothing Then Exit Sub
    If SavesItself(Book) Then Exit Sub
    RunLabfolio Book, "forget_replaced", ReplacedIn
    ReplacedIn = ""
End Sub

' Older versions of Excel have no such property, so Book is an Object and an error means False.
Private Function SavesItself(ByVal Book As Object) As Boolean
    On Error Resume Next
    SavesItself = Book.AutoSaveOn
End Function

Public Sub LabfolioPrepareCopy()
    RunAndTell "prepare_copy"
End Sub

Public Sub LabfolioCheckNumbers()
    RunAndTell "check_numbers"
End Sub

' This macro works without a workbook. Without Python it shows the facts about Excel.
Public Sub LabfolioCheckSetup()
    On Error GoTo Failed
    Tell RunLabfolio(TargetBook(), "check_setup", HostFacts())
    Exit Sub
Failed:
    Tell MISTAKE & Replace(Err.Description, MISTAKE, "") & vbNewLine & vbNewLine & Replace(HostFacts(), "|", vbNewLine)
End Sub

Public Sub LabfolioNewWorkbook()
    Dim FileName As Variant
    #If Mac Then
        FileName = Application.GetSaveAsFilename("portfolio.xlsm")
    #Else
        FileName = Application.GetSaveAsFilename("portfolio.xlsm", "Labfolio workbook (*.xlsm),*.xlsm", , "New Labfolio workbook")
    #End If
    If VarType(FileName) <> vbBoolean Then MakeWorkbook CStr(FileName)
End Sub

' Make a new workbook without a dialog. On a Mac nothing is returned, because Python opens the workbook.
Public Sub MakeWorkbook(ByVal FileName As String)
    Dim Made As String
    On Error GoTo Failed
    Made = RunLabfolio(TargetBook(), "new_workbook", FileName)
    If Left$(Made, Len(MISTAKE)) = MISTAKE Then
        Tell Made
    ElseIf Len(Made) > 0 Then
        Workbooks.Open Made
        LastSentence = Made
    End If
    Exit Sub
Failed:
    Tell MISTAKE & Replace(Err.Description, MISTAKE, "")
End Sub

Public Sub LabfolioSample()
    If Not HasBook() Then Exit Sub
    If ShowMessage("Replace the inputs of " & TargetBook().Name & " by the sample returns? " & _
        "Restore on the sheet Load puts them back until the workbook is saved.", _
        vbOKCancel + vbQuestion) = vbOK Then ReplaceBySample
End Sub

' Replace the inputs by the sample returns without a dialog.
Public Sub ReplaceBySample()
    RunAndTell "load_sample", Recalculates:=True
    RememberReplaced
End Sub

Public Sub LabfolioShowFunctions()
    If Not ShowSheet("Functions") Then RunAndTell "functions"
End Sub

' Bring a sheet of the workbook to the front; False if it is missing or hidden.
Private Function ShowSheet(ByVal SheetName As String) As Boolean
    Dim Shown As Worksheet
    On Error Resume Next
    Set Shown = TargetBook().Worksheets(SheetName)
    ' A hidden sheet cannot be activated.
    If Shown.Visible <> xlSheetVisible Then Set Shown = Nothing
    On Error GoTo 0
    If Shown Is Nothing Then Exit Function
    Shown.Parent.Activate
    Shown.Activate
    ShowSheet = True
End Function

' Pass the help of the functions to Excel again, and show the first failure.
Public Sub LabfolioGiveHelp()
    Dim Failure As String
    Failure = LabfolioRegisterHelp()
    If Len(Failure) = 0 Then
        Tell "The function wizard has its help."
    Else
        Tell MISTAKE & Failure
    End If
End Sub

Public Sub LabfolioShowLog()
    RunAndTell "show_log"
End Sub

Public Sub LabfolioShowAbout()
    RunAndTell "about"
End Sub

' The workbook that the macros act on: this one, or the active one for macros of the add-in. Nothing if
' there is none.
Private Function TargetBook() As Workbook
    If ThisWorkbook.IsAddin Then
        Set TargetBook = ActiveWorkbook
    Else
        Set TargetBook = ThisWorkbook
    End If
End Function

Private Function HasBook() As Boolean
    HasBook = Not TargetBook() Is Nothing
    If HasBook Then Exit Function
    #If Mac Then
    #Else
        If Not Application.ActiveProtectedViewWindow Is Nothing Then
            Tell MISTAKE & "This workbook is in Protected View; press Enable Editing above the sheet first."
            Exit Function
        End If
    #End If
    Tell MISTAKE & "No workbook is open; press New workbook on the Labfolio tab."
End Function

Private Sub RunAndTell(ByVal What As String, Optional ByVal Argument As String = "", _
    Optional ByVal Recalculates As Boolean = False)
    Dim Alerts As Boolean
    Dim Events As Boolean
    Dim Calculating As XlCalculation
    Dim Sentence As String
    If Not HasBook() Then Exit Sub
    Alerts = Application.DisplayAlerts
    Events = Application.EnableEvents
    Calculating = Application.Calculation
    On Error GoTo Failed
    ' During a long computation Excel would otherwise show "waiting for another application".
    Application.DisplayAlerts = False
    ' Event procedures of the user would otherwise run for every cell that is written.
    Application.EnableEvents = False
    ' Results are calculated once, when everything is written. A formula that is entered is calculated
    ' at once all the same: Python then answers it during the macro, from the cells at that moment.
    Application.Calculation = xlCalculationManual
    Sentence = RunLabfolio(TargetBook(), What, Argument)
Closing:
    On Error Resume Next ' in a closed workbook, for example, the settings cannot be restored
    Application.StatusBar = "Labfolio: Calculating ..."
    Application.Calculation = Calculating
    ' Restoring the mode calculates what has changed, unless the user's mode is manual.
    If Recalculates And Calculating = xlCalculationManual Then Application.Calculate
    Application.StatusBar = False
    Application.EnableEvents = Events
    Application.DisplayAlerts = Alerts
    On Error GoTo 0
    Tell Sentence
    Exit Sub
Failed:
    Sentence = MISTAKE & Replace(Err.Description, MISTAKE, "")
    Resume Closing
End Sub

' Switch messages off for a program that controls Excel (labfolio-xl doctor --excel), because nobody
' could close them.
Public Sub LabfolioQuiet(ByVal NoMessages As Boolean)
    Quiet = NoMessages
End Sub

' Forget the last sentence, so that it is not taken for the one of the next macro.
Public Sub LabfolioForget()
    LastSentence = ""
End Sub

' The closing sentence of the last macro.
Public Function LabfolioLastSentence() As String
    LabfolioLastSentence = LastSentence
End Function

Private Sub Tell(ByVal Sentence As String)
    LastSentence = Sentence
    If Len(Sentence) = 0 Or Quiet Then Exit Sub
    If Left$(Sentence, Len(MISTAKE)) = MISTAKE Then
        ShowMessage Mid$(Sentence, Len(MISTAKE) + 1), vbExclamation
    Else
        ShowMessage Sentence, vbInformation
    End If
End Sub

Private Function ShowMessage(ByVal Sentence As String, ByVal Kind As VbMsgBoxStyle) As VbMsgBoxResult
    #If Mac Then
        ShowMessage = MsgBox(Sentence, Kind, TITLE)
    #Else
        Dim Caption As String
        Caption = TITLE
        ' The message is task modal and in front, so that it blocks the windows of all workbooks.
        ShowMessage = MessageBoxW(0, StrPtr(Sentence), StrPtr(Caption), Kind Or &H2000& Or &H10000)
    #End If
End Function

' Facts about Excel that Python cannot find out, for Check setup: KEY=value, separated by bars.
Private Function HostFacts() As String
    Dim Bits As String
    #If Win64 Then
        Bits = "64"
    #Else
        Bits = "32"
    #End If
    HostFacts = "excel_version=" & Application.Version & "|excel_build=" & Application.Build & _
        "|excel_bits=" & Bits & "|excel_path=" & Application.Path & _
        "|system=" & Application.OperatingSystem & "|startup_path=" & Application.StartupPath & _
        "|security=" & Application.AutomationSecurity & "|code_in=" & ThisWorkbook.FullName
End Function
