"""What raw cells hold: numbers, dates, names, blanks and errors, and where each cell stands."""
