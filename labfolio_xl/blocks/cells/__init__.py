"""Read raw cells: numbers, dates, names, blanks and errors, and the origin of cells."""
