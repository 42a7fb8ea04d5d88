"""An open workbook: its inputs, results, charts and formulas are read and written here."""
