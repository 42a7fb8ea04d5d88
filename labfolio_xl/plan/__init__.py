"""What stands where in a workbook, as data: contents, formulas, charts, styles, words."""
