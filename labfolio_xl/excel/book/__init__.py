"""Read and write the inputs, results, charts and formulas of an open workbook."""
