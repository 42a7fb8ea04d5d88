"""The weights of a portfolio: which row is which asset, and their unit."""
