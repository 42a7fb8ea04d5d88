"""The VBA project of our workbooks: its source, its file format, its renewal in an old workbook."""
