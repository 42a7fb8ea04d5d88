Attribute VB_Name = "LabfolioHelp"
Option Explicit
Option Private Module

' What the function wizard shows: the category, and a text for each function and argument. A file
' holds the texts of functions only, so Excel is told of the rest whenever the file opens.

Private Const CATEGORY_NAME As String = "Labfolio"

' Excel marks the file as changed by this, which it is not. What is returned is the first failure,
' empty if there is none: help that cannot be given must not stop anything.
Public Function LabfolioRegisterHelp() As String
    #If Mac Then
        ' Excel for Mac has no functions in Python, and knows no help of arguments.
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
' Excel may refuse to describe the macros of a hidden workbook, which an add-in is: for the time of
' the description it is none. Nothing is drawn, and nobody is told.
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

' Describe one function; its arguments are an array of texts, or Empty where it has none.
Public Sub Describe(ByRef Failure As String, ByVal FunctionName As String, ByVal Summary As String, ByVal Arguments As Variant)
    Dim Macro As String
    On Error GoTo Failed
    ' With the file's name, since a workbook and the add-in may both hold the function.
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
