"""The names of columns: which ones mean factors or rates, and when two names are the same."""
