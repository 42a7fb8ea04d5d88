"""What writes .xlsx, .xlsm and .xlam: values, formulas, charts, macros."""
