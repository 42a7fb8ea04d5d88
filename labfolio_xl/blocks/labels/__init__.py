"""The labels of a table: the names of its columns, and the dates or names of its rows."""
