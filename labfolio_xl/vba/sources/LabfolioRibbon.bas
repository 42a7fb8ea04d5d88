Attribute VB_Name = "LabfolioRibbon"
Option Explicit

' The callbacks of ribbon.xml. Those of the workbook and of the add-in have different prefixes: with
' both files open, Excel might otherwise call the procedure of the same name in the other file.

' The tab of the workbook is hidden if the add-in is loaded, because the add-in shows the same tab.
Public Sub Book_TabVisible(control As IRibbonControl, ByRef visible)
    visible = ThisWorkbook.IsAddin Or Not AddinIsLoaded()
End Sub

Public Sub Book_New(control As IRibbonControl)
    LabfolioNewWorkbook
End Sub

' The tag of a menu item is the name of the input.
Public Sub Book_Load(control As IRibbonControl)
    PickInput control.Tag
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

' The collection Workbooks does not list an add-in, but finds it by its name.
Private Function AddinIsLoaded() As Boolean
    Dim Addin As Workbook
    On Error Resume Next
    Set Addin = Workbooks("labfolio.xlam")
    AddinIsLoaded = Not Addin Is Nothing
End Function
