<#
.SYNOPSIS
    Checks labfolio.xlsm and labfolio.xlam in a real Excel and writes a report.

.DESCRIPTION
    For the first person who has Excel for Windows at hand. Needs Windows PowerShell 5.1 or
    newer, Excel 2016 or newer, and Labfolio installed ("labfolio-xl install").

    It works on copies in a folder of its own: your workbooks and the originals stay as they
    are. It starts an Excel of its own, invisible, and ends it again; close your own Excel
    first, so that nothing of yours is in the way.

    Each line of the report begins with ok, FAULT or skipped. The script ends with the number
    of faults. If it stands still for more than five minutes, Excel shows a dialog: run it
    again with -Visible, note the text of the dialog, and close it.

.PARAMETER Report
    Where the report is written.

.PARAMETER Template
    The workbook to check; labfolio.xlsm beside this script by default.

.PARAMETER Addin
    The add-in to check; labfolio.xlam beside this script by default.

.PARAMETER Visible
    Shows Excel while it is checked.

.PARAMETER KeepFiles
    Leaves the copies and what the macros wrote, and names the folder in the report.

.EXAMPLE
    powershell -ExecutionPolicy Bypass -File check-in-excel.ps1
#>
[CmdletBinding()]
param(
    [string] $Report = (Join-Path ([Environment]::GetFolderPath('Desktop')) 'labfolio-check.txt'),
    [string] $Template = (Join-Path $PSScriptRoot 'labfolio.xlsm'),
    [string] $Addin = (Join-Path $PSScriptRoot 'labfolio.xlam'),
    [switch] $Visible,
    [switch] $KeepFiles
)

Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

# Excel's constants, by the names that its documentation uses.
$msoAutomationSecurityLow = 1
$xlCellTypeFormulas = -4123
$xlExcelLinks = 1
$xlOpenXMLWorkbook = 51
$msoFormControl = 8
$msoControlButton = 1
$compileCommand = 578

# A number that Excel computed again may differ in its last digits.
$tolerance = 1e-9

$script:lines = New-Object System.Collections.Generic.List[string]
$script:faults = 0

function Write-Line([string] $Verdict, [string] $Name, [string] $Finding) {
    $line = '{0,-8} {1}: {2}' -f $Verdict, $Name, $Finding
    $script:lines.Add($line)
    Write-Host $line
    # After every line, so that a report exists even when Excel stands still.
    Set-Content -LiteralPath $Report -Value $script:lines -Encoding UTF8
}

# Runs one check. What the block returns is the finding; what it throws is a fault.
function Test-Step([string] $Name, [scriptblock] $Block) {
    $watch = [Diagnostics.Stopwatch]::StartNew()
    try {
        $finding = (& $Block | Out-String).Trim()
        if (-not $finding) { $finding = 'done' }
        Write-Line 'ok' $Name ('{0} ({1:N1} s)' -f $finding, $watch.Elapsed.TotalSeconds)
        return
    }
    catch {
        $script:faults++
        $place = ''
        if ($_.InvocationInfo) { $place = ' [line {0}]' -f $_.InvocationInfo.ScriptLineNumber }
        Write-Line 'FAULT' $Name ('{0}{1}' -f $_.Exception.Message.Trim(), $place)
    }
}

function Skip-Step([string] $Name, [string] $Reason) {
    Write-Line 'skipped' $Name $Reason
}

# All values of a sheet from its first cell, by address.
function Get-Values($Sheet) {
    $values = @{}
    $used = $Sheet.UsedRange
    $firstRow = $used.Row
    $firstColumn = $used.Column
    $block = $used.Value2
    if ($block -isnot [array]) {
        $values["$firstRow,$firstColumn"] = $block
        return $values
    }
    for ($r = 1; $r -le $block.GetLength(0); $r++) {
        for ($c = 1; $c -le $block.GetLength(1); $c++) {
            if ($null -ne $block[$r, $c]) {
                $values["$($firstRow + $r - 1),$($firstColumn + $c - 1)"] = $block[$r, $c]
            }
        }
    }
    return $values
}

function Test-Same($Before, $After) {
    if ($Before -is [double] -and $After -is [double]) {
        $scale = [Math]::Max([Math]::Abs($Before), 1e-12)
        return [Math]::Abs($Before - $After) -le $tolerance * $scale
    }
    return $Before -ceq $After
}

# The differences between two states of a sheet, at most three of them in words.
function Compare-Values($Before, $After) {
    $different = @()
    foreach ($place in $Before.Keys) {
        $now = $null
        if ($After.ContainsKey($place)) { $now = $After[$place] }
        if (-not (Test-Same $Before[$place] $now)) {
            $different += "R$($place -replace ',', 'C'): '$($Before[$place])' became '$now'"
        }
    }
    foreach ($place in $After.Keys) {
        if (-not $Before.ContainsKey($place)) {
            $different += "R$($place -replace ',', 'C'): empty became '$($After[$place])'"
        }
    }
    return , $different
}

# The cells with formulas; Excel raises an error where there is none.
function Get-FormulaCells($Sheet) {
    try { return @($Sheet.UsedRange.SpecialCells($xlCellTypeFormulas).Cells) }
    catch { return @() }
}

function Get-FormulaCount($Sheet) {
    return @(Get-FormulaCells $Sheet).Count
}

# Runs a macro of a book and returns the sentence with which it ended.
function Invoke-Macro($Excel, $Book, [string] $Macro, [object[]] $Arguments) {
    $name = "'{0}'!{1}" -f $Book.Name.Replace("'", "''"), $Macro
    if ($Arguments -and $Arguments.Count -eq 2) {
        [void] $Excel.Run($name, $Arguments[0], $Arguments[1])
    }
    else {
        [void] $Excel.Run($name)
    }
    $sentence = [string] $Excel.Run(("'{0}'!LabfolioLastSentence" -f $Book.Name.Replace("'", "''")))
    if ($sentence.StartsWith('#LF!')) { throw "the macro ended with: $sentence" }
    return $sentence
}

function Test-ErrorText($Sheet) {
    foreach ($entry in (Get-Values $Sheet).GetEnumerator()) {
        if ($entry.Value -is [string] -and $entry.Value.StartsWith('#LF!')) {
            throw "$($Sheet.Name) R$($entry.Key -replace ',', 'C'): $($entry.Value)"
        }
        # Excel hands error cells over as whole numbers.
        if ($entry.Value -is [int]) {
            throw "$($Sheet.Name) R$($entry.Key -replace ',', 'C') is an error cell ($($entry.Value))"
        }
    }
}

function Remove-Reference($Object) {
    if ($null -ne $Object) {
        [void] [Runtime.InteropServices.Marshal]::FinalReleaseComObject($Object)
    }
}

$folder = Join-Path ([IO.Path]::GetTempPath()) ('labfolio-check-' + [Guid]::NewGuid().ToString('N'))
[void] (New-Item -ItemType Directory -Path $folder)
$excel = $null
$book = $null
$addinBook = $null

try {
    Write-Line 'ok' 'Started' ((Get-Date).ToString('yyyy-MM-dd HH:mm:ss') + ", PowerShell $($PSVersionTable.PSVersion), $([Environment]::OSVersion.VersionString)")

    Test-Step 'Files' {
        foreach ($file in @($Template, $Addin)) {
            if (-not (Test-Path -LiteralPath $file -PathType Leaf)) { throw "there is no $file" }
            $hash = (Get-FileHash -LiteralPath $file -Algorithm SHA256).Hash.ToLowerInvariant()
            $zone = Get-Item -LiteralPath $file -Stream 'Zone.Identifier' -ErrorAction SilentlyContinue
            $blocked = ''
            if ($zone) { $blocked = ' (blocked; the copy is not)' }
            "$([IO.Path]::GetFileName($file)) $hash$blocked;"
        }
    }
    $templateCopy = Join-Path $folder 'template.xlsm'
    $addinFolder = Join-Path $folder 'first'
    $otherFolder = Join-Path $folder 'second'
    [void] (New-Item -ItemType Directory -Path $addinFolder, $otherFolder)
    $addinCopy = Join-Path $addinFolder 'labfolio.xlam'
    $otherCopy = Join-Path $otherFolder 'labfolio.xlam'
    Copy-Item -LiteralPath $Template -Destination $templateCopy
    Copy-Item -LiteralPath $Addin -Destination $addinCopy
    Copy-Item -LiteralPath $Addin -Destination $otherCopy
    Unblock-File -LiteralPath $templateCopy, $addinCopy, $otherCopy

    Test-Step 'Installation' {
        $config = Join-Path $env:LOCALAPPDATA 'labfolio_xl\labfolio.conf'
        if (-not (Test-Path -LiteralPath $config)) { throw "there is no $config; run 'labfolio-xl install' first" }
        (Get-Content -LiteralPath $config) -join '; '
    }

    Test-Step 'Excel starts' {
        $script:excel = New-Object -ComObject Excel.Application
        $script:excel.Visible = [bool] $Visible
        $script:excel.DisplayAlerts = $false
        $script:excel.AutomationSecurity = $msoAutomationSecurityLow
        "version $($script:excel.Version), build $($script:excel.Build), $($script:excel.OperatingSystem)"
    }
    if ($null -eq $script:excel) { throw 'Excel did not start; nothing else can be checked.' }
    $excel = $script:excel

    # ------------------------------------------------------------------ the template
    Test-Step 'Template opens' {
        $script:book = $excel.Workbooks.Open($templateCopy, 0, $false)
        if ($script:book.ReadOnly) { throw 'it was opened read-only' }
        # Nobody could close a message of a macro.
        [void] $excel.Run("'$($script:book.Name)'!LabfolioQuiet", $true)
        "$($script:book.Worksheets.Count) sheets, $($script:book.Names.Count) names"
    }
    if ($null -eq $script:book) { throw 'The template did not open; nothing else can be checked.' }
    $book = $script:book

    Test-Step 'Opening needs no repair and saves no change' {
        if (-not $book.Saved) { throw 'Excel changed the workbook while opening it (it recalculated or repaired)' }
        "calculation mode $($excel.Calculation)"
    }

    $canReadCode = $true
    Test-Step 'VBA components' {
        try { $components = $book.VBProject.VBComponents }
        catch {
            $script:canReadCode = $false
            throw 'Excel does not show its VBA: tick "Trust access to the VBA project object model" in the Trust Center and run this again'
        }
        $found = @(foreach ($component in $components) { "$($component.Name)($($component.CodeModule.CountOfLines))" })
        foreach ($name in 'LabfolioServer', 'LabfolioMacros', 'LabfolioRibbon', 'xlwings_udfs') {
            if (-not ($found -match "^$name\(")) { throw "the module $name is missing" }
        }
        $found -join ' '
    }
    $canReadCode = $script:canReadCode

    if ($canReadCode) {
        Test-Step 'VBA compiles' {
            $excel.VBE.ActiveVBProject = $book.VBProject
            $command = $excel.VBE.CommandBars.FindControl($msoControlButton, $compileCommand)
            if ($null -eq $command) { throw 'Excel offers no command to compile' }
            if ($command.Enabled) { $command.Execute() }
            # The command greys out when everything is compiled; an error shows a dialog.
            if ($command.Enabled) { throw 'it does not compile' }
            'all modules'
        }
    }
    else {
        Skip-Step 'VBA compiles' 'Excel does not show its VBA'
    }

    Test-Step 'Every formula gives its cached value' {
        $before = @{}
        $formulas = 0
        foreach ($sheet in $book.Worksheets) {
            $before[$sheet.Name] = Get-Values $sheet
            $formulas += Get-FormulaCount $sheet
        }
        if ($formulas -eq 0) { throw 'the workbook has no formula' }
        $excel.CalculateFull()
        $different = @()
        foreach ($sheet in $book.Worksheets) {
            $found = Compare-Values $before[$sheet.Name] (Get-Values $sheet)
            if ($found.Count -gt 0) { $different += "$($sheet.Name): $($found.Count) cells, first $($found[0])" }
        }
        if ($different.Count -gt 0) { throw ($different -join '; ') }
        "$formulas cells with formulas"
    }

    Test-Step 'No cell shows an error' {
        foreach ($sheet in $book.Worksheets) { Test-ErrorText $sheet }
        'none'
    }

    Test-Step 'Tables spill' {
        $spills = 0
        foreach ($sheet in $book.Worksheets) {
            foreach ($cell in @(Get-FormulaCells $sheet)) {
                if (-not ([string] $cell.Formula).StartsWith('=LF_')) { continue }
                try { if ($cell.SpillParent.Address() -eq $cell.Address()) { $spills++ } }
                catch { throw "$($sheet.Name) $($cell.Address($false, $false)) does not spill; an Excel without dynamic arrays needs a workbook made with --excel 2019" }
            }
        }
        if ($spills -eq 0) { throw 'no table spills' }
        "$spills tables"
    }

    Test-Step 'Names stand for cells' {
        foreach ($name in 'Assets', 'Factors', 'RiskFree', 'Weights') {
            "$name $($book.Names.Item($name).RefersToRange.Address($false, $false));"
        }
    }

    Test-Step 'Charts draw their cells' {
        foreach ($sheet in $book.Worksheets) {
            foreach ($chart in $sheet.ChartObjects()) {
                $points = 0
                foreach ($series in $chart.Chart.SeriesCollection()) { $points += @($series.Values).Count }
                if ($points -eq 0) { throw "$($sheet.Name), $($chart.Name) draws nothing" }
                "$($chart.Name) $points points;"
            }
        }
    }

    Test-Step 'Buttons have their macros' {
        foreach ($shape in $book.Worksheets.Item('Start').Shapes) {
            if ($shape.Type -eq $msoFormControl) {
                $macro = ([string] $shape.OnAction).Split('!')[-1]
                if (-not $macro) { throw "$($shape.Name) has no macro" }
                "$macro;"
            }
        }
    }

    # The buttons, each pressed by running its macro; Load returns without its two questions.
    Test-Step 'Button Refresh' { Invoke-Macro $excel $book 'LabfolioRefresh' }
    Test-Step 'Button Check numbers' { Invoke-Macro $excel $book 'LabfolioCheckNumbers' }
    Test-Step 'Button Check setup' { Invoke-Macro $excel $book 'LabfolioCheckSetup' }

    Test-Step 'Button Prepare copy' {
        $sentence = Invoke-Macro $excel $book 'LabfolioPrepareCopy'
        $copy = Join-Path $folder 'template copy.xlsx'
        if (-not (Test-Path -LiteralPath $copy)) { throw "there is no $copy; the macro said: $sentence" }
        $opened = $excel.Workbooks.Open($copy, 0, $true)
        try {
            foreach ($sheet in $opened.Worksheets) {
                if ((Get-FormulaCount $sheet) -gt 0) { throw "$($sheet.Name) holds formulas" }
            }
            if ($opened.HasVBProject) { throw 'it holds macros' }
            if ($null -ne $opened.LinkSources($xlExcelLinks)) { throw 'it holds links' }
            "$($opened.Worksheets.Count) sheets, $($opened.Worksheets.Item('Dashboard').ChartObjects().Count) charts"
        }
        finally { $opened.Close($false) }
    }

    Test-Step 'Refresh follows a shorter input' {
        $sheet = $book.Worksheets.Item('Portfolio')
        $rows = $book.Names.Item('Assets').RefersToRange.Rows.Count
        $last = $book.Names.Item('Assets').RefersToRange.Row + $rows - 1
        [void] $sheet.Range("A$($last - 19):A$last").EntireRow.ClearContents()
        [void] (Invoke-Macro $excel $book 'LabfolioRefresh')
        $now = $book.Names.Item('Assets').RefersToRange.Rows.Count
        if ($now -ne $rows - 20) { throw "the name has $now rows instead of $($rows - 20)" }
        foreach ($each in $book.Worksheets) { Test-ErrorText $each }
        $chart = $book.Worksheets.Item('Dashboard').ChartObjects('LabfolioCumulative').Chart
        $points = @($chart.SeriesCollection(1).Values).Count
        if ($points -ne $now - 1) { throw "the chart of the running sums draws $points points instead of $($now - 1)" }
        "$now rows, $points points"
    }

    Test-Step 'Load returns keeps text as text' {
        $file = Join-Path $folder 'returns.csv'
        $header = 'date,=1+1,600519,+A1,D,E,F,G,H,I,J'
        $random = New-Object Random 7
        $data = foreach ($row in 2..120) {
            $date = (Get-Date -Year 2022 -Month 1 -Day 3).Date.AddDays($row - 2)
            $numbers = foreach ($k in 1..10) { ($random.NextDouble() / 50 - 0.01).ToString('R', [Globalization.CultureInfo]::InvariantCulture) }
            '{0},{1}' -f $date.ToString('yyyy-MM-dd'), ($numbers -join ',')
        }
        Set-Content -LiteralPath $file -Value (@($header) + $data) -Encoding ASCII
        [void] (Invoke-Macro $excel $book 'LoadFile' @('Assets', $file))
        $cell = $book.Names.Item('Assets').RefersToRange.Cells.Item(1, 2)
        if ($cell.HasFormula -or $cell.Value2 -isnot [string]) { throw "the name '=1+1' became $($cell.Value2)" }
        $number = $book.Names.Item('Assets').RefersToRange.Cells.Item(1, 3)
        if ($number.Value2 -isnot [string]) { throw "the name '600519' became a number" }
        foreach ($each in $book.Worksheets) { Test-ErrorText $each }
        'ten names, three of them awkward'
    }

    Test-Step 'Template saves and opens again' {
        $book.Save()
        $book.Close($false)
        $script:book = $excel.Workbooks.Open($templateCopy, 0, $false)
        "$($script:book.Worksheets.Count) sheets"
    }
    $book = $script:book
    if ($null -ne $book) { $book.Close($false); $book = $null }

    # ------------------------------------------------------------------ the add-in
    Test-Step 'Add-in opens' {
        $script:addinBook = $excel.Workbooks.Open($addinCopy)
        if (-not $script:addinBook.IsAddin) { throw 'Excel does not take it for an add-in' }
        $script:addinBook.FullName
    }
    $addinBook = $script:addinBook

    if ($null -ne $addinBook) {
        Test-Step 'A formula in a plain workbook' {
            $plain = $excel.Workbooks.Add()
            $plain.Worksheets.Item(1).Range('A1').Formula = '=LF_VERSION()'
            $value = $plain.Worksheets.Item(1).Range('A1').Value2
            $path = Join-Path $folder 'plain.xlsx'
            $plain.SaveAs($path, $xlOpenXMLWorkbook)
            $links = $plain.LinkSources($xlExcelLinks)
            $plain.Close($false)
            if ($value -isnot [string] -or $value.StartsWith('#')) { throw "the cell shows '$value'" }
            if ($null -eq $links) { throw 'the workbook stores no link to the add-in' }
            "'$value', link $($links -join ', ')"
        }

        Test-Step 'The link is repaired where the add-in is elsewhere' {
            $addinBook.Close($false)
            $script:addinBook = $excel.Workbooks.Open($otherCopy)
            $plain = $excel.Workbooks.Open((Join-Path $folder 'plain.xlsx'), 0, $false)
            try {
                $links = @($plain.LinkSources($xlExcelLinks))
                if ($links -notcontains $otherCopy) { throw "the links are $($links -join ', ')" }
                $plain.Worksheets.Item(1).Range('A1').Dirty()
                $excel.Calculate()
                $value = $plain.Worksheets.Item(1).Range('A1').Value2
                if ($value -isnot [string] -or $value.StartsWith('#')) { throw "the cell shows '$value'" }
                "'$value'"
            }
            finally { $plain.Close($false) }
        }
        $addinBook = $script:addinBook
    }

    Skip-Step 'Ribbon' 'look yourself: one tab Labfolio with Data, Results, Share, Help; Alt, L, F shows the key tips'
}
catch {
    $script:faults++
    Write-Line 'FAULT' 'Script' $_.Exception.Message
}
finally {
    foreach ($open in @($script:book, $script:addinBook)) {
        if ($null -ne $open) { try { $open.Close($false) } catch { Write-Verbose 'closed already' } }
    }
    if ($null -ne $script:excel) {
        try { $script:excel.Quit() } catch { Write-Verbose 'gone already' }
    }
    Remove-Reference $script:book
    Remove-Reference $script:addinBook
    Remove-Reference $script:excel
    [GC]::Collect()
    [GC]::WaitForPendingFinalizers()
    if ($KeepFiles) {
        Write-Line 'ok' 'Files kept' $folder
    }
    else {
        Remove-Item -LiteralPath $folder -Recurse -Force -ErrorAction SilentlyContinue
    }
    Write-Line 'ok' 'Ended' "$($script:faults) faults; the report is $Report"
}
exit $script:faults
