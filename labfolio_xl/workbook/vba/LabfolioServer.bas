Attribute VB_Name = "LabfolioServer"
Option Explicit
Option Private Module

' The way from Excel to Python: one Python process per Excel, shared by all workbooks.
'
' The library is the one of xlwings (BSD 3-clause, Copyright (C) 2014-present, Zoomer Analytics
' LLC), under a name and in a folder of labfolio's own, where "labfolio-xl install" puts it. So
' an upgrade of xlwings leaves this text true, and no path of a machine stands in a workbook.
' Nothing of the workbook (its folder, its cells) decides what is started.

#If Mac Then
    ' Office for Mac has no worksheet functions in Python; its macros go through AppleScript.
#Else
    #If Win64 Then
        Private Const LIBRARY_NAME As String = "labfolio-xlwings64.dll"
        Private Declare PtrSafe Function XLPyDLLActivateAuto Lib "labfolio-xlwings64.dll" _
            (ByRef Result As Variant, ByVal Command As String, ByVal Mode As Long) As Long
    #Else
        Private Const LIBRARY_NAME As String = "labfolio-xlwings32.dll"
        Private Declare PtrSafe Function XLPyDLLActivateAuto Lib "labfolio-xlwings32.dll" _
            (ByRef Result As Variant, ByVal Command As String, ByVal Mode As Long) As Long
    #End If
    Private Declare PtrSafe Function LoadLibrary Lib "kernel32" Alias "LoadLibraryA" _
        (ByVal FileName As String) As LongPtr
#End If

' Read by labfolio_xl.excel.server_command too, so that tests run this very text. The library
' puts a new class id in place of $(CLSID), and keeps one process per command.
Private Const SERVER_COMMAND As String = """{interpreter}"" -P -c ""from labfolio_xl.excel.function_server import serve; serve('$(CLSID)')"""

Private Const START As Long = 1
Private Const NOT_READY As Long = vbObjectError + 1000

' Known once the library is loaded, so that not every cell opens the configuration.
Private Interpreter As String

' The Python of this user, as an object with the methods of xlwings.com_server.XLPython.
' The wrappers of the worksheet functions call it by this name.
Public Function XLPy() As Object
    #If Mac Then
        Err.Raise NOT_READY, , "#LF! Excel for Mac has no Python functions; press Refresh to write the values."
    #Else
        Dim Result As Variant
        LoadServerLibrary
        If XLPyDLLActivateAuto(Result, ServerCommand(), START) <> 0 Then
            Err.Raise NOT_READY, , "#LF! Python did not start; run ""labfolio-xl doctor"" in a terminal."
        End If
        Set XLPy = Result
    #End If
End Function

' Run a function of labfolio_xl.excel.macros on a book, and return its closing sentence.
Public Function RunLabfolio(ByVal Book As Workbook, ByVal What As String, ByVal Argument As String) As String
    #If Mac Then
        RunLabfolio = RunOnMac(Book, What, Argument)
    #Else
        Dim Python As Object
        Set Python = XLPy()
        If Not Book Is Nothing Then
            Python.SetAttr Python.Module("xlwings._xlwindows"), "BOOK_CALLER", Book
        End If
        RunLabfolio = Python.Str(Python.Call( _
            Python.Module("labfolio_xl.excel.macros"), "run", Python.Tuple(What, Argument)))
    #End If
End Function

' Labfolio's folder of this user, with a separator at its end.
Public Function LabfolioFolder() As String
    #If Mac Then
        LabfolioFolder = Environ("HOME") & "/"
    #Else
        LabfolioFolder = Environ("LOCALAPPDATA") & "\labfolio_xl\"
    #End If
End Function

' A line KEY=value of the configuration that the installation wrote; empty if there is none.
Public Function Setting(ByVal Key As String) As String
    Dim Channel As Integer
    Dim Entry As String
    If Len(Dir(LabfolioFolder() & "labfolio.conf")) = 0 Then Exit Function
    Channel = FreeFile
    Open LabfolioFolder() & "labfolio.conf" For Input As #Channel
    Do While Not EOF(Channel)
        Line Input #Channel, Entry
        If Left$(Entry, Len(Key) + 1) = Key & "=" Then Setting = Mid$(Entry, Len(Key) + 2)
    Loop
    Close #Channel
End Function

#If Mac Then
#Else
' Once the library is loaded from its full path, the declaration above finds it by its name.
Private Sub LoadServerLibrary()
    Dim Configured As String
    If Len(Interpreter) > 0 Then Exit Sub
    Configured = Setting("INTERPRETER")
    If Len(Configured) = 0 Then
        Err.Raise NOT_READY, , "#LF! Labfolio is not installed for this user; run ""labfolio-xl install"" in a terminal."
    End If
    If LoadLibrary(LabfolioFolder() & LIBRARY_NAME) = 0 Then
        Err.Raise NOT_READY, , "#LF! " & LIBRARY_NAME & " is missing or blocked; run ""labfolio-xl install"" again."
    End If
    Interpreter = Configured
End Sub

Private Function ServerCommand() As String
    ServerCommand = Replace(SERVER_COMMAND, "{interpreter}", Interpreter)
End Function
#End If

#If Mac Then
' Python says its closing sentence itself: the script returns before it ends.
Private Function RunOnMac(ByVal Book As Workbook, ByVal What As String, ByVal Argument As String) As String
    Dim Command As String
    If Len(Setting("INTERPRETER")) = 0 Then
        RunOnMac = "#LF! Labfolio is not installed for this user; run ""labfolio-xl install"" in a terminal."
        Exit Function
    End If
    Command = "from labfolio_xl.excel import macros; macros.main('" & What & "', '" & Escaped(Argument) & "')"
    AppleScriptTask "labfolio.applescript", "VbaHandler", _
        "false;;;;;;|" & Setting("INTERPRETER") & "|" & Command & "|" & Book.Name & "|" & _
        Left$(Application.Path, Len(Application.Path) - 4) & "|" & LabfolioFolder() & "labfolio.log"
End Function

' A text as the inside of a Python string, with no character that a shell would read.
Private Function Escaped(ByVal Argument As String) As String
    Dim Position As Long
    For Position = 1 To Len(Argument)
        Escaped = Escaped & "\u" & Right$("000" & Hex$(AscW(Mid$(Argument, Position, 1)) And &HFFFF&), 4)
    Next Position
End Function
#End If
