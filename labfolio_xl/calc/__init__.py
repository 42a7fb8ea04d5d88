"""The add-in for LibreOffice Calc: the functions of the sheet, from the same definitions."""
