Attribute VB_Name = "LabfolioHelp"
Option Explicit
Option Private Module

' The texts of the function wizard: the category, and the help of each function and argument. A file
' can store only the help of functions, so the other texts are passed to Excel when the file opens.

Private Const CATEGORY_NAME As String = "Labfolio"

' Pass all texts to Excel. This marks the file as changed, although its content is the same, so the
' mark is restored. The result is the first failure as a text, which is empty if there is none. A
' failure does not stop the macro, because only help would be missing.
Public Function LabfolioRegisterHelp() As String
    #If Mac Then
        ' Excel for Mac has no functions in Python, and no help for arguments.
    #Else
        Dim WasSaved As Boolean
        Dim Failure As String
        WasSaved = ThisWorkbook.Saved
        DescribeFunctions Failure
        If Len(Failure) > 0 And ThisWorkbook.IsAddin Then Failure = FailureWhileShown()
        ThisWorkbook.Saved = WasSaved
        LabfolioRegisterHelp = Failure
    #End If
End Function

#If Mac Then
#Else
' Excel may refuse to describe the macros of a hidden workbook, and an add-in is hidden. So the
' add-in becomes a plain workbook while it is described; the screen is not updated and no event
' is raised meanwhile.
Private Function FailureWhileShown() As String
    Dim Failure As String
    Dim Updating As Boolean
    Dim Events As Boolean
    Updating = Application.ScreenUpdating
    Events = Application.EnableEvents
    On Error GoTo Failed
    Application.ScreenUpdating = False
    Application.EnableEvents = False
    ThisWorkbook.IsAddin = False
    DescribeFunctions Failure
Closing:
    On Error Resume Next
    ThisWorkbook.IsAddin = True
    Application.EnableEvents = Events
    Application.ScreenUpdating = Updating
    FailureWhileShown = Failure
    Exit Function
Failed:
    Failure = Err.Description
    Resume Closing
End Function

' Describe one function. Arguments is an array of texts, or Empty if the function has none.
Public Sub Describe(ByRef Failure As String, ByVal FunctionName As String, ByVal Summary As String, ByVal Arguments As Variant)
    Dim Macro As String
    On Error GoTo Failed
    ' The name of the file is needed, because a workbook and the add-in may both hold the function.
    Macro = "'" & Replace(ThisWorkbook.Name, "'", "''") & "'!" & FunctionName
    If IsEmpty(Arguments) Then
        Application.MacroOptions Macro:=Macro, Description:=Summary, Category:=CATEGORY_NAME
    Else
        Application.MacroOptions Macro:=Macro, Description:=Summary, Category:=CATEGORY_NAME, ArgumentDescriptions:=Arguments
    End If
    Exit Sub
Failed:
    If Len(Failure) = 0 Then Failure = FunctionName & ": " & Err.Description
End Sub
#End If
