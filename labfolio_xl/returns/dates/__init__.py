"""Read the dates of a table: the forms of dates, the order of day and month, time zones."""
