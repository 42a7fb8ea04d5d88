"""The data report: one line for each decision, each doubt and each error about the data."""
