Attribute VB_Name = "LabfolioRibbon"
Option Explicit

' Callbacks of ribbon.xml. Those of the workbook and of the add-in have different prefixes: with
' both files open, Excel may otherwise call the other file's procedure of the same name.

' One tab is enough: the workbook's own hides where the add-in shows its tab.
Public Sub Book_TabVisible(control As IRibbonControl, ByRef visible)
    visible = ThisWorkbook.IsAddin Or Not AddinIsLoaded()
End Sub

Public Sub Book_New(control As IRibbonControl)
    LabfolioNewWorkbook
End Sub

' The tag of a control of the menu names the input.
Public Sub Book_Load(control As IRibbonControl)
    LoadInput control.Tag
End Sub

Public Sub Book_Sample(control As IRibbonControl)
    LabfolioSample
End Sub

Public Sub Book_Refresh(control As IRibbonControl)
    LabfolioRefresh
End Sub

Public Sub Book_CheckNumbers(control As IRibbonControl)
    LabfolioCheckNumbers
End Sub

Public Sub Book_PrepareCopy(control As IRibbonControl)
    LabfolioPrepareCopy
End Sub

Public Sub Book_Functions(control As IRibbonControl)
    LabfolioShowFunctions
End Sub

Public Sub Book_CheckSetup(control As IRibbonControl)
    LabfolioCheckSetup
End Sub

Public Sub Book_Log(control As IRibbonControl)
    LabfolioShowLog
End Sub

Public Sub Book_About(control As IRibbonControl)
    LabfolioShowAbout
End Sub

' An add-in is not listed among the workbooks, but is found by its name.
Private Function AddinIsLoaded() As Boolean
    Dim Addin As Workbook
    On Error Resume Next
    Set Addin = Workbooks("labfolio.xlam")
    AddinIsLoaded = Not Addin Is Nothing
End Function
