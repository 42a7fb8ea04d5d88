"""Judge what the numbers of a table are (returns, percent, prices), and find impossible returns."""
