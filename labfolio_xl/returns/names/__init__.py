"""Names of columns that carry meaning: factors, rates, and when two names are the same."""
