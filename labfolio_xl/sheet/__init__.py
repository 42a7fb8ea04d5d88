"""What a cell sees, the same for every spreadsheet."""
