"""One module for each shape of a table: wide, long, years by months, dates for each name."""
