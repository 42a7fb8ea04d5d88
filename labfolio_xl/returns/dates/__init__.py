"""The dates of a table: what each cell says, in which order day and month stand, in which zone."""
