Attribute VB_Name = "LabfolioServer"
Option Explicit
Option Private Module

' The connection from Excel to Python. There is one Python process per Excel, shared by all workbooks.
'
' The library is that of xlwings (BSD 3-clause, Copyright (C) 2014-present, Zoomer Analytics LLC).
' "labfolio-xl install" copies it under a name of its own into labfolio's folder. So this text
' stays valid when xlwings is upgraded, and a workbook holds no path of a machine. Neither the
' folder nor the cells of a workbook decide which program is started.

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
    ' These functions of Windows take Unicode. VBA's Environ, Dir, Open and ByVal As String are limited
    ' to the letters of the system's code page, and the name of a user's folder may have others.
    Private Declare PtrSafe Function GetEnvironmentVariableW Lib "kernel32" _
        (ByVal Name As LongPtr, ByVal Buffer As LongPtr, ByVal Size As Long) As Long
    Private Declare PtrSafe Function GetCurrentDirectoryW Lib "kernel32" _
        (ByVal Size As Long, ByVal Buffer As LongPtr) As Long
    Private Declare PtrSafe Function SetCurrentDirectoryW Lib "kernel32" _
        (ByVal Folder As LongPtr) As Long
    Private Declare PtrSafe Function LoadLibraryW Lib "kernel32" _
        (ByVal FileName As LongPtr) As LongPtr
#End If

' labfolio_xl.excel.server.python_process reads this line too, so that tests run the same command.
' The library puts a new class id in place of $(CLSID), and keeps one process per command.
Private Const SERVER_COMMAND As String = """{interpreter}"" -P -c ""from labfolio_xl.excel.server.function_server import serve; serve('$(CLSID)')"""

Private Const START As Long = 1
Private Const NOT_READY As Long = vbObjectError + 1000
Private Const LONGEST_PATH As Long = 32767

' This is set when the library is loaded, so that the configuration is read once and not for every cell.
Private Interpreter As String

' The wrappers of the worksheet functions call this function by its name.
Public Function XLPy() As Object
    Dim Calls As LabfolioCalls
    Set Calls = New LabfolioCalls
    Set Calls.Python = StartedPython()
    Set XLPy = Calls
End Function

' The Python process of this user: an object with the methods of xlwings.com_server.XLPython.
Private Function StartedPython() As Object
    #If Mac Then
        Err.Raise NOT_READY, , "#LF! Excel for Mac has no Python functions; press Refresh to write the values."
    #Else
        Dim Result As Variant
        LoadServerLibrary
        If Activate(Result) <> 0 Then
            Err.Raise NOT_READY, , "#LF! Python did not start; run ""labfolio-xl doctor"" in a terminal."
        End If
        Set StartedPython = Result
    #End If
End Function

' Run a function of labfolio_xl.excel.macros on a workbook, and return its closing sentence.
Public Function RunLabfolio(ByVal Book As Workbook, ByVal What As String, ByVal Argument As String) As String
    #If Mac Then
        RunLabfolio = RunOnMac(Book, What, Argument)
    #Else
        Dim Python As Object
        Set Python = StartedPython()
        If Not Book Is Nothing Then
            Python.SetAttr Python.Module("xlwings._xlwindows"), "BOOK_CALLER", Book
        End If
        RunLabfolio = Python.Str(Python.Call( _
            Python.Module("labfolio_xl.excel.macros"), "run", Python.Tuple(What, Argument)))
    #End If
End Function

' The folder of Labfolio for this user, with a separator at its end.
Public Function LabfolioFolder() As String
    #If Mac Then
        LabfolioFolder = Environ("HOME") & "/"
    #Else
        Dim Variable As String
        Dim Buffer As String
        Dim Length As Long
        Variable = "LOCALAPPDATA"
        Buffer = String$(LONGEST_PATH, vbNullChar)
        Length = GetEnvironmentVariableW(StrPtr(Variable), StrPtr(Buffer), LONGEST_PATH)
        LabfolioFolder = Left$(Buffer, Length) & "\labfolio_xl\"
    #End If
End Function

' The value of a line KEY=value that the installation wrote; an empty text if there is none.
Public Function Setting(ByVal Key As String) As String
    Setting = SettingIn(Configuration(), Key)
End Function

' A line may end with CR, LF or both; Line Input would not recognise LF alone.
Public Function SettingIn(ByVal Text As String, ByVal Key As String) As String
    Dim Entry As Variant
    For Each Entry In Split(Replace(Text, vbCr, vbLf), vbLf)
        If Left$(Entry, Len(Key) + 1) = Key & "=" Then SettingIn = Decoded(Mid$(Entry, Len(Key) + 2))
    Next Entry
End Function

' The file is plain ASCII, so that the code page does not matter: any other letter is written as
' %u and four hexadecimal digits.
Private Function Decoded(ByVal Text As String) As String
    Dim Parts As Variant
    Dim Number As Long
    Parts = Split(Text, "%u")
    For Number = LBound(Parts) To UBound(Parts)
        If Number = LBound(Parts) Then
            Decoded = Parts(Number)
        Else
            Decoded = Decoded & ChrW(CLng("&H" & Left$(Parts(Number), 4))) & Mid$(Parts(Number), 5)
        End If
    Next Number
End Function

' The text of labfolio.conf; an empty text if there is no such file.
Private Function Configuration() As String
    Dim Path As String
    Path = LabfolioFolder() & "labfolio.conf"
    #If Mac Then
        Dim Channel As Integer
        If Len(Dir(Path)) = 0 Then Exit Function
        Channel = FreeFile
        Open Path For Binary Access Read As #Channel
        Configuration = Space$(LOF(Channel))
        Get #Channel, , Configuration
        Close #Channel
    #Else
        Dim Files As Object
        Set Files = CreateObject("Scripting.FileSystemObject")
        If Not Files.FileExists(Path) Then Exit Function
        If Files.GetFile(Path).Size = 0 Then Exit Function
        With Files.OpenTextFile(Path)
            Configuration = .ReadAll
            .Close
        End With
    #End If
End Function

#If Mac Then
#Else
' After the library is loaded from its full path, the declaration above finds it by its name.
Private Sub LoadServerLibrary()
    Dim Configured As String
    Dim Library As String
    If Len(Interpreter) > 0 Then Exit Sub
    Configured = Setting("INTERPRETER")
    If Len(Configured) = 0 Then
        Err.Raise NOT_READY, , "#LF! Labfolio is not installed for this user; run ""labfolio-xl install"" in a terminal."
    End If
    Library = LabfolioFolder() & LIBRARY_NAME
    If LoadLibraryW(StrPtr(Library)) = 0 Then
        Err.Raise NOT_READY, , "#LF! " & LIBRARY_NAME & " is missing or blocked; run ""labfolio-xl install"" again."
    End If
    Interpreter = Configured
End Sub

' The library starts Python with a command in the letters of the system's code page. If the path
' has other letters, Python's folder becomes the current one for a moment, and Python is started
' by its name alone.
Private Function Activate(ByRef Result As Variant) As Long
    Dim Folder As String
    Dim Before As String
    Dim Length As Long
    If Not Interpreter Like "*[! -~]*" Then
        Activate = XLPyDLLActivateAuto(Result, ServerCommand(Interpreter), START)
        Exit Function
    End If
    Folder = Left$(Interpreter, InStrRev(Interpreter, "\"))
    Before = String$(LONGEST_PATH, vbNullChar)
    Length = GetCurrentDirectoryW(LONGEST_PATH, StrPtr(Before))
    Before = Left$(Before, Length)
    If SetCurrentDirectoryW(StrPtr(Folder)) = 0 Then
        Err.Raise NOT_READY, , "#LF! The Python of the installation is gone; run ""labfolio-xl install"" again."
    End If
    Activate = XLPyDLLActivateAuto(Result, ServerCommand(".\" & Mid$(Interpreter, Len(Folder) + 1)), START)
    SetCurrentDirectoryW StrPtr(Before)
End Function

Private Function ServerCommand(ByVal Program As String) As String
    ServerCommand = Replace(SERVER_COMMAND, "{interpreter}", Program)
End Function
#End If

#If Mac Then
' Python shows its closing sentence itself, because the script returns before Python has ended.
Private Function RunOnMac(ByVal Book As Workbook, ByVal What As String, ByVal Argument As String) As String
    Dim Command As String
    Dim BookName As String
    If Len(Setting("INTERPRETER")) = 0 Then
        RunOnMac = "#LF! Labfolio is not installed for this user; run ""labfolio-xl install"" in a terminal."
        Exit Function
    End If
    If Not Book Is Nothing Then BookName = Book.Name
    If InStr(BookName, "|") > 0 Then
        RunOnMac = "#LF! The name of this workbook holds a bar (|); save it under another name."
        Exit Function
    End If
    Command = "from labfolio_xl.excel import macros; macros.main('" & What & "', '" & Escaped(Argument) & "')"
    ' The script puts the interpreter into a shell command as it is, and the name between quotation marks.
    AppleScriptTask "labfolio.applescript", "VbaHandler", _
        "false;;;;;;|" & ShellWord(Setting("INTERPRETER")) & "|" & Command & "|" & InShellQuotes(BookName) & "|" & _
        Left$(Application.Path, Len(Application.Path) - 4) & "|" & LabfolioFolder() & "labfolio.log"
End Function

' A text as the content of a Python string, without characters that mean something to a shell.
Private Function Escaped(ByVal Argument As String) As String
    Dim Position As Long
    For Position = 1 To Len(Argument)
        Escaped = Escaped & "\u" & Right$("000" & Hex$(AscW(Mid$(Argument, Position, 1)) And &HFFFF&), 4)
    Next Position
End Function
#End If

' A text as one word of a shell command: between apostrophes every character stands for itself.
Public Function ShellWord(ByVal Text As String) As String
    ShellWord = "'" & Replace(Text, "'", "'\''") & "'"
End Function

' A text as it stands between a shell's quotation marks, where these four characters are special.
Public Function InShellQuotes(ByVal Text As String) As String
    Dim Character As Variant
    InShellQuotes = Text
    For Each Character In Array("\", """", "$", "`")
        InShellQuotes = Replace(InShellQuotes, Character, "\" & Character)
    Next Character
End Function
