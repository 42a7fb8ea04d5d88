"""The add-in for LibreOffice Calc: the same worksheet functions, from the same definitions."""
