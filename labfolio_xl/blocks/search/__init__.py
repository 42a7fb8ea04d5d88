"""Where in a sheet the table is, among titles, notes and other tables."""
