"""Judge the weights of a portfolio: which row is which asset, and in which unit they are."""
